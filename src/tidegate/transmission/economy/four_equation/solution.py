"""The four-equation model solved: decision rules, residuals, impulse responses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.economy.four_equation.equations import (
    SHOCKS,
    VARIABLES,
    Innovations,
    Moment,
    linear_model,
    residuals,
)
from tidegate.transmission.economy.four_equation.parameters import FourEquationParameters
from tidegate.transmission.economy.linear import Floats, LinearSolution, solve_linear

STATES = ("r_lag", "qe", "theta", "r_star", "e_r")
"""What a quarter begins with: the last policy rate, and the quarter's exogenous values."""
ANSWERS = ("x", "pi", "r")
QUARTERS_PER_YEAR = 4
MOST_QUARTERS = 400
SHOCK_NAMES = {**{name: name for name in SHOCKS}, "credit": "theta", "funds_rate": "e_r", "monetary": "e_r"}
"""Names of shocks as a person may write them, and the model's own."""


@dataclass(frozen=True)
class FourEquationSolution:
    """The only stable solution for some parameters.

    Attributes
    ----------
    parameters
        What it holds for.
    coefficients
        By state, then by variable: percent (a quarter, for pi and r) per unit
        of the state. `theta` and `qe` in percent, the others percent a quarter.
    residuals
        By equation: the largest absolute value left when the solution is put
        back into it, over unit values of every state.
    linear
        The same solution as matrices over ``VARIABLES`` and ``SHOCKS``.
    """

    parameters: FourEquationParameters
    coefficients: dict[str, dict[str, float]]
    residuals: dict[str, float]
    linear: LinearSolution


def solve_four_equation(parameters: FourEquationParameters) -> FourEquationSolution:
    """Solve the model.

    Raises
    ------
    InputError
        Where there is no stable solution, or more than one.
    """
    linear = solve_linear(linear_model(parameters))
    columns = {"r_lag": linear.carry[:, VARIABLES.index("r")]}
    columns |= {name: linear.impact[:, SHOCKS.index(name)] for name in STATES[1:]}
    rules = {
        state: {name: float(columns[state][VARIABLES.index(name)]) for name in ANSWERS} for state in STATES
    }
    return FourEquationSolution(parameters, rules, _put_back(parameters, linear), linear)


def _put_back(parameters: FourEquationParameters, linear: LinearSolution) -> dict[str, float]:
    """Return the largest residual of each equation over unit values of every state."""
    worst: dict[str, float] = {}
    for before, shocks in _unit_starts():
        present = linear.carry @ before + linear.impact @ shocks
        ahead = linear.carry @ present
        left = residuals(parameters, Moment(*ahead), Moment(*present), Moment(*before), Innovations(*shocks))
        worst = {name: max(worst.get(name, 0.0), abs(value)) for name, value in left.items()}
    return worst


def _unit_starts() -> list[tuple[Floats, Floats]]:
    nothing, calm = np.zeros(len(VARIABLES)), np.zeros(len(SHOCKS))
    starts = [(unit, calm) for unit in np.eye(len(VARIABLES))]
    return starts + [(nothing, unit) for unit in np.eye(len(SHOCKS))]


@dataclass(frozen=True)
class FourEquationPath:
    """A path of the model; arrays of shape [quarters], quarter 0 first.

    Attributes
    ----------
    x
        Output gap, percent.
    pi, r
        Inflation and policy rate, percent a quarter, deviations.
    qe, theta, r_star
        The exogenous values.
    bound
        Whether the lower bound held the policy rate.
    """

    x: Floats
    pi: Floats
    r: Floats
    qe: Floats
    theta: Floats
    r_star: Floats
    bound: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @property
    def pi_annual(self) -> Floats:
        """Inflation, percent a year."""
        return np.asarray(QUARTERS_PER_YEAR * self.pi)

    @property
    def r_annual(self) -> Floats:
        """Policy rate, percent a year."""
        return np.asarray(QUARTERS_PER_YEAR * self.r)


def path_of(values: Floats, bound: Floats | None = None) -> FourEquationPath:
    """Return values of shape [quarters, variables] as a path."""
    columns = dict(zip(VARIABLES, values.T, strict=True))
    held = np.zeros(len(values), dtype=bool) if bound is None else np.asarray(bound, dtype=bool)
    return FourEquationPath(**columns, bound=held)


def shock_named(name: str, size: float = 1.0) -> Innovations:
    """Return one innovation of a quarter.

    Raises
    ------
    UnknownName
        Naming the shocks there are.
    """
    if name not in SHOCK_NAMES:
        raise unknown(N_("shock"), name, SHOCK_NAMES)
    return replace(Innovations(), **{SHOCK_NAMES[name]: size})


def check_quarters(quarters: int, most: int = MOST_QUARTERS) -> None:
    """Refuse a horizon that is not there.

    Raises
    ------
    InputError
        Below 1 or above `most`.
    """
    if not 1 <= quarters <= most:
        raise InputError.of(
            N_("quarters {value}: give a whole number from 1 to {most}"), value=quarters, most=most
        )


def impulse_response(
    solution: FourEquationSolution, shock: str, quarters: int = 20, size: float = 1.0
) -> FourEquationPath:
    """Return the path after one shock in quarter 0, from the steady state.

    Parameters
    ----------
    shock
        ``qe``, ``theta`` (or ``credit``), ``r_star``, ``e_r`` (or ``monetary``, ``funds_rate``).
    size
        In the unit of what it moves: percent, or percent a quarter.

    Raises
    ------
    UnknownName, InputError
        For another shock, or a horizon outside 1 to 400 quarters.
    """
    check_quarters(quarters)
    first = shock_named(shock, size)
    values = np.empty((quarters, len(VARIABLES)))
    present = solution.linear.impact @ np.array([getattr(first, name) for name in SHOCKS])
    for quarter in range(quarters):
        values[quarter] = present
        present = solution.linear.carry @ present
    return path_of(values)
