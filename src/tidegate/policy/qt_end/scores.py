"""How good the distributions were: distance, coverage, CRPS, Brier score, PIT and reliability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.policy.qt_end.distribution import Distribution

Floats = NDArray[np.float64]
BRIER_MONTHS = (6, 12, 24)
_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


@dataclass(frozen=True)
class Score:
    """A distribution beside what happened; months are first months without run-off.

    Attributes
    ----------
    error_months
        Median less actual; NaN where the median lies beyond the horizon.
    covered
        Whether the 80% range holds the actual month.
    crps_months
        Continuous ranked probability score; for a single month it is the absolute distance.
    pit
        Probability of an earlier month, and half of the actual one.
    chances, happened
        For each of `BRIER_MONTHS`: chance that run-off ends within it, and whether it did.
    """

    error_months: float
    covered: bool
    crps_months: float
    pit: float
    chances: tuple[float, ...]
    happened: tuple[bool, ...]

    @property
    def brier(self) -> tuple[float, ...]:
        """Brier score for each horizon."""
        return tuple((p - h) ** 2 for p, h in zip(self.chances, self.happened, strict=True))


def months_between(later: np.datetime64, earlier: np.datetime64) -> int:
    """Return whole months from one month to another."""
    return int((later.astype("datetime64[M]") - earlier.astype("datetime64[M]")).astype(int))


def score(found: Distribution, actual: np.datetime64) -> Score:
    """Score a distribution against the month in which run-off ended."""
    at = months_between(actual, found.months[0])
    cumulative = found.cumulative
    after = (np.arange(len(found.months)) >= at).astype(float)
    before = float(cumulative[at - 1]) if at > 0 else 0.0
    now = float(found.probability[at]) if at < len(found.months) else 0.0
    low = found.p10 if found.p10 is not None else found.months[-1]
    covered = bool(low <= actual and (found.p90 is None or actual <= found.p90))
    error = float("nan") if found.median is None else float(months_between(found.median, actual))
    chances = tuple(found.by(found.months[0] + h) for h in BRIER_MONTHS)
    happened = tuple(at <= h for h in BRIER_MONTHS)
    crps = float(((cumulative - after) ** 2).sum())
    return Score(error, covered, crps, before + 0.5 * now, chances, happened)


@dataclass(frozen=True)
class Bin:
    """Forecasts that said about the same: mean chance, and how often it came true."""

    low: float
    high: float
    count: int
    said: float
    came: float


def reliability(chances: Sequence[float], happened: Sequence[bool]) -> tuple[Bin, ...]:
    """Return a reliability table; bins without a forecast are left out."""
    said, came = np.asarray(chances, dtype=float), np.asarray(happened, dtype=float)
    found = []
    for low, high in zip(_BINS[:-1], _BINS[1:], strict=True):
        inside = (said >= low) & ((said < high) | (high == _BINS[-1]))
        if inside.any():
            found.append(
                Bin(low, high, int(inside.sum()), float(said[inside].mean()), float(came[inside].mean()))
            )
    return tuple(found)
