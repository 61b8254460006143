"""The portfolio that is best by an objective and holds every limit.

Expected shortfall is convex and piecewise linear in the weights, so it is
built up from cutting planes (Künzi-Bay and Mayer 2006, Computational
Management Science 3): each round asks the scenarios for the tail of the last
portfolio and adds the plane that touches there. A level step (Lemaréchal,
Nemirovskii and Nesterov 1995) keeps rounds few. The rounds end where the
lower bound of the planes meets the best portfolio, so the answer is that of
the full linear programme of Rockafellar and Uryasev, with ten thousand fewer
variables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.conflicts import no_portfolio, refuse_conflict
from tidegate.allocation.polytope import Polytope
from tidegate.allocation.risk import check_level, check_probabilities, expected_shortfall, moments, tail
from tidegate.allocation.solver import Norm, nearest_vertex, solve, support
from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]
_GAP = 1e-9
_ROUNDS = 400
_LIFT = 1e-14
_TINY = 1e-6
_TRIED = 8
_LEVEL = 0.5
_MARGIN = 1e-6
EXACT = 1e-9
"""To this every limit holds."""


class Objective(StrEnum):
    """What is best."""

    MAX_RETURN = "max-return"
    """Highest expected return with expected shortfall under its limit."""
    MIN_CVAR = "min-cvar"
    MIN_VARIANCE = "min-variance"
    WORST_SCENARIO = "worst-scenario"
    """Least expected loss in the worst of the named scenarios."""


@dataclass(frozen=True)
class Problem:
    """What is to be decided.

    Attributes
    ----------
    allowed
        The portfolios that the limits allow.
    returns, probability
        Of the scenarios, fractions over the horizon, shapes [scenarios, n] and [scenarios].
    objective
        What is best.
    level
        Confidence of expected shortfall.
    most_cvar
        Its limit, a fraction; None without one.
    by_scenario
        Expected returns under each named scenario, shape [names, n]; for `WORST_SCENARIO`.
    mean_error
        Covariance of the errors of the expected returns, shape [n, n]; None: they are taken for certain.
    doubts
        Standard errors that `MAX_RETURN` takes off a portfolio's expected return (Ben-Tal and Nemirovski 1998,
        Mathematics of Operations Research 23): among assets that look alike it spreads.
    planes
        Slopes of shortfall found so far in these scenarios; problems that share them may share the list, and
        begin with what others found.
    """

    allowed: Polytope
    returns: Floats
    probability: Floats
    objective: Objective = Objective.MAX_RETURN
    level: float = 0.95
    most_cvar: float | None = None
    by_scenario: Floats | None = None
    mean_error: Floats | None = None
    doubts: float = 1.0
    planes: list[Floats] = field(default_factory=list, repr=False, compare=False)

    @property
    def doubt(self) -> Norm | None:
        """The standard error of a portfolio's expected return, as a term of an objective."""
        if self.mean_error is None or self.objective is not Objective.MAX_RETURN:
            return None
        lifted = self.mean_error + _LIFT * np.eye(len(self.mean_error))  # cash has no error
        return Norm(self.doubts, np.asarray(np.linalg.cholesky(lifted).T, dtype=float))


@dataclass(frozen=True)
class Optimum:
    """The best portfolio.

    Attributes
    ----------
    weights
        Shape [n]; they sum to one, and every limit holds to 1e-9.
    value
        Of the objective: expected return, shortfall, variance, or worst expected loss; costs counted.
    expected, cvar, cost
        Expected return before cost, expected shortfall, and cost of getting there, fractions.
    expected_error
        Standard error of the expected return; 0 where it is taken for certain.
    rounds
        Of cutting planes.
    """

    weights: Floats
    value: float
    expected: float
    cvar: float
    cost: float
    expected_error: float
    rounds: int


def optimise(problem: Problem) -> Optimum:
    """Return the best portfolio.

    Raises
    ------
    InputError
        If no portfolio holds all limits: the message names those in conflict. For numbers that are none, or of
        another shape.
    """
    _check(problem)
    allowed = problem.allowed
    weights, rounds = _best(problem, allowed)
    if allowed.counts_positions:
        chosen, weights, more = _positioned(problem, allowed, weights)
        rounds += more
        weights = _exact(chosen, weights)
    else:
        weights = _exact(allowed, weights)
    return _optimum(problem, weights, rounds)


def _positioned(problem: Problem, allowed: Polytope, weights: Floats) -> tuple[Polytope, Floats, int]:
    """Choose which assets are held, and return the limits on those, the best weights and the rounds.

    A rule of thumb: the positions of the allowed portfolio nearest to the best one without counting, then the
    best on those. Where they leave too much risk, those nearest to the safest portfolio instead. It can miss
    the best set, and with a limit on risk even a set that would do.
    """
    near = nearest_vertex(allowed, weights)
    if near is None:
        refuse_conflict(allowed)
        raise InputError.of(N_("limits: no portfolio holds them all"))
    chosen = allowed.on_support(support(near))
    try:
        return chosen, *_best(problem, chosen)
    except InputError:
        safest, _ = _least_tail(problem, allowed, np.zeros(allowed.width))
        near = nearest_vertex(allowed, safest)
        chosen = allowed.on_support(support(safest if near is None else near))
        return chosen, *_best(problem, chosen)


def _check(problem: Problem) -> None:
    returns = problem.returns
    if returns.ndim != 2 or returns.shape[1] != problem.allowed.count or not np.isfinite(returns).all():
        raise InputError.of(
            N_("returns: shape {value} for {count} assets; give finite returns, one column for each asset"),
            value=returns.shape,
            count=problem.allowed.count,
        )
    check_probabilities(problem.probability, len(returns))
    check_level(problem.level)
    count = problem.allowed.count
    if problem.objective is Objective.WORST_SCENARIO and problem.by_scenario is None:
        raise InputError.of(N_("worst scenario: no named scenarios were given"))
    found = []
    for name, table, rows in (
        ("by_scenario", problem.by_scenario, None),
        ("mean_error", problem.mean_error, count),
    ):
        if table is None:
            continue
        square = table.ndim == 2 and table.shape[1] == count and rows in (None, len(table)) and len(table) > 0
        if not square or not np.isfinite(table).all():
            text = N_(
                "{name}: shape {value} for {count} assets; give finite numbers, one column for each asset"
            )
            found.append(Message(text, {"name": name, "value": table.shape, "count": count}))
    cap = problem.most_cvar  # below 0 it asks for a gain even in the tail
    for name, number, least in (("most_cvar", cap, -np.inf), ("doubts", problem.doubts, 0.0)):
        if number is not None and not (np.isfinite(number) and number >= least):
            text = N_("{name} {value}: give a finite number; doubts are 0 or more")
            found.append(Message(text, {"name": name, "value": number}))
    InputError.check(found)


def _best(problem: Problem, allowed: Polytope) -> tuple[Floats, int]:
    """Return the best weights up to a solver's tolerance, and the rounds it took."""
    n, width = allowed.count, allowed.width
    cost = np.concatenate([np.zeros(n), allowed.cost])[:width]
    if problem.objective is Objective.MIN_CVAR:
        return _least_tail(problem, allowed, cost)
    if problem.objective is Objective.MIN_VARIANCE:
        _, covariance = moments(problem.returns, problem.probability)
        curved = np.zeros((width, width))
        curved[:n, :n] = 2.0 * covariance
        return _capped(problem, allowed, curved, np.zeros(width))
    if problem.objective is Objective.WORST_SCENARIO and problem.by_scenario is not None:
        return _worst_scenario(problem, allowed, problem.by_scenario, cost)
    linear = cost.copy()
    linear[:n] -= problem.probability @ problem.returns
    return _capped(problem, allowed, None, linear)


def _plane(problem: Problem, weights: Floats) -> tuple[float, Floats]:
    """Return the shortfall of a portfolio, and its slope: shortfall is linear along the tail's mean loss."""
    loss = -(problem.returns @ weights)
    rows, share = tail(loss, problem.probability, problem.level)
    return float(share @ loss[rows]), -(share @ problem.returns[rows])


def _least_tail(problem: Problem, allowed: Polytope, cost: Floats) -> tuple[Floats, int]:
    """Minimise shortfall plus cost by cutting planes with a level step."""
    start = nearest_vertex(allowed, np.full(allowed.count, 1.0 / allowed.count))
    if start is None:
        refuse_conflict(allowed)
        raise InputError.of(N_("limits: no portfolio holds them all"))
    n, width = allowed.count, allowed.width
    sums = np.concatenate([np.ones(n), np.zeros(width - n)])
    fixed = np.hstack([allowed.rows, np.zeros((len(allowed.rows), 1))])
    planes: list[Floats] = []
    weights = best = start
    least, bound = np.inf, -np.inf
    near = np.zeros((width, width))
    near[:n, :n] = np.eye(n)
    rounds = 0
    while rounds < _ROUNDS:
        rounds += 1
        value, slope = _plane(problem, weights)
        total = value + allowed.trading_cost(weights)
        if total < least:
            least, best = total, weights
        planes.append(np.concatenate([slope, np.zeros(width - n)]))
        touching = np.array(planes)
        rows = np.vstack([fixed, np.hstack([touching, np.full((len(planes), 1), -1.0)])])
        bounds = np.concatenate([allowed.bounds, np.zeros(len(planes))])
        lower = solve(None, np.append(cost, 1.0), np.append(sums, 0.0), rows, bounds)
        if lower is not None:
            bound = max(bound, lower.value)
        if least - bound <= _GAP or lower is None:
            break
        level = bound + _LEVEL * (least - bound)
        step = solve(
            near,
            -allowed.variables(best) * np.diag(near),
            sums,
            np.vstack([allowed.rows, touching + cost]),
            np.concatenate([allowed.bounds, np.full(len(planes), level)]),
        )
        weights = _clean((lower if step is None else step).x[:n])
    return best, rounds


def _capped(problem: Problem, allowed: Polytope, curved: Floats | None, linear: Floats) -> tuple[Floats, int]:
    """Minimise a function, and cut off portfolios whose shortfall is above its limit until none is chosen."""
    n, width = allowed.count, allowed.width
    sums = np.concatenate([np.ones(n), np.zeros(width - n)])
    doubt, planes = problem.doubt, problem.planes
    rounds = 0
    while rounds < _ROUNDS:
        rounds += 1
        cut = np.zeros((0 if problem.most_cvar is None else len(planes), width))
        if len(cut):
            cut[:, :n] = planes
        most = np.full(len(cut), (problem.most_cvar or 0.0) - _MARGIN)
        found = solve(
            curved,
            linear,
            sums,
            np.vstack([allowed.rows, cut]),
            np.concatenate([allowed.bounds, most]),
            doubt,
        )
        if found is None:
            refuse_conflict(allowed)
            refuse_conflict(allowed, lambda p: _risk_excess(problem, p))
            raise InputError.of(N_("limits: no portfolio holds them all"))
        weights = _clean(found.x[:n])
        if problem.most_cvar is None:
            return weights, rounds
        value, slope = _plane(problem, weights)
        if value <= problem.most_cvar - 0.5 * _MARGIN:
            return weights, rounds
        planes.append(slope)
    raise InputError.of(
        N_(
            "limits: no portfolio under the most expected loss was found in {rounds} rounds; ease max_cvar_pct"
        ),
        rounds=rounds,
    )


def _worst_scenario(
    problem: Problem, allowed: Polytope, by_scenario: Floats, cost: Floats
) -> tuple[Floats, int]:
    """Minimise the largest expected loss over named scenarios: one linear programme, then the limit on shortfall."""
    n, width = allowed.count, allowed.width
    named = len(by_scenario)
    losses = np.hstack([-by_scenario, np.zeros((named, width - n)), np.full((named, 1), -1.0)])
    wider = Polytope(
        allowed.assets,
        allowed.before,
        allowed.cost,
        np.vstack([np.hstack([allowed.rows, np.zeros((len(allowed.rows), 1))]), losses]),
        np.concatenate([allowed.bounds, np.zeros(named)]),
        allowed.names + ("no_short",) * named,
    )
    linear = np.append(cost, 1.0)
    return _capped(problem, wider, None, linear)


def _risk_excess(problem: Problem, allowed: Polytope) -> bool:
    """Return whether even the safest allowed portfolio has more shortfall than its limit."""
    if problem.most_cvar is None or no_portfolio(allowed):
        return problem.most_cvar is not None
    safest, _ = _least_tail(problem, allowed, np.zeros(allowed.width))
    return _plane(problem, safest)[0] > problem.most_cvar


def _clean(weights: Floats) -> Floats:
    """Return weights without the tiny negative numbers of an interior point, summing to one."""
    positive = np.maximum(weights, 0.0)
    return np.asarray(positive / positive.sum())


def _exact(allowed: Polytope, weights: Floats) -> Floats:
    """Return a portfolio that is allowed to rounding, next to one that is up to a solver's tolerance.

    Mostly it is enough to drop what is too small to be meant and to give the difference to an asset that has
    room; else it is the nearest vertex.
    """
    rounded = np.where(weights < _TINY, 0.0, weights)
    for place in np.argsort(-rounded)[:_TRIED]:
        tried = rounded.copy()
        tried[place] += 1.0 - rounded.sum()
        if allowed.excess(tried) <= 0.1 * EXACT:
            return tried
    exact = nearest_vertex(allowed, rounded / rounded.sum())
    if exact is None:
        exact = nearest_vertex(allowed, weights)
    return weights if exact is None else exact


def _optimum(problem: Problem, weights: Floats, rounds: int) -> Optimum:
    each = problem.returns @ weights
    expected, cost = float(problem.probability @ each), problem.allowed.trading_cost(weights)
    variance = float(problem.probability @ (each - expected) ** 2)
    cvar = expected_shortfall(-each, problem.probability, problem.level)
    doubt = problem.doubt
    error = 0.0 if doubt is None else float(np.linalg.norm(doubt.root @ weights))
    value = {
        Objective.MAX_RETURN: expected - cost - problem.doubts * error,
        Objective.MIN_CVAR: cvar + cost,
        Objective.MIN_VARIANCE: variance,
        Objective.WORST_SCENARIO: 0.0
        if problem.by_scenario is None
        else float((-problem.by_scenario @ weights).max()) + cost,
    }[problem.objective]
    return Optimum(weights, value, expected, cvar, cost, error, rounds)
