"""The curve: loadings, conversions, fits, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.transmission.rates.fit import FIXED_DECAY_YEARS, fit_par_yields
from tidegate.transmission.rates.par import (
    continuous_pct,
    coupon_times,
    discount_from_par,
    half_yearly_pct,
    par_from_discount,
    zero_from_discount,
)
from tidegate.transmission.rates.svensson import SvenssonCurve, curvature_loading, loadings, slope_loading

YEARS = np.array([0.25, 1, 2, 3, 5, 7, 10, 20, 30])
BETA = np.array([4.5, -2.0, -1.5, 2.5])
TAU = np.array([1.2, 9.0])
CURVE = SvenssonCurve(BETA, TAU)


def test_ends_of_the_curve():
    assert CURVE.zero_pct([0.0])[0] == pytest.approx(BETA[0] + BETA[1])
    assert CURVE.forward_pct([0.0])[0] == pytest.approx(BETA[0] + BETA[1])
    assert CURVE.zero_pct([1e7])[0] == pytest.approx(BETA[0], abs=1e-4)
    assert CURVE.discount([0.0])[0] == 1.0


def test_without_the_last_curvature_it_is_nelson_siegel():
    short = SvenssonCurve(np.array([4.5, -2.0, -1.5, 0.0]), TAU)
    x = YEARS / TAU[0]
    assert short.zero_pct(YEARS) == pytest.approx(4.5 - 2.0 * slope_loading(x) - 1.5 * curvature_loading(x))


def test_loadings_stand_beside_each_other():
    assert loadings(YEARS, 1.2, 9.0) @ BETA == pytest.approx(CURVE.zero_pct(YEARS))


def test_zero_yields_are_mean_forwards():
    grid = np.linspace(0, 10, 20001)
    forward = CURVE.forward_pct(grid)
    mean = np.sum((forward[1:] + forward[:-1]) / 2 * np.diff(grid)) / 10
    assert CURVE.zero_pct([10.0])[0] == pytest.approx(mean, abs=1e-6)


def test_a_forward_between_two_days_prices_both_ways():
    five_five = float(CURVE.forward_between_pct(5, 10))
    five, ten = CURVE.discount([5.0, 10.0])
    assert five * np.exp(-5 * five_five / 100) == pytest.approx(ten)


def test_a_par_bond_is_worth_its_face():
    for years in (1.0, 10.0, 30.0):
        times, elapsed = coupon_times(years)
        coupon = float(CURVE.par_pct([years])[0])
        assert elapsed == 0.0
        assert coupon / 2 * CURVE.discount(times).sum() + 100 * CURVE.discount([years])[0] == pytest.approx(
            100
        )


def test_between_coupons_the_clean_price_is_par():
    times, elapsed = coupon_times(2.3)
    coupon = float(CURVE.par_pct([2.3])[0])
    dirty = coupon / 2 * CURVE.discount(times).sum() + 100 * CURVE.discount([2.3])[0]
    assert dirty - coupon / 2 * elapsed == pytest.approx(100)


def test_short_yields_are_simple_interest():
    price = CURVE.discount([0.25])[0]
    assert 1 + CURVE.par_pct([0.25])[0] / 100 * 0.25 == pytest.approx(1 / price)


def test_bootstrap_returns_the_discount_factors():
    half_years = np.arange(1, 61) * 0.5
    times, price = discount_from_par(half_years, CURVE.par_pct(half_years))
    assert price == pytest.approx(CURVE.discount(times), abs=1e-12)
    assert zero_from_discount(times, price) == pytest.approx(CURVE.zero_pct(times))


def test_a_flat_curve_is_flat_everywhere():
    flat = SvenssonCurve(np.array([continuous_pct(5.0), 0, 0, 0], dtype=float), TAU)
    assert flat.par_pct([1, 10, 30]) == pytest.approx([5, 5, 5])
    assert half_yearly_pct(flat.zero_pct([3.0])) == pytest.approx([5.0])


def test_many_curves_at_once():
    many = SvenssonCurve(np.stack([BETA, BETA + 1]), np.stack([TAU, TAU]))
    assert many.par_pct(YEARS).shape == (2, 9)
    assert many.par_pct(YEARS)[0] == pytest.approx(CURVE.par_pct(YEARS))


def test_recovers_known_parameters():
    rng = np.random.default_rng(3)
    n = 200
    beta = np.column_stack(
        [rng.uniform(3, 6, n), rng.uniform(-4, 1, n), rng.uniform(-4, 2, n), rng.uniform(1.5, 5, n)]
    )
    tau = np.column_stack([rng.uniform(0.6, 1.8, n), rng.uniform(6, 14, n)])
    truth = SvenssonCurve(beta, tau)
    years = np.array([0.25, 0.5, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30])
    fit = fit_par_yields(np.arange(n).astype("datetime64[D]"), years, truth.par_pct(years))
    # A few end in another valley of the decays, where the yields are the same to within a basis point.
    assert np.median(fit.rmse_bp) < 1e-6
    assert fit.rmse_bp.max() < 1.0
    close = (np.abs(fit.curve.tau_years / tau - 1) < 0.02).all(axis=1) & (
        np.abs(fit.curve.beta_pct - beta) < 0.05
    ).all(axis=1)
    assert close.mean() > 0.9


def test_fewer_yields_fewer_parameters():
    full = CURVE.par_pct(YEARS)
    rows = np.stack([full, full, full, full, full])
    rows[1, [0, 3, 5]] = np.nan
    rows[2, [0, 1, 3, 5, 7]] = np.nan
    rows[3, 2:] = np.nan
    fit = fit_par_yields(np.arange(5).astype("datetime64[D]"), YEARS, rows)
    assert fit.free.tolist() == [6, 4, 3, 0, 6]
    assert fit.curve.tau_years[2, 0] == pytest.approx(FIXED_DECAY_YEARS)
    assert np.isnan(fit.rmse_bp[3])
    assert np.isnan(fit.fitted_pct[3]).all()
    assert fit.rmse_bp[0] < 1.0
    assert fit.at(0).par_pct(YEARS) == pytest.approx(fit.fitted_pct[0])


@pytest.mark.parametrize(
    ("years", "par"),
    [
        ([1, 2, 3], [[4.0, 4.0]]),
        ([1, 2, 1.5], [[4.0, 4.0, 4.0]]),
        ([0.7, 2, 3], [[4.0, 4.0, 4.0]]),
        ([1, 2, 40], [[4.0, 4.0, 4.0]]),
        ([1, 2, 3], [[4.0, 400.0, 4.0]]),
        ([1, 2, 3], [[4.0, np.inf, 4.0]]),
    ],
)
def test_refuses_what_cannot_be_fitted(years, par):
    with pytest.raises(InputError):
        fit_par_yields(["2020-01-01"], years, par)


def test_refuses_bad_curves_and_maturities():
    with pytest.raises(InputError, match="decay of -1"):
        SvenssonCurve(BETA, np.array([-1.0, 2.0]))
    with pytest.raises(InputError, match="shapes"):
        SvenssonCurve(BETA[:3], TAU)
    with pytest.raises(InputError, match="each 0 or more"):
        CURVE.zero_pct([-1.0])
    with pytest.raises(InputError, match="above 0"):
        par_from_discount(CURVE.discount, [0.0])
    with pytest.raises(InputError, match="end must lie after"):
        CURVE.forward_between_pct(10, 5)
    with pytest.raises(InputError, match="must rise"):
        discount_from_par([1.0, 0.5], [4.0, 4.0])
