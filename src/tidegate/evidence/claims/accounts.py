"""Accounts of the run-offs: what reserves, caps, inflation and bonds did, without sampling or model."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.sales import par_bond_price
from tidegate.bank.programmes.phases import Phase
from tidegate.bank.programmes.plan import Plan
from tidegate.evidence.claims.rule import Sampled
from tidegate.evidence.tracker import Levels
from tidegate.units import DAYS_PER_MONTH, Days, day, month_end

Floats = NDArray[np.float64]

LEAST_DAYS = 182
"""A run-off that has gone on for less is no episode yet."""
HELD_MONTHS = 12
LEAST_PURCHASES = 6
CHANGE_WEEKS = 13


@dataclass(frozen=True)
class RunOff:
    """A run-off that is over, or has gone on for half a year.

    Attributes
    ----------
    name
        ``QT1``.
    start, stop
        First day, and last day or the day of the question.
    ended
        Whether it is over.
    """

    name: str
    start: date
    stop: date
    ended: bool


def run_offs(phases: Iterable[Phase], as_of: date) -> tuple[RunOff, ...]:
    """Return the run-offs among phases, as seen on a day."""
    found = []
    for phase in phases:
        if phase.stance != "tightening":
            continue
        ended = phase.end is not None and phase.end <= as_of
        stop = phase.end - timedelta(days=1) if ended and phase.end is not None else as_of
        if (stop - phase.start).days >= LEAST_DAYS:
            found.append(RunOff(phase.key, phase.start, stop, ended))
    return tuple(found)


def fall(line: Levels, episode: RunOff) -> float:
    """Return by how much a stock fell from the last figure before a run-off to the last of it, billions."""
    stop = min(day(episode.stop), line.dates[-1]) if len(line.dates) else day(episode.stop)
    return line.at(day(episode.start) - 1) - line.at(stop)


def per_dollar(securities: Levels, lines: Sequence[Levels], episodes: Iterable[RunOff]) -> dict[str, float]:
    """Return the fall of stocks together over the fall of securities held, by run-off."""
    return {e.name: sum(fall(line, e) for line in lines) / fall(securities, e) for e in episodes}


def reserves_on_securities(securities: Levels, reserves: Levels, episodes: Iterable[RunOff]) -> Sampled:
    """Return the slope of 13-week changes of reserves on those of securities, windows side by side.

    Ordinary least squares with a constant; White's standard error with the
    correction n / (n - 2).
    """
    pairs = []
    for episode in episodes:
        step = np.timedelta64(7 * CHANGE_WEEKS, "D")
        marks = np.arange(day(episode.start) - 1, day(episode.stop) + 1, step)
        held = np.array([[securities.at(m), reserves.at(m)] for m in marks])
        pairs.append(np.diff(held, axis=0))
    table = np.concatenate(pairs) if pairs else np.empty((0, 2))
    table = table[np.isfinite(table).all(axis=1)]
    n = len(table)
    if n < 3:
        return Sampled(math.nan, math.nan, n)
    x = table[:, 0] - table[:, 0].mean()
    y = table[:, 1] - table[:, 1].mean()
    slope = float(x @ y / (x @ x))
    rest = y - slope * x
    se = math.sqrt(float((x**2 * rest**2).sum()) * n / (n - 2)) / float(x @ x)
    return Sampled(slope, se, n)


def share_of_cap(plan: Plan, instrument: str, held: Levels, episodes: Iterable[RunOff]) -> dict[str, float]:
    """Return what left a portfolio in percent of what the caps allowed, by run-off."""
    found = {}
    for episode in episodes:
        stop = min(day(episode.stop), held.dates[-1])
        months = np.arange(np.datetime64(episode.start, "M"), stop.astype("datetime64[M]") + 1)
        found[episode.name] = 100.0 * fall(held, episode) / float(plan.caps(instrument, months).sum())
    return found


def share_that_matured(
    plan: Plan, instruments: Sequence[str], held: Sequence[Levels], episodes: Iterable[RunOff]
) -> dict[str, float]:
    """Return the part of a fall that was not sold, percent, by run-off."""
    found = {}
    for episode in episodes:
        sold = sum(plan.sales_bn(i, episode.start, episode.stop + timedelta(days=1)) for i in instruments)
        found[episode.name] = 100.0 * (1.0 - sold / sum(fall(line, episode) for line in held))
    return found


def rate_turns(moves: Sequence[tuple[date, float]]) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return the first cuts after hikes and the first hikes after cuts.

    Parameters
    ----------
    moves
        Day and new level of the policy rate, rising days.

    Returns
    -------
    first_cuts, first_hikes : tuple of date
    """
    cuts: list[date] = []
    hikes: list[date] = []
    way = 0.0
    for (_, old), (when, new) in zip(moves, moves[1:], strict=False):
        now = float(np.sign(new - old))
        if now and now != way:
            (cuts if now < 0 else hikes).append(when)
            way = now
    return tuple(cuts), tuple(hikes)


def months_after(turns: Sequence[date], follows: Iterable[date]) -> dict[str, float]:
    """Return the months from the nearest turn of the rate to each turn of the balance sheet, by its day.

    Below zero: the balance sheet turned first.
    """
    found = {}
    for follow in follows:
        if turns:
            nearest = min(turns, key=lambda turn: abs((follow - turn).days))
            found[follow.isoformat()] = (follow - nearest).days / DAYS_PER_MONTH
    return found


def held_a_year(years: float, bought_pct: Floats, sold_pct: Floats) -> Floats:
    """Return the return of a bond bought at par and sold a year later, percent.

    Parameters
    ----------
    years
        Maturity when bought.
    bought_pct, sold_pct
        Par yields of that maturity on the two days, percent a year; the bond
        has a year less to run when it is sold, and the curve is taken as flat there.
    """
    return np.asarray(bought_pct + par_bond_price(bought_pct, sold_pct, years - 1.0) - 100.0)


def bought_late(
    episodes: Iterable[RunOff],
    long: Mapping[float, tuple[Days, Floats]],
    bills: tuple[Days, Floats],
) -> tuple[dict[str, float], dict[str, float]]:
    """Return what long bonds earned that were bought at the ends of the last twelve months of run-offs.

    Parameters
    ----------
    episodes
        Those that are not over are left out.
    long
        By maturity in years: days and par yields; the mean over maturities counts.
    bills
        Days and three-month yields; a year of bills earns their mean over its months.

    Returns
    -------
    over_bills, total : dict
        Percent over twelve months, the mean over purchases whose months are
        over, by run-off; NaN where there are fewer than six.
    """
    over, total = {}, {}
    for episode in episodes:
        if not episode.ended:
            continue
        last = np.datetime64(episode.stop, "M")
        last = last if month_end(last) <= day(episode.stop) else last - 1
        bought = month_end(np.arange(last - HELD_MONTHS + 1, last + 1))
        sold = month_end(bought.astype("datetime64[M]") + HELD_MONTHS)
        earned = np.mean(
            [held_a_year(y, _at(series, bought), _at(series, sold)) for y, series in long.items()], axis=0
        )
        waiting = np.array(
            [
                _at(bills, month_end(np.arange(b, b + HELD_MONTHS))).mean()
                for b in bought.astype("datetime64[M]")
            ]
        )
        known = np.isfinite(earned) & np.isfinite(waiting)
        enough = known.sum() >= LEAST_PURCHASES
        total[episode.name] = float(earned[known].mean()) if enough else math.nan
        over[episode.name] = float((earned - waiting)[known].mean()) if enough else math.nan
    return over, total


def _at(series: tuple[Days, Floats], days: Days) -> Floats:
    """Return the last value of the week up to each day; NaN where there is none."""
    dates, values = series
    rows = np.searchsorted(dates, days, side="right") - 1
    found = np.where(rows >= 0, values[np.maximum(rows, 0)], np.nan)
    stale = days - dates[np.maximum(rows, 0)] > np.timedelta64(7, "D")
    return np.where(stale, np.nan, found)
