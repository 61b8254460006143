"""Days on which cash is short for a known reason: period ends, tax days, settlement of Treasury coupons."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.portfolio.settlement import business_days, next_business_day, previous_business_day
from tidegate.units import Days, month_end

_TAX_MONTHS = (1, 4, 6, 9, 12)
_MIDDLE = 14  # days after the first: the 15th


class DayKind(IntEnum):
    """What a business day is; where two fit, the later name of this list is used."""

    ORDINARY = 0
    SETTLEMENT = 1
    TAX = 2
    MONTH_END = 3
    QUARTER_END = 4
    YEAR_END = 5


def day_kinds(days: ArrayLike) -> NDArray[np.int8]:
    """Return what each day is.

    Tax days are the 15th of January, April, June, September and December (or
    the next business day), on which firms and persons pay, and the business
    day after, by which the Treasury's account has taken the cash in.
    Coupons settle on the 15th and on the last day of a month, or the next
    business day. Period ends are the last business days.

    Parameters
    ----------
    days
        ``datetime64[D]``, shape [n].

    Returns
    -------
    ndarray
        `DayKind` as int8, shape [n].
    """
    when = np.asarray(days, dtype="datetime64[D]")
    if when.size == 0:
        return np.zeros(0, dtype=np.int8)
    months = np.arange(when.min().astype("datetime64[M]") - 1, when.max().astype("datetime64[M]") + 2)
    number = months.astype(int) % 12 + 1
    middle = next_business_day(months.astype("datetime64[D]") + _MIDDLE)
    last = previous_business_day(month_end(months))
    kinds = np.zeros(when.shape, dtype=np.int8)
    for kind, found in (
        (DayKind.SETTLEMENT, middle),
        (DayKind.SETTLEMENT, next_business_day(month_end(months))),
        (DayKind.TAX, middle[np.isin(number, _TAX_MONTHS)]),
        (DayKind.TAX, next_business_day(middle[np.isin(number, _TAX_MONTHS)] + 1)),
        (DayKind.MONTH_END, last),
        (DayKind.QUARTER_END, last[number % 3 == 0]),
        (DayKind.YEAR_END, last[number == 12]),
    ):
        kinds[np.isin(when, found)] = kind
    return kinds


def coming_days(after: np.datetime64, count: int) -> tuple[Days, NDArray[np.int8]]:
    """Return the next `count` days after a day that are not ordinary, and what they are."""
    span = business_days(after + 1, after + 31 * (count + 1))
    kinds = day_kinds(span)
    special = np.flatnonzero(kinds != DayKind.ORDINARY)[:count]
    return span[special], kinds[special]


def weekly_kinds(week_ends: Days) -> NDArray[np.bool_]:
    """Return which kinds of day each week holds (seven days that end on the stamp), shape [n, kinds]."""
    held = np.zeros((len(week_ends), len(DayKind)), dtype=bool)
    for back in range(7):
        held[np.arange(len(week_ends)), day_kinds(week_ends - back)] = True
    return held
