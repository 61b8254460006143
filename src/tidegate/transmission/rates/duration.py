"""How much interest-rate risk a book of Treasuries carries: duration and ten-year equivalents.

A ten-year equivalent is the amount of a ten-year par note that gains and
loses as much as the holding when its yield moves by the same number of basis
points (Greenwood, Hanson, Rudolph and Summers, 2014, Hutchins Center WP 5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.portfolio.bonds import coupon_schedule, sensitivity
from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.units import DAYS_PER_YEAR, day

Floats = NDArray[np.float64]
Yield = Callable[[Floats], Floats]
"""Yields in percent at maturities in years."""

TEN_YEARS = 10.0
FRN_RESET_YEARS = 7 / DAYS_PER_YEAR
"""Floating-rate notes follow the 13-week bill, reset every week."""
_BASIS_POINT = 1e-4


def par_note_duration(years: ArrayLike, yield_pct: ArrayLike) -> Floats:
    """Return the modified duration of a par note that pays twice a year.

    ``(1 - (1 + y/2)^(-2T)) / y``; for less than a coupon period, ``T / (1 + y/2)``.

    Parameters
    ----------
    years
        Maturities >= 0.
    yield_pct
        Coupon and yield, percent per year.
    """
    t, y = np.broadcast_arrays(np.asarray(years, dtype=float), np.asarray(yield_pct, dtype=float) / 100.0)
    growth = 1.0 + y / 2.0
    safe = np.where(np.abs(y) < 1e-8, 1.0, y)
    bond = np.where(np.abs(y) < 1e-8, t, (1.0 - growth ** (-2.0 * t)) / safe)
    return np.asarray(np.where(t < 0.5, t / growth, bond))


@dataclass(frozen=True)
class RateRisk:
    """Interest-rate risk of a group of securities.

    Attributes
    ----------
    par_bn
        Face with inflation compensation, $ bn.
    market_value_bn
        With accrued interest, $ bn.
    duration_years
        Modified duration of the group; NaN if it is empty.
    dv01_bn
        Loss when all its yields rise by one basis point, $ bn.
    ten_year_equivalent_bn
        Amount of the ten-year par note with the same `dv01_bn`.
    """

    par_bn: float
    market_value_bn: float
    duration_years: float
    dv01_bn: float
    ten_year_equivalent_bn: float


def ten_year_dv01(yield_pct: float) -> float:
    """Return what 1 of a ten-year par note loses when its yield rises by one basis point."""
    return float(par_note_duration(TEN_YEARS, yield_pct)) * _BASIS_POINT


def rate_risk(
    market_value_bn: ArrayLike, duration_years: ArrayLike, ten_year_pct: float, par_bn: ArrayLike = np.nan
) -> RateRisk:
    """Return the risk of an aggregate portfolio from values and durations by part.

    Parameters
    ----------
    market_value_bn, duration_years
        Of each part, shape [n]; for example Treasuries and MBS.
    ten_year_pct
        Par yield of ten years.
    par_bn
        Face of each part, if known.
    """
    value, years = np.atleast_1d(np.asarray(market_value_bn, dtype=float)), np.asarray(duration_years)
    dv01 = float((value * years).sum()) * _BASIS_POINT
    total = float(value.sum())
    return RateRisk(
        float(np.asarray(par_bn, dtype=float).sum()),
        total,
        dv01 / total / _BASIS_POINT if total else float("nan"),
        dv01,
        dv01 / ten_year_dv01(ten_year_pct),
    )


def book_risk(book: SecurityBook, nominal: Yield, real: Yield, as_of: object = None) -> dict[str, RateRisk]:
    """Return the interest-rate risk of a book of Treasuries, by class and in all.

    Fixed-rate securities are priced at the yield of the curve at their own
    maturity. TIPS are priced on real yields, and a basis point of real yield
    counts as one of nominal yield. Bills are zero bonds; floating-rate notes
    run to the next weekly reset.

    Parameters
    ----------
    book
        Holdings by CUSIP.
    nominal, real
        Par yields and real yields in percent at maturities in years; a flat
        real yield is ``lambda t: np.full(t.shape, 1.2)``.
    as_of
        Day of valuation, date-like; default: the book's.

    Returns
    -------
    dict
        Keys ``bills, coupons, tips, frn, total``.

    Raises
    ------
    InputError
        If a security has matured by then, or the terms of one are not known.
    """
    when = day(book.as_of if as_of is None else as_of)  # type: ignore[arg-type]
    years = (book.maturity - when).astype(float) / DAYS_PER_YEAR
    unknown = np.isnan(book.coupon_pct) & np.isin(book.kind, (Kind.COUPON, Kind.TIPS))
    if unknown.any():
        text = N_("{cusip}: no coupon known; duration needs it")
        raise InputError.of(text, cusip=book.cusip[int(np.flatnonzero(unknown)[0])])
    alive = book.maturity > when
    if not alive.all():
        text = N_("{cusip}: matured by {day}; leave it out or value the book on an earlier day")
        raise InputError.of(text, cusip=book.cusip[int(np.flatnonzero(~alive)[0])], day=when)
    face = book.par_bn + book.inflation_bn
    price, duration = np.full(len(face), 100.0), np.zeros(len(face))
    for kind, quote in ((Kind.COUPON, nominal), (Kind.TIPS, real)):
        rows = book.kind == kind
        if rows.any():
            schedule = coupon_schedule(when, book.maturity[rows])
            found = sensitivity(schedule, book.coupon_pct[rows], quote(years[rows]))
            price[rows], duration[rows] = found.price, found.modified_duration_years
    bills = book.kind == Kind.BILL
    if bills.any():
        rate = nominal(years[bills]) / 100.0
        price[bills] = 100.0 / (1.0 + rate * years[bills])
        duration[bills] = years[bills] / (1.0 + rate * years[bills])
    duration[book.kind == Kind.FRN] = FRN_RESET_YEARS
    value = face * price / 100.0
    ten = float(nominal(np.array([TEN_YEARS]))[0])
    groups = {
        "bills": bills,
        "coupons": book.kind == Kind.COUPON,
        "tips": book.kind == Kind.TIPS,
        "frn": book.kind == Kind.FRN,
        "total": np.ones(len(face), dtype=bool),
    }
    return {name: rate_risk(value[r], duration[r], ten, face[r]) for name, r in groups.items()}
