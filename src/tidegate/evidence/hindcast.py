"""How good forecasts of the past were: coverage of bands and CRPS, beside a random walk and a vector autoregression.

CRPS is the continuous ranked probability score (Matheson and Winkler, 1976;
Gneiting and Raftery, 2007, JASA 102): the mean absolute error of a forecast
that is a distribution, in the unit of the variable; less is better.
"""

from __future__ import annotations

import csv
import warnings
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import pi, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

NOMINAL = (0.5, 0.8)
_LEAST_SD = 1e-6


def crps_sample(values: ArrayLike, actual: float) -> float:
    """Return the CRPS of a forecast given as equally likely values, shape [n]."""
    x = np.sort(np.asarray(values, dtype=float))
    n = x.size
    spread = float((x * (2.0 * np.arange(1, n + 1) - n - 1.0)).sum()) / (n * n)
    return float(np.abs(x - actual).mean()) - spread


def crps_normal(mean: float, sd: float, actual: float) -> float:
    """Return the CRPS of a normal forecast (Gneiting and Raftery, 2007, eq. 5)."""
    from scipy.special import ndtr  # type: ignore[import-untyped]

    width = max(sd, _LEAST_SD)
    z = (actual - mean) / width
    density = np.exp(-0.5 * z * z) / sqrt(2.0 * pi)
    return float(width * (z * (2.0 * ndtr(z) - 1.0) + 2.0 * density - 1.0 / sqrt(pi)))


@dataclass(frozen=True)
class Judgement:
    """One forecast of one variable at one horizon, and what came.

    Attributes
    ----------
    start, variable, months
        When it was made, of what, how far ahead.
    actual, median
        What came, and the middle of the forecast.
    inside_50, inside_80
        Whether what came lay in the bands.
    crps, crps_walk, crps_var
        Of the forecast, of a random walk and of the autoregression; NaN where one cannot be made.
    """

    start: np.datetime64
    variable: str
    months: int
    actual: float
    median: float
    inside_50: bool
    inside_80: bool
    crps: float
    crps_walk: float
    crps_var: float


def judged(
    start: np.datetime64,
    variable: str,
    months: int,
    values: Floats,
    actual: float,
    walk: tuple[float, float],
    var: tuple[float, float],
) -> Judgement:
    """Score a forecast given as values [paths] beside two normal ones, each a mean and a standard deviation."""
    low, first, middle, third, high = np.quantile(values, [0.1, 0.25, 0.5, 0.75, 0.9])
    return Judgement(
        start,
        variable,
        months,
        actual,
        float(middle),
        bool(first <= actual <= third),
        bool(low <= actual <= high),
        crps_sample(values, actual),
        crps_normal(*walk, actual),
        crps_normal(*var, actual) if np.isfinite(var).all() else float("nan"),
    )


def random_walk(past: Floats, months: int) -> tuple[float, float]:
    """Return mean and standard deviation of a random walk without drift after some months, from a monthly past."""
    return float(past[-1]), float(np.diff(past).std() * sqrt(months))


def autoregression(past: Floats, horizon: int, lags: int = 1) -> tuple[Floats, Floats]:
    """Return forecasts and their standard deviations from a vector autoregression (statsmodels).

    Parameters
    ----------
    past
        Shape [months, variables].
    horizon, lags
        How far ahead, and how far back.

    Returns
    -------
    Means and standard deviations, shape [horizon, variables]; NaN where the past is too short.
    """
    count = past.shape[1]
    nothing = np.full((horizon, count), np.nan)
    if past.shape[0] < 3 * (count * lags + 1):
        return nothing, nothing
    from scipy.special import ndtri
    from statsmodels.tsa.api import VAR  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = VAR(past).fit(lags)
        middle, low, high = fit.forecast_interval(past[-lags:], horizon, alpha=0.2)
    return np.asarray(middle), np.asarray((high - low) / (2.0 * float(ndtri(0.9))))


@dataclass(frozen=True)
class Row:
    """Scores of a variable over all starts and the horizons asked for.

    Attributes
    ----------
    variable, months, count
        Which, how far ahead (0: all horizons), and how many forecasts.
    cover_50, cover_80
        Share of what came within the bands.
    crps, crps_walk, crps_var
        Means over the forecasts that all three could make.
    """

    variable: str
    months: int
    count: int
    cover_50: float
    cover_80: float
    crps: float
    crps_walk: float
    crps_var: float


def scorecard(rows: tuple[Judgement, ...], months: int | None = None) -> tuple[Row, ...]:
    """Return scores by variable, in the order of their first appearance; of one horizon, or of all."""
    found = []
    for name in dict.fromkeys(r.variable for r in rows):
        mine = [r for r in rows if r.variable == name and months in (None, r.months)]
        all_three = [r for r in mine if np.isfinite([r.crps, r.crps_walk, r.crps_var]).all()]
        if not mine:
            continue

        def mean(of: str, rows: list[Judgement]) -> float:
            return float(np.mean([getattr(r, of) for r in rows])) if rows else float("nan")

        found.append(
            Row(
                name,
                months or 0,
                len(mine),
                mean("inside_50", mine),
                mean("inside_80", mine),
                mean("crps", all_three),
                mean("crps_walk", all_three),
                mean("crps_var", all_three),
            )
        )
    return tuple(found)


@cache
def shipped_scores() -> tuple[Row, ...]:
    """Return the scores that ship, written by ``scripts/score_futures.py``: of all horizons, then of each."""
    text = files("tidegate.evidence").joinpath("hindcast.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(
        Row(row["variable"], int(row["months"]), int(row["count"]), *(float(row[n]) for n in _NUMBERS))
        for row in csv.DictReader(lines)
    )


_NUMBERS = ("cover_50", "cover_80", "crps", "crps_walk", "crps_var")
WELL_COVERED = (0.7, 0.9)
"""An 80% band is well calibrated where what came lay in it so often."""


def outside(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the variables whose 80% bands hold too little or too much, over all horizons."""
    low, high = WELL_COVERED
    return tuple(r for r in rows if r.months == 0 and not low <= r.cover_80 <= high)
