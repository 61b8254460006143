"""Hong Kong's short rates: HIBOR by the aggregate balance, and the base rate by its rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
REFERENCE_BN = 50.0
"""The balance at which the level of the spread is stated: about what it was in 2019 and has been since 2023."""
FLOOR_PCT = 0.02
"""The lowest overnight fixings of May to July 2025."""
BASE_OVER_LOWER_PCT = 0.5


def hibor_pct(
    us_rate_pct: ArrayLike,
    balance_bn: ArrayLike,
    level_pct: ArrayLike,
    slope_pct: ArrayLike,
    disturbance_pct: ArrayLike = 0.0,
    scarce_below_bn: ArrayLike = 0.0,
    scarcity_pct: ArrayLike = 0.0,
) -> Floats:
    """Return one-month HIBOR from the US overnight rate and the aggregate balance, not below its floor.

        HIBOR = US rate + level - slope * ln(balance / 50) + disturbance
                + scarcity * max(0, scarce_below / balance - 1)

    Parameters
    ----------
    us_rate_pct
        Percent a year.
    balance_bn
        HK$ bn, above 0.
    level_pct
        HIBOR less the US rate at a balance of HK$50 bn, points.
    slope_pct
        Points that HIBOR falls for each log unit of the balance, 0 or more:
        times 0.69 for a doubling.
    disturbance_pct
        Share offerings, ends of quarters, dividends: everything else.
    scarce_below_bn, scarcity_pct
        The balance under which banks bid for what is left, and the points that
        HIBOR would rise if half of that were gone.
    """
    logs = np.log(np.asarray(balance_bn, dtype=float) / REFERENCE_BN)
    spread = np.asarray(level_pct) - np.asarray(slope_pct) * logs + np.asarray(disturbance_pct)
    short = np.maximum(np.asarray(scarce_below_bn) / np.asarray(balance_bn, dtype=float) - 1.0, 0.0)
    found = np.asarray(us_rate_pct, dtype=float) + spread + np.asarray(scarcity_pct) * short
    return np.asarray(np.maximum(found, FLOOR_PCT), dtype=float)


def base_rate_pct(fed_lower_pct: ArrayLike, hibor_mean_pct: ArrayLike) -> Floats:
    """Return the base rate of the discount window by the Monetary Authority's rule.

    The higher of the lower end of the Fed's target range plus 50 basis points,
    and the mean of the five-day moving averages of overnight and one-month HIBOR.
    """
    lower = np.asarray(fed_lower_pct, dtype=float) + BASE_OVER_LOWER_PCT
    return np.asarray(np.maximum(lower, np.asarray(hibor_mean_pct, dtype=float)))
