"""When a figure became public."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.catalog import series
from tidegate.data.asof import known_from, latest_known, period_end, release_dates


def day(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[D]")


@pytest.mark.parametrize(
    ("series_id", "stamp", "end"),
    [
        ("WALCL", "2024-01-31", "2024-01-31"),  # a Wednesday level
        ("WRESBAL", "2024-01-31", "2024-01-31"),  # the week that ends there
        ("CPIAUCSL", "2024-02-01", "2024-02-29"),  # a month
        ("GDP", "2023-10-01", "2023-12-31"),  # a quarter
        ("FYFSGDA188S", "2024-01-01", "2024-12-31"),  # a year
        ("JPNASSETS", "2024-01-01", "2024-01-31"),
    ],
)
def test_end_of_the_observed_period(series_id: str, stamp: str, end: str) -> None:
    assert period_end(day(stamp), series(series_id)) == day(end)


@pytest.mark.parametrize(
    ("series_id", "stamp", "public"),
    [
        ("WALCL", "2024-01-31", "2024-02-01"),  # Thursday
        ("SOFR", "2024-02-02", "2024-02-05"),  # a Friday is published on Monday
        ("DFEDTARU", "2023-07-27", "2023-07-27"),  # in force that day
        ("CPIAUCSL", "2023-12-01", "2024-01-15"),  # 14 days are a Sunday; really 11 January
        ("GDP", "2023-10-01", "2024-01-30"),
    ],
)
def test_release_date(series_id: str, stamp: str, public: str) -> None:
    assert release_dates(day(stamp), series(series_id)) == day(public)


def test_first_vintage_counts_from_its_release_and_later_ones_from_retrieval() -> None:
    dates = day("2023-12-01", "2023-12-01", "2024-01-01")
    vintages = day("2024-03-31", "2024-06-30", "2024-03-31")
    known = known_from(dates, vintages, series("CPIAUCSL"))
    assert known.tolist() == day("2024-01-15", "2024-06-30", "2024-02-14").tolist()


def test_nothing_was_unknown_on_the_day_it_was_retrieved() -> None:
    # The usual lag of a recession date is 15 months, but the figure is in hand.
    known = known_from(day("2024-01-01"), day("2024-03-31"), series("USREC"))
    assert known == day("2024-03-31")


def test_a_projection_is_not_known_before_its_quarter() -> None:
    known = known_from(day("2030-01-01"), day("2024-03-31"), series("GDPPOT"))
    assert known == day("2030-03-31")


def test_latest_known_row_of_each_date() -> None:
    dates = day("2024-01-01", "2024-01-01", "2024-02-01")
    known = day("2024-02-10", "2024-05-01", "2024-03-10")
    assert latest_known(dates, known, np.datetime64("2024-01-31")).tolist() == []
    assert latest_known(dates, known, np.datetime64("2024-03-31")).tolist() == [0, 2]
    assert latest_known(dates, known, np.datetime64("2024-05-01")).tolist() == [1, 2]
