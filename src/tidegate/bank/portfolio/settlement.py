"""Business days of the Fedwire securities service, on which principal is paid."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from tidegate.units import Days

_JUNETEENTH_SINCE = 2022


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the `nth` given weekday (Monday = 0) of a month; -1 is the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


@cache
def fedwire_holidays(year: int) -> tuple[date, ...]:
    """Return the holidays of the Federal Reserve Banks in a year.

    A holiday on a Sunday is kept on the Monday; one on a Saturday is not moved,
    so the Friday before it is a business day.
    Source: Federal Reserve Banks' holiday schedule.
    """
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year >= _JUNETEENTH_SINCE:
        fixed.append(date(year, 6, 19))
    moved = [d + timedelta(days=1) if d.weekday() == 6 else d for d in fixed]
    floating = [
        _nth_weekday(year, 1, 0, 3),  # Martin Luther King
        _nth_weekday(year, 2, 0, 3),  # Washington
        _nth_weekday(year, 5, 0, -1),  # Memorial
        _nth_weekday(year, 9, 0, 1),  # Labor
        _nth_weekday(year, 10, 0, 2),  # Columbus
        _nth_weekday(year, 11, 3, 4),  # Thanksgiving
    ]
    return tuple(sorted(moved + floating))


@cache
def _calendar(first_year: int, last_year: int) -> np.busdaycalendar:
    days = [d for year in range(first_year, last_year + 1) for d in fedwire_holidays(year)]
    return np.busdaycalendar(holidays=np.array(days, dtype="datetime64[D]"))


def _calendar_for(days: Days) -> np.busdaycalendar:
    years = days.astype("datetime64[Y]").astype(int) + 1970
    # Whole decades, so that the few calendars ever built are shared.
    return _calendar(int(years.min()) // 10 * 10, int(years.max()) // 10 * 10 + 10)


def next_business_day(days: ArrayLike) -> Days:
    """Return each day if principal can be paid on it, otherwise the next such day."""
    given = np.asarray(days, dtype="datetime64[D]")
    if given.size == 0:
        return given
    return np.busday_offset(given, 0, roll="forward", busdaycal=_calendar_for(np.atleast_1d(given)))


def previous_business_day(days: ArrayLike) -> Days:
    """Return each day if it is a business day, otherwise the one before it."""
    given = np.asarray(days, dtype="datetime64[D]")
    if given.size == 0:
        return given
    return np.busday_offset(given, 0, roll="backward", busdaycal=_calendar_for(np.atleast_1d(given)))


def business_days(start: np.datetime64, end: np.datetime64) -> Days:
    """Return the business days from `start` to `end`, both included."""
    span = np.arange(start, end + np.timedelta64(1, "D"), dtype="datetime64[D]")
    return span[np.is_busday(span, busdaycal=_calendar_for(span))] if span.size else span
