"""The month of an MBS book, compiled: amortise, prepay, redeem or reinvest, settle, sell.

The equations are those of `mbs_amortisation` and `mbs_prepay`, written out
for speed: an exponential of an incentive is a product of a factor of the
cohort and a factor of the month, so one month costs three exponentials a cohort.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FLOWS = (
    "balance_bn",
    "scheduled_bn",
    "turnover_bn",
    "refinanced_bn",
    "redeemed_bn",
    "reinvested_in_mbs_bn",
    "settled_bn",
    "sold_bn",
    "interest_bn",
)
"""Order of the last axis of `flows`."""


@numba.njit(cache=True, nogil=True)
def run_months(
    first: int,
    last: int,
    face: Floats,
    age: Floats,
    unrefinanced: Floats,
    pending: Floats,
    rates: Floats,
    issuer: NDArray[np.int64],
    term: Floats,
    wac: Floats,
    coupon: Floats,
    discount: Floats,
    turnover: Floats,
    refinancing: Floats,
    season: Floats,
    lock_in_per_point: float,
    middle: float,
    width: float,
    turnover_ramp: float,
    refinancing_ramp: float,
    floor: float,
    weights: Floats,
    cap: Floats,
    share: Floats,
    settlements: Floats,
    sales: Floats,
    mix_weight: Floats,
    mix_discount: Floats,
    grid_first: int,
    grid_size: int,
    grid_low: float,
    grid_step: float,
    new_age: float,
    wedge: float,
    flows: Floats,
    paid_by_issuer: Floats,
    balances: Floats,
    paydowns: Floats,
) -> None:
    """Advance paths `first` to `last` (exclusive) in place.

    ``face``, ``age``, ``unrefinanced`` are the state [paths, cohorts] and
    ``pending`` [paths, lag] the reinvestment not yet settled; all four are
    changed. ``rates`` is [paths, 3 + months]. ``flows`` [paths, months, 9] and
    ``paid_by_issuer`` [paths, months, 3] are filled, and, unless they are
    empty, ``balances`` and ``paydowns`` [paths, months, cohorts].
    """
    cohorts = face.shape[1]
    months = rates.shape[1] - 3
    lag = pending.shape[1]
    keep = balances.shape[0] > 0
    log_growth = np.empty(cohorts)
    lock_factor = np.empty(cohorts)
    curve_factor = np.empty(cohorts)
    for c in range(cohorts):
        log_growth[c] = math.log1p(wac[c] / 1200.0)
        # A shorter loan refinances at its own, lower rate: the same as a higher rate of its own.
        base = wac[c] + discount[c]
        lock_factor[c] = math.exp(lock_in_per_point * base)
        curve_factor[c] = math.exp((middle - base) / width)

    for p in range(first, last):
        for t in range(months):
            felt = weights[0] * rates[p, t + 2] + weights[1] * rates[p, t + 1] + weights[2] * rates[p, t]
            lock_month = math.exp(-lock_in_per_point * felt)
            curve_month = math.exp(felt / width)
            scheduled = 0.0
            moved = 0.0
            refinanced = 0.0
            interest = 0.0
            for c in range(cohorts):
                balance = face[p, c]
                if balance <= 0.0:
                    if keep:
                        paydowns[p, t, c] = 0.0
                    continue
                left = term[c] - age[p, c]
                due = balance
                if left > 1.0:
                    due = balance * (wac[c] / 1200.0) / math.expm1(left * log_growth[c])
                turn = turnover[c] * season[t] * min(age[p, c] / turnover_ramp, 1.0)
                turn *= min(1.0, lock_factor[c] * lock_month) / 12.0
                refi = refinancing[c] * min(age[p, c] / refinancing_ramp, 1.0)
                refi *= (
                    (floor + (1.0 - floor) * unrefinanced[p, c])
                    / (1.0 + curve_factor[c] * curve_month)
                    / 12.0
                )
                early = (balance - due) * -math.expm1(-(turn + refi))
                scheduled += due
                if early > 0.0:
                    moved += early * turn / (turn + refi)
                    refinanced += early * refi / (turn + refi)
                interest += balance * coupon[c] / 1200.0
                paid_by_issuer[p, t, issuer[c]] += due + early
                if keep:
                    paydowns[p, t, c] = due + early
                face[p, c] = max(balance - due - early, 0.0)
                age[p, c] += 1.0
                unrefinanced[p, c] *= math.exp(-refi)

            paid = scheduled + moved + refinanced
            redeemed = min(paid, cap[t])
            into_mbs = (paid - redeemed) * share[t]
            settled = settlements[t]
            if lag == 0:
                settled += into_mbs
            else:
                settled += pending[p, 0]
                for k in range(lag - 1):
                    pending[p, k] = pending[p, k + 1]
                pending[p, lag - 1] = into_mbs
            if settled > 0.0:
                contract_rate = rates[p, t + 3 - lag]
                for m in range(mix_weight.size):
                    place = (contract_rate - mix_discount[m] - wedge - grid_low) / grid_step
                    place = min(max(place, 0.0), grid_size - 1.0)
                    lower = min(int(place), grid_size - 2)
                    for side in range(2):
                        portion = place - lower if side == 1 else 1.0 - (place - lower)
                        bought = settled * mix_weight[m] * portion
                        if bought > 0.0:
                            c = grid_first + m * grid_size + lower + side
                            whole = face[p, c] + bought
                            age[p, c] = (face[p, c] * age[p, c] + bought * new_age) / whole
                            unrefinanced[p, c] = (face[p, c] * unrefinanced[p, c] + bought) / whole
                            face[p, c] = whole

            total = 0.0
            for c in range(cohorts):
                total += face[p, c]
            sold = min(sales[t], total)
            if sold > 0.0:
                for c in range(cohorts):
                    face[p, c] *= 1.0 - sold / total
                total -= sold
            if keep:
                for c in range(cohorts):
                    balances[p, t, c] = face[p, c]
            flows[p, t, 0] = total
            flows[p, t, 1] = scheduled
            flows[p, t, 2] = moved
            flows[p, t, 3] = refinanced
            flows[p, t, 4] = redeemed
            flows[p, t, 5] = into_mbs
            flows[p, t, 6] = settled
            flows[p, t, 7] = sold
            flows[p, t, 8] = interest
