"""From the desk to the money market: reserves, overnight rates and ON RRP as known on a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.liabilities.treasury_cash import plan_known
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.data import Store
from tidegate.data.asof import SeriesData
from tidegate.transmission.money_market.buffer import Buffer, Treasury, buffer, weekly_mean
from tidegate.transmission.money_market.estimation import ReserveDemand, fit_reserve_demand
from tidegate.transmission.money_market.inputs import Panel, Quotes, Reading, Steps, panel, quotes
from tidegate.transmission.money_market.parameters import Parameters, default_parameters
from tidegate.transmission.money_market.special_days import coming_days
from tidegate.transmission.money_market.spikes import SpikeRisk, spike_risks
from tidegate.transmission.money_market.verdict import Assessment, Verdict, assess
from tidegate.units import Days, day, month_end, to_date

SEED = 20190917
"""Of the bootstrap, so that the same data always give the same answer."""
_COMING = 6
_ENOUGH_QUOTES = 250

SCALES = {"gdp": "GDP", "bank_credit": "TOTBKCR"}
MEASURES = {"effr": "EFFR", "sofr": "SOFR"}


def reading(found: SeriesData) -> Reading:
    """Return a series of the store as the money-market room takes it."""
    return Reading(found.dates, found.values, found.known_on)


def administered(desk: Desk) -> tuple[Steps, Steps]:
    """Return interest on reserves, and the rate under the market, from the Fed's announcements.

    Before 29 July 2021 the rate is the one on excess reserves. The floor is the
    rate of ON RRP, or the bottom of the target range where there was none.
    """
    days = sorted({r.effective for r in desk.plan.records for u in r.rules if u.kind == "policy_rate"})
    rates = [desk.plan.policy_rate(d) for d in days]
    starts: Days = np.array(days, dtype="datetime64[D]")
    nan = float("nan")
    iorb = [r.reserves_pct if r.reserves_pct is not None else nan for r in rates]
    floor = [
        r.reverse_repo_pct
        if r.reverse_repo_pct is not None
        else (r.lower_pct if r.lower_pct is not None else nan)
        for r in rates
    ]
    return Steps(starts, np.array(iorb)), Steps(starts, np.array(floor))


def spreads(desk: Desk) -> dict[str, Quotes]:
    """Return the overnight rates over interest on reserves that are known, day by day."""
    iorb, _ = administered(desk)
    return {
        name: quotes(reading(desk.series(code)), iorb) for name, code in MEASURES.items() if desk.has(code)
    }


def reserves(desk: Desk) -> Reading:
    """Return weekly reserves; where averages are not held yet, Wednesday levels continue them."""
    average = reading(desk.series("WRESBAL"))
    if not desk.has("WRBWFRBL"):
        return average
    level = reading(desk.series("WRBWFRBL"))
    later = level.dates > average.dates[-1]
    return Reading(
        np.concatenate([average.dates, level.dates[later]]),
        np.concatenate([average.values, level.values[later]]),
        np.concatenate([average.known_on, level.known_on[later]]),
    )


def money_market_panel(desk: Desk, frequency: str = "weekly") -> Panel:
    """Return what the demand for reserves is estimated on, as known on the day of the desk."""
    iorb, floor = administered(desk)
    start = day(default_parameters().sample.start)
    scales = {name: reading(desk.series(code)) for name, code in SCALES.items()}
    return panel(frequency, start, reserves(desk), scales, spreads(desk), iorb, floor)


@dataclass(frozen=True)
class MoneyMarket:
    """Everything that the money market says on a day.

    Attributes
    ----------
    panel, demand, assessment
        Data, curves, and where reserves stand.
    spike_measure
        Rate in which spikes are counted: ``sofr``, or ``effr`` before it.
    spikes
        Risk by kind of day.
    coming, coming_kinds
        The next days that are not ordinary, and what they are.
    """

    panel: Panel
    demand: ReserveDemand
    assessment: Assessment
    spike_measure: str
    spikes: tuple[SpikeRisk, ...]
    coming: Days
    coming_kinds: NDArray[np.int8]


def liquidity_buffer(desk: Desk, found: Panel, rules: Parameters) -> Buffer:
    """Return ON RRP, the Treasury's account and its announced balance, and the current drain on the panel's weeks."""
    on_rrp = reading(desk.series("RRPONTSYD")) if desk.has("RRPONTSYD") else None
    account = weekly_mean(reading(desk.series("WTREGEN")), found.dates)
    return buffer(
        found.dates,
        found.reserves_bn,
        weekly_mean(on_rrp, found.dates),
        rules.verdict,
        rules.buffer,
        Treasury(account, plan_known(desk.as_of)),
    )


def assessment(desk: Desk, parameters: Parameters | None = None, *, draws: int | None = None) -> Assessment:
    """Return where reserves stand on the day of the desk; raises as `money_market` does."""
    rules = parameters or default_parameters()
    weekly = money_market_panel(desk)
    demand = fit_reserve_demand(weekly, np.random.default_rng(SEED), rules, draws=draws)
    return assess(demand, liquidity_buffer(desk, weekly, rules), spreads(desk).get("sofr"), rules)


def money_market(desk: Desk, parameters: Parameters | None = None) -> MoneyMarket:
    """Answer for the money market as of the day of the desk.

    Parameters
    ----------
    desk
        Figures and day.
    parameters
        Rules of estimation and verdict; default: those that ship.

    Raises
    ------
    InputError
        If there are not yet three years of a spread: before 2013.
    """
    rules = parameters or default_parameters()
    weekly = money_market_panel(desk)
    demand = fit_reserve_demand(weekly, np.random.default_rng(SEED), rules)
    daily = spreads(desk)
    found = assess(demand, liquidity_buffer(desk, weekly, rules), daily.get("sofr"), rules)
    sofr = daily.get("sofr")
    measure = "sofr" if sofr is not None and len(sofr.dates) >= _ENOUGH_QUOTES else "effr"
    risks = spike_risks(daily[measure], weekly, demand, rules.spikes, rules.bootstrap.interval)
    days, kinds = coming_days(day(desk.as_of), _COMING)
    return MoneyMarket(weekly, demand, found, measure, risks, days, kinds)


def real_time_assessments(
    first: str, last: str, store: Store | None = None, *, draws: int | None = None
) -> tuple[NDArray[np.datetime64], tuple[Assessment, ...]]:
    """Return the assessment of each month, with only what was known at its end.

    Parameters
    ----------
    first, last
        Months, ``YYYY-MM``.
    store
        Default: the embedded snapshot, or the user's own synced data.
    draws
        Bootstrap draws for each curve.

    Notes
    -----
    The store holds one vintage of most series: release dates are respected,
    later revisions of GDP and bank credit cannot be undone.
    """
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
    where = store or open_desk().store
    return months, tuple(assessment(open_desk(to_date(end), where), draws=draws) for end in month_end(months))


def real_time_verdicts(
    first: str, last: str, store: Store | None = None
) -> tuple[NDArray[np.datetime64], tuple[Verdict, ...]]:
    """Return the verdict of each month; see `real_time_assessments`."""
    months, found = real_time_assessments(first, last, store)
    return months, tuple(a.verdict for a in found)
