"""What was known when: release dates, vintages, and the answer as of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog.model import Frequency, Series, Stamp
from tidegate.units import Days, month_end, month_of

if TYPE_CHECKING:
    import pandas as pd

_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}
_DAYS = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}


@dataclass(frozen=True)
class Observation:
    """One value of a series, in its canonical unit.

    Attributes
    ----------
    date
        The publisher's stamp.
    value
        In the unit of the catalogue.
    known_on
        First day on which it was public.
    age_days
        Days from `date` to the day of the question.
    """

    date: dt.date
    value: float
    known_on: dt.date
    age_days: int


@dataclass(frozen=True)
class SeriesData:
    """A series as it was known on a day. Arrays have shape [n].

    Attributes
    ----------
    series
        Entry of the catalogue: titles, unit, stamp, notes.
    dates
        ``datetime64[D]``, rising; the publisher's stamps (see `Series.stamp`).
    values
        float64 in the canonical unit; never NaN (missing values are left out).
    known_on
        ``datetime64[D]``: first day on which the value shown was public.
    as_of
        The day of the answer. Nothing published later is in it.
    single_vintage
        True if the store holds one vintage: dates of publication then follow
        from the usual release lag, and later revisions cannot be undone.
    source
        Who published the figures, and how they came here.
    retrieved
        When.
    """

    series: Series
    dates: Days
    values: NDArray[np.float64]
    known_on: Days
    as_of: dt.date
    single_vintage: bool
    source: str
    retrieved: dt.date

    def __len__(self) -> int:
        """Return the number of observations."""
        return len(self.dates)

    @property
    def period_ends(self) -> Days:
        """Last day of each observed period, ``datetime64[D]``, shape [n]."""
        return period_end(self.dates, self.series)

    def to_pandas(self) -> pd.Series[float]:
        """Return the values as a pandas series by date, named by the id."""
        import pandas as pd

        index = pd.DatetimeIndex(self.dates.astype("datetime64[ns]"), name="date")
        return pd.Series(self.values, index=index, name=self.series.id)


def period_end(dates: Days, entry: Series) -> Days:
    """Return the last day of the period that each stamp stands for."""
    if entry.stamp is not Stamp.PERIOD_START:
        return dates
    months = _MONTHS.get(entry.frequency)
    if months is None:
        return dates + np.timedelta64(_DAYS[entry.frequency] - 1, "D")
    return month_end(month_of(dates) + (months - 1))


def release_dates(dates: Days, entry: Series) -> Days:
    """Return the usual day of publication: end of the period plus the release lag.

    A day that falls on a weekend moves to the Monday after; holidays are not
    known here.
    """
    due = period_end(dates, entry) + np.timedelta64(entry.release_lag_days, "D")
    if entry.release_lag_days == 0:
        # A rate that takes effect on a weekend is known without a publication.
        return np.asarray(due, dtype="datetime64[D]")
    return np.asarray(np.busday_offset(due, 0, roll="forward"), dtype="datetime64[D]")


def known_from(dates: Days, vintages: Days, entry: Series) -> Days:
    """Return the first day on which each (date, vintage) row was public.

    Parameters
    ----------
    dates, vintages
        Shape [n], sorted by date and then vintage.
    entry
        Gives the release lag.

    Returns
    -------
    ndarray
        The first vintage of a date was public on its usual release date (but
        no later than the day it was retrieved, unless its period had not ended
        by then: a projection is known when its period is). Every later vintage
        of the same date counts from the day it was retrieved.
    """
    usual = release_dates(dates, entry)
    projected = period_end(dates, entry) > vintages
    first = np.ones(len(dates), dtype=bool)
    first[1:] = dates[1:] != dates[:-1]
    held: Days = np.where(first, np.where(projected, usual, np.minimum(usual, vintages)), vintages)
    return held


def latest_known(dates: Days, known: Days, as_of: np.datetime64) -> NDArray[np.intp]:
    """Return the position of the latest row known on `as_of`, for each date that has one."""
    rows = np.flatnonzero(known <= as_of)
    last = np.ones(len(rows), dtype=bool)
    last[:-1] = dates[rows][1:] != dates[rows][:-1]
    return rows[last]
