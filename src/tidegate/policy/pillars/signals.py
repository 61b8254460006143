"""What one indicator says about the next step: a smooth number between -1 and 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import atanh, isfinite, nan, tanh

import numpy as np

from tidegate.catalog.indicators import Indicator, Side
from tidegate.policy.pillars.readings import Line
from tidegate.units import day

AT_EDGE = 0.25
"""Signal at the edge of the normal range: inside it, an indicator asks for no change."""
CHANGE_MONTHS = 3
"""Readings are compared with this many months before."""
LEAST_FRESHNESS = 0.1
"""Below this an old reading is left out altogether."""
_STEADY_SHARE = 0.25
_QUARTILES = (0.25, 0.75)
_LEAST_PAST_SHARE = 0.4


class Step(StrEnum):
    """Which next step an indicator argues for."""

    TIGHTEN = "tighten"
    HOLD = "hold"
    EASE = "ease"


class Direction(StrEnum):
    """Where a reading has been going."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"


@dataclass(frozen=True)
class Normal:
    """The normal range of an indicator on a day; NaN where its past is too short."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The target: the middle of the range."""
        return 0.5 * (self.low + self.high)

    @property
    def half_width(self) -> float:
        """Half of its width."""
        return 0.5 * (self.high - self.low)


@dataclass(frozen=True)
class Assessed:
    """One indicator on a day.

    Attributes
    ----------
    indicator
        Entry of the catalogue.
    value, when
        Reading in its unit and last day of the period observed; NaN and None
        where there is none.
    change
        From the reading three months before, same unit; NaN where none is held.
    direction
        Steady if it moved by less than a quarter of half the normal range.
    normal
        The range; its middle is the target.
    distance
        Reading less target.
    signal
        -1 (ease) to 1 (tighten): see `signal_of`. NaN where nothing can be said.
    step
        Tighten above 0.25, ease below -0.25, else hold; None without a signal.
    age_days
        From the end of the period to the day of the question.
    old
        True if that is more than is usual for its frequency.
    weight
        Weight in its pillar after fading with age; 0 where it does not count.
    """

    indicator: Indicator
    value: float
    when: date | None
    change: float
    direction: Direction | None
    normal: Normal
    distance: float
    signal: float
    step: Step | None
    age_days: int | None
    old: bool
    weight: float


def signal_of(value: float, normal: Normal, sign: int, side: Side = Side.BOTH) -> float:
    """Return ``sign * tanh(a * (value - middle) / half_width)`` with ``a = artanh(0.25)``.

    So it is 0 at the target, a quarter at the edges of the normal range, about
    a half at twice that distance, and never reaches 1. An indicator that speaks
    on one side only says 0 on the other, beyond the middle.

    Parameters
    ----------
    value
        Reading; NaN gives NaN.
    normal
        Its range, of positive width.
    sign
        1 where a high reading asks to tighten, -1 where a low one does.
    side
        On which side of the range it speaks.
    """
    if not (isfinite(value) and normal.half_width > 0):
        return nan
    away = (value - normal.middle) / normal.half_width
    if side is Side.ABOVE:
        away = max(away, 0.0)
    if side is Side.BELOW:
        away = min(away, 0.0)
    return sign * tanh(atanh(AT_EDGE) * away)


def step_of(signal: float) -> Step | None:
    """Return the step that a signal argues for; None for NaN."""
    if not isfinite(signal):
        return None
    if abs(signal) <= AT_EDGE + 1e-12:
        return Step.HOLD
    return Step.TIGHTEN if signal > 0 else Step.EASE


def freshness(age_days: int, stale_after: int) -> float:
    """Return the share of its weight that a reading keeps at an age.

    All up to the usual age; then half for each further usual age; 0 once that
    is less than a tenth.
    """
    share = 0.5 ** (max(age_days - stale_after, 0) / stale_after)
    return share if share >= LEAST_FRESHNESS else 0.0


def normal_of(indicator: Indicator, line: Line, as_of: date) -> Normal:
    """Return the normal range on a day: the catalogue's, or the quartiles of the reading's own past.

    At least two fifths of the years asked for must be held; else NaN.
    """
    if indicator.low is not None and indicator.high is not None:
        return Normal(indicator.low, indicator.high)
    years = indicator.own_years or 0
    start = day(as_of) - np.timedelta64(round(365.25 * years), "D")
    past = line.held(line.dates >= start)
    least_days = np.timedelta64(round(_LEAST_PAST_SHARE * 365.25 * years), "D")
    if not len(past) or past.dates[-1] - past.dates[0] < least_days:
        return Normal(nan, nan)
    low, high = np.quantile(past.values, _QUARTILES)
    return Normal(float(low), float(high))


def _direction(change: float, normal: Normal) -> Direction | None:
    if not (isfinite(change) and isfinite(normal.half_width)):
        return None
    if abs(change) < _STEADY_SHARE * normal.half_width:
        return Direction.STEADY
    return Direction.RISING if change > 0 else Direction.FALLING


def _before(line: Line) -> float:
    last = line.dates[-1]
    wanted = last - np.timedelta64(round(CHANGE_MONTHS * 365.25 / 12), "D")
    at = int(np.searchsorted(line.dates, wanted + np.timedelta64(2, "D"), side="right")) - 1
    if at < 0 or wanted - line.dates[at] > np.timedelta64(45, "D"):
        return nan
    return float(line.values[at])


def assessed(indicator: Indicator, line: Line, as_of: date, stale_after: int) -> Assessed:
    """Return what an indicator says on a day.

    Parameters
    ----------
    indicator
        Entry of the catalogue.
    line
        Its reading at every date, as known on the day; empty if none is held.
    as_of
        The day.
    stale_after
        Days after which a reading of this frequency is called old.
    """
    too_early = indicator.since is not None and as_of < indicator.since
    if not len(line) or too_early:
        return Assessed(indicator, nan, None, nan, None, Normal(nan, nan), nan, nan, None, None, False, 0.0)
    value = float(line.values[-1])
    when: date = line.dates[-1].item()
    change = value - _before(line)
    normal = normal_of(indicator, line, as_of)
    signal = signal_of(value, normal, indicator.sign, indicator.side)
    age = (as_of - when).days
    kept = freshness(age, stale_after) if isfinite(signal) else 0.0
    return Assessed(
        indicator,
        value,
        when,
        change,
        _direction(change, normal),
        normal,
        value - normal.middle,
        signal,
        step_of(signal),
        age,
        age > stale_after,
        indicator.weight * kept,
    )
