"""Measures of a distribution given as scenarios with probabilities: value at risk, expected shortfall, drawdown.

Losses are positive. Expected shortfall (CVaR) follows Rockafellar and
Uryasev (2000, Journal of Risk 2): the least over ``a`` of
``a + E[(L - a)+] / (1 - level)``, which at the minimum has ``a`` = value at risk.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri  # type: ignore[import-untyped]

from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]
_ROUNDING = 1e-9


def check_probabilities(probability: ArrayLike, count: int) -> Floats:
    """Return probabilities as an array that sums to one exactly.

    Raises
    ------
    InputError
        If their number is not `count`, one is negative or no number, or they do not sum to 1 within 1e-9.
    """
    p = np.asarray(probability, dtype=float)
    found = []
    if p.shape != (count,):
        text = N_("probabilities: {value} of them for {count} scenarios; give one for each")
        found.append(Message(text, {"value": p.size, "count": count}))
    elif not (np.isfinite(p).all() and (p >= 0).all() and abs(p.sum() - 1.0) < _ROUNDING):
        text = N_("probabilities: they sum to {value}; give numbers of 0 or more that sum to 1")
        found.append(Message(text, {"value": float(p.sum())}))
    InputError.check(found)
    return np.asarray(p / p.sum())


def check_level(level: float) -> float:
    """Return a confidence level.

    Raises
    ------
    InputError
        If it does not lie between 0 and 1.
    """
    if not 0.0 < level < 1.0:
        raise InputError.of(
            N_("level {value}: give a share above 0 and below 1, for example 0.95"), value=level
        )
    return level


def tail(loss: Floats, probability: Floats, level: float) -> tuple[NDArray[np.intp], Floats]:
    """Return the scenarios of the worst ``1 - level`` and their weights, which sum to one.

    Parameters
    ----------
    loss, probability
        Shape [scenarios].
    level
        Confidence, such as 0.95.

    Returns
    -------
    rows, weights
        Worst first. The last scenario counts with the part of its probability that still fits.
    """
    share = 1.0 - level
    rows = _worst(loss, probability, share)
    total = np.cumsum(probability[rows])
    last = min(int(np.searchsorted(total, share - 1e-15)), len(rows) - 1)
    rows = rows[: last + 1]
    weights = probability[rows].copy()
    weights[-1] -= max(total[last] - share, 0.0)
    return rows, weights / weights.sum()


def _worst(loss: Floats, probability: Floats, share: float) -> NDArray[np.intp]:
    """Return enough of the worst scenarios, sorted: a part of them first, all if that part is too light."""
    count = loss.size
    some = int(count * share * 1.5) + 8
    if some < count:
        rows = np.argpartition(loss, count - some)[count - some :]
        if probability[rows].sum() >= share:
            return np.asarray(rows[np.argsort(-loss[rows], kind="stable")])
    return np.asarray(np.argsort(-loss, kind="stable"))


def value_at_risk(loss: ArrayLike, probability: ArrayLike, level: float = 0.95) -> float:
    """Return the loss that is exceeded with probability ``1 - level`` at most."""
    values = np.asarray(loss, dtype=float)
    p = check_probabilities(probability, values.size)
    rows, _ = tail(values, p, check_level(level))
    return float(values[rows[-1]])


def expected_shortfall(loss: ArrayLike, probability: ArrayLike, level: float = 0.95) -> float:
    """Return the mean loss in the worst ``1 - level`` of the distribution (CVaR)."""
    values = np.asarray(loss, dtype=float)
    p = check_probabilities(probability, values.size)
    rows, weights = tail(values, p, check_level(level))
    return float(weights @ values[rows])


def normal_value_at_risk(level: float, mean: float = 0.0, sd: float = 1.0) -> float:
    """Return the value at risk of a normal loss."""
    return float(mean + sd * ndtri(check_level(level)))


def normal_expected_shortfall(level: float, mean: float = 0.0, sd: float = 1.0) -> float:
    """Return the expected shortfall of a normal loss: ``mean + sd phi(z) / (1 - level)``."""
    z = float(ndtri(check_level(level)))
    return mean + sd * math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi) / (1.0 - level)


def moments(returns: Floats, probability: Floats) -> tuple[Floats, Floats]:
    """Return means, shape [assets], and the covariance of scenario returns, shape [assets, assets]."""
    mean = probability @ returns
    centred = returns - mean
    return mean, np.asarray((centred * probability[:, None]).T @ centred)


def drawdown(wealth: ArrayLike) -> Floats:
    """Return how far each point of a path lies under its highest so far; 0 or negative, last axis is time.

    The path begins at 1 before its first point.
    """
    path = np.asarray(wealth, dtype=float)
    peak = np.maximum(np.maximum.accumulate(path, axis=-1), 1.0)
    return np.asarray(path / peak - 1.0)
