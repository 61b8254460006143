"""What a projection of MBS returns: the months, and the book they end in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.mbs_amortisation import Floats
from tidegate.bank.portfolio.mbs_plan import PurchaseMix


@dataclass(frozen=True)
class MbsState:
    """The book between two months, for one path or many, as `project_mbs` left it.

    Attributes
    ----------
    month
        The last month projected, ``datetime64[M]``.
    issuer, term_months, coupon_pct, wac_pct
        Shape [cohorts]; the last ones are the coupons in which new pools are made.
    face_bn, age_months, unrefinanced
        Shape [paths, cohorts]; see `CohortBook`.
    pending_bn
        Shape [paths, settlement lag]: MBS bought, not yet settled, next month first.
    grid_first
        Index of the first cohort of new pools.
    mix
        What the cohorts of new pools hold.
    """

    month: np.datetime64
    issuer: NDArray[np.int64]
    term_months: Floats
    coupon_pct: Floats
    wac_pct: Floats
    face_bn: Floats
    age_months: Floats
    unrefinanced: Floats
    pending_bn: Floats
    grid_first: int
    mix: PurchaseMix

    @property
    def paths(self) -> int:
        """Number of paths."""
        return int(self.face_bn.shape[0])


@dataclass(frozen=True)
class MbsProjection:
    """The MBS book month by month. Arrays have shape [months], or [paths, months].

    A month's principal is what the holder is paid in it: the borrowers paid it
    the month before. In every month
    ``balance = last balance - paydown + settled - sold``, and
    ``paydown = redeemed + reinvested_in_mbs + reinvested_elsewhere``.

    Attributes
    ----------
    months
        ``datetime64[M]``, shape [months].
    balance_bn
        Face at the end of the month, $ bn.
    scheduled_bn, turnover_bn, refinanced_bn
        Principal by cause, $ bn, >= 0; `paydown_bn` is their sum.
    redeemed_bn
        Principal up to the cap.
    reinvested_in_mbs_bn
        Principal above the cap with which MBS were bought (they settle later).
    settled_bn, sold_bn
        Face bought (when it settles) and sold.
    interest_bn
        Coupon income of the month: net coupon on the face at its beginning.
    paid_by_issuer_bn
        Principal by `Issuer`, shape [..., 3].
    closing
        The book after the last month.
    balance_by_cohort_bn, paydown_by_cohort_bn
        Shape [..., cohorts], in the order of `closing`; None unless asked for.
    """

    months: NDArray[np.datetime64]
    balance_bn: Floats
    scheduled_bn: Floats
    turnover_bn: Floats
    refinanced_bn: Floats
    redeemed_bn: Floats
    reinvested_in_mbs_bn: Floats
    settled_bn: Floats
    sold_bn: Floats
    interest_bn: Floats
    paid_by_issuer_bn: Floats
    closing: MbsState
    balance_by_cohort_bn: Floats | None = None
    paydown_by_cohort_bn: Floats | None = None

    @property
    def paydown_bn(self) -> Floats:
        """All principal received."""
        return self.scheduled_bn + self.turnover_bn + self.refinanced_bn

    @property
    def reinvested_elsewhere_bn(self) -> Floats:
        """Principal above the cap that is not put back into MBS."""
        return np.maximum(self.paydown_bn - self.redeemed_bn - self.reinvested_in_mbs_bn, 0.0)

    @property
    def opening_bn(self) -> Floats:
        """Face at the beginning of each month."""
        return self.balance_bn + self.paydown_bn - self.settled_bn + self.sold_bn

    @property
    def cpr(self) -> Floats:
        """Yearly speed of the whole book (a fraction): prepayment over the face after the scheduled payment.

        NaN where the book is empty.
        """
        after = self.opening_bn - self.scheduled_bn
        with np.errstate(invalid="ignore", divide="ignore"):
            smm = np.where(after > 0, (self.turnover_bn + self.refinanced_bn) / after, np.nan)
        return np.asarray(1.0 - (1.0 - smm) ** 12)
