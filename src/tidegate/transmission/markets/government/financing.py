"""At what yields and in which tenors the Treasury borrows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import MONTHS_PER_YEAR

Floats = NDArray[np.float64]

NOMINAL_YEARS = (2, 3, 5, 7, 10, 20, 30)
"""Tenors of notes and bonds."""
TENORS = (*(f"{y}y" for y in NOMINAL_YEARS), "frn", "tips")
"""What is sold beside bills, in the order of every array here. TIPS stand for all their terms, at ten years."""
FRN, TIPS = len(NOMINAL_YEARS), len(NOMINAL_YEARS) + 1
TERM_MONTHS = np.array([*(MONTHS_PER_YEAR * y for y in NOMINAL_YEARS), 24, 120])
BILL_AGE_WEIGHTS = np.array([0.298, 0.209, 0.202, 0.105, 0.067, 0.062, *([0.057 / 6] * 6)])
"""Part of the bills outstanding that was sold 0, 1, 2 ... months before: MSPD, 31 March 2022, by issue date."""
FRN_SPREAD_PCT = 0.10
"""Floating-rate notes pay this over the bill yield; auctions of 2020 to 2025 gave -0.02 to 0.25."""


@dataclass(frozen=True)
class Market:
    """Yields and prices of each month of the horizon. Leading axes broadcast.

    Attributes
    ----------
    par_pct
        Par yields at the nominal tenors, percent, shape [..., months, 7].
    bill_pct
        Three-month bill yields from twelve months before the first month on,
        shape [..., months + 12].
    real_pct
        Ten-year real yields, shape [..., months].
    index
        Reference price index at the end of each month over that at its start, shape [..., months].
    """

    par_pct: Floats
    bill_pct: Floats
    real_pct: Floats
    index: Floats

    def __post_init__(self) -> None:
        months = self.par_pct.shape[-2]
        found = []
        for name, given, wanted in (
            ("par_pct", self.par_pct.shape[-1], len(NOMINAL_YEARS)),
            ("bill_pct", self.bill_pct.shape[-1], months + MONTHS_PER_YEAR),
            ("real_pct", self.real_pct.shape[-1], months),
            ("index", self.index.shape[-1], months),
        ):
            if given != wanted:
                text = N_("debt market: {name} has {given} values on its last axis; give {wanted}")
                found.append(Message(text, {"name": name, "given": given, "wanted": wanted}))
            if not np.isfinite(getattr(self, name)).all():
                text = N_("debt market: {name} must be numbers; fill what is missing first")
                found.append(Message(text, {"name": name}))
        InputError.check(found)

    @property
    def months(self) -> int:
        """Length of the horizon."""
        return int(self.par_pct.shape[-2])

    @property
    def bill_cost_pct(self) -> Floats:
        """What bills outstanding cost each month: yields of the months in which they were sold, [..., months]."""
        last = MONTHS_PER_YEAR
        return np.stack(
            [
                self.bill_pct[..., last + t - np.arange(MONTHS_PER_YEAR)] @ BILL_AGE_WEIGHTS
                for t in range(self.months)
            ],
            axis=-1,
        )

    def shifted(self, par_points: ArrayLike, bill_points: ArrayLike, real_points: ArrayLike) -> Market:
        """Return the same market with yields moved by points; prices stay.

        Parameters
        ----------
        par_points
            Shape [..., months, 7].
        bill_points, real_points
            Shape [..., months]; bills of months before the first do not move.
        """
        bills = np.asarray(bill_points, dtype=float)
        ahead = np.concatenate([np.zeros((*bills.shape[:-1], MONTHS_PER_YEAR)), bills], axis=-1)
        return Market(
            self.par_pct + np.asarray(par_points, dtype=float),
            self.bill_pct + ahead,
            self.real_pct + np.asarray(real_points, dtype=float),
            self.index,
        )


@dataclass(frozen=True)
class Financing:
    """How much is borrowed, and in what.

    Attributes
    ----------
    mix
        Shares of the tenors in what is sold beside bills, each row sums to 1,
        shape [9] or [months, 9].
    bill_share
        Part of the debt kept in bills in months whose bills are not given.
    bills_bn
        Bills outstanding at month-ends where the record has them, NaN where
        not, $ bn, shape [months]; None: nowhere.
    net_borrowing_bn
        Growth of marketable debt with inflation adjustments, $ bn, shape
        [months]. None: the deficits.
    primary_deficit_bn
        Spending other than interest on marketable debt, less revenue, $ bn,
        shape [months]. Interest is added as it comes.
    """

    mix: Floats
    bill_share: float
    bills_bn: Floats | None = None
    net_borrowing_bn: Floats | None = None
    primary_deficit_bn: Floats = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        found = []
        sums = self.mix.sum(axis=-1)
        if self.mix.shape[-1] != len(TENORS) or (self.mix < 0).any() or np.abs(sums - 1.0).max() > 1e-9:
            text = N_("tenor mix {value}: give {count} shares of 0 or more that sum to 1 ({names})")
            values = {"value": self.mix.tolist(), "count": len(TENORS), "names": ", ".join(TENORS)}
            found.append(Message(text, values))
        if not 0 <= self.bill_share <= 1:
            found.append(Message(N_("bill share {value}: give 0 to 1"), {"value": self.bill_share}))
        if self.net_borrowing_bn is None and not self.primary_deficit_bn.size:
            found.append(Message(N_("borrowing: give either the growth of the debt or the primary deficit")))
        InputError.check(found)

    def check_months(self, months: int) -> None:
        """Refuse monthly inputs of another length than the market, all at once."""
        borrowed = self.primary_deficit_bn if self.net_borrowing_bn is None else self.net_borrowing_bn
        given = {
            "mix": months if self.mix.ndim == 1 else len(self.mix),
            "bills_bn": months if self.bills_bn is None else len(self.bills_bn),
            "net_borrowing_bn" if self.net_borrowing_bn is not None else "primary_deficit_bn": len(borrowed),
        }
        text = N_("borrowing: {name} has {given} months, the market {wanted}; give one value for each")
        InputError.check(
            Message(text, {"name": name, "given": count, "wanted": months})
            for name, count in given.items()
            if count != months
        )


def primary_deficits(
    gdp_bn: float, months: int, deficit_pct_gdp: float, growth_pct: ArrayLike, other_interest_bn: float
) -> Floats:
    """Return deficits before interest on marketable debt, $ bn a month, shape [months].

    Parameters
    ----------
    gdp_bn
        Nominal GDP of the opening, a year's rate.
    months
        How many.
    deficit_pct_gdp
        Deficit before interest, percent of GDP; surpluses are negative.
    growth_pct
        Of nominal GDP, percent a year, a number or shape [months].
    other_interest_bn
        Net interest that is not on marketable debt, $ bn a year (may be negative).
    """
    growth = np.broadcast_to(np.asarray(growth_pct, dtype=float), (months,))
    gdp = gdp_bn * np.cumprod((1.0 + growth / 100.0) ** (1.0 / MONTHS_PER_YEAR))
    return np.asarray((gdp * deficit_pct_gdp / 100.0 + other_interest_bn) / MONTHS_PER_YEAR)
