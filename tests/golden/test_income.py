"""The income of the Federal Reserve 2022 to 2026, with realised balances: what the income engine itself gets wrong.

Realised: reserves (averages of the week), reverse repos, MBS, other liabilities, total assets, policy
rates, consumer prices, remittances of the Banks that still remit. Computed: interest of the Treasuries
from the securities of 2022-03-30 and their run-off, bills, inflation accrual, MBS coupons, premiums,
lending, interest paid, expenses, dividends, the deferred asset. Before 2022-03-30 the interest of that
day is scaled by class with the holdings of each week (SOMA summary).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.income.parameters import income_parameters, interest_deposits
from tidegate.bank.income.rates import announced_rates, bill_book_yield
from tidegate.bank.income.statement import Balances, income_statement
from tidegate.bank.liabilities.lines import (
    implied_lending,
    other_assets_path,
    premium_left,
    premium_path,
    purchase_premiums,
    share_left,
)
from tidegate.bank.liabilities.parameters import liability_parameters
from tidegate.bank.portfolio.book import Kind
from tidegate.bank.portfolio.issuance import with_coupons
from tidegate.bank.portfolio.mbs_opening import mbs_opening
from tidegate.bank.portfolio.runoff import run_off
from tidegate.bank.projection import planned_purchases
from tidegate.briefing.assembly import book_on, issuance_on, open_desk, plan_from, reference_index
from tidegate.briefing.fed_inputs import new_coupons

DESK = open_desk(date(2026, 10, 8))
BOOK_DAY, END = np.datetime64("2022-03-30"), np.datetime64("2026-08-26")
DAYS = np.arange("2021-12-31", END + 1, dtype="datetime64[D]")
INSIDE = BOOK_DAY <= DAYS
QE4 = (np.datetime64("2020-03-15"), np.datetime64("2022-03-09"))
TERMS = {
    0.25: "DGS3MO",
    1: "DGS1",
    2: "DGS2",
    3: "DGS3",
    5: "DGS5",
    7: "DGS7",
    10: "DGS10",
    20: "DGS20",
    30: "DGS30",
}


def held(name: str, days: np.ndarray = DAYS) -> np.ndarray:
    """The last value on or before each day."""
    found = DESK.series(name)
    return found.values[np.maximum(np.searchsorted(found.dates, days, side="right") - 1, 0)]


def ahead(name: str) -> np.ndarray:
    """The first value on or after each day: averages of the week that the day belongs to."""
    found = DESK.series(name)
    return found.values[np.minimum(np.searchsorted(found.dates, DAYS), found.dates.size - 1)]


def line(name: str, extra: dict[str, float] | None = None) -> np.ndarray:
    found = DESK.series(name)
    days = np.concatenate([found.dates, np.array(list(extra or {}), dtype="datetime64[D]")])
    values = np.concatenate([found.values, list((extra or {}).values())])
    order = np.argsort(days)
    return np.interp(DAYS.astype(float), days[order].astype(float), values[order])


def run_of_the_book():
    book = book_on(DESK, BOOK_DAY.item())
    issues = issuance_on(DESK.store, BOOK_DAY, END, DESK.as_of)
    issues = with_coupons(issues, new_coupons(DESK.store, book, issues, DESK.as_of))
    plan = plan_from("as-announced", "fed", DESK.as_of)
    months = np.arange(BOOK_DAY.astype("datetime64[M]"), END.astype("datetime64[M]") + 1)
    caps = dict(zip(months, plan.caps("treasuries", months).tolist(), strict=True))
    reference, _ = reference_index(DESK, BOOK_DAY, END, DESK.as_of)
    return run_off(book, issues, caps, END, reference, planned_purchases(plan, BOOK_DAY, END)), plan


def before_and_after(values: np.ndarray, series: str) -> np.ndarray:
    """Values from the day of the book; before it that day's value, scaled with realised holdings."""
    found = np.empty(DAYS.size)
    found[INSIDE] = values
    earlier = held(series, DAYS[~INSIDE])
    found[~INSIDE] = values[0] * earlier / held(series, DAYS[INSIDE][:1])
    return found


def pools_of_march_2022() -> np.ndarray:
    """Share of the MBS of 2022-03-30 still there. While MBS were bought the face hides what was paid.

    To September 2022: speeds of all agency pools (Ginnie Mae 21%, the rest as Fannie Mae) a month after
    the borrowers paid, and 3% scheduled a year (Ginnie Mae, Global Markets Analysis Report, December 2025).
    Then realised face.
    """
    cpr = {3: 13.9, 4: 11.3, 5: 9.9, 6: 9.4, 7: 7.9, 8: 8.0}
    ginnie = {3: 19.4, 4: 16.5, 5: 13.8, 6: 12.8, 7: 11.0, 8: 10.7}
    days = DAYS[INSIDE]
    daily = np.zeros(days.size)
    for paid, speed in cpr.items():
        month = np.datetime64(f"2022-{paid + 1:02d}")
        yearly = -np.log1p(-(0.79 * speed + 0.21 * ginnie[paid]) / 100) + 0.03
        inside = days.astype("datetime64[M]") == month
        daily[inside] = yearly / 12 / inside.sum()
    left = np.exp(-np.cumsum(daily))
    bought_until = days <= np.datetime64("2022-09-30")
    face = held("WSHOMCB")[INSIDE]
    at = int(bought_until.sum()) - 1
    return np.where(bought_until, left, left[at] * face / face[at])


@pytest.fixture(scope="module")
def statement():
    run, plan = run_of_the_book()
    rates = announced_rates(plan, DAYS[0], DAYS[-1])
    lines, rules = liability_parameters().lines, income_parameters()
    classes = {
        Kind.BILL: "SOMA_BILLS",
        Kind.COUPON: "SOMA_NOTESBONDS",
        Kind.TIPS: "SOMA_TIPS",
        Kind.FRN: "SOMA_FRN",
    }
    interest = sum(before_and_after(run.interest_bn[:, k], name) for k, name in classes.items())
    # Inflation: units times the move of the index; before the book realised TIPS with their compensation.
    reference, _ = reference_index(DESK, DAYS[0], END, DESK.as_of)
    tips = held("SOMA_TIPS") + held("SOMA_TIPS_COMPENSATION")
    tips[INSIDE] = run.par_bn[:, Kind.TIPS] + run.compensation_bn
    inflation = tips[:-1] / reference[:-1] * np.diff(reference)
    # Premiums: by security from the day of the book, the same pace before it; bills' discounts earn interest instead.
    book = book_on(DESK, BOOK_DAY.item())
    qe = [DESK.series(name) for name in TERMS.values()]
    bought_at = [s.values[(s.dates >= QE4[0]) & (s.dates <= QE4[1])].mean() for s in qe]
    real = DESK.series("DFII10")
    real_pct = real.values[(real.dates >= QE4[0]) & (real.dates <= QE4[1])].mean()
    weight = purchase_premiums(book, list(TERMS), bought_at, float(real_pct))
    left = premium_left(share_left(DAYS[INSIDE], book.maturity, weight), pools_of_march_2022(), lines)
    whole = premium_path(DAYS[INSIDE], 344.5, 21.0, lines, left)
    amortisation = np.full(DAYS.size - 1, whole.amortisation_bn[:90].mean())
    amortisation[-whole.amortisation_bn.size :] = whole.amortisation_bn
    securities = line("WSHOSHO")
    lending = np.zeros(DAYS.size)
    other_assets = other_assets_path(DAYS[INSIDE], securities[INSIDE], 135.8, lines)
    lending[INSIDE] = implied_lending(line("WALCL")[INSIDE], securities[INSIDE], whole, other_assets)
    deferred = np.maximum(-line("RESPPLLOPNWW", {"2023-12-27": -131.5, "2024-12-25": -215.2}), 0.0)
    on_rrp = held("RRPONTSYD")
    weeks = DESK.series("WLRRAL")
    pool = weeks.values - held("RRPONTSYD", weeks.dates)
    foreign = np.interp(DAYS.astype(float), weeks.dates[pool > 100].astype(float), pool[pool > 100])
    other = line("WALCL") - line("WCURCIR") - line("WTREGEN") - line("WLRRAL") - line("WRESBAL") + deferred
    other = np.convolve(np.pad(other, 45, "edge"), np.full(91, 1 / 91), "valid")
    bill_days = np.arange("2021-01-01", END + 1, dtype="datetime64[D]")
    now, then = mbs_opening(date(2022, 6, 29)).book, mbs_opening(date(2026, 7, 1)).book
    coupons = [float(np.average(b.coupon_pct, weights=b.face_bn)) for b in (now, then)]
    ends = np.array(["2022-06-29", "2026-07-01"], dtype="datetime64[D]").astype(float)
    balances = Balances(
        treasury_interest_bn=interest,
        bills_bn=before_and_after(run.par_bn[:, Kind.BILL], "SOMA_BILLS"),
        bill_yield_pct=bill_book_yield(DAYS, bill_days, held("DGS3MO", bill_days)),
        frn_bn=before_and_after(run.par_bn[:, Kind.FRN], "SOMA_FRN"),
        frn_index_pct=held("DGS3MO"),
        mbs_bn=held("WSHOMCB"),
        mbs_coupon_pct=np.interp(DAYS.astype(float), ends, coupons),
        lending_bn=lending,
        reserves_bn=ahead("WRESBAL"),
        interest_deposits_bn=interest_deposits(other, rules),
        on_rrp_bn=on_rrp,
        foreign_rrp_bn=foreign,
        ten_year_pct=held("DGS10"),
    )
    return income_statement(DAYS, balances, rates, inflation, amortisation, period_means=True)
