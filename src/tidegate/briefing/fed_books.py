"""The Fed's opening books and the world around them, from the store, as known on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.liabilities.lines import (
    implied_lending,
    other_assets_path,
    premium_path,
    purchase_premiums,
)
from tidegate.bank.liabilities.parameters import liability_parameters
from tidegate.bank.liabilities.projection import OpeningLiabilities
from tidegate.bank.portfolio.book import SecurityBook
from tidegate.bank.portfolio.mbs_opening import MbsOpening, mbs_opening, mbs_opening_dates
from tidegate.bank.projection.fed import Conditions, FedBooks, Opening
from tidegate.briefing.fed_inputs import bill_yield, carried, mortgage_rates
from tidegate.data import Store
from tidegate.data.asof import SeriesData
from tidegate.errors import TidegateError
from tidegate.message import N_, Message, Number, Quantity
from tidegate.units import day, to_date

AGENCY_DEBT_BN = 2.347
"""SOMA agency debt since 2020 (New York Fed); none of it matures before 2029."""
_OTHER_WEEKS = 4
"""Other liabilities are taken as their mean over four weeks: one week is too noisy to go on from."""
_OPENING_LINES = (
    "WALCL",
    "WUPSHO",
    "WUDSHO",
    "WORAL",
    "SWPT",
    "WLCFLPCL",
    "RESPPLLOPNWW",
    "WCURCIR",
    "WTREGEN",
    "WLRRAL",
    "WRESBAL",
)
_OPENING_GAP_DAYS = 21
"""Lines that are not published any more, or not yet, are level for so long and no longer."""
_GDP_GROWTH_YEARS = 2.0
_PURCHASE_DAYS = 730
_TERMS = {
    0.25: "DGS3MO",
    1.0: "DGS1",
    2.0: "DGS2",
    3.0: "DGS3",
    5.0: "DGS5",
    7.0: "DGS7",
    10.0: "DGS10",
    20.0: "DGS20",
    30.0: "DGS30",
}


def near(store: Store, name: str, days: NDArray[np.datetime64], known_on: date) -> NDArray[np.float64]:
    """Return a weekly line on any days, on straight lines between its dates, level beyond its ends."""
    found = store.series(name, known_on)
    return np.asarray(np.interp(days.astype(float), found.dates.astype(float), found.values))


def last_day(store: Store, name: str, known_on: date) -> np.datetime64:
    """Return the last day of a series as known on a day."""
    return day(to_date(store.series(name, known_on).dates[-1]))


def scaled_mbs(store: Store, start: date) -> tuple[MbsOpening, tuple[Message, ...]]:
    """Return the MBS cohorts of the opening day.

    Where no table of cohorts is held for the day, the nearest table's shares
    are taken at the level that H.4.1 shows for the day.
    """
    dates = mbs_opening_dates()
    nearest = min(dates, key=lambda d: abs((d - start).days))
    found = mbs_opening(nearest)
    if nearest == start:
        return found, ()
    weekly = store.series("WSHOMCB")
    level = float(carried(weekly, np.array([day(start)]))[0])
    share = (level - found.cmbs_bn) / float(found.book.face_bn.sum())
    months = (start.year - nearest.year) * 12 + start.month - nearest.month
    book = replace(
        found.book,
        as_of=start,
        face_bn=found.book.face_bn * share,
        age_months=np.maximum(found.book.age_months + months, 0.0),
    )
    text = N_("MBS cohorts are those of {when}, at the level of {start}: {level}.")
    said = Message(text, {"when": nearest, "start": start, "level": Quantity(level, "bn_usd")})
    return replace(found, book=book, commitments_bn=()), (said,)


def opening_days(store: Store) -> tuple[date, ...]:
    """Return the days of holdings by CUSIP for which H.4.1 is held as well, earliest first.

    Where one publisher answered a synchronisation and another did not, the
    newest holdings may stand beside lines of years ago.
    """
    ends = [to_date(store.series(n, store.today).dates[-1]) for n in _OPENING_LINES if n in store.ids()]
    first_end = min(ends, default=date.max)
    return tuple(d for d in store.holding_dates("fed") if (d - first_end).days <= _OPENING_GAP_DAYS)


def opening_of(store: Store, treasuries_bn: float, mbs_bn: float, start: date) -> tuple[Opening, float]:
    """Return the lines of H.4.1 beside the securities on the opening day, and what was lent that day."""
    when = np.array([day(start)])
    # H.4.1 comes out on the Thursday after the Wednesday; fresh holdings may be known before that.
    known = min(to_date(when[0] + 2), store.today)

    def on(name: str) -> float:
        return float(near(store, name, when, known)[0])

    premiums, discounts = on("WUPSHO"), abs(on("WUDSHO"))
    lending = sum(on(name) for name in ("WORAL", "SWPT", "WLCFLPCL"))
    securities = treasuries_bn + mbs_bn + AGENCY_DEBT_BN
    other_assets = on("WALCL") - securities - premiums + discounts - lending
    deferred = max(-on("RESPPLLOPNWW"), 0.0)
    weeks = day(start) - 7 * np.arange(_OTHER_WEEKS)
    parts = sum(near(store, n, weeks, known) for n in ("WCURCIR", "WTREGEN", "WLRRAL", "WRESBAL"))
    other = float((near(store, "WALCL", weeks, known) - parts).mean()) + deferred
    liabilities = OpeningLiabilities(
        currency_bn=on("WCURCIR"),
        tga_bn=on("WDTGAL"),
        foreign_rrp_bn=max(on("WLRRAL") - on("RRPONTSYD"), 0.0),
        on_rrp_bn=on("RRPONTSYD"),
        other_bn=other,
    )
    return Opening(AGENCY_DEBT_BN, premiums, discounts, other_assets, liabilities, deferred), lending


def premium_weights(store: Store, book: SecurityBook) -> NDArray[np.float64]:
    """Return what each security of a book cost above par, at the mean yields of the two years before it.

    Prices paid are not published by security; most of the premium of 2022 was
    paid in the purchases of the two years before.
    """
    last = day(book.as_of)
    first = last - _PURCHASE_DAYS

    def mean(name: str) -> float:
        found = store.series(name, book.as_of)
        inside = (found.dates >= first) & (found.dates <= last)
        return float(found.values[inside].mean())

    return purchase_premiums(book, list(_TERMS), [mean(name) for name in _TERMS.values()], mean("DFII10"))


def gdp_path(store: Store, days: NDArray[np.datetime64], known_on: date) -> NDArray[np.float64]:
    """Return nominal GDP at an annual rate on each day: the record, then its mean growth of two years."""
    found = store.series("GDP", known_on)
    middle = found.dates.astype("datetime64[D]") + 45
    logs = np.log(found.values)
    quarters = int(4 * _GDP_GROWTH_YEARS)
    growth = (logs[-1] - logs[-1 - quarters]) / float((middle[-1] - middle[-1 - quarters]).astype(int))
    when, known = days.astype(float), middle.astype(float)
    beyond = np.maximum(when - known[-1], 0.0) * growth
    return np.asarray(np.exp(np.interp(when, known, logs) + beyond))


def realised_lending(
    store: Store, opening: Opening, days: NDArray[np.datetime64], known_on: date
) -> tuple[NDArray[np.float64], np.datetime64]:
    """Return what was lent on each day of the record, as total assets imply it, and the record's last day.

    Loans, repos and swaps are not published here after March 2023; they are
    what total assets hold beside securities, premiums and other assets.
    """
    last = min(last_day(store, n, known_on) for n in ("WALCL", "TREAST", "WSHOMCB"))
    rules = liability_parameters().lines
    grid = days[(days <= last) & ((days.astype(int) + 3) % 7 == 2)]
    grid = grid if grid.size and grid[0] == days[0] else np.concatenate([days[:1], grid])
    if grid.size < 2:
        return np.zeros(days.size), last
    securities = (
        near(store, "TREAST", grid, known_on) + near(store, "WSHOMCB", grid, known_on) + AGENCY_DEBT_BN
    )
    premiums = premium_path(grid, opening.premiums_bn, opening.discounts_bn, rules)
    other = other_assets_path(grid, securities, opening.other_assets_bn, rules)
    lent = implied_lending(near(store, "WALCL", grid, known_on), securities, premiums, other)
    return np.where(days <= last, np.interp(days.astype(float), grid.astype(float), lent), 0.0), last


def conditions_on(
    store: Store,
    books: FedBooks,
    reference_cpi: NDArray[np.float64],
    end: np.datetime64,
    known_on: date,
) -> tuple[Conditions, tuple[Message, ...]]:
    """Return the world around the balance sheet from the opening day to `end`, as known on a day.

    Realised currency, Treasury account, bill issuance and lending are used up
    to the day on which they were known; beyond it the rules of the liabilities
    room go on and nothing more is lent.
    """
    start = day(books.treasuries.as_of)
    days = np.arange(start, end + 1, dtype="datetime64[D]")
    first_month = day(books.mbs.as_of).astype("datetime64[M]") + 1
    months = np.arange(first_month - 3, max(end.astype("datetime64[M]"), first_month) + 1)
    mortgage, assumed = mortgage_rates(store, months, known_on)
    bill_days = np.arange(start - 190, end + 1, dtype="datetime64[D]")
    lending, _ = realised_lending(store, books.opening, days, known_on)
    bills = _or_none(store, "NET_BILL_ISSUANCE", known_on)
    conditions = Conditions(
        reference_cpi=reference_cpi,
        gdp_bn=gdp_path(store, days, known_on),
        ten_year_pct=carried(store.series("DGS10", known_on), days),
        lending_bn=lending,
        bill_days=bill_days,
        bill_yield_pct=bill_yield(store, bill_days, known_on),
        mortgage_rate_pct=mortgage[3:],
        mortgage_history_pct=mortgage[:3],
        bill_quarters=np.array([], "datetime64[M]") if bills is None else bills.dates.astype("datetime64[M]"),
        net_bills_bn=np.array([]) if bills is None else bills.values,
        overrides=_realised(store, books.opening.liabilities, days, known_on),
    )
    if days[-1] <= last_day(store, "GDP", known_on) + 180:
        return conditions, assumed
    growth = 100.0 * ((conditions.gdp_bn[-1] / conditions.gdp_bn[-2]) ** 365.25 - 1.0)
    text = N_(
        "Nominal GDP grows {rate}% a year beyond the record; yields and policy rates stay where they were."
    )
    return conditions, (*assumed, Message(text, {"rate": Number(float(growth), 1)}))


def _or_none(store: Store, name: str, known_on: date) -> SeriesData | None:
    try:
        return store.series(name, known_on)
    except TidegateError:
        return None


def _realised(
    store: Store, opening: OpeningLiabilities, days: NDArray[np.datetime64], known_on: date
) -> dict[str, NDArray[np.float64]]:
    """Return currency and the Treasury's account: the record where it covers the horizon, else nothing.

    A record that ends within the horizon is continued: currency with nominal
    GDP, the account level.
    """
    found = {}
    for name, series_id in (("currency_bn", "WCURCIR"), ("tga_bn", "WTREGEN")):
        last = last_day(store, series_id, known_on)
        if last <= days[0] + 31:
            continue
        path = near(store, series_id, days, known_on)
        if name == "currency_bn" and last < days[-1]:
            gdp = gdp_path(store, days, known_on)
            at = int((last - days[0]).astype(int))
            path = np.where(days > last, path[at] * gdp / gdp[at], path)
        path[0] = getattr(opening, name)
        found[name] = path
    return found
