"""Statistics of prices that may not be passed on themselves: correlations, volatilities, checks of the surprises."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.message import N_


@dataclass(frozen=True)
class Statistic:
    """One statistic.

    Attributes
    ----------
    id
        ``a~b``: a correlation. ``volatility:a``: standard deviation of monthly
        changes at a year's scale. ``explained:three_surprises``: share of the
        variance of rates. ``foreseen:s``, ``foreseen_p:s``: how far a surprise
        could be foreseen (R squared), and the chance of so much under none.
        ``placebo:s``: how often a response seems clear at 10% on days without news.
    sample
        ``all``, ``before_2020``, ``since_2020`` or ``since_purchases`` (November 2008).
    window
        ``0d``: by announcement; ``1w``, ``1m``: changes over weeks, months.
    unit
        ``ratio``, ``pct`` or ``bp``.
    value, se, low, high
        Estimate, standard error, 90% interval; NaN: not given.
    n, first, last
        Observations, and the days of the first and the last.
    source
        On what it rests.
    """

    id: str
    sample: str
    window: str
    unit: str
    value: float
    se: float
    low: float
    high: float
    n: int
    first: date
    last: date
    source: str


COLUMNS = tuple(Statistic.__dataclass_fields__)


def _number(text: str) -> float:
    return float(text) if text else math.nan


def parse(lines: Sequence[str]) -> tuple[Statistic, ...]:
    """Read lines of the table, the first with the names of the columns.

    Raises
    ------
    InputError
        For other columns.
    """
    rows = list(csv.reader(lines))
    header = tuple(rows[0]) if rows else ()
    if header != COLUMNS:
        raise InputError.of(
            N_("table of statistics: columns {found}; they must be {wanted}"), found=header, wanted=COLUMNS
        )
    return tuple(_statistic(row) for row in rows[1:])


def _statistic(row: list[str]) -> Statistic:
    name, sample, window, unit, value, se, low, high, n, first, last, source = row
    numbers = (_number(value), _number(se), _number(low), _number(high), int(n))
    days = (date.fromisoformat(first), date.fromisoformat(last))
    return Statistic(name, sample, window, unit, *numbers, *days, source)


@cache
def load_statistics() -> tuple[Statistic, ...]:
    """Return every row of the shipped table."""
    folder = resources.files("tidegate.transmission.markets").joinpath("data")
    return parse(folder.joinpath("statistics.csv").read_text("utf-8").splitlines())


def statistic(name: str, sample: str = "all", window: str | None = None) -> Statistic:
    """Return one statistic.

    Parameters
    ----------
    name, sample
        As in the table.
    window
        Default: the first that the table has of them.

    Raises
    ------
    UnknownName
        If there is none of that name, or not for that sample or window; the message lists the nearest.
    """
    rows = [s for s in load_statistics() if s.id == name]
    if not rows:
        raise unknown(N_("statistic"), name, {s.id for s in load_statistics()})
    rows_of_sample = [s for s in rows if s.sample == sample]
    if not rows_of_sample:
        raise unknown(N_("sample"), sample, {s.sample for s in rows})
    found = next((s for s in rows_of_sample if window in (None, s.window)), None)
    if found is None:
        raise unknown(N_("window"), str(window), {s.window for s in rows_of_sample})
    return found
