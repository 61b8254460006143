"""From the desk to a run of futures: everything that was known on a day, in the form in which that room takes it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.liabilities.parameters import liability_parameters
from tidegate.bank.portfolio.mbs_book import CohortBook
from tidegate.bank.portfolio.mbs_opening import mbs_opening, mbs_opening_dates
from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import holdings_on
from tidegate.briefing.fed_books import gdp_path
from tidegate.briefing.fed_inputs import carried, mortgage_rates
from tidegate.briefing.futures_record import last_months, record_on, series_standing
from tidegate.briefing.liquidity import money_market_panel, reserves
from tidegate.briefing.qt_end import situation
from tidegate.briefing.reaction import seen_by, standing
from tidegate.data.asof import SeriesData
from tidegate.errors import InputError
from tidegate.futures.contract import JOBLESS_MONTHS, RUNGS, Opening
from tidegate.futures.longer_run import neutral_real_on
from tidegate.futures.plan import announced
from tidegate.futures.steps.holdings import LEAST_COUPON_PCT
from tidegate.message import N_, Message, Number
from tidegate.policy.qt_end.parameters import default_parameters as end_rules
from tidegate.policy.qt_end.threshold import draw_thresholds
from tidegate.policy.reaction.contract import Sheet
from tidegate.transmission.money_market.estimation import fit_reserve_demand
from tidegate.transmission.money_market.inputs import Reading
from tidegate.transmission.money_market.parameters import default_parameters
from tidegate.transmission.rates.holdings.ladder import YEARS
from tidegate.units import DAYS_PER_YEAR, MONTHS_PER_QUARTER, MONTHS_PER_YEAR, day, month_end

Floats = NDArray[np.float64]

FIRST_START = date(2010, 6, 30)
"""Before it the liquidity that shocks are taken from is not known for a year."""
CURVE_DRAWS, AMPLE_DRAWS = 60, 200
_SEED = 20190917
_CURVE_BEFORE = (8.0, 1.5, 2.5)
"""Threshold and width in percent of GDP, slope in basis points, where the record does not suffice to estimate them:
what officials called ample (8% of GDP), and the first estimates that the record allowed (assumption)."""
_TGA_WEEKS = 104
_NOW_DAYS = 28
_DEBT_LIMIT_SHARE = 0.5
_COUPON_YEARS, _BOUGHT_LATER_YEARS = 6, 3.0
_TENORS = {0.25: "DGS3MO", 1.0: "DGS1", 2.0: "DGS2", 5.0: "DGS5", 10.0: "DGS10", 30.0: "DGS30"}
PLAN_MONTHS = 120
_USUAL_SPREAD_YEARS = 10
_HALF_RANGE_PCT = 0.125
"""From the middle of the target range down to its lower end, where the reverse-repo rate has been."""
_BILL_BOOK_DAYS = 183
"""Over which yields are averaged for the book of bills: it is taken to have been bought over half a year (assumption;
the monthly step renews it at the same speed)."""
_NET_BILL_QUARTERS = 4
_MBS_PACE_SHARE = 0.0075
"""Of the book, a month, where a year's change shows no principal because MBS were bought: about what turnover alone
pays, 8 to 9% a year (assumption)."""
_MIN_WIDTH_PCT = 0.05
"""Of the bend of reserve demand, percent of GDP: a narrower one is a step, and the width divides."""
_STILL_NEW_YEARS = 0.1
"""Premiums and loans of a release that is no older than this stand as published."""


def _last(desk: Desk, name: str, default: float = 0.0) -> float:
    """Return the last value known of a series; a default where there is none."""
    return float(desk.series(name).values[-1]) if desk.has(name) else default


def _newest(desk: Desk, *names: str) -> SeriesData:
    """Return the one that goes furthest among series that continue one another."""
    return max((desk.series(n) for n in names if desk.has(n)), key=lambda s: s.dates[-1])


def _month(found: SeriesData | Reading, at: np.datetime64) -> float:
    """Return the mean of four weeks, or the last value: quarter-ends move whole balances for a day."""
    last = min(found.dates[-1], at)
    inside = (found.dates > last - _NOW_DAYS) & (found.dates <= last)
    return float(found.values[inside].mean())


def cohorts_on(desk: Desk, level_bn: float) -> tuple[CohortBook, float]:
    """Return MBS cohorts at a level, and agency commercial MBS: the last table known, aged to the day.

    Before the first table its shares stand in, with loans as much younger.
    """
    known = [d for d in mbs_opening_dates() if d <= desk.as_of]
    table = mbs_opening(known[-1] if known else mbs_opening_dates()[0])
    book = table.book
    passed = (desk.as_of.year - book.as_of.year) * MONTHS_PER_YEAR + desk.as_of.month - book.as_of.month
    cmbs = table.cmbs_bn if known else 0.0
    age = np.clip(book.age_months + passed, 0.0, book.term_months - 1.0)
    face = book.face_bn * max(level_bn - cmbs, 0.0) / book.total_bn
    moved = CohortBook(
        desk.as_of, book.issuer, book.term_months, book.coupon_pct, book.wac_pct, age, face, book.unrefinanced
    )
    return moved, cmbs


def coupons_on(desk: Desk) -> Floats:
    """Return the mean coupon of each rung, shape [360]: the mean yield of past years at the maturity it was bought at.

    Holdings by CUSIP are at hand for two days only; elsewhere a rung is taken
    to have been bought evenly over six years, with three more years to run.
    """
    first = day(desk.as_of) - int(DAYS_PER_YEAR * _COUPON_YEARS)
    years, means = [], []
    for tenor, name in _TENORS.items():
        found = desk.series(name)
        inside = found.dates >= first
        years.append(tenor)
        means.append(float(found.values[inside].mean()) if inside.any() else float(found.values[-1]))
    return np.asarray(np.interp(YEARS + _BOUGHT_LATER_YEARS, years, means))


def _curve(desk: Desk) -> tuple[Floats, Floats, Floats, tuple[Message, ...]]:
    """Return draws of the reserve-demand curve: threshold, width, slope."""
    try:
        found = fit_reserve_demand(
            money_market_panel(desk), np.random.default_rng(_SEED), default_parameters(), draws=CURVE_DRAWS
        )
    except InputError:
        said = Message(
            N_("Reserve demand is not estimated before 2013: it bends at {threshold}% of GDP."),
            {"threshold": Number(_CURVE_BEFORE[0], 1)},
        )
        one = np.array(_CURVE_BEFORE)
        return one[:1], one[1:2], one[2:], (said,)
    fits = [f for f in found.fits if f.scale == "gdp"]
    measure = "sofr" if any(f.measure == "sofr" for f in fits) else "effr"
    fit = next(f for f in fits if f.measure == measure)
    bends = np.isfinite(fit.draws_threshold_pct)
    threshold = np.where(bends, fit.draws_threshold_pct, 0.0)
    width = np.where(bends, np.maximum(fit.draws_width_pct, _MIN_WIDTH_PCT), 1.0)
    slope = np.where(bends, fit.draws_slope_bp, 0.0)
    return threshold, width, np.nan_to_num(slope), ()


def _ample(desk: Desk) -> Floats:
    """Return draws of the level of reserves at which run-off stops, percent of GDP; empty where nothing was known."""
    try:
        found = draw_thresholds(situation(desk), np.random.default_rng(_SEED), end_rules())
    except InputError:
        return np.empty(0)
    return np.quantile(found.draws_pct, (np.arange(AMPLE_DRAWS) + 0.5) / AMPLE_DRAWS)


def _lines(desk: Desk, securities_bn: float) -> tuple[float, float, float, float]:
    """Return premiums, discounts, loans and other assets on the day; the four close H.4.1 to its total."""
    rules = liability_parameters().lines
    usual = rules.fixed_other_assets_bn + rules.accrued_share * securities_bn
    rest = _last(desk, "WALCL") - securities_bn
    if not desk.has("WUPSHO"):
        return max(rest - usual, 0.0), 0.0, 0.0, min(rest, usual)
    found = desk.series("WUPSHO")
    age = float((day(desk.as_of) - found.dates[-1]) / np.timedelta64(1, "D")) / DAYS_PER_YEAR
    left = float(np.exp(-rules.premium_decay_per_year * max(age - _STILL_NEW_YEARS, 0.0)))
    premiums, discounts = float(found.values[-1]) * left, abs(_last(desk, "WUDSHO")) * left
    rest -= premiums - discounts
    lending = (
        sum(_last(desk, n) for n in ("WORAL", "SWPT", "WLCFLPCL"))
        if age < _STILL_NEW_YEARS
        else max(rest - usual, 0.0)
    )
    return premiums, discounts, lending, rest - lending


def opening_on(desk: Desk) -> Opening:
    """Return where everything stands on the day of the desk.

    Raises
    ------
    InputError
        Before mid-2010.
    """
    if desk.as_of < FIRST_START:
        raise InputError.of(
            N_("start {value}: too early for a run of futures; choose a day from {first}"),
            value=desk.as_of,
            first=FIRST_START,
        )
    return desk.once("futures_opening", lambda: _opening(desk))


def _opening(desk: Desk) -> Opening:
    at, month = day(desk.as_of), np.datetime64(desk.as_of, "M")
    held = holdings_on(desk, desk.as_of)
    agency = _last(desk, "SOMA_AGENCY")
    book, cmbs = cohorts_on(desk, max(held.mbs_bn - agency, 0.0))
    securities = float(held.ladder_bn.sum()) + held.bills_bn + book.total_bn + cmbs + agency
    premiums, discounts, lending, other_assets = _lines(desk, securities)
    weekly = desk.series("WSHOMCB")
    year_before = float(carried(weekly, np.array([at - 365]))[0])
    readings, now = seen_by(desk), standing(desk)
    sheet = Sheet(int(now.sheet[0]))
    told = announced(desk.plan, month, PLAN_MONTHS, sheet)
    if sheet == Sheet.QE and np.isnan(told.treasury_purchases_bn[0]):
        # Purchases that are balanced by sales leave the size as it is.
        sheet = Sheet.HOLD
    rates = desk.plan.policy_rate(at)
    middle = float(now.rate_pct[0])
    on_reserves = rates.reserves_pct if rates.reserves_pct is not None else middle
    reverse = rates.reverse_repo_pct if rates.reverse_repo_pct is not None else rates.lower_pct
    on_rrp = _month(desk.series("RRPONTSYD"), at) if desk.has("RRPONTSYD") else 0.0
    currency, reserve = _last(desk, "WCURCIR"), _month(reserves(desk), at)
    tga = _month(_newest(desk, "WTREGEN", "WDTGAL"), at)
    deferred = max(-_last(desk, "RESPPLLOPNWW"), 0.0)
    gdp = float(gdp_path(desk.store, np.array([at]), desk.as_of)[0])
    pool = liability_parameters().foreign_pool
    reverse_pct = reverse if reverse is not None else max(middle - _HALF_RANGE_PCT, 0.0)
    foreign = gdp * (pool.base_pct + pool.slope_pct * reverse_pct) / 100.0
    if desk.has("WLRRAL"):
        foreign = max(_month(desk.series("WLRRAL"), at) - on_rrp, 0.0)
    assets = securities + premiums - discounts + lending + other_assets
    other = assets - currency - tga - foreign - on_rrp - reserve + deferred
    known = _tga_target(desk, tga)
    mortgages, _ = mortgage_rates(desk.store, np.arange(month - 2, month + 1), desk.as_of)
    spread_months = np.arange(month - _USUAL_SPREAD_YEARS * MONTHS_PER_YEAR, month + 1)
    past, _ = mortgage_rates(desk.store, spread_months, desk.as_of)
    tens = carried(desk.series("DGS10"), month_end(spread_months))
    threshold, width, slope, about_curve = _curve(desk)
    jobless = desk.series("UNRATE").values[-JOBLESS_MONTHS:]
    memory = series_standing(desk)
    potential = desk.series("GDPPOT").values
    net_bills = desk.series("NET_BILL_ISSUANCE").values if desk.has("NET_BILL_ISSUANCE") else np.zeros(1)
    book_yield = desk.series("DGS3MO")
    half_year = book_yield.values[book_yield.dates >= at - _BILL_BOOK_DAYS]
    funding = float(readings.funding_bp[0])
    return Opening(
        as_of=desk.as_of,
        ladder_bn=np.ascontiguousarray(held.ladder_bn[:RUNGS]),
        coupon_pct=np.maximum(coupons_on(desk), LEAST_COUPON_PCT),
        tips_share=_tips_share(desk, float(held.ladder_bn.sum())),
        bills_bn=held.bills_bn,
        mbs=book,
        mbs_other_bn=cmbs + agency,
        mbs_pace_bn=max((year_before - float(weekly.values[-1])) / MONTHS_PER_YEAR, 0.0)
        or _MBS_PACE_SHARE * book.total_bn,
        premiums_bn=premiums,
        discounts_bn=discounts,
        other_assets_bn=other_assets,
        lending_bn=lending,
        currency_bn=currency,
        tga_bn=tga,
        foreign_rrp_bn=foreign,
        on_rrp_bn=on_rrp,
        other_bn=other,
        reserves_bn=reserve,
        deferred_asset_bn=deferred,
        tga_target_bn=known,
        net_bills_bn_per_month=float(net_bills[-_NET_BILL_QUARTERS:].mean()) / MONTHS_PER_QUARTER,
        gdp_bn=gdp,
        potential_growth_pct=100.0 * float(potential[-1] / potential[-5] - 1.0),
        output_gap_pct=float(readings.output_gap_pct[0]),
        unemployment_pct=float(jobless[-1]),
        unemployment_past_pct=np.ascontiguousarray(jobless),
        natural_unemployment_pct=_last(desk, "NROU"),
        neutral_real_pct=float(neutral_real_on(at)),
        inflation_pct=float(last_months(desk, "PCEPILFE", 3)),
        inflation_year_pct=float(readings.inflation_pct[0]),
        expected_inflation_pct=memory.expected_inflation_pct,
        funds_rate_pct=middle,
        remembered_rate_pct=memory.remembered_rate_pct,
        yield_3m_pct=_last(desk, "DGS3MO"),
        yield_2y_pct=_last(desk, "DGS2"),
        yield_10y_pct=_last(desk, "DGS10"),
        yield_30y_pct=_last(desk, "DGS30"),
        bill_book_pct=float(half_year.mean()) if half_year.size else float(book_yield.values[-1]),
        mortgage_past_pct=np.ascontiguousarray(mortgages),
        mortgage_usual_pct=float((past - tens).mean()),
        iorb_over_rate_pct=on_reserves - middle,
        rrp_under_rate_pct=middle - reverse_pct,
        funding_bp=funding if np.isfinite(funding) else 0.0,
        threshold_pct=threshold,
        width_pct=width,
        slope_bp=slope,
        ample_pct=_ample(desk),
        stress_past=memory.stress_past,
        sheet=sheet,
        sheet_months=int(now.months[0]),
        announced=told,
        record=record_on(desk),
        notes=about_curve,
    )


def _tga_target(desk: Desk, tga_bn: float) -> float:
    """Return where the Treasury's account goes: it stays, or after a debt limit back to its median of two years."""
    found = desk.series("WTREGEN")
    past = found.values[found.dates >= day(desk.as_of - timedelta(weeks=_TGA_WEEKS))]
    usual = float(np.median(past)) if past.size else tga_bn
    return usual if tga_bn < _DEBT_LIMIT_SHARE * usual else tga_bn


def _tips_share(desk: Desk, coupons_bn: float) -> float:
    """Return the part of the coupon Treasuries that is indexed, with compensation."""
    held = _last(desk, "SOMA_TIPS") + _last(desk, "SOMA_TIPS_COMPENSATION")
    return min(held / coupons_bn, 1.0) if coupons_bn > 0 else 0.0
