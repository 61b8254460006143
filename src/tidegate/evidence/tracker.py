"""The tracker: what each phase of easing and tightening did to the balance sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.phases import Phase
from tidegate.units import DAYS_PER_MONTH, Days, day

STALE_DAYS = 14
"""An older value no longer says how much was held on a day."""


@dataclass(frozen=True)
class Levels:
    """A weekly or daily stock: increasing dates, and values in billions."""

    dates: Days
    values_bn: NDArray[np.float64]

    def at(self, when: np.datetime64) -> float:
        """Return the last value of the two weeks up to a day; NaN where there is none."""
        position = int(np.searchsorted(self.dates, when, side="right")) - 1
        if position < 0 or when - self.dates[position] > np.timedelta64(STALE_DAYS, "D"):
            return float("nan")
        return float(self.values_bn[position])


@dataclass(frozen=True)
class PhaseChange:
    """One phase, measured on the Wednesdays at or before its two ends.

    Attributes
    ----------
    phase
        Which.
    start, end
        First and last day measured; `end` is the last observation for a phase
        that goes on.
    months
        Length.
    opening_bn, change_bn
        By name of the line (``assets``, ``treasuries``, ...): level at the
        start and change over the phase; NaN where the record does not reach.
    pace_bn
        Average change of total assets a month.
    """

    phase: Phase
    start: date
    end: date
    months: float
    opening_bn: Mapping[str, float]
    change_bn: Mapping[str, float]
    pace_bn: float


def track(phases: Iterable[Phase], lines: Mapping[str, Levels], until: date) -> tuple[PhaseChange, ...]:
    """Measure every phase that began by `until`.

    Parameters
    ----------
    phases
        From the bank's programme.
    lines
        Stocks by name; ``assets`` must be among them.
    until
        Last day of the record; later phases are left out and the current one
        is measured up to the last observation of total assets by then.
    """
    last = min(day(until), lines["assets"].dates[-1])
    rows = []
    for phase in phases:
        begin = day(phase.start)
        stop = min(day(phase.end) if phase.end is not None else last, last)
        if begin >= stop:
            continue
        opening = {name: line.at(begin) for name, line in lines.items()}
        change = {name: line.at(stop) - opening[name] for name, line in lines.items()}
        months = float((stop - begin).astype(int)) / DAYS_PER_MONTH
        rows.append(
            PhaseChange(phase, phase.start, stop.item(), months, opening, change, change["assets"] / months)
        )
    return tuple(rows)
