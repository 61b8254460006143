"""Bond arithmetic of Treasury securities, in the street convention.

Semi-annual coupons on an actual/actual (ICMA) basis, compounding within the
first period as after it; bills quoted on a discount basis over 360 days.
Source: 31 CFR 356, appendix B; Stigum and Crescenzi, *Stigum's Money Market*.
All functions broadcast over securities. Yields and coupons are percent per
year, prices are per 100 of face.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import Days, month_end

PAYMENTS_PER_YEAR = 2
MONTHS_PER_PERIOD = 6
BILL_YEAR_DAYS = 360
_YIELD_TOLERANCE_PCT = 1e-12

Values = NDArray[np.float64]


@dataclass(frozen=True)
class CouponSchedule:
    """Where a settlement day stands between coupon dates. Arrays have the shape of the maturities.

    Attributes
    ----------
    remaining
        Coupons still to be paid, >= 1.
    to_next
        Part of the current coupon period from settlement to the next coupon, in (0, 1].
    """

    remaining: NDArray[np.int64]
    to_next: Values


def _minus_months(maturity: Days, months: NDArray[np.int64]) -> Days:
    """Go back whole months on the coupon cycle; a security due at month-end pays at month-ends."""
    month = maturity.astype("datetime64[M]")
    of_month = (maturity - month.astype("datetime64[D]")).astype(int)
    earlier = month - months
    day = np.minimum(earlier.astype("datetime64[D]") + of_month, month_end(earlier))
    return np.where(maturity == month_end(month), month_end(earlier), day).astype("datetime64[D]")


def coupon_schedule(settlement: np.datetime64, maturity: ArrayLike) -> CouponSchedule:
    """Return the coupons left and the part of a period until the next.

    Parameters
    ----------
    settlement
        ``datetime64[D]``, before every maturity.
    maturity
        ``datetime64[D]``.

    Raises
    ------
    InputError
        Naming every maturity that is not after the settlement day.
    """
    due = np.atleast_1d(np.asarray(maturity, dtype="datetime64[D]"))
    text = N_("maturity {maturity}: not after the settlement day {settlement}; leave it out")
    InputError.check(Message(text, {"maturity": d, "settlement": settlement}) for d in due[due <= settlement])
    apart = (due.astype("datetime64[M]") - settlement.astype("datetime64[M]")).astype(np.int64)
    periods = np.maximum(apart // MONTHS_PER_PERIOD, 0)
    # Step to the last coupon date that is not after settlement: the estimate is off by one at most.
    previous = _minus_months(due, periods * MONTHS_PER_PERIOD)
    periods = np.where(previous > settlement, periods + 1, periods)
    previous = _minus_months(due, periods * MONTHS_PER_PERIOD)
    following = _minus_months(due, (periods - 1) * MONTHS_PER_PERIOD)
    length = (following - previous).astype(float)
    return CouponSchedule(periods, (following - settlement).astype(float) / length)


def accrued_interest(schedule: CouponSchedule, coupon_pct: ArrayLike) -> Values:
    """Return the coupon accrued since the last coupon date, per 100."""
    return np.asarray(coupon_pct) / PAYMENTS_PER_YEAR * (1.0 - schedule.to_next)


def dirty_price(schedule: CouponSchedule, coupon_pct: ArrayLike, yield_pct: ArrayLike) -> Values:
    """Return the price with accrued interest, per 100.

    Parameters
    ----------
    schedule
        Of each security.
    coupon_pct, yield_pct
        Percent per year; yields above -200%.
    """
    flow = np.asarray(coupon_pct, dtype=float) / PAYMENTS_PER_YEAR
    rate = np.asarray(yield_pct, dtype=float) / (100.0 * PAYMENTS_PER_YEAR)
    count, first = schedule.remaining, schedule.to_next
    v = 1.0 / (1.0 + rate)
    # Sum of v^k, k = 0 .. n-1; the closed form loses digits near a zero yield.
    small = np.abs(rate) < 1e-7
    safe = np.where(small, 1.0, rate)
    annuity = np.where(small, count - rate * count * (count - 1) / 2, (1.0 - v**count) * (1.0 + safe) / safe)
    return v**first * (flow * annuity + 100.0 * v ** (count - 1))


def clean_price(schedule: CouponSchedule, coupon_pct: ArrayLike, yield_pct: ArrayLike) -> Values:
    """Return the quoted price, without accrued interest, per 100."""
    return dirty_price(schedule, coupon_pct, yield_pct) - accrued_interest(schedule, coupon_pct)


@dataclass(frozen=True)
class Sensitivity:
    """How a price answers a change in its yield.

    Attributes
    ----------
    price
        With accrued interest, per 100.
    modified_duration_years
        -dP/dy / P with y as a decimal per year.
    convexity_years2
        d2P/dy2 / P.
    """

    price: Values
    modified_duration_years: Values
    convexity_years2: Values


def sensitivity(schedule: CouponSchedule, coupon_pct: ArrayLike, yield_pct: ArrayLike) -> Sensitivity:
    """Return price, modified duration and convexity, from the cash flows themselves."""
    flow = np.broadcast_to(np.asarray(coupon_pct, dtype=float) / PAYMENTS_PER_YEAR, schedule.remaining.shape)
    rate = np.asarray(yield_pct, dtype=float) / (100.0 * PAYMENTS_PER_YEAR)
    step = np.arange(schedule.remaining.max())
    alive = step[None, :] < schedule.remaining[:, None]
    last = step[None, :] == schedule.remaining[:, None] - 1
    cash = alive * flow[:, None] + last * 100.0
    periods = schedule.to_next[:, None] + step[None, :]
    growth = 1.0 + np.broadcast_to(rate, schedule.remaining.shape)[:, None]
    value = cash * growth**-periods
    price = value.sum(axis=1)
    first = (periods * value / growth).sum(axis=1) / PAYMENTS_PER_YEAR
    second = (periods * (periods + 1) * value / growth**2).sum(axis=1) / PAYMENTS_PER_YEAR**2
    return Sensitivity(price, first / price, second / price)


def yield_from_clean(schedule: CouponSchedule, coupon_pct: ArrayLike, price: ArrayLike) -> Values:
    """Return the yield at which the quoted price holds, percent per year (Newton's method).

    Raises
    ------
    InputError
        For a price that is not a number above 0.
    """
    quoted = np.asarray(price, dtype=float)
    bad = np.atleast_1d(~(np.isfinite(quoted) & (quoted > 0)))
    text = N_("price {price}: must be a number above 0, per 100 of face")
    InputError.check(Message(text, {"price": p}) for p in np.atleast_1d(quoted)[bad])
    target = quoted + accrued_interest(schedule, coupon_pct)
    guess = np.broadcast_to(np.asarray(coupon_pct, dtype=float), schedule.remaining.shape).copy()
    for _ in range(100):
        at = sensitivity(schedule, coupon_pct, guess)
        step = 100.0 * (at.price - target) / (at.price * at.modified_duration_years)
        guess += np.clip(step, -10.0, 10.0)
        if np.abs(step).max(initial=0.0) < _YIELD_TOLERANCE_PCT:
            break
    return guess


def bill_price(discount_pct: ArrayLike, days: ArrayLike) -> Values:
    """Return the price of a bill per 100 from its bank-discount rate and days to maturity."""
    discount = np.asarray(discount_pct, dtype=np.float64)
    return np.asarray(100.0 * (1.0 - discount / 100.0 * np.asarray(days) / BILL_YEAR_DAYS))


def bill_discount(price: ArrayLike, days: ArrayLike) -> Values:
    """Return the bank-discount rate of a bill, percent, from its price per 100."""
    return np.asarray((100.0 - np.asarray(price, dtype=np.float64)) * BILL_YEAR_DAYS / np.asarray(days))
