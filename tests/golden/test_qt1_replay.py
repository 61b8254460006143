"""QT1 from class-level stocks: no book by security exists before 2022, but its calendar of maturities was published.

H.4.1 gave every week what matured within a year (table 2). From those
readings, and from no figure of redemptions or holdings, the calendar of the
book of September 2017 is read: what fell due until July 2019 was in the book
before run-off began, for the shortest note has two years and no bill was held.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tidegate.bank.portfolio.aggregate import Orders, run_stock
from tidegate.bank.portfolio.aggregate_calendar import maturing_on, maturity_dates
from tidegate.bank.portfolio.book import Kind
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for
from tidegate.briefing.assembly import book_on, open_desk
from tidegate.units import bn_from_millions, month_end

MONTHS = np.arange(np.datetime64("2017-10", "M"), np.datetime64("2019-08", "M"))
OPENING = np.datetime64("2017-09-27")
BORROWED = date(2022, 3, 30)
DESK = open_desk(date(2026, 10, 8))
# NY Fed, SOMA summary of 2017-09-27, $ bn: notes and bonds, TIPS with compensation, FRNs.
CLASSES = {Kind.COUPON: 2_322.643, Kind.TIPS: 109.412 + 18.689, Kind.FRN: 14.684}
WITHIN_A_YEAR = Path(__file__).with_name("h41_maturing_within_a_year.csv")


def published() -> tuple[np.ndarray, np.ndarray]:
    """Return the dates and amounts of the calendar as H.4.1 gave it, 2015-08 to 2019-07."""
    rows = [line.split(",") for line in WITHIN_A_YEAR.read_text(encoding="utf-8").splitlines()[4:]]
    days = np.array([r[0] for r in rows], dtype="datetime64[D]")
    bucket = np.array([bn_from_millions(float(r[1])) for r in rows])
    dates = maturity_dates(np.datetime64("2015-08"), np.datetime64("2019-07"))
    return dates, maturing_on(days, bucket, dates)


def due_by_month() -> np.ndarray:
    """Return what fell due in each month of QT1, $ bn."""
    dates, due = published()
    return np.array([due[dates.astype("datetime64[M]") == month].sum() for month in MONTHS])


def borrowed_profile() -> np.ndarray:
    """Share of the opening stock that falls due in each month, as in the book of March 2022, class by class.

    That book starts at the same distance from the next refunding month as September 2017 does.
    """
    book = book_on(DESK, BORROWED)
    ahead = (book.maturity.astype("datetime64[M]") - np.datetime64(BORROWED, "M") - 1).astype(int)
    due = np.zeros(361)
    for kind, stock in CLASSES.items():
        held = (book.kind == kind) & (ahead >= 0)
        amount = book.par_bn + book.inflation_bn
        every = amount[book.kind == kind].sum()
        np.add.at(due, np.minimum(ahead[held], 360), stock * amount[held] / every)
    return due / sum(CLASSES.values())


def change(due_bn: np.ndarray | None = None) -> float:
    """Return the change of Treasuries from 2017-09-27 to 2019-07-31, $ bn; default: the borrowed calendar."""
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
        unknown if due_bn is None else due_bn,
        inflation * CLASSES[Kind.TIPS] / sum(CLASSES.values()),
    )
    # What is reinvested goes into new notes: none falls due within two years.
    new = np.concatenate([np.zeros(24), np.full(96, 1.0 / 96.0)])
    path = run_stock("treasuries", sum(CLASSES.values()), orders, borrowed_profile(), new)
    return float(path.stock_bn[-1] - path.opening_bn)


def actual() -> float:
    held = DESK.levels("TREAST")
    return held.at(np.datetime64("2019-07-31")) - held.at(OPENING)


def test_treasuries_of_qt1_against_h41():
    """H.4.1, TREAST: from 2017-09-27 to 2019-07-31 minus 385 bn."""
    assert actual() == pytest.approx(-385.0, abs=1.0)
    assert change(due_by_month()) == pytest.approx(actual(), rel=0.03)
    # Months in which less fell due than the cap: September, October and December 2018, January and March 2019.
    announced = plan_for(load("fed"), "as-announced").caps("treasuries", MONTHS)
    short = MONTHS[due_by_month() < announced]
    assert [str(m) for m in short] == ["2018-09", "2018-10", "2018-12", "2019-01", "2019-03"]


def test_the_calendar_adds_up_to_what_the_annual_report_gave():
    """Annual Report 2015, table 2: 216.1 bn had at most a year left on 2015-12-31 (published to the million)."""
    dates, due = published()
    year = dates.astype("datetime64[Y]") == np.datetime64("2016")
    # The 1.995 bn that stood in the bucket at the first reading is missed twice in 2016, nine months apart.
    assert due[year].sum() + 2 * 1.995 == pytest.approx(216.115, abs=0.2)
    assert (due > -0.1).all()


def test_a_calendar_borrowed_from_2022_lies_further_off():
    """How good the guess was before the published calendar was used: 398 bn, 3.5% too much."""
    assert change() == pytest.approx(-398.2, abs=0.5)
    assert abs(change(due_by_month()) - actual()) < abs(change() - actual())


def test_the_caps_alone_would_overshoot():
    """Were there always enough to let go, the caps of 435 bn would all be used."""
    announced = plan_for(load("fed"), "as-announced").caps("treasuries", MONTHS)
    assert announced.sum() == 435.0
    assert abs(change(due_by_month()) - actual()) < 0.1 * abs(-announced.sum() - actual())
