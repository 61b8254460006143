"""What a central bank's weekly statement says about how it runs its securities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.policy.regime.labels import Floats
from tidegate.units import Days

FAST, SLOW = 5, 13
"""Weeks. Treasuries mature in mid-month and at its end: five weeks always hold both."""
YEAR = 52
WEEKS_PER_MONTH = 365.25 / 12 / 7
MBS_SETTLEMENT = 8
"""Weeks from the trade of an agency MBS to its settlement, on average; known only afterwards."""
_BP = 1e4
_NO_RISE = 0.5
"""Basis points of GDP in a week: less is rounding and the compensation of indexed bonds."""
_STOPPED = 2.0
"""Basis points of GDP per month: purchases below this over thirteen weeks are none."""


@dataclass(frozen=True)
class Holdings:
    """Securities of a central bank by week, as known on one day.

    Attributes
    ----------
    dates
        Shape [t], one week apart.
    treasuries_bn
        Without the inflation compensation of indexed bonds: it accrues, nobody buys it.
    bills_bn
        Treasury bills among them; NaN where not published.
    mbs_bn, agency_bn
        Agency MBS and agency debt.
    currency_bn
        Banknotes in circulation.
    gdp_bn
        Nominal GDP of a year, as last published by then.
    """

    dates: Days
    treasuries_bn: Floats
    bills_bn: Floats
    mbs_bn: Floats
    agency_bn: Floats
    currency_bn: Floats
    gdp_bn: Floats

    def __post_init__(self) -> None:
        """Refuse columns that do not fit together."""
        problems = []
        weeks = len(self.dates)
        if weeks < YEAR:
            problems.append(
                Message(
                    N_("holdings: {found} weeks; at least {least} are needed"),
                    {"found": weeks, "least": YEAR},
                )
            )
        for name in (f.name for f in fields(self) if f.name != "dates"):
            column = getattr(self, name)
            if column.shape != (weeks,):
                problems.append(
                    Message(
                        N_("holdings: {name} has {found} values for {weeks} weeks; give one a week"),
                        {"name": name, "found": column.size, "weeks": weeks},
                    )
                )
            elif name != "bills_bn" and not np.isfinite(column).all():
                problems.append(
                    Message(N_("holdings: {name} has gaps; fill them or start later"), {"name": name})
                )
        InputError.check(problems)

    @property
    def total_bn(self) -> Floats:
        """All securities."""
        return self.treasuries_bn + self.mbs_bn + self.agency_bn


def pace(level: Floats, weeks: int, centred: bool = False) -> Floats:
    """Return the change per month over a window of weeks; NaN where the window does not fit.

    Parameters
    ----------
    level
        Shape [t], one value a week.
    centred
        The window lies around the week (known only afterwards), not before it.
    """
    found = np.full(level.shape, np.nan)
    ahead = weeks // 2 if centred else 0
    change = (level[weeks:] - level[:-weeks]) / weeks * WEEKS_PER_MONTH
    found[weeks - ahead : len(level) - ahead] = change
    return found


def _held_pace(flow: Floats, running: NDArray[np.bool_]) -> Floats:
    """Return the pace that this programme had held: the median of its steady quarters in the past year.

    A quarter is steady if its four readings, four weeks apart, differ by less
    than half of their middle; the last five weeks are left out. NaN where there
    was none: a crisis surge is not a pace from which one steps down.
    """
    readings = np.stack([np.roll(flow, shift) for shift in (0, 4, 8, 12)])
    readings[:, :12] = np.nan
    middle = np.median(readings, axis=0)
    spread = readings.max(axis=0) - readings.min(axis=0)
    steady = np.where((middle > 0) & (spread < 0.5 * middle), middle, np.nan)
    found = np.full(flow.shape, np.nan)
    stopped = 0
    for week in range(FAST + 1, len(flow)):
        stopped = stopped if running[week] else week
        past = steady[max(stopped + SLOW, week - FAST - YEAR) : week - FAST + 1]
        past = past[np.isfinite(past)]
        if past.size >= FAST:
            found[week] = np.median(past)
    return found


def _largest_rise(level: Floats, centred: bool) -> Floats:
    change = np.diff(level, prepend=np.nan)
    ahead = FAST // 2 if centred else 0
    found = np.full(level.shape, np.nan)
    found[FAST - ahead : len(level) - ahead] = np.lib.stride_tricks.sliding_window_view(change[1:], FAST).max(
        axis=1
    )
    return found


def measure(holdings: Holdings, centred: bool = False) -> Mapping[str, Floats]:
    """Return what the rules look at, one value a week.

    Returns
    -------
    dict
        ``treasuries`` (five weeks), ``total`` (five) and ``trend`` (all
        securities over thirteen weeks): net purchases per month in basis points
        of GDP, negative for run-off. ``bill_share``: bills among the Treasuries
        added over five weeks, NaN where not known or nothing was added.
        ``slowing``: pace over the pace that had been held, NaN where none was.
        ``rise``: the largest rise of Treasuries in one of the five weeks, basis
        points of GDP; in run-off there is none. ``runoff``: ``treasuries``
        where none rose, else NaN. ``size``: securities over currency.
    """
    scale = _BP / holdings.gdp_bn
    mbs = holdings.mbs_bn
    if centred:
        # Purchases are traded about two months before they settle; afterwards that can be undone.
        mbs = np.concatenate([mbs[MBS_SETTLEMENT:], np.repeat(mbs[-1], MBS_SETTLEMENT)])
    total_bn = holdings.treasuries_bn + mbs + holdings.agency_bn
    treasuries = pace(holdings.treasuries_bn, FAST, centred) * scale
    total = pace(total_bn, FAST, centred) * scale
    trend = pace(total_bn, SLOW, centred) * scale
    bills = pace(holdings.bills_bn, FAST, centred) * scale
    rise = _largest_rise(holdings.treasuries_bn, centred) * scale
    with np.errstate(invalid="ignore", divide="ignore"):
        bill_share = np.where(treasuries > 1.0, bills / treasuries, np.nan)
        running = ~(trend < _STOPPED)
        held, held_total = _held_pace(treasuries, running), _held_pace(total, running)
        # Treasuries settle the next day and show a step at once, if they are the larger part of the purchases.
        larger = np.isfinite(held) & ~(held < held_total / 2)
        slowing = np.where(larger, treasuries / held, trend / held_total)
    return {
        "treasuries": treasuries,
        "total": total,
        "trend": trend,
        "bill_share": bill_share,
        "slowing": slowing,
        "rise": rise,
        "runoff": np.where(rise < _NO_RISE, treasuries, np.nan),
        "size": holdings.total_bn / holdings.currency_bn,
    }
