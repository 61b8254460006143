"""Reserve demand and local projections: what must hold whatever the numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.evidence.local_projections import local_projections
from tidegate.transmission.money_market.kink import bend, steepness
from tidegate.transmission.money_market.parameters import default_parameters
from tidegate.transmission.money_market.proportions import wilson
from tidegate.transmission.money_market.verdict import Verdict, word

ORDER = list(Verdict)
ratios = st.floats(0.1, 60.0)
widths = st.floats(0.05, 5.0)


@given(ratios, ratios, ratios, widths)
def test_the_bend_falls_as_reserves_rise_and_never_below_zero(a: float, b: float, c: float, w: float) -> None:
    low, high = sorted((a, b))
    assert bend(low, c, w) >= bend(high, c, w) >= 0.0
    assert 0.0 <= steepness(high, c, w) <= steepness(low, c, w) <= 1.0


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 100), st.floats(0, 100))
def test_more_ample_or_farther_away_is_never_a_worse_word(p: float, q: float, m: float, n: float) -> None:
    rules = default_parameters().verdict
    worse, better = word(min(p, q), min(m, n), rules), word(max(p, q), max(m, n), rules)
    assert ORDER.index(better) <= ORDER.index(worse)


@given(st.integers(1, 500), st.integers(0, 500), st.floats(0.5, 0.99))
def test_an_interval_holds_its_share(of: int, cases: int, confidence: float) -> None:
    found = wilson(min(cases, of), of, confidence)
    assert 0.0 <= found.low <= found.share <= found.high <= 1.0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 100.0), st.floats(-50.0, 50.0), st.integers(0, 3))
def test_responses_scale_with_the_outcome_and_forget_its_mean(
    seed: int, factor: float, shift: float, lags: int
) -> None:
    rng = np.random.default_rng(seed)
    y, s = rng.normal(size=(90, 2)), rng.normal(size=(90, 2))
    one = local_projections(y, s, 4, lags=lags)
    two = local_projections(factor * y + shift, s, 4, lags=lags)
    np.testing.assert_allclose(two.coefficient, factor * one.coefficient, rtol=1e-6, atol=1e-9 * factor)
    np.testing.assert_allclose(two.se_hac, factor * one.se_hac, rtol=1e-6)
    assert (one.se_hac >= 0).all()
