"""The answer: a probability for every month in which run-off may end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tidegate.policy.qt_end.parameters import Anchor, Parameters, default_parameters
from tidegate.policy.qt_end.simulation import Paths, simulate
from tidegate.policy.qt_end.situation import Situation
from tidegate.policy.qt_end.threshold import Threshold, draw_thresholds, survival

Floats = NDArray[np.float64]
_TAILS = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Level:
    """The level of reserves at which run-off stops, as seen on the day.

    Attributes
    ----------
    p10_bn, median_bn, p90_bn
        At the GDP of the day, after what the record of the run-off says.
    median_pct_of_gdp
        The same in percent.
    curve_median_bn, anchors_median_bn
        By source, before the record is looked at; NaN where there is none.
    curve_share
        Weight left to the estimated curve after the record is looked at.
    bends
        Share of the curve's draws that show a bend.
    anchors
        Published levels used.
    """

    p10_bn: float
    median_bn: float
    p90_bn: float
    median_pct_of_gdp: float
    curve_median_bn: float
    anchors_median_bn: float
    curve_share: float
    bends: float
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True)
class Distribution:
    """When run-off ends.

    Attributes
    ----------
    months
        ``datetime64[M]``: first month without run-off, shape [n].
    probability
        Of each month, shape [n]; what is missing to one lies beyond the horizon.
    p10, median, p90
        None where the quantile lies beyond the horizon.
    level
        At which reserves.
    reserves_bn, on_rrp_bn
        Low, middle and high path by month if run-off went on, shape [3, n].
    """

    months: NDArray[np.datetime64]
    probability: Floats
    p10: np.datetime64 | None
    median: np.datetime64 | None
    p90: np.datetime64 | None
    level: Level
    reserves_bn: Floats
    on_rrp_bn: Floats

    @property
    def cumulative(self) -> Floats:
        """Chance that run-off has ended by each month."""
        return np.minimum(np.cumsum(self.probability), 1.0)

    def by(self, month: np.datetime64) -> float:
        """Return the chance that run-off has ended by a month."""
        at = int((month - self.months[0]).astype(int))
        return 0.0 if at < 0 else float(self.cumulative[min(at, len(self.months) - 1)])


def weighted_quantile(values: Floats, weights: Floats, tails: tuple[float, ...]) -> tuple[float, ...]:
    """Return quantiles of weighted draws: the smallest value at which the weights reach each tail."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order]) / weights.sum()
    at = np.minimum(np.searchsorted(total, np.array(tails) - 1e-12), len(values) - 1)
    return tuple(float(v) for v in values[order][at])


def _level(found: Threshold, weights: Floats, situation: Situation) -> Level:
    to_bn = 0.01 * situation.gdp_bn
    low, middle, high = weighted_quantile(found.draws_pct, weights, _TAILS)

    def median(which: NDArray[np.bool_]) -> float:
        return float(np.median(found.draws_pct[which])) * to_bn if which.any() else float("nan")

    return Level(
        low * to_bn,
        middle * to_bn,
        high * to_bn,
        middle,
        median(found.from_curve),
        median(~found.from_curve),
        float(weights[found.from_curve].sum() / weights.sum()),
        found.bend_draws / max(found.curve_draws, 1),
        found.anchors,
    )


def _quantile(paths: Paths, probability: Floats, tail: float) -> np.datetime64 | None:
    at = int(np.searchsorted(np.cumsum(probability), tail - 1e-12))
    return None if at >= len(paths.months) else paths.months[at]


def end_of_run_off(situation: Situation, rng: Generator, rules: Parameters | None = None) -> Distribution:
    """Return the distribution over months in which run-off ends.

    Parameters
    ----------
    situation
        With a run-off that goes on or has been announced.
    rng
        Seeded.
    rules
        Choices; default: the file of this room.
    """
    chosen = rules or default_parameters()
    found = draw_thresholds(situation, rng, chosen)
    weights = survival(found, situation, chosen)
    paths = simulate(situation, found, rng, chosen)
    size = len(paths.months)
    inside = paths.end < size
    mass = np.bincount(paths.end[inside], weights=weights[inside], minlength=size)
    probability = np.asarray(mass / weights.sum(), dtype=np.float64)
    return Distribution(
        paths.months,
        probability,
        _quantile(paths, probability, 0.1),
        _quantile(paths, probability, 0.5),
        _quantile(paths, probability, 0.9),
        _level(found, weights, situation),
        np.quantile(paths.reserves_bn, _TAILS, axis=1),
        np.quantile(paths.on_rrp_bn, _TAILS, axis=1),
    )
