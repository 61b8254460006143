"""What stands between a drain and reserves: ON RRP, and the announced move of the Treasury's account."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.liabilities.treasury_cash import CashPlan
from tidegate.transmission.money_market.inputs import Reading
from tidegate.transmission.money_market.parameters import BufferRules, VerdictRules
from tidegate.units import DAYS_PER_MONTH, Days

_WEEK = 7
_RECENT_WEEKS = 4
_QUARTER_WEEKS = 13


@dataclass(frozen=True)
class Treasury:
    """The Treasury's account.

    Attributes
    ----------
    weekly_bn
        Weekly, on the weeks of reserves, shape [n].
    plan
        The balance announced for the nearest quarter-end, or None where none was.
    """

    weekly_bn: NDArray[np.float64]
    plan: CashPlan | None = None


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
        Change of reserves, ON RRP and the Treasury's account together over 52 weeks, per month: negative
        when liquidity falls. What the Treasury takes in or gives out is no trend.
    own_pace_bn_per_month
        Change of ON RRP alone over thirteen weeks, per month.
    months_to_floor
        At its own pace; 0 if it is there, infinity if it does not fall.
    treasury_bn
        The Treasury's account, mean of the last four weeks; NaN where it is not known.
    plan
        Balance announced for the nearest quarter-end, or None.
    months_to_plan
        Until that quarter-end; infinity without one.
    """

    on_rrp_bn: float
    floor_bn: float
    drain_bn_per_month: float
    own_pace_bn_per_month: float
    months_to_floor: float
    treasury_bn: float = nan
    plan: CashPlan | None = None
    months_to_plan: float = inf

    @property
    def rebuild_bn(self) -> float:
        """What the announced balance takes out of liquidity by the quarter-end; negative: gives back; else 0."""
        return (
            0.0 if self.plan is None or np.isnan(self.treasury_bn) else self.plan.cash_bn - self.treasury_bn
        )

    @property
    def out_of_reserves_bn(self) -> float:
        """The part of the announced move that falls on reserves: a rebuild empties ON RRP first."""
        return self.rebuild_bn if self.rebuild_bn < 0.0 else max(0.0, self.rebuild_bn - self.above_floor_bn)

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
    treasury: Treasury | None = None,
) -> Buffer:
    """Measure the buffer and the drain.

    Parameters
    ----------
    week_ends, reserves_bn, on_rrp_bn
        Weekly, in order of time, shape [n].
    verdict, rules
        Definitions.
    treasury
        The Treasury's account and its announced balance; without it both count as nothing.
    """
    pool = reserves_bn + on_rrp_bn + (0.0 if treasury is None else treasury.weekly_bn)
    weeks = min(verdict.pace_weeks, len(pool) - _RECENT_WEEKS)

    def pace(values: NDArray[np.float64], back: int) -> float:
        back = max(1, min(back, len(values) - _RECENT_WEEKS))
        then = values[-back - _RECENT_WEEKS : -back].mean()
        days = (week_ends[-1] - week_ends[-1 - back]).astype(int)
        return float((values[-_RECENT_WEEKS:].mean() - then) / (days / DAYS_PER_MONTH))

    now = float(on_rrp_bn[-_RECENT_WEEKS:].mean())
    own = pace(on_rrp_bn, _QUARTER_WEEKS)
    left = max(0.0, now - rules.floor_bn)
    months = 0.0 if left == 0.0 else (left / -own if own < 0 else float("inf"))
    held, plan, until = nan, None, inf
    if treasury is not None:
        held, plan = float(treasury.weekly_bn[-_RECENT_WEEKS:].mean()), treasury.plan
    if plan is not None:
        until = max(
            0.0, float((np.datetime64(plan.quarter_end, "D") - week_ends[-1]).astype(int)) / DAYS_PER_MONTH
        )
    return Buffer(now, rules.floor_bn, pace(pool, weeks), own, months, held, plan, until)
