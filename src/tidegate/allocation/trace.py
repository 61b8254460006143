"""Why the weights are what they are: one cause after another, each with what it changed.

Between two portfolios lies a chain of decisions: first history and limits
alone, then one scenario after the other enters with its chance, the likeliest
first. The portfolio is worked out anew at each step, so the changes add up
exactly. Another order would share out what two scenarios do together
differently; the sum would be the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.decision import Decision, Question, decide_in
from tidegate.allocation.views import Outlook

Floats = NDArray[np.float64]
HISTORY = "history_and_limits"
SMALL = 0.005
"""Changes under half a percent of the portfolio are not told one by one."""


@dataclass(frozen=True)
class Step:
    """One cause and the portfolio once it counts.

    Attributes
    ----------
    cause
        ``history_and_limits``, or the name of a scenario.
    weights
        Shape [n].
    change
        Against the step before, shape [n].
    """

    cause: str
    weights: Floats
    change: Floats


@dataclass(frozen=True)
class Link:
    """What one cause did to one asset, and the chain behind it.

    Attributes
    ----------
    asset, cause
        Ids.
    change
        Of the weight, a fraction.
    chance
        Of the scenario; NaN for history and limits.
    bill_points, ten_year_points, premium_points
        What it does to yields; NaN for history and limits.
    effect
        Expected return of the asset in it less that before any view, a fraction; NaN for history and limits.
    """

    asset: str
    cause: str
    change: float
    chance: float
    bill_points: float
    ten_year_points: float
    premium_points: float
    effect: float


def steps(question: Question, decision: Decision) -> tuple[Step, ...]:
    """Return the way from 60/40 to the decision.

    Parameters
    ----------
    question, decision
        As asked and answered.
    """
    where, prior = decision.market, decision.market.prior
    causes = [(HISTORY, prior)]
    if question.only:
        causes.append((question.only, where.probability))
    else:
        left = 1.0
        so_far = np.zeros(len(prior))
        likely = sorted((o for o in where.outlooks if o.chance > 0), key=lambda o: -o.chance)
        for each in likely:
            so_far, left = so_far + each.chance * each.probability, left - each.chance
            causes.append((each.name, so_far + max(left, 0.0) * prior))
        causes[-1] = (causes[-1][0], where.probability)
    found = []
    before = decision.sixty_forty
    for place, (cause, probability) in enumerate(causes):
        last = place == len(causes) - 1
        weights = (
            decision.weights if last else decide_in(where, question, probability / probability.sum()).weights
        )
        found.append(Step(cause, weights, weights - before))
        before = weights
    return tuple(found)


def links(decision: Decision, found: tuple[Step, ...], least: float = SMALL) -> tuple[Link, ...]:
    """Return what each cause did to each asset, the largest changes first.

    Parameters
    ----------
    decision
        The answer.
    found
        From `steps`.
    least
        Leave out smaller changes.
    """
    where = decision.market
    base = where.prior @ where.returns
    outlooks = {o.name: o for o in where.outlooks}
    rows = [
        _link(asset, step, i, outlooks.get(step.cause), base, where.returns)
        for step in found
        for i, asset in enumerate(where.assets)
        if abs(step.change[i]) >= least
    ]
    return tuple(sorted(rows, key=lambda r: -abs(r.change)))


def _link(asset: str, step: Step, place: int, why: Outlook | None, base: Floats, returns: Floats) -> Link:
    nan = float("nan")
    change = float(step.change[place])
    if why is None:
        return Link(asset, step.cause, change, nan, nan, nan, nan, nan)
    effect = float(why.probability @ returns[:, place] - base[place])
    return Link(
        asset,
        step.cause,
        change,
        why.chance,
        why.bill_points,
        why.ten_year_points,
        why.premium_points,
        effect,
    )
