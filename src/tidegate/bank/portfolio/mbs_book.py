"""The book of agency MBS as coupon cohorts: one row for each issuer, term and net coupon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.mbs_amortisation import Floats
from tidegate.errors import BookError
from tidegate.message import N_, Message


class Issuer(IntEnum):
    """Group of issuers whose pools pay on the same day and prepay alike."""

    UMBS = 0
    """Fannie Mae, and Freddie Mac pools that pay as Fannie Mae's do (on the 25th)."""
    GNMA = 1
    """Ginnie Mae (on the 20th)."""
    LEGACY = 2
    """Freddie Mac Gold pools, not exchanged into UMBS (on the 15th)."""


@dataclass(frozen=True)
class CohortBook:
    """Agency MBS by cohort on one date. All arrays have shape [cohorts].

    Attributes
    ----------
    as_of
        Date of the holdings; the first payment projected is that of the next month.
    issuer
        `Issuer` codes, int8.
    term_months
        Original term of the loans, 360 or 180 (any whole number above 0).
    coupon_pct
        Net coupon that the holder receives, percent per year.
    wac_pct
        Average rate that the borrowers pay, percent per year, not below the coupon.
    age_months
        Average age of the loans, 0 or more, below the term.
    face_bn
        Current face, $ bn, 0 or more.
    unrefinanced
        Share of the borrowers who have let every past chance to refinance go by
        or have had none, in (0, 1]; 1 for a new pool. It carries burnout.
    """

    as_of: date
    issuer: NDArray[np.int8]
    term_months: Floats
    coupon_pct: Floats
    wac_pct: Floats
    age_months: Floats
    face_bn: Floats
    unrefinanced: Floats

    def __post_init__(self) -> None:
        BookError.check(self._problems())

    def _problems(self) -> list[Message]:
        count = self.issuer.size
        names = ("term_months", "coupon_pct", "wac_pct", "age_months", "face_bn", "unrefinanced")
        wrong = [name for name in names if getattr(self, name).shape != (count,)]
        if wrong:
            text = N_("MBS book: {names} must have one value for each of the {count} cohorts")
            return [Message(text, {"names": ", ".join(wrong), "count": count})]
        found: list[Message] = []
        for good, values, text in (
            (
                np.isin(self.issuer, [int(code) for code in Issuer]),
                self.issuer,
                N_("MBS cohort {row}: issuer {value} is not known; use 0 (UMBS), 1 (GNMA) or 2 (legacy)"),
            ),
            (
                np.isfinite(self.term_months) & (self.term_months >= 1),
                self.term_months,
                N_("MBS cohort {row}: term {value} months; give 1 or more, for example 360"),
            ),
            (
                np.isfinite(self.coupon_pct) & (self.coupon_pct >= 0) & (self.coupon_pct <= 20),
                self.coupon_pct,
                N_("MBS cohort {row}: net coupon {value}; give percent per year from 0 to 20"),
            ),
            (
                (self.wac_pct >= self.coupon_pct) & (self.wac_pct > 0) & (self.wac_pct <= 25),
                self.wac_pct,
                N_(
                    "MBS cohort {row}: loan rate {value}; give percent per year above 0, "
                    "not below the net coupon, up to 25"
                ),
            ),
            (
                (self.age_months >= 0) & (self.age_months < self.term_months),
                self.age_months,
                N_("MBS cohort {row}: age {value} months; give 0 or more and less than the term"),
            ),
            (
                np.isfinite(self.face_bn) & (self.face_bn >= 0),
                self.face_bn,
                N_("MBS cohort {row}: face {value}; give a number of $ bn, 0 or more"),
            ),
            (
                (self.unrefinanced > 0) & (self.unrefinanced <= 1),
                self.unrefinanced,
                N_("MBS cohort {row}: share not yet refinanced {value}; give more than 0, up to 1"),
            ),
        ):
            found += [Message(text, {"row": row, "value": values[row]}) for row in np.flatnonzero(~good)]
        return found

    @property
    def cohorts(self) -> int:
        """Number of cohorts."""
        return int(self.issuer.size)

    @property
    def total_bn(self) -> float:
        """Face of all cohorts, $ bn."""
        return float(self.face_bn.sum())

    @property
    def mean_coupon_pct(self) -> float:
        """Face-weighted net coupon, percent per year; NaN for an empty book."""
        return float(self.face_bn @ self.coupon_pct / self.total_bn) if self.total_bn else float("nan")

    def take(self, order: NDArray[np.intp]) -> CohortBook:
        """Return the book with the cohorts at `order`, in that order."""
        return CohortBook(
            as_of=self.as_of,
            issuer=self.issuer[order],
            term_months=self.term_months[order],
            coupon_pct=self.coupon_pct[order],
            wac_pct=self.wac_pct[order],
            age_months=self.age_months[order],
            face_bn=self.face_bn[order],
            unrefinanced=self.unrefinanced[order],
        )
