"""The reference index of inflation-protected securities.

The reference CPI of the first day of a month is the CPI of the third month
before it; days between are interpolated (31 CFR 356, appendix B). The
principal of a TIPS moves with it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.units import MONTHS_PER_YEAR, Days

LAG_MONTHS = 3


def extend_cpi(
    months: NDArray[np.datetime64], cpi: NDArray[np.float64], until: np.datetime64, inflation_pct: float
) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """Fill the gaps of a monthly price index and continue it at a constant rate.

    Parameters
    ----------
    months
        ``datetime64[M]``, increasing; a month that was never published may be
        missing and is interpolated.
    cpi
        Index values, > 0.
    until
        Last month wanted, ``datetime64[M]``.
    inflation_pct
        Percent per year after the last month given.
    """
    whole = np.arange(months[0], max(until, months[-1]) + 1)
    position = (whole - months[0]).astype(int)
    known = (months - months[0]).astype(int)
    filled = np.exp(np.interp(position, known, np.log(cpi)))
    beyond = np.maximum(position - known[-1], 0)
    return whole, filled * (1.0 + inflation_pct / 100.0) ** (beyond / MONTHS_PER_YEAR)


def reference_cpi(
    days: Days, months: NDArray[np.datetime64], cpi: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the reference CPI of each day.

    Parameters
    ----------
    days
        ``datetime64[D]``.
    months, cpi
        A price index without gaps that reaches from three months before the
        first day to two months before the last.

    Raises
    ------
    InputError
        If the index does not reach that far.
    """
    month = days.astype("datetime64[M]")
    earlier = (month - months[0]).astype(int) - LAG_MONTHS
    if days.size and (earlier.min() < 0 or earlier.max() + 1 >= len(months)):
        raise InputError.of(
            N_(
                "price index: {first} to {last} does not reach three months back for {start} to {end}; extend it"
            ),
            first=months[0],
            last=months[-1],
            start=days.min(),
            end=days.max(),
        )
    first = month.astype("datetime64[D]")
    length = ((month + 1).astype("datetime64[D]") - first).astype(float)
    within = (days - first).astype(float) / length
    return np.asarray(cpi[earlier] + within * (cpi[earlier + 1] - cpi[earlier]))
