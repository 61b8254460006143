"""The four-equation model with a lower bound on the policy rate, or with a path announced for it.

Perfect foresight: everyone knows every shock of the path from quarter 0. In
quarters in which the bound holds, the rate is the bound instead of the rule's.
Which quarters these are is guessed and verified, as in Guerrieri and Iacoviello
(2015, J. Monetary Economics 70): the guess stands if the rule asks for less
than the bound in them and nowhere else. After the last quarter the model
follows its unconstrained solution, so the bound must have let go before.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.economy.four_equation.equations import (
    SHOCKS,
    VARIABLES,
    Innovations,
    Moment,
    linear_model,
    taylor_rule,
)
from tidegate.transmission.economy.four_equation.solution import (
    MOST_QUARTERS,
    SHOCK_NAMES,
    FourEquationPath,
    FourEquationSolution,
    check_quarters,
    path_of,
    shock_named,
)
from tidegate.transmission.economy.linear import Floats

MOST_GUESSES = 200
_RATE = VARIABLES.index("r")
_RULE = 2  # the row of the Taylor rule among the equations


def foresight_path(
    solution: FourEquationSolution,
    shocks: Mapping[str, ArrayLike],
    quarters: int = 40,
    *,
    lower_bound: float | None = None,
    rate_path: ArrayLike | None = None,
    start: Moment | None = None,
) -> FourEquationPath:
    """Return the path under shocks that are all known in quarter 0.

    Parameters
    ----------
    shocks
        By name, shape [up to `quarters`]: innovations of quarter 0, 1, ...
    lower_bound
        Lowest policy rate, percent a quarter as a deviation from the steady
        state (for a steady rate of 0.5 a quarter and a bound at nil: -0.5);
        None: there is none.
    rate_path
        Policy rate of the first quarters, percent a quarter as a deviation,
        announced in quarter 0; after it the rule holds again. NaN: the rule.
    start
        Values of the quarter before; default: the steady state.

    Raises
    ------
    UnknownName
        For a shock there is not.
    InputError
        For a horizon outside 1 to 400, a bound above the steady state, or where
        no set of quarters can be verified.
    """
    check_quarters(quarters)
    if lower_bound is not None and not lower_bound <= 0.0:
        raise InputError.of(
            N_("lower bound {value} a quarter: above the steady state; give a deviation of 0 or less"),
            value=lower_bound,
        )
    length = min(max(2 * quarters, 60), 2 * MOST_QUARTERS)
    innovations = _innovations(shocks, length)
    announced = np.full(length, np.nan)
    if rate_path is not None:
        given = np.asarray(rate_path, dtype=float)[:length]
        announced[: given.size] = given
    before = start or Moment()
    held = np.zeros(length, dtype=bool)
    seen: set[bytes] = set()
    for _ in range(MOST_GUESSES):
        rates = np.where(held, np.nan if lower_bound is None else lower_bound, announced)
        values = _stacked(solution, innovations, rates, before)
        if lower_bound is None:
            return path_of(values[:quarters])
        wanted = np.where(np.isnan(announced), _rule(solution, values, innovations, before), announced)
        needed = wanted < lower_bound - 1e-12
        if bool((needed == held).all()):
            if held[-1]:
                break
            return path_of(values[:quarters], held[:quarters])
        if needed.tobytes() in seen:
            break
        seen.add(held.tobytes())
        held = needed
    raise InputError.of(
        N_(
            "lower bound {value} a quarter: no path on which the bound lets go could be verified; "
            "choose a smaller shock, a lower bound or less persistence"
        ),
        value=lower_bound,
    )


def _innovations(shocks: Mapping[str, ArrayLike], length: int) -> Floats:
    """Return innovations of shape [quarters, shocks]."""
    found = np.zeros((length, len(SHOCKS)))
    for name, given in shocks.items():
        shock_named(name)
        values = np.atleast_1d(np.asarray(given, dtype=float))
        if values.ndim != 1 or values.size > length or not bool(np.isfinite(values).all()):
            raise InputError.of(
                N_("shock {name}: give up to {most} finite numbers, one a quarter"), name=name, most=length
            )
        found[: values.size, SHOCKS.index(SHOCK_NAMES[name])] += values
    return found


def _stacked(solution: FourEquationSolution, innovations: Floats, rates: Floats, before: Moment) -> Floats:
    """Solve all quarters at once; shape [quarters, variables].

    Backwards: if ``y(t+1) = A y(t) + b``, the equations of t give the same form
    for ``y(t)`` in ``y(t-1)``; at the end A is the unconstrained solution.
    """
    model, n = linear_model(solution.parameters), len(VARIABLES)
    carry: Floats = solution.linear.carry
    constant: Floats = np.zeros(n)
    steps: list[tuple[Floats, Floats]] = []
    for e, rate in zip(innovations[::-1], rates[::-1], strict=True):
        lead, now, lag, known = model.lead, model.now, model.lag, model.shock @ e
        if not np.isnan(rate):
            lead, now, lag, known = lead.copy(), now.copy(), lag.copy(), known.copy()
            lead[_RULE] = lag[_RULE] = 0.0
            now[_RULE] = np.eye(n)[_RATE]
            known[_RULE] = -rate
        matrix = lead @ carry + now
        constant = np.asarray(-np.linalg.solve(matrix, lead @ constant + known), dtype=np.float64)
        carry = np.asarray(-np.linalg.solve(matrix, lag), dtype=np.float64)
        steps.append((carry, constant))
    present = np.array([getattr(before, name) for name in VARIABLES])
    values = np.empty((len(steps), n))
    for quarter, (a, b) in enumerate(reversed(steps)):
        values[quarter] = present = a @ present + b
    return values


def _rule(
    solution: FourEquationSolution, values: Floats, innovations: Floats, before: Moment
) -> NDArray[np.float64]:
    """Return the policy rate that the rule asks for in every quarter."""
    lags = [before, *(Moment(*row) for row in values[:-1])]
    return np.array(
        [
            row[_RATE] - taylor_rule(solution.parameters, Moment(*row), lag, Innovations(*e))
            for row, lag, e in zip(values, lags, innovations, strict=True)
        ]
    )
