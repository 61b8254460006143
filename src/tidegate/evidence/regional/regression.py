"""Least squares with Newey and West's standard errors: small, and checked against statsmodels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """A regression.

    Attributes
    ----------
    coefficient
        In the order of the regressors, the constant first, shape [k].
    covariance
        Newey and West (1987) with Bartlett weights, shape [k, k].
    residual
        Shape [n].
    r_squared
        Share of the variance explained.
    used
        Which of the rows given were used, shape [rows].
    """

    coefficient: Floats
    covariance: Floats
    residual: Floats
    r_squared: float
    used: NDArray[np.bool_]

    @property
    def standard_error(self) -> Floats:
        """Square roots of the variances, shape [k]."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def residual_sd(self) -> float:
        """Of the residual, with the degrees of freedom taken off."""
        free = len(self.residual) - len(self.coefficient)
        return float(np.sqrt(self.residual @ self.residual / free))

    @property
    def residual_rho(self) -> float:
        """First autocorrelation of the residual."""
        e = self.residual
        return float(e[1:] @ e[:-1] / (e @ e))


def least_squares(outcome: ArrayLike, regressors: ArrayLike, hac_lags: int = 0) -> Fit:
    """Regress an outcome on a constant and regressors.

    Parameters
    ----------
    outcome
        Shape [n]; rows with NaN on either side are left out, and neighbours
        then count as neighbours.
    regressors
        Shape [n] or [n, k - 1].
    hac_lags
        Newey-West lags; 0 is White's estimator.

    Raises
    ------
    InputError
        For lengths that differ, or fewer than k + 2 rows.
    """
    y = np.asarray(outcome, dtype=float)
    x = np.asarray(regressors, dtype=float)
    x = x[:, None] if x.ndim == 1 else x
    if len(y) != len(x):
        text = N_("regression: {rows} rows of the outcome, {others} of the regressors; give as many of each")
        raise InputError.of(text, rows=len(y), others=len(x))
    keep = np.isfinite(y) & np.isfinite(x).all(axis=1)
    design = np.column_stack([np.ones(int(keep.sum())), x[keep]])
    if len(design) < design.shape[1] + 2:
        text = N_("regression: {rows} usable rows for {count} coefficients; give more months")
        raise InputError.of(text, rows=len(design), count=design.shape[1])
    coefficient, *_ = np.linalg.lstsq(design, y[keep], rcond=None)
    residual = y[keep] - design @ coefficient
    bread = np.linalg.inv(design.T @ design)
    meat = _long_run(design * residual[:, None], hac_lags)
    centred = y[keep] - y[keep].mean()
    share = float(1 - residual @ residual / (centred @ centred))
    return Fit(coefficient, bread @ meat @ bread, residual, share, keep)


def instrumented(outcome: ArrayLike, regressor: ArrayLike, instrument: ArrayLike, hac_lags: int = 0) -> Fit:
    """Regress an outcome on a constant and one regressor, moved only as far as an instrument moves it.

    With one of each the coefficient is the ratio of what outcome and regressor
    do when the instrument moves.

    Parameters
    ----------
    outcome, regressor, instrument
        Shape [n]; rows with NaN are left out.
    hac_lags
        Newey-West lags.
    """
    y, x, z = (np.asarray(v, dtype=float) for v in (outcome, regressor, instrument))
    keep = np.isfinite(y) & np.isfinite(x) & np.isfinite(z)
    ones = np.ones(int(keep.sum()))
    design, tools = np.column_stack([ones, x[keep]]), np.column_stack([ones, z[keep]])
    bread = np.linalg.inv(tools.T @ design)
    coefficient = bread @ (tools.T @ y[keep])
    residual = y[keep] - design @ coefficient
    meat = _long_run(tools * residual[:, None], hac_lags)
    centred = y[keep] - y[keep].mean()
    share = float(1 - residual @ residual / (centred @ centred))
    return Fit(coefficient, bread @ meat @ bread.T, residual, share, keep)


def _long_run(scores: Floats, lags: int) -> Floats:
    """Return the long-run sum of products of scores with Bartlett weights."""
    total = scores.T @ scores
    for lag in range(1, lags + 1):
        part = scores[lag:].T @ scores[:-lag]
        total += (1.0 - lag / (lags + 1)) * (part + part.T)
    return np.asarray(total)
