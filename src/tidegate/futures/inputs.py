"""What the compiled month takes: named tuples of numbers and of plain arrays.

Inside the loops only numbers and whole arrays are touched: an array taken out
of a tuple, or a row of one, would be counted up and down by every thread.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidegate.futures.rules import Rules

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MACRO_SHOCKS = (
    "demand_pct",
    "unemployment_pct",
    "inflation_pct",
    "funds_rate_pct",
    "term_premium_pct",
    "yield_2y_pct",
    "stress",
)
"""Columns of the macro record, in order: output gap; unemployment beside Okun's law; core inflation (yearly
rate); policy rate against the rule; ten-year premium; two-year yield against the expected policy rate; the
financial conditions index."""
FUNDING_SHOCKS = (
    "mortgage_spread_pct",
    "funding_bp",
    "tga_pct_gdp",
    "other_pct_gdp",
    "assets_pct_gdp",
    "on_rrp_pct_gdp",
)
"""Columns of the liquidity record: mortgage rate over the ten-year yield; overnight spread; the Treasury's
account; all other liabilities; loans and other assets; what money funds want of ON RRP."""
SHOCKS = MACRO_SHOCKS + FUNDING_SHOCKS


class Economy(NamedTuple):
    """`EconomyParameters`, each of shape [paths]."""

    neutral_real_rate_pct: Floats
    inflation_target_pct: Floats
    natural_unemployment_pct: Floats
    neutral_term_premium_pct: Floats
    lower_bound_pct: Floats
    rule_inertia: Floats
    rule_on_inflation: Floats
    rule_on_gap: Floats
    term_premium_persistence: Floats
    long_weight_now: Floats
    long_weight_remembered: Floats
    remembering_speed: Floats
    short_rate_weight: Floats
    broad_premium_weight: Floats
    breadth: Floats
    feeling_speed: Floats
    gap_persistence: Floats
    gap_sensitivity: Floats
    okun: Floats
    okun_speed: Floats
    inflation_inertia: Floats
    phillips_slope: Floats
    import_weight: Floats
    expectation_learning: Floats
    expectation_anchoring: Floats


class Own(NamedTuple):
    """Other parameters that differ by path, each of shape [paths].

    Attributes
    ----------
    ample_pct, scarce_pct, slow_pct
        Reserves over GDP at which policy acts; see `policy.reaction`.
    threshold_pct, width_pct, slope_bp
        Bend of the reserve-demand curve; a slope of 0 where a draw has no bend.
    calibration
        Place of the term-premium calibration.
    supply_scale
        Factor on its effect.
    mortgage_pass_through
        Mortgage rate moves so much for a point of supply effect.
    turnover_scale, refinancing_scale
        Factors on prepayment.
    runoff_rate_pct, taper_gap_pct, qe_notional_pct
        Where run-off, taper and purchases begin; see `policy.reaction.parameters.SheetRules`.
    purchase_scale
        Factor on purchases that the rule begins.
    act
        Chance that a change the rule asks for is made in a month; what recession or stress asks for is made at once.
    """

    ample_pct: Floats
    scarce_pct: Floats
    slow_pct: Floats
    threshold_pct: Floats
    width_pct: Floats
    slope_bp: Floats
    calibration: Ints
    supply_scale: Floats
    mortgage_pass_through: Floats
    turnover_scale: Floats
    refinancing_scale: Floats
    runoff_rate_pct: Floats
    taper_gap_pct: Floats
    qe_notional_pct: Floats
    purchase_scale: Floats
    act: Floats


class Books(NamedTuple):
    """Arrays of the opening day, the same on every path.

    Attributes
    ----------
    ladder, coupons
        Coupon Treasuries by month to maturity and a year's coupons of them, shape [360].
    face, unrefinanced
        MBS cohorts.
    jobless_past
        Unemployment of fifteen months.
    mortgage_past, stress_past
        Mortgage rate and financial conditions of the last three months, oldest first.
    cohorts
        Constants of the cohorts: lock-in factor, factor of the S-curve, coupon; shape [3, cohorts].
    payments
        By month: share due, turnover and refinancing before incentive, shape [3, months, cohorts].
    """

    ladder: Floats
    coupons: Floats
    face: Floats
    unrefinanced: Floats
    jobless_past: Floats
    mortgage_past: Floats
    stress_past: Floats
    cohorts: Floats
    payments: Floats


class Start(NamedTuple):
    """The opening day, the same on every path; see `contract.Opening` for what each is."""

    tips_share: float
    bills_bn: float
    mbs_other_bn: float
    mbs_pace_bn: float
    treasury_cap_bn: float
    mbs_cap_bn: float
    purchase_pace_bn: float
    lending_bn: float
    other_assets_gap_bn: float
    premiums_bn: float
    currency_bn: float
    tga_bn: float
    foreign_gap_bn: float
    other_gap: float
    on_rrp_bn: float
    reserves_bn: float
    deferred_bn: float
    suspended_years: float
    gdp_bn: float
    output_gap_pct: float
    unemployment_pct: float
    inflation_pct: float
    inflation_year_pct: float
    expected_inflation_pct: float
    funds_rate_pct: float
    remembered_rate_pct: float
    yield_2y_pct: float
    yield_10y_pct: float
    yield_30y_pct: float
    mortgage_pct: float
    bill_yield_pct: float
    bill_book_pct: float
    iorb_over_rate_pct: float
    rrp_under_rate_pct: float
    funding_bp: float
    sheet: int
    sheet_months: int
    mbs_ordered_bn: float
    seed: int
    block_months: int


class Calendar(NamedTuple):
    """What is known of every month beforehand, each of shape [months].

    Attributes
    ----------
    days, years
        Length of the month.
    temporary_left, lending_left, foreign_left, other_left
        What is left of the opening day's gaps of other assets, lending, the foreign pool and other liabilities.
    pulled
        See `liabilities.paths.currency_path`.
    expenses_bn
        Of the month.
    premiums_bn, amortisation_bn
        Net premiums still on the books, and what is written off in the month.
    growth_pct
        Growth of potential output, a year.
    season
        Of turnover.
    treasury_cap_bn, mbs_cap_bn, mbs_sales_bn
        While run-off goes on.
    mbs_into
        Where principal goes that is not redeemed: 0 MBS, 1 Treasuries, 2 bills.
    treasury_purchases_bn, mbs_purchases_bn, bill_purchases_bn
        As announced; NaN: by the rule.
    sheet
        As announced, or -1: the rule decides.
    runoff_end
        Month from which run-off is known to be over; a large number: not known. The same in every month.
    set_rate_pct
        Given policy rate; NaN: the rule decides.
    tga_target_bn
        Treasury's account without chance.
    net_bills_bn
        Treasury bills issued less repaid; nothing is known of it beyond a year, and 0 is taken.
    """

    days: Floats
    years: Floats
    temporary_left: Floats
    lending_left: Floats
    foreign_left: Floats
    other_left: Floats
    pulled: Floats
    expenses_bn: Floats
    premiums_bn: Floats
    amortisation_bn: Floats
    growth_pct: Floats
    season: Floats
    treasury_cap_bn: Floats
    mbs_cap_bn: Floats
    mbs_sales_bn: Floats
    mbs_into: Ints
    treasury_purchases_bn: Floats
    mbs_purchases_bn: Floats
    bill_purchases_bn: Floats
    sheet: Ints
    runoff_end: Ints
    set_rate_pct: Floats
    tga_target_bn: Floats
    net_bills_bn: Floats


class Pools(NamedTuple):
    """Numbers of the MBS book; see `mbs_prepay.PrepaymentParameters`.

    Attributes
    ----------
    grid_low, grid_step, grid_size
        Coupons in which pools are made.
    felt_1, felt_2, felt_3
        Weights of the mortgage rates one, two and three months before a payment.
    lag
        Months from purchase to settlement, 0 to 3.
    sale_years
        Duration at which sold MBS lose value.
    """

    grid_low: float
    grid_step: float
    grid_size: int
    new_age: float
    wedge: float
    lock_in_per_point: float
    width: float
    burnout_floor: float
    turnover_ramp: float
    refinancing_ramp: float
    felt_1: float
    felt_2: float
    felt_3: float
    lag: int
    sale_years: float


class Grid(NamedTuple):
    """Arrays of the pools that purchases go into.

    Attributes
    ----------
    pools
        Lock-in factor, factor of the S-curve, coupon, log growth, turnover, refinancing; shape [6, pools].
    mix
        Weight of each issuer, and discount of its loans; shape [2, issuers].
    """

    pools: Floats
    mix: Floats


class Supply(NamedTuple):
    """How holdings become a term premium, the same on every path.

    Attributes
    ----------
    issue_places, issue_shares
        New issues: months to maturity less one, and shares.
    curve
        Weights of the two-, ten- and thirty-year yields in the yield of each rung, shape [3, 360].
    purchase_mix
        Shares of the rungs in outright purchases, shape [360].
    weights
        Ten-year equivalents of the rungs, twice in a row, shape [kinds, 2, 720].
    units
        Ten-year equivalents of a unit of bills, MBS, new issues and purchases, and of what was held before the
        programmes (percent of GDP), shape [5, kinds, 2].
    kind
        Of each calibration.
    unit_bp
        Yield effect of a unit (percent of GDP) in private hands that builds up evenly over m months (0: is there
        today) and then fades, shape [calibrations, 2, 121].
    """

    issue_places: Ints
    issue_shares: Floats
    curve: Floats
    purchase_mix: Floats
    weights: Floats
    units: Floats
    kind: Ints
    unit_bp: Floats


class Inputs(NamedTuple):
    """All of it.

    Attributes
    ----------
    calendar
        `Calendar` as one array, shape [months, columns].
    added
        Shocks added on every path, shape [months, shocks].
    macro, funding
        The record of shocks, shape [rows, columns].
    """

    start: Start
    rules: Rules
    pools: Pools
    books: Books
    grid: Grid
    supply: Supply
    calendar: Floats
    added: Floats
    macro: Floats
    funding: Floats
