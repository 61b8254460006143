"""Scenarios that come as paths from elsewhere: their returns, their chances, blended with history.

The chain of the house can end here: whoever simulates policy hands over what
each scenario earns, draw by draw. A market is made of it in which every
question of this room can be asked. How much of it is believed against history
is said by `trust`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.decision import Market, Question, market
from tidegate.allocation.risk import check_probabilities
from tidegate.allocation.views import Outlook
from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]
TRUST = 0.5


@dataclass(frozen=True)
class ScenarioReturns:
    """What a scenario earns.

    Attributes
    ----------
    returns
        Over the horizon in the base currency, fractions, shape [draws, assets]; the assets of the question.
    chance
        Of the scenario.
    bill_points, ten_year_points, premium_points
        What it does to yields on average, points; NaN where not told.
    """

    returns: Floats
    chance: float
    bill_points: float = float("nan")
    ten_year_points: float = float("nan")
    premium_points: float = float("nan")


def check_trust(trust: float) -> None:
    """Refuse a weight that is no share.

    Raises
    ------
    InputError
        For anything but 0 to 1.
    """
    if not 0.0 <= trust <= 1.0:
        raise InputError.of(N_("trust {value}: give a share from 0 to 1"), value=trust)


def market_of_paths(
    question: Question, scenarios: Mapping[str, ScenarioReturns], trust: float = TRUST
) -> Market:
    """Return a market of given scenarios blended with the views on history of a question.

    Parameters
    ----------
    question
        As for `tidegate.allocation.decision.market`; its own chances stand for the part that is history.
    scenarios
        By name; their chances sum to one. One that the question knows too is blended with what history says of
        it; another stands for itself.
    trust
        Weight of the given scenarios, 0 to 1; the rest is the question's own distribution (opinion pooling:
        Stone 1961, Annals of Mathematical Statistics 32).

    Raises
    ------
    InputError
        For returns that are not finite or not of the assets, for chances that do not sum to one, and for a
        trust that is no share: all problems at once.
    """
    own = market(question)
    found: list[Message] = []
    try:
        check_trust(trust)
    except InputError as error:
        found += error.problems
    for name, each in scenarios.items():
        good = each.returns.ndim == 2 and each.returns.shape[1] == len(own.assets) and len(each.returns) > 0
        if not good or not np.isfinite(each.returns).all() or (each.returns <= -1.0).any():
            text = N_(
                "scenario {name}: returns of shape {shape}; give finite ones above -1 for {count} assets"
            )
            values = {"name": name, "shape": each.returns.shape, "count": len(own.assets)}
            found.append(Message(text, values))
    InputError.check(found)
    chances = check_probabilities([s.chance for s in scenarios.values()], len(scenarios))
    blocks = [own.returns, *(s.returns for s in scenarios.values())]
    sizes = [len(b) for b in blocks]
    ends = np.cumsum(sizes)
    total = int(ends[-1])

    def within(block: int, weights: Floats) -> Floats:
        whole = np.zeros(total)
        whole[ends[block] - sizes[block] : ends[block]] = weights
        return whole

    parts = [within(k + 1, np.full(sizes[k + 1], 1.0 / sizes[k + 1])) for k in range(len(scenarios))]
    mixed = np.asarray(chances @ np.array(parts))
    probability = (1.0 - trust) * within(0, own.probability) + trust * mixed
    returns = np.vstack(blocks)
    known = {o.name: o for o in own.outlooks}
    outlooks = tuple(
        _outlook(name, each, part, float(chance), trust, known.get(name), within, returns)
        for (name, each), part, chance in zip(scenarios.items(), parts, chances, strict=True)
    )
    return Market(own.reference, returns, within(0, own.prior), probability, outlooks)


def _outlook(
    name: str,
    each: ScenarioReturns,
    part: Floats,
    chance: float,
    trust: float,
    known: Outlook | None,
    within: Callable[[int, Floats], Floats],
    returns: Floats,
) -> Outlook:
    """Return a scenario's paths blended with what history says of it, so that the scenarios add up to the market."""
    told = np.array([each.bill_points, each.ten_year_points, each.premium_points])
    reached = 1.0
    if known is not None:
        part = (1.0 - trust) * within(0, known.probability) + trust * part
        own = np.array([known.bill_points, known.ten_year_points, known.premium_points])
        told = (1.0 - trust) * own + trust * told
        reached = (1.0 - trust) * known.reached + trust
    kept = part[part > 0]
    bill, ten_year, premium = told.tolist()
    return Outlook(
        name,
        part,
        chance,
        np.asarray(part @ returns),
        bill,
        ten_year,
        premium,
        float(np.exp(-(kept @ np.log(kept)))),
        reached,
    )
