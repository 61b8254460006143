"""Conversions, in their only home: months, basis points, billions.

Amounts in the model are billions of the bank's own currency (``_bn``), rates
are percent per year (``_pct``), spreads and effects are basis points
(``_bp``). Dates are ``datetime64[D]`` in arrays and `datetime.date` at the
edges; a month is a ``datetime64[M]`` or its text ``YYYY-MM``.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_

MILLIONS_PER_BILLION = 1_000
"""From billions to the whole millions of the ledger."""
BASIS_POINTS_PER_POINT = 100.0
"""From percentage points to basis points."""
MONTHS_PER_YEAR = 12
"""From years to months."""
MONTHS_PER_QUARTER = 3
"""From quarters to months."""
DAYS_PER_YEAR = 365.25
"""From years to days, leap years shared out."""
DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR
"""From months to days, on average."""

Days = NDArray[np.datetime64]
"""Array of ``datetime64[D]``."""
Amount = TypeVar("Amount", float, NDArray[np.float64])
"""One number, or an array of them."""


def bn_from_millions(millions: float) -> float:
    """Convert millions to billions."""
    return millions / MILLIONS_PER_BILLION


def millions_from_bn(bn: float) -> int:
    """Convert billions to exact whole millions, rounding half to even."""
    return round(bn * MILLIONS_PER_BILLION)


def bp_from_points(points: float) -> float:
    """Convert percentage points to basis points."""
    return points * BASIS_POINTS_PER_POINT


def points_from_bp(bp: Amount) -> Amount:
    """Convert basis points to percentage points, one number or an array."""
    return bp / BASIS_POINTS_PER_POINT


def day(value: date | str | np.datetime64) -> np.datetime64:
    """Return `value` as ``datetime64[D]``."""
    return cast(np.datetime64, np.asarray(value, dtype="datetime64[D]")[()])


def to_date(value: np.datetime64) -> date:
    """Return a ``datetime64`` of any unit as `datetime.date` (its first day)."""
    result: date = value.astype("datetime64[D]").item()
    return result


def month_of(days: ArrayLike) -> NDArray[np.datetime64]:
    """Return the ``datetime64[M]`` in which each day falls."""
    return np.asarray(days, dtype="datetime64[D]").astype("datetime64[M]")


def month_end(months: ArrayLike) -> Days:
    """Return the last calendar day of each month."""
    first = np.asarray(months, dtype="datetime64[M]")
    return cast(Days, (first + 1).astype("datetime64[D]") - np.timedelta64(1, "D"))


def last_day_of(month: np.datetime64) -> np.datetime64:
    """Return the last calendar day of one month, ``datetime64[D]``."""
    return cast(np.datetime64, month_end(month)[()])


def parse_date(text: str, name: str = "date") -> date:
    """Read an ISO date ``YYYY-MM-DD``.

    Raises
    ------
    InputError
        Naming `name`, the text and the form that is allowed.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError.of(
            N_("{name}: {value!r} is not a date; write it as YYYY-MM-DD, for example 2024-01-31"),
            name=name,
            value=text,
        ) from None


def parse_month(text: str, name: str = "month") -> np.datetime64:
    """Read a month ``YYYY-MM`` (a full ISO date is taken as its month).

    Raises
    ------
    InputError
        Naming `name`, the text and the form that is allowed.
    """
    try:
        if len(text) not in (7, 10):
            raise ValueError
        return np.datetime64(date.fromisoformat(f"{text}-01"[:10]), "M")
    except ValueError:
        raise InputError.of(
            N_("{name}: {value!r} is not a month; write it as YYYY-MM, for example 2025-12"),
            name=name,
            value=text,
        ) from None
