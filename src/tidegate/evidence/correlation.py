"""A correlation with an interval that minds fat tails."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tidegate.errors import InputError
from tidegate.evidence.robust import NORMAL_90
from tidegate.message import N_

LEAST_PAIRS = 10


@dataclass(frozen=True)
class Correlation:
    """A correlation.

    Attributes
    ----------
    value
        Pearson's.
    se
        Standard error from the pairs' own products, not from a normal distribution.
    low, high
        90% interval, through Fisher's transformation.
    n
        Pairs.
    """

    value: float
    se: float
    low: float
    high: float
    n: int


def correlation(one: ArrayLike, other: ArrayLike) -> Correlation:
    """Return the correlation of two samples.

    Parameters
    ----------
    one, other
        Shape [n]; pairs with NaN are left out.

    Raises
    ------
    InputError
        For lengths that differ, fewer than ten pairs, or a sample that does not vary.
    """
    x, y = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape:
        raise InputError.of(
            N_("correlation: samples of {one} and {other} values; both need the same number"),
            one=x.shape,
            other=y.shape,
        )
    good = np.isfinite(x) & np.isfinite(y)
    x, y = x[good], y[good]
    if len(x) < LEAST_PAIRS or x.std() == 0.0 or y.std() == 0.0:
        raise InputError.of(
            N_("correlation: {pairs} pairs; at least {least} are needed, and both samples must vary"),
            pairs=len(x),
            least=LEAST_PAIRS,
        )
    zx, zy = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    value = float((zx * zy).mean())
    influence = zx * zy - 0.5 * value * (zx**2 + zy**2)
    se = float(influence.std(ddof=2) / np.sqrt(len(x)))
    middle = np.arctanh(min(max(value, -1.0 + 1e-12), 1.0 - 1e-12))
    reach = NORMAL_90 * se / max(1.0 - value**2, 1e-12)
    return Correlation(value, se, float(np.tanh(middle - reach)), float(np.tanh(middle + reach)), len(x))
