"""The Treasury ladder of one path: a ring of months to maturity.

The rung `head` falls due next, and a month is one step of `head`. TIPS are a
constant share of every rung, so that their compensation is one factor on the
whole ring.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@numba.njit(cache=True, nogil=True)
def split_redemptions(cap_bn: float, coupons_due_bn: float, bills_due_bn: float) -> tuple[float, float]:
    """Return what is redeemed of coupons and of bills; see `bank.portfolio.redemption.split_redemptions`."""
    coupons = min(cap_bn, coupons_due_bn)
    return coupons, min(cap_bn - coupons, bills_due_bn)


@numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})
def weighted(ring: Floats, head: int, weights: Floats) -> tuple[float, float]:
    """Return the sum of the ring, and its sum weighted by months to maturity.

    Parameters
    ----------
    ring
        Shape [rungs].
    head
        Rung that falls due next.
    weights
        By months to maturity less one, twice in a row, shape [2 x rungs]: no rung has to be looked up.
    """
    total, found = 0.0, 0.0
    first = ring.size - head
    for rung in range(ring.size):
        total += ring[rung]
        found += ring[rung] * weights[first + rung]
    return total, found
