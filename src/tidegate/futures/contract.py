"""What a run begins from and what it returns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.mbs_book import CohortBook
from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.policy.reaction.contract import Sheet

if TYPE_CHECKING:
    from tidegate.futures.plan import Announced
    from tidegate.futures.record import Record

Floats = NDArray[np.float64]

RUNGS = 360
JOBLESS_MONTHS = 15
"""Months of unemployment that the recession trigger looks back on."""
MOST_MONTHS = 600
MOST_PATHS = 10_000_000


@dataclass(frozen=True)
class Opening:
    """Everything known on the opening day. Money $ bn, rates percent a year.

    Attributes
    ----------
    as_of
        The day; nothing in the rest was public only later.
    ladder_bn
        Coupon Treasuries by month to maturity, with inflation compensation, shape [360].
    coupon_pct
        Mean coupon of each rung, shape [360].
    tips_share
        Part of the ladder that is indexed.
    bills_bn
        Bills held.
    mbs
        Cohorts.
    mbs_other_bn
        Agency commercial MBS and agency debt: they stay.
    mbs_pace_bn
        Principal of MBS received a month of late.
    premiums_bn, discounts_bn
        Unamortised, both >= 0.
    other_assets_bn, lending_bn
        See `bank.projection.fed.Opening`.
    currency_bn, tga_bn, foreign_rrp_bn, on_rrp_bn, other_bn
        Liabilities; `other_bn` with capital and what closes the balance.
    reserves_bn, deferred_asset_bn
        Both >= 0.
    tga_target_bn
        Where the Treasury's account goes.
    net_bills_bn_per_month
        Treasury bills issued less repaid, assumed to go on for a year.
    gdp_bn
        Nominal, a year's rate, of the opening month.
    potential_growth_pct
        Of real potential output, a year.
    output_gap_pct, unemployment_pct, unemployment_past_pct
        Gap; rate; the rate of fifteen months, the last being the same.
    natural_unemployment_pct, neutral_real_pct
        As seen on the day.
    inflation_pct, inflation_year_pct, expected_inflation_pct
        Core PCE prices: of the last months at a yearly rate; over a year; expected in the long run.
    funds_rate_pct, remembered_rate_pct
        Middle of the range; running mean that markets have got used to.
    yield_3m_pct, yield_2y_pct, yield_10y_pct, yield_30y_pct, bill_book_pct
        Yields; mean bill yield of half a year.
    mortgage_past_pct
        30-year mortgage rates of the three months to the opening one, oldest first.
    mortgage_usual_pct
        Usual spread over the ten-year yield.
    iorb_over_rate_pct, rrp_under_rate_pct
        Interest on reserves above, and the ON RRP rate below, the middle of the range.
    funding_bp
        Overnight rate over interest on reserves.
    threshold_pct, width_pct, slope_bp
        Draws of the reserve-demand curve; slope 0 where a draw has no bend; shape [draws].
    ample_pct
        Draws of reserves over GDP at which run-off stops, as published or estimated by the day; empty where nothing
        had been: the rule's own number.
    stress_past
        Financial conditions index at the end of the last three months.
    sheet, sheet_months
        What the balance sheet does, and for how long it has.
    announced
        What had been announced, by month.
    record
        Shocks of the past.
    notes
        What was assumed where nothing was known.
    """

    as_of: date
    ladder_bn: Floats
    coupon_pct: Floats
    tips_share: float
    bills_bn: float
    mbs: CohortBook
    mbs_other_bn: float
    mbs_pace_bn: float
    premiums_bn: float
    discounts_bn: float
    other_assets_bn: float
    lending_bn: float
    currency_bn: float
    tga_bn: float
    foreign_rrp_bn: float
    on_rrp_bn: float
    other_bn: float
    reserves_bn: float
    deferred_asset_bn: float
    tga_target_bn: float
    net_bills_bn_per_month: float
    gdp_bn: float
    potential_growth_pct: float
    output_gap_pct: float
    unemployment_pct: float
    unemployment_past_pct: Floats
    natural_unemployment_pct: float
    neutral_real_pct: float
    inflation_pct: float
    inflation_year_pct: float
    expected_inflation_pct: float
    funds_rate_pct: float
    remembered_rate_pct: float
    yield_3m_pct: float
    yield_2y_pct: float
    yield_10y_pct: float
    yield_30y_pct: float
    bill_book_pct: float
    mortgage_past_pct: Floats
    mortgage_usual_pct: float
    iorb_over_rate_pct: float
    rrp_under_rate_pct: float
    funding_bp: float
    threshold_pct: Floats
    width_pct: Floats
    slope_bp: Floats
    ample_pct: Floats
    stress_past: Floats
    sheet: Sheet
    sheet_months: int
    announced: Announced
    record: Record
    notes: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        found: list[Message] = []
        shapes = {
            "ladder_bn": (RUNGS,),
            "coupon_pct": (RUNGS,),
            "unemployment_past_pct": (JOBLESS_MONTHS,),
            "mortgage_past_pct": (3,),
            "stress_past": (3,),
            "width_pct": self.threshold_pct.shape,
            "slope_bp": self.threshold_pct.shape,
        }
        for f in fields(self):
            value = getattr(self, f.name)
            if isinstance(value, float | np.ndarray) and not np.isfinite(value).all():
                text = N_("opening {name}: not a finite number; give one")
                found.append(Message(text, {"name": f.name}))
            if f.name in shapes and np.shape(value) != shapes[f.name]:
                text = N_("opening {name}: shape {shape}; give {wanted}")
                found.append(
                    Message(text, {"name": f.name, "shape": np.shape(value), "wanted": shapes[f.name]})
                )
            if f.name in _NOT_NEGATIVE and bool((np.asarray(value) < 0).any()):
                text = N_("opening {name}: below zero; give 0 or more")
                found.append(Message(text, {"name": f.name}))
        if not self.gdp_bn > 0:
            found.append(
                Message(N_("opening gdp_bn: {value}; give a number above 0"), {"value": self.gdp_bn})
            )
        InputError.check(found)

    @property
    def month(self) -> np.datetime64:
        """Month of the opening day; the first month of a run is the next."""
        return np.datetime64(self.as_of, "M")

    @property
    def total_assets_bn(self) -> float:
        """Assets as H.4.1 adds them up."""
        held = float(self.ladder_bn.sum()) + self.bills_bn + self.mbs.total_bn + self.mbs_other_bn
        return held + self.premiums_bn - self.discounts_bn + self.lending_bn + self.other_assets_bn


_NOT_NEGATIVE = (
    "ladder_bn",
    "coupon_pct",
    "tips_share",
    "bills_bn",
    "mbs_other_bn",
    "premiums_bn",
    "discounts_bn",
    "lending_bn",
    "currency_bn",
    "tga_bn",
    "on_rrp_bn",
    "reserves_bn",
    "deferred_asset_bn",
    "slope_bp",
)
