"""How the policy rate is run: the lower bound, a cycle of moves, or a hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidegate.bank.programmes.rate_regimes import LOWER_BOUND_PCT
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.policy.regime.labels import RATES, Floats, Path, Rates
from tidegate.units import Days

MEETING_DAYS = 365.25 / 8
PASS_IN_CYCLE = 0.5
"""Chance that a meeting within a cycle brings no move."""
CYCLE_ENDS = 0.12
"""Chance that a cycle is over after a meeting: eight or nine meetings long."""


@dataclass(frozen=True)
class RateRecord:
    """The policy rate day by day.

    Attributes
    ----------
    dates
        Shape [t], ascending.
    level_pct
        Middle of the target range, percent.
    """

    dates: Days
    level_pct: Floats

    def __post_init__(self) -> None:
        """Refuse columns that do not fit together."""
        if self.dates.size == 0 or self.dates.shape != self.level_pct.shape:
            raise InputError.of(
                N_("policy rate: {days} days and {values} values; give one value a day, and at least one"),
                days=self.dates.size,
                values=self.level_pct.size,
            )


def still_moving(meetings: int) -> float:
    """Return the chance that a cycle goes on after so many meetings without a move."""
    on, over = 1.0, 0.0
    for _ in range(meetings):
        on, over = on * (1 - CYCLE_ENDS) * PASS_IN_CYCLE, over + on * CYCLE_ENDS
    return on / (on + over)


def label_rates(record: RateRecord, dates: Days, hindsight: bool = False) -> Path:
    """Return how the policy rate is run on each day, from its level alone.

    At the bound it is ``ZLB``. Else the last move opened (or went on with) a
    cycle, and every meeting without a move makes it less probable that the
    cycle goes on; which move is the last one is known only in hindsight: then a
    hold is dated from the last move before it.

    Parameters
    ----------
    record
        As known on the day of the question.
    dates
        Shape [n]; days after the last one in the record carry its level.
    hindsight
        Use the later record, too.
    """
    change = np.diff(record.level_pct)
    rows = np.flatnonzero(np.abs(change) > 1e-9) + 1
    days, directions = record.dates[rows], np.sign(change[rows - 1])
    level = record.level_pct[np.maximum(np.searchsorted(record.dates, dates, side="right") - 1, 0)]
    last = np.searchsorted(days, dates, side="right") - 1
    found = np.zeros((len(dates), len(RATES)))
    column = {label: RATES.index(label) for label in Rates}
    for row, when in enumerate(dates):
        if level[row] < LOWER_BOUND_PCT:
            found[row, column[Rates.ZLB]] = 1.0
            continue
        if last[row] < 0:
            found[row, column[Rates.HOLD]] = 1.0
            continue
        seen = when
        if hindsight:
            after = last[row] + 1
            seen = days[after] if after < len(days) else max(record.dates[-1], when)
        quiet = int((seen - days[last[row]]).astype(int) / MEETING_DAYS)
        same = hindsight and last[row] + 1 < len(days) and directions[last[row] + 1] == directions[last[row]]
        moving = 1.0 if quiet == 0 else still_moving(quiet - 1 if same else quiet)
        way = Rates.HIKE if directions[last[row]] > 0 else Rates.CUT
        found[row, column[way]] = moving
        found[row, column[Rates.HOLD]] = 1.0 - moving
    return Path(dates, tuple(map(str, RATES)), found)


def pooled(path: Path, log_weight: Floats) -> Path:
    """Return a path with the announcements' weight on it, shape unchanged."""
    mixed = (path.probabilities + 1e-3) * np.exp(log_weight)
    return Path(path.dates, path.labels, mixed / mixed.sum(axis=1, keepdims=True))
