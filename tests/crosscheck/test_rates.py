"""Rates against other libraries and another model's responses."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
import QuantLib as ql
from scipy.integrate import quad
from scipy.optimize import least_squares

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.curves import yield_table
from tidegate.transmission.rates.fit import DECAY_YEARS, fit_par_yields
from tidegate.transmission.rates.premium.calibrations import FRB_US_POINTS
from tidegate.transmission.rates.premium.mixture import mixture_quantile
from tidegate.transmission.rates.premium.structure import RiskPrices
from tidegate.transmission.rates.svensson import SvenssonCurve

DESK = open_desk(date(2026, 10, 8))
DAYS = ("1995-06-15", "2007-06-13", "2012-12-12", "2020-08-04", "2023-10-19")


def quoted(when):
    table = yield_table(DESK)
    row = int(np.flatnonzero(table.dates == np.datetime64(when))[0])
    use = np.isfinite(table.par_pct[row])
    return table.maturities_years[use], table.par_pct[row, use]


@pytest.mark.parametrize("when", DAYS)
def test_no_start_of_scipy_does_better(when):
    years, par = quoted(when)
    fit = fit_par_yields([when], years, par[None])
    (a, b), (c, d) = DECAY_YEARS
    best = np.inf
    for tau1 in (0.5, 1.5, 3.0):
        for tau2 in (3.0, 8.0, 18.0):
            found = least_squares(
                lambda p: SvenssonCurve(p[:4], p[4:]).par_pct(years) - par,
                [par[-1], par[0] - par[-1], 0.0, 0.0, tau1, tau2],
                bounds=([-50] * 4 + [a, c], [300] * 4 + [b, d]),
                xtol=1e-12,
                ftol=1e-12,
                max_nfev=500,
            )
            best = min(best, 100 * float(np.sqrt(np.mean(found.fun**2))))
    assert fit.rmse_bp[0] <= best + 0.1


@pytest.mark.parametrize("when", DAYS)
def test_quantlib_fits_hardly_better_and_prices_the_same(when):
    years, par = quoted(when)
    # QuantLib takes bonds alone, and lets the decays go anywhere; ours stay within bounds.
    long = years >= 1
    fit = fit_par_yields([when], years[long], par[None, long])
    today = ql.Date(1, 6, 2020)
    ql.Settings.instance().evaluationDate = today
    # One year of 360 days in twelve equal months, so that coupons fall on exact half-years.
    count = ql.Thirty360(ql.Thirty360.BondBasis)
    helpers = []
    for years_, coupon in zip(years[long], par[long], strict=True):
        schedule = ql.Schedule(
            today,
            today + ql.Period(int(years_), ql.Years),
            ql.Period(ql.Semiannual),
            ql.NullCalendar(),
            ql.Unadjusted,
            ql.Unadjusted,
            ql.DateGeneration.Backward,
            False,
        )
        helpers.append(
            ql.FixedRateBondHelper(
                ql.QuoteHandle(ql.SimpleQuote(100.0)), 0, 100.0, schedule, [coupon / 100], count
            )
        )
    curve = ql.FittedBondDiscountCurve(
        0, ql.NullCalendar(), helpers, count, ql.SvenssonFitting(), 1e-10, 20_000
    )
    theirs = []
    for maturity in years[long]:
        times = np.arange(1, int(round(2 * maturity)) + 1) * 0.5
        price = np.array([curve.discount(float(t), True) for t in times])
        theirs.append(200 * (1 - price[-1]) / price.sum())
    error = np.array(theirs) - par[long]
    assert np.sqrt((fit.errors_bp[0] ** 2).mean()) <= 100 * np.sqrt((error**2).mean()) + 1.5
    assert np.abs(fit.at(0).par_pct(years[long]) - theirs).max() < 0.10


def test_par_yields_against_quantlib():
    ours = SvenssonCurve(np.array([4.5, -2.0, -1.5, 2.5]), np.array([1.2, 9.0]))
    today = ql.Date(1, 6, 2020)
    ql.Settings.instance().evaluationDate = today
    count = ql.Thirty360(ql.Thirty360.BondBasis)
    times = np.arange(1, 61) * 0.5
    nodes = [today + ql.Period(int(6 * (i + 1)), ql.Months) for i in range(60)]
    curve = ql.DiscountCurve([today, *nodes], [1.0, *ours.discount(times)], count)
    for years in (1, 10, 30):
        schedule = ql.Schedule(
            today,
            today + ql.Period(years, ql.Years),
            ql.Period(ql.Semiannual),
            ql.NullCalendar(),
            ql.Unadjusted,
            ql.Unadjusted,
            ql.DateGeneration.Backward,
            False,
        )
        bond = ql.FixedRateBond(0, 100.0, schedule, [float(ours.par_pct([years])[0]) / 100], count)
        bond.setPricingEngine(ql.DiscountingBondEngine(ql.YieldTermStructureHandle(curve)))
        assert bond.cleanPrice() == pytest.approx(100.0, abs=1e-8)


def test_the_structure_against_its_integral():
    prices = RiskPrices(2.0, 0.3, 2.0, 0.15, 0.05)
    months = np.arange(361)
    held = 8.0 * np.exp(-months / 70.0)
    ours = prices.effect_bp(np.vstack([held, held]), [7.0])[0]
    ten = 8.5842

    def weight(t):
        return (1 - np.exp(-0.3 * t)) / 0.3

    def demand(t):
        return quad(lambda s: np.exp(-0.05 * (t - s)) * weight(s), 0, t)[0]

    scale = weight(ten) / demand(ten)

    def inside(u):
        return 8.0 * np.exp(-12 * u / 70.0) * (weight(7 - u) + 0.15 * 4 * scale * demand(7 - u))

    assert ours == pytest.approx(2.0 * 2.0 * quad(inside, 0, 7)[0] / 7, rel=1e-3)


def test_mixture_quantiles_against_draws():
    rng = np.random.default_rng(0)
    means, sds, weights = np.array([1.0, 4.0, 9.0]), np.array([0.5, 1.0, 3.0]), np.array([0.5, 0.3, 0.2])
    which = rng.choice(3, size=2_000_000, p=weights)
    draws = rng.normal(means[which], sds[which])
    for p in (0.1, 0.5, 0.9):
        assert mixture_quantile(means, sds, weights, p) == pytest.approx(np.quantile(draws, p), abs=0.02)


def lower_triangle(response, length):
    table = np.zeros((length, length))
    for j in range(length):
        table[j:, j] = response[: length - j]
    return table


def test_what_a_point_of_term_premium_is_worth_in_the_funds_rate(shared):
    # A point held for 20 quarters, the other rate unchanged, by superposing the responses of FRB/US.
    wide = pd.read_csv(shared / "frbus_irf.csv").pivot_table(
        index="quarter", columns=["scenario", "variable"], values="deviation"
    )
    n = 20

    def part(scenario, variable):
        return lower_triangle(wide[scenario][variable].to_numpy(), n)

    funds, premium = "funds_rate_plus_100bp", "term_premium_5_10_30y_plus_100bp"
    shocks = np.linalg.solve(part(funds, "funds_rate"), np.ones(n))
    by_rate = part(funds, "real_gdp") @ shocks
    both = np.block(
        [
            [part(premium, "term_premium_10y"), part(funds, "term_premium_10y")],
            [part(premium, "funds_rate"), part(funds, "funds_rate")],
        ]
    )
    mixed = np.linalg.solve(both, np.concatenate([np.ones(n), np.zeros(n)]))
    by_premium = part(premium, "real_gdp") @ mixed[:n] + part(funds, "real_gdp") @ mixed[n:]
    assert by_premium.sum() / by_rate.sum() == pytest.approx(FRB_US_POINTS, abs=0.01)
