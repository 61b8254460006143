"""Fit Svensson curves to constant-maturity yields, many dates at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.rates.svensson import SvenssonCurve, loadings
from tidegate.units import Days, bp_from_points

Floats = NDArray[np.float64]

DECAY_YEARS = ((0.25, 4.0), (1.5, 25.0))
"""Where the two decays may lie; the second is at least `DECAY_RATIO` times the first on the grid."""
DECAY_RATIO = 1.6
SVENSSON_POINTS = 7
"""Yields that a date needs for six parameters; with fewer the second curvature is left out."""
SIEGEL_POINTS = 5
FIXED_POINTS = 3
FIXED_DECAY_YEARS = 1.0 / (12 * 0.0609)
"""Diebold and Li's decay (2006, Journal of Econometrics 130), for dates with three or four yields."""
_STEPS = 60


@dataclass(frozen=True)
class CurveFit:
    """Curves fitted to par yields.

    Attributes
    ----------
    dates
        ``datetime64[D]``, shape [n].
    maturities_years
        Shape [m].
    observed_pct
        Par yields, shape [n, m]; NaN where not quoted.
    curve
        Parameters of shape [n, 4] and [n, 2]; NaN for a date with fewer than three yields.
    free
        Parameters estimated on each date, shape [n]: 6 Svensson, 4
        Nelson-Siegel, 3 the same with a fixed decay, 0 none.
    fitted_pct
        Par yields of the fitted curves, shape [n, m].
    """

    dates: Days
    maturities_years: Floats
    observed_pct: Floats
    curve: SvenssonCurve
    free: NDArray[np.int64]
    fitted_pct: Floats

    @property
    def errors_bp(self) -> Floats:
        """Fitted minus observed par yields, basis points, shape [n, m]; NaN where not quoted."""
        return np.asarray(bp_from_points(1.0) * (self.fitted_pct - self.observed_pct))

    @property
    def rmse_bp(self) -> Floats:
        """Root mean squared error of each date, basis points, shape [n]; NaN without a fit."""
        squares = np.where(np.isfinite(self.errors_bp), self.errors_bp, 0.0) ** 2
        count = np.isfinite(self.errors_bp).sum(axis=1)
        return np.asarray(np.sqrt(squares.sum(axis=1) / np.where(count > 0, count, np.nan)))

    def at(self, row: int) -> SvenssonCurve:
        """Return the curve of one date."""
        return SvenssonCurve(self.curve.beta_pct[row], self.curve.tau_years[row])


def fit_par_yields(dates: ArrayLike, maturities_years: ArrayLike, par_pct: ArrayLike) -> CurveFit:
    """Fit a Svensson curve to the par yields of each date, by least squares in yields.

    Par yields are priced exactly: half-yearly coupons on the fitted curve.
    With fewer than seven yields a Nelson-Siegel curve is fitted, with fewer
    than five one whose decay is fixed; `CurveFit.free` says which.

    Parameters
    ----------
    dates
        ``datetime64[D]``, shape [n].
    maturities_years
        Rising, shape [m]: half a year or less, or whole half-years up to 30.
    par_pct
        Percent per year, shape [n, m]; NaN where not quoted.

    Raises
    ------
    InputError
        For shapes that do not match, maturities that cannot be fitted, or yields beyond -50% to 100%.
    """
    from tidegate.transmission.rates import kernel

    when = np.atleast_1d(np.asarray(dates, dtype="datetime64[D]"))
    years = np.atleast_1d(np.asarray(maturities_years, dtype=float))
    quoted = np.atleast_2d(np.asarray(par_pct, dtype=float))
    InputError.check(_problems(when, years, quoted))
    count = np.isfinite(quoted).sum(axis=1)
    free = np.select(
        [count >= SVENSSON_POINTS, count >= SIEGEL_POINTS, count >= FIXED_POINTS], [6, 4, 3], 0
    ).astype(np.int64)
    pairs, grid, single, single_grid = _grids(float(years[0]))
    bounds = np.log(np.array(DECAY_YEARS))
    parameters = np.empty((len(when), 6))
    kernel.fit_many(years, quoted / 100.0, free, pairs, grid, single, single_grid, bounds, _STEPS, parameters)
    curve = SvenssonCurve(100.0 * parameters[:, :4], np.exp(parameters[:, 4:]))
    fitted = curve.par_pct(years)
    return CurveFit(when, years, quoted, curve, free, fitted)


def _problems(when: Days, years: Floats, quoted: Floats) -> list[Message]:
    found = []
    if quoted.shape != (len(when), len(years)):
        text = N_("yields of shape {shape}: give {dates} rows, one a date, of {m} columns, one a maturity")
        found.append(Message(text, {"shape": quoted.shape, "dates": len(when), "m": len(years)}))
    whole = np.isclose(years * 2, np.round(years * 2)) & (years <= 30)
    good = np.isfinite(years) & (years > 0) & (whole | (years <= 0.5))
    if not good.all() or (np.diff(years) <= 0).any():
        text = N_("maturities {value}: must rise, each half a year or less or whole half-years up to 30")
        found.append(Message(text, {"value": years.tolist()}))
    far = quoted[np.isfinite(quoted) & ((quoted < -50) | (quoted > 100))]
    if far.size or np.isinf(quoted).any():
        text = N_("yield {value}: give percent per year, between -50 and 100, or NaN where not quoted")
        found.append(Message(text, {"value": float(far[0]) if far.size else float("inf")}))
    return found


@cache
def _grids(shortest: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the pairs of decays to begin from and their loadings at the nodes."""
    first = np.geomspace(*DECAY_YEARS[0], 9)
    second = np.geomspace(*DECAY_YEARS[1], 9)
    pairs = np.array([(a, b) for a in first for b in second if b >= DECAY_RATIO * a])
    alone = np.concatenate([[FIXED_DECAY_YEARS], np.geomspace(*DECAY_YEARS[0], 16)])
    single = np.column_stack([alone, np.full(len(alone), DECAY_YEARS[1][1])])
    nodes = np.concatenate([[min(shortest, 0.5)], np.arange(1, 61) * 0.5])
    return (
        pairs,
        loadings(nodes, pairs[:, :1], pairs[:, 1:]),
        single,
        loadings(nodes, single[:, :1], single[:, 1:]),
    )
