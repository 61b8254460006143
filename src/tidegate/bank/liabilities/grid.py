"""The grid of report days on which liabilities and income stand, and paths on it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import DAYS_PER_YEAR, Days

Floats = NDArray[np.float64]
QUARTERS_PER_YEAR = 4.0


def grid_problems(days: ArrayLike) -> list[Message]:
    """Return what is wrong with a grid: fewer than two days, a missing one, not increasing."""
    when = np.asarray(days)
    if when.ndim != 1 or when.size < 2 or not np.issubdtype(when.dtype, np.datetime64):
        return [Message(N_("report days: give at least two dates in a row, the opening day first"), {})]
    if np.isnat(when).any() or not (np.diff(when) > np.timedelta64(0, "D")).all():
        return [Message(N_("report days: every day must be later than the one before it"), {})]
    return []


def path_problems(
    paths: Mapping[str, ArrayLike | None], count: int, lowest: float | None = None
) -> list[Message]:
    """Return what is wrong with named paths: a last axis that is not `count` long, or bad numbers.

    Parameters
    ----------
    paths
        By name; None is left out. Shape [count] or [paths, count].
    count
        Values wanted.
    lowest
        Smallest value allowed; None allows any.
    """
    found: list[Message] = []
    for name, given in paths.items():
        if given is None:
            continue
        values = np.asarray(given, dtype=float)
        if values.ndim not in (1, 2) or values.shape[-1] != count:
            text = N_("{name}: shape {shape}; give {count} values, one for each report day or interval")
            found.append(Message(text, {"name": name, "shape": values.shape, "count": count}))
        elif not np.isfinite(values).all():
            found.append(Message(N_("{name}: every value must be a number; fill the gaps"), {"name": name}))
        elif lowest is not None and bool((values < lowest).any()):
            text = N_("{name}: {value:.6g} is below {lowest:g}; give {lowest:g} or more")
            found.append(Message(text, {"name": name, "value": float(values.min()), "lowest": lowest}))
    return found


def check(
    days: ArrayLike, stocks: Mapping[str, ArrayLike | None], flows: Mapping[str, ArrayLike | None]
) -> None:
    """Raise one error that names every problem of a grid, its stocks and its flows.

    Raises
    ------
    InputError
        For a grid that is not increasing, or paths that do not fit on it.
    """
    found = grid_problems(days)
    InputError.check(found)
    count = np.asarray(days).size
    InputError.check([*path_problems(stocks, count), *path_problems(flows, count - 1)])


def years_between(days: Days) -> Floats:
    """Return the length of each interval in years of 365.25 days, shape [days - 1]."""
    return np.asarray(np.diff(days) / np.timedelta64(1, "D") / DAYS_PER_YEAR)


def grown(days: Days, opening: ArrayLike, growth_pct: ArrayLike) -> Floats:
    """Return a stock that grows at a constant rate, percent per year (compounded), from the first day."""
    years = (days - days[0]) / np.timedelta64(1, "D") / DAYS_PER_YEAR
    rate = np.asarray(growth_pct, dtype=float)[..., None]
    return np.asarray(np.asarray(opening, dtype=float)[..., None] * (1.0 + rate / 100.0) ** years)


def quarterly_to_intervals(
    days: Days, quarters: ArrayLike, amount_bn: ArrayLike, beyond_bn: float = 0.0
) -> Floats:
    """Spread quarterly flows evenly over their days and sum them over the intervals of the grid.

    Parameters
    ----------
    days
        Report days, shape [days]; an interval holds the days after one up to the next.
    quarters
        First month of each quarter, ``datetime64[M]``.
    amount_bn
        Flow of the quarter, $ bn.
    beyond_bn
        Flow of a quarter that is not given.

    Returns
    -------
    Shape [days - 1].
    """
    first_months = np.asarray(quarters, dtype="datetime64[M]").astype(int).tolist()
    given = dict(zip(first_months, np.asarray(amount_bn, dtype=float).tolist(), strict=True))
    every = np.arange(days[0] + 1, days[-1] + 1, dtype="datetime64[D]")
    month = every.astype("datetime64[M]").astype(int)
    first = month - month % 3
    starts, where = np.unique(first, return_inverse=True)
    begin = starts.astype("datetime64[M]").astype("datetime64[D]")
    end = (starts + 3).astype("datetime64[M]").astype("datetime64[D]")
    daily = np.array([given.get(int(s), beyond_bn) for s in starts]) / (end - begin).astype(float)
    total = np.concatenate([[0.0], np.cumsum(daily[where])])
    at = (days - days[0]).astype(int)
    return np.asarray(np.diff(total[at]))
