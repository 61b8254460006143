"""Many tests at once: p-values that stay honest.

Holm (1979) keeps the chance of a single false finding below a level, whatever
the dependence; Benjamini and Hochberg (1995) keep the share of false findings,
if tests are independent or depend positively; Benjamini and Yekutieli (2001)
keep it whatever the dependence. Each function returns adjusted p-values: a
finding holds at a level if its adjusted p-value is not above it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]


def holm(p_values: ArrayLike) -> Floats:
    """Return p-values adjusted step-down for the chance of any false finding.

    Parameters
    ----------
    p_values
        Shape [m], between 0 and 1. NaN is a test that was not made: it stays NaN and does not count.

    Raises
    ------
    InputError
        For values outside 0 to 1.
    """
    return _adjusted(p_values, _holm)


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Return p-values adjusted step-up for the share of false findings; parameters as `holm`."""
    return _adjusted(p_values, _step_up)


def benjamini_yekutieli(p_values: ArrayLike) -> Floats:
    """Return p-values adjusted for the share of false findings under any dependence; parameters as `holm`."""
    return _adjusted(
        p_values,
        lambda rising: np.minimum(_step_up(rising, (1.0 / np.arange(1, len(rising) + 1)).sum()), 1.0),
    )


def _holm(rising: Floats) -> Floats:
    left = np.arange(len(rising), 0, -1)
    return np.minimum(np.maximum.accumulate(left * rising), 1.0)


def _step_up(rising: Floats, penalty: float = 1.0) -> Floats:
    count = len(rising)
    scaled = penalty * count / np.arange(1, count + 1) * rising
    return np.asarray(np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0))


def _adjusted(p_values: ArrayLike, rule: Callable[[Floats], Floats]) -> Floats:
    given = np.asarray(p_values, dtype=np.float64)
    outside = (given < 0.0) | (given > 1.0)
    if given.ndim != 1 or outside.any():
        raise InputError.of(
            N_("p-values {values}: give a list of numbers between 0 and 1"),
            values=given[outside].tolist() if given.ndim == 1 else given.shape,
        )
    found = np.full(len(given), np.nan)
    made = np.flatnonzero(np.isfinite(given))
    order = made[np.argsort(given[made], kind="stable")]
    if len(order):
        found[order] = rule(given[order])
    return found
