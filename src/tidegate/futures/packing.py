"""From an opening and a scenario to the plain arrays that the compiled month takes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.income.parameters import expenses_path, income_parameters
from tidegate.bank.liabilities.lines import premium_path
from tidegate.bank.liabilities.parameters import liability_parameters
from tidegate.bank.liabilities.paths import tga_path
from tidegate.bank.portfolio.mbs_amortisation import scheduled_share
from tidegate.bank.portfolio.mbs_plan import PurchaseMix
from tidegate.bank.portfolio.mbs_prepay import prepayment_parameters, seasonality, seasoning
from tidegate.bank.portfolio.mbs_projection import (
    GRID_PCT,
    NEW_POOL_AGE_MONTHS,
    SHORT_TERM_MONTHS,
    project_mbs,
)
from tidegate.futures.calendar import Overlaid, overlaid
from tidegate.futures.choices import choices
from tidegate.futures.contract import Opening
from tidegate.futures.inputs import Books, Calendar, Grid, Inputs, Pools, Start
from tidegate.futures.plan import INTO
from tidegate.futures.rules import Rules
from tidegate.futures.scenario import Scenario
from tidegate.futures.steps import policy
from tidegate.futures.supply import supply_rules
from tidegate.policy.reaction.contract import Sheet
from tidegate.policy.reaction.parameters import RateRule, ReactionParameters, SheetRules, TriggerRules
from tidegate.transmission.rates.premium.structure import MBS_DURATION_YEARS
from tidegate.units import DAYS_PER_YEAR, day, month_end

Floats = NDArray[np.float64]
COHORTS_AT_A_TIME = 8
NET_BILLS_MONTHS = 12
"""So long issuance of bills goes on as it did, or as a scenario has it; beyond, bills are only renewed."""


class Machine(NamedTuple):
    """Everything about a run that does not differ by path."""

    inputs: Inputs
    reaction: policy.Reaction
    dates: NDArray[np.datetime64]


def reaction_parameters(opening: Opening, scenario: Scenario) -> ReactionParameters:
    """Return the reaction function as seen on the opening day, with the scenario's overrides."""
    own = {"neutral_real_pct": opening.neutral_real_pct, **scenario.reaction}

    def part(kind: type) -> dict[str, float]:
        return {n: own[n] for n in kind.model_fields if n in own}  # type: ignore[attr-defined]

    return ReactionParameters(
        rate=RateRule(**part(RateRule)),
        triggers=TriggerRules(**part(TriggerRules)),
        sheet=SheetRules(**part(SheetRules)),  # type: ignore[arg-type]
    )


def machine(opening: Opening, scenario: Scenario, months: int, seed: int) -> Machine:
    """Return what a run of some months needs beside the paths' own parameters."""
    grid = np.concatenate([[day(opening.as_of)], month_end(opening.month + 1 + np.arange(months))])
    plan = overlaid(opening, scenario, months)
    calendar = _calendar(opening, scenario, plan, grid)
    columns = np.stack([np.asarray(column, dtype=float) for column in calendar], axis=1)
    inputs = Inputs(
        _start(opening, calendar, seed),
        _rules(opening),
        _pools(),
        _books(opening, months),
        _grid(),
        supply_rules(),
        np.ascontiguousarray(columns),
        plan.added,
        np.ascontiguousarray(opening.record.macro),
        np.ascontiguousarray(opening.record.funding),
    )
    return Machine(inputs, policy.reaction_of(reaction_parameters(opening, scenario)), grid[1:])


def _paying_months(o: Opening, months: int) -> NDArray[np.int64]:
    """Return the calendar months in which borrowers pay: the one before the holder is paid."""
    return np.asarray((o.month + np.arange(months)).astype(int) % 12 + 1)


def _season(o: Opening, months: int) -> Floats:
    rates = prepayment_parameters()
    return seasonality(_paying_months(o, months), rates.seasonal_amplitude, rates.seasonal_peak_month)


def _incentive_factors(base_pct: Floats) -> tuple[Floats, Floats]:
    """Return the factors of the rate of a loan in lock-in and in the S-curve; see `mbs_kernel`."""
    rates = prepayment_parameters()
    lock = np.exp(rates.lock_in_per_point * base_pct)
    return lock, np.exp((rates.incentive_middle_points - base_pct) / rates.incentive_width_points)


def _books(o: Opening, months: int) -> Books:
    rates = prepayment_parameters()
    at = o.mbs.age_months + np.arange(months)[:, None]
    left = o.mbs.term_months - at
    scheduled = np.where(left > 1.0, scheduled_share(o.mbs.wac_pct, np.maximum(left, 1.0)), 1.0)
    turn = np.asarray(rates.turnover_per_year)[o.mbs.issuer] * seasoning(at, rates.turnover_ramp_months)
    refi = np.asarray(rates.refinancing_per_year)[o.mbs.issuer] * seasoning(at, rates.refinancing_ramp_months)
    discount = np.where(o.mbs.term_months <= SHORT_TERM_MONTHS, rates.short_term_discount_points, 0.0)
    lock, curve = _incentive_factors(o.mbs.wac_pct + discount)
    turn = turn * _season(o, months)[:, None]
    # Empty cohorts fill up the last step of the compiled loop, which takes several at a time.
    fill = -o.mbs.cohorts % COHORTS_AT_A_TIME

    def filled(values: Floats, empty: float) -> Floats:
        wide = [(0, 0)] * (values.ndim - 1) + [(0, fill)]
        return np.ascontiguousarray(np.pad(values, wide, constant_values=empty))

    return Books(
        ladder=np.ascontiguousarray(o.ladder_bn),
        coupons=np.ascontiguousarray(o.ladder_bn * o.coupon_pct / 100.0),
        face=filled(o.mbs.face_bn, 0.0),
        unrefinanced=filled(o.mbs.unrefinanced, 1.0),
        jobless_past=np.ascontiguousarray(o.unemployment_past_pct),
        mortgage_past=np.ascontiguousarray(o.mortgage_past_pct),
        stress_past=np.ascontiguousarray(o.stress_past),
        cohorts=filled(np.stack([lock, curve, o.mbs.coupon_pct]), 0.0),
        payments=filled(np.stack([scheduled, turn / 12.0, refi / 12.0]), 0.0),
    )


def _start(o: Opening, calendar: Calendar, seed: int) -> Start:
    liabilities = liability_parameters()
    lines, pool = liabilities.lines, liabilities.foreign_pool
    held = float(o.ladder_bn.sum()) + o.bills_bn + o.mbs.total_bn + o.mbs_other_bn
    rrp = max(o.funds_rate_pct - o.rrp_under_rate_pct, 0.0)
    usual_pool = o.gdp_bn * (pool.base_pct + pool.slope_pct * rrp) / 100.0
    usual_other = o.total_assets_bn * liabilities.other.share_pct / 100.0
    since = (day(o.as_of) - day(income_parameters().suspended_since)) / np.timedelta64(1, "D") / DAYS_PER_YEAR
    runs = o.sheet in (Sheet.RUNOFF, Sheet.SLOW_RUNOFF)
    slow = choices().policy.slow_factor if o.sheet == Sheet.SLOW_RUNOFF else 1.0
    bought = np.nan_to_num(calendar.treasury_purchases_bn[0] + calendar.mbs_purchases_bn[0], nan=-1.0)
    # What markets took for granted on the opening day is what had been announced, not what the scenario adds.
    return Start(
        tips_share=o.tips_share,
        bills_bn=o.bills_bn,
        mbs_other_bn=o.mbs_other_bn,
        mbs_pace_bn=o.mbs_pace_bn,
        treasury_cap_bn=float(np.nan_to_num(o.announced.treasury_cap_bn[0])) * slow if runs else 0.0,
        mbs_cap_bn=float(np.nan_to_num(o.announced.mbs_cap_bn[0])) if runs else 0.0,
        purchase_pace_bn=bought if bought >= 0 else choices().policy.purchases_pct_gdp * o.gdp_bn / 100.0,
        lending_bn=o.lending_bn,
        other_assets_gap_bn=o.other_assets_bn - lines.fixed_other_assets_bn - lines.accrued_share * held,
        premiums_bn=o.premiums_bn - o.discounts_bn,
        currency_bn=o.currency_bn,
        tga_bn=o.tga_bn,
        foreign_gap_bn=o.foreign_rrp_bn - usual_pool,
        other_gap=o.other_bn / usual_other - 1.0,
        on_rrp_bn=o.on_rrp_bn,
        reserves_bn=o.reserves_bn,
        deferred_bn=o.deferred_asset_bn,
        suspended_years=max(float(since), 0.0) if o.deferred_asset_bn > 0 else 0.0,
        gdp_bn=o.gdp_bn,
        output_gap_pct=o.output_gap_pct,
        unemployment_pct=o.unemployment_pct,
        inflation_pct=o.inflation_pct,
        inflation_year_pct=o.inflation_year_pct,
        expected_inflation_pct=o.expected_inflation_pct,
        funds_rate_pct=o.funds_rate_pct,
        remembered_rate_pct=o.remembered_rate_pct,
        yield_2y_pct=o.yield_2y_pct,
        yield_10y_pct=o.yield_10y_pct,
        yield_30y_pct=o.yield_30y_pct,
        mortgage_pct=float(o.mortgage_past_pct[-1]),
        bill_yield_pct=o.yield_3m_pct,
        bill_book_pct=o.bill_book_pct,
        iorb_over_rate_pct=o.iorb_over_rate_pct,
        rrp_under_rate_pct=o.rrp_under_rate_pct,
        funding_bp=o.funding_bp,
        sheet=int(o.sheet),
        sheet_months=o.sheet_months,
        mbs_ordered_bn=_ordered(o, calendar),
        seed=seed,
        block_months=o.record.block_months,
    )


def _ordered(o: Opening, calendar: Calendar) -> float:
    """Return MBS ordered in each of the months before the opening and not yet delivered, $ bn.

    While principal is reinvested in MBS or MBS are bought, as much has been
    ordered in each month as was paid and bought in it.
    """
    buys, holds = o.sheet in (Sheet.QE, Sheet.TAPER), o.sheet == Sheet.HOLD
    if not (buys or (holds and o.announced.mbs_into[0] == INTO["mbs"])):
        return 0.0
    draft = project_mbs(o.mbs, [float(o.mortgage_past_pct[-1])], o.mortgage_past_pct)
    bought = float(np.nan_to_num(calendar.mbs_purchases_bn[0])) if buys else 0.0
    return float(draft.paydown_bn[0]) + bought


def _calendar(o: Opening, scenario: Scenario, plan: Overlaid, grid: NDArray[np.datetime64]) -> Calendar:
    months = grid.size - 1
    days = np.diff(grid) / np.timedelta64(1, "D")
    years = days / DAYS_PER_YEAR
    since, liabilities = np.cumsum(years), liability_parameters()
    currency = liabilities.currency
    income = income_parameters()
    pulled = 4.0 * years if currency.pull == 0.0 else np.expm1(currency.pull * 4.0 * years) / currency.pull
    yearly = expenses_path(grid, income)
    premiums = premium_path(grid, o.premiums_bn, o.discounts_bn, liability_parameters().lines)
    target = scenario.world.tga_target_bn
    bills = scenario.world.net_bills_bn_per_month
    bills_go_on = np.arange(months) < NET_BILLS_MONTHS
    return Calendar(
        days=days,
        years=years,
        temporary_left=0.5 ** (since / liabilities.lines.temporary_half_life_years),
        lending_left=0.5 ** (since * 12.0 / choices().persistence.lending_half_life_months),
        foreign_left=0.5 ** (since / liabilities.foreign_pool.half_life_years),
        other_left=0.5 ** (since / liabilities.other.return_years),
        pulled=pulled,
        expenses_bn=0.5 * (yearly[:-1] + yearly[1:]) * days / income.coupon_days,
        premiums_bn=(premiums.premiums_bn - premiums.discounts_bn)[1:],
        amortisation_bn=premiums.amortisation_bn,
        growth_pct=np.full(months, o.potential_growth_pct),
        season=_season(o, months),
        treasury_cap_bn=plan.treasury_cap_bn,
        mbs_cap_bn=plan.mbs_cap_bn,
        mbs_sales_bn=plan.mbs_sales_bn,
        mbs_into=plan.mbs_into,
        treasury_purchases_bn=plan.treasury_purchases_bn,
        mbs_purchases_bn=plan.mbs_purchases_bn,
        bill_purchases_bn=plan.bill_purchases_bn,
        sheet=plan.sheet,
        runoff_end=plan.runoff_end,
        set_rate_pct=plan.set_rate_pct,
        tga_target_bn=tga_path(grid, o.tga_bn, o.tga_target_bn if target is None else target)[1:],
        net_bills_bn=np.where(bills_go_on, o.net_bills_bn_per_month if bills is None else bills, 0.0),
    )


def _pools() -> Pools:
    rates = prepayment_parameters()
    return Pools(
        grid_low=float(GRID_PCT[0]),
        grid_step=float(GRID_PCT[1] - GRID_PCT[0]),
        grid_size=GRID_PCT.size,
        new_age=NEW_POOL_AGE_MONTHS,
        wedge=rates.wedge_points,
        lock_in_per_point=rates.lock_in_per_point,
        width=rates.incentive_width_points,
        burnout_floor=rates.burnout_floor,
        turnover_ramp=rates.turnover_ramp_months,
        refinancing_ramp=rates.refinancing_ramp_months,
        felt_1=rates.rate_weights[0],
        felt_2=rates.rate_weights[1],
        felt_3=rates.rate_weights[2],
        lag=rates.settlement_lag_months,
        sale_years=MBS_DURATION_YEARS,
    )


def _grid() -> Grid:
    """Return the pools that purchases go into: every issuer of the mix in every coupon, all of thirty years."""
    rates, mix = prepayment_parameters(), PurchaseMix()
    coupon = np.tile(GRID_PCT, len(mix.weight))
    issuer = np.repeat(mix.issuer, GRID_PCT.size)
    wac = coupon + rates.wedge_points
    lock, curve = _incentive_factors(wac)
    turn, refi = np.asarray(rates.turnover_per_year)[issuer], np.asarray(rates.refinancing_per_year)[issuer]
    return Grid(
        np.ascontiguousarray(np.stack([lock, curve, coupon, np.log1p(wac / 1200.0), turn, refi])),
        np.stack([np.asarray(mix.weight, dtype=float), np.zeros(len(mix.weight))]),
    )


def _rules(o: Opening) -> Rules:
    liabilities, income, own = liability_parameters(), income_parameters(), choices()
    lines, split = liabilities.lines, liabilities.split
    return Rules(
        currency_constant=liabilities.currency.constant,
        currency_rate=liabilities.currency.rate,
        currency_pull=liabilities.currency.pull,
        foreign_base_pct=liabilities.foreign_pool.base_pct,
        foreign_slope_pct=liabilities.foreign_pool.slope_pct,
        other_share_pct=liabilities.other.share_pct,
        split_bills=split.bills,
        split_liquidity=split.liquidity,
        split_rate=split.rate_bn_per_point,
        split_floor_bn=split.floor_bn,
        satiation_pct=split.satiation_pct_of_gdp,
        fixed_other_assets_bn=lines.fixed_other_assets_bn,
        accrued_share=lines.accrued_share,
        interest_bearing_share=income.interest_bearing_share,
        money_market_days=float(income.money_market_days),
        coupon_days=income.coupon_days,
        other_income_bn=income.other_income_bn,
        paid_in_capital_bn=income.paid_in_capital_bn,
        dividend_ceiling_pct=income.dividend_ceiling_pct,
        still_growth_bn=income.still_remitting_growth_bn,
        still_most_bn=income.still_remitting_most_bn,
        slow_factor=own.policy.slow_factor,
        purchases_pct_gdp=own.policy.purchases_pct_gdp,
        purchases_mbs_share=own.policy.purchases_mbs_share,
        purchase_months=own.policy.purchase_months,
        management_months=own.policy.management_months,
        facility_pct=own.policy.facility_pct,
        mortgage_usual_pct=o.mortgage_usual_pct,
        mortgage_persistence=own.rates.mortgage_persistence,
        expected_weight_2y=own.rates.expected_weight_2y,
        persistence_2y=own.rates.persistence_2y,
        persistence_30y=own.rates.persistence_30y,
        usual_30y_pct=own.rates.usual_30y_pct,
        persistence_funding=own.persistence.funding,
        persistence_tga=own.persistence.tga,
        persistence_other=own.persistence.other,
        persistence_assets=own.persistence.assets,
        crisis_factor=own.policy.crisis_factor,
        persistence_stress=own.persistence.stress,
        persistence_wedge=own.persistence.wedge,
    )
