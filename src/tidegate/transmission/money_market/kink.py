"""The reserve-demand curve: flat while reserves are ample, bending upwards as they get scarce.

The bend is a softplus, whose slope is logistic: one side flat, the other
straight, and a smooth passage between. Afonso, Giannone, La Spada and
Williams (Federal Reserve Bank of New York, Staff Report 1019) find this shape
with slopes that vary over time; Poole (1968) derives an S-curve of which the
softplus is the part above the point of satiation. The upper end of the S has
not been seen since 2008, so nothing is assumed about it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def bend(ratio_pct: ArrayLike, threshold_pct: ArrayLike, width_pct: ArrayLike) -> Floats:
    """Return the bend, ``width * log(1 + exp((threshold - ratio) / width))``, percentage points.

    Far above the threshold it is zero, far below it is ``threshold - ratio``.
    Arguments broadcast.
    """
    width = np.asarray(width_pct, dtype=np.float64)
    gap = np.asarray(threshold_pct, dtype=np.float64) - np.asarray(ratio_pct, dtype=np.float64)
    return np.asarray(width * np.logaddexp(0.0, gap / width))


def steepness(ratio_pct: ArrayLike, threshold_pct: ArrayLike, width_pct: ArrayLike) -> Floats:
    """Return the share of the full slope reached, from 0 (flat) to 1; one half at the threshold."""
    gap = np.asarray(threshold_pct, dtype=np.float64) - np.asarray(ratio_pct, dtype=np.float64)
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * gap / np.asarray(width_pct, dtype=np.float64))))
