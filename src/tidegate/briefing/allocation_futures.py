"""From simulated scenarios to what each earns: the coupled machine's paths as this room's arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.decision import Question
from tidegate.allocation.paths import ScenarioReturns
from tidegate.allocation.scenarios import Odds
from tidegate.briefing.assembly import Desk
from tidegate.briefing.futures import opened, run_markets, simulate
from tidegate.errors import InputError
from tidegate.futures.contract import Opening
from tidegate.futures.library import scenario as find
from tidegate.futures.simulation import Run
from tidegate.message import N_
from tidegate.units import points_from_bp

MONTHS = 12
MOST_PATHS = 5_000
COURSES = {
    "rates_held": "high-for-longer",
    "cutting_cycle": "cutting-cycle",
    "qt_ends_early": "qt-ends-early",
    "qt_extended": "qt-extended",
    "recession_qe": "recession-qe-restart",
}
"""Scenario of the library for each of this room's."""
RESTART = "qt-restart"
"""What an extension of QT is once run-off has ended."""


def simulated(desk: Desk, question: Question, odds: Odds, paths: int) -> dict[str, ScenarioReturns]:
    """Return what each scenario that has a chance earns over a year, from so many paths of the coupled machine.

    Parameters
    ----------
    desk
        Figures and day; the paths begin on it.
    question
        Its chances and, of `question.panel`, nothing.
    odds
        Whether run-off goes on.
    paths
        Of each scenario.

    Raises
    ------
    InputError
        For a number of paths out of range, a base currency other than dollars, or a day on which the machine
        cannot begin.
    """
    if not 10 <= paths <= MOST_PATHS:
        raise InputError.of(
            N_("paths {value}: give a number from 10 to {most}"), value=paths, most=MOST_PATHS
        )
    if question.base != "USD":
        raise InputError.of(
            N_("paths: simulated returns are in dollars; {currency} needs history alone, without --paths"),
            currency=str(question.base),
        )
    found = {}
    wanted = {question.only: 1.0} if question.only else question.chances
    for name, chance in wanted.items():
        if chance <= 0.0:
            continue
        course = find(RESTART if name == "qt_extended" and not odds.running else COURSES[name])
        start = desk.as_of.isoformat()
        run = simulate(
            course, start=start, paths=paths, months=MONTHS, seed=question.seed, keep=True, desk=desk
        )
        earned = run_markets(run, course, start, desk).returns
        at = [earned.assets.index(a) for a in _assets(question)]
        found[name] = earned_over_the_year(run, opened(course, start, desk), earned.monthly[:, :, at], chance)
    return found


def earned_over_the_year(
    run: Run, opening: Opening, monthly: NDArray[np.float64], chance: float
) -> ScenarioReturns:
    """Return what a scenario earns, and what it does to yields on average since the opening.

    A path that stopped has no return over the year: it counts in neither. How
    many did stands in `Run.failures`.

    Parameters
    ----------
    run
        That kept its values.
    opening
        Of the run.
    monthly
        Returns of the assets, fractions, shape [paths, months, assets]; NaN once a path has stopped.
    chance
        Of the scenario.

    Raises
    ------
    InputError
        If every path stopped.
    """
    total = np.prod(1.0 + monthly, axis=1) - 1.0
    went = np.isfinite(total).all(axis=1)
    if not went.any():
        raise InputError.of(
            N_("scenario {name}: none of {paths} paths went to its end; allocate without --paths"),
            name=run.scenario,
            paths=run.paths,
        )

    known_bp = float("nan") if run.opening_effect_bp is None else run.opening_effect_bp

    def moved(name: str, since: float | NDArray[np.float64]) -> float:
        return float((run.of(name)[-1] - since)[went].mean())

    return ScenarioReturns(
        np.ascontiguousarray(total[went]),
        chance,
        moved("funds_rate_pct", opening.funds_rate_pct),
        moved("yield_10y_pct", opening.yield_10y_pct),
        points_from_bp(moved("supply_effect_bp", known_bp)),
    )


def _assets(question: Question) -> tuple[str, ...]:
    from tidegate.allocation.reference import beliefs

    return beliefs(question.panel, question.moments, question.conditions).assets
