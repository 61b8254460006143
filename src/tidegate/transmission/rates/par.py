"""Par yields, spot yields and discount factors, one into another.

A constant-maturity yield is a par yield: the coupon at which a bond of that
maturity, paying twice a year, is worth its face. Up to half a year there is
no coupon and the yield is simple interest (the bond-equivalent yield of a
bill). Source: U.S. Treasury, *Treasury Yield Curve Methodology*.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]
PERIOD_YEARS = 0.5
_GRID_TOLERANCE = 1e-9


def coupon_times(years: float) -> tuple[Floats, float]:
    """Return when a bond pays, in years, and the part of the first period that has already run.

    A bond of half a year or less pays once, at maturity.
    """
    if years <= PERIOD_YEARS + _GRID_TOLERANCE:
        return np.array([years]), 0.0
    count = int(np.ceil(years / PERIOD_YEARS - _GRID_TOLERANCE))
    times = years - PERIOD_YEARS * np.arange(count - 1, -1, -1.0)
    return times, float(1.0 - times[0] / PERIOD_YEARS)


def _checked(years: ArrayLike) -> Floats:
    given = np.atleast_1d(np.asarray(years, dtype=float))
    if given.ndim != 1 or not (np.isfinite(given) & (given > 0)).all():
        text = N_("maturities {value}: give a list of years, each above 0")
        raise InputError.of(text, value=np.asarray(years).tolist())
    return given


def par_from_discount(discount: Callable[[Floats], Floats], years: ArrayLike) -> Floats:
    """Return par yields, percent per year, shape [..., m].

    Parameters
    ----------
    discount
        Gives the price of 1 due at maturities of shape [k]; returns [..., k].
    years
        Maturities, shape [m], each above 0. A bond between two coupons is
        quoted without the coupon accrued.
    """
    found = []
    for maturity in _checked(years):
        times, elapsed = coupon_times(float(maturity))
        price = discount(times)
        final = price[..., -1]
        if maturity <= PERIOD_YEARS + _GRID_TOLERANCE:
            found.append(100.0 * (1.0 / final - 1.0) / maturity)
        else:
            found.append(100.0 * (1.0 - final) / (PERIOD_YEARS * (price.sum(axis=-1) - elapsed)))
    return np.stack(found, axis=-1)


def discount_from_par(years: ArrayLike, par_pct: ArrayLike) -> tuple[Floats, Floats]:
    """Return half-yearly maturities and discount factors from par yields (bootstrap).

    Between the given maturities par yields are interpolated in a straight line.

    Parameters
    ----------
    years
        Rising maturities, shape [m]; the first at most half a year or 1.
    par_pct
        Par yields, percent, shape [m], finite.

    Returns
    -------
    times
        0.5, 1.0, ... up to the last maturity, shape [k].
    price
        Price of 1 due then, shape [k].

    Raises
    ------
    InputError
        For maturities that do not rise, or yields that are not numbers.
    """
    given, quoted = _checked(years), np.atleast_1d(np.asarray(par_pct, dtype=float))
    problems = []
    if given.shape != quoted.shape or not np.isfinite(quoted).all():
        text = N_("par yields {value}: give one number for each of the {count} maturities")
        problems.append(Message(text, {"value": quoted.tolist(), "count": len(given)}))
    if (np.diff(given) <= 0).any():
        problems.append(Message(N_("maturities {value}: must rise"), {"value": given.tolist()}))
    InputError.check(problems)
    times = np.arange(1, int(round(given[-1] / PERIOD_YEARS)) + 1) * PERIOD_YEARS
    coupon = np.interp(times, given, quoted) / 100.0
    price = np.empty(len(times))
    price[0] = 1.0 / (1.0 + PERIOD_YEARS * coupon[0])
    for i in range(1, len(times)):
        paid = PERIOD_YEARS * coupon[i]
        price[i] = (1.0 - paid * price[:i].sum()) / (1.0 + paid)
    return np.asarray(times, dtype=np.float64), price


def zero_from_discount(years: ArrayLike, price: ArrayLike) -> Floats:
    """Return continuously compounded zero yields, percent, from prices of 1 due at each maturity."""
    return np.asarray(-100.0 * np.log(np.asarray(price, dtype=float)) / _checked(years))


def half_yearly_pct(continuous_pct: ArrayLike) -> Floats:
    """Convert continuously compounded yields to half-yearly compounding, percent."""
    return np.asarray(200.0 * np.expm1(np.asarray(continuous_pct, dtype=float) / 200.0))


def continuous_pct(half_yearly: ArrayLike) -> Floats:
    """Convert half-yearly compounded yields to continuous compounding, percent."""
    return np.asarray(200.0 * np.log1p(np.asarray(half_yearly, dtype=float) / 200.0))
