"""How a month's maturing principal is divided into what is redeemed and what rolls over.

The rule of the Desk: principal is redeemed up to the month's cap, coupon
securities (notes, bonds, TIPS, FRNs) first and bills for what they leave; the
redemptions are spread pro rata over the month's maturities.
Source: Federal Reserve Bank of New York, "FAQs: Treasury Rollovers", 2022.
The functions broadcast, so that one path and many use the same lines.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Amounts = NDArray[np.float64]


def split_redemptions(
    cap_bn: ArrayLike, coupons_due_bn: ArrayLike, bills_due_bn: ArrayLike
) -> tuple[Amounts, Amounts]:
    """Return what is redeemed of coupons and of bills in a month, $ bn.

    Parameters
    ----------
    cap_bn
        Cap on redemptions, >= 0; ``inf`` redeems everything.
    coupons_due_bn
        Notes, bonds, TIPS (with inflation compensation) and FRNs maturing, >= 0.
    bills_due_bn
        Bills maturing, >= 0.
    """
    coupons = np.minimum(cap_bn, coupons_due_bn)
    bills = np.minimum(np.subtract(cap_bn, coupons), bills_due_bn)
    return coupons, bills


def share_redeemed(redeemed_bn: float, due_bn: float) -> float:
    """Return the part of each maturity that is redeemed; 0 where nothing is due."""
    return redeemed_bn / due_bn if due_bn > 0.0 else 0.0
