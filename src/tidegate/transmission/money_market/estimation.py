"""Nonlinear least squares of the reserve-demand curve, with a block bootstrap.

    spread = level(t) + a * floor gap + special days + slope * bend(ratio; threshold, width) + error

The level is a random walk over quarters, so that the curve may shift up and
down; given threshold and width everything else is linear. Both are searched
over a grid, so that there is no starting value and no local minimum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.money_market.inputs import Panel
from tidegate.transmission.money_market.kink import bend, steepness
from tidegate.transmission.money_market.parameters import Kink, Parameters, default_parameters
from tidegate.transmission.money_market.special_days import DayKind
from tidegate.units import Days

if TYPE_CHECKING:
    from numpy.random import Generator

Floats = NDArray[np.float64]
_MONTHS_PER_YEAR = 12
_PASSES = 6
_NORMAL_MAD = 0.6745
_LEAST_NOISE_BP = 0.05
_CLIP = 4.0


@dataclass(frozen=True)
class CurveFit:
    """The curve for one measure of the spread and one scale of reserves.

    Attributes
    ----------
    measure, scale
        Names as in the panel.
    threshold_pct, width_pct
        Of the bend, percent of the scale; NaN if the curve shows no bend.
    slope_bp
        Basis points for a fall of reserves by one percent of the scale, on the steep side; never negative.
    floor_pass_through
        Basis points for one basis point more between interest on reserves and the floor.
    dates, level_bp, fitted_bp
        Shape [n]: the curve's level without the bend, and the whole fit.
    noise_bp
        Robust standard deviation of what is left.
    draws_threshold_pct, draws_width_pct, draws_slope_bp
        Bootstrap draws, shape [draws]; thresholds NaN where a draw has no bend.
    observations
        Number of weeks or days.
    """

    measure: str
    scale: str
    threshold_pct: float
    width_pct: float
    slope_bp: float
    floor_pass_through: float
    dates: Days
    level_bp: Floats
    fitted_bp: Floats
    noise_bp: float
    draws_threshold_pct: Floats
    draws_width_pct: Floats
    draws_slope_bp: Floats
    observations: int

    def local_slope_bp(self, ratio_pct: float) -> Floats:
        """Return, for each draw, the fall of the spread for reserves up by one percent of the scale, bp."""
        part = steepness(ratio_pct, self.draws_threshold_pct, self.draws_width_pct)
        return np.where(np.isfinite(self.draws_threshold_pct), -self.draws_slope_bp * part, 0.0)


@dataclass(frozen=True)
class ReserveDemand:
    """The curves of all measures and scales, each with the same weight.

    Attributes
    ----------
    last
        Last day of the panel.
    reserves_bn
        Reserves now: mean of the last weekly averages.
    scale_bn
        Latest value of each scale.
    fits
        One for each measure and scale that had enough observations.
    """

    last: np.datetime64
    reserves_bn: float
    scale_bn: dict[str, float]
    fits: tuple[CurveFit, ...]

    def thresholds_bn(self) -> Floats:
        """Return the threshold of every draw at today's scale, $ bn; minus infinity where there is no bend."""
        each = [0.01 * f.draws_threshold_pct * self.scale_bn[f.scale] for f in self.fits]
        return np.nan_to_num(np.concatenate(each), nan=-np.inf)

    def elasticity_bp(self) -> Floats:
        """Return, for every draw, the change of the spread for one percent more reserves, bp."""
        each = []
        for fit in self.fits:
            ratio = 100.0 * self.reserves_bn / self.scale_bn[fit.scale]
            each.append(fit.local_slope_bp(ratio) * ratio / 100.0)
        return np.concatenate(each)


def fit_reserve_demand(
    panel: Panel,
    rng: Generator,
    parameters: Parameters | None = None,
    *,
    draws: int | None = None,
) -> ReserveDemand:
    """Estimate the demand for reserves.

    Parameters
    ----------
    panel
        Everything known on the day of the question, and nothing later.
    rng
        A seeded generator for the bootstrap.
    parameters
        Definitions; default: the file of this room.
    draws
        Bootstrap draws for each curve; default: as the definitions say.

    Returns
    -------
    ReserveDemand
        Curves for every measure that was observed long enough, by every scale.

    Raises
    ------
    InputError
        If no measure has been observed long enough.
    """
    rules = parameters or default_parameters()
    per_week = 1 if panel.frequency == "weekly" else 5
    enough = [
        m for m, v in panel.spread_bp.items() if np.isfinite(v).sum() >= rules.sample.least_weeks * per_week
    ]
    if not enough:
        raise InputError.of(
            N_(
                "reserve demand: needs {least} weeks of a spread, the longest has {found}; choose a later day"
            ),
            least=rules.sample.least_weeks,
            found=max((int(np.isfinite(v).sum()) // per_week for v in panel.spread_bp.values()), default=0),
        )
    fits = tuple(_fit(panel, m, s, rng, rules, draws, per_week) for m in enough for s in panel.scale_bn)
    now = rules.sample.current_weeks * per_week
    return ReserveDemand(
        panel.dates[-1],
        float(panel.reserves_bn[-now:].mean()),
        {name: float(v[-1]) for name, v in panel.scale_bn.items()},
        fits,
    )


@dataclass(frozen=True)
class _Linear:
    """The part of the curve that is linear, with the weights and the penalty on its drift."""

    design: Floats
    penalty: Floats
    root_weight: Floats

    def solve(self, target: Floats) -> Floats:
        """Return the penalised coefficients of `target` [n] or [n, m]."""
        x = self.design * self.root_weight[:, None]
        gram = x.T @ x + np.diag(self.penalty)
        weighted = target * (self.root_weight if target.ndim == 1 else self.root_weight[:, None])
        return np.asarray(np.linalg.solve(gram, x.T @ weighted), dtype=np.float64)

    def sweep(self, target: Floats) -> Floats:
        """Return ``M target`` in weighted units, where the minimum over the linear part is ``t' M t``."""
        rooted = self.root_weight if target.ndim == 1 else self.root_weight[:, None]
        swept: Floats = rooted * (target - self.design @ self.solve(target))
        return swept


def _steps(dates: Days, per_year: int) -> NDArray[np.intp]:
    """Return the number of the drift's step in which each day falls, from 0."""
    months = dates.astype("datetime64[M]").astype(int) // (_MONTHS_PER_YEAR // per_year)
    return np.asarray(months - months[0], dtype=np.intp)


def _design(panel: Panel, used: NDArray[np.bool_], kink: Kink) -> tuple[Floats, int]:
    """Return the linear regressors and the number of the first drift column.

    Columns: one, floor gap, special days that occur, then cumulative steps of the drift.
    """
    ones = np.ones((int(used.sum()), 1))
    gap = panel.floor_gap_bp[used][:, None]
    kinds = panel.kinds[used][:, [k for k in DayKind if k is not DayKind.ORDINARY]].astype(float)
    kinds = kinds[:, kinds.any(axis=0)]
    fixed = [ones, kinds] if np.ptp(gap) == 0 else [ones, gap, kinds]
    number = _steps(panel.dates[used], kink.drift_steps_per_year)
    drift = (number[:, None] >= np.arange(1, number[-1] + 1)[None, :]).astype(float)
    return np.hstack([*fixed, drift]), sum(f.shape[1] for f in fixed)


def _grid(ratio: Floats, kink: Kink) -> tuple[Floats, Floats]:
    """Return thresholds and widths of all candidates, percent, shape [candidates * widths]."""
    low, high = np.quantile(ratio, [kink.lowest_quantile, kink.highest_quantile])
    thresholds = np.linspace(low, high, kink.candidates)
    pairs = np.array([(t, w * t) for w in kink.widths for t in thresholds])
    return pairs[:, 0], pairs[:, 1]


def _best(swept: Floats, size: Floats, target: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Return the candidate that explains most of each target [n, m], and its slope (never negative)."""
    along = swept.T @ target
    gain = np.where(along > 0, along**2 / size[:, None], 0.0)
    best = np.argmax(gain, axis=0)
    each = np.arange(target.shape[1])
    return best, np.maximum(along[best, each] / size[best], 0.0)


def _fit(
    panel: Panel,
    measure: str,
    scale: str,
    rng: Generator,
    rules: Parameters,
    draws: int | None,
    per_week: int,
) -> CurveFit:
    spread = panel.spread_bp[measure]
    used = np.isfinite(spread)
    y, ratio = spread[used], panel.ratio_pct(scale)[used]
    design, first_drift = _design(panel, used, rules.kink)
    thresholds, widths = _grid(ratio, rules.kink)
    bends = bend(ratio[:, None], thresholds[None, :], widths[None, :])
    step_bp = rules.kink.drift_bp_per_year / np.sqrt(rules.kink.drift_steps_per_year)
    is_drift = np.arange(design.shape[1]) >= first_drift
    weight, noise, left = np.ones(len(y)), float("nan"), y - np.median(y)
    for number in range(_PASSES):
        noise = max(float(np.median(np.abs(left))) / _NORMAL_MAD, _LEAST_NOISE_BP)
        weight = np.minimum(1.0, rules.kink.huber * noise / np.maximum(np.abs(left), 1e-9))
        linear = _Linear(design, np.where(is_drift, (noise / step_bp) ** 2, 1e-9), np.sqrt(weight))
        if number == 0:  # without a bend first, so that no outlier is taken for one
            left = y - design @ linear.solve(y)
            continue
        swept = linear.sweep(bends)
        size = np.maximum(np.einsum("nj,nj->j", bends * linear.root_weight[:, None], swept), 1e-9)
        best, slope = _best(swept, size, (y * linear.root_weight)[:, None])
        chosen, beta = int(best[0]), float(slope[0])
        coefficients = linear.solve(y - beta * bends[:, chosen])
        left = y - beta * bends[:, chosen] - design @ coefficients
    count = draws or rules.bootstrap.draws
    steady = design[:, :first_drift] @ coefficients[:first_drift] + beta * bends[:, chosen]
    simulated = _simulate(
        steady, design[:, first_drift:], np.clip(left, -_CLIP * noise, _CLIP * noise), step_bp, rng, count,
        rules.bootstrap.block_weeks * per_week,
    )  # fmt: skip
    drawn, slopes = _best(swept, size, simulated * linear.root_weight[:, None])
    none = slopes <= 0.0
    gap_used = np.ptp(panel.floor_gap_bp[used]) > 0
    level = design @ coefficients
    return CurveFit(
        measure,
        scale,
        float(thresholds[chosen]) if beta > 0 else float("nan"),
        float(widths[chosen]) if beta > 0 else float("nan"),
        beta,
        float(coefficients[1]) if gap_used else float("nan"),
        panel.dates[used],
        level,
        level + beta * bends[:, chosen],
        noise,
        np.where(none, np.nan, thresholds[drawn]),
        np.where(none, np.nan, widths[drawn]),
        slopes,
        len(y),
    )


def _simulate(
    steady: Floats, drift: Floats, left: Floats, step_bp: float, rng: Generator, count: int, block: int
) -> Floats:
    """Return simulated spreads, shape [n, count]: fresh drift, and errors in blocks as they came."""
    n = len(steady)
    block = min(block, n)
    blocks = -(-n // block)
    begins = rng.integers(0, n - block + 1, size=(blocks, count))
    rows = (begins[:, None, :] + np.arange(block)[None, :, None]).reshape(blocks * block, count)[:n]
    errors = (left - left.mean())[rows]
    walks = drift @ (step_bp * rng.standard_normal((drift.shape[1], count)))
    return np.asarray(steady[:, None] + walks + errors)
