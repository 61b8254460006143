"""The calendar of maturities comes back from the bucket that was made of it."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.bank.portfolio.aggregate_calendar import NEAR_DAYS, maturing_on, maturity_dates
from tidegate.errors import InputError

DATES = maturity_dates(np.datetime64("2016-01"), np.datetime64("2019-12"))
READINGS = np.arange("2014-12-31", "2018-08-08", 7, dtype="datetime64[D]")


def bucket(readings: np.ndarray, due: np.ndarray) -> np.ndarray:
    """Return what has 91 days to a year left on each reading."""
    year = np.array([np.datetime64(f"{int(str(d)[:4]) + 1}{str(d)[4:]}") for d in readings])
    inside = (DATES[None, :] - NEAR_DAYS > readings[:, None]) & (DATES[None, :] <= year[:, None])
    return (inside * due[None, :]).sum(axis=1)


def test_dates_are_the_fifteenth_and_the_last_of_each_month():
    found = maturity_dates(np.datetime64("2018-01"), np.datetime64("2018-02"))
    assert [str(d) for d in found] == ["2018-01-15", "2018-01-31", "2018-02-15", "2018-02-28"]


@pytest.mark.parametrize("every", [1, 2])
def test_what_matures_comes_back(every):
    due = np.random.default_rng(1).uniform(0.0, 40.0, len(DATES))
    readings = READINGS[::every]
    found = maturing_on(readings, bucket(readings, due), DATES)
    seen = np.isfinite(found)
    np.testing.assert_allclose(found[seen], due[seen], atol=1e-9)
    assert DATES[seen].min() == np.datetime64("2016-01-15")
    assert DATES[seen].max() >= np.datetime64("2019-07-15")


def test_an_opening_stock_is_not_broken_down():
    due = np.full(len(DATES), 10.0)
    readings = READINGS[np.datetime64("2016-06-01") <= READINGS]
    found = maturing_on(readings, bucket(readings, due), DATES)
    late = np.datetime64("2017-06-01") < DATES
    # What stood in the bucket at first reads as zero nine months before.
    assert np.nanmin(found[late]) == pytest.approx(0.0)
    assert np.nanmax(found) == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("readings", "amounts", "words"),
    [
        (READINGS[:2], np.zeros(3), "2 days but 3 amounts"),
        (READINGS[[1, 0]], np.zeros(2), "does not lie after"),
        (READINGS[:2], np.array([1.0, np.nan]), "nan bn on 2015-01-07"),
        (READINGS[:2], np.array([-1.0, 0.0]), "-1.0 bn on 2014-12-31"),
        (READINGS[[0, 60, 120]], np.zeros(3), "closer together"),
    ],
)
def test_impossible_readings_are_refused(readings, amounts, words):
    with pytest.raises(InputError, match=words):
        maturing_on(readings, amounts, DATES)


def test_every_problem_is_named_at_once():
    with pytest.raises(InputError) as caught:
        maturing_on(READINGS[[1, 0]], np.array([1.0, -2.0]), DATES)
    assert len(caught.value.problems) == 2
