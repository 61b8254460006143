"""What a path of term premia and policy rates does to the economy, with intervals.

The one door through which other rooms ask. Two models answer: the monthly
semi-structural one, whose people look back, and the four-equation model of
Sims, Wu and Zhang, whose people look ahead. They disagree; both are shown, none
is picked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.economy.four_equation.premium import four_equation_paths
from tidegate.transmission.economy.semi_structural.equations import Floats
from tidegate.transmission.economy.semi_structural.model import (
    EconomyState,
    differences,
    neutral_state,
    on_paths,
    simulate,
)
from tidegate.transmission.economy.semi_structural.parameters import drawn_parameters, economy_parameters

Model = Literal["semi-structural", "four-equation"]
MODELS: tuple[Model, ...] = ("semi-structural", "four-equation")
VARIABLES = ("output_gap_pct", "unemployment_pct", "inflation_pct", "funds_rate_pct", "long_rate_pct")
LEVEL = 0.9
"""Probability that an interval is meant to hold, over the stated uncertainty of parameters."""
MOST_MONTHS = 600


@dataclass(frozen=True)
class Band:
    """A middle and an interval; arrays of one shape. The middle is the central parameters' path."""

    middle: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Response:
    """Deviations from a baseline, month by month.

    Attributes
    ----------
    model
        Which model answers.
    months
        Number of months; month 1 is the first of the paths.
    draws
        By variable, shape [draws, months]: one row for each draw of the
        parameters, row 0 the central ones. Output gap in percent; unemployment,
        inflation (a year), funds rate and ten-year yield in points.
    sources
        What it rests on, one sentence each.
    """

    model: Model
    months: int
    draws: dict[str, Floats]
    sources: tuple[Message, ...]

    def band(self, name: str) -> Band:
        """Return a variable's central path and interval, each of shape [months]."""
        return band_of(self.draws[name])

    @property
    def output_gap_pct(self) -> Band:
        """Output gap, percent."""
        return self.band("output_gap_pct")

    @property
    def unemployment_pct(self) -> Band:
        """Unemployment rate, points."""
        return self.band("unemployment_pct")

    @property
    def inflation_pct(self) -> Band:
        """Core inflation, points a year."""
        return self.band("inflation_pct")


def band_of(draws: Floats) -> Band:
    """Return the central value and the interval over draws along the first axis."""
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return Band(np.asarray(draws[0]), np.asarray(low), np.asarray(high))


def respond(
    term_premium_path_pct: ArrayLike,
    funds_rate_path_pct: ArrayLike | None,
    months: int,
    model: str = "semi-structural",
    *,
    draws: int = 200,
    seed: int = 20_220_601,
    start: EconomyState | None = None,
) -> Response:
    """Return what paths of the term premium and the policy rate do.

    Parameters
    ----------
    term_premium_path_pct
        Deviation of the ten-year term premium from the baseline that the
        balance sheet causes, points, shape [months] (or one number for all).
    funds_rate_path_pct
        Deviation of the policy rate from the baseline, points, shape [months] or
        one number; None: the rate follows its rule. Afterwards both fade.
    months
        Horizon, 1 to 600.
    model
        ``semi-structural`` or ``four-equation``.
    draws, seed
        Draws of the parameters over their stated ranges; the same seed gives
        the same answer.
    start
        Where the economy stands, scalars (semi-structural only); it matters
        where the lower bound is near. Default: at rest.

    Raises
    ------
    UnknownName
        For another model.
    InputError
        For a horizon, paths or draws that cannot be used, all named at once.
    """
    if model not in MODELS:
        raise unknown(N_("model"), model, MODELS)
    premium, rate = _checked(term_premium_path_pct, funds_rate_path_pct, months)
    answer = _ANSWERS[model]
    found = answer(premium, rate, draws, seed, start)
    return Response(
        "four-equation" if model == "four-equation" else "semi-structural",
        months,
        found,
        tuple(Message(text) for text in _SOURCES[model]),
    )


def _checked(premium: ArrayLike, rate: ArrayLike | None, months: int) -> tuple[Floats, Floats | None]:
    """Return both paths as [months], or name every problem."""
    problems = []
    good_months = 1 <= months <= MOST_MONTHS
    if not good_months:
        text = N_("months {value}: give a whole number from 1 to {most}")
        problems.append(Message(text, {"value": months, "most": MOST_MONTHS}))
    paths: list[Floats] = []
    for name, given in (("term_premium_path_pct", premium), ("funds_rate_path_pct", rate)):
        values = np.asarray(0.0 if given is None else given, dtype=float)
        if good_months and values.shape not in ((), (months,)):
            text = N_("{name}: shape {shape}; give one number, or {months} of them, one a month")
            problems.append(Message(text, {"name": name, "shape": values.shape, "months": months}))
        elif not bool((np.isfinite(values) & (np.abs(values) <= 20.0)).all()):
            text = N_("{name}: deviations must be finite numbers from -20 to 20 points")
            problems.append(Message(text, {"name": name}))
        elif good_months:
            paths.append(np.broadcast_to(values, (months,)))
    InputError.check(problems)
    return paths[0], None if rate is None else paths[1]


def _semi_structural(
    premium: Floats, rate: Floats | None, draws: int, seed: int, start: EconomyState | None
) -> dict[str, Floats]:
    p = drawn_parameters(economy_parameters(), draws, seed)
    months = len(premium)
    opening = neutral_state(p, draws) if start is None else on_paths(start, draws)
    calm = simulate(opening, months, p)
    shocks: dict[str, ArrayLike] = {"set_term_premium_pct": calm["term_premium_pct"] + premium[:, None]}
    if rate is not None:
        shocks["set_funds_rate_pct"] = calm["funds_rate_pct"] + rate[:, None]
    moved = differences(simulate(opening, months, p, shocks), calm)
    return {name: np.ascontiguousarray(moved[name].T) for name in VARIABLES}


def _four_equation(
    premium: Floats, rate: Floats | None, draws: int, seed: int, start: EconomyState | None
) -> dict[str, Floats]:
    if start is not None:
        raise InputError.of(N_("start: the four-equation model begins at rest; leave it out"))
    return four_equation_paths(premium, rate, draws, seed)


_ANSWERS: dict[str, Callable[..., dict[str, Floats]]] = {
    "semi-structural": _semi_structural,
    "four-equation": _four_equation,
}
_SOURCES = {
    "semi-structural": (
        N_("Monthly model estimated on reference responses of the Federal Reserve Board's FRB/US model."),
        N_(
            "Intervals: parameters over their stated ranges; how broadly a term premium is felt runs from "
            "ten-year yields alone to the whole curve."
        ),
    ),
    "four-equation": (
        N_("Four-equation model of Sims, Wu and Zhang (2023), solved exactly; each quarter comes as news."),
        N_("Unemployment by Okun's law; intervals: parameters over ranges of the literature."),
    ),
}
