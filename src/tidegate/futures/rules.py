"""Numbers of other rooms and of this one that are the same on every path and in every month."""

from __future__ import annotations

from typing import NamedTuple


class Rules(NamedTuple):
    """Numbers that are the same on every path and in every month; see the parameters of the rooms.

    Names that begin with ``currency``, ``foreign``, ``other``, ``split`` are rules of `bank.liabilities`, those of
    income of `bank.income`. Its own choices stand in ``parameters.toml`` of this room.
    """

    currency_constant: float
    currency_rate: float
    currency_pull: float
    foreign_base_pct: float
    foreign_slope_pct: float
    other_share_pct: float
    split_bills: float
    split_liquidity: float
    split_rate: float
    split_floor_bn: float
    satiation_pct: float
    fixed_other_assets_bn: float
    accrued_share: float
    interest_bearing_share: float
    money_market_days: float
    coupon_days: float
    other_income_bn: float
    paid_in_capital_bn: float
    dividend_ceiling_pct: float
    still_growth_bn: float
    still_most_bn: float
    slow_factor: float
    purchases_pct_gdp: float
    purchases_mbs_share: float
    purchase_months: float
    management_months: float
    facility_pct: float
    mortgage_usual_pct: float
    mortgage_persistence: float
    expected_weight_2y: float
    persistence_2y: float
    persistence_30y: float
    usual_30y_pct: float
    persistence_funding: float
    persistence_tga: float
    persistence_other: float
    persistence_assets: float
    crisis_factor: float
    persistence_stress: float
    persistence_wedge: float
