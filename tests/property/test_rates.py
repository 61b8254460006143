"""What holds for any curve and any change of holdings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tidegate.transmission.rates.fit import fit_par_yields
from tidegate.transmission.rates.par import discount_from_par
from tidegate.transmission.rates.premium.effect import curve_effect
from tidegate.transmission.rates.svensson import SvenssonCurve

YEARS = np.array([0.25, 1, 2, 3, 5, 7, 10, 20, 30])
betas = st.tuples(st.floats(1, 8), st.floats(-5, 4), st.floats(-6, 6), st.floats(-6, 6))
decays = st.tuples(st.floats(0.4, 3.5), st.floats(4, 20))


def curve(beta, tau):
    return SvenssonCurve(np.array(beta), np.array(tau))


@given(betas, decays)
def test_par_and_discount_factors_agree(beta, tau):
    one = curve(beta, tau)
    half_years = np.arange(1, 61) * 0.5
    times, price = discount_from_par(half_years, one.par_pct(half_years))
    assert price == pytest.approx(one.discount(times), rel=1e-8, abs=1e-10)


@settings(deadline=None, max_examples=60)
@given(betas, decays)
def test_curves_of_the_family_are_found_again(beta, tau):
    one = curve(beta, tau)
    par = one.par_pct(YEARS)
    assume((par > -2).all() and (par < 20).all())
    fit = fit_par_yields(["2020-01-01"], YEARS, par[None])
    assert fit.rmse_bp[0] < 1.5


@settings(deadline=None, max_examples=30)
@given(betas, decays, st.integers(0, 2**31))
def test_noise_costs_no_more_than_itself(beta, tau, seed):
    par = curve(beta, tau).par_pct(YEARS)
    assume((par > -2).all() and (par < 20).all())
    noise = 0.05 * np.random.default_rng(seed).normal(size=len(YEARS))
    fit = fit_par_yields(["2020-01-01"], YEARS, (par + noise)[None])
    assert fit.rmse_bp[0] <= 100 * np.sqrt(np.mean(noise**2)) + 1.5


@settings(deadline=None, max_examples=15)
@given(st.floats(-5000, -1), st.integers(1, 120), st.floats(5_000, 50_000))
def test_effects_scale_with_the_change_over_gdp(change, months, gdp):
    one = curve_effect(change, months, gdp_bn=gdp, calibrations=["ihrig-2018", "wei-2022-crisis"])
    two = curve_effect(2 * change, months, gdp_bn=2 * gdp, calibrations=["ihrig-2018", "wei-2022-crisis"])
    assert two.by_calibration_bp == pytest.approx(one.by_calibration_bp, rel=1e-9)
    assert (one.by_calibration_bp > 0).all()
