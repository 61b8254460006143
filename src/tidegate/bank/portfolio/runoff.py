"""Run-off of a Treasury book by CUSIP, on real maturity dates, under monthly caps.

Each security leaves the book on its maturity date, as the Desk counts its
redemptions, and the cap of that calendar month applies. What the cap lets go
is redeemed; the rest rolls into the issues that settle that day (on the next
business day, if principal cannot be paid on it), in proportion to their
offering amounts, bills into bills and coupons into coupons. Purchases, if any, enter
bills or coupons on the day they are made. TIPS are carried in index units, so
that their compensation follows the reference CPI day by day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.issuance import Issuance
from tidegate.bank.portfolio.redemption import share_redeemed, split_redemptions
from tidegate.bank.portfolio.settlement import next_business_day
from tidegate.errors import BookError
from tidegate.message import N_, Message
from tidegate.units import Days

Amounts = NDArray[np.float64]
_KINDS = len(Kind)


@dataclass(frozen=True)
class Purchase:
    """Securities bought outright on one day, $ bn at par."""

    day: np.datetime64
    amount_bn: float
    bills: bool = True


@dataclass(frozen=True)
class RunOff:
    """A Treasury book day by day. Daily arrays have shape [days], flows are of that day.

    Attributes
    ----------
    days
        Every calendar day from the date of the book to the end.
    reference
        Reference CPI of each day.
    par_bn
        Shape [days, 4], by `Kind`: par at the end of the day, without compensation.
    compensation_bn
        Inflation compensation of TIPS.
    coupon_redemptions_bn, bill_redemptions_bn
        Principal redeemed; TIPS with their compensation.
    rollovers_bn
        Principal rolled into new issues.
    purchases_bn
        Outright purchases, apart from rollovers.
    label, maturity, final_bn
        Every security that was ever held: CUSIP or tenor and issue day,
        maturity, and par at the end of the last day (0 if it has matured).
    interest_bn
        Shape [days, 4], by `Kind`: what a year's coupons of the holdings of that
        day amount to; TIPS on their indexed principal, FRNs their spread alone,
        bills nothing. NaN from the day on which a security of unknown coupon
        enters.
    due_bn
        What each security paid or will pay at maturity, of what is held on
        the last day or was held when it matured, at that day's index.
    """

    days: Days
    reference: Amounts
    par_bn: Amounts
    compensation_bn: Amounts
    coupon_redemptions_bn: Amounts
    bill_redemptions_bn: Amounts
    rollovers_bn: Amounts
    purchases_bn: Amounts
    label: tuple[str, ...]
    maturity: Days
    final_bn: Amounts
    interest_bn: Amounts
    due_bn: Amounts

    @property
    def total_bn(self) -> Amounts:
        """Par plus compensation, as H.4.1 reports it (``TREAST``), shape [days]."""
        return np.asarray(self.par_bn.sum(axis=1) + self.compensation_bn)

    @property
    def redemptions_bn(self) -> Amounts:
        """Principal redeemed, bills and coupons, shape [days]."""
        return self.coupon_redemptions_bn + self.bill_redemptions_bn

    @property
    def accrual_bn(self) -> Amounts:
        """Inflation accrued each day: the index units held overnight times the move of the index."""
        units = (self.par_bn[:, Kind.TIPS] + self.compensation_bn) / self.reference
        return np.concatenate([[0.0], units[:-1] * np.diff(self.reference)])

    @property
    def residual_bn(self) -> Amounts:
        """Change of the total less purchases, accrual and redemptions, each day: 0 if the books balance."""
        change = np.diff(self.total_bn, prepend=self.total_bn[0])
        return change - (self.purchases_bn - self.redemptions_bn + self.accrual_bn)


class _Ladder:
    """Everything that can be held, in the order of maturity, with its running amount.

    Amounts of TIPS are index units (principal over reference CPI), of all
    others par. Plain lists: the work is one pass over a few thousand
    securities, where whole-array arithmetic would only add overhead.
    """

    def __init__(self, book: SecurityBook, issues: Issuance, end: np.datetime64, ref0: float) -> None:
        self.label = book.cusip + issues.label
        self.kind = np.concatenate([book.kind, issues.kind])
        self.maturity: Days = np.concatenate([book.maturity, issues.maturity])
        held = np.where(book.kind == Kind.TIPS, (book.par_bn + book.inflation_bn) / ref0, book.par_bn)
        self.amount: list[float] = [*held.tolist(), *([0.0] * len(issues))]
        self.par: list[float] = [*book.par_bn.tolist(), *([0.0] * len(issues))]
        self.issue0 = len(book.cusip)
        self.rate = (np.concatenate([book.coupon_pct, issues.coupon_pct]) / 100.0).tolist()
        day0 = np.datetime64(book.as_of, "D")
        one_day = np.timedelta64(1, "D")
        self.due = ((self.maturity - day0) / one_day).astype(int).tolist()
        self.pay = ((next_business_day(self.maturity) - day0) / one_day).astype(int).tolist()
        month0 = day0.astype("datetime64[M]")
        months = (self.maturity.astype("datetime64[M]") - month0).astype(int)
        span = int((end.astype("datetime64[M]") - month0).astype(int)) + 1
        order = np.lexsort((np.arange(len(self.label)), self.maturity))
        order = order[(months[order] >= 0) & (months[order] < span)]
        cuts = np.searchsorted(months[order], np.arange(span + 1))
        self.by_month = [order[a:b].tolist() for a, b in zip(cuts[:-1], cuts[1:], strict=True)]


class _Desks:
    """Which issues take a rollover or purchase of a day, and in which proportion."""

    def __init__(self, issues: Issuance, day0: np.datetime64, ladder: _Ladder) -> None:
        at = ((issues.issue - day0) / np.timedelta64(1, "D")).astype(int).tolist()
        tables: tuple[dict[int, list[tuple[int, float]]], ...] = ({}, {})
        bills = (issues.kind == Kind.BILL).tolist()
        for row, offered in enumerate(issues.offering_bn.tolist()):
            if ladder.due[ladder.issue0 + row] > at[row]:
                tables[bills[row]].setdefault(at[row], []).append((ladder.issue0 + row, offered))
        self._tables = tables
        self._days = tuple(sorted(table) for table in tables)

    def shares(self, bills: bool, day: int) -> list[tuple[int, float]]:
        """Return (row, share of the amount): the issues of that day, else of the next, else of the last."""
        days = self._days[bills]
        offered = self._tables[bills][days[min(bisect_left(days, day), len(days) - 1)]]
        total = sum(size for _, size in offered)
        return [(row, size / total) for row, size in offered]


def run_off(
    book: SecurityBook,
    issues: Issuance,
    caps_bn: Mapping[np.datetime64, float],
    end: np.datetime64,
    reference: NDArray[np.float64],
    purchases: Sequence[Purchase] = (),
) -> RunOff:
    """Project a Treasury book by CUSIP.

    Parameters
    ----------
    book
        Opening holdings.
    issues
        Securities on offer from the book's date to `end`.
    caps_bn
        Redemption cap by month (``datetime64[M]``), $ bn, >= 0; ``inf`` lets
        everything run off. A month that is missing has a cap of 0: everything
        rolls over.
    end
        Last day, ``datetime64[D]``.
    reference
        Reference CPI for every day from the book's date to `end`.
    purchases
        Outright purchases beside the rollovers.

    Raises
    ------
    BookError
        For a negative or NaN cap, an end before the book, an index of the
        wrong length, purchases outside the horizon: all problems at once.
    """
    day0 = np.datetime64(book.as_of, "D")
    BookError.check(_problems(book, issues, caps_bn, end, reference, purchases))
    days = np.arange(day0, end + np.timedelta64(1, "D"), dtype="datetime64[D]")
    count = len(days)
    ladder = _Ladder(book, issues, end, float(reference[0]))
    desks = _Desks(issues, day0, ladder)
    index = reference.tolist()
    kinds = ladder.kind.tolist()
    # Changes by day: par of each kind, index units of TIPS, and the flows.
    d_par = np.zeros((count, _KINDS))
    d_units = np.zeros(count)
    red = np.zeros((2, count))  # coupons, bills
    rolled = np.zeros(count)
    bought = np.zeros(count)
    due = np.zeros(len(ladder.label))
    amount, par, due_day, pay_day = ladder.amount, ladder.par, ladder.due, ladder.pay
    rate = ladder.rate
    d_interest = np.zeros((count, _KINDS))  # of index units for TIPS

    def take(bills: bool, day: int, settles: int, principal: float) -> None:
        """Put `principal` on `day` into the issues that settle on `settles`."""
        for row, share in desks.shares(bills, settles):
            part = principal * share
            kind = kinds[row]
            units = part / index[day] if kind == Kind.TIPS else part
            amount[row] += units
            par[row] += part
            d_par[day, kind] += part
            if kind != Kind.BILL:
                d_interest[day, kind] += units * rate[row]
            if kind == Kind.TIPS:
                d_units[day] += units

    by_month = _purchases_by_month(purchases, day0)
    month0 = day0.astype("datetime64[M]")
    for offset, rows in enumerate(ladder.by_month):
        cap = float(caps_bn.get(month0 + offset, 0.0))
        worth = [
            amount[r] * index[min(due_day[r], count - 1)] if kinds[r] == Kind.TIPS else amount[r]
            for r in rows
        ]
        coupons_due = sum(w for w, r in zip(worth, rows, strict=True) if kinds[r] != Kind.BILL)
        bills_due = sum(w for w, r in zip(worth, rows, strict=True) if kinds[r] == Kind.BILL)
        coupons, bills = split_redemptions(cap, coupons_due, bills_due)
        shares = (share_redeemed(float(coupons), coupons_due), share_redeemed(float(bills), bills_due))
        scheduled = dict(zip(rows, worth, strict=True))
        bought_now = by_month.get(offset, [])
        events = [(due_day[r], 0, r) for r in rows] + [(day, 1, i) for i, (day, _) in enumerate(bought_now)]
        if bought_now:
            events.sort()
        for day, is_purchase, which in events:
            if is_purchase:
                purchase = bought_now[which][1]
                take(purchase.bills, day, day, purchase.amount_bn)
                bought[day] += purchase.amount_bn
                continue
            if day >= count:
                continue
            kind = kinds[which]
            held = amount[which]
            if held == 0.0:
                continue
            principal = held * index[day] if kind == Kind.TIPS else held
            due[which] = principal
            # What was bought within the month was not on the month's schedule: it rolls.
            redeemed = min(scheduled[which] * shares[kind == Kind.BILL], principal)
            d_par[day, kind] -= par[which]
            if kind != Kind.BILL:
                d_interest[day, kind] -= held * rate[which]
            if kind == Kind.TIPS:
                d_units[day] -= held
            red[int(kind == Kind.BILL), day] += redeemed
            amount[which] = par[which] = 0.0
            if principal - redeemed > 0.0:
                rolled[day] += principal - redeemed
                take(kind == Kind.BILL, day, pay_day[which], principal - redeemed)

    opening = np.array([book.par_bn[book.kind == kind].sum() for kind in Kind])
    units0 = float((book.par_bn + book.inflation_bn)[book.kind == Kind.TIPS].sum()) / index[0]
    par_bn = opening + np.cumsum(d_par, axis=0)
    interest = _opening_interest(book, index[0]) + np.cumsum(d_interest, axis=0)
    interest[:, Kind.TIPS] *= reference
    principal_tips = (units0 + np.cumsum(d_units)) * reference
    at_end = np.array(amount)
    at_end[ladder.kind == Kind.TIPS] *= index[-1]
    return RunOff(
        days=days,
        reference=reference,
        par_bn=par_bn,
        compensation_bn=principal_tips - par_bn[:, Kind.TIPS],
        coupon_redemptions_bn=red[0],
        bill_redemptions_bn=red[1],
        rollovers_bn=rolled,
        purchases_bn=bought,
        label=ladder.label,
        maturity=ladder.maturity,
        final_bn=np.array(par),
        interest_bn=interest,
        due_bn=np.where(due > 0, due, at_end),
    )


def _opening_interest(book: SecurityBook, ref0: float) -> Amounts:
    """Return a year's coupons by kind: of par, for TIPS of index units."""
    principal = np.where(book.kind == Kind.TIPS, (book.par_bn + book.inflation_bn) / ref0, book.par_bn)
    yearly = principal * book.coupon_pct / 100.0
    return np.array([0.0 if kind == Kind.BILL else yearly[book.kind == kind].sum() for kind in Kind])


def _purchases_by_month(
    purchases: Sequence[Purchase], day0: np.datetime64
) -> dict[int, list[tuple[int, Purchase]]]:
    table: dict[int, list[tuple[int, Purchase]]] = {}
    month0 = day0.astype("datetime64[M]")
    for purchase in purchases:
        offset = int((purchase.day.astype("datetime64[M]") - month0).astype(int))
        day = int((purchase.day - day0) / np.timedelta64(1, "D"))
        table.setdefault(offset, []).append((day, purchase))
    return table


def _problems(
    book: SecurityBook,
    issues: Issuance,
    caps_bn: Mapping[np.datetime64, float],
    end: np.datetime64,
    reference: NDArray[np.float64],
    purchases: Sequence[Purchase],
) -> list[Message]:
    day0 = np.datetime64(book.as_of, "D")
    found: list[Message] = []
    if end <= day0:
        text = N_("end: {end} is not after the date of the holdings, {start}; choose a later end")
        return [Message(text, {"end": end, "start": day0})]
    if len(reference) != int((end - day0) / np.timedelta64(1, "D")) + 1:
        text = N_("price index: {count} values for the days {start} to {end}; give one for each day")
        found.append(Message(text, {"count": len(reference), "start": day0, "end": end}))
    if not (np.isfinite(reference).all() and (reference > 0).all()):
        found.append(Message(N_("price index: every value must be a number above 0")))
    for bills, text in (
        (True, N_("issuance: no bills are on offer; maturing bills cannot roll over")),
        (False, N_("issuance: no notes or bonds are on offer; maturing coupons cannot roll over")),
    ):
        if not ((issues.kind == Kind.BILL) == bills).any():
            found.append(Message(text))
    for month, cap in caps_bn.items():
        if np.isnan(cap) or cap < 0:
            text = N_("cap of {month}: {value} is not allowed; give $ bn a month, 0 or more")
            found.append(Message(text, {"month": month, "value": cap}))
    for purchase in purchases:
        if not np.isfinite(purchase.amount_bn) or purchase.amount_bn < 0:
            text = N_("purchase on {day}: {value} is not allowed; give $ bn, 0 or more")
            found.append(Message(text, {"day": purchase.day, "value": purchase.amount_bn}))
        if not day0 < purchase.day <= end:
            text = N_("purchase on {day}: outside the projection, {start} to {end}; move it or drop it")
            found.append(Message(text, {"day": purchase.day, "start": day0, "end": end}))
    return found
