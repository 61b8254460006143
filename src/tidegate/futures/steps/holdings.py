"""Treasuries and MBS of one path through a month, and the yield effect of what is held and expected."""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from tidegate.futures.inputs import Pools, Supply
from tidegate.futures.steps import mortgages
from tidegate.futures.steps.ladder import weighted

Floats = NDArray[np.float64]
LEAST_COUPON_PCT = 0.125
MOST_AHEAD = 120


@numba.njit(cache=True, nogil=True)
def invest(
    ring: Floats, coupons: Floats, head: int, amount: float, two: float, ten: float, thirty: float, s: Supply
) -> float:
    """Put an amount (in units of the ring) into new issues at their yields, in place; return a year's coupons."""
    size, added = ring.size, 0.0
    for k in range(s.issue_places.size):
        place = s.issue_places[k]
        coupon = s.curve_low[place] * two + s.curve_middle[place] * ten + s.curve_high[place] * thirty
        part = amount * s.issue_shares[k]
        interest = part * max(coupon, LEAST_COUPON_PCT) / 100.0
        rung = head + place
        rung -= size if rung >= size else 0
        ring[rung] += part
        coupons[rung] += interest
        added += interest
    return added


@numba.njit(cache=True, nogil=True)
def purchase(
    ring: Floats, coupons: Floats, head: int, amount: float, two: float, ten: float, thirty: float, s: Supply
) -> float:
    """Spread an outright purchase over the rungs of the purchase mix, in place; return a year's coupons."""
    size, added = ring.size, 0.0
    for place in range(size):
        part = amount * s.purchase_mix[place]
        if part > 0.0:
            coupon = s.curve_low[place] * two + s.curve_middle[place] * ten + s.curve_high[place] * thirty
            interest = part * max(coupon, LEAST_COUPON_PCT) / 100.0
            rung = head + place
            rung -= size if rung >= size else 0
            ring[rung] += part
            coupons[rung] += interest
            added += interest
    return added


@numba.njit(cache=True, nogil=True)
def supply_effect(
    calibration: int,
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
    s: Supply,
) -> tuple[float, float]:
    """Return the effect on the ten-year yield, basis points, and the sum of the ring.

    What is held above the norm of 2007 takes duration out of private hands now
    and fades as the room of the term premium has it; what is still expected
    builds up over the months it takes: `RiskPrices.effect_bp` of both paths.

    Parameters
    ----------
    ahead_bn
        Expected change of holdings at face, negative for run-off, over `ahead_months`.
    mbs_tilt
        Part of it that is MBS.
    buying
        Whether it is made of outright purchases (else of new issues not bought).
    """
    kind = s.kind[calibration]
    months = int(min(max(ahead_months, 0.0), MOST_AHEAD) + 0.5)
    total, effect = 0.0, 0.0
    for row in range(2):
        if row == 1 and s.now_bp[calibration, 1] == 0.0:
            break
        total, held = weighted(ring, head, s.weights[kind, row])
        held = held * scale + s.bill[kind, row] * bills + s.mbs[kind, row] * mbs
        unit = s.purchase[kind, row] if buying else s.issue[kind, row]
        ahead = ahead_bn * ((1.0 - mbs_tilt) * unit + mbs_tilt * s.mbs[kind, row])
        effect += s.now_bp[calibration, row] * (100.0 * held / gdp - s.base_pct_gdp[kind, row])
        effect += s.ahead_bp[calibration, row, months] * 100.0 * ahead / gdp
    return -scale_of_path * effect, total


@numba.njit(cache=True, nogil=True)
def pay_pools(
    face: Floats,
    age: Floats,
    unrefinanced: Floats,
    season: float,
    lock_month: float,
    curve_month: float,
    turnover_scale: float,
    refinancing_scale: float,
    m: Pools,
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
            due = balance * math.expm1(m.pool_growth[c]) / math.expm1(left * m.pool_growth[c])
        turn = turnover_scale * m.pool_turnover[c] * season * min(age[c] / m.turnover_ramp, 1.0) / 12.0
        turn *= min(1.0, m.pool_lock_factor[c] * lock_month)
        refi = refinancing_scale * m.pool_refinancing[c] * min(age[c] / m.refinancing_ramp, 1.0) / 12.0
        refi *= m.burnout_floor + (1.0 - m.burnout_floor) * unrefinanced[c]
        refi /= 1.0 + m.pool_curve_factor[c] * curve_month
        gone = due + (balance - due) * mortgages.fall(turn + refi)
        paid += gone
        interest += balance * m.pool_coupon[c]
        face[c] = max(balance - gone, 0.0)
        age[c] += 1.0
        unrefinanced[c] *= 1.0 - mortgages.fall(refi)
    return paid, interest / 1200.0


@numba.njit(cache=True, nogil=True)
def settle(
    face: Floats,
    age: Floats,
    unrefinanced: Floats,
    pending: Floats,
    ordered: float,
    rate_now: float,
    rate_1: float,
    rate_2: float,
    rate_3: float,
    m: Pools,
) -> float:
    """Take delivery of what was ordered `lag` months ago, at the mortgage rate of then; return its face."""
    settled, contract = ordered, rate_now
    if m.lag > 0:
        settled = pending[0]
        for k in range(m.lag - 1):
            pending[k] = pending[k + 1]
        pending[m.lag - 1] = ordered
        contract = rate_1 if m.lag == 1 else (rate_2 if m.lag == 2 else rate_3)
    if settled > 0.0:
        mortgages.buy_pools(
            face, age, unrefinanced, settled, contract, m.mix_weight, m.mix_discount,
            m.grid_low, m.grid_step, m.grid_size, m.new_age, m.wedge,
        )  # fmt: skip
    return settled


@numba.njit(cache=True, nogil=True)
def sell(
    face: Floats, pool_face: Floats, wanted: float, total: float, coupon: float, rate: float, m: Pools
) -> tuple[float, float]:
    """Sell MBS in proportion to the cohorts, in place; return face sold and the loss on it, $ bn.

    The price falls by the duration times the yield at which new pools are made over the coupon.
    """
    sold = min(wanted, total)
    if sold <= 0.0:
        return 0.0, 0.0
    keep = 1.0 - sold / total
    for c in range(face.size):
        face[c] *= keep
    for c in range(pool_face.size):
        pool_face[c] *= keep
    return sold, sold * min(max(m.sale_years * (rate - m.wedge - coupon) / 100.0, -0.3), 0.5)
