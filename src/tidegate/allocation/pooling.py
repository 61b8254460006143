"""Entropy pooling: the distribution nearest to a prior that holds a set of views.

Meucci (2008, "Fully flexible views", Risk): minimise ``sum p ln(p / q)`` over
probabilities ``p`` of given scenarios, subject to views that are linear in
``p``. The solution is ``p_i`` proportional to ``q_i exp(-F_i' nu)``; ``nu``
solves a smooth convex dual of the size of the views, by Newton's method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.allocation.risk import check_probabilities
from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]
_TOLERANCE = 1e-12
_STEPS = 200
_ROUNDS = 50
_FURTHEST = 1e4


@dataclass(frozen=True)
class View:
    """What is believed of one feature of the scenarios.

    Attributes
    ----------
    name
        Of the feature, for messages.
    values
        The feature in each scenario, shape [scenarios].
    target
        Its mean.
    kind
        ``mean``: equal to the target; ``at_least``, ``at_most``.
    """

    name: str
    values: Floats
    target: float
    kind: str = "mean"


@dataclass(frozen=True)
class Posterior:
    """The pooled distribution.

    Attributes
    ----------
    probability
        Shape [scenarios]; sums to one.
    divergence
        Relative entropy ``sum p ln(p / q)``, 0 without views.
    effective_scenarios
        ``exp(-sum p ln p)``: how many equally likely scenarios tell as much.
    """

    probability: Floats
    divergence: float
    effective_scenarios: float


def entropy_pooling(prior: ArrayLike, views: Sequence[View]) -> Posterior:
    """Return the distribution nearest to a prior in which all views hold.

    Parameters
    ----------
    prior
        Probabilities, shape [scenarios]. A scenario with none keeps none.
    views
        None, or several at once.

    Raises
    ------
    InputError
        For a prior that is none, a feature of another shape, a target that no
        scenario reaches, or views that contradict each other.
    """
    q = np.asarray(prior, dtype=float)
    q = check_probabilities(q, q.size)
    _check(views, q)
    if not views:
        return _posterior(q, q)
    features = np.array([v.values for v in views], dtype=float)
    target = np.array([v.target for v in views])
    scale = np.maximum(np.sqrt(((features - features @ q[:, None]) ** 2) @ q), 1e-300)
    standard = (features - target[:, None]) / scale[:, None]
    sign = np.array([{"mean": 0.0, "at_least": 1.0, "at_most": -1.0}[v.kind] for v in views])
    active = sign == 0.0
    for _ in range(_ROUNDS):
        p, nu = _tilt(q, standard, active)
        if p is None:
            break
        missed = (~active) & (sign * (standard @ p) < -_TOLERANCE)
        wrong = active & (sign * nu > 0.0)
        if not missed.any() and not wrong.any():
            return _posterior(p, q)
        active = (active & ~wrong) | missed
    names = ", ".join(v.name for v in views)
    raise InputError.of(
        N_(
            "views on {names}: no distribution of these scenarios holds them all; move them nearer to the prior"
        ),
        names=names,
    )


def _check(views: Sequence[View], q: Floats) -> None:
    found = []
    for view in views:
        values = np.asarray(view.values, dtype=float)
        if values.shape != q.shape or not np.isfinite(values).all():
            text = N_("view on {name}: give one finite number for each of {count} scenarios")
            found.append(Message(text, {"name": view.name, "count": q.size}))
            continue
        low, high = float(values[q > 0].min()), float(values[q > 0].max())
        reached = {
            "mean": low < view.target < high or low == view.target == high,
            "at_least": view.target < high,
            "at_most": view.target > low,
        }
        if view.kind not in reached:
            text = N_("view on {name}: kind {value!r} is not known; use mean, at_least or at_most")
            found.append(Message(text, {"name": view.name, "value": view.kind}))
        elif not reached[view.kind]:
            text = N_("view on {name}: {value} lies outside what the scenarios reach, {low} to {high}")
            values_of = {"name": view.name, "value": view.target, "low": low, "high": high}
            found.append(Message(text, values_of))
    InputError.check(found)


def _tilt(q: Floats, standard: Floats, active: NDArray[np.bool_]) -> tuple[Floats | None, Floats]:
    """Minimise the dual over the active views; None where it has no minimum.

    The dual is ``ln sum q exp(-F' nu)``, with features less their targets.
    """
    nu = np.zeros(len(standard))
    chosen = standard[active]
    if not len(chosen):
        return q, nu
    log_q = np.log(np.where(q > 0, q, 1.0))
    at = np.zeros(len(chosen))
    value, p = _dual(at, chosen, q, log_q)
    for _ in range(_STEPS):
        mean = chosen @ p
        if np.abs(mean).max() < _TOLERANCE:
            nu[active] = at
            return p, nu
        centred = chosen - mean[:, None]
        curvature = (centred * p) @ centred.T
        step = np.linalg.lstsq(curvature, mean, rcond=1e-13)[0]
        slope, length = float(mean @ step), 1.0
        while length > 1e-10:
            tried, p_tried = _dual(at + length * step, chosen, q, log_q)
            if tried <= value - 1e-4 * length * slope + 1e-15:
                break
            length /= 2.0
        else:
            break
        at, value, p = at + length * step, tried, p_tried
        if np.abs(at).max() > _FURTHEST:
            break
    if np.abs(chosen @ p).max() < 1e-9:  # as near as rounding lets it come
        nu[active] = at
        return p, nu
    return None, nu


def _dual(at: Floats, chosen: Floats, q: Floats, log_q: Floats) -> tuple[float, Floats]:
    exponent = np.where(q > 0, log_q - at @ chosen, -np.inf)
    top = exponent.max()
    weight = np.exp(exponent - top)
    total = weight.sum()
    return float(top + np.log(total)), weight / total


def _posterior(p: Floats, q: Floats) -> Posterior:
    kept = p > 0
    entropy = -float(p[kept] @ np.log(p[kept]))
    divergence = float(p[kept] @ np.log(p[kept] / q[kept]))
    return Posterior(p, max(divergence, 0.0), float(np.exp(entropy)))


def opinion_pool(distributions: Sequence[ArrayLike], weights: ArrayLike) -> Floats:
    """Return the mixture of distributions over the same scenarios, such as one a scenario and its probability.

    Raises
    ------
    InputError
        If the weights are no probabilities, one for each distribution.
    """
    shares = check_probabilities(weights, len(distributions))
    mixed = shares @ np.array([np.asarray(d, dtype=float) for d in distributions])
    return np.asarray(mixed / mixed.sum())
