"""From the desk to the end of run-off: what was known, and the answer made from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.liabilities.treasury_cash import plan_known
from tidegate.bank.programmes.phases import Phase, phase_at, phases
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.liquidity import SEED, money_market_panel, reading, reserves, spreads
from tidegate.data import Store
from tidegate.policy.qt_end import criteria as four
from tidegate.policy.qt_end.after import After, after_the_end
from tidegate.policy.qt_end.distribution import Distribution, end_of_run_off
from tidegate.policy.qt_end.parameters import Call, Parameters, calls_known, default_parameters
from tidegate.policy.qt_end.scores import Score, score
from tidegate.policy.qt_end.situation import Flows, RunOff, Situation
from tidegate.transmission.money_market.buffer import weekly_mean
from tidegate.transmission.money_market.estimation import fit_reserve_demand
from tidegate.transmission.money_market.inputs import Reading
from tidegate.units import DAYS_PER_MONTH, Days, day, month_end, to_date

Floats = NDArray[np.float64]
_NEVER = 999
_YEARS = 2
_QUARTERS = 4
_MEETING_DAY = 14
_MID_MONTH = 15
RUN_OFFS = {"QT1": np.datetime64("2019-08", "M"), "QT2": np.datetime64("2025-12", "M")}
"""First month without run-off, to score what was said before it."""


@dataclass(frozen=True)
class QtEnd:
    """Everything said about the end of run-off on a day.

    Attributes
    ----------
    as_of
        The day.
    situation
        What it is made from.
    distribution
        None where no run-off goes on or is announced.
    ended
        First month without run-off of the last one, where none goes on; else None.
    easing
        Whether QE goes on: what is said about later counts from the standstill after it.
    criteria
        The four criteria.
    street
        Each house's last call by then: on the end, or where no run-off goes on on what comes next.
    after
        What follows the end.
    """

    as_of: date
    situation: Situation
    distribution: Distribution | None
    ended: np.datetime64 | None
    easing: bool
    criteria: tuple[four.Criterion, ...]
    street: tuple[Call, ...]
    after: After


def _mean_at(found: Reading, days: Days, weeks: int) -> Floats:
    """Mean of the last `weeks` stamps up to each day."""
    total = np.concatenate([[0.0], np.cumsum(found.values)])
    last = np.searchsorted(found.dates, days, side="right")
    first = np.maximum(last - weeks, 0)
    return np.asarray((total[last] - total[first]) / np.maximum(last - first, 1))


def _flows(desk: Desk, rules: Parameters) -> Flows:
    weeks, months = rules.path.now_weeks, rules.path.trend_months
    banks = reserves(desk)
    rrp = reading(desk.series("RRPONTSYD")) if desk.has("RRPONTSYD") else None
    pool = Reading(banks.dates, weekly_mean(rrp, banks.dates), banks.known_on)
    tga, cash = reading(desk.series("WTREGEN")), reading(desk.series("WCURCIR"))
    bonds, mbs = reading(desk.series("TREAST")), reading(desk.series("WSHOMCB"))
    last = min(s.dates[-1] for s in (banks, tga, cash, bonds, mbs))
    back = np.round(DAYS_PER_MONTH * np.arange(months, -1, -1)).astype("timedelta64[D]")
    days: Days = last - back
    level = {
        name: _mean_at(found, days, weeks)
        for name, found in (
            ("reserves", banks),
            ("on_rrp", pool),
            ("tga", tga),
            ("cash", cash),
            ("bonds", bonds),
            ("mbs", mbs),
        )
    }
    liquidity = level["reserves"] + level["on_rrp"]
    other = np.diff(liquidity - level["bonds"] - level["mbs"] + level["cash"] + level["tga"])
    year = level["mbs"][-13] - level["mbs"][-1]
    plan = plan_known(desk.as_of)
    quartile = float(np.quantile(tga.values[-rules.path.tga_weeks :], rules.path.tga_quantile))
    latest = np.array([banks.dates[-1]])
    return Flows(
        float(_mean_at(banks, latest, weeks)[0]),
        float(_mean_at(pool, latest, weeks)[0]),
        float(level["tga"][-1]),
        quartile if plan is None else plan.cash_bn,
        float(np.diff(level["cash"]).mean()),
        float(other.mean()),
        float(other.std(ddof=1)),
        float(year / 12) if year > 0 else float("nan"),
        float("nan") if plan is None else (plan.quarter_end - desk.as_of).days / DAYS_PER_MONTH,
    )


def _run_off(desk: Desk, rules: Parameters, banks: Reading, gdp: Reading, credit: Reading) -> RunOff | None:
    now = np.datetime64(desk.as_of, "M")
    ahead = now + np.arange(rules.simulation.horizon_months + 1)
    caps = desk.plan.caps("treasuries", ahead)
    if not (caps > 0).any():
        return None
    phase = [p for p in phases(desk.fed, desk.as_of) if p.stance == "tightening"][-1]
    began = np.datetime64(phase.start, "M")
    whole = np.arange(min(began, now), ahead[-1] + 1)
    path = desk.plan.caps("treasuries", whole)
    cuts = whole[1:][(np.diff(path) < 0) & (path[1:] > 0)]
    last_cut = int((now - cuts[-1]).astype(int)) if len(cuts) else _NEVER
    stops = whole[1:][(path[:-1] > 0) & (path[1:] == 0)]
    planned = stops[stops > now]
    met = [m for m in whole if m <= now and int(m.astype(int)) % 12 + 1 in rules.decision.meeting_months]
    held = np.array(met, dtype="datetime64[M]").astype("datetime64[D]") + _MEETING_DAY
    held = held[(held >= day(phase.start)) & (held <= day(desk.as_of))]
    return RunOff(
        phase.key,
        began,
        caps,
        desk.plan.caps("mbs", ahead),
        planned[0] if len(planned) else None,
        len(cuts),
        max(last_cut, 0),
        _mean_at(banks, held, rules.path.now_weeks),
        gdp.known_at(held),
        credit.known_at(held),
    )


def situation(desk: Desk, parameters: Parameters | None = None, *, curve: bool = True) -> Situation:
    """Gather what was known on the day of the desk.

    Parameters
    ----------
    desk
        The store and the day.
    parameters
        Choices.
    curve
        Estimate the demand for reserves, too; without it published levels alone tell where run-off stops.
    """
    rules = parameters or default_parameters()
    gdp, credit = reading(desk.series("GDP")), reading(desk.series("TOTBKCR"))
    run_off = _run_off(desk, rules, reserves(desk), gdp, credit)
    draws = np.empty(0)
    if curve:
        demand = fit_reserve_demand(
            money_market_panel(desk), np.random.default_rng(SEED), draws=rules.threshold.bootstrap_draws
        )
        draws = 100.0 * demand.thresholds_bn() / gdp.values[-1]
    recessions = desk.series("USREC").values
    span = _YEARS * _QUARTERS
    return Situation(
        desk.as_of,
        run_off,
        _flows(desk, rules),
        float(gdp.values[-1]),
        100.0 * float((gdp.values[-1] / gdp.values[-1 - span]) ** (1.0 / _YEARS) - 1.0),
        float(credit.values[-1]),
        draws,
        int((np.diff(recessions) > 0).sum()),
        int((recessions == 0).sum()),
    )


def distribution(desk: Desk, parameters: Parameters | None = None) -> Distribution:
    """Return the distribution as of the day of a desk on which run-off goes on."""
    return end_of_run_off(situation(desk, parameters), np.random.default_rng(SEED), parameters)


def rate_path(desk: Desk) -> tuple[NDArray[np.datetime64], Floats]:
    """Top of the target range, or the target before it, at each month's end; the last month as far as known."""
    target, upper = reading(desk.series("DFEDTAR")), None
    dates, values = target.dates, target.values
    if desk.has("DFEDTARU"):
        upper = reading(desk.series("DFEDTARU"))
        dates, values = np.concatenate([dates, upper.dates]), np.concatenate([values, upper.values])
    months = np.arange(np.datetime64("1983-01", "M"), np.datetime64(desk.as_of, "M") + 1)
    at = np.searchsorted(dates, month_end(months), side="right") - 1
    return months, values[at]


def _criteria(desk: Desk, found: Situation, p_above: float) -> tuple[four.Criterion, ...]:
    quotes = spreads(desk)
    measure = "sofr" if "sofr" in quotes and len(quotes["sofr"].dates) else "effr"
    return (
        four.inflation(desk.series("PCEPILFE").values),
        four.reserves(p_above, found.flows.reserves_bn, found.gdp_bn, found.flows.on_rrp_bn),
        four.money_market(quotes[measure].spread_bp if measure in quotes else np.empty(0), measure.upper()),
        four.economy(desk.series("UNRATE").values, desk.series("GDPC1").values),
    )


def _ended(found: Sequence[Phase], as_of: date) -> np.datetime64 | None:
    ends = [p.end for p in found if p.stance == "tightening" and p.end is not None and p.end <= as_of]
    return np.datetime64(ends[-1], "M") if ends else None


def qt_end(desk: Desk, parameters: Parameters | None = None) -> QtEnd:
    """Answer for the end of run-off as of the day of the desk.

    Parameters
    ----------
    desk
        Figures and day.
    parameters
        Rules of the path, the threshold and the decision; default: those that ship.

    Raises
    ------
    InputError
        If there are not yet three years of overnight rates: before 2013.
    """
    from tidegate.policy.qt_end.threshold import draw_thresholds

    rules = parameters or default_parameters()
    found = situation(desk, rules)
    rng = np.random.default_rng(SEED)
    answer = None if found.run_off is None else end_of_run_off(found, rng, rules)
    level = draw_thresholds(found, np.random.default_rng(SEED), rules).draws_pct * 0.01 * found.gdp_bn
    p_above = float((found.flows.reserves_bn > level).mean())
    known = phases(desk.fed, desk.as_of)
    months, upper = rate_path(desk)
    managing = answer is None and desk.plan.purchase_pace_bn("treasury_bills", day(desk.as_of)) > 0
    now = phase_at(known, desk.as_of)
    return QtEnd(
        desk.as_of,
        found,
        answer,
        _ended(known, desk.as_of) if answer is None else None,
        now is not None and now.stance == "easing",
        _criteria(desk, found, p_above),
        calls_known(desk.as_of, found.run_off.name if found.run_off else "next"),
        after_the_end(known, desk.as_of, months, upper, managing, np.random.default_rng(SEED), rules.after),
    )


@dataclass(frozen=True)
class Vintage:
    """What was said on a day, and how good it was."""

    run_off: str
    as_of: date
    distribution: Distribution
    score: Score


def vintage(as_of: date, store: Store | None = None, parameters: Parameters | None = None) -> Vintage:
    """Answer as of a day, and score the answer against what happened."""
    desk = open_desk(as_of, store)
    found = situation(desk, parameters)
    name = found.run_off.name if found.run_off else ""
    answer = end_of_run_off(found, np.random.default_rng(SEED), parameters)
    return Vintage(name, as_of, answer, score(answer, RUN_OFFS[name]))


def vintage_days() -> tuple[date, ...]:
    """Return the month-ends at which run-off went on, QT1 and QT2."""
    spans = (("2017-10", "2019-07"), ("2022-06", "2025-11"))
    return tuple(
        to_date(d) for a, b in spans for d in month_end(np.arange(np.datetime64(a), np.datetime64(b) + 1))
    )


def score_all(
    store: Store | None = None, step: Callable[[str], None] = lambda _: None
) -> tuple[Vintage, ...]:
    """Answer and score every month-end at which run-off went on."""
    where = store or open_desk().store
    found = []
    for when in vintage_days():
        found.append(vintage(when, where))
        step(when.isoformat())
    return tuple(found)
