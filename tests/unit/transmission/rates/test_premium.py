"""The structure, the calibrations, their mixture and what it answers."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError, UnknownName
from tidegate.transmission.rates.premium.calibrations import calibrations, choose
from tidegate.transmission.rates.premium.deviation import Change, supply_path
from tidegate.transmission.rates.premium.effect import Estimate, curve_effect
from tidegate.transmission.rates.premium.mixture import mixture_quantile
from tidegate.transmission.rates.premium.pass_through import borrower_effects, pass_through
from tidegate.transmission.rates.premium.slow import TermPremium, slow_trend
from tidegate.transmission.rates.premium.structure import (
    RiskPrices,
    crisis_kappa,
    demand_sensitivity,
    sensitivity,
)


def test_sensitivities():
    assert sensitivity(10.0, 0.0) == pytest.approx(10.0)
    assert sensitivity(10.0, 0.1) == pytest.approx((1 - np.exp(-1)) / 0.1)
    for kappa, decay in ((0.3, 0.05), (0.3, 0.3), (0.0, 0.2), (0.0, 0.0), (0.5, 0.0)):
        s = np.linspace(0, 8, 200_001)
        inside = np.exp(-decay * (8 - s)) * sensitivity(s, kappa)
        integral = np.sum((inside[1:] + inside[:-1]) / 2 * np.diff(s))
        assert demand_sensitivity(8.0, kappa, decay) == pytest.approx(integral, rel=1e-6)


def test_a_permanent_supply_without_mean_reversion():
    # With kappa = 0 the yield rises by gamma S t / 2.
    prices = RiskPrices(2.0, 0.0)
    path = np.full((2, 361), 3.0)
    assert prices.effect_bp(path, [10.0, 30.0]) == pytest.approx([30.0, 90.0], rel=1e-3)


def test_the_effect_is_linear_in_supply_and_in_gamma():
    path = np.vstack([np.linspace(0, 5, 361)] * 2)
    one = RiskPrices(1.0, 0.2, demand_risk=0.1).effect_bp(path, [2.0, 10.0])
    assert RiskPrices(3.0, 0.2, demand_risk=0.1).effect_bp(-2 * path, [2.0, 10.0]) == pytest.approx(-6 * one)


def test_demand_risk_counts_more_than_in_proportion_to_risk_aversion():
    path = np.full((2, 361), 1.0)
    calm = RiskPrices(1.0, 0.3, 1.0, 0.2).effect_bp(path, [10.0])[0]
    afraid = RiskPrices(1.0, 0.3, 2.0, 0.2).effect_bp(path, [10.0])[0]
    assert afraid > 2 * calm
    assert RiskPrices(1.0, 0.3, 2.0, 0.0).effect_bp(path, [10.0])[0] == pytest.approx(
        2 * RiskPrices(1.0, 0.3, 1.0, 0.0).effect_bp(path, [10.0])[0]
    )


def test_a_ten_year_note_weighs_one():
    prices = RiskPrices(1.0, 0.2, demand_risk=0.1)
    assert prices.rungs()[:, 119] == pytest.approx([1.0, 1.0])
    assert (np.diff(prices.rungs(), axis=1) > 0).all()


def test_risk_aversion_and_mean_reversion():
    assert crisis_kappa(0.48, 0.125, 1.0) == pytest.approx(0.48)
    assert crisis_kappa(0.48, 0.125, 2.0) > 0.48
    # No risk aversion: the expectations hypothesis.
    assert crisis_kappa(0.48, 0.125, 0.0) == pytest.approx(0.125)


def test_supply_builds_up_and_fades():
    prices = RiskPrices(1.0, 0.1)
    path = supply_path(Change(-1000, 24), prices, 25_000)[0]
    assert path[0] == 0.0
    assert (np.diff(path[:25]) > 0).all()
    assert path[24 + 60] < path[24]
    assert supply_path(Change(1000, 24), prices, 25_000)[0] == pytest.approx(-path)


def test_weights_sum_to_one_and_every_calibration_is_sourced():
    rows = calibrations()
    assert sum(c.weight for c in rows) == pytest.approx(1.0)
    assert all(c.source and c.rests_on and c.relative_sd > 0 for c in rows)
    assert len({c.name for c in rows}) == len(rows)


def test_constants_are_shared_where_papers_share_them():
    by_name = {c.name: c.prices for c in calibrations()}
    assert by_name["ihrig-2018"] == by_name["bonis-2017"] == by_name["crawley-2022"]
    boards = [p for n, p in by_name.items() if not n.startswith("wei")]
    assert len({p.kappa for p in boards}) == 1
    calm, crisis = by_name["wei-2022-normal"], by_name["wei-2022-crisis"]
    assert (calm.demand_risk, calm.kappa_demand) == (crisis.demand_risk, crisis.kappa_demand)
    assert crisis.risk_aversion == 2 * calm.risk_aversion


def test_mixture_quantiles():
    assert mixture_quantile([0.0], [1.0], [1.0], 0.9) == pytest.approx(1.2815516, abs=1e-6)
    assert mixture_quantile([[0.0], [10.0]], [[0.0], [0.0]], [0.3, 0.7], 0.2) == pytest.approx(
        [0.0], abs=1e-6
    )
    assert mixture_quantile([[0.0], [10.0]], [[0.0], [0.0]], [0.3, 0.7], 0.5) == pytest.approx(
        [10.0], abs=1e-6
    )


def test_the_answer_in_full():
    found = curve_effect(-2500, 36, gdp_bn=25_000)
    assert (found.p10_bp <= found.mean_bp).all()
    assert (found.mean_bp <= found.p90_bp).all()
    assert (found.mean_bp > 0).all()
    assert found.by_calibration_bp.shape == (len(found.calibrations), len(found.maturities_years))
    ten = found.ten_year_bp
    assert ten.p10 < ten.mean < ten.p90
    assert found.funds_rate_bp.p10 < found.funds_rate_bp.mean < found.funds_rate_bp.p90
    form = found.to_dict()
    assert form["change_bn"] == -2500
    assert len(form["calibrations"]) == len(found.calibrations)
    assert len(found.sources) == len(set(found.sources)) > 5


def test_purchases_mirror_run_off():
    down, up = curve_effect(-1000, 12), curve_effect(1000, 12)
    assert up.mean_bp == pytest.approx(-down.mean_bp)
    assert up.p10_bp == pytest.approx(-down.p90_bp, abs=1e-6)


def test_sales_move_more_than_run_off_and_faster_more_than_slower():
    passive, active = curve_effect(-2500, 36), curve_effect(-2500, 36, "active")
    assert (active.by_calibration_bp[:, 7] > passive.by_calibration_bp[:, 7]).all()
    assert curve_effect(-2500, 12, "active").ten_year_bp.mean > active.ten_year_bp.mean


def test_bills_move_less_than_coupons():
    coupons, bills = curve_effect(-2500, 36), curve_effect(-2500, 36, refunding="bills")
    assert bills.ten_year_bp.mean < 0.6 * coupons.ten_year_bp.mean


def test_one_calibration_alone():
    found = curve_effect(-2500, 36, calibrations=["ihrig-2018"])
    assert found.mean_bp == pytest.approx(found.by_calibration_bp[0])
    with pytest.raises(UnknownName, match="choose from ihrig-2018"):
        curve_effect(-2500, 36, calibrations=["nobody-1999"])
    with pytest.raises(UnknownName):
        choose([])


@pytest.mark.parametrize(
    ("args", "kwargs", "says"),
    [
        ((0, 36), {}, "other than 0"),
        ((float("nan"), 36), {}, "other than 0"),
        ((-2500, 0), {}, "1 to 240"),
        ((-2500, 36, "sideways"), {}, "passive, active"),
        ((-2500, 36, "passive", "gold"), {}, "coupons, bills"),
        ((-2500, 36), {"mbs_share": 1.5}, "share of MBS"),
        ((-2500, 36), {"half_life_years": 0.0}, "half-life"),
        ((-2500, 36), {"gdp_bn": -1.0}, "GDP"),
        ((-2500, 36), {"maturities_years": [0.0, 10.0]}, "above 0"),
    ],
)
def test_refuses_with_the_value_and_what_is_allowed(args, kwargs, says):
    with pytest.raises(InputError, match=says):
        curve_effect(*args, **kwargs)


def test_every_problem_at_once():
    with pytest.raises(InputError) as caught:
        Change(0, 0, "x", "y", 2.0, -1.0)  # type: ignore[arg-type]
    assert len(caught.value.problems) == 6


def test_ten_years_must_be_among_the_maturities():
    with pytest.raises(UnknownName, match="ten years"):
        curve_effect(-1, 1, maturities_years=[2.0])
    with pytest.raises(UnknownName, match="not among"):
        curve_effect(-1, 1).at(11.0)


def test_borrowers():
    found = borrower_effects(curve_effect(-2500, 36))
    assert set(found) == {p.borrower for p in pass_through()}
    assert all(len(p.values) == len(p.sources) for p in pass_through())
    for one in found.values():
        assert one.p10 < one.mean < one.p90
    assert found["corporate_aaa"].mean < found["mortgage_30y"].mean


def test_an_estimate_keeps_its_order_when_turned():
    assert Estimate(2.0, 1.0, 3.0).scaled(-1) == Estimate(-2.0, -3.0, -1.0)


def test_the_slow_trend_looks_back_only():
    days = np.arange(0, 4000, 10).astype("datetime64[D]")
    level = np.where(np.arange(400) < 200, 0.0, 1.0)
    trend = slow_trend(days, level)
    assert trend[:200] == pytest.approx(0.0)
    assert (np.diff(trend[199:]) > 0).all()
    assert slow_trend(days, np.full(400, 2.5)) == pytest.approx(2.5)
    with pytest.raises(InputError):
        slow_trend(days, level[:5])
    with pytest.raises(InputError):
        slow_trend(days, level, 0.0)


def test_the_premium_without_holdings():
    days = np.array(["2015-12-31"], dtype="datetime64[D]")
    one = TermPremium(days, *(np.array([v]) for v in (0.3, 0.4, -1.0, -1.5, -0.5)))
    assert one.without_holdings_pct == pytest.approx([1.3])
    assert one.slow_without_holdings_pct == pytest.approx([1.4])
