"""A month of the MBS cohorts of one path: amortise, prepay, redeem or reinvest, settle, sell.

The equations are those of `bank.portfolio.mbs_kernel` (and so of
`mbs_amortisation` and `mbs_prepay`); what does not differ by path, the ages
and the calendar, is worked out beforehand, which leaves two exponentials a
month. A test holds both to be the same.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LARGEST_INTENSITY = 0.3
"""Monthly intensity up to which the series of `fall` is exact to rounding."""


# Coefficients of (1 - exp(-x)) / x, from the constant up: (-1)^k / (k + 1)!.
_C = tuple((-1.0) ** k / math.factorial(k + 1) for k in range(12))
_C0, _C1, _C2, _C3, _C4, _C5, _C6, _C7, _C8, _C9, _C10, _C11 = _C


@numba.njit(nogil=True, error_model="numpy")
def fall(x: float) -> float:
    """Return ``1 - exp(-x)`` for 0 <= x <= 0.3: twelve terms in pairs (Estrin), so that few wait for others."""
    x2 = x * x
    x4 = x2 * x2
    low = (_C0 + _C1 * x) + (_C2 + _C3 * x) * x2
    middle = (_C4 + _C5 * x) + (_C6 + _C7 * x) * x2
    high = (_C8 + _C9 * x) + (_C10 + _C11 * x) * x2
    return x * (low + (middle + high * x4) * x4)


@numba.njit(nogil=True, error_model="numpy")
def small_fall(x: float) -> float:
    """Return ``1 - exp(-x)`` for 0 <= x <= 0.05, which turnover never leaves: eight terms."""
    x2 = x * x
    low = (_C0 + _C1 * x) + (_C2 + _C3 * x) * x2
    high = (_C4 + _C5 * x) + (_C6 + _C7 * x) * x2
    return x * (low + high * (x2 * x2))


@numba.njit(nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz", "arcp"})
def pay_down(
    face: Floats,
    unrefinanced: Floats,
    payments: Floats,
    month: int,
    cohorts: Floats,
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
    payments, cohorts
        See `inputs.Books`.
    month
        Place of the month.
    lock_month, curve_month
        Of the mortgage rate felt this month.
    turnover_scale, refinancing_scale
        Of the path.
    floor
        See `mbs_prepay.burnout`.
    """
    paid, interest = 0.0, 0.0
    t = np.uint64(month)
    for c in range(face.size):
        balance, left = face[c], unrefinanced[c]
        turn = turnover_scale * payments[1, t, c] * min(1.0, cohorts[0, c] * lock_month)
        refi = refinancing_scale * payments[2, t, c] * (floor + (1.0 - floor) * left)
        refi = refi / (1.0 + cohorts[1, c] * curve_month)
        due = balance * payments[0, t, c]
        # Who neither moves nor refinances stays: 1 - exp(-turn - refi) from the two falls.
        moves, refinances = small_fall(turn), fall(refi)
        gone = due + (balance - due) * (moves + refinances - moves * refinances)
        paid += gone
        interest += balance * cohorts[2, c]
        face[c] = max(balance - gone, 0.0)
        unrefinanced[c] = left * (1.0 - refinances)
    return paid, interest / 1200.0


@numba.njit(nogil=True)
def buy_pools(
    face: Floats,
    age: Floats,
    unrefinanced: Floats,
    settled: float,
    contract_rate: float,
    mix: Floats,
    low: float,
    step: float,
    size: int,
    new_age: float,
    wedge: float,
) -> None:
    """Put settled purchases into the pools of the coupons that are made at a mortgage rate, in place."""
    for m in range(mix.shape[1]):
        place = (contract_rate - mix[1, m] - wedge - low) / step
        place = min(max(place, 0.0), size - 1.0)
        lower = min(int(place), size - 2)
        for side in range(2):
            portion = place - lower if side == 1 else 1.0 - (place - lower)
            bought = settled * mix[0, m] * portion
            if bought > 0.0:
                c = m * size + lower + side
                whole = face[c] + bought
                age[c] = (face[c] * age[c] + bought * new_age) / whole
                unrefinanced[c] = (face[c] * unrefinanced[c] + bought) / whole
                face[c] = whole
