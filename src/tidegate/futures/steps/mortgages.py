"""A month of the MBS cohorts of one path: amortise, prepay, redeem or reinvest, settle, sell.

The equations are those of `bank.portfolio.mbs_kernel` (and so of
`mbs_amortisation` and `mbs_prepay`); what does not differ by path, the ages
and the calendar, is worked out beforehand, which leaves two exponentials a
month. A test holds both to be the same.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LARGEST_INTENSITY = 0.5
"""Monthly intensity up to which the series of `fall` is exact to rounding."""


@numba.njit(cache=True, nogil=True)
def fall(x: float) -> float:
    """Return ``1 - exp(-x)`` for 0 <= x <= 0.5: the series to its fifteenth term, which compilers vectorise."""
    total = 1.0 / 15.0
    for k in range(14, 0, -1):
        total = (1.0 - x * total) / k
    return x * total


@numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})
def pay_down(
    face: Floats,
    unrefinanced: Floats,
    scheduled: Floats,
    turnover: Floats,
    refinancing: Floats,
    lock_factor: Floats,
    curve_factor: Floats,
    coupon: Floats,
    lock_month: float,
    curve_month: float,
    turnover_scale: float,
    refinancing_scale: float,
    floor: float,
) -> tuple[float, float]:
    """Let the opening cohorts pay one month, in place; return principal and interest, $ bn.

    Parameters
    ----------
    face, unrefinanced
        State of the path, shape [cohorts].
    scheduled, turnover, refinancing
        Of this month: share due, and intensities before incentive, shape [cohorts].
    lock_factor, curve_factor, coupon
        Of the cohorts.
    lock_month, curve_month
        Of the mortgage rate felt this month.
    turnover_scale, refinancing_scale
        Of the path.
    floor
        See `mbs_prepay.burnout`.
    """
    paid, interest = 0.0, 0.0
    for c in range(face.size):
        balance = face[c]
        turn = turnover_scale * turnover[c] * min(1.0, lock_factor[c] * lock_month)
        refi = refinancing_scale * refinancing[c] * (floor + (1.0 - floor) * unrefinanced[c])
        refi = refi / (1.0 + curve_factor[c] * curve_month)
        due = balance * scheduled[c]
        gone = due + (balance - due) * fall(turn + refi)
        paid += gone
        interest += balance * coupon[c]
        face[c] = max(balance - gone, 0.0)
        unrefinanced[c] *= 1.0 - fall(refi)
    return paid, interest / 1200.0


@numba.njit(cache=True, nogil=True)
def buy_pools(
    face: Floats,
    age: Floats,
    unrefinanced: Floats,
    settled: float,
    contract_rate: float,
    weight: Floats,
    discount: Floats,
    low: float,
    step: float,
    size: int,
    new_age: float,
    wedge: float,
) -> None:
    """Put settled purchases into the pools of the coupons that are made at a mortgage rate, in place."""
    for m in range(weight.size):
        place = (contract_rate - discount[m] - wedge - low) / step
        place = min(max(place, 0.0), size - 1.0)
        lower = min(int(place), size - 2)
        for side in range(2):
            portion = place - lower if side == 1 else 1.0 - (place - lower)
            bought = settled * weight[m] * portion
            if bought > 0.0:
                c = m * size + lower + side
                whole = face[c] + bought
                age[c] = (face[c] * age[c] + bought * new_age) / whole
                unrefinanced[c] = (face[c] * unrefinanced[c] + bought) / whole
                face[c] = whole
