"""Curves, holdings and moves from the store, and the section that shows them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.curves import (
    curve_on,
    event_study,
    gdp_on,
    holdings_on,
    quarter_ends,
    stock_effects,
    transmit_curve,
    yield_table,
)
from tidegate.briefing.sections.curve import write
from tidegate.errors import TidegateError

DESK = open_desk(date(2026, 10, 8))


def test_the_last_full_curve():
    fit = curve_on(DESK)
    assert fit.dates[0] == np.datetime64("2026-08-04")
    assert fit.free.tolist() == [6]
    assert fit.rmse_bp[0] < 5
    with pytest.raises(TidegateError):
        curve_on(DESK, date(1960, 1, 1))


def test_the_table_lines_days_up():
    table = yield_table(DESK, date(2026, 1, 1))
    assert table.par_pct.shape == (len(table.dates), len(table.maturities_years))
    assert (np.diff(table.dates).astype(int) > 0).all()
    # H.15: ten years 5.28% on 7 October 2026.
    assert table.par_pct[-1, list(table.maturities_years).index(10.0)] == pytest.approx(5.28)


def test_holdings_have_the_totals_of_the_day():
    found = holdings_on(DESK, date(2015, 12, 31))
    assert found.ladder_bn.sum() + found.bills_bn == pytest.approx(2461.5, abs=1.0)
    assert found.mbs_bn == pytest.approx(1780.4, abs=2.0)
    later = holdings_on(DESK, date(2025, 9, 30))
    assert later.bills_bn == pytest.approx(195.5, abs=1.0)
    assert later.ladder_bn.sum() + later.bills_bn == pytest.approx(4200, abs=50)


def test_nothing_later_is_used():
    early = open_desk(date(2016, 1, 15))
    one = stock_effects(early, [date(2015, 12, 31)], ["ihrig-2018"])[0]
    two = stock_effects(DESK, [date(2015, 12, 31)], ["ihrig-2018"])[0]
    # GDP of the quarter was not out yet: the quarter before stands in its place.
    assert one.by_calibration_bp == pytest.approx(two.by_calibration_bp, rel=0.01)


def test_quarter_ends():
    assert quarter_ends(date(2009, 1, 1), date(2009, 7, 2)) == [
        date(2009, 3, 31),
        date(2009, 6, 30),
        date(2009, 7, 2),
    ]


def test_transmit_takes_gdp_of_the_day():
    found = transmit_curve(DESK, -2500, 36)
    assert found.gdp_bn == gdp_on(DESK, DESK.as_of) > 32_000


def test_announcements_by_the_day_of_the_desk():
    said, moves = event_study(open_desk(date(2012, 1, 1)))
    assert max(a.day for a in said) == date(2011, 9, 21)
    assert moves.tenors == ("2y", "5y", "10y", "30y")


@pytest.mark.parametrize(
    ("when", "charts"), [("2026-10-08", 3), ("2012-01-01", 3), ("2008-06-01", 1), ("2007-03-01", 1)]
)
def test_the_section(when, charts):
    found = write(open_desk(date.fromisoformat(when)))
    assert found.id == "curve"
    assert len(found.charts) == charts
    assert found.lead
    assert found.notes
    assert str(found.lead[0]).startswith("On 20")


def test_the_section_says_when_the_curve_is_older_than_the_last_yields():
    assert any("only some maturities" in str(n) for n in write(DESK).notes)


def test_rows_carry_numbers_or_nothing():
    tables = {t.id: t for t in write(DESK).tables}
    rows = tables["announcement-days"].rows
    assert rows[0]["day"] == date(2026, 10, 7)
    assert rows[0]["move_10y_1d_bp"] is None  # no close of the day before is held
    first = next(r for r in rows if r["day"] == date(2008, 11, 25))
    assert first["move_10y_1d_bp"] == pytest.approx(-24)
