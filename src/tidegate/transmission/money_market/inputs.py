"""Rates and reserves on one calendar: what the reserve-demand curve is estimated on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.money_market.special_days import DayKind, day_kinds, weekly_kinds
from tidegate.units import Days, bp_from_points

Floats = NDArray[np.float64]
_WEEK = 7
_LEAST_DAYS = 2


@dataclass(frozen=True)
class Reading:
    """A published series: stamps, values and the days on which they became public, shape [n]."""

    dates: Days
    values: Floats
    known_on: Days

    def known_at(self, days: Days) -> Floats:
        """Return the last value public on each day, NaN before the first."""
        order = np.argsort(self.known_on, kind="stable")
        at = np.searchsorted(self.known_on[order], days, side="right") - 1
        # The newest stamp among those public, not the newest publication.
        newest = np.maximum.accumulate(order)
        return np.where(at >= 0, self.values[newest[np.maximum(at, 0)]], np.nan)


@dataclass(frozen=True)
class Steps:
    """A rate that stands until it is changed: first days and values in percent, shape [n]."""

    starts: Days
    values_pct: Floats

    def on(self, days: Days) -> Floats:
        """Return the rate in force on each day, NaN before the first."""
        at = np.searchsorted(self.starts, days, side="right") - 1
        return np.where(at >= 0, self.values_pct[np.maximum(at, 0)], np.nan)


@dataclass(frozen=True)
class Quotes:
    """Daily overnight rates over interest on reserves.

    Attributes
    ----------
    dates
        Business days, ``datetime64[D]``, shape [n].
    spread_bp
        Market rate less interest on reserves, basis points, shape [n].
    """

    dates: Days
    spread_bp: Floats


@dataclass(frozen=True)
class Panel:
    """What the curve is estimated on; all arrays of shape [n] in order of time.

    Attributes
    ----------
    frequency
        ``weekly`` (weeks that end on Wednesday) or ``daily``.
    dates
        Last day of the week, or the day.
    spread_bp
        By measure (``effr``, ``sofr``): median over the business days of the
        week, or the day's value. NaN: not observed.
    reserves_bn
        Average of the week.
    scale_bn
        By name (``gdp``, ``bank_credit``): what reserves are divided by, as
        last published at the time.
    floor_gap_bp
        Interest on reserves less the rate of ON RRP (the bottom of the target
        range before there was one): how far below interest on reserves the
        market may fall.
    kinds
        Which kinds of special day the period holds, shape [n, len(DayKind)].
    """

    frequency: str
    dates: Days
    spread_bp: Mapping[str, Floats]
    reserves_bn: Floats
    scale_bn: Mapping[str, Floats]
    floor_gap_bp: Floats
    kinds: NDArray[np.bool_]

    def ratio_pct(self, scale: str) -> Floats:
        """Return reserves in percent of a scale."""
        return 100.0 * self.reserves_bn / self.scale_bn[scale]

    def until(self, last: np.datetime64) -> Panel:
        """Return the part up to a day, included; see also the as-of discipline of the caller."""
        keep = self.dates <= last
        return Panel(
            self.frequency,
            self.dates[keep],
            {k: v[keep] for k, v in self.spread_bp.items()},
            self.reserves_bn[keep],
            {k: v[keep] for k, v in self.scale_bn.items()},
            self.floor_gap_bp[keep],
            self.kinds[keep],
        )


def quotes(rate: Reading, iorb: Steps) -> Quotes:
    """Return a market rate over interest on reserves, where both are known."""
    spread = bp_from_points(1.0) * (rate.values - iorb.on(rate.dates))
    keep = np.isfinite(spread)
    return Quotes(rate.dates[keep], spread[keep])


def panel(
    frequency: str,
    start: np.datetime64,
    reserves: Reading,
    scales: Mapping[str, Reading],
    measures: Mapping[str, Quotes],
    iorb: Steps,
    floor: Steps,
) -> Panel:
    """Put everything on one calendar.

    Parameters
    ----------
    frequency
        ``weekly`` or ``daily``.
    start
        First day.
    reserves
        Weekly averages in $ bn, stamped on Wednesdays.
    scales
        By name, $ bn; each week is divided by the last figure public then.
    measures
        Daily spreads by name.
    iorb, floor
        Interest on reserves, and the rate under the market.

    Raises
    ------
    InputError
        For another frequency, values that are not finite or not positive, or
        no measure or scale.
    """
    problems = []
    if frequency not in ("weekly", "daily"):
        problems.append(
            Message(N_("frequency {value!r}: not known; choose weekly or daily"), {"value": frequency})
        )
    if not measures or not scales:
        problems.append(Message(N_("reserve demand needs at least one spread and one scale")))
    for name, each in {"reserves": reserves, **scales}.items():
        if not (np.isfinite(each.values).all() and (each.values > 0).all()):
            problems.append(Message(N_("{name}: every value must be finite and above zero"), {"name": name}))
    InputError.check(problems)
    weeks, level = reserves.dates, reserves.values
    if frequency == "weekly":
        keep = weeks >= start
        dates, reserves_bn = weeks[keep], level[keep]
        spread = {name: _weekly_median(q, dates) for name, q in measures.items()}
        kinds = weekly_kinds(dates)
    else:
        every = np.unique(np.concatenate([q.dates for q in measures.values()]))
        dates = every[(every >= start) & (every <= weeks[-1]) & (every > weeks[0] - _WEEK)]
        reserves_bn = level[np.searchsorted(weeks, dates)]
        spread = {name: _on_days(q, dates) for name, q in measures.items()}
        kinds = np.eye(len(DayKind), dtype=bool)[day_kinds(dates)]
    gap = bp_from_points(1.0) * (iorb.on(dates) - floor.on(dates))
    scaled = {name: s.known_at(dates) for name, s in scales.items()}
    known = np.isfinite(gap) & np.all([np.isfinite(v) for v in scaled.values()], axis=0)
    return Panel(
        frequency,
        dates[known],
        {k: v[known] for k, v in spread.items()},
        reserves_bn[known],
        {k: v[known] for k, v in scaled.items()},
        gap[known],
        kinds[known],
    )


def _on_days(found: Quotes, days: Days) -> Floats:
    at = np.minimum(np.searchsorted(found.dates, days), len(found.dates) - 1)
    return np.where(found.dates[at] == days, found.spread_bp[at], np.nan)


def _weekly_median(found: Quotes, week_ends: Days) -> Floats:
    """Median of the seven days that end on each stamp; NaN with fewer than two quotes."""
    columns = np.stack([_on_days(found, week_ends - back) for back in range(_WEEK)], axis=1)
    enough = np.isfinite(columns).sum(axis=1) >= _LEAST_DAYS
    median = np.full(len(week_ends), np.nan)
    median[enough] = np.nanmedian(columns[enough], axis=1)
    return median
