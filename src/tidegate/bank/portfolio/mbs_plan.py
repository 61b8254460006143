"""What a bank does with its MBS: redeem, reinvest, buy, sell, month by month."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.portfolio.mbs_amortisation import Floats
from tidegate.bank.portfolio.mbs_book import Issuer
from tidegate.errors import BookError
from tidegate.message import N_, Message


@dataclass(frozen=True)
class PurchaseMix:
    """What is bought when MBS are bought: issuer, term and share of each, shares summing to 1."""

    issuer: tuple[int, ...] = (Issuer.UMBS, Issuer.GNMA)
    term_months: tuple[float, ...] = (360.0, 360.0)
    weight: tuple[float, ...] = (0.79, 0.21)

    def __post_init__(self) -> None:
        same = len(self.issuer) == len(self.term_months) == len(self.weight) > 0
        if not same or min(self.weight) < 0 or abs(sum(self.weight) - 1) > 1e-9:
            raise BookError.of(
                N_("MBS purchases: shares {weights} must be >= 0 and sum to 1, one for each issuer and term"),
                weights=self.weight,
            )


@dataclass(frozen=True)
class MbsPlan:
    """What the bank does with its MBS. Each field is one number or has shape [months].

    Attributes
    ----------
    cap_bn
        Principal redeemed a month at most, >= 0; infinity lets everything run
        off, 0 reinvests everything.
    mbs_share
        Share in [0, 1] of the principal above the cap that buys MBS again;
        the rest is returned for reinvestment elsewhere.
    settlements_bn
        Face of MBS that settles in the month whatever is redeemed: asset
        purchases, and commitments made before the projection. >= 0.
    sales_bn
        Face sold in the month, in proportion to the cohorts, >= 0.
    mix
        What is bought.
    """

    cap_bn: ArrayLike = np.inf
    mbs_share: ArrayLike = 0.0
    settlements_bn: ArrayLike = 0.0
    sales_bn: ArrayLike = 0.0
    mix: PurchaseMix = field(default_factory=PurchaseMix)

    def monthly(self, months: int) -> dict[str, Floats]:
        """Return the four rules as arrays [months], or raise `BookError` with every problem."""
        found: list[Message] = []
        out: dict[str, Floats] = {}
        for name, highest in (
            ("cap_bn", np.inf),
            ("mbs_share", 1.0),
            ("settlements_bn", np.finfo(float).max),
            ("sales_bn", np.finfo(float).max),
        ):
            given = np.asarray(getattr(self, name), dtype=float)
            if given.shape not in ((), (1,), (months,)):
                text = N_("MBS plan {name}: {count} values for {months} months; give one, or one a month")
                found.append(Message(text, {"name": name, "count": given.size, "months": months}))
                continue
            out[name] = np.ascontiguousarray(np.broadcast_to(given, (months,)))
            bad = np.flatnonzero(~((out[name] >= 0) & (out[name] <= highest)))
            if bad.size:
                text = N_("MBS plan {name}: {value} in month {month}; give 0 or more (a share: at most 1)")
                found.append(
                    Message(text, {"name": name, "value": out[name][bad[0]], "month": int(bad[0]) + 1})
                )
        BookError.check(found)
        return out
