"""Linear models with rational expectations, solved once and for all.

A model is ``F E[y(t+1)] + G y(t) + H y(t-1) + M e(t) = 0``. Its solution
``y(t) = P y(t-1) + Q e(t)`` comes from the generalised Schur (QZ) form of the
stacked pencil (Klein 2000, J. Econ. Dynamics and Control 24), and exists and is
unique if exactly as many roots lie inside the unit circle as there are
variables (Blanchard and Kahn 1980, Econometrica 48).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]

ON_THE_CIRCLE = 1e-9
"""A root this near the unit circle counts as lying on it."""


@dataclass(frozen=True)
class LinearModel:
    """Coefficients of a linear model, n equations in n variables driven by m shocks.

    Attributes
    ----------
    lead, now, lag
        Shape [n, n]: on the expected next, the present and the last values.
    shock
        Shape [n, m]: on the shocks of the period, which nobody foresaw.
    """

    lead: Floats
    now: Floats
    lag: Floats
    shock: Floats


@dataclass(frozen=True)
class LinearSolution:
    """The only stable solution of a linear model.

    Attributes
    ----------
    carry
        Shape [n, n]: P, from the last period's values.
    impact
        Shape [n, m]: Q, from the shocks.
    roots
        Shape [2n], moduli of the generalised eigenvalues, smallest first; inf
        where a root is infinite.
    stable, needed
        Roots inside the unit circle, and how many there have to be.
    """

    carry: Floats
    impact: Floats
    roots: Floats
    stable: int
    needed: int


def moduli(alpha: NDArray[np.complex128], beta: NDArray[np.complex128]) -> Floats:
    """Return the moduli of generalised eigenvalues ``alpha / beta``; inf where beta is nil."""
    size = np.abs(beta)
    nil = size < 1e-13 * np.maximum(np.abs(alpha), 1e-300)
    return np.asarray(np.where(nil, np.inf, np.abs(alpha) / np.where(nil, 1.0, size)))


def solve_linear(model: LinearModel) -> LinearSolution:
    """Solve a linear model with rational expectations.

    Raises
    ------
    InputError
        Where there is no stable solution, more than one, or a root on the unit
        circle, so that neither can be said.
    """
    from scipy.linalg import ordqz  # type: ignore[import-untyped]

    n = len(model.now)
    unit, none = np.eye(n), np.zeros((n, n))
    left = np.block([[model.lead, model.now], [none, unit]])
    right = np.block([[none, -model.lag], [unit, none]])

    def inside(alpha: NDArray[np.complex128], beta: NDArray[np.complex128]) -> NDArray[np.bool_]:
        return np.asarray(moduli(np.atleast_1d(alpha), np.atleast_1d(beta)) < 1.0 - ON_THE_CIRCLE)

    _, _, alpha, beta, _, vectors = ordqz(right, left, sort=inside, output="complex")
    roots = np.sort(moduli(alpha, beta))
    stable = int((roots < 1.0 - ON_THE_CIRCLE).sum())
    _refuse(roots, stable, n)
    now, before = vectors[:n, :n], vectors[n:, :n]
    if np.linalg.cond(before) > 1e12:
        raise InputError.of(
            N_("model: the last period's values do not pin down a stable path; change the parameters")
        )
    carry = np.real(now @ np.linalg.inv(before))
    impact = -np.linalg.solve(model.lead @ carry + model.now, model.shock)
    return LinearSolution(carry, impact, roots, stable, n)


def _refuse(roots: Floats, stable: int, needed: int) -> None:
    """Apply Blanchard and Kahn's conditions."""
    if bool((np.abs(roots - 1.0) <= ON_THE_CIRCLE).any()):
        raise InputError.of(
            N_(
                "model: a root lies on the unit circle, so that no single stable path can be named; "
                "move the parameters off this border, for example raise phi_pi"
            )
        )
    if stable > needed:
        raise InputError.of(
            N_(
                "model: indeterminate, {stable} stable roots where {needed} are allowed: expectations could "
                "fulfil themselves; let the interest rate react more than one for one to inflation "
                "(phi_pi > 1)"
            ),
            stable=stable,
            needed=needed,
        )
    if stable < needed:
        raise InputError.of(
            N_(
                "model: no stable path, {stable} stable roots where {needed} are needed; "
                "lower the persistence or the reaction of the interest rate"
            ),
            stable=stable,
            needed=needed,
        )


def residual_of(model: LinearModel, ahead: Floats, present: Floats, before: Floats, shocks: Floats) -> Floats:
    """Return what is left of each equation, shape [n]; 0 where it holds."""
    return np.asarray(model.lead @ ahead + model.now @ present + model.lag @ before + model.shock @ shocks)
