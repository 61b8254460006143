"""The book of Treasury securities, security by security, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import BookError
from tidegate.message import N_, Message
from tidegate.units import Days


class Kind(IntEnum):
    """Class of a Treasury security."""

    BILL = 0
    COUPON = 1
    """Fixed-rate nominal notes and bonds."""
    TIPS = 2
    FRN = 3

    @classmethod
    def of(cls, security_type: str) -> Kind:
        """Return the class for the NY Fed's word for it (Bills, NotesBonds, TIPS, FRNs)."""
        return {"Bills": cls.BILL, "NotesBonds": cls.COUPON, "TIPS": cls.TIPS, "FRNs": cls.FRN}[security_type]


@dataclass(frozen=True)
class SecurityBook:
    """Treasury holdings by CUSIP on one date. All arrays have shape [securities].

    Attributes
    ----------
    as_of
        Date of the holdings (close of business).
    cusip
        Nine-character identifiers, unique.
    kind
        `Kind` codes, int8.
    coupon_pct
        Annual coupon in percent; 0 for bills; for FRNs the spread over the
        13-week bill rate; NaN where the terms are not known.
    maturity
        ``datetime64[D]``; the principal is paid on the next business day if
        this is not one.
    par_bn
        Par value in $ bn, without inflation compensation, >= 0.
    inflation_bn
        Inflation compensation of TIPS accrued to `as_of`, $ bn; 0 otherwise.
    """

    as_of: date
    cusip: tuple[str, ...]
    kind: NDArray[np.int8]
    coupon_pct: NDArray[np.float64]
    maturity: Days
    par_bn: NDArray[np.float64]
    inflation_bn: NDArray[np.float64]

    def __post_init__(self) -> None:
        BookError.check(self._problems())

    def _problems(self) -> list[Message]:
        count = len(self.cusip)
        fields = ("kind", "coupon_pct", "maturity", "par_bn", "inflation_bn")
        wrong = [name for name in fields if getattr(self, name).shape != (count,)]
        if wrong:
            text = N_("security book: {names} must have one value for each of the {count} CUSIPs")
            return [Message(text, {"names": ", ".join(wrong), "count": count})]
        found = []
        for bad, text in (
            (np.isnat(self.maturity), N_("{cusip}: no maturity date; take it from the MSPD terms")),
            (
                self.maturity < np.datetime64(self.as_of, "D"),
                N_("{cusip}: matured before the date of the book, {as_of}; remove it"),
            ),
            (
                ~np.isfinite(self.par_bn) | (self.par_bn < 0),
                N_("{cusip}: par must be a number of $ bn, 0 or more"),
            ),
            (~np.isfinite(self.inflation_bn), N_("{cusip}: inflation compensation must be a number of $ bn")),
        ):
            found += [
                Message(text, {"cusip": self.cusip[i], "as_of": self.as_of}) for i in np.flatnonzero(bad)
            ]
        seen: set[str] = set()
        for cusip in self.cusip:
            if cusip in seen:
                found.append(Message(N_("{cusip}: listed twice; give each CUSIP once"), {"cusip": cusip}))
            seen.add(cusip)
        return found

    @property
    def total_bn(self) -> float:
        """Par plus inflation compensation, $ bn."""
        return float(self.par_bn.sum() + self.inflation_bn.sum())
