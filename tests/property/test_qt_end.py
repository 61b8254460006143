"""What holds for every distribution of the end of run-off."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.policy.qt_end.distribution import Distribution, Level
from tidegate.policy.qt_end.scores import reliability, score

LEVEL = Level(1.0, 2.0, 3.0, 9.0, 2.0, 2.0, 0.5, 1.0, ())
MONTHS = np.datetime64("2023-07", "M") + np.arange(40)


@st.composite
def distributions(draw: st.DrawFn) -> Distribution:
    """Draw a probability for each of forty months, some of it beyond them."""
    raw = np.array(draw(st.lists(st.floats(0.0, 1.0), min_size=40, max_size=40)))
    beyond = draw(st.floats(0.01, 0.5))
    p = raw / (raw.sum() + beyond)
    total = np.cumsum(p)

    def quantile(tail: float) -> np.datetime64 | None:
        at = int(np.searchsorted(total, tail))
        return None if at >= 40 else MONTHS[at]

    nothing = np.zeros((3, 40))
    return Distribution(MONTHS, p, quantile(0.1), quantile(0.5), quantile(0.9), LEVEL, nothing, nothing)


@settings(max_examples=60)
@given(distributions(), st.integers(0, 39))
def test_scores_are_bounded_and_agree_with_a_direct_sum(found: Distribution, at: int) -> None:
    got = score(found, MONTHS[at])
    assert 0.0 <= got.pit <= 1.0
    assert all(0.0 <= b <= 1.0 for b in got.brier)
    direct = sum((float(found.probability[: k + 1].sum()) - (k >= at)) ** 2 for k in range(40))
    assert abs(got.crps_months - direct) < 1e-9


@given(st.integers(0, 39), st.integers(0, 39))
def test_for_a_single_month_crps_is_the_distance(said: int, came: int) -> None:
    p = np.zeros(40)
    p[said] = 1.0
    nothing = np.zeros((3, 40))
    sure = Distribution(MONTHS, p, MONTHS[said], MONTHS[said], MONTHS[said], LEVEL, nothing, nothing)
    got = score(sure, MONTHS[came])
    assert got.crps_months == abs(said - came)
    assert got.error_months == said - came
    assert got.covered == (said == came)


@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), min_size=1, max_size=50))
def test_reliability_counts_every_forecast_once(rows: list[tuple[float, bool]]) -> None:
    found = reliability([r[0] for r in rows], [r[1] for r in rows])
    assert sum(b.count for b in found) == len(rows)
    assert abs(sum(b.came * b.count for b in found) - sum(r[1] for r in rows)) < 1e-9
