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


@numba.njit(nogil=True)
def split_redemptions(cap_bn: float, coupons_due_bn: float, bills_due_bn: float) -> tuple[float, float]:
    """Return what is redeemed of coupons and of bills; see `bank.portfolio.redemption.split_redemptions`."""
    coupons = min(cap_bn, coupons_due_bn)
    return coupons, min(cap_bn - coupons, bills_due_bn)


@numba.njit(nogil=True, fastmath={"reassoc", "contract", "nsz"})
def weighted(ring: Floats, head: int, weights: Floats, kind: int, row: int) -> tuple[float, float]:
    """Return the sum of the ring, and its sum weighted by months to maturity.

    Parameters
    ----------
    ring
        Shape [rungs].
    head
        Rung that falls due next.
    weights, kind, row
        By months to maturity less one, twice in a row, shape [kinds, 2, 2 x rungs]: no rung has to be looked up.
    """
    total, found = 0.0, 0.0
    first = ring.size - head
    for rung in range(ring.size):
        total += ring[rung]
        # Unsigned, or numba looks for places counted from the end.
        found += ring[rung] * weights[kind, row, np.uint64(first + rung)]
    return total, found


@numba.njit(nogil=True, fastmath={"reassoc", "nsz"})
def added(values: Floats) -> float:
    """Return the sum of an array, in whichever order is quickest."""
    total = 0.0
    for k in range(values.size):
        total += values[k]
    return total
