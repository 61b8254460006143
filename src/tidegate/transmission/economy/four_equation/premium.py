"""The four-equation model asked in term premia: which holdings cause them, and what follows.

A long bond whose coupons decay by kappa a quarter yields ``(1 - kappa)`` times
the discounted sum of its expected returns; with the excess-return equation, a
premium that fades says how many bonds the central bank holds.

Every quarter's premium and policy rate come as news: people expect the premium
to fade and the rate to follow its rule from there. (Announced in advance, a
rate held for years moves this model without measure, the forward-guidance
puzzle; see Del Negro, Giannoni and Patterson, 2023, J. Political Economy
Macroeconomics 1.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.economy.four_equation.equations import SHOCKS, VARIABLES
from tidegate.transmission.economy.four_equation.parameters import (
    FourEquationParameters,
    four_equation_parameters,
)
from tidegate.transmission.economy.four_equation.solution import (
    QUARTERS_PER_YEAR,
    FourEquationPath,
    path_of,
    solve_four_equation,
)
from tidegate.transmission.economy.linear import Floats, LinearSolution
from tidegate.transmission.economy.semi_structural.parameters import economy_parameters, parameter_table

COUPON_DECAY = 1.0 - 1.0 / 40.0
"""kappa of the paper's Table E.1: a duration of ten years."""
MONTHS_PER_QUARTER = 3
_RATE, _HOLDINGS = VARIABLES.index("r"), VARIABLES.index("qe")
_QE, _SURPRISE = SHOCKS.index("qe"), SHOCKS.index("e_r")
RANGES = {"z": (0.20, 0.33, 0.45), "phi": (0.65, 0.75, 0.85), "sigma": (0.7, 1.0, 2.0)}
"""Lowest, central and highest value of what is uncertain (triangular); the centre is the paper's."""


@dataclass(frozen=True)
class _Draw:
    parameters: FourEquationParameters
    okun: float


@dataclass(frozen=True)
class _Solved:
    """A draw with its solution, which no path of premia changes."""

    parameters: FourEquationParameters
    okun: float
    linear: LinearSolution
    weights: Floats


def premium_per_holding(p: FourEquationParameters) -> float:
    """Return the term premium, percent a quarter, of one percent more long bonds that fade at `rho_q`.

    Negative: more in the central bank's hands lowers it.
    """
    first_return = p.sigma * p.b_cb * (p.rho_q - 1.0)
    return (1.0 - COUPON_DECAY) * first_return / (1.0 - COUPON_DECAY * p.rho_q)


def path_under_premium(p: FourEquationParameters, premium: Floats, rate: Floats | None) -> FourEquationPath:
    """Return the path when every quarter's premium and policy rate come as news.

    Parameters
    ----------
    premium, rate
        Percent a quarter, shape [quarters]; `rate` None: it follows its rule.

    Raises
    ------
    InputError
        If the central bank has no long bonds (`b_cb` = 0), or the model no solution.
    """
    linear = solve_four_equation(p).linear
    return path_of(_values_under_premium([_Solved(p, 0.0, linear, np.empty(0))], premium, rate)[0])


def _values_under_premium(solved: Sequence[_Solved], premium: Floats, rate: Floats | None) -> Floats:
    """Return the paths' values, shape [draws, quarters, variables]."""
    if any(each.parameters.b_cb == 0.0 for each in solved):
        raise InputError.of(
            N_("parameter b_cb: 0 leaves the central bank no bonds to move; give more than 0")
        )
    carry = np.stack([each.linear.carry for each in solved])
    impact = np.stack([each.linear.impact for each in solved])
    rho = np.array([each.parameters.rho_q for each in solved])
    holdings = np.outer([1.0 / premium_per_holding(each.parameters) for each in solved], premium)
    present = np.zeros((len(solved), len(VARIABLES)))
    values = np.empty((len(solved), len(premium), len(VARIABLES)))
    for quarter in range(len(premium)):
        news = holdings[:, quarter] - rho * present[:, _HOLDINGS]
        present = np.einsum("dij,dj->di", carry, present) + impact[:, :, _QE] * news[:, None]
        if rate is not None:
            surprise = (rate[quarter] - present[:, _RATE]) / impact[:, _RATE, _SURPRISE]
            present = present + impact[:, :, _SURPRISE] * surprise[:, None]
        values[:, quarter] = present
    return values


def four_equation_paths(
    premium_pct: Floats, rate_pct: Floats | None, draws: int, seed: int
) -> dict[str, Floats]:
    """Return deviations by variable, shape [draws, months]; the first row is the paper's parameters.

    Parameters
    ----------
    premium_pct, rate_pct
        Points a year, shape [months]; None: the rate follows its rule.
    """
    months = len(premium_pct)
    quarters = -(-months // MONTHS_PER_QUARTER)
    premium = _quarterly(premium_pct, quarters) / QUARTERS_PER_YEAR
    rate = None if rate_pct is None else _quarterly(rate_pct, quarters) / QUARTERS_PER_YEAR
    solved = _solved(draws, seed)
    path = _values_under_premium(solved, premium, rate)
    gap, prices, short = (path[..., VARIABLES.index(name)] for name in ("x", "pi", "r"))
    okun, weights = np.array([each.okun for each in solved]), np.stack([each.weights for each in solved])
    expected = np.einsum("dqv,dv->dq", path, weights)
    values = {
        "output_gap_pct": gap,
        "unemployment_pct": -okun[:, None] * gap,
        "inflation_pct": QUARTERS_PER_YEAR * prices,
        "funds_rate_pct": QUARTERS_PER_YEAR * short,
        "long_rate_pct": QUARTERS_PER_YEAR * (expected + premium),
    }
    return {name: _monthly(value, months) for name, value in values.items()}


def _weights_over_ten_years(linear: LinearSolution) -> Floats:
    """Return by which weights a quarter's values give the short rate expected over the bond's life."""
    discounted = np.eye(len(VARIABLES)) - COUPON_DECAY * linear.carry
    return np.asarray((1.0 - COUPON_DECAY) * np.linalg.inv(discounted)[_RATE])


def _quarterly(path: Floats, quarters: int) -> Floats:
    """Return the means of quarters; a last, incomplete one is the mean of its months."""
    return np.array([path[3 * q : 3 * q + 3].mean() for q in range(quarters)])


def _monthly(path: Floats, months: int) -> Floats:
    """Return every quarter's value in each of its months; time is the last axis."""
    return np.repeat(path, MONTHS_PER_QUARTER, axis=-1)[..., :months]


@lru_cache(maxsize=4)
def _solved(count: int, seed: int) -> tuple[_Solved, ...]:
    """Return the draws solved: the costly part, the same for every question."""
    found = []
    for draw in _draws(count, seed):
        linear = solve_four_equation(draw.parameters).linear
        found.append(_Solved(draw.parameters, draw.okun, linear, _weights_over_ten_years(linear)))
    return tuple(found)


def _draws(count: int, seed: int) -> list[_Draw]:
    if not 2 <= count <= 5_000:
        raise InputError.of(
            N_("draws {value}: give a whole number from 2 to {most}"), value=count, most=5_000
        )
    fade = float(np.asarray(economy_parameters().term_premium_persistence)) ** MONTHS_PER_QUARTER
    okun = float(np.asarray(economy_parameters().okun))
    low, high = np.array(parameter_table()["okun"]["factors_90"]) * okun
    generator = np.random.default_rng(seed)
    chance = {n: generator.triangular(a, m, b, count) for n, (a, m, b) in RANGES.items()}
    jobs = generator.triangular(low, okun, high, count)
    found = [_Draw(four_equation_parameters("exact", {"rho_q": fade}), okun)]
    for i in range(1, count):
        values = {name: float(column[i]) for name, column in chance.items()}
        found.append(_Draw(four_equation_parameters("exact", {**values, "rho_q": fade}), float(jobs[i])))
    return found
