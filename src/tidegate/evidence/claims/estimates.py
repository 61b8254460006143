"""Estimates that the claims need beside the table of effects: correlations, and what Hong Kong's rates do.

Correlations stand in the table of statistics of the markets room. The other
estimates are written by ``scripts/estimate_claims.py`` into a table of this
room. Both are given here as rows of the table of effects.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from tidegate.errors import DataError
from tidegate.message import N_
from tidegate.transmission.markets.effects import COLUMNS, Effect
from tidegate.transmission.markets.statistics import Statistic, load_statistics

NO_SURPRISE = "none"
CORRELATION = "correlation"


def parse(lines: Sequence[str]) -> tuple[Effect, ...]:
    """Read lines of a table with the columns of the table of effects, named by the first line.

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


def correlations(statistics: Iterable[Statistic]) -> tuple[Effect, ...]:
    """Return the correlations ``a~b`` of weekly returns among statistics as rows of effects.

    Their surprise is ``none``, their p-value and degrees of freedom unknown (NaN).
    """
    return tuple(
        Effect(
            s.id,
            NO_SURPRISE,
            CORRELATION,
            s.sample,
            s.window,
            CORRELATION,
            s.value,
            s.se,
            math.nan,
            s.n,
            s.first,
            s.last,
            s.source,
            s.low,
            s.high,
            math.nan,
        )
        for s in statistics
        if "~" in s.id and s.window == "1w"
    )


@cache
def load_estimates() -> tuple[Effect, ...]:
    """Return every row of both shipped tables."""
    own = files("tidegate.evidence.claims").joinpath("estimates.csv").read_text("utf-8")
    return (*parse(own.splitlines()), *correlations(load_statistics()))
