"""Estimates that only the claims need: relative returns, correlations, prices and output.

The table is written by ``scripts/estimate_claims.py`` from prices that may not
be passed on; what it holds are estimates with their errors. Its columns are
those of the table of effects.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from tidegate.errors import DataError
from tidegate.message import N_


@dataclass(frozen=True)
class Estimate:
    """One estimate, as in the table of effects: a response to +10 bp of tightening.

    Attributes
    ----------
    asset
        An asset, ``a-b`` for the return of a less that of b, ``a~b`` for their correlation.
    surprise
        As in the table of effects; ``none`` for a correlation.
    method
        ``event_study``, ``local_projection`` or ``correlation``.
    sample, window
        As there; ``1w`` for weekly returns.
    unit
        ``pct``, ``bp`` or ``correlation``.
    mean, se, p_value
        Estimate, standard error, and p-value of no effect.
    n
        Independent events, months or weeks.
    first, last
        Of them.
    source
        What it was measured on.
    low, high, dof
        90% interval, and the degrees of freedom of its t.
    """

    asset: str
    surprise: str
    method: str
    sample: str
    window: str
    unit: str
    mean: float
    se: float
    p_value: float
    n: int
    first: date
    last: date
    source: str
    low: float
    high: float
    dof: float


COLUMNS = tuple(Estimate.__dataclass_fields__)


def parse(lines: Sequence[str]) -> tuple[Estimate, ...]:
    """Read lines of the table, the first with the names of the columns.

    Raises
    ------
    DataError
        For other columns.
    """
    reader = csv.reader(lines)
    header = tuple(next(reader, ()))
    if header != COLUMNS:
        text = N_("table of the claims' estimates: columns {found}; they must be {wanted}")
        raise DataError.of(text, found=", ".join(header), wanted=", ".join(COLUMNS))
    return tuple(_row(*values) for values in reader)


def _row(*values: str) -> Estimate:
    asset, surprise, method, sample, window, unit, mean, se, p, n, first, last, source, low, high, dof = (
        values
    )
    when = (date.fromisoformat(first), date.fromisoformat(last))
    sizes = (float(low), float(high), float(dof))
    kind = (asset, surprise, method, sample, window, unit)
    return Estimate(*kind, float(mean), float(se), float(p), int(n), *when, source, *sizes)


@cache
def load_estimates() -> tuple[Estimate, ...]:
    """Return every row of the shipped table."""
    text = files("tidegate.evidence.claims").joinpath("estimates.csv").read_text("utf-8")
    return parse(text.splitlines())
