"""The opening books of three banks: what they hold, and when it matures as far as was known.

Nothing here knows a file of data: histories come in as arrays, what was
expected comes from `profiles`, and both only up to the day of knowledge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.abroad.orders import last_known, periods, spread
from tidegate.bank.abroad.profiles import AtPurchase, Known, Profile, as_known
from tidegate.bank.abroad.projection import Book, SaleTerms
from tidegate.bank.portfolio.aggregate_profile import (
    average_years,
    maturities_at_purchase,
    remaining_maturities,
    steady_maturities,
)
from tidegate.bank.portfolio.sales import Curve, SaleBucket
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import Plan, plan_for
from tidegate.errors import DateOutOfRange, InputError
from tidegate.message import N_, Message, Number
from tidegate.units import MONTHS_PER_YEAR, Days, day, month_end, to_date

Built = tuple[tuple[Book, ...], tuple[Message, ...]]
ACCRUAL_QUARTERS = 8
"""Quarter-ends from which the fall of book value is estimated."""
_DAY = np.timedelta64(1, "D")
_LIMIT_PCT = 100.0


@dataclass(frozen=True)
class History:
    """A portfolio's record by month, as known on a day. Arrays have shape [months].

    Attributes
    ----------
    months
        ``datetime64[M]``, without gaps, since the first purchase.
    net_bn
        Net purchases of the month.
    stock_bn
        At its end: book value, or cumulative net purchases.
    let_go
        Whether all principal was let go in the month, so that net purchases
        are redemptions with the other sign.
    """

    months: NDArray[np.datetime64]
    net_bn: NDArray[np.float64]
    stock_bn: NDArray[np.float64]
    let_go: NDArray[np.bool_]

    def until(self, month: np.datetime64) -> NDArray[np.float64]:
        """Return net purchases up to a month."""
        return self.net_bn[self.months <= month]


def euro_book(
    name: str, history: History, spread_of: AtPurchase, start: date, end: np.datetime64, book_value: bool
) -> Built:
    """Return one of the ECB's portfolios.

    Parameters
    ----------
    name
        ``app`` or ``pepp``.
    history
        As known on the day of the plan.
    spread_of
        How purchases are spread over maturities.
    start
        A month-end of the history.
    end
        Last day of the projection.
    book_value
        Whether the stock is a book value that amortises, or cumulative purchases.

    Raises
    ------
    DateOutOfRange
        If the history has no stock for the start.
    """
    month = day(start).astype("datetime64[M]")
    at = np.flatnonzero(history.months == month)
    if not at.size or day(start) != month_end(month):
        ends = month_end(history.months)
        raise DateOutOfRange.of(
            N_("start {value}: {name} is published for month-ends; choose one from {first} to {last}"),
            value=start,
            name=name.upper(),
            first=to_date(ends[0]),
            last=to_date(ends[-1]),
        )
    at_purchase = maturities_at_purchase(
        spread_of.mean_years, spread_of.shape, spread_of.shortest_years, spread_of.longest_years
    )
    _, ends = periods(day(start), end)
    record = dict(zip(history.months[history.let_go], -history.net_bn[history.let_go], strict=True))
    known = np.array([max(record.get(m, np.nan), 0.0) for m in ends.astype("datetime64[M]")])
    later = remaining_maturities(history.net_bn, at_purchase) if np.isfinite(known).any() else None
    rate, notes = 0.0, []
    if book_value:
        rate, note = _amortisation(name, history, month)
        notes.append(note)
    else:
        text = N_(
            "{name} is counted as cumulative net purchases: purchases at cost less redemptions at face value."
        )
        notes.append(Message(text, {"name": name.upper()}))
    profile = remaining_maturities(history.until(month), at_purchase)
    notes.append(_maturity_note(name, history, known, ends, average_years(profile)))
    opening = float(history.stock_bn[at[0]])
    return (Book(name, name, opening, known, profile, at_purchase, later, rate),), tuple(notes)


def empty_book(name: str, spread_of: AtPurchase, start: date, end: np.datetime64) -> Built:
    """Return a portfolio that had not begun on the first day."""
    at_purchase = maturities_at_purchase(
        spread_of.mean_years, spread_of.shape, spread_of.shortest_years, spread_of.longest_years
    )
    _, ends = periods(day(start), end)
    text = N_("The {name} had not begun on {start}: it opens empty.")
    book = Book(name, name, 0.0, np.full(len(ends), np.nan), at_purchase, at_purchase)
    return (book,), (Message(text, {"name": name.upper(), "start": start}),)


def _amortisation(name: str, history: History, month: np.datetime64) -> tuple[float, Message]:
    """Estimate the fall of book value at quarter-ends from those before the start."""
    before = np.concatenate([[0.0], history.stock_bn[:-1]])
    fall = history.stock_bn - before - history.net_bn
    quarter = (history.months.astype(int) % 3 == 2) & (history.months <= month) & (before > 0.0)
    rows = np.flatnonzero(quarter)[-ACCRUAL_QUARTERS:]
    rate = float(np.mean(fall[rows] / before[rows])) if rows.size else 0.0
    text = N_(
        "The book value of the {name} changes by {rate}% at each quarter-end, the mean of {count} to {when}."
    )
    return rate, Message(
        text,
        {"name": name.upper(), "rate": Number(100.0 * rate, 2, True), "count": len(rows), "when": str(month)},
    )


def _maturity_note(
    name: str, history: History, known: NDArray[np.float64], ends: Days, years: float
) -> Message:
    values = {"name": name.upper(), "years": Number(years, 1)}
    if np.isfinite(known).any():
        used = ends[np.isfinite(known)]
        text = N_(
            "What matures of the {name} from {first} to {last} is the published fall of those months; in other "
            "months it is estimated from the history of purchases (average remaining maturity {years} years)."
        )
        return Message(text, {**values, "first": str(used[0])[:7], "last": str(used[-1])[:7]})
    text = N_(
        "What matures of the {name} is estimated from purchases to {last} (average remaining maturity {years} years)."
    )
    return Message(text, {**values, "last": str(history.months[-1])})


def gilt_books(
    found: Profile, plan: Plan, start: date, end: np.datetime64, known_on: date, as_of: date
) -> Built:
    """Return the Bank of England's gilts and corporate bonds, at initial purchase proceeds.

    What matures is what was known on `known_on`; the opening stock may be
    published up to `as_of`.

    Raises
    ------
    DateOutOfRange
        If no stock was published for the start.
    InputError
        If nothing was known of what matures.
    """
    opening = opening_stock(found, start, as_of)
    firsts, ends = periods(day(start), end)
    rows = as_known(found.maturing, known_on)
    known = spread(rows, firsts, ends)
    if not rows:
        raise InputError.of(_NOTHING_KNOWN, bank=found.bank, day=known_on, first=found.maturing[0].known)
    last = rows[-1]
    before = last_known(as_known(found.stock, known_on), last.since)
    held = before.value if before else opening.value
    profile = steady_maturities(min(last.value / held, 0.99))
    notes = [
        Message(
            N_(
                "Gilts are counted at initial purchase proceeds; what matures is spread evenly over each window."
            )
        ),
        _basis(opening),
    ]
    if ends[-1] > day(last.until):
        text = N_(
            "After {when} {share}% of the gilts left mature each year, as in the last window that is known."
        )
        notes.append(Message(text, {"when": last.until, "share": Number(100.0 * last.value / held, 1)}))
    books = [Book("gilts", "treasuries", opening.value, known, profile, profile, profile)]
    corporate = _corporate(plan, start)
    if corporate > 0.0:
        none = np.zeros(len(ends))
        books.append(Book("corporate_bonds", "corporate_bonds", corporate, none, profile, profile))
        notes.append(
            Message(N_("Of the corporate bonds none matures before it is sold, and they fetch their cost."))
        )
    return tuple(books), tuple(notes)


def _corporate(plan: Plan, start: date) -> float:
    """Return what is left of the corporate bonds bought under the plan."""
    first = day("2016-01-01")
    bought = plan.purchases_bn("corporate_bonds", first, day(start) + _DAY)
    return max(bought - plan.sales_bn("corporate_bonds", first, day(start) + _DAY), 0.0)


def yen_book(found: Profile, start: date, end: np.datetime64, known_on: date, as_of: date) -> Built:
    """Return the Bank of Japan's government bonds.

    What matures follows from the Bank's own expectation: how far holdings
    fall, given the purchases it planned on that day. Only expectations known
    on `known_on` are used; the opening stock may be published up to `as_of`.

    Raises
    ------
    DateOutOfRange
        If no stock was published for the start.
    InputError
        If nothing was known of what matures.
    """
    opening = opening_stock(found, start, as_of)
    rows = as_known(found.expected_fall, known_on)
    base = next(row for row in found.stock if row.until == found.run_off_start)
    if not rows or start < base.until:
        raise InputError.of(_NOTHING_KNOWN, bank=found.bank, day=known_on, first=found.expected_fall[0].known)
    windows: list[Known] = []
    since, held, share = base.until, base.value, 0.0
    for row in rows:
        planned = plan_for(load(found.bank), f"known:{row.known}")
        first, after = day(since) + _DAY, day(row.until) + _DAY
        bought = planned.gross_purchases_bn("treasuries", first, after)
        left = base.value * (1.0 - row.value / _LIMIT_PCT)
        due = bought + held - left
        windows.append(Known(to_date(first), row.until, due, row.known, row.source, row.certainty))
        months = float((after - first) / _DAY) / 365.25 * MONTHS_PER_YEAR
        share = 1.0 - (1.0 - min(due / held, 0.99)) ** (MONTHS_PER_YEAR / months)
        since, held = row.until, left
    firsts, ends = periods(day(start), end)
    profile = steady_maturities(share)
    notes = [
        _basis(opening),
        Message(
            N_(
                "What matures until {when} follows from the Bank's own expectation of {day}: holdings {fall}% below "
                "June 2024, the middle of its range, spread evenly over the months."
            ),
            {"when": rows[-1].until, "day": rows[-1].known, "fall": Number(rows[-1].value, 1)},
        ),
    ]
    if ends[-1] > day(rows[-1].until):
        text = N_("After {when} {share}% of the bonds left mature each year, the pace of the months before.")
        notes.append(Message(text, {"when": rows[-1].until, "share": Number(100.0 * share, 1)}))
    known = spread(windows, firsts, ends)
    return (Book("jgb", "treasuries", opening.value, known, profile, profile, profile),), tuple(notes)


_NOTHING_KNOWN = N_(
    "bank {bank!r}: on {day} nothing had been published on what matures; choose a plan known on {first} or later"
)


def opening_stock(found: Profile, start: date, as_of: date) -> Known:
    """Return the stock of a day, if it had been published by `as_of`.

    Raises
    ------
    DateOutOfRange
        If there is none; the message lists the days there are.
    """
    for row in found.stock:
        if row.until == start and row.known <= as_of:
            return row
    days = [str(r.until) for r in found.stock if r.known <= as_of]
    raise DateOutOfRange.of(
        N_("start {value}: no stock of bank {bank!r} was published for that day; choose one of {known}"),
        value=start,
        bank=found.bank,
        known=", ".join(days) or "—",
    )


def _basis(opening: Known) -> Message:
    text = N_("Opening stock of {when}: {source}.")
    return Message(text, {"when": opening.until, "source": opening.source.rstrip(".")})


def sale_terms(found: Profile, known_on: date) -> SaleTerms | None:
    """Return at what prices a bank sells, as far as yields were known; None where nothing is said of it."""
    months = sorted(m for m in found.yields_pct if m < f"{known_on:%Y-%m}")
    if found.purchase_yield_pct is None or not months:
        return None
    coupon = found.purchase_yield_pct
    buckets = tuple(SaleBucket(name, years, coupon) for name, years in found.sectors.items())
    marks = np.array(months, dtype="datetime64[M]").astype(float)
    values = np.array([found.yields_pct[m] for m in months])

    def curve_on(when: np.datetime64) -> Curve:
        level = float(np.interp(float(when.astype("datetime64[M]").astype(float)), marks, values))
        return lambda years: level

    return SaleTerms(buckets, curve_on, found.loss_bearer)


def sale_note(found: Profile) -> Message:
    """Say how sales are priced."""
    return Message(
        N_(
            "Bonds sold were bought at par at {coupon}%, the mean ten-year yield of the purchases, and are priced at "
            "the ten-year yield of the month for every sector; yields beyond the record stay where they were."
        ),
        {"coupon": Number(found.purchase_yield_pct or float("nan"), 2)},
    )
