"""Where data and models meet for the ECB, the Bank of England and the Bank of Japan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from tidegate.bank.abroad.books import (
    Built,
    History,
    empty_book,
    euro_book,
    gilt_books,
    sale_note,
    sale_terms,
    yen_book,
)
from tidegate.bank.abroad.profiles import BANKS, profile
from tidegate.bank.abroad.projection import Book, project_abroad
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import AS_ANNOUNCED, Plan, plan_for
from tidegate.bank.projection import Frequency, Projection
from tidegate.briefing.assembly import Desk, open_desk, plan_from
from tidegate.catalog.loader import unknown
from tidegate.errors import DateOutOfRange, InputError
from tidegate.message import N_, Message
from tidegate.units import day, last_day_of, parse_month

EURO_SERIES = {
    "app": ("APP_NET_PURCHASES", "APP_HOLDINGS"),
    "pepp": ("PEPP_NET_PURCHASES", "PEPP_CUMULATIVE"),
}
PEPP_BEGINS = date(2020, 3, 31)
"""First month-end for which its stock is published."""
AHEAD_MONTHS = 12
"""How far the path goes where no end is asked for."""


def euro_history(desk: Desk, name: str, known_on: date) -> History:
    """Return the record of the APP or the PEPP as known on a day."""
    net = desk.store.series(EURO_SERIES[name][0], known_on)
    stock = desk.store.series(EURO_SERIES[name][1], known_on)
    first, last = net.dates[0], min(net.dates[-1], stock.dates[-1])
    months = np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + 1)
    # Months that the store lacks had no net purchases of any size: the stock stood still.
    bought = dict(zip(net.dates.astype("datetime64[M]"), net.values, strict=True))
    held = dict(zip(stock.dates.astype("datetime64[M]"), stock.values, strict=True))
    net_bn = np.array([bought.get(m, 0.0) for m in months])
    stock_bn, level = np.zeros(len(months)), 0.0
    for row, month in enumerate(months):
        level = held.get(month, level + net_bn[row])
        stock_bn[row] = level
    announced = plan_for(load("ecb"), f"known:{known_on}")
    let_go = np.isinf(announced.caps(name, months)) & (net_bn < 0.0)
    return History(months, net_bn, stock_bn, let_go)


def project_bank(
    bank: str,
    start: date | None = None,
    plan: str = AS_ANNOUNCED,
    end: str | None = None,
    frequency: Frequency = "monthly",
    desk: Desk | None = None,
) -> Projection:
    """Project the portfolios of the ECB, the Bank of England or the Bank of Japan.

    Parameters
    ----------
    bank
        ``ecb``, ``boe`` or ``boj``.
    start
        A day for which a stock was published; default: the eve of the run-off.
    plan
        ``as-announced``, ``known:DATE`` (with the redemptions known on that
        day, too), or the path of a plan file.
    end
        Last month, ``YYYY-MM``; default: twelve months after the day of the desk.
    frequency
        ``monthly`` or ``weekly``.
    desk
        An open desk; it says up to which day the record is used.

    Raises
    ------
    InputError
        One of its kinds, naming what was given and what is allowed.
    """
    if bank not in BANKS:
        raise unknown(N_("bank"), bank, BANKS)
    where = desk or open_desk()
    chosen = plan_from(plan, bank, where.as_of)
    known_on = min(chosen.known_on or where.as_of, where.as_of)
    found = profile(bank)
    first = start or found.run_off_start
    if first > where.as_of:
        raise DateOutOfRange.of(
            N_("start {value}: not yet known on {as_of}; choose an earlier one"),
            value=first,
            as_of=where.as_of,
        )
    if end is None:
        last = last_day_of(day(where.as_of).astype("datetime64[M]") + AHEAD_MONTHS)
    else:
        last = last_day_of(parse_month(end, "end"))
    if last <= day(first):
        raise InputError.of(
            N_("end {end}: not after the start {start}; choose a later month"), end=end, start=first
        )
    books, notes = _books(where, bank, chosen, first, last, known_on)
    terms = sale_terms(found, known_on)
    projection = project_abroad(bank, chosen, day(first), last, books, frequency, terms, notes)
    if projection.series["realised_loss_bn"].any():
        return replace(projection, assumptions=(*notes, sale_note(found)))
    return projection


def _books(desk: Desk, bank: str, plan: Plan, start: date, end: np.datetime64, known_on: date) -> Built:
    found = profile(bank)
    if bank == "boe":
        return gilt_books(found, plan, start, end, known_on, desk.as_of)
    if bank == "boj":
        return yen_book(found, start, end, known_on, desk.as_of)
    if found.at_purchase is None:
        raise LookupError("the ECB's profile lacks maturities at purchase")
    books: list[Book] = []
    notes: list[Message] = []
    # What was held on the first day was known soon after it, whatever the plan knew.
    known = max(known_on, start)
    for name in EURO_SERIES:
        if name == "pepp" and start < PEPP_BEGINS:
            some, said = empty_book(name, found.at_purchase, start, end)
        else:
            history = euro_history(desk, name, _published(desk, known, start))
            some, said = euro_book(name, history, found.at_purchase, start, end, book_value=name == "app")
        books += some
        notes += said
    if known_on < found.at_purchase.known:
        text = N_(
            "How purchases spread over maturities was estimated on figures published by {day}, after the plan."
        )
        notes.append(Message(text, {"day": found.at_purchase.known}))
    return tuple(books), tuple(notes)


def _published(desk: Desk, known_on: date, start: date) -> date:
    """Return the first day on which the stock of the start was public, or the day of knowledge if later."""
    stock = desk.store.series("APP_HOLDINGS", desk.as_of)
    rows = np.flatnonzero(stock.dates == day(start))
    out: date = stock.known_on[rows[0]].item() if rows.size else known_on
    return max(known_on, out)
