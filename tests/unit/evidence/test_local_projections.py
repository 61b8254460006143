"""Local projections: known truth, bad input, missing values."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.evidence.local_projections import local_projections


def ar1(rho: float, periods: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    shock = np.random.default_rng(seed).normal(size=periods)
    y = np.zeros(periods)
    for t in range(1, periods):
        y[t] = rho * y[t - 1] + shock[t]
    return y, shock


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9])
def test_an_autoregression_answers_with_the_powers_of_its_coefficient(rho: float) -> None:
    y, shock = ar1(rho, 100_000, 1)
    found = local_projections(y, shock, 8, lags=1)
    truth = rho ** np.arange(9)
    assert np.abs(found.coefficient[0, 0] - truth).max() < 0.02
    assert (np.abs(found.coefficient[0, 0] - truth) < 4.5 * found.se_hac[0, 0] + 1e-9).all()


def test_intervals_cover_about_as_often_as_they_say() -> None:
    truth = 0.8 ** np.arange(5)
    hits = []
    for seed in range(300):
        y, shock = ar1(0.8, 300, seed)
        found = local_projections(y, shock, 4, lags=1, shock_lags=0, lag_augmented=True)
        low, high = found.interval(0.9)
        hits.append((low[0, 0, 1:] <= truth[1:]) & (truth[1:] <= high[0, 0, 1:]))
    assert 0.84 < np.mean(hits) < 0.95


def test_the_cumulative_response_is_that_of_the_level_less_the_day_before() -> None:
    rng = np.random.default_rng(2)
    shock = rng.normal(size=5000)
    level = np.cumsum(0.5 * shock + 0.1 * rng.normal(size=5000))
    found = local_projections(level, shock, 3, lags=1, cumulative=True)
    np.testing.assert_allclose(found.coefficient[0, 0], 0.5, atol=0.02)


def test_each_pair_uses_the_periods_that_it_has() -> None:
    rng = np.random.default_rng(5)
    y, s = rng.normal(size=(200, 2)), rng.normal(size=(200, 2))
    y[:30, 0] = np.nan
    s[180:, 1] = np.nan
    both = local_projections(y, s, 3, lags=2)
    assert both.observations[..., 0].tolist() == [[168, 148], [198, 178]]
    alone = local_projections(y[30:180, 0], s[30:180, 1], 3, lags=2)
    np.testing.assert_allclose(both.coefficient[0, 1], alone.coefficient[0, 0], rtol=1e-12)
    np.testing.assert_allclose(both.se_hac[0, 1], alone.se_hac[0, 0], rtol=1e-12)


def test_newey_west_lags_may_be_chosen() -> None:
    rng = np.random.default_rng(6)
    y, s = rng.normal(size=300).cumsum(), rng.normal(size=300)
    assert local_projections(y, s, 2, hac_lags=[3, 4, 5]).hac_lags.tolist() == [3, 4, 5]
    none = local_projections(y, s, 2, hac_lags=0)
    np.testing.assert_allclose(none.se_hac, none.se_ehw)


def test_portions_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    y, s = rng.normal(size=(150, 4)), rng.normal(size=(150, 3))
    whole = local_projections(y, s, 5, lags=2)
    monkeypatch.setattr("tidegate.evidence.local_projections._PORTION_VALUES", 1)
    parts = local_projections(y, s, 5, lags=2)
    np.testing.assert_allclose(parts.coefficient, whole.coefficient, rtol=1e-12)
    np.testing.assert_allclose(parts.se_hac, whole.se_hac, rtol=1e-12)


def test_every_bad_input_is_named() -> None:
    y = np.ones((50, 1))
    y[20] = np.nan
    with pytest.raises(InputError) as caught:
        local_projections(y, np.zeros(40), -1, lags=-2)
    text = str(caught.value)
    assert "shock_lags -2" in text
    assert "horizons -1" in text
    assert "lags -2" in text
    assert "50, 40, 50" in text
    assert "outcomes, column 0" in text


def test_too_few_periods_and_dependent_regressors_are_refused() -> None:
    rng = np.random.default_rng(8)
    with pytest.raises(InputError, match="fewer lags or a shorter horizon"):
        local_projections(rng.normal(size=20), rng.normal(size=20), 15, lags=3)
    shock = rng.normal(size=100)
    with pytest.raises(InputError, match="depend on each other"):
        local_projections(rng.normal(size=100), shock, 2, controls=2 * shock)
    with pytest.raises(InputError, match="must not be negative"):
        local_projections(shock, shock[::-1], 2, hac_lags=-1)
    with pytest.raises(InputError, match="between 0 and 1"):
        local_projections(rng.normal(size=100), shock, 2).interval(1.5)
