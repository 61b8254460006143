"""The months of an expected path of holdings, compiled."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

REBUILD_MONTHS = 24.0
"""A stock below its normal size comes back to it so slowly (assumption)."""


@numba.njit(cache=True, nogil=True)
def run_months(
    ladder: Floats,
    bills_bn: float,
    mbs_bn: float,
    purchases: Floats,
    mixes: Floats,
    sales: Floats,
    bill_purchases: Floats,
    mbs_purchases: Floats,
    treasury_cap: Floats,
    mbs_cap: Floats,
    mbs_into: NDArray[np.int64],
    floor_bn: Floats,
    leaving: NDArray[np.bool_],
    new_issues: Floats,
    mbs_speed: float,
    weights: Floats,
    exposure: Floats,
    stocks: Floats,
) -> None:
    """Run the months; write weighted Treasuries [months + 1, weights] and stocks [months + 1, 3].

    A month: principal falls due; up to the cap it is redeemed (bills fill what
    coupons leave), the rest rolls into `new_issues`; purchases and sales. Once
    the path is `leaving` and the stock has come down to `floor_bn`, nothing
    more is redeemed on balance and the stock grows with the floor.
    `mbs_into`: 0 MBS, 1 Treasuries, 2 bills.
    """
    size = len(ladder)
    held = ladder.copy()
    rungs = len(weights)
    for w in range(rungs):
        exposure[0, w] = (weights[w] * held).sum()
    stocks[0, 0], stocks[0, 1], stocks[0, 2] = held.sum(), bills_bn, mbs_bn
    arrived = False
    for u in range(len(floor_bn)):
        due = held[0]
        for m in range(size - 1):
            held[m] = held[m + 1]
        held[size - 1] = 0.0
        paid = mbs_speed * mbs_bn
        if leaving[u] and held.sum() + due + bills_bn + mbs_bn <= floor_bn[u]:
            arrived = True
        if arrived:
            # MBS run off into Treasuries; the whole grows with the floor and closes what it lacks slowly.
            wanted = (held.sum() + due + bills_bn + mbs_bn) * floor_bn[u] / floor_bn[max(u - 1, 0)]
            wanted += max(floor_bn[u] - wanted, 0.0) / REBUILD_MONTHS
            mbs_bn -= paid
            held += max(wanted - held.sum() - bills_bn - mbs_bn, 0.0) * new_issues
        else:
            redeemed = min(due, treasury_cap[u])
            from_bills = min(bills_bn, max(treasury_cap[u] - due, 0.0)) if treasury_cap[u] < np.inf else 0.0
            bills_bn -= from_bills
            returned = min(paid, mbs_cap[u])
            mbs_bn -= paid
            into_treasuries = due - redeemed
            if mbs_into[u] == 0:
                mbs_bn += paid - returned
            elif mbs_into[u] == 1:
                into_treasuries += paid - returned
            else:
                bills_bn += paid - returned
            held += into_treasuries * new_issues
            for k in range(len(mixes)):
                held += purchases[u, k] * mixes[k]
            if sales[u] > 0.0:
                short = held[:36].sum()
                if short > 0.0:
                    held[:36] *= max(1.0 - sales[u] / short, 0.0)
            bills_bn = max(bills_bn + bill_purchases[u], 0.0)
            mbs_bn += mbs_purchases[u]
        for w in range(rungs):
            exposure[u + 1, w] = (weights[w] * held).sum()
        stocks[u + 1, 0], stocks[u + 1, 1], stocks[u + 1, 2] = held.sum(), bills_bn, mbs_bn


@numba.njit(cache=True, nogil=True)
def roll_forward(ladder: Floats, totals: Floats, new_issues: Floats, out: Floats) -> None:
    """Age a ladder month by month so that its totals are as given; what is added are new issues.

    Writes one ladder a row; `totals` begins one month after `ladder`.
    """
    held = ladder.copy()
    size = len(held)
    for u in range(len(totals)):
        for m in range(size - 1):
            held[m] = held[m + 1]
        held[size - 1] = 0.0
        gap = totals[u] - held.sum()
        if gap >= 0.0:
            held += gap * new_issues
        else:
            held *= totals[u] / held.sum()
        out[u] = held
