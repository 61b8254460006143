"""QT1 from class-level stocks: no book by security exists before 2022, so the calendar of maturities is borrowed."""

from datetime import date

import numpy as np
import pytest

from tidegate.bank.portfolio.aggregate import Orders, run_stock
from tidegate.bank.portfolio.book import Kind
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for
from tidegate.briefing.assembly import book_on, open_desk
from tidegate.units import month_end

MONTHS = np.arange(np.datetime64("2017-10", "M"), np.datetime64("2019-08", "M"))
OPENING = np.datetime64("2017-09-27")
BORROWED = date(2022, 3, 30)
DESK = open_desk(date(2026, 10, 8))
# NY Fed, SOMA summary of 2017-09-27, $ bn: notes and bonds, TIPS with compensation, FRNs.
CLASSES = {Kind.COUPON: 2_322.643, Kind.TIPS: 109.412 + 18.689, Kind.FRN: 14.684}


def profile(shift_months: int = 0) -> np.ndarray:
    """Share of the opening stock that falls due in each month, as in the book of March 2022, class by class.

    That book starts at the same distance from the next refunding month as
    September 2017 does. `shift_months` reads it later, to see what that is worth.
    """
    book = book_on(DESK, BORROWED)
    start = np.datetime64(BORROWED, "M") + 1 + shift_months
    ahead = (book.maturity.astype("datetime64[M]") - start).astype(int)
    due = np.zeros(361)
    for kind, stock in CLASSES.items():
        held = (book.kind == kind) & (ahead >= 0)
        amount = book.par_bn + book.inflation_bn
        every = amount[book.kind == kind].sum()
        np.add.at(due, np.minimum(ahead[held], 360), stock * amount[held] / every)
    return due / sum(CLASSES.values())


def change(shift_months: int = 0) -> float:
    """Return the change of Treasuries from 2017-09-27 to 2019-07-31, $ bn."""
    count = len(MONTHS)
    nothing, unknown = np.zeros(count), np.full(count, np.nan)
    announced = plan_for(load("fed"), "as-announced").caps("treasuries", MONTHS)
    prices = DESK.series("CPIAUCSL")
    # Compensation follows the index of two to three months before.
    at = np.searchsorted(prices.dates, (MONTHS - 2).astype("datetime64[D]"))
    inflation = prices.values[at] / prices.values[at - 1] - 1.0
    orders = Orders(
        month_end(MONTHS),
        np.ones(count),
        nothing,
        unknown,
        announced,
        unknown,
        nothing,
        unknown,
        inflation * CLASSES[Kind.TIPS] / sum(CLASSES.values()),
    )
    # What is reinvested goes into new notes: none falls due within two years.
    new = np.concatenate([np.zeros(24), np.full(96, 1.0 / 96.0)])
    path = run_stock("treasuries", sum(CLASSES.values()), orders, profile(shift_months), new)
    return float(path.stock_bn[-1] - path.opening_bn)


def test_treasuries_of_qt1_against_h41():
    """H.4.1, TREAST: from 2017-09-27 to 2019-07-31 minus 385 bn."""
    held = DESK.levels("TREAST")
    actual = held.at(np.datetime64("2019-07-31")) - held.at(OPENING)
    assert actual == pytest.approx(-385.0, abs=1.0)
    # 3.5% too much: months in which less fell due than the cap are not those of 2017 to 2019.
    assert change() == pytest.approx(actual, rel=0.04)
    # Read later by three to nine months, the same calendar gives 375 to 390: the record lies inside.
    others = [change(shift) for shift in (3, 6, 9)]
    assert min(change(), *others) < actual < max(change(), *others)


def test_the_caps_alone_would_overshoot():
    """Were there always enough to let go, the caps of 435 bn would all be used."""
    held = DESK.levels("TREAST")
    actual = held.at(np.datetime64("2019-07-31")) - held.at(OPENING)
    announced = plan_for(load("fed"), "as-announced").caps("treasuries", MONTHS)
    assert announced.sum() == 435.0
    assert abs(change() - actual) < 0.4 * abs(-announced.sum() - actual)
