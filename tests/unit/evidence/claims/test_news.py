"""News about holdings: read from announcements, never from markets."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.programmes.loader import load
from tidegate.evidence.claims.news import first_purchases, moves_on, news

FED = load("fed")
UNTIL = date(2026, 10, 8)


@pytest.fixture(scope="module")
def told() -> dict[date, float]:
    return {n.day: n.change_bn for n in news(FED, UNTIL)}


@pytest.mark.parametrize(
    ("day", "sign"),
    [
        ("2008-11-25", 1),  # purchases announced
        ("2009-03-18", 1),  # widened
        ("2010-08-10", 1),  # principal reinvested instead of running off
        ("2011-09-21", 1),  # long securities for short ones
        ("2020-03-23", 1),  # as needed
        ("2025-10-29", 1),  # run-off to end
        ("2013-12-18", -1),  # taper
        ("2017-09-20", -1),  # run-off to begin
        ("2022-05-04", -1),
    ],
)
def test_the_sign_of_news_is_that_of_the_plan(told: dict[date, float], day: str, sign: int) -> None:
    assert np.sign(told[date.fromisoformat(day)]) == sign


@pytest.mark.parametrize("day", ["2019-10-11", "2025-12-10", "2013-05-22", "2022-06-15"])
def test_bills_words_and_rates_are_no_news_of_long_securities(told: dict[date, float], day: str) -> None:
    assert date.fromisoformat(day) not in told


def test_six_months_of_a_taper_step(told: dict[date, float]) -> None:
    """From 85 to 75 a month, in force from January 2014: five and a half months of ten."""
    assert told[date(2013, 12, 18)] == pytest.approx(-55.0, abs=1.5)


def test_later_announcements_are_not_known() -> None:
    assert max(n.day for n in news(FED, date(2013, 12, 31))) == date(2013, 12, 18)


def test_first_purchases_after_nothing_was_bought() -> None:
    assert first_purchases(FED, date(2007, 1, 1), UNTIL) == date(2008, 11, 25)
    assert first_purchases(FED, date(2017, 10, 1), UNTIL) == date(2019, 10, 11)
    assert first_purchases(FED, date(2022, 6, 1), UNTIL) == date(2025, 12, 10)
    assert first_purchases(FED, date(2022, 6, 1), date(2025, 11, 1)) is None


def test_moves_are_set_against_ordinary_days() -> None:
    rng = np.random.default_rng(5)
    dates = np.arange("2010-01-01", "2012-12-31", dtype="datetime64[D]")
    dates = dates[np.is_busday(dates)]
    yields = 3.0 + np.cumsum(rng.normal(0.0, 0.05, len(dates)))
    events = [date(2011, 6, 15), date(2012, 3, 14), date(2012, 9, 12)]
    for each in events:
        yields[np.searchsorted(dates, np.datetime64(each)) :] -= 0.30
    found = moves_on(events, events, dates, yields)
    assert found.ordinary == pytest.approx(5.0, rel=0.2)
    reading = found.against_ordinary_days()
    assert reading.mean == pytest.approx(-30.0, abs=8.0)
    assert reading.se == pytest.approx(5.0 / np.sqrt(3.0), rel=0.2)
    spread = found.across_events()
    assert spread.se == pytest.approx(np.std(found.moves, ddof=1) / np.sqrt(3.0))


def test_days_without_closes_are_left_out() -> None:
    dates = np.arange("2010-01-01", "2010-12-31", dtype="datetime64[D]")
    found = moves_on([date(2020, 1, 1)], [], dates, np.full(len(dates), 2.0))
    assert len(found.moves) == 0
    assert np.isnan(found.against_ordinary_days().mean)
    assert np.isnan(found.across_events().mean)
