"""The slow component of the term premium, and what is left when holdings are taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.units import DAYS_PER_YEAR, Days

Floats = NDArray[np.float64]

TREND_HALF_LIFE_YEARS = 2.0
"""Weights of the trend halve with every two years back (assumption)."""


def slow_trend(dates: ArrayLike, values: ArrayLike, half_life_years: float = TREND_HALF_LIFE_YEARS) -> Floats:
    """Return a one-sided trend: a mean of the past whose weights halve every `half_life_years`.

    Only what was known by a date enters its trend. Gaps between dates count by their length.

    Parameters
    ----------
    dates
        ``datetime64[D]``, rising, shape [n].
    values
        Shape [n], finite.
    half_life_years
        Above 0.
    """
    when, level = np.asarray(dates, dtype="datetime64[D]"), np.asarray(values, dtype=float)
    if when.shape != level.shape or not np.isfinite(level).all() or not half_life_years > 0:
        text = N_(
            "trend: {n} dates, {m} values, half-life {years} years; give finite values and a half-life above 0"
        )
        raise InputError.of(text, n=when.size, m=level.size, years=half_life_years)
    out = np.empty(len(level))
    top = bottom = 0.0
    keep = 0.5 ** (np.diff(when).astype(float) / DAYS_PER_YEAR / half_life_years)
    for i, value in enumerate(level):
        if i:
            top, bottom = top * keep[i - 1], bottom * keep[i - 1]
        top, bottom = top + value, bottom + 1.0
        out[i] = top / bottom
    return out


@dataclass(frozen=True)
class TermPremium:
    """The ten-year term premium and the part that holdings explain. Arrays have shape [n].

    Attributes
    ----------
    dates
        ``datetime64[D]``.
    published_pct
        As published (Kim and Wright).
    trend_pct
        Its slow component.
    supply_mean_pct, supply_p10_pct, supply_p90_pct
        Effect of expected holdings, percentage points; negative: held down.
    """

    dates: Days
    published_pct: Floats
    trend_pct: Floats
    supply_mean_pct: Floats
    supply_p10_pct: Floats
    supply_p90_pct: Floats

    @property
    def without_holdings_pct(self) -> Floats:
        """The published premium less the mean supply effect."""
        return np.asarray(self.published_pct - self.supply_mean_pct)

    @property
    def slow_without_holdings_pct(self) -> Floats:
        """The slow component less the mean supply effect."""
        return np.asarray(self.trend_pct - self.supply_mean_pct)
