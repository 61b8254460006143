"""From the desk to the reaction function: what was seen at each month-end, and what the Fed did."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.model import Stance
from tidegate.bank.programmes.phases import phase_labels, phases, stance
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.monitoring import Monitor, line_of, midpoint_pct, monitor
from tidegate.data import Store
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.policy.pillars.readings import at_or_before, moving_mean
from tidegate.policy.reaction.contract import Decision, Readings, Sheet, State, readings, state
from tidegate.policy.reaction.decide import decide
from tidegate.policy.reaction.parameters import ReactionParameters
from tidegate.policy.reaction.replay import EASE, HOLD, MANAGE, TIGHTEN, Replay, replay
from tidegate.units import month_end, parse_month, to_date

ACTION_OF_STANCE: Mapping[Stance, str] = MappingProxyType(
    {"easing": EASE, "holding": HOLD, "tightening": TIGHTEN, "reserve-management": MANAGE}
)
_QUARTER_DAYS = 91
_YEAR = 12


def _value(found: Monitor, name: str) -> float:
    """Return an indicator's reading; NaN where it is missing or too old to count."""
    one = next(a for a in found.indicators if a.indicator.id == name)
    return one.value if one.weight > 0 else float("nan")


def _unemployment_rise(desk: Desk) -> float:
    mean = moving_mean(line_of(desk, "UNRATE"), 3)
    if len(mean) <= _YEAR:
        return float("nan")
    return float(mean.values[-1] - mean.values[-_YEAR - 1 : -1].min())


def _stress_rise(desk: Desk) -> float:
    index = line_of(desk, "NFCI")
    if not len(index):
        return float("nan")
    before = at_or_before(index, index.dates[-1:] - np.timedelta64(_QUARTER_DAYS, "D"))
    return float(index.values[-1] - before[0])


def seen_by(desk: Desk, found: Monitor | None = None) -> Readings:
    """Return what the bank sees on the day of the desk, one path."""
    said = found or monitor(desk)
    numbers = {t.trigger.value: t.number for t in said.dial.triggers}
    funding = _value(said, "sofr")
    return readings(
        inflation_pct=_value(said, "core_pce"),
        output_gap_pct=_value(said, "output_gap"),
        unemployment_gap_pct=_value(said, "unemployment_gap"),
        unemployment_rise_pct=_unemployment_rise(desk),
        wages_pct=_value(said, "wages"),
        stability=numbers["stability"],
        stress_rise=_stress_rise(desk),
        reserves_pct=_raw(said, "reserves", desk),
        funding_bp=funding if np.isfinite(funding) else _value(said, "effr"),
    )


def _raw(found: Monitor, name: str, desk: Desk) -> float:
    """Return reserves over GDP also where the monitor's range does not apply yet."""
    value = _value(found, name)
    if np.isfinite(value) or not (desk.has("WRESBAL") and desk.has("GDP")):
        return value
    return 100.0 * float(desk.series("WRESBAL").values[-1] / desk.series("GDP").values[-1])


def standing(desk: Desk) -> State:
    """Return where the Fed stands on the day of the desk, as it announced it."""
    found = phases(desk.fed, desk.as_of)
    here = next((p for p in found if p.holds(desk.as_of)), None)
    began = here.start if here is not None else desk.as_of
    months = (desk.as_of.year - began.year) * _YEAR + desk.as_of.month - began.month + 1
    action = ACTION_OF_STANCE[stance(desk.plan, desk.as_of)]
    sheet = {EASE: Sheet.QE, HOLD: Sheet.HOLD, TIGHTEN: Sheet.RUNOFF, MANAGE: Sheet.RESERVE_MANAGEMENT}[
        action
    ]
    if here is not None and here.key == "TAPER":
        sheet = Sheet.TAPER
    return state(midpoint_pct(desk.plan, desk.as_of), sheet, months)


def next_decision(
    desk: Desk, found: Monitor | None = None, parameters: ReactionParameters | None = None
) -> Decision:
    """Return what the rule would do this month, from where the Fed stands."""
    return decide(standing(desk), seen_by(desk, found), parameters)


def bank_actions(desk: Desk, months: NDArray[np.datetime64]) -> tuple[str, ...]:
    """Return what the Fed did each month, by the phase that held on most of its days."""
    names = phase_labels(phases(desk.fed, desk.as_of), months)
    return tuple(ACTION_OF_STANCE[desk.fed.phases[n].stance] for n in names)


def replay_fed(
    first: str = "2008-01",
    last: str = "2026-09",
    store: Store | None = None,
    parameters: ReactionParameters | None = None,
    *,
    announced_rates: bool = False,
    desk: Desk | None = None,
) -> Replay:
    """Run the reaction function over the record, with what was known at each month-end.

    Parameters
    ----------
    first, last
        Months, ``YYYY-MM``.
    store
        Default: the embedded snapshot, or the user's own synced data.
    parameters
        Default: `ReactionParameters()`.
    announced_rates
        Take the policy rate from the record; the rule then moves the balance sheet only.
    desk
        Its day bounds what is known in the last month and of the record.

    Raises
    ------
    InputError
        For a text that is no month, or a last month before the first.
    """
    start_month, end_month = parse_month(first, "first"), parse_month(last, "last")
    if start_month > end_month:
        raise InputError.of(
            N_("replay: {last} lies before its first month {first}; choose a later day"),
            first=first,
            last=last,
        )
    months = np.arange(start_month, end_month + 1)
    until = desk.as_of if desk is not None else open_desk(store=store).as_of
    desks = [open_desk(min(to_date(end), until), store) for end in month_end(months)]
    rows = [seen_by(desk) for desk in desks]
    names = Readings.__dataclass_fields__
    seen = Readings(*(np.concatenate([getattr(r, n) for r in rows]) for n in names))
    rates = np.array([midpoint_pct(d.plan, d.as_of) for d in desks])
    start = state(rates[0], Sheet.HOLD, 0)
    actions = bank_actions(desks[-1], months)
    return replay(months, seen, start, actions, parameters, rates_pct=rates if announced_rates else None)
