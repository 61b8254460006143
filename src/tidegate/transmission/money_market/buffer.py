"""ON RRP, the first thing that a drain empties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.transmission.money_market.inputs import Reading
from tidegate.transmission.money_market.parameters import BufferRules, VerdictRules
from tidegate.units import Days

_DAYS_PER_MONTH = 365.25 / 12
_WEEK = 7
_RECENT_WEEKS = 4
_QUARTER_WEEKS = 13


@dataclass(frozen=True)
class Buffer:
    """What stands between the drain and reserves.

    Attributes
    ----------
    on_rrp_bn
        Mean of the last four weeks; 0 before the facility.
    floor_bn
        Level at which it counts as empty.
    drain_bn_per_month
        Change of reserves and ON RRP together over 52 weeks, per month: negative when liquidity falls.
    own_pace_bn_per_month
        Change of ON RRP alone over thirteen weeks, per month.
    months_to_floor
        At its own pace; 0 if it is there, infinity if it does not fall.
    """

    on_rrp_bn: float
    floor_bn: float
    drain_bn_per_month: float
    own_pace_bn_per_month: float
    months_to_floor: float

    @property
    def above_floor_bn(self) -> float:
        """What it can still absorb, $ bn."""
        return max(0.0, self.on_rrp_bn - self.floor_bn)


def weekly_mean(found: Reading | None, week_ends: Days) -> NDArray[np.float64]:
    """Return the mean of each week, seven days that end on the stamp.

    A week without an observation takes the last one before it; 0 before the first.
    """
    if found is None or not len(found.dates):
        return np.zeros(len(week_ends))
    total = np.concatenate([[0.0], np.cumsum(found.values)])
    first = np.searchsorted(found.dates, week_ends - _WEEK, side="right")
    last = np.searchsorted(found.dates, week_ends, side="right")
    count = last - first
    mean = (total[last] - total[first]) / np.maximum(count, 1)
    before = np.where(last > 0, found.values[np.maximum(last - 1, 0)], 0.0)
    return np.asarray(np.where(count > 0, mean, before))


def buffer(
    week_ends: Days,
    reserves_bn: NDArray[np.float64],
    on_rrp_bn: NDArray[np.float64],
    verdict: VerdictRules,
    rules: BufferRules,
) -> Buffer:
    """Measure the buffer and the drain.

    Parameters
    ----------
    week_ends, reserves_bn, on_rrp_bn
        Weekly, in order of time, shape [n].
    verdict, rules
        Definitions.
    """
    pool = reserves_bn + on_rrp_bn
    weeks = min(verdict.pace_weeks, len(pool) - _RECENT_WEEKS)

    def pace(values: NDArray[np.float64], back: int) -> float:
        back = max(1, min(back, len(values) - _RECENT_WEEKS))
        then = values[-back - _RECENT_WEEKS : -back].mean()
        days = (week_ends[-1] - week_ends[-1 - back]).astype(int)
        return float((values[-_RECENT_WEEKS:].mean() - then) / (days / _DAYS_PER_MONTH))

    now = float(on_rrp_bn[-_RECENT_WEEKS:].mean())
    own = pace(on_rrp_bn, _QUARTER_WEEKS)
    left = max(0.0, now - rules.floor_bn)
    months = 0.0 if left == 0.0 else (left / -own if own < 0 else float("inf"))
    return Buffer(now, rules.floor_bn, pace(pool, weeks), own, months)
