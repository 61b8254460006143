"""From published series to a reading: growth, gap, share or mean, at every date of its past."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog.indicators import Transform
from tidegate.units import MONTHS_PER_YEAR, Days

Floats = NDArray[np.float64]
_PERCENT = 100.0
_THOUSAND = 1000.0
_QUARTER = 3
_TOLERANCE_DAYS = 20


@dataclass(frozen=True)
class Line:
    """A series as it was known on a day. Arrays have shape [n].

    Attributes
    ----------
    dates
        ``datetime64[D]``, rising: last days of the periods observed.
    values
        float64, never NaN.
    """

    dates: Days
    values: Floats

    def __len__(self) -> int:
        """Return the number of observations."""
        return len(self.dates)

    def held(self, keep: NDArray[np.bool_]) -> Line:
        """Return the observations chosen by a mask."""
        return Line(self.dates[keep], self.values[keep])


def _finite(dates: Days, values: Floats) -> Line:
    keep = np.isfinite(values)
    return Line(dates[keep], values[keep])


def at_or_before(line: Line, days: Days) -> Floats:
    """Return the last value dated on or before each day, NaN before the first."""
    if not len(line):
        return np.full(len(days), np.nan)
    position = np.searchsorted(line.dates, days, side="right") - 1
    return np.where(position >= 0, line.values[np.maximum(position, 0)], np.nan)


def months_before(line: Line, months: int) -> Floats:
    """Return, for each observation, the value of `months` months earlier; NaN where none is that old.

    The value dated nearest before counts, if it is at most twenty days older
    than asked.
    """
    month = line.dates.astype("datetime64[M]")
    offset = line.dates - month.astype("datetime64[D]")
    earlier = (month - months).astype("datetime64[D]") + np.minimum(offset, np.timedelta64(27, "D"))
    # Month-ends differ in length: look from the end of the earlier month for period series.
    end = (month - months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    wanted = np.where(offset >= np.timedelta64(27, "D"), end, earlier)
    if not len(line):
        return np.zeros(0)
    position = np.searchsorted(line.dates, wanted, side="right") - 1
    safe = np.maximum(position, 0)
    near = (position >= 0) & (wanted - line.dates[safe] <= np.timedelta64(_TOLERANCE_DAYS, "D"))
    return np.where(near, line.values[safe], np.nan)


def moving_mean(line: Line, count: int) -> Line:
    """Return the mean of the last `count` observations, from the first that has so many."""
    if len(line) < count:
        return Line(line.dates[:0], line.values[:0])
    total = np.concatenate([[0.0], np.cumsum(line.values)])
    return Line(line.dates[count - 1 :], (total[count:] - total[:-count]) / count)


def growth(line: Line, months: int = MONTHS_PER_YEAR) -> Line:
    """Return percent growth over `months` months, at an annual rate."""
    ratio = line.values / months_before(line, months)
    return _finite(line.dates, _PERCENT * (ratio ** (MONTHS_PER_YEAR / months) - 1.0))


def _with(first: Line, second: Line, join: Callable[[Floats, Floats], Floats]) -> Line:
    return _finite(first.dates, join(first.values, at_or_before(second, first.dates)))


def _difference(first: Line, second: Line) -> Line:
    return _with(first, second, lambda a, b: a - b)


def _share(first: Line, second: Line) -> Line:
    return _with(first, second, lambda a, b: _PERCENT * a / b)


def unemployed(rate_pct: Floats, jobs: Floats) -> Floats:
    """Return the unemployed that a rate and a number of jobs imply, in the unit of `jobs`."""
    share = rate_pct / _PERCENT
    return np.asarray(jobs * share / (1.0 - share))


def _openings(lines: Sequence[Line]) -> Line:
    openings, rate, jobs = lines
    searching = unemployed(at_or_before(rate, openings.dates), at_or_before(jobs, openings.dates))
    return _finite(openings.dates, openings.values / searching)


_MADE: Mapping[Transform, Callable[[Sequence[Line]], Line]] = MappingProxyType(
    {
        Transform.LEVEL: lambda s: s[0],
        Transform.YOY: lambda s: growth(s[0]),
        Transform.ANNUALISED_3M: lambda s: growth(s[0], _QUARTER),
        Transform.MEAN_CHANGE_3M: lambda s: _finite(
            s[0].dates, (s[0].values - months_before(s[0], _QUARTER)) / _QUARTER
        ),
        Transform.MEAN_20: lambda s: moving_mean(s[0], 20),
        Transform.DIFFERENCE: lambda s: _difference(s[0], s[1]),
        Transform.DIFFERENCE_MEAN_20: lambda s: moving_mean(_difference(s[0], s[1]), 20),
        Transform.GAP: lambda s: _with(s[0], s[1], lambda a, b: _PERCENT * (a / b - 1.0)),
        Transform.SHARE: lambda s: _share(s[0], s[1]),
        Transform.SHARE_MEAN_20: lambda s: moving_mean(_share(s[0], s[1]), 20),
        Transform.MEAN_4_SHARE: lambda s: moving_mean(
            _with(s[0], s[1], lambda a, b: _PERCENT * a / (_THOUSAND * b)), 4
        ),
        Transform.GROWTH_DIFFERENCE: lambda s: _difference(growth(s[0]), growth(s[1])),
        Transform.OPENINGS_TO_UNEMPLOYED: _openings,
    }
)


def transformed(transform: Transform, lines: Sequence[Line]) -> Line:
    """Return the reading at every date for which its series allow one.

    Parameters
    ----------
    transform
        Of the catalogue.
    lines
        Its series, in the order of the catalogue. Of a slower series the last
        value dated on or before each date of the first is used.
    """
    return _MADE[transform](lines)
