"""Treasuries and MBS of one path through a month, and the yield effect of what is held and expected."""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from tidegate.futures.steps import mortgages
from tidegate.futures.steps.ladder import weighted

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_COUPON_PCT = 0.125
MOST_AHEAD = 120
"""Months of change that are still expected, at most."""
MOST_KNOWN = 10_000.0
"""An end further away than this is not known."""
BILL, MBS, ISSUE, PURCHASE, BASE = range(5)
"""Rows of `Supply.units`."""


@numba.njit(nogil=True)
def invest(
    ring: Floats,
    coupons: Floats,
    head: int,
    amount: float,
    two: float,
    ten: float,
    thirty: float,
    places: Ints,
    shares: Floats,
    curve: Floats,
) -> float:
    """Put an amount (in units of the ring) into new issues at their yields, in place; return a year's coupons."""
    size, added = np.uint64(ring.size), 0.0
    start = np.uint64(head)
    for k in range(places.size):
        place = np.uint64(places[k])
        coupon = curve[0, place] * two + curve[1, place] * ten + curve[2, place] * thirty
        part = amount * shares[k]
        interest = part * max(coupon, LEAST_COUPON_PCT) * 0.01
        # Unsigned, or numba looks for places counted from the end.
        rung = start + place
        rung -= size if rung >= size else np.uint64(0)
        ring[rung] += part
        coupons[rung] += interest
        added += interest
    return added


@numba.njit(nogil=True)
def purchase(
    ring: Floats,
    coupons: Floats,
    head: int,
    amount: float,
    two: float,
    ten: float,
    thirty: float,
    mix: Floats,
    curve: Floats,
) -> float:
    """Spread an outright purchase over the rungs of the purchase mix, in place; return a year's coupons."""
    size, added = ring.size, 0.0
    for place in range(size):
        part = amount * mix[place]
        if part > 0.0:
            coupon = curve[0, place] * two + curve[1, place] * ten + curve[2, place] * thirty
            interest = part * max(coupon, LEAST_COUPON_PCT) * 0.01
            rung = head + place
            rung -= size if rung >= size else 0
            ring[rung] += part
            coupons[rung] += interest
            added += interest
    return added


@numba.njit(nogil=True)
def still_expected(
    runs: bool,
    tapers: bool,
    buys: bool,
    pace: float,
    mbs_pace: float,
    bought: float,
    mbs_bought: float,
    liquid: float,
    known_months: float,
    purchase_months: float,
    taper_left: float,
) -> tuple[float, float, float]:
    """Return by how much holdings are still expected to change, over how many months, and the part that is MBS.

    Run-off goes on at its pace until its known end or, where none is known,
    until what lies above ample reserves is drained. Purchases go on for as long
    as surveys once had it, a taper to its end.

    Parameters
    ----------
    runs, tapers, buys
        What the balance sheet does.
    pace, mbs_pace
        Of run-off a month, and of MBS in it.
    bought, mbs_bought
        A month.
    liquid
        Reserves above ample and ON RRP above its floor, $ bn.
    known_months
        To the known end of run-off; beyond any horizon where none is known.
    """
    if runs:
        months = known_months if known_months < MOST_KNOWN else max(liquid, 0.0) / max(pace, 1.0)
        months = min(max(months, 0.0), float(MOST_AHEAD))
        return -pace * months, months, mbs_pace / max(pace, 1e-9)
    if buys:
        months = max(0.5 * taper_left, 0.0) if tapers else purchase_months
        return bought * months, months, mbs_bought / max(bought, 1e-9)
    return 0.0, 0.0, 0.0


@numba.njit(nogil=True)
def supply_effect(
    calibration: int,
    kind: int,
    scale_of_path: float,
    ring: Floats,
    head: int,
    scale: float,
    bills: float,
    mbs: float,
    gdp: float,
    ahead_bn: float,
    ahead_months: float,
    mbs_tilt: float,
    buying: bool,
    weights: Floats,
    units: Floats,
    unit_bp: Floats,
) -> tuple[float, float]:
    """Return the effect on the ten-year yield, basis points, and the sum of the ring.

    What is held above the norm of 2007 takes duration out of private hands now
    and fades as the room of the term premium has it; what is still expected
    builds up over the months it takes: `RiskPrices.effect_bp` of both paths.

    Parameters
    ----------
    calibration, kind, weights, units, unit_bp
        See `inputs.Supply`.
    ahead_bn
        Expected change of holdings at face, negative for run-off, over `ahead_months`.
    mbs_tilt
        Part of it that is MBS.
    buying
        Whether it is made of outright purchases (else of new issues not bought).
    """
    months = int(min(max(ahead_months, 0.0), MOST_AHEAD) + 0.5)
    total, held = weighted(ring, head, weights, kind, 0)
    effect = 0.0
    for row in range(2):
        if row == 1:
            if unit_bp[calibration, 1, 0] == 0.0:
                break
            total, held = weighted(ring, head, weights, kind, 1)
        now = held * scale + units[BILL, kind, row] * bills + units[MBS, kind, row] * mbs
        unit = units[PURCHASE, kind, row] if buying else units[ISSUE, kind, row]
        ahead = ahead_bn * ((1.0 - mbs_tilt) * unit + mbs_tilt * units[MBS, kind, row])
        effect += unit_bp[calibration, row, 0] * (100.0 * now / gdp - units[BASE, kind, row])
        effect += unit_bp[calibration, row, months] * 100.0 * ahead / gdp
    return -scale_of_path * effect, total


@numba.njit(nogil=True)
def pay_pools(
    face: Floats,
    age: Floats,
    unrefinanced: Floats,
    pools: Floats,
    season: float,
    lock_month: float,
    curve_month: float,
    turnover_scale: float,
    refinancing_scale: float,
    floor: float,
    turnover_ramp: float,
    refinancing_ramp: float,
) -> tuple[float, float]:
    """Let the pools bought since the opening pay one month, in place; return principal and interest, $ bn."""
    paid, interest = 0.0, 0.0
    for c in range(face.size):
        balance = face[c]
        if balance <= 0.0:
            continue
        left = 360.0 - age[c]
        due = balance
        if left > 1.0:
            due = balance * math.expm1(pools[3, c]) / math.expm1(left * pools[3, c])
        turn = turnover_scale * pools[4, c] * season * min(age[c] / turnover_ramp, 1.0) / 12.0
        turn *= min(1.0, pools[0, c] * lock_month)
        refi = refinancing_scale * pools[5, c] * min(age[c] / refinancing_ramp, 1.0) / 12.0
        refi *= (floor + (1.0 - floor) * unrefinanced[c]) / (1.0 + pools[1, c] * curve_month)
        gone = due + (balance - due) * mortgages.fall(turn + refi)
        paid += gone
        interest += balance * pools[2, c]
        face[c] = max(balance - gone, 0.0)
        age[c] += 1.0
        unrefinanced[c] *= 1.0 - mortgages.fall(refi)
    return paid, interest / 1200.0


@numba.njit(nogil=True)
def deliver(pending: Floats, ordered: float, lag: int) -> float:
    """Return what is delivered this month of earlier orders, and note the new one."""
    if lag == 0:
        return ordered
    settled = pending[0]
    for k in range(lag - 1):
        pending[k] = pending[k + 1]
    pending[lag - 1] = ordered
    return float(settled)


@numba.njit(nogil=True)
def sell(
    face: Floats,
    pool_face: Floats,
    wanted: float,
    total: float,
    coupon: float,
    new_coupon: float,
    years: float,
) -> tuple[float, float]:
    """Sell MBS in proportion to the cohorts, in place; return face sold and the loss on it, $ bn.

    The price falls by the duration times the coupon of new pools over the book's.
    """
    sold = min(wanted, total)
    if sold <= 0.0:
        return 0.0, 0.0
    keep = 1.0 - sold / total
    for c in range(face.size):
        face[c] *= keep
    for c in range(pool_face.size):
        pool_face[c] *= keep
    return sold, sold * min(max(years * (new_coupon - coupon) / 100.0, -0.3), 0.5)
