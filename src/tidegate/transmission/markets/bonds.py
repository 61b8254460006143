"""Total returns of bonds from yields: a ladder of bonds, priced exactly before and after.

A bond that has just paid its coupon and runs for T years is worth
``v + c (1 - v) / y`` with ``v = (1 + y/2)^(-2T)``; a fraction e of a year
later, before the next coupon, it is worth ``(1 + y'/2)^(2e)`` times the same
at the new yield (street convention: Stigum and Crescenzi, *Stigum's Money
Market*). One month's return follows with carry, roll-down, duration and
convexity all in it; `parts` tells them apart.

Everything is pure and broadcasts over leading axes; maturities or rungs stand
on the last one. Yields and coupons are percent per year, returns are
fractions of the opening value (0.01 = 1%).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import MONTHS_PER_YEAR

Floats = NDArray[np.float64]
MONTH_YEARS = 1.0 / MONTHS_PER_YEAR
DEBT_GROWTH = 0.075
"""Growth a year of what was issued, so that older rungs are smaller: federal debt, mean of 1990-2025."""
_PER_YEAR = 2
_SMALL = 1e-7


def discount(yield_pct: ArrayLike, years: ArrayLike) -> Floats:
    """Return the price of 1 due in `years` at a yield compounded twice a year."""
    rate = np.asarray(yield_pct, dtype=float) / (100.0 * _PER_YEAR)
    return np.asarray(np.exp(-_PER_YEAR * np.asarray(years, dtype=float) * np.log1p(rate)))


def bond_price(
    coupon_pct: ArrayLike, yield_pct: ArrayLike, years: ArrayLike, elapsed_years: float = 0.0
) -> Floats:
    """Return the value with accrued interest, per 1 of face.

    Parameters
    ----------
    coupon_pct, yield_pct
        Percent per year, paid and compounded twice a year; yields above -200%.
    years
        From the last coupon to maturity. Exact for whole half-years; between
        them the annuity is interpolated smoothly.
    elapsed_years
        Since that coupon, 0 to half a year.
    """
    rate = np.asarray(yield_pct, dtype=float) / 100.0
    last = discount(yield_pct, years)
    flat = np.abs(rate) < _SMALL
    annuity = np.where(flat, np.asarray(years, dtype=float), (1.0 - last) / np.where(flat, 1.0, rate))
    value = last + np.asarray(coupon_pct, dtype=float) / 100.0 * annuity
    return np.asarray(value * (1.0 + rate / _PER_YEAR) ** (_PER_YEAR * elapsed_years))


@dataclass(frozen=True)
class Ladder:
    """Bonds of a bucket, by time to maturity.

    Attributes
    ----------
    years
        At each rung, whole half-years, shape [k].
    weight
        Face at each rung, sums to 1, shape [k].
    """

    years: Floats
    weight: Floats


def ladder(low_years: float, high_years: float, rungs: int = 0, growth: float = DEBT_GROWTH) -> Ladder:
    """Return the ladder of a bucket.

    Parameters
    ----------
    low_years, high_years
        Of the bucket, whole half-years, 0.5 <= low < high.
    rungs
        0: one every half-year, the ends with half the weight. Otherwise so
        many, evenly spaced over the middles of equal parts of the bucket, for
        speed; a single one stands at the weighted mean.
    growth
        By how much more a year was issued, as a fraction.

    Raises
    ------
    InputError
        For a bucket that cannot be.
    """
    found = []
    if not (0.5 <= low_years < high_years <= 50):
        text = N_("bucket {low} to {high} years: give 0.5 <= low < high <= 50")
        found.append(Message(text, {"low": low_years, "high": high_years}))
    if rungs < 0:
        found.append(Message(N_("rungs {value}: give 0 (one every half-year) or more"), {"value": rungs}))
    InputError.check(found)
    if rungs == 0:
        years = np.arange(low_years, high_years + 1e-9, 0.5)
        ends = np.ones(len(years))
        ends[[0, -1]] = 0.5
    else:
        years = low_years + (np.arange(rungs) + 0.5) / rungs * (high_years - low_years)
        ends = np.ones(rungs)
    weight = ends * np.exp(growth * (years - low_years))
    weight = weight / weight.sum()
    if rungs == 1:
        return Ladder(np.array([_mean_years(low_years, high_years, growth)]), np.ones(1))
    return Ladder(years, weight)


def _mean_years(low: float, high: float, growth: float) -> float:
    """Return the mean maturity under weights that grow along the bucket."""
    grid = np.linspace(low, high, 201)
    weight = np.exp(growth * (grid - low))
    return float((grid * weight).sum() / weight.sum())


def reader(maturities_years: ArrayLike, at_years: ArrayLike) -> Floats:
    """Return the matrix that reads yields between given maturities: ``par @ reader``, shape [m, k].

    A straight line between maturities, flat beyond the first and the last.

    Parameters
    ----------
    maturities_years
        Rising, shape [m].
    at_years
        Shape [k].
    """
    given = np.asarray(maturities_years, dtype=float)
    at = np.clip(np.asarray(at_years, dtype=float), given[0], given[-1])
    if (np.diff(given) <= 0).any():
        raise InputError.of(N_("maturities {value}: must rise"), value=given.tolist())
    upper = np.clip(np.searchsorted(given, at, side="left"), 1, max(len(given) - 1, 1))
    matrix = np.zeros((len(given), len(at)))
    if len(given) == 1:
        matrix[0] = 1.0
        return matrix
    share = (at - given[upper - 1]) / (given[upper] - given[upper - 1])
    columns = np.arange(len(at))
    matrix[upper - 1, columns] = 1.0 - share
    matrix[upper, columns] = share
    return matrix


def ladder_return(
    start_pct: ArrayLike,
    end_pct: ArrayLike,
    rungs: Ladder,
    coupon_pct: ArrayLike | None = None,
    elapsed_years: float = MONTH_YEARS,
) -> Floats:
    """Return what a ladder earns over a month.

    Parameters
    ----------
    start_pct
        Yields at the rungs' maturities at the start, shape [..., k].
    end_pct
        Yields at the end at maturities shorter by `elapsed_years`, shape [..., k].
    rungs
        The ladder, k rungs.
    coupon_pct
        Coupons, shape [..., k]; None: par bonds, whose coupon is the opening yield.
    elapsed_years
        At most half a year.

    Returns
    -------
    array
        Fraction of the opening value, shape [...]; NaN where a yield is missing.
    """
    opening = np.asarray(start_pct, dtype=float)
    if coupon_pct is None:
        after = bond_price(opening, end_pct, rungs.years, elapsed_years)
        return np.asarray(after @ rungs.weight - 1.0)
    before = bond_price(coupon_pct, opening, rungs.years) @ rungs.weight
    after = bond_price(coupon_pct, end_pct, rungs.years, elapsed_years) @ rungs.weight
    return np.asarray(after / before - 1.0)


def bucket_return(
    maturities_years: ArrayLike,
    par_start_pct: ArrayLike,
    par_end_pct: ArrayLike,
    rungs: Ladder,
    coupon_pct: ArrayLike | None = None,
    elapsed_years: float = MONTH_YEARS,
) -> Floats:
    """Return what a ladder earns between two par curves, shape [...].

    Parameters
    ----------
    maturities_years
        At which the curves are given, rising, shape [m].
    par_start_pct, par_end_pct
        Par yields, shape [..., m].
    rungs, coupon_pct, elapsed_years
        As in `ladder_return`.

    Raises
    ------
    InputError
        For maturities that do not rise, or a month of more than half a year.
    """
    if not 0 < elapsed_years <= 0.5:
        raise InputError.of(N_("time {value} years: give more than 0 and at most 0.5"), value=elapsed_years)
    start = np.asarray(par_start_pct, dtype=float) @ reader(maturities_years, rungs.years)
    end = np.asarray(par_end_pct, dtype=float) @ reader(maturities_years, rungs.years - elapsed_years)
    return ladder_return(start, end, rungs, coupon_pct, elapsed_years)


def seasoned_coupons(rungs: Ladder, term_years: float, history_pct: ArrayLike) -> Floats:
    """Return the coupons that bonds now in a bucket were issued with, shape [k].

    A bond with T years left was sold ``term - T`` years ago, at the par yield
    of its term then. Funds hold such bonds, not new ones, and their duration
    is shorter where yields have fallen since and longer where they have risen.

    Parameters
    ----------
    term_years
        Original maturity: 3, 7, 10 or 30.
    history_pct
        Monthly par yields of that term, the last of them of now, shape [months].

    Raises
    ------
    InputError
        If the history does not reach back to the oldest bond.
    """
    past = np.asarray(history_pct, dtype=float)
    back = np.rint((term_years - rungs.years) * MONTHS_PER_YEAR).astype(int)
    if back.min() < 0 or back.max() >= len(past) or not np.isfinite(past[-1 - back.max() :]).all():
        text = N_("yields of {term} years: {count} months given, {need} finite ones needed")
        raise InputError.of(text, term=term_years, count=len(past), need=int(back.max()) + 1)
    return np.asarray(past[-1 - back])


@dataclass(frozen=True)
class Parts:
    """What a month's return is made of; the five sum to the whole. Fractions, shape [...].

    Attributes
    ----------
    carry
        Interest accrued at the opening yield.
    roll
        Gain from growing shorter along an unchanged curve.
    duration
        First-order effect of the change in yield.
    convexity
        Second-order effect.
    rest
        Third order and the cross terms of time and yield.
    """

    carry: Floats
    roll: Floats
    duration: Floats
    convexity: Floats
    rest: Floats

    @property
    def total(self) -> Floats:
        """Return the whole return."""
        return self.carry + self.roll + self.duration + self.convexity + self.rest


def parts(
    maturities_years: ArrayLike,
    par_start_pct: ArrayLike,
    par_end_pct: ArrayLike,
    years: float,
    elapsed_years: float = MONTH_YEARS,
) -> Parts:
    """Take the return of one par bond apart.

    Parameters
    ----------
    maturities_years, par_start_pct, par_end_pct
        Curves as in `bucket_return`.
    years
        To maturity, whole half-years.
    """
    one = Ladder(np.array([years]), np.ones(1))
    start, later = reader(maturities_years, [years]), reader(maturities_years, [years - elapsed_years])
    opening = (np.asarray(par_start_pct, dtype=float) @ start)[..., 0]
    rolled = (np.asarray(par_start_pct, dtype=float) @ later)[..., 0]
    closing = (np.asarray(par_end_pct, dtype=float) @ later)[..., 0]
    total = bucket_return(maturities_years, par_start_pct, par_end_pct, one, elapsed_years=elapsed_years)

    def value(yield_pct: Floats) -> Floats:
        return bond_price(opening, yield_pct, years, elapsed_years)

    carry = value(opening) - 1.0
    at, step = value(rolled), 0.01
    up, down = value(rolled + step), value(rolled - step)
    first, second = (up - down) / (2.0 * step), (up - 2.0 * at + down) / step**2
    moved = closing - rolled
    duration, convexity = first * moved, 0.5 * second * moved**2
    roll = at - 1.0 - carry
    return Parts(carry, roll, duration, convexity, total - carry - roll - duration - convexity)


def bill_return(yield_pct: ArrayLike) -> Floats:
    """Return what bills earn over a month at their opening bond-equivalent yield: simple interest."""
    return np.asarray(np.asarray(yield_pct, dtype=float) / 100.0 * MONTH_YEARS)


def linked_return(
    real_start_pct: ArrayLike, real_end_pct: ArrayLike, years: float, index: ArrayLike
) -> Floats:
    """Return what an inflation-linked par bond earns over a month.

    Parameters
    ----------
    real_start_pct, real_end_pct
        Real par yields at its maturity, percent.
    years
        To maturity.
    index
        Reference price index at the end over that at the start (1.002 = 0.2%).
        It follows consumer prices two to three months before (31 CFR 356, appendix B).
    """
    real = bond_price(real_start_pct, real_end_pct, years, MONTH_YEARS)
    return np.asarray(real * np.asarray(index, dtype=float) - 1.0)
