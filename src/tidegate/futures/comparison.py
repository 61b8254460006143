"""Two scenarios on the same chances: the difference path by path."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.futures.simulation import LEVELS, LastMonth, Run
from tidegate.futures.summary import exact_quantiles
from tidegate.futures.variables import NAMES
from tidegate.message import N_, Message
from tidegate.units import Days

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Comparison:
    """The first run less the second, variable by variable.

    Attributes
    ----------
    first, second
        Names.
    dates, levels
        As in `Run`.
    quantiles
        Of the difference on the same path, by variable, shape [levels, months].
    mean
        By variable, shape [months].
    error
        Standard error of the mean, which is what chance leaves of it.
    paths
        On which both went to their end.
    ends
        Where the paths of the first and of the second are in the last month.
    """

    first: str
    second: str
    dates: Days
    levels: tuple[float, ...]
    quantiles: dict[str, Floats]
    mean: dict[str, Floats]
    error: dict[str, Floats]
    paths: int
    ends: tuple[LastMonth, LastMonth] = field(repr=False, compare=False)


def compare(first: Run, second: Run) -> Comparison:
    """Return the difference of two runs that kept their values.

    Raises
    ------
    InputError
        If they did not, or do not begin on the same day with the same seed and size.
    """
    problems = []
    for name in ("seed", "paths", "months"):
        if getattr(first, name) != getattr(second, name):
            text = N_("comparison: {name} {first} and {second}; the same chances need the same {name}")
            values = {"name": name, "first": getattr(first, name), "second": getattr(second, name)}
            problems.append(Message(text, values))
    if first.months == second.months and not np.array_equal(first.dates, second.dates):
        text = N_("comparison: one begins on {first}, the other on {second}; start both on the same day")
        problems.append(Message(text, {"first": first.dates[0], "second": second.dates[0]}))
    if first.values is None or second.values is None:
        problems.append(
            Message(N_("comparison: values of single paths were not kept; run both with keep=True"))
        )
    InputError.check(problems)
    assert first.values is not None
    assert second.values is not None
    apart = first.values - second.values
    quantiles, mean = exact_quantiles(apart, LEVELS)
    whole = np.isfinite(apart).all(axis=(0, 1))
    error = np.nanstd(apart, axis=2) / np.sqrt(max(int(whole.sum()), 1))
    return Comparison(
        first.scenario,
        second.scenario,
        first.dates,
        LEVELS,
        {n: quantiles[i] for i, n in enumerate(NAMES)},
        {n: mean[i] for i, n in enumerate(NAMES)},
        {n: error[i] for i, n in enumerate(NAMES)},
        int(whole.sum()),
        (first.last_month(), second.last_month()),
    )
