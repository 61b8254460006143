"""How far calibrations disagree: quantiles of a mixture of normal distributions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_HALVINGS = 60
"""Twenty standard deviations halved so often are less than the rounding of any yield."""


def mixture_quantile(
    means: ArrayLike, sds: ArrayLike, weights: ArrayLike, probability: float | Floats
) -> Floats:
    """Return a quantile of a mixture of normals.

    Parameters
    ----------
    means, sds
        Of each component, shape [components, ...]; sds >= 0.
    weights
        Shape [components], >= 0; scaled to sum to 1.
    probability
        In (0, 1); an array must match the last axes of the means.

    Returns
    -------
    ndarray
        Shape [...].
    """
    from scipy.special import ndtr  # type: ignore[import-untyped]

    mean, sd = np.asarray(means, dtype=float), np.asarray(sds, dtype=float)
    share = np.asarray(weights, dtype=float)
    share = (share / share.sum()).reshape((-1,) + (1,) * (mean.ndim - 1))
    width = np.maximum(sd, 1e-12)
    low, high = (mean - 10 * width).min(axis=0), (mean + 10 * width).max(axis=0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        below = (share * ndtr((middle - mean) / width)).sum(axis=0) < probability
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2.0)
