"""One path without shocks is the deterministic projection: every part of the month beside the room it comes from."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.futures.openings import MONTHS, opening, plan_with

from tidegate.bank.income.parameters import income_parameters
from tidegate.bank.income.remittances import remit
from tidegate.bank.liabilities.parameters import liability_parameters
from tidegate.bank.liabilities.projection import OpeningLiabilities, project_liabilities
from tidegate.bank.portfolio.mbs_plan import MbsPlan
from tidegate.bank.portfolio.mbs_projection import project_mbs
from tidegate.bank.portfolio.redemption import split_redemptions
from tidegate.futures.contract import Opening
from tidegate.futures.draws import middle_economy
from tidegate.futures.library import scenario
from tidegate.futures.packing import reaction_parameters
from tidegate.futures.scenario import Scenario
from tidegate.futures.simulation import Run, simulate
from tidegate.policy.reaction.contract import Sheet, readings, state
from tidegate.policy.reaction.decide import decide
from tidegate.transmission.economy.semi_structural.model import EconomyShocks, EconomyState, step
from tidegate.transmission.rates.premium.calibrations import calibrations
from tidegate.units import day

CERTAIN = scenario("baseline").model_copy(update={"certain": True})


def run_one(given: Opening, months: int = MONTHS, told: Scenario = CERTAIN) -> Run:
    """One path on which nothing is uncertain."""
    return simulate(given, told, paths=1, months=months, seed=3, keep=True)


@pytest.fixture(scope="module")
def quiet() -> Run:
    return run_one(opening(chance=False))


def path_of(found: Run, name: str) -> np.ndarray:
    return found.of(name)[:, 0]


def test_the_economy_is_that_of_the_monthly_model(quiet: Run) -> None:
    o = opening(chance=False)
    p = middle_economy(o, CERTAIN)
    neutral = p.neutral_real_rate_pct + o.expected_inflation_pct
    bare = (
        neutral
        + p.long_weight_now * (o.funds_rate_pct - neutral)
        + p.long_weight_remembered * (o.remembered_rate_pct - neutral)
    )
    premium = o.yield_10y_pct - bare
    conditions = (
        o.yield_10y_pct
        - neutral
        - p.neutral_term_premium_pct
        + p.short_rate_weight * (o.funds_rate_pct - neutral)
        + p.broad_premium_weight * p.breadth * (premium - p.neutral_term_premium_pct)
    )
    now = EconomyState(
        o.output_gap_pct, o.unemployment_pct, o.inflation_pct, o.inflation_year_pct, o.expected_inflation_pct,
        o.funds_rate_pct, o.remembered_rate_pct, premium, o.yield_10y_pct, conditions, conditions,
    )  # fmt: skip
    wedge = o.unemployment_pct - (p.natural_unemployment_pct - p.okun * o.output_gap_pct)
    for t in range(MONTHS):
        wedge *= 0.97
        moved = p.changed({"natural_unemployment_pct": p.natural_unemployment_pct + wedge})
        shocks = EconomyShocks(
            set_funds_rate_pct=path_of(quiet, "funds_rate_pct")[t],
            set_term_premium_pct=path_of(quiet, "term_premium_pct")[t],
        )
        now = step(now, shocks, moved)
        for name, mine in (
            ("output_gap_pct", now.output_gap_pct),
            ("unemployment_pct", now.unemployment_pct),
            ("inflation_pct", now.inflation_year_pct),
            ("yield_10y_pct", now.long_rate_pct),
        ):
            assert path_of(quiet, name)[t] == pytest.approx(float(mine), abs=1e-10), (name, t)


def test_policy_is_that_of_the_reaction_function(quiet: Run) -> None:
    o = opening(chance=False)
    rules = reaction_parameters(o, CERTAIN)
    where = state(o.funds_rate_pct, o.sheet, o.sheet_months)
    jobless = [*o.unemployment_past_pct, *path_of(quiet, "unemployment_pct")]
    on_rrp = np.append(o.on_rrp_bn, path_of(quiet, "on_rrp_bn"))
    reserves = np.append(o.reserves_bn, path_of(quiet, "reserves_bn"))
    gdp = np.append(o.gdp_bn, path_of(quiet, "gdp_bn"))
    prices = np.append(o.inflation_year_pct, path_of(quiet, "inflation_pct"))
    funding = np.append(o.funding_bp, path_of(quiet, "funding_bp"))
    floor = min(liability_parameters().split.floor_bn, o.on_rrp_bn)
    for t in range(MONTHS):
        mean = np.convolve(jobless[t : t + 15], np.ones(3) / 3.0, mode="valid")
        seen = readings(
            inflation_pct=prices[t],
            unemployment_gap_pct=jobless[t + 14] - o.natural_unemployment_pct,
            unemployment_rise_pct=mean[-1] - mean[:-1].min(),
            stress_rise=0.0,
            reserves_pct=100.0 * (reserves[t] + max(on_rrp[t] - floor, 0.0)) / gdp[t],
            funding_bp=funding[t],
        )
        decision = decide(where, seen, rules)
        assert path_of(quiet, "funds_rate_pct")[t] == pytest.approx(float(decision.rate_pct[0]), abs=1e-10), t
        assert int(path_of(quiet, "sheet")[t]) == int(decision.sheet[0]), t
        where = decision.state


@pytest.mark.parametrize("sheet", ["runoff", "reinvest", "buy"])
def test_mortgages_are_those_of_the_portfolio(sheet: str) -> None:
    months = 60
    kinds = {"runoff": Sheet.RUNOFF, "reinvest": Sheet.HOLD, "buy": Sheet.QE}
    bought = 35.0 if sheet == "buy" else 0.0
    plan = plan_with(
        sheet=np.full(MONTHS, int(kinds[sheet])),
        mbs_cap_bn=np.full(MONTHS, 14.0),
        treasury_cap_bn=np.full(MONTHS, 30.0),
        mbs_into=np.full(MONTHS, 0),
        treasury_purchases_bn=np.full(MONTHS, 40.0),
        mbs_purchases_bn=np.full(MONTHS, bought),
    )
    o = opening(chance=False, sheet=kinds[sheet], announced=plan)
    found = run_one(o, months)
    rates = path_of(found, "mortgage_30y_pct")
    draft = project_mbs(o.mbs, [float(o.mortgage_past_pct[-1])], o.mortgage_past_pct)
    settlements = np.zeros(months)
    if sheet != "runoff":
        settlements[:2] = draft.paydown_bn[0] + bought
        settlements[2:] = bought
    cap = 14.0 if sheet == "runoff" else 0.0
    mine = project_mbs(o.mbs, rates, o.mortgage_past_pct, MbsPlan(cap, 1.0, settlements))
    assert path_of(found, "mbs_paydowns_bn") == pytest.approx(mine.paydown_bn, rel=1e-9)
    assert path_of(found, "mbs_bn") == pytest.approx(mine.balance_bn + o.mbs_other_bn, rel=1e-9)


def test_run_off_is_divided_as_the_desk_does() -> None:
    months, cap = 40, 80.0
    plan = plan_with(sheet=np.full(MONTHS, int(Sheet.RUNOFF)), treasury_cap_bn=np.full(MONTHS, cap),
                     mbs_cap_bn=np.full(MONTHS, 35.0))  # fmt: skip
    o = opening(chance=False, sheet=Sheet.RUNOFF, announced=plan, tips_share=0.0)
    found = run_one(o, months)
    bills = o.bills_bn
    for t in range(24):  # new issues of two years begin to fall due after that
        coupons, from_bills = split_redemptions(cap, o.ladder_bn[t], bills)
        bills -= float(from_bills)
        assert path_of(found, "treasury_redemptions_bn")[t] == pytest.approx(float(coupons + from_bills))
        assert path_of(found, "bills_bn")[t] == pytest.approx(bills)
    change = np.diff(np.append(o.ladder_bn.sum() + o.bills_bn, path_of(found, "treasuries_bn")))
    assert -change == pytest.approx(path_of(found, "treasury_redemptions_bn"))


def test_liabilities_are_those_of_the_bank(quiet: Run) -> None:
    o = opening(chance=False)
    grid = np.concatenate([[day(o.as_of)], quiet.dates])
    gdp = np.append(o.gdp_bn, path_of(quiet, "gdp_bn"))
    rate = np.append(o.funds_rate_pct, path_of(quiet, "funds_rate_pct")) - o.rrp_under_rate_pct
    bills = np.where(np.arange(MONTHS) < 12, o.net_bills_bn_per_month, 0.0)
    mine = project_liabilities(
        grid,
        np.append(o.total_assets_bn, path_of(quiet, "total_assets_bn")),
        OpeningLiabilities(o.currency_bn, o.tga_bn, o.foreign_rrp_bn, o.on_rrp_bn, o.other_bn),
        gdp,
        np.maximum(rate, 0.0),
        bills,
        np.append(o.deferred_asset_bn, path_of(quiet, "deferred_asset_bn")),
        tga_target_bn=o.tga_target_bn,
    )
    assert path_of(quiet, "currency_bn") == pytest.approx(mine.currency_bn[1:], rel=1e-10)
    assert path_of(quiet, "tga_bn") == pytest.approx(mine.tga_bn[1:], rel=1e-10)
    assert path_of(quiet, "on_rrp_bn") == pytest.approx(mine.on_rrp_bn[1:], abs=1e-4)
    assert path_of(quiet, "reserves_bn") == pytest.approx(mine.reserves_bn[1:], rel=1e-6)


def test_remittances_are_those_of_the_bank(quiet: Run) -> None:
    o = opening(chance=False)
    grid = np.concatenate([[day(o.as_of)], quiet.dates])
    tens = np.clip(np.append(o.yield_10y_pct, path_of(quiet, "yield_10y_pct")), 0.0, 6.0)
    rules = income_parameters()
    part = np.diff(grid) / np.timedelta64(1, "D") / rules.coupon_days
    dividends = rules.paid_in_capital_bn * 0.5 * (tens[:-1] + tens[1:]) / 100.0 * part
    mine = remit(grid, path_of(quiet, "net_income_bn") - dividends, o.deferred_asset_bn, rules)
    assert path_of(quiet, "deferred_asset_bn") == pytest.approx(mine.deferred_asset_bn[1:], abs=1e-9)
    assert path_of(quiet, "remittances_bn") == pytest.approx(mine.remitted_bn, abs=1e-9)


def test_a_surprise_moves_the_premium_as_the_premium_room_has_it() -> None:
    from tidegate.transmission.rates.premium.effect import curve_effect

    plan = plan_with(
        sheet=np.full(MONTHS, -1), treasury_cap_bn=np.full(MONTHS, 60.0), mbs_cap_bn=np.full(MONTHS, 35.0)
    )
    o = opening(chance=False, sheet=Sheet.RUNOFF, announced=plan)
    early = CERTAIN.model_copy(
        update={"policy": CERTAIN.policy.model_copy(update={"runoff_end_month": 6, "hold_months": 24})}
    )
    late = CERTAIN.model_copy(
        update={"policy": CERTAIN.policy.model_copy(update={"runoff_least_months": 30})}
    )
    first, second = (run_one(o, 30, told) for told in (early, late))
    apart = path_of(second, "supply_effect_bp")[0] - path_of(first, "supply_effect_bp")[0]
    pace = path_of(second, "treasury_redemptions_bn")[0] + path_of(second, "mbs_paydowns_bn")[0]
    share = path_of(second, "mbs_paydowns_bn")[0] / pace
    # Where nothing is uncertain the calibration in the middle of the mixture is taken.
    weight = np.cumsum([c.weight for c in calibrations()])
    chosen = calibrations()[int(np.searchsorted(weight / weight[-1], 0.5, side="right"))]
    whole = curve_effect(-29 * pace, 29, gdp_bn=o.gdp_bn, calibrations=[chosen.name], mbs_share=share)
    part = curve_effect(-4 * pace, 4, gdp_bn=o.gdp_bn, calibrations=[chosen.name], mbs_share=share)
    assert apart == pytest.approx(whole.ten_year_bp.mean - part.ten_year_bp.mean, rel=0.15)
    assert apart > 0


def test_opening_values_are_where_the_run_begins() -> None:
    o = opening(chance=False)
    first = run_one(o, 1)
    assert path_of(first, "gdp_bn")[0] == pytest.approx(o.gdp_bn, rel=0.01)
    assert path_of(first, "yield_2y_pct")[0] == pytest.approx(o.yield_2y_pct, abs=0.15)
    assert path_of(first, "yield_10y_pct")[0] == pytest.approx(o.yield_10y_pct, abs=0.1)
    both = path_of(first, "reserves_bn")[0] + path_of(first, "on_rrp_bn")[0]
    assert both == pytest.approx(o.reserves_bn + o.on_rrp_bn, rel=0.02)
