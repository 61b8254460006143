"""Where figures and the rates room meet: yields to curves, holdings to supply effects, days to moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.plan import plan_for
from tidegate.briefing.assembly import Desk
from tidegate.errors import DateOutOfRange
from tidegate.message import N_
from tidegate.transmission.rates.events import (
    Announcement,
    EventMoves,
    announcements,
    event_moves,
)
from tidegate.transmission.rates.fit import CurveFit, fit_par_yields
from tidegate.transmission.rates.holdings.expected import Holdings, realised_ladder
from tidegate.transmission.rates.holdings.ladder import Floats, snapshots
from tidegate.transmission.rates.premium.calibrations import choose
from tidegate.transmission.rates.premium.deviation import Mode, Refunding
from tidegate.transmission.rates.premium.effect import CurveEffect, curve_effect, summarise
from tidegate.transmission.rates.premium.slow import TermPremium, slow_trend
from tidegate.transmission.rates.premium.stock import StockEffect, stock_effect
from tidegate.units import Days, day, month_end

MATURITIES = {
    "DGS3MO": 0.25,
    "DGS1": 1.0,
    "DGS2": 2.0,
    "DGS3": 3.0,
    "DGS5": 5.0,
    "DGS7": 7.0,
    "DGS10": 10.0,
    "DGS20": 20.0,
    "DGS30": 30.0,
}
"""Constant-maturity yields held, and their maturities in years."""
EVENT_TENORS = {"2y": "DGS2", "5y": "DGS5", "10y": "DGS10", "30y": "DGS30"}
TERM_PREMIUM = "THREEFYTP10"
FIRST_STOCK_DAY = date(2008, 11, 25)
FULL_CURVE_POINTS = 7


@dataclass(frozen=True)
class YieldTable:
    """Constant-maturity yields side by side.

    Attributes
    ----------
    dates
        Days with at least one yield, shape [n].
    maturities_years
        Shape [m].
    par_pct
        Shape [n, m]; NaN where not quoted.
    """

    dates: Days
    maturities_years: Floats
    par_pct: Floats

    def last_full(self, until: np.datetime64 | None = None) -> int:
        """Return the row of the last day with enough yields for a full curve, up to a day.

        Raises
        ------
        DateOutOfRange
            If there is none.
        """
        full = np.isfinite(self.par_pct).sum(axis=1) >= FULL_CURVE_POINTS
        rows = np.flatnonzero(full if until is None else full & (self.dates <= until))
        if not rows.size:
            text = N_("{value}: no day up to then with {count} yields or more, which a full curve needs")
            raise DateOutOfRange.of(text, value=until, count=FULL_CURVE_POINTS)
        return int(rows[-1])


def yield_table(desk: Desk, start: date | None = None) -> YieldTable:
    """Return the constant-maturity yields known on the day of the desk."""
    held = {m: desk.series(i, start) for i, m in MATURITIES.items() if desk.has(i)}
    dates = np.unique(np.concatenate([s.dates for s in held.values()]))
    table = np.full((len(dates), len(held)), np.nan)
    for column, found in enumerate(held.values()):
        table[np.searchsorted(dates, found.dates), column] = found.values
    return YieldTable(dates, np.array(list(held)), table)


def fit_history(desk: Desk, start: date | None = None) -> CurveFit:
    """Return a curve for every day with yields."""
    table = yield_table(desk, start)
    return fit_par_yields(table.dates, table.maturities_years, table.par_pct)


def curve_on(desk: Desk, when: date | None = None) -> CurveFit:
    """Return the curve of the last day, up to `when`, with enough yields for a full one."""
    table = yield_table(desk)
    row = table.last_full(day(when or desk.as_of))
    chosen = slice(row, row + 1)
    return fit_par_yields(table.dates[chosen], table.maturities_years, table.par_pct[chosen])


def _level(desk: Desk, series_id: str, when: np.datetime64) -> float:
    """Return the last value stamped on or before a day; 0 where the series had not begun."""
    if not desk.has(series_id):
        return 0.0
    found = desk.series(series_id)
    row = int(np.searchsorted(found.dates, when, side="right")) - 1
    return float(found.values[row]) if row >= 0 else 0.0


def _bills(desk: Desk, when: np.datetime64) -> float:
    """Return bills held: by the New York Fed while its weekly table goes, then by H.4.1."""
    soma = desk.series("SOMA_BILLS")
    later = when > soma.dates[-1] and desk.has("TREASBILLS_H41")
    return _level(desk, "TREASBILLS_H41" if later else "SOMA_BILLS", when)


def gdp_on(desk: Desk, when: date) -> float:
    """Return nominal GDP of the last quarter begun by a day, a year's rate, $ bn."""
    return _level(desk, "GDP", day(when))


@cache
def _published() -> tuple[tuple[date, Floats], ...]:
    return tuple((s.date, s.ladder()) for s in snapshots())


def holdings_on(desk: Desk, when: date) -> Holdings:
    """Return what the Fed held on a day, by month of remaining maturity.

    Totals are those of the day; their distribution over maturities is
    interpolated between published ones, and aged after the last.
    """
    at = day(when)
    bills = _bills(desk, at)
    coupons = max(_level(desk, "TREAST", at) - bills, 0.0)
    mbs = _level(desk, "WSHOMCB", at) + _level(desk, "SOMA_AGENCY", at)
    last = _published()[-1][0]
    months = np.arange(day(last).astype("datetime64[M]") + 1, at.astype("datetime64[M]") + 1)
    ends = np.minimum(month_end(months), at)
    history = np.array([_level(desk, "TREAST", e) - _bills(desk, e) for e in ends])
    ladder = realised_ladder(when, coupons, _published(), history)
    return Holdings(when, ladder, bills, mbs, gdp_on(desk, when))


def stock_effects(
    desk: Desk, days: Iterable[date], calibrations: Iterable[str] | None = None
) -> tuple[StockEffect, ...]:
    """Return the effect of holdings expected on each day, with the announcements known then."""
    chosen = choose(calibrations)
    return tuple(
        stock_effect(holdings_on(desk, d), plan_for(desk.fed, f"known:{d.isoformat()}"), chosen) for d in days
    )


def quarter_ends(first: date, last: date) -> list[date]:
    """Return the ends of quarters from `first` to `last`, and `last` itself."""
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
    ends = month_end(months[(months.astype(int) % 3) == 2])
    found = [e.item() for e in ends if first <= e.item() < last]
    return [*found, last]


def term_premium(desk: Desk, calibrations: Iterable[str] | None = None) -> TermPremium:
    """Return the published ten-year term premium, its slow component and the supply effect by quarter."""
    found = desk.series(TERM_PREMIUM)
    trend = slow_trend(found.dates, found.values)
    chosen = choose(calibrations)
    days = quarter_ends(FIRST_STOCK_DAY, min(desk.as_of, found.dates[-1].item()))
    rows = np.searchsorted(found.dates, np.array(days, dtype="datetime64[D]"), side="right") - 1
    names = [c.name for c in chosen]
    central = np.stack([e.by_calibration_bp[:, 0] for e in stock_effects(desk, days, names)], axis=1)
    mean, low, high = (v / 100.0 for v in summarise(central, chosen))
    when = np.array(days, dtype="datetime64[D]")
    return TermPremium(when, found.values[rows], trend[rows], mean, low, high)


def event_study(
    desk: Desk, days: Iterable[date] | None = None
) -> tuple[tuple[Announcement, ...], EventMoves]:
    """Return the announcements about the balance sheet by the day of the desk, and what yields did.

    Parameters
    ----------
    desk
        Figures and day.
    days
        Other days than those of the announcements, such as `GRRS_DAYS`.
    """
    said = tuple(a for a in announcements(desk.fed) if a.day <= desk.as_of)
    wanted = list(days) if days is not None else [a.day for a in said]
    held = {name: desk.series(i) for name, i in EVENT_TENORS.items() if desk.has(i)}
    yields: dict[str, tuple[Days, NDArray[np.float64]]] = {n: (s.dates, s.values) for n, s in held.items()}
    return said, event_moves(wanted, yields)


def transmit_curve(
    desk: Desk,
    change_bn: float,
    months: int,
    mode: Mode = "passive",
    refunding: Refunding = "coupons",
    calibrations: Iterable[str] | None = None,
    mbs_share: float = 0.35,
) -> CurveEffect:
    """Return what a change of holdings does to the curve, at the GDP of the day of the desk."""
    names = None if calibrations is None else tuple(calibrations)
    gdp_bn = gdp_on(desk, desk.as_of)
    return _kept_effect(change_bn, months, mode, refunding, gdp_bn, names, mbs_share)


@lru_cache(maxsize=32)
def _kept_effect(
    change_bn: float,
    months: int,
    mode: Mode,
    refunding: Refunding,
    gdp_bn: float,
    names: tuple[str, ...] | None,
    mbs_share: float,
) -> CurveEffect:
    """Return `curve_effect`; several sections ask for the same one, and a reader's slider for many others."""
    return curve_effect(change_bn, months, mode, refunding, gdp_bn, names, mbs_share=mbs_share)
