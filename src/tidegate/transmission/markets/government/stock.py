"""The federal debt on an opening day, by class and month of maturity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]
LONGEST_MONTHS = 361
"""A thirty-year bond sold in the month of the statement, and one month more."""
NOMINAL = ("Notes", "Bonds")
CLASSES = ("Bills", *NOMINAL, "TIPS", "FRNs")


@dataclass(frozen=True)
class DebtStock:
    """Marketable debt at a month-end, whoever holds it. $ bn; arrays by month until maturity.

    Position 0 is the month after the statement. What the Federal Reserve holds
    is part of it: the Treasury pays the same interest on it.

    Attributes
    ----------
    as_of
        Month-end of the statement.
    bills_bn
        All of them: they fall due within a year and are rolled.
    nominal_due_bn, nominal_interest_bn
        Principal of notes and bonds due in each month, and a year's coupons on it, shape [361].
    tips_due_bn, tips_interest_bn
        The same of TIPS, with the inflation adjustment up to the statement.
    frn_due_bn
        Principal of floating-rate notes.
    """

    as_of: date
    bills_bn: float
    nominal_due_bn: Floats
    nominal_interest_bn: Floats
    tips_due_bn: Floats
    tips_interest_bn: Floats
    frn_due_bn: Floats

    @property
    def marketable_bn(self) -> float:
        """All of it."""
        return float(
            self.bills_bn + self.nominal_due_bn.sum() + self.tips_due_bn.sum() + self.frn_due_bn.sum()
        )

    @property
    def bill_share(self) -> float:
        """Part in bills."""
        return self.bills_bn / self.marketable_bn

    @property
    def due_within_year_bn(self) -> float:
        """What must be rolled within twelve months, bills included."""
        rest = self.nominal_due_bn + self.tips_due_bn + self.frn_due_bn
        return float(self.bills_bn + rest[:12].sum())

    @property
    def mean_coupon_pct(self) -> float:
        """Mean coupon of notes and bonds, percent."""
        return float(100.0 * self.nominal_interest_bn.sum() / self.nominal_due_bn.sum())


def stock_from_statement(
    as_of: date,
    kind: ArrayLike,
    maturity: ArrayLike,
    outstanding_bn: ArrayLike,
    interest_bn: ArrayLike,
) -> DebtStock:
    """Return the stock from the rows of a statement.

    Parameters
    ----------
    as_of
        Month-end of the statement.
    kind
        Bills, Notes, Bonds, TIPS or FRNs, shape [n].
    maturity
        Any day of the month of maturity, ``datetime64[D]``, shape [n].
    outstanding_bn, interest_bn
        $ bn, and a year's coupons on it, shape [n].

    Raises
    ------
    InputError
        For a class that is not known, an amount that is not a number, or a
        maturity that is past or more than thirty years ahead; all at once.
    """
    kinds, face = np.asarray(kind), np.asarray(outstanding_bn, dtype=float)
    coupons = np.asarray(interest_bn, dtype=float)
    month = np.asarray(maturity, dtype="datetime64[M]")
    ahead = (month - np.datetime64(as_of, "M")).astype(int) - 1
    found = [
        Message(N_("debt class {value!r}: known are {names}"), {"value": str(k), "names": ", ".join(CLASSES)})
        for k in np.unique(kinds[~np.isin(kinds, CLASSES)])
    ]
    if not (np.isfinite(face) & np.isfinite(coupons)).all():
        found.append(
            Message(N_("debt: every amount and coupon must be a number; leave out what is not known"))
        )
    for row in np.flatnonzero((ahead < -1) | (ahead >= LONGEST_MONTHS)):
        text = N_("debt: {month} is past or more than thirty years after {day}; leave it out")
        found.append(Message(text, {"month": str(month[row]), "day": as_of.isoformat()}))
    InputError.check(found)
    # Issues of the statement's own month that are still listed fall due with those of the next.
    ahead = np.maximum(ahead, 0)

    def by_month(rows: NDArray[np.bool_], amounts: Floats) -> Floats:
        return np.asarray(np.bincount(ahead[rows], amounts[rows], LONGEST_MONTHS), dtype=float)

    nominal, tips, frn = np.isin(kinds, NOMINAL), kinds == "TIPS", kinds == "FRNs"
    return DebtStock(
        as_of,
        float(face[kinds == "Bills"].sum()),
        by_month(nominal, face),
        by_month(nominal, coupons),
        by_month(tips, face),
        by_month(tips, coupons),
        by_month(frn, face),
    )
