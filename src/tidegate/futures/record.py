"""The record of shocks: what the equations of the monthly model could not explain in the past, month by month.

Each equation is run over the record one month at a time, with what had
happened up to the month before; what is left is its shock. Runs draw blocks
of consecutive months from the record, so that what came together, and what
followed on it, stays together. Nothing after the opening day is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.futures.inputs import FUNDING_SHOCKS, MACRO_SHOCKS
from tidegate.message import N_, Message

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Record:
    """Shocks by month of the past, mean zero.

    Attributes
    ----------
    macro
        Shape [months, 7], columns `MACRO_SHOCKS`.
    funding
        Shape [months, 4], columns `FUNDING_SHOCKS`.
    first, last, funding_first, funding_last
        First and last month of each.
    block_months
        Length of the blocks that are drawn.
    """

    macro: Floats
    funding: Floats
    first: np.datetime64
    last: np.datetime64
    funding_first: np.datetime64
    funding_last: np.datetime64
    block_months: int = 12

    def __post_init__(self) -> None:
        found: list[Message] = []
        for name, columns in (("macro", MACRO_SHOCKS), ("funding", FUNDING_SHOCKS)):
            values = getattr(self, name)
            if values.ndim != 2 or values.shape[0] < 1 or values.shape[1] != len(columns):
                text = N_("shocks {name}: shape {shape}; give [months, {count}]")
                found.append(
                    Message(text, {"name": name, "shape": values.shape, "count": len(columns)})
                )
            elif not np.isfinite(values).all():
                at = columns[int(np.argwhere(~np.isfinite(values))[0, 1])]
                text = N_("shocks {name}: not a finite number; give 0 where there is none")
                found.append(Message(text, {"name": at}))
        if not 1 <= self.block_months <= 120:
            text = N_("shocks: blocks of {value} months; choose 1 to 120")
            found.append(Message(text, {"value": self.block_months}))
        InputError.check(found)


def no_shocks() -> Record:
    """Return a record in which nothing happens: the run is the deterministic projection."""
    month = np.datetime64("1970-01", "M")
    zero = np.zeros((1, len(MACRO_SHOCKS))), np.zeros((1, len(FUNDING_SHOCKS)))
    return Record(*zero, month, month, month, month, 1)
