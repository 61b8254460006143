"""The reaction function, condition by condition."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from tidegate.policy.reaction.contract import Cause, Readings, Sheet, State, readings, state
from tidegate.policy.reaction.decide import decide, notional_rate
from tidegate.policy.reaction.parameters import RateRule, ReactionParameters
from tidegate.policy.reaction.replay import replay

CALM = {
    "inflation_pct": 2.0,
    "output_gap_pct": 0.0,
    "unemployment_gap_pct": 0.0,
    "unemployment_rise_pct": 0.0,
    "wages_pct": 3.2,
    "stability": 0.0,
    "stress_rise": 0.0,
    "reserves_pct": 12.0,
    "funding_bp": -8.0,
}


def seen(**changes: float) -> Readings:
    return readings(**{**CALM, **changes})


def turn(before: State, **changes: float) -> tuple[Sheet, Cause]:
    found = decide(before, seen(**changes))
    return Sheet(int(found.sheet[0])), Cause(int(found.cause[0]))


def test_the_rule_by_hand() -> None:
    # Real rate 1, inflation 4, half of the miss of 2, twice the gap of half a point: 7 in all.
    assert notional_rate(seen(inflation_pct=4.0, unemployment_gap_pct=-0.5), RateRule())[0] == 7.0


def test_rates_move_slowly_and_never_under_the_bound() -> None:
    up = decide(state(2.0), seen(inflation_pct=6.0))
    assert 2.0 < up.rate_pct[0] < 3.0
    down = decide(state(0.2), seen(unemployment_gap_pct=8.0))
    assert down.rate_pct[0] == 0.125
    fast = decide(state(4.0), seen(unemployment_gap_pct=2.0, unemployment_rise_pct=1.0))
    slow = decide(state(4.0), seen(unemployment_gap_pct=2.0))
    assert fast.rate_pct[0] < slow.rate_pct[0] < 4.0


def test_purchases_only_at_the_bound() -> None:
    slump = {"unemployment_gap_pct": 5.0, "inflation_pct": 1.0}
    assert turn(state(3.0, Sheet.HOLD, 12), **slump) == (Sheet.HOLD, Cause.STAYS)
    assert turn(state(0.125, Sheet.HOLD, 12), **slump) == (Sheet.QE, Cause.BOUND)


def test_rates_do_not_rise_while_the_bank_buys() -> None:
    assert decide(state(0.125, Sheet.TAPER, 1), seen(inflation_pct=6.0)).rate_pct[0] == 0.125


def test_taper_then_reinvestment_then_run_off_after_hikes() -> None:
    slack = {"unemployment_gap_pct": 1.8, "inflation_pct": 1.5}
    assert turn(state(0.125, Sheet.QE, 12), **slack) == (Sheet.TAPER, Cause.PROGRESS)
    assert turn(state(0.125, Sheet.TAPER, 6), **slack) == (Sheet.HOLD, Cause.TAPERED)
    hot = {"inflation_pct": 4.0}
    assert turn(state(0.125, Sheet.HOLD, 6), **hot) == (Sheet.HOLD, Cause.STAYS)
    assert turn(state(1.5, Sheet.HOLD, 6), **hot) == (Sheet.RUNOFF, Cause.RATES_FIRST)
    assert turn(state(1.5, Sheet.HOLD, 6), **hot, reserves_pct=9.5) == (Sheet.HOLD, Cause.STAYS)


def test_slow_stop_and_manage_reserves() -> None:
    running = state(4.0, Sheet.RUNOFF, 12)
    assert turn(running, reserves_pct=10.8) == (Sheet.SLOW_RUNOFF, Cause.NEAR_AMPLE)
    slow = state(4.0, Sheet.SLOW_RUNOFF, 12)
    assert turn(slow, reserves_pct=9.5) == (Sheet.SLOW_RUNOFF, Cause.STAYS)
    assert turn(slow, reserves_pct=9.5, funding_bp=2.0) == (Sheet.HOLD, Cause.AMPLE)
    assert turn(slow, reserves_pct=7.9) == (Sheet.HOLD, Cause.AMPLE)
    after = state(4.0, Sheet.HOLD, 3)
    assert turn(after, reserves_pct=9.5, funding_bp=2.0) == (Sheet.RESERVE_MANAGEMENT, Cause.GROWTH)
    managing = state(4.0, Sheet.RESERVE_MANAGEMENT, 6)
    assert turn(managing, reserves_pct=10.5, funding_bp=-6.0) == (Sheet.HOLD, Cause.EASY)


def test_recession_stops_run_off_at_once_and_the_bound_brings_purchases() -> None:
    fresh = state(4.0, Sheet.RUNOFF, 1)
    assert turn(fresh, unemployment_rise_pct=0.6) == (Sheet.HOLD, Cause.RECESSION)
    assert turn(fresh, stress_rise=0.5) == (Sheet.HOLD, Cause.RECESSION)
    crisis = {"unemployment_rise_pct": 2.0, "unemployment_gap_pct": 6.0}
    assert turn(state(0.125, Sheet.RUNOFF, 1), **crisis) == (Sheet.QE, Cause.BOUND)


def test_a_fresh_decision_stands() -> None:
    assert turn(state(4.0, Sheet.RUNOFF, 2), reserves_pct=10.8) == (Sheet.RUNOFF, Cause.SPELL)
    assert turn(state(0.125, Sheet.QE, 2)) == (Sheet.QE, Cause.SPELL)


@pytest.mark.parametrize(
    ("trigger", "changes"),
    [
        ("inflation", {"inflation_pct": 2.6}),
        ("overheating", {"output_gap_pct": 1.1}),
        ("labour", {"unemployment_gap_pct": -0.6}),
        ("labour", {"wages_pct": 4.0}),
        ("stability", {"stability": 0.3}),
    ],
)
def test_each_trigger_is_a_number_and_a_switch(trigger: str, changes: dict[str, float]) -> None:
    calm, on = decide(state(4.0), seen()).triggers, decide(state(4.0), seen(**changes)).triggers
    assert not getattr(calm, f"{trigger}_on")[0]
    assert getattr(on, f"{trigger}_on")[0]
    assert np.isfinite(getattr(on, trigger)[0])
    others = {"inflation", "overheating", "labour", "stability"} - {trigger}
    assert not any(getattr(on, f"{o}_on")[0] for o in others)


def test_unknown_figures_turn_nothing() -> None:
    found = decide(state(4.0, Sheet.RUNOFF, 12), readings(inflation_pct=np.nan))
    assert found.rate_pct[0] == 4.0
    assert found.sheet[0] == Sheet.RUNOFF


def test_bad_input_is_refused() -> None:
    with pytest.raises(TypeError, match="no such reading"):
        readings(inflaton_pct=2.0)
    with pytest.raises(ValidationError):
        RateRule(inertia_monthly=1.0)
    with pytest.raises(ValidationError):
        ReactionParameters.model_validate({"rates": {}})
    for table in (ReactionParameters().rate, ReactionParameters().triggers, ReactionParameters().sheet):
        assert all(f.description for f in type(table).model_fields.values())


def test_a_replay_lists_what_differs() -> None:
    months = np.arange(np.datetime64("2020-01"), np.datetime64("2020-07"))
    calm = readings(**{k: np.full(6, v) for k, v in {**CALM, "reserves_pct": 10.0}.items()})
    bank = ("hold", "ease", "ease", "hold", "ease", "hold")
    found = replay(months, calm, state(2.0), bank)
    assert found.rule == ("hold",) * 6
    assert found.agreement == 0.5
    assert [(str(m.first), m.months) for m in found.misses] == [("2020-02", 2), ("2020-05", 1)]
