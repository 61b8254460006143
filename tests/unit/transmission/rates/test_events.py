"""Moves around announcements."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.programmes.loader import load
from tidegate.errors import InputError
from tidegate.transmission.rates.events import announcements, event_moves

DAYS = np.array(["2020-03-12", "2020-03-13", "2020-03-16", "2020-03-17", "2020-04-30"], dtype="datetime64[D]")
YIELDS = {"10y": (DAYS, np.array([0.90, 0.95, 0.75, 1.00, 0.60]))}


def test_from_the_close_before():
    found = event_moves([date(2020, 3, 13)], YIELDS)
    assert found.of("10y") == pytest.approx([5.0])
    assert found.of("10y", 2) == pytest.approx([-15.0])


def test_what_is_said_on_a_sunday_moves_monday():
    found = event_moves([date(2020, 3, 15)], YIELDS)
    assert found.trading_days[0] == np.datetime64("2020-03-16")
    assert found.of("10y") == pytest.approx([-20.0])
    assert found.of("10y", 2) == pytest.approx([5.0])


def test_gaps_are_not_filled():
    found = event_moves([date(2020, 3, 12), date(2020, 4, 29), date(2021, 1, 1)], YIELDS)
    assert np.isnan(found.of("10y")).all()
    assert np.isnat(found.trading_days[2])
    assert np.isnan(event_moves([date(2020, 3, 17)], YIELDS).of("10y", 2)[0])


def test_only_days_on_the_balance_sheet():
    found = announcements(load("fed"))
    days = [a.day for a in found]
    assert days == sorted(set(days))
    assert date(2008, 11, 25) in days
    assert date(2023, 7, 26) not in days  # a hike alone
    kinds = {a.day: a.kind for a in found}
    assert kinds[date(2013, 5, 22)] == "statement"
    assert kinds[date(2022, 5, 4)] == "rule"
    assert kinds[date(2023, 3, 12)] == "facility"


def test_refuses_no_window_and_no_yields():
    with pytest.raises(InputError, match="windows"):
        event_moves([date(2020, 3, 13)], YIELDS, (0,))
    with pytest.raises(InputError, match="windows"):
        event_moves([date(2020, 3, 13)], {})
