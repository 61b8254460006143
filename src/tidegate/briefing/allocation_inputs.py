"""What a decision needs besides history: what is paid on the day, chances of scenarios, effects of holdings.

The whole record is read once; every question is answered from what of it was
public on its day, so that the live answer and a walk through eighty quarters
use the same values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.currency import Currency
from tidegate.allocation.episodes import Episode, episodes
from tidegate.allocation.moments import Moments, moments_on
from tidegate.allocation.panel import Panel
from tidegate.allocation.reference import Conditions
from tidegate.allocation.scenarios import Odds, chances, recession_chance, scenarios
from tidegate.allocation.treasuries import BUCKETS, carry_pct, filled
from tidegate.allocation.views import NO_EFFECTS, Effects
from tidegate.bank.programmes.phases import phases
from tidegate.bank.programmes.plan import Plan, plan_for
from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import YieldTable, yield_table
from tidegate.briefing.qt_end import rate_path
from tidegate.catalog import series
from tidegate.catalog.assets import asset, investable
from tidegate.data.asof import SeriesData, release_dates
from tidegate.errors import DateOutOfRange
from tidegate.message import N_
from tidegate.policy.qt_end.after import after_the_end
from tidegate.policy.qt_end.parameters import default_parameters
from tidegate.policy.qt_end.vintages import vintages
from tidegate.transmission.markets.bonds import bucket_return, ladder
from tidegate.transmission.markets.elasticities import load_elasticities
from tidegate.transmission.rates.premium.effect import curve_effect
from tidegate.units import Days, day, month_end

Floats = NDArray[np.float64]
_SEED = 7
_OLD_DAYS = 45
_UNIT_BN, _UNIT_GDP_BN = 100.0, 10_000.0
_PER_BP = 10.0
SHORT_RATES = {Currency.HKD: "HK_HIBOR_1M", Currency.TWD: "TW_DISCOUNT_RATE"}
"""Short rates for hedging; Taiwan's discount rate stands in for its money market, which is a little lower."""


@dataclass(frozen=True)
class Record:
    """Everything read once.

    Attributes
    ----------
    desk
        Of the last day.
    yields, yields_known
        Constant-maturity yields by day, and the day each became public.
    rate_months, rate_pct
        Policy rate at each month's end.
    recessions, gdp
        With the days they became public.
    short
        Short rates of other currencies.
    """

    desk: Desk
    yields: YieldTable
    yields_known: Days
    rate_months: NDArray[np.datetime64]
    rate_pct: Floats
    recessions: SeriesData
    gdp: SeriesData
    short: Mapping[Currency, SeriesData]


def record(desk: Desk) -> Record:
    """Return the record of a desk; read once, then kept."""

    def make() -> Record:
        months, upper = rate_path(desk)
        short = {c: desk.series(i) for c, i in SHORT_RATES.items() if desk.has(i)}
        yields = yield_table(desk, date(1988, 12, 1))
        return Record(
            desk,
            yields,
            release_dates(yields.dates, series("DGS10")),
            months,
            upper,
            desk.series("USREC"),
            desk.series("GDP"),
            short,
        )

    return desk.once("allocation_record", make)


def _known(found: SeriesData, when: date) -> Floats:
    return np.asarray(found.values[found.known_on <= day(when)])


def curve_of(held: Record, when: date) -> Floats:
    """Return the par curve of the last day public on `when` with enough yields, percent, shape [maturities].

    Raises
    ------
    DateOutOfRange
        If there is none.
    """
    public = int(np.searchsorted(held.yields_known, day(when), side="right"))
    row = held.yields.last_full(held.yields.dates[max(public - 1, 0)])
    return np.asarray(filled(held.yields.maturities_years, held.yields.par_pct[row : row + 1])[0])


def conditions_on(held: Record, when: date) -> Conditions:
    """Return what is paid on a day."""
    par = curve_of(held, when)
    return Conditions(float(par[0]), carry_pct(held.yields.maturities_years, par))


def short_rates(held: Record, when: date) -> dict[Currency, float]:
    """Return short rates by currency as known on a day, percent."""
    found = {Currency.USD: float(curve_of(held, when)[0])}
    for currency, rates in held.short.items():
        known = _known(rates, when)
        if known.size:
            found[currency] = float(known[-1])
    return found


def plan_on(held: Record, when: date) -> Plan | None:
    """Return the plan as known on a day; None before the first announcement that is recorded."""
    if when < min(r.announced for r in held.desk.fed.record):
        return None
    return plan_for(held.desk.fed, f"known:{when.isoformat()}")


def running(plan: Plan | None, when: date) -> bool:
    """Return whether run-off goes on or is announced on a day."""
    if plan is None:
        return False
    ahead = np.datetime64(when, "M") + np.arange(12)
    return bool((plan.caps("treasuries", ahead) > 0).any())


def odds_on(held: Record, when: date) -> Odds:
    """Return the chances that the rooms of policy gave on a day.

    While run-off goes on, its end comes from the last month-end's answer in
    the table of scored vintages, or is worked out anew where the table has
    none of the past 45 days.
    """
    known = phases(held.desk.fed, when)
    bound = held.rate_months + 1 <= np.datetime64(when, "M")
    months, upper = held.rate_months[bound], held.rate_pct[bound]
    plan = plan_on(held, when)
    managing = plan is not None and plan.purchase_pace_bn("treasury_bills", day(when)) > 0
    rules = default_parameters().after
    found = after_the_end(known, when, months, upper, managing, np.random.default_rng(_SEED), rules)
    year = next(o for o in found.outlooks if o.months == 12)
    flags = _known(held.recessions, when)
    recession = recession_chance(int((np.diff(flags) > 0).sum()), int((flags == 0).sum()))
    goes_on = running(plan, when)
    return Odds(
        goes_on,
        _end_within_year(held, when) if goes_on else 0.0,
        year.run_off.p,
        year.cuts.p,
        recession,
    )


def _end_within_year(held: Record, when: date) -> float:
    rows = [r for r in vintages() if r.as_of <= when and (when - r.as_of).days <= _OLD_DAYS]
    if rows:
        return rows[-1].chance_12
    from tidegate.briefing.qt_end import qt_end

    found = qt_end(Desk(held.desk.store, when)).distribution
    return 0.0 if found is None else float(found.cumulative[min(12, len(found.cumulative) - 1)])


def chances_on(held: Record, when: date) -> dict[str, float]:
    """Return the chance of each scenario on a day."""
    return chances(odds_on(held, when))


@cache
def _unit_curve() -> tuple[Floats, Floats]:
    """Return maturities and the effect, bp, of holdings of one percent of GDP; the effect is linear in it."""
    found = curve_effect(_UNIT_BN, 12, gdp_bn=_UNIT_GDP_BN)
    return found.maturities_years, found.mean_bp


def premium_bp(holdings_bn: float, gdp_bn: float) -> tuple[Floats, Floats]:
    """Return maturities and what a change of holdings over a year does to yields, basis points."""
    maturities, unit = _unit_curve()
    return maturities, np.asarray(unit * (holdings_bn / gdp_bn) / (_UNIT_BN / _UNIT_GDP_BN))


def effects_on(held: Record, when: date) -> dict[str, Effects]:
    """Return what the change of holdings of each scenario does, at the curve and GDP of a day.

    Raises
    ------
    DateOutOfRange
        If GDP was not known yet.
    """
    gdp = _known(held.gdp, when)
    if not gdp.size:
        raise DateOutOfRange.of(N_("{value}: no figure of GDP was known yet; choose a later day"), value=when)
    par, maturities = curve_of(held, when), held.yields.maturities_years
    rungs = {b: ladder(asset(b).low_years or 0.5, asset(b).high_years or 30.0) for b in BUCKETS}
    still = {b: float(bucket_return(maturities, par, par, rungs[b])) for b in BUCKETS}
    found = {}
    for name, what in scenarios().items():
        if what.holdings_bn == 0.0:
            found[name] = NO_EFFECTS
            continue
        at, bp = premium_bp(what.holdings_bn, float(gdp[-1]))
        after = par + np.interp(maturities, at, bp) / 100.0
        returns = {b: float(bucket_return(maturities, par, after, rungs[b])) - still[b] for b in BUCKETS}
        ten_bp = float(np.interp(10.0, at, bp))
        for asset_id, per_ten_bp in measured_effects(when).items():
            returns[asset_id] = per_ten_bp * ten_bp / _PER_BP
        found[name] = Effects(ten_bp / 100.0, returns)
    return found


@cache
def measured_effects(when: date) -> dict[str, float]:
    """Return what +10 bp on the ten-year yield by news of the balance sheet does to assets, as known on a day.

    Fractions, by id, of all but bills and Treasuries, which follow from the
    curve. An estimate counts once its last announcement had passed: that of
    all announcements, else that of those before 2020. Each is pulled towards
    nothing by as much as its error says (positive-part Stein:
    ``mean max(1 - (se / mean)^2, 0)``), so most of them are nothing.
    """
    found = {}
    for sample, published in (("before_2020", False), ("all", True)):
        for (asset_id, surprise), each in load_elasticities(sample, published).items():
            if surprise != "balance_sheet" or asset_id not in investable() or each.unit != "pct":
                continue
            if asset_id in (*BUCKETS, "cash") or each.own.last >= when:
                continue
            kept = max(1.0 - (each.se / each.mean) ** 2, 0.0) if each.mean else 0.0
            found[asset_id] = each.mean * kept / 100.0
    return found


def known_panel(panel: Panel, when: date) -> Panel:
    """Return what was public of a panel on a day."""
    return panel.known_on(day(when))


def moments_known(when: date) -> Moments | None:
    """Return the estimates whose last month had ended by a day, if there are any."""
    return moments_on(np.datetime64(when, "M") - 1)


def episodes_on(held: Record, panel: Panel, when: date) -> Mapping[str, Episode]:
    """Return what years of each kind had brought by a day; recessions count once they were dated."""
    public = held.recessions.known_on <= day(when)
    months = held.recessions.dates[public].astype("datetime64[M]")
    return episodes(known_panel(panel, when), months, held.recessions.values[public] > 0)


def review_days(first: date, last: date, every_months: int = 3) -> tuple[date, ...]:
    """Return the days of review from `first` to `last`: ends of quarters, or of half-years."""
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
    chosen = months[(months.astype(int) % every_months) == every_months - 1]
    return tuple(d.item() for d in month_end(chosen) if first <= d.item() <= last)
