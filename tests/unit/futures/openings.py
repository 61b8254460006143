"""An opening made up for tests: round numbers, no store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from tidegate.bank.liabilities.parameters import liability_parameters
from tidegate.bank.portfolio.mbs_opening import mbs_opening
from tidegate.futures.contract import Opening
from tidegate.futures.inputs import FUNDING_SHOCKS, MACRO_SHOCKS
from tidegate.futures.plan import RULE, Announced
from tidegate.futures.record import Record, no_shocks
from tidegate.policy.reaction.contract import Sheet
from tidegate.transmission.rates.holdings.ladder import snapshots

MONTHS = 120
SIZES = ([0.3, 0.2, 1.2, 0.2, 0.2, 0.2, 0.12], [0.08, 1.5, 0.3, 0.1, 0.1, 0.2])


def made_up_record() -> Record:
    """Normal shocks of about the sizes of the record."""
    rng = np.random.default_rng(7)
    month = np.datetime64("2000-01", "M")
    macro = rng.standard_normal((300, len(MACRO_SHOCKS))) * SIZES[0]
    funding = rng.standard_normal((150, len(FUNDING_SHOCKS))) * SIZES[1]
    return Record(macro - macro.mean(axis=0), funding - funding.mean(axis=0), month, month, month, month)


def plan_with(**given: Any) -> Announced:
    """Nothing announced, but for what is given."""
    nan = np.full(MONTHS, np.nan)
    plain: dict[str, Any] = {
        "sheet": np.full(MONTHS, RULE),
        "treasury_cap_bn": nan,
        "mbs_cap_bn": nan,
        "mbs_into": np.full(MONTHS, 2),
        "treasury_purchases_bn": nan,
        "mbs_purchases_bn": nan,
        "bill_purchases_bn": nan,
    }
    return Announced(**{**plain, **given})


def opening(*, chance: bool = True, **changes: Any) -> Opening:
    """Return an opening in which the balance closes."""
    table = mbs_opening(date(2026, 7, 1))
    ladder = snapshots()[-1].ladder()
    lines = liability_parameters().lines
    made = Opening(
        as_of=date(2026, 6, 30),
        ladder_bn=ladder / ladder.sum() * 4_000.0,
        coupon_pct=np.full(360, 2.5),
        tips_share=0.09,
        bills_bn=500.0,
        mbs=replace(table.book, as_of=date(2026, 6, 30)),
        mbs_other_bn=10.0,
        mbs_pace_bn=15.0,
        premiums_bn=200.0,
        discounts_bn=20.0,
        other_assets_bn=lines.fixed_other_assets_bn + 30.0,
        lending_bn=10.0,
        currency_bn=2_480.0,
        tga_bn=880.0,
        foreign_rrp_bn=330.0,
        on_rrp_bn=200.0,
        other_bn=120.0,
        reserves_bn=0.0,
        deferred_asset_bn=235.0,
        tga_target_bn=850.0,
        net_bills_bn_per_month=10.0,
        gdp_bn=32_500.0,
        potential_growth_pct=2.1,
        output_gap_pct=0.9,
        unemployment_pct=4.1,
        unemployment_past_pct=np.append(np.full(14, 4.15), 4.1),
        natural_unemployment_pct=4.3,
        neutral_real_pct=1.0,
        inflation_pct=3.2,
        inflation_year_pct=3.3,
        expected_inflation_pct=2.4,
        funds_rate_pct=3.875,
        remembered_rate_pct=3.4,
        yield_3m_pct=3.9,
        yield_2y_pct=4.5,
        yield_10y_pct=5.0,
        yield_30y_pct=5.5,
        bill_book_pct=3.8,
        mortgage_past_pct=np.array([6.7, 6.9, 7.1]),
        mortgage_usual_pct=1.8,
        iorb_over_rate_pct=0.025,
        rrp_under_rate_pct=0.125,
        funding_bp=-2.0,
        threshold_pct=np.array([8.0, 9.0]),
        width_pct=np.array([1.0, 1.5]),
        slope_bp=np.array([2.0, 3.0]),
        ample_pct=np.empty(0),
        stress_past=np.array([-0.5, -0.5, -0.5]),
        sheet=Sheet.HOLD,
        sheet_months=3,
        announced=plan_with(),
        record=made_up_record() if chance else no_shocks(),
    )
    made = replace(made, **changes)
    owed = made.currency_bn + made.tga_bn + made.foreign_rrp_bn + made.on_rrp_bn + made.other_bn
    return replace(made, reserves_bn=made.total_assets_bn - owed + made.deferred_asset_bn)
