"""Estimates that only the claims need: correlations, and what answers news by the month.

The table is written by ``scripts/estimate_claims.py`` from prices that may not
be passed on; what it holds are estimates with their errors. Its columns are
those of the table of effects; the words in them are its own: ``a~b`` for a
correlation of two assets, surprise ``none``, method ``correlation``, window
``1w``.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from tidegate.errors import DataError
from tidegate.message import N_
from tidegate.transmission.markets.effects import COLUMNS, Effect


def parse(lines: Sequence[str]) -> tuple[Effect, ...]:
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


def _row(*values: str) -> Effect:
    asset, surprise, method, sample, window, unit, mean, se, p, n, first, last, source, low, high, dof = (
        values
    )
    when = (date.fromisoformat(first), date.fromisoformat(last))
    sizes = (float(low), float(high), float(dof))
    kind = (asset, surprise, method, sample, window, unit)
    return Effect(*kind, float(mean), float(se), float(p), int(n), *when, source, *sizes)


@cache
def load_estimates() -> tuple[Effect, ...]:
    """Return every row of the shipped table."""
    text = files("tidegate.evidence.claims").joinpath("estimates.csv").read_text("utf-8")
    return parse(text.splitlines())
