"""Least squares with honest intervals where few events carry the estimate.

    y = X b + u,  Var(u_i) differs from event to event

Surprises have fat tails: most are close to zero, a few are large, and the
estimate rests on those few. White's error with a normal interval then covers
far too seldom (62 to 88% instead of 90% in the simulations of the tests). Here
stands the error HC2 of MacKinnon and White (1985), which is unbiased if the
variance is the same everywhere, with Student's t of as many degrees of freedom
as the design itself gives (Bell and McCaffrey 2002; Imbens and Kolesár 2016).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]
_RANK_TOLERANCE = 1e-9
_FULL_LEVERAGE = 1.0 - 1e-9
NORMAL_90 = 1.6448536269514722
"""95th percentile of the standard normal: half of a 90% interval in standard errors."""


@dataclass(frozen=True)
class Fit:
    """A regression; arrays of shape [k], one value for each regressor.

    Attributes
    ----------
    coefficient
        In units of the outcome for one unit of the regressor.
    se
        HC2 standard error.
    dof
        Degrees of freedom of its t, by Satterthwaite's rule: about how many
        events carry the coefficient, never more than observations less regressors.
    observations
        Number of events.
    residuals
        Shape [observations].
    """

    coefficient: Floats
    se: Floats
    dof: Floats
    observations: int
    residuals: Floats

    @property
    def p_value(self) -> Floats:
        """Two-sided, of no effect."""
        from scipy.special import stdtr  # type: ignore[import-untyped]

        return np.asarray(2.0 * stdtr(self.dof, -np.abs(self.coefficient / self.se)), dtype=np.float64)

    def half_width(self, confidence: float = 0.9) -> Floats:
        """Return half the width of the interval.

        Raises
        ------
        InputError
            If `confidence` does not lie between 0 and 1.
        """
        from scipy.special import stdtrit

        if not 0.0 < confidence < 1.0:
            raise InputError.of(
                N_("confidence {value}: must lie between 0 and 1, for example 0.9"), value=confidence
            )
        return np.asarray(stdtrit(self.dof, 0.5 * (1.0 + confidence)) * self.se, dtype=np.float64)

    def interval(self, confidence: float = 0.9) -> tuple[Floats, Floats]:
        """Return lower and upper ends of the interval."""
        half = self.half_width(confidence)
        return self.coefficient - half, self.coefficient + half

    @property
    def normal_se(self) -> Floats:
        """The standard error of the normal that has the same 90% interval.

        Who computes with normals (shrinkage, simulated paths) uses this one,
        so that few events do not look like many.
        """
        return self.half_width(0.9) / NORMAL_90


def fit(outcome: ArrayLike, regressors: ArrayLike) -> Fit:
    """Regress an outcome on regressors and a constant.

    Parameters
    ----------
    outcome
        Shape [n], without NaN.
    regressors
        Shape [n] or [n, k], without NaN. The constant is added, its
        coefficient is not reported.

    Raises
    ------
    InputError
        For lengths that differ, NaN, fewer than k + 3 events, regressors that
        depend on each other, or an event that alone decides a coefficient.
        All problems at once.
    """
    y = np.asarray(outcome, dtype=np.float64)
    x = np.asarray(regressors, dtype=np.float64)
    x = x[:, None] if x.ndim == 1 else x
    if y.shape != x.shape[:1] or not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise InputError.of(
            N_(
                "regression: outcome {outcome} and regressors {regressors} need the same number of events and no NaN"
            ),
            outcome=y.shape,
            regressors=x.shape,
        )
    design = np.column_stack([np.ones(len(y)), x])
    n, k = design.shape
    if n < k + 2:
        raise InputError.of(
            N_(
                "regression: {events} events for {count} regressors and a constant; at least {least} are needed"
            ),
            events=n,
            count=k - 1,
            least=k + 2,
        )
    q, r = np.linalg.qr(design)
    size = np.sqrt((design**2).sum(axis=0))
    if (np.abs(np.diagonal(r)) <= _RANK_TOLERANCE * np.maximum(size, 1e-300)).any():
        raise InputError.of(N_("regression: the regressors depend on each other; leave one out"))
    leverage = np.einsum("nk,nk->n", q, q)
    if (leverage > _FULL_LEVERAGE).any():
        raise InputError.of(
            N_("regression: event {event} alone decides a coefficient; leave the regressor out"),
            event=int(leverage.argmax()),
        )
    weights = np.linalg.solve(r, q.T)  # [k, n]: the coefficient is weights @ y
    coefficient = weights @ y
    residuals = y - design @ coefficient
    share = weights[1:] ** 2 / (1.0 - leverage)
    variance = share @ residuals**2
    return Fit(
        coefficient[1:], np.sqrt(variance), _satterthwaite(share, leverage, q), n, np.asarray(residuals)
    )


def _satterthwaite(share: Floats, leverage: Floats, q: Floats) -> Floats:
    """Return the degrees of freedom of HC2 variances with shares [k, n] of squared residuals.

    The variance is a quadratic form of the residuals; with equal variances it
    has the mean tr(B) and the variance 2 tr(B B), B = D M D, M = I - q q'.
    """
    mean = share @ (1.0 - leverage)
    cross = np.einsum("kn,ni,nj->kij", share, q, q)
    spread = (share**2) @ (1.0 - 2.0 * leverage) + (cross**2).sum(axis=(1, 2))
    return np.asarray(mean**2 / spread, dtype=np.float64)


def partial_out(values: ArrayLike, controls: ArrayLike) -> Floats:
    """Return what a constant and controls [n, k] leave of values [n] or [n, m]."""
    x = np.asarray(controls, dtype=np.float64)
    design = np.column_stack([np.ones(len(x)), x])
    y = np.asarray(values, dtype=np.float64)
    return np.asarray(y - design @ np.linalg.lstsq(design, y, rcond=None)[0])
