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

from dataclasses import dataclass

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
    return path_of(_values_under_premium(p, solve_four_equation(p).linear, premium, rate))


def _values_under_premium(
    p: FourEquationParameters, linear: LinearSolution, premium: Floats, rate: Floats | None
) -> Floats:
    """Return the path's values, shape [quarters, variables]."""
    if p.b_cb == 0.0:
        raise InputError.of(
            N_("parameter b_cb: 0 leaves the central bank no bonds to move; give more than 0")
        )
    holdings = premium / premium_per_holding(p)
    present = np.zeros(len(VARIABLES))
    values = np.empty((len(premium), len(VARIABLES)))
    for quarter, held in enumerate(holdings):
        news = np.zeros(len(SHOCKS))
        news[_QE] = held - p.rho_q * present[_HOLDINGS]
        unmoved = linear.carry @ present + linear.impact @ news
        if rate is not None:
            news[_SURPRISE] = (rate[quarter] - unmoved[_RATE]) / linear.impact[_RATE, _SURPRISE]
        values[quarter] = present = linear.carry @ present + linear.impact @ news
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
    found: dict[str, list[Floats]] = {}
    for draw in _draws(draws, seed):
        linear = solve_four_equation(draw.parameters).linear
        path = _values_under_premium(draw.parameters, linear, premium, rate)
        gap, prices, short = (path[:, VARIABLES.index(name)] for name in ("x", "pi", "r"))
        values = {
            "output_gap_pct": gap,
            "unemployment_pct": -draw.okun * gap,
            "inflation_pct": QUARTERS_PER_YEAR * prices,
            "funds_rate_pct": QUARTERS_PER_YEAR * short,
            "long_rate_pct": QUARTERS_PER_YEAR * (path @ _weights_over_ten_years(linear) + premium),
        }
        for name, value in values.items():
            found.setdefault(name, []).append(_monthly(value, months))
    return {name: np.array(rows) for name, rows in found.items()}


def _weights_over_ten_years(linear: LinearSolution) -> Floats:
    """Return by which weights a quarter's values give the short rate expected over the bond's life."""
    discounted = np.eye(len(VARIABLES)) - COUPON_DECAY * linear.carry
    return np.asarray((1.0 - COUPON_DECAY) * np.linalg.inv(discounted)[_RATE])


def _quarterly(path: Floats, quarters: int) -> Floats:
    """Return the means of quarters; a last, incomplete one is the mean of its months."""
    return np.array([path[3 * q : 3 * q + 3].mean() for q in range(quarters)])


def _monthly(path: Floats, months: int) -> Floats:
    """Return every quarter's value in each of its months."""
    return np.repeat(path, MONTHS_PER_QUARTER)[:months]


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
