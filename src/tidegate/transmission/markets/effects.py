"""What markets did when the Fed surprised them: the measured responses, one table.

The table is written by ``scripts/estimate_markets.py`` from prices that may not
be passed on; what it holds are estimates with their errors. A positive surprise
tightens. See docs/explanation/market-effects.md.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.message import N_

SURPRISES = ("target", "path", "balance_sheet", "policy")
METHODS = ("event_study", "local_projection")
SAMPLES = ("all", "before_2020", "since_2020", "lower_bound", "off_lower_bound")
EVENT_WINDOWS = ("0d", "1d", "2d", "5d")
MONTH_WINDOWS = ("1m", "3m", "6m", "12m", "24m")
WINDOWS = (*EVENT_WINDOWS, *MONTH_WINDOWS)
UNITS = ("pct", "bp")


@dataclass(frozen=True)
class Effect:
    """The response of one asset to a surprise of +10 bp, that is, to tightening.

    Attributes
    ----------
    asset
        Id of the catalogue of assets.
    surprise
        ``target`` (the current month's funds rate), ``path`` (the rate a year
        ahead), ``balance_sheet`` (the ten-year yield, with the first two held)
        or ``policy`` (all short rates, scaled to the rate a year ahead).
        The first three are measured jointly, the last alone.
    method
        ``event_study`` or ``local_projection``.
    sample
        ``all``, ``before_2020``, ``since_2020``, ``lower_bound`` (the range
        stood at 0 to 0.25% the day before) or ``off_lower_bound``.
    window
        Days after the announcement (``0d``: minutes) or months.
    unit
        ``pct``: change of a price; ``bp``: change of a yield or spread.
    mean
        Response.
    se
        Standard error of the normal that has the same 90% interval.
    p_value
        Two-sided, of no response.
    n
        Independent events (or months) with such a surprise.
    first, last
        Days of the first and the last of them.
    source
        Prices on which it was measured.
    low, high
        90% interval.
    dof
        Degrees of freedom of its t: about how many events carry the estimate.
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


COLUMNS = tuple(Effect.__dataclass_fields__)


def parse(lines: Sequence[str]) -> tuple[Effect, ...]:
    """Read lines of the table, the first with the names of the columns.

    Raises
    ------
    InputError
        For other columns, or a row whose values are not of the known ones.
    """
    return tuple(effect_of(row) for row in _split(lines))


def _split(lines: Sequence[str]) -> list[list[str]]:
    rows = list(csv.reader(lines))
    header = tuple(rows[0]) if rows else ()
    if header != COLUMNS:
        raise InputError.of(
            N_("table of effects: columns {found}; they must be {wanted}"), found=header, wanted=COLUMNS
        )
    return rows[1:]


def effect_of(row: list[str]) -> Effect:
    """Return the row of a table as a value.

    Raises
    ------
    InputError
        If a word is not one of the known ones.
    """
    asset, surprise, method, sample, window, unit, mean, se, p_value, n, first, last, source, *rest = row
    words = (surprise, method, sample, window, unit)
    for value, allowed in zip(words, (SURPRISES, METHODS, SAMPLES, WINDOWS, UNITS), strict=True):
        if value not in allowed:
            raise InputError.of(
                N_("table of effects, {asset}: {value!r} is not one of {allowed}"),
                asset=asset,
                value=value,
                allowed=allowed,
            )
    low, high, dof = map(float, rest)
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    numbers = (float(mean), float(se), float(p_value), int(n))
    return Effect(asset, *words, *numbers, begins, ends, source, low, high, dof)


@cache
def _table() -> tuple[list[str], ...]:
    folder = resources.files("tidegate.transmission.markets").joinpath("data")
    return tuple(_split(folder.joinpath("effects.csv").read_text("utf-8").splitlines()))


@cache
def _by_key() -> dict[tuple[str, str, str, str], list[str]]:
    return {(row[0], row[1], row[3], row[4]): row for row in _table()}


@cache
def load_effects() -> tuple[Effect, ...]:
    """Return every row of the shipped table."""
    return tuple(effect_of(row) for row in _table())


def find_or_none(asset: str, surprise: str, sample: str = "all", window: str = "1d") -> Effect | None:
    """Return one row, or None if there is none."""
    row = _by_key().get((asset, surprise, sample, window))
    return None if row is None else effect_of(row)


def find(asset: str, surprise: str, sample: str = "all", window: str = "1d") -> Effect:
    """Return one row.

    Raises
    ------
    UnknownName
        For an asset, surprise, sample or window that no row has, with the nearest.
    InputError
        Where the four exist, but not together: the data do not allow that estimate.
    """
    found = find_or_none(asset, surprise, sample, window)
    if found is not None:
        return found
    known = (
        (N_("asset"), asset, measured_assets()),
        (N_("surprise"), surprise, SURPRISES),
        (N_("sample"), sample, SAMPLES),
        (N_("window"), window, WINDOWS),
    )
    for kind, value, allowed in known:
        if value not in allowed:
            raise unknown(kind, value, allowed)
    raise InputError.of(
        N_(
            "no estimate for {asset}, surprise {surprise}, sample {sample}, window {window}: there are {windows}"
            " for that asset"
        ),
        asset=asset,
        surprise=surprise,
        sample=sample,
        window=window,
        windows=", ".join(dict.fromkeys(row[4] for row in _table() if row[0] == asset)),
    )


@cache
def measured_assets() -> tuple[str, ...]:
    """Return the ids of assets with at least one estimate, in the order of the table."""
    return tuple(dict.fromkeys(row[0] for row in _table()))
