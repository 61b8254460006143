"""Holdings by month of remaining maturity: a ladder of 360 rungs.

Maturities within published buckets, the mix of new issues and the mix of
purchases are assumptions, in one place and in plain sight.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.units import MONTHS_PER_YEAR, day

Floats = NDArray[np.float64]

RUNGS = 360
"""Months to maturity 1 to 360; the rung m holds what falls due in month m."""
YEARS = np.arange(1, RUNGS + 1) / MONTHS_PER_YEAR
BUCKET_YEARS = ((0.0, 1.0), (1.0, 5.0), (5.0, 10.0), (10.0, 30.0))
BUCKET_MEAN_YEARS = (0.47, 2.66, 7.2, 21.7)
"""Mean maturity within each bucket: of the holdings by CUSIP of February and March 2022."""

NEW_ISSUES = {2: 0.174, 3: 0.167, 5: 0.225, 7: 0.156, 10: 0.145, 20: 0.058, 30: 0.075}
"""Shares of coupon issuance by term: offering amounts of the second quarter of 2022 (U.S. Treasury)."""

PURCHASE_MIXES: dict[str, tuple[tuple[float, float, float], ...]] = {
    # from years, to years, share
    "2009": ((2.0, 4.0, 0.24), (4.0, 7.0, 0.38), (7.0, 10.0, 0.27), (10.0, 17.0, 0.04), (17.0, 30.0, 0.07)),
    "2010": ((1.5, 2.5, 0.05), (2.5, 4.0, 0.21), (4.0, 5.5, 0.21), (5.5, 7.0, 0.23), (7.0, 10.0, 0.24),
             (10.0, 17.0, 0.02), (17.0, 30.0, 0.04)),
    "2011": ((6.0, 8.0, 0.33), (8.0, 10.0, 0.33), (10.0, 20.0, 0.04), (20.0, 30.0, 0.30)),
    "2013": ((4.0, 4.75, 0.11), (4.75, 5.75, 0.12), (5.75, 7.0, 0.17), (7.0, 10.0, 0.30),
             (10.0, 20.0, 0.02), (20.0, 30.0, 0.28)),
    "2020": ((0.1, 2.25, 0.34), (2.25, 4.5, 0.26), (4.5, 7.0, 0.19), (7.0, 20.0, 0.10), (20.0, 30.0, 0.11)),
}  # fmt: skip
"""What outright purchases were made of, by the year in which the mix began.

2010, 2011 and 2013: the Desk's published shares by maturity sector, TIPS spread
over the rest. 2009 and 2020: our reading of the operations (assumption).
"""


def spread(low_years: float, high_years: float, mean_years: float | None = None) -> Floats:
    """Return shares over the rungs between two maturities, summing to 1.

    Evenly, or with the linear density that has the given mean.
    """
    inside = (low_years + 1e-9 < YEARS) & (high_years + 1e-9 >= YEARS)
    shares = inside.astype(float) / inside.sum()
    if mean_years is not None:
        centre = float((shares * YEARS).sum())
        variance = float((shares * (YEARS - centre) ** 2).sum())
        shares = shares * np.maximum(1.0 + (mean_years - centre) / variance * (YEARS - centre), 0.0)
    return np.asarray(shares / shares.sum())


@cache
def new_issues() -> Floats:
    """Return the shares of new coupon issues over the rungs, summing to 1."""
    shares = np.zeros(RUNGS)
    for years, share in NEW_ISSUES.items():
        shares[years * MONTHS_PER_YEAR - 1] += share
    return np.asarray(shares / shares.sum())


@cache
def purchase_mixes() -> Floats:
    """Return the mixes of `PURCHASE_MIXES` over the rungs, shape [mixes, 360], each summing to 1."""
    rows = [sum((s * spread(a, b) for a, b, s in mix), np.zeros(RUNGS)) for mix in PURCHASE_MIXES.values()]
    table = np.stack(rows)
    return np.asarray(table / table.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class Snapshot:
    """Treasuries by remaining maturity on a day, $ bn.

    Attributes
    ----------
    date
        Of the figures.
    bills_bn
        Bills.
    coupons_bn
        Coupon securities due within 1 year, in 1-5, 5-10 and more than 10 years.
    source
        Where they were published.
    """

    date: date
    bills_bn: float
    coupons_bn: tuple[float, float, float, float]
    source: str

    def ladder(self) -> Floats:
        """Return the coupon securities by rung, $ bn."""
        rows = zip(self.coupons_bn, BUCKET_YEARS, BUCKET_MEAN_YEARS, strict=True)
        return np.asarray(sum((bn * spread(a, b, mean) for bn, (a, b), mean in rows), np.zeros(RUNGS)))


@cache
def snapshots() -> tuple[Snapshot, ...]:
    """Return the published maturity distributions of the Fed's Treasuries, earliest first."""
    text = resources.files(__package__).joinpath("buckets.toml").read_text("utf-8")
    rows = tomllib.loads(text)["snapshot"]
    return tuple(Snapshot(r["date"], r["bills"], tuple(r["coupons"]), r["source"]) for r in rows)


def ladder_from_book(book: SecurityBook) -> tuple[Floats, float]:
    """Return the coupon securities of a book by rung, and its bills, $ bn."""
    months = np.ceil((book.maturity - day(book.as_of)).astype(float) / 365.25 * MONTHS_PER_YEAR)
    rung = np.clip(months.astype(int), 1, RUNGS) - 1
    bills = book.kind == Kind.BILL
    face = book.par_bn + book.inflation_bn
    held = np.zeros(RUNGS)
    np.add.at(held, rung[~bills], face[~bills])
    return held, float(face[bills].sum())
