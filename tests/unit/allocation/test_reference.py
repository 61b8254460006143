"""The distribution before any view: centred on what is paid, as wide as history, drawn where nothing is held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tidegate.allocation.currency import Currency, check_currency, dollars_in, in_base
from tidegate.allocation.moments import moments_on, nearest_correlation, vintages
from tidegate.allocation.panel import Panel
from tidegate.allocation.reference import (
    AVERAGED,
    Conditions,
    Reference,
    beliefs,
    complete,
    draw_months,
    reference,
    shrunk,
)
from tidegate.errors import InputError

MOMENTS = moments_on(np.datetime64("2019-12"))


@pytest.fixture(scope="module")
def drawn(panel: Panel, conditions: Conditions) -> Reference:
    return reference(panel, MOMENTS, conditions, np.random.default_rng(1), draws=2_000)


def test_treasuries_earn_what_is_paid_today_and_bills_their_yield(drawn: Reference) -> None:
    mean = drawn.returns.mean(axis=0)
    assert mean[drawn.assets.index("cash")] == pytest.approx(0.03, abs=2e-3)
    assert mean[drawn.assets.index("ust_7_10")] == pytest.approx(0.04, abs=2e-3)


def test_a_premium_is_pulled_towards_its_prior_by_its_error(panel: Panel, conditions: Conditions) -> None:
    found = beliefs(panel, MOMENTS, conditions)
    at = found.assets.index("us_broad")
    own = 12.0 * np.nanmean(panel.excess[:, 2]) / found.volatility[at]
    assert (
        0.3 < found.mean[at] / found.volatility[at] < own or own < found.mean[at] / found.volatility[at] < 0.3
    )
    assert shrunk(0.9, 1e6, 0.3, 0.15)[0] == pytest.approx(0.9, abs=1e-3)
    assert shrunk(0.9, 0.01, 0.3, 0.15)[0] == pytest.approx(0.3, abs=1e-2)
    assert shrunk(0.9, 0.0, 0.3, 0.15) == (0.3, 0.15)


def test_it_is_as_wide_as_history_says_even_from_monthly_means(drawn: Reference, panel: Panel) -> None:
    at = drawn.assets.index("us_broad")
    wide = panel.excess[:, 2].std(ddof=1) * np.sqrt(12.0) * AVERAGED
    assert np.log1p(drawn.returns[:, at]).std() == pytest.approx(wide, rel=0.05)


def test_what_is_not_held_comes_from_the_estimates(drawn: Reference) -> None:
    at = drawn.assets.index("bitcoin")
    assert drawn.beliefs.source[at] == "moments"
    assert drawn.beliefs.volatility[at] == MOMENTS.volatility["bitcoin"].value  # type: ignore[union-attr]
    shares = drawn.returns[:, drawn.assets.index("us_broad")]
    wanted = MOMENTS.correlation["bitcoin", "us_broad"].value  # type: ignore[union-attr]
    assert np.corrcoef(np.log1p(drawn.returns[:, at]), shares)[0, 1] == pytest.approx(wanted, abs=0.15)


def test_without_estimates_what_is_not_held_drops_out(panel: Panel, conditions: Conditions) -> None:
    assert "bitcoin" not in beliefs(panel, None, conditions).assets
    assert moments_on(np.datetime64("2009-11")) is None


def test_the_same_seed_gives_the_same_scenarios(panel: Panel, conditions: Conditions) -> None:
    first, second = (reference(panel, MOMENTS, conditions, np.random.default_rng(9), 200) for _ in range(2))
    assert np.array_equal(first.returns, second.returns)


def test_gaps_are_filled_from_the_correlation() -> None:
    rng = np.random.default_rng(0)
    correlation = np.array([[1.0, 0.8], [0.8, 1.0]])
    months = np.stack([rng.standard_normal(20_000), np.full(20_000, np.nan)], axis=1)
    whole = complete(months, correlation, rng)
    assert np.corrcoef(whole.T)[0, 1] == pytest.approx(0.8, abs=0.01)
    assert whole[:, 1].std() == pytest.approx(1.0, abs=0.02)
    assert np.array_equal(whole[:, 0], months[:, 0])


def test_blocks_follow_each_other_for_a_year_on_average() -> None:
    at = draw_months(1_000, 4_000, 12, np.random.default_rng(0))
    goes_on = (np.diff(at, axis=1) == 1).mean()
    assert goes_on == pytest.approx(11 / 12, abs=0.01)


def test_correlations_that_do_not_fit_together_are_made_to() -> None:
    odd = np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]])
    near = nearest_correlation(odd)
    assert np.linalg.eigvalsh(near).min() > 0
    assert np.diag(near) == pytest.approx(np.ones(3))


def test_too_little_history_is_refused(panel: Panel, conditions: Conditions) -> None:
    with pytest.raises(InputError, match="ust_7_10"):
        beliefs(panel.until(np.datetime64("2001-01")), None, conditions)


def test_a_panel_shows_only_what_was_public(panel: Panel) -> None:
    seen = panel.known_on(np.datetime64("2010-05-05"))
    assert seen.months[-1] == np.datetime64("2010-04")
    assert np.isfinite(seen.excess[-1, 2])
    assert np.isnan(seen.factors[-1]).all()  # they come ten days later


def test_a_panel_with_a_gap_is_refused(panel: Panel) -> None:
    with pytest.raises(InputError, match="gap"):
        replace(panel, months=panel.months + np.arange(len(panel.months)) // 100)
    with pytest.raises(InputError, match="bill"):
        replace(panel, bill=panel.bill[:-1])


def test_currencies(drawn: Reference) -> None:
    rates = {Currency.USD: 3.0, Currency.TWD: 2.0}
    plain = in_base(drawn, Currency.USD, rates)
    assert np.array_equal(plain, drawn.returns)
    unhedged = in_base(drawn, Currency.TWD, rates)
    assert unhedged == pytest.approx((1.0 + plain) * dollars_in(Currency.TWD, drawn)[:, None] - 1.0)
    hedged = in_base(drawn, Currency.TWD, rates, hedged=True)
    assert hedged == pytest.approx(plain - 0.01)
    with pytest.raises(InputError, match="HKD"):
        in_base(drawn, Currency.HKD, rates, hedged=True)
    with pytest.raises(InputError, match="EUR"):
        check_currency("EUR")


def test_estimates_come_in_vintages_with_errors() -> None:
    assert [str(v.vintage) for v in vintages()] == ["2009-12", "2014-12", "2019-12", "2025-11"]
    for vintage in vintages():
        assert all(s.se > 0 and s.months >= 36 for s in vintage.volatility.values())
    assert "bitcoin" not in vintages()[1].assets  # it had no three years of prices in 2014
