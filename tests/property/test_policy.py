"""Signals stay in their bounds; the balance sheet keeps its order on any path."""

from __future__ import annotations

from math import isclose

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.policy.pillars.signals import Normal, signal_of
from tidegate.policy.reaction.contract import Decision, Readings, Sheet, readings, state
from tidegate.policy.reaction.decide import decide
from tidegate.policy.reaction.parameters import ReactionParameters

RULES = ReactionParameters()
RANGES = {
    "inflation_pct": (-2.0, 10.0),
    "output_gap_pct": (-8.0, 5.0),
    "unemployment_gap_pct": (-2.0, 9.0),
    "unemployment_rise_pct": (0.0, 3.0),
    "wages_pct": (0.0, 8.0),
    "stability": (-1.0, 1.0),
    "stress_rise": (-0.5, 1.0),
    "reserves_pct": (4.0, 20.0),
    "funding_bp": (-20.0, 20.0),
}
LEGAL = {
    Sheet.HOLD: {Sheet.QE, Sheet.RUNOFF, Sheet.RESERVE_MANAGEMENT},
    Sheet.QE: {Sheet.TAPER},
    Sheet.TAPER: {Sheet.HOLD, Sheet.QE},
    Sheet.RUNOFF: {Sheet.SLOW_RUNOFF, Sheet.HOLD, Sheet.QE},
    Sheet.SLOW_RUNOFF: {Sheet.HOLD, Sheet.QE},
    Sheet.RESERVE_MANAGEMENT: {Sheet.HOLD, Sheet.QE},
}

finite = st.floats(-50.0, 50.0)


@given(value=finite, middle=finite, half=st.floats(0.01, 20.0), sign=st.sampled_from([-1, 1]))
def test_a_signal_is_bounded_odd_and_rises_with_distance(
    value: float, middle: float, half: float, sign: int
) -> None:
    normal = Normal(middle - half, middle + half)
    found = signal_of(value, normal, sign)
    assert -1.0 <= found <= 1.0
    mirrored = signal_of(2 * normal.middle - value, normal, sign)
    assert isclose(found, -mirrored, abs_tol=1e-9)
    further = signal_of(value + half, normal, sign)
    assert sign * further >= sign * found


def paths(seed: int, n: int) -> Readings:
    chance = np.random.default_rng(seed)
    return readings(**{name: chance.uniform(low, high, n) for name, (low, high) in RANGES.items()})


def walk(seed: int, months: int = 60, n: int = 20) -> list[Decision]:
    now, found = state(np.full(n, 2.0)), []
    for month in range(months):
        found.append(decide(now, paths(seed + month, n)))
        now = found[-1].state
    return found


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_the_tools_holds_on_any_path(seed: int) -> None:
    before = np.full(20, Sheet.HOLD, dtype=np.int8)
    spell = np.zeros(20, dtype=np.int64)
    for found in walk(seed):
        assert (found.rate_pct >= RULES.rate.lower_bound_pct).all()
        alarm = found.triggers.recession_on | found.triggers.stress_on
        for path in np.flatnonzero(found.sheet != before):
            old, new = Sheet(int(before[path])), Sheet(int(found.sheet[path]))
            assert new in LEGAL[old]
            if new is Sheet.QE:
                bound = RULES.rate.lower_bound_pct + RULES.rate.at_bound_within_pct
                assert found.rate_pct[path] <= bound
            if new is Sheet.RUNOFF:
                assert found.rate_pct[path] >= RULES.sheet.runoff_rate_pct
                assert not alarm[path]
            if old is Sheet.RUNOFF and not alarm[path]:
                assert spell[path] >= RULES.sheet.least_months_runoff
            if old is Sheet.QE:
                assert spell[path] >= RULES.sheet.least_months_qe
        before, spell = found.sheet, found.months


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_many_paths_at_once_are_each_path_alone(seed: int) -> None:
    seen = paths(seed, 8)
    chance = np.random.default_rng(seed)
    now = state(chance.uniform(0.125, 6.0, 8), chance.integers(0, 6, 8), chance.integers(0, 12, 8))
    together = decide(now, seen)
    for i in range(8):
        one = Readings(*(getattr(seen, n)[i : i + 1] for n in Readings.__dataclass_fields__))
        alone = decide(state(now.rate_pct[i], now.sheet[i], now.months[i]), one)
        assert alone.rate_pct[0] == together.rate_pct[i]
        assert alone.sheet[0] == together.sheet[i]
        assert alone.cause[0] == together.cause[i]
