"""One month's decision: the rate first, then the balance sheet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tidegate.policy.reaction.contract import (
    Cause,
    Decision,
    Flags,
    Floats,
    Readings,
    Sheet,
    State,
    Triggers,
)
from tidegate.policy.reaction.parameters import RateRule, ReactionParameters, SheetRules, TriggerRules


def triggers(seen: Readings, rate: RateRule, rules: TriggerRules) -> Triggers:
    """Return the four triggers, and whether recession or stress speaks against tightening."""
    inflation = seen.inflation_pct - rate.inflation_target_pct
    return Triggers(
        inflation,
        seen.output_gap_pct,
        -seen.unemployment_gap_pct,
        seen.stability,
        inflation > rules.inflation_above_pct,
        seen.output_gap_pct > rules.output_gap_pct,
        (seen.unemployment_gap_pct < rules.unemployment_gap_pct) | (seen.wages_pct > rules.wages_pct),
        seen.stability > rules.stability,
        seen.unemployment_rise_pct >= rules.recession_rise_pct,
        seen.stress_rise >= rules.stress_rise,
    )


def notional_rate(seen: Readings, rule: RateRule) -> Floats:
    """Return ``r* + pi + 0.5 (pi - 2) - 2 (u - u*)``: the balanced-approach rule, without bound or inertia."""
    return np.asarray(
        rule.neutral_real_pct
        + seen.inflation_pct
        + rule.on_inflation * (seen.inflation_pct - rule.inflation_target_pct)
        - rule.on_unemployment * seen.unemployment_gap_pct
    )


def next_rate(before: State, notional_pct: Floats, emergency: Flags, rule: RateRule) -> Floats:
    """Return the policy rate: a step from the last towards the notional one, never under the bound.

    Stress takes it to the bound at the speed of an emergency, even where the
    rule, which looks back, does not ask for it yet. While the bank buys, the
    rate does not rise: purchases end first. An unknown notional rate leaves it.
    """
    wanted = np.where(np.isnan(notional_pct), before.rate_pct, notional_pct)
    keep = np.where(emergency & (wanted < before.rate_pct), rule.inertia_emergency, rule.inertia_monthly)
    moved = keep * before.rate_pct + (1.0 - keep) * wanted
    buying = (before.sheet == Sheet.QE) | (before.sheet == Sheet.TAPER)
    moved = np.where(buying, np.minimum(moved, before.rate_pct), moved)
    return np.asarray(np.maximum(moved, rule.lower_bound_pct))


def next_sheet(
    before: State,
    rate_pct: Floats,
    notional_pct: Floats,
    seen: Readings,
    found: Triggers,
    parameters: ReactionParameters,
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return what the balance sheet does, and why, shape [paths].

    The order: purchases only at the lower bound; taper; reinvestment; run-off
    once rates are well above the bound; slower near ample reserves; stop; grow
    with the economy. Recession or stress stops run-off at once, and at the
    bound purchases begin at once; every other turn waits for its least spell.
    """
    rules, rate = parameters.sheet, parameters.rate
    now = before.sheet
    hold, buys, tapers = now == Sheet.HOLD, now == Sheet.QE, now == Sheet.TAPER
    runs = (now == Sheet.RUNOFF) | (now == Sheet.SLOW_RUNOFF)
    manages = now == Sheet.RESERVE_MANAGEMENT
    alarm = found.recession_on | found.stress_on
    at_bound = rate_pct <= rate.lower_bound_pct + rate.at_bound_within_pct
    needs_qe = at_bound & ((notional_pct <= rules.qe_notional_pct) | found.stress_on)
    progress = (seen.unemployment_gap_pct <= rules.taper_unemployment_gap_pct) | (
        seen.inflation_pct >= rules.taper_inflation_pct
    )
    tight_funding = seen.funding_bp >= rules.funding_bp
    strained = (seen.reserves_pct <= rules.ample_reserves_pct) & tight_funding
    stops = strained | (seen.reserves_pct <= rules.scarce_reserves_pct)
    starts = (
        (rate_pct >= rules.runoff_rate_pct)
        & (notional_pct >= rate_pct)
        & (seen.reserves_pct >= rules.runoff_reserves_pct)
        & ~alarm
    )
    rests = (seen.funding_bp <= rules.easy_funding_bp) & (seen.reserves_pct >= rules.ample_reserves_pct)
    spelled = before.months >= _least_months(now, rules)

    # First match wins: condition, whether the least spell binds, next state, cause.
    table: list[tuple[Flags, bool, Sheet, Cause]] = [
        (~buys & needs_qe & alarm, False, Sheet.QE, Cause.BOUND),
        (runs & alarm, False, Sheet.HOLD, Cause.RECESSION),
        ((hold | manages | runs) & needs_qe & ~progress, True, Sheet.QE, Cause.BOUND),
        (buys & progress & ~alarm, True, Sheet.TAPER, Cause.PROGRESS),
        (tapers & (before.months >= rules.taper_months), False, Sheet.HOLD, Cause.TAPERED),
        (runs & stops, True, Sheet.HOLD, Cause.AMPLE),
        (
            (now == Sheet.RUNOFF) & (seen.reserves_pct <= rules.slow_reserves_pct),
            True,
            Sheet.SLOW_RUNOFF,
            Cause.NEAR_AMPLE,
        ),
        (hold & strained, True, Sheet.RESERVE_MANAGEMENT, Cause.GROWTH),
        (hold & starts, True, Sheet.RUNOFF, Cause.RATES_FIRST),
        (manages & rests, True, Sheet.HOLD, Cause.EASY),
    ]
    sheet = now.copy()
    cause = np.full(now.shape, Cause.STAYS, dtype=np.int8)
    open_ = np.ones(now.shape, dtype=bool)
    for condition, waits, target, why in table:
        met = open_ & condition
        acts = met & (spelled if waits else True)
        sheet[acts] = target
        cause[acts] = why
        cause[met & ~acts] = Cause.SPELL
        open_ &= ~met
    return sheet, cause


def _least_months(now: NDArray[np.int8], rules: SheetRules) -> NDArray[np.int64]:
    by_state = np.zeros(len(Sheet), dtype=np.int64)
    by_state[Sheet.HOLD] = rules.least_months_hold
    by_state[Sheet.QE] = rules.least_months_qe
    by_state[Sheet.RUNOFF] = rules.least_months_runoff
    by_state[Sheet.RESERVE_MANAGEMENT] = rules.least_months_management
    return np.asarray(by_state[now])


def decide(
    before: State,
    seen: Readings,
    parameters: ReactionParameters | None = None,
    *,
    rate_pct: Floats | None = None,
) -> Decision:
    """Return what policy does this month.

    Parameters
    ----------
    before
        Where it stands.
    seen
        What the bank sees; shape [paths], as `before`.
    parameters
        Default: `ReactionParameters()`.
    rate_pct
        A given policy rate, for questions about the balance sheet alone; by
        default the rule sets it.
    """
    rules = parameters or ReactionParameters()
    found = triggers(seen, rules.rate, rules.triggers)
    notional = notional_rate(seen, rules.rate)
    alarm = found.recession_on | found.stress_on
    # Stress comes before the figures on which the rule looks: it asks for the bound.
    wanted = np.where(found.stress_on, np.fmin(notional, rules.rate.lower_bound_pct), notional)
    rate = next_rate(before, wanted, alarm, rules.rate) if rate_pct is None else rate_pct
    sheet, cause = next_sheet(before, rate, notional, seen, found, rules)
    months = np.where(sheet == before.sheet, before.months + 1, 1)
    return Decision(rate, notional, sheet, months, cause, found)
