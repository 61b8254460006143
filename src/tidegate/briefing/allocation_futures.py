"""From simulated scenarios to what each earns: the coupled machine's paths as this room's arrays."""

from __future__ import annotations

import numpy as np

from tidegate.allocation.decision import Question
from tidegate.allocation.paths import ScenarioReturns
from tidegate.allocation.scenarios import Odds
from tidegate.briefing.assembly import Desk
from tidegate.briefing.futures import opened, run_markets, simulate
from tidegate.errors import InputError
from tidegate.futures.library import scenario as find
from tidegate.message import N_

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
        total = np.prod(1.0 + earned.monthly, axis=1) - 1.0
        opening = opened(course, start, desk)
        at = [earned.assets.index(a) for a in _assets(question)]
        found[name] = ScenarioReturns(
            np.ascontiguousarray(total[:, at]),
            chance,
            float(run.of("funds_rate_pct")[-1].mean() - opening.funds_rate_pct),
            float(run.of("yield_10y_pct")[-1].mean() - opening.yield_10y_pct),
            float(run.of("supply_effect_bp")[-1].mean() - run.of("supply_effect_bp")[0].mean()) / 100.0,
        )
    return found


def _assets(question: Question) -> tuple[str, ...]:
    from tidegate.allocation.reference import beliefs

    return beliefs(question.panel, question.moments, question.conditions).assets
