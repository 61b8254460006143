"""The curve: a known truth is found, shifts and outliers do not fool it, intervals mean what they say."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.transmission.money_market.estimation import fit_reserve_demand
from tidegate.transmission.money_market.inputs import Panel
from tidegate.transmission.money_market.kink import bend, steepness
from tidegate.transmission.money_market.special_days import weekly_kinds

THRESHOLD, WIDTH, SLOPE = 10.0, 1.2, 3.0


def simulated(seed: int, slope: float = SLOPE, shift: float = 0.0, weeks: int = 500) -> Panel:
    rng = np.random.default_rng(seed)
    dates = np.arange(weeks) * 7 + np.datetime64("2010-01-06")
    ratio = 11.0 + 3.5 * np.sin(np.arange(weeks) / 60.0) + 0.3 * rng.normal(size=weeks)
    gdp = np.full(weeks, 20_000.0)
    spread = -8.0 + slope * bend(ratio, THRESHOLD, WIDTH) + 0.7 * rng.normal(size=weeks)
    spread += shift * (np.arange(weeks) > weeks // 2)
    return Panel(
        "weekly",
        dates,
        {"effr": spread},
        ratio * gdp / 100,
        {"gdp": gdp},
        np.full(weeks, 25.0),
        weekly_kinds(dates),
    )


def test_the_bend_is_flat_above_and_straight_below() -> None:
    assert bend(30.0, 10.0, 1.0) < 1e-8
    assert bend(0.0, 10.0, 1.0) == pytest.approx(10.0, abs=1e-4)
    assert steepness(10.0, 10.0, 1.0) == 0.5
    ratio = np.linspace(5, 15, 100)
    slope = np.gradient(bend(ratio, 10.0, 1.0), ratio)
    np.testing.assert_allclose(slope[1:-1], -steepness(ratio, 10.0, 1.0)[1:-1], atol=2e-3)


@pytest.mark.parametrize("shift", [0.0, 5.0])
def test_a_known_threshold_is_found_also_when_the_curve_shifts(shift: float) -> None:
    found = fit_reserve_demand(simulated(1, shift=shift), np.random.default_rng(0), draws=200)
    fit = found.fits[0]
    assert fit.threshold_pct == pytest.approx(THRESHOLD, abs=0.8)
    assert fit.slope_bp == pytest.approx(SLOPE, rel=0.25)
    assert np.quantile(fit.draws_threshold_pct, 0.05) < THRESHOLD < np.quantile(fit.draws_threshold_pct, 0.95)


def test_outliers_do_not_move_the_threshold() -> None:
    clean = simulated(2)
    spread = clean.spread_bp["effr"].copy()
    spread[np.random.default_rng(3).choice(len(spread), 15, replace=False)] += 80.0
    dirty = Panel(
        "weekly",
        clean.dates,
        {"effr": spread},
        clean.reserves_bn,
        clean.scale_bn,
        clean.floor_gap_bp,
        clean.kinds,
    )
    one, two = (fit_reserve_demand(p, np.random.default_rng(0), draws=60).fits[0] for p in (clean, dirty))
    assert two.threshold_pct == pytest.approx(one.threshold_pct, abs=0.5)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    hits = 0
    for seed in range(60):
        draws = (
            fit_reserve_demand(simulated(seed), np.random.default_rng(seed), draws=150)
            .fits[0]
            .draws_threshold_pct
        )
        low, high = np.nanquantile(draws, [0.1, 0.9])
        hits += low <= THRESHOLD <= high
    assert hits / 60 > 0.65


def test_the_same_generator_gives_the_same_answer() -> None:
    one, two = (
        fit_reserve_demand(simulated(4), np.random.default_rng(9), draws=50).thresholds_bn() for _ in range(2)
    )
    np.testing.assert_array_equal(one, two)


def test_without_a_bend_the_slope_is_small_and_never_negative() -> None:
    found = fit_reserve_demand(simulated(5, slope=0.0), np.random.default_rng(0), draws=100)
    assert (found.fits[0].draws_slope_bp >= 0).all()
    assert np.median(found.elasticity_bp()) > -0.1
    # Reserves that raise the rate: the best curve has no bend; some simulated drifts still look like one.
    none = fit_reserve_demand(simulated(6, slope=-3.0), np.random.default_rng(0), draws=100)
    assert none.fits[0].slope_bp == 0.0
    assert np.isnan(none.fits[0].threshold_pct)
    assert np.isneginf(none.thresholds_bn()).any()


def test_elasticity_is_the_slope_of_the_curve() -> None:
    found = fit_reserve_demand(simulated(7), np.random.default_rng(0), draws=60)
    fit = found.fits[0]
    now = 100 * found.reserves_bn / found.scale_bn["gdp"]
    level = fit.draws_slope_bp * bend(now, fit.draws_threshold_pct, fit.draws_width_pct)
    more = fit.draws_slope_bp * bend(1.0001 * now, fit.draws_threshold_pct, fit.draws_width_pct)
    np.testing.assert_allclose(found.elasticity_bp(), (more - level) * 100, rtol=1e-3, atol=1e-6)


def test_too_short_a_sample_is_refused() -> None:
    with pytest.raises(InputError, match="needs 156 weeks"):
        fit_reserve_demand(simulated(8, weeks=100), np.random.default_rng(0))
