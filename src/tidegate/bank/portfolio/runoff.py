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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.issuance import Issuance
from tidegate.bank.portfolio.ladder import Desks, Ladder, Log
from tidegate.bank.portfolio.redemption import share_redeemed, split_redemptions
from tidegate.errors import BookError
from tidegate.message import N_, Message
from tidegate.units import Days

Amounts = NDArray[np.float64]


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
    purchases_bn, bill_purchases_bn
        Outright purchases, apart from rollovers; those of bills among them.
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
    bill_purchases_bn: Amounts
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
    index = reference.tolist()
    ladder = Ladder(book, issues, end, index[0])
    desks = Desks(issues, day0, ladder)
    log = Log(len(days))
    due = [0.0] * len(ladder.label)
    bought_by_month = _by_month(purchases, day0)
    month0 = day0.astype("datetime64[M]")
    for offset, rows in enumerate(ladder.by_month):
        cap = float(caps_bn.get(month0 + offset, 0.0))
        _run_month(ladder, desks, log, index, due, rows, cap, bought_by_month.get(offset, []))

    tips = book.kind == Kind.TIPS
    units = float((book.par_bn + book.inflation_bn)[tips].sum()) / index[0] + np.cumsum(log.units)
    par_bn = log.levels(log.par, np.array([book.par_bn[book.kind == kind].sum() for kind in Kind]))
    interest = log.levels(log.interest, _opening_interest(book, index[0]))
    interest[:, Kind.TIPS] *= reference
    at_end = np.array(ladder.amount)
    at_end[np.array(ladder.is_tips)] *= index[-1]
    paid = np.array(due)
    return RunOff(
        days=days,
        reference=reference,
        par_bn=par_bn,
        compensation_bn=units * reference - par_bn[:, Kind.TIPS],
        coupon_redemptions_bn=np.array(log.redeemed[False]),
        bill_redemptions_bn=np.array(log.redeemed[True]),
        rollovers_bn=np.array(log.rolled),
        purchases_bn=np.array(log.bought) + np.array(log.bought_bills),
        bill_purchases_bn=np.array(log.bought_bills),
        label=ladder.label,
        maturity=ladder.maturity,
        final_bn=np.array(ladder.par),
        interest_bn=interest,
        due_bn=np.where(paid > 0, paid, at_end),
    )


def _run_month(
    ladder: Ladder,
    desks: Desks,
    log: Log,
    index: list[float],
    due: list[float],
    rows: list[int],
    cap_bn: float,
    bought: list[tuple[int, bool, float]],
) -> None:
    """Let one month's securities fall due under its cap, and make its purchases, day by day."""
    last = len(index) - 1
    amount, is_bill, is_tips, due_day = ladder.amount, ladder.is_bill, ladder.is_tips, ladder.due
    scheduled = {r: amount[r] * index[min(due_day[r], last)] if is_tips[r] else amount[r] for r in rows}
    coupons_due = sum(w for r, w in scheduled.items() if not is_bill[r])
    bills_due = sum(w for r, w in scheduled.items() if is_bill[r])
    coupons, bills = split_redemptions(cap_bn, coupons_due, bills_due)
    shares = (share_redeemed(float(coupons), coupons_due), share_redeemed(float(bills), bills_due))
    waiting = iter(bought)
    purchase = next(waiting, None)
    rolling: dict[tuple[bool, int], float] = {}  # (bills, settlement day) -> principal of the day at hand
    today = -1
    for row in rows:
        day = due_day[row]
        if day > last:
            break
        if day != today:
            _roll(ladder, desks, log, index, today, rolling)
            while purchase is not None and purchase[0] < day:
                _buy(ladder, desks, log, index, purchase)
                purchase = next(waiting, None)
            today = day
        held = amount[row]
        if held == 0.0:
            continue
        principal = held * index[day] if is_tips[row] else held
        due[row] = principal
        # What was bought within the month was not on the month's schedule: it rolls.
        redeemed = min(scheduled[row] * shares[is_bill[row]], principal)
        log.move(ladder, row, day, -ladder.par[row], -held)
        log.redeemed[is_bill[row]][day] += redeemed
        amount[row] = ladder.par[row] = 0.0
        if principal > redeemed:
            key = (is_bill[row], ladder.pay[row])
            rolling[key] = rolling.get(key, 0.0) + (principal - redeemed)
    _roll(ladder, desks, log, index, today, rolling)
    while purchase is not None:
        _buy(ladder, desks, log, index, purchase)
        purchase = next(waiting, None)


def _roll(
    ladder: Ladder,
    desks: Desks,
    log: Log,
    index: list[float],
    day: int,
    rolling: dict[tuple[bool, int], float],
) -> None:
    """Put the principal of a day into the issues that settle, and forget it."""
    for (bills, settles), principal in rolling.items():
        log.rolled[day] += principal
        _invest(ladder, log, index, day, principal, desks.shares(bills, settles))
    rolling.clear()


def _buy(
    ladder: Ladder, desks: Desks, log: Log, index: list[float], purchase: tuple[int, bool, float]
) -> None:
    """Make one outright purchase: (day, bills, amount)."""
    day, bills, amount_bn = purchase
    (log.bought_bills if bills else log.bought)[day] += amount_bn
    _invest(ladder, log, index, day, amount_bn, desks.shares(bills, day))


def _invest(
    ladder: Ladder, log: Log, index: list[float], day: int, principal: float, shares: list[tuple[int, float]]
) -> None:
    """Divide `principal` over issues."""
    for row, share in shares:
        part = principal * share
        amount = part / index[day] if ladder.is_tips[row] else part
        ladder.amount[row] += amount
        ladder.par[row] += part
        log.move(ladder, row, day, part, amount)


def _opening_interest(book: SecurityBook, ref0: float) -> Amounts:
    """Return a year's coupons by kind: of par, for TIPS of index units."""
    principal = np.where(book.kind == Kind.TIPS, (book.par_bn + book.inflation_bn) / ref0, book.par_bn)
    yearly = principal * book.coupon_pct / 100.0
    return np.array([0.0 if kind == Kind.BILL else yearly[book.kind == kind].sum() for kind in Kind])


def _by_month(purchases: Sequence[Purchase], day0: np.datetime64) -> dict[int, list[tuple[int, bool, float]]]:
    """Return (day, bills, amount) of the purchases by month, in the order of their days."""
    table: dict[int, list[tuple[int, bool, float]]] = {}
    if not purchases:
        return table
    when = np.array([p.day for p in purchases], dtype="datetime64[D]")
    months = (when.astype("datetime64[M]") - day0.astype("datetime64[M]")).astype(int).tolist()
    days = (when - day0).astype(int).tolist()
    for day, place, month in sorted(zip(days, range(len(days)), months, strict=True)):
        purchase = purchases[place]
        table.setdefault(month, []).append((day, purchase.bills, purchase.amount_bn))
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
