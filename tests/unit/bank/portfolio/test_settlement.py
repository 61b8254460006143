"""Business days of Fedwire."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from pandas.tseries.holiday import USFederalHolidayCalendar

from tidegate.bank.portfolio.settlement import (
    business_days,
    fedwire_holidays,
    next_business_day,
    previous_business_day,
)


@pytest.mark.parametrize("year", range(2022, 2041))
def test_holidays_agree_with_pandas_but_for_saturdays(year):
    """pandas moves a Saturday holiday to the Friday, as offices do; the Reserve Banks do not move it."""
    theirs = {
        d.date()
        for d in USFederalHolidayCalendar().holidays(f"{year}-01-01", f"{year}-12-31")
        if d.year == year
    }
    ours = {d for d in fedwire_holidays(year) if d.weekday() < 5}
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    moved_to_friday = {
        d.fromordinal(d.toordinal() - 1) for d in [*fixed, date(year + 1, 1, 1)] if d.weekday() == 5
    }
    assert ours == theirs - moved_to_friday


def test_juneteenth_only_since_2022():
    assert date(2021, 6, 19) not in fedwire_holidays(2021)
    assert date(2022, 6, 20) in fedwire_holidays(2022)


def test_rolls_over_weekends_and_new_year():
    days = np.array(["2022-12-31", "2023-01-02", "2023-04-30", "2024-05-15"], dtype="datetime64[D]")
    assert next_business_day(days).astype(str).tolist() == [
        "2023-01-03",
        "2023-01-03",
        "2023-05-01",
        "2024-05-15",
    ]
    assert previous_business_day(days).astype(str).tolist() == [
        "2022-12-30",
        "2022-12-30",
        "2023-04-28",
        "2024-05-15",
    ]
    assert next_business_day(np.array([], dtype="datetime64[D]")).size == 0


def test_business_days_against_pandas():
    ours = business_days(np.datetime64("2025-12-12"), np.datetime64("2026-01-14"))
    holidays = [d for y in (2025, 2026) for d in fedwire_holidays(y)]
    theirs = pd.bdate_range("2025-12-12", "2026-01-14", freq="C", holidays=holidays)
    assert ours.astype(str).tolist() == [str(d.date()) for d in theirs]
