"""When a portfolio matures, read from what is published of it by remaining maturity.

H.4.1 (table 2) gives the Treasuries that mature in 91 days to a year, every
Wednesday. Nothing is bought into that bucket while run-off or reinvestment at
auction is all that is done (the shortest note has two years), so from one
Wednesday to another it changes by what comes within a year less what comes
within 91 days. What leaves had come in nine months before: read in order, the
bucket tells what matures on each date, up to a year after the last reading.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import MONTHS_PER_YEAR, Days, month_end

Amounts = NDArray[np.float64]

NEAR_DAYS = 90
"""A security with at most so many days left is no longer in the bucket."""
_MID_MONTH = 14


def maturity_dates(first: np.datetime64, last: np.datetime64) -> Days:
    """Return the dates on which Treasury notes and bonds mature: the 15th and the last day of each month.

    Parameters
    ----------
    first, last
        Months, ``datetime64[M]``, both included.
    """
    months = np.arange(first, last + 1, dtype="datetime64[M]")
    dates = np.concatenate([months.astype("datetime64[D]") + _MID_MONTH, month_end(months)])
    return np.asarray(np.sort(dates), dtype="datetime64[D]")


def maturing_on(readings: Days, bucket_bn: Amounts, dates: Days) -> Amounts:
    """Return what matures on each date, from the bucket of 91 days to a year.

    Parameters
    ----------
    readings
        Days of publication, rising, ``datetime64[D]``, shape [n]. Between two
        of them at most one of `dates` may come within a year.
    bucket_bn
        Held with more than 90 days and at most a year left, shape [n]. The
        stock of the first reading is not broken down: what of it matures
        reads as zero, and what is due nine months later as that much less.
    dates
        On which the securities may mature, rising; see `maturity_dates`.

    Returns
    -------
    ndarray, shape [dates]
        Billions; NaN where a date did not come within a year between the
        first and the last reading. Inflation compensation as of then.

    Raises
    ------
    InputError
        For readings that do not rise, are not finite and at least 0, differ
        in number from the amounts, or lie too far apart: all problems at once.
    """
    InputError.check(_problems(readings, bucket_bn))
    a_year_on = _a_year_after(readings)
    entered = np.searchsorted(a_year_on, dates) - 1  # the reading after which each came within a year
    left = np.searchsorted(readings, dates - NEAR_DAYS) - 1
    inside = (entered >= 0) & (entered < len(readings) - 1)
    crowded = np.bincount(entered[inside], minlength=len(readings) - 1) > 1
    if crowded.any():
        after = readings[int(np.flatnonzero(crowded)[0])]
        raise InputError.of(
            N_("readings: after {day} more than one date comes within a year; give readings closer together"),
            day=after,
        )
    due = np.full(len(dates), np.nan)
    for interval in range(len(readings) - 1):
        change = float(bucket_bn[interval + 1] - bucket_bn[interval])
        gone = np.nansum(due[left == interval])
        due[inside & (entered == interval)] = change + gone
    return due


def _a_year_after(days: Days) -> Days:
    """Return the same day of the next year; 29 February becomes the 1st of March."""
    months = days.astype("datetime64[M]")
    within = days - months.astype("datetime64[D]")
    return np.asarray((months + MONTHS_PER_YEAR).astype("datetime64[D]") + within)


def _problems(readings: Days, bucket_bn: Amounts) -> list[Message]:
    if len(readings) != len(bucket_bn):
        text = N_("readings: {days} days but {amounts} amounts; give one for each day")
        return [Message(text, {"days": len(readings), "amounts": len(bucket_bn)})]
    found = []
    falls = np.flatnonzero(np.diff(readings) <= np.timedelta64(0, "D"))
    if len(falls):
        text = N_("readings: {day} does not lie after the reading before it; sort them")
        found.append(Message(text, {"day": readings[int(falls[0]) + 1]}))
    bad = np.flatnonzero(~(np.isfinite(bucket_bn) & (bucket_bn >= 0.0)))
    if len(bad):
        at = int(bad[0])
        text = N_("readings: {value} bn on {day}; give an amount of at least 0")
        found.append(Message(text, {"value": float(bucket_bn[at]), "day": readings[at]}))
    return found
