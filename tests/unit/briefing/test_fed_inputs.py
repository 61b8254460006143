"""Conditions of a projection: the record up to the day, a stated rule beyond it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.portfolio import issuance
from tidegate.bank.portfolio.book import Kind
from tidegate.briefing import assembly
from tidegate.briefing.fed_inputs import bill_yield, carried, mortgage_rates, new_coupons
from tidegate.data import open_store

STORE = open_store(today=date(2026, 10, 8))
MONTHS = np.arange(np.datetime64("2022-01"), np.datetime64("2027-01"))
D = np.datetime64


def test_monthly_mortgage_rates_keep_the_published_quarterly_means():
    rates, assumed = mortgage_rates(STORE, MONTHS, date(2026, 10, 8))
    # Freddie Mac PMMS, mean of 2023Q3 7.04 and of 2024Q1 6.75.
    quarter = MONTHS.astype(int) // 3
    for first, mean in (("2023-07", 7.04), ("2024-01", 6.75)):
        assert rates[quarter == D(first, "M").astype(int) // 3].mean() == pytest.approx(mean, abs=1e-9)
    assert len(assumed) == 1


def test_beyond_the_day_nothing_later_is_used():
    then, _ = mortgage_rates(STORE, MONTHS, date(2022, 5, 4))
    early = open_store(today=date(2026, 10, 8))
    assert np.array_equal(then, mortgage_rates(early, MONTHS, date(2022, 5, 4))[0])
    assert then[-1] == pytest.approx(
        4.7, abs=0.3
    )  # the ten-year yield of that week, about 3, plus a usual spread
    assert np.ptp(then[-12:]) < 0.05


def test_new_issues_sell_at_the_yield_of_their_term():
    desk = assembly.open_desk(date(2026, 10, 8), STORE)
    book = assembly.book_on(desk, date(2022, 3, 30))
    issues = issuance.regular(
        D("2023-01-01"), D("2023-12-31"), {"2y": 1, "10y": 1, "frn": 1, "tips10": 1, "13w": 1}
    )
    coupons = new_coupons(STORE, book, issues, date(2026, 10, 8))
    tenor = np.array(issues.tenor)
    tens = STORE.series("DGS10")
    at = tenor == "10y"
    assert np.array_equal(coupons[at], carried(tens, issues.issue[at]))
    assert (coupons[issues.kind == Kind.BILL] == 0).all()
    assert 0 < coupons[tenor == "frn"].max() < 0.5
    frozen = new_coupons(STORE, book, issues, date(2022, 5, 4))
    assert np.ptp(frozen[at]) == 0


def test_carried_takes_the_first_value_before_a_series_begins():
    found = STORE.series("DGS10")
    assert carried(found, np.array(["1950-01-01"], dtype="datetime64[D]"))[0] == found.values[0]
    days = np.array(["2023-07-03", "2023-07-04"], dtype="datetime64[D]")
    assert bill_yield(STORE, days, date(2026, 10, 8))[1] == bill_yield(STORE, days[:1], date(2026, 10, 8))[0]
