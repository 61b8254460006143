"""A small table of named columns: what a provider's file becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Column = NDArray[Any]


@dataclass(frozen=True)
class Table:
    """Columns of equal length, in order.

    Attributes
    ----------
    columns
        One array a column. Numbers are float64 (NaN = not given), dates are
        ``datetime64[D]`` (NaT = not given), text is ``str``.
    as_of
        Date that the whole table describes, or None.
    """

    columns: Mapping[str, Column]
    as_of: date | None = None

    def __getitem__(self, name: str) -> Column:
        """Return one column."""
        return self.columns[name]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def where(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> Table:
        """Return the rows chosen by a mask or by positions."""
        return Table({name: column[keep] for name, column in self.columns.items()}, self.as_of)

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a pandas frame."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns))


def text(values: Iterable[object]) -> Column:
    """Return a column of `str`."""
    return np.array([str(v) for v in values], dtype=np.str_)


def numbers(values: Iterable[float | None]) -> NDArray[np.float64]:
    """Return a column of float64; None becomes NaN."""
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def days(values: Iterable[date | None]) -> NDArray[np.datetime64]:
    """Return a column of ``datetime64[D]``; None becomes NaT."""
    return np.array([np.datetime64("NaT") if v is None else v for v in values], dtype="datetime64[D]")
