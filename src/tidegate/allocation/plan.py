"""What to do later: long bonds in instalments, the next review, and a card for each scenario."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.decision import Decision, Question, decide_in
from tidegate.allocation.risk import drawdown
from tidegate.allocation.scenarios import Scenario, scenarios
from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]
LONG_BONDS = "ust_20_plus"


@dataclass(frozen=True)
class Trigger:
    """When the next instalment is bought.

    Attributes
    ----------
    by_months
        After so many months at the latest: by time.
    yield_pct
        Sooner, once the thirty-year yield is at this or above; None: not by level.
    end_chance
        Sooner, once the chance that run-off ends within a year is this or more; None: not by it.
    """

    by_months: int = 3
    yield_pct: float | None = None
    end_chance: float | None = 0.5

    def __post_init__(self) -> None:
        found = []
        if self.by_months < 1:
            found.append(
                Message(N_("instalments every {value} months: give 1 or more"), {"value": self.by_months})
            )
        if self.yield_pct is not None and not 0 < self.yield_pct < 100:
            text = N_("instalment at a yield of {value}%: give a number above 0 and below 100")
            found.append(Message(text, {"value": self.yield_pct}))
        if self.end_chance is not None and not 0 < self.end_chance <= 1:
            text = N_("instalment at a chance of {value}: give a share above 0, up to 1")
            found.append(Message(text, {"value": self.end_chance}))
        InputError.check(found)


@dataclass(frozen=True)
class Instalment:
    """One part of a purchase.

    Attributes
    ----------
    number
        1, 2, ...
    share
        Of the whole, a fraction.
    latest
        Bought on this day at the latest.
    due_now
        Whether what stands today already calls for it.
    because
        ``time``, ``yield``, ``end_of_qt`` or, where it is not due, ``""``.
    """

    number: int
    share: float
    latest: date
    due_now: bool
    because: str


def check_count(count: int) -> None:
    """Refuse a number of parts that is no plan.

    Raises
    ------
    InputError
        For fewer than one and more than 60.
    """
    if not 1 <= count <= 60:
        raise InputError.of(N_("instalments {value}: give a number from 1 to 60"), value=count)


def instalments(
    count: int, start: date, trigger: Trigger, thirty_year_pct: float, end_chance: float | None
) -> tuple[Instalment, ...]:
    """Return a plan to buy in equal parts.

    Parameters
    ----------
    count
        Number of parts.
    start
        Day of the plan; the first part is bought then.
    trigger
        What calls for the next part.
    thirty_year_pct
        Thirty-year yield of the day.
    end_chance
        Chance that run-off ends within a year; None where none goes on.

    Notes
    -----
    Each review buys one part: because its time has come, or sooner because a
    trigger stands. Two triggers do not buy two parts, so that no day decides
    over all of it.
    """
    check_count(count)
    by_yield = trigger.yield_pct is not None and thirty_year_pct >= trigger.yield_pct
    by_end = trigger.end_chance is not None and end_chance is not None and end_chance >= trigger.end_chance
    month = np.datetime64(start, "M")
    found = []
    for k in range(count):
        first_days = (month + k * trigger.by_months).astype("datetime64[D]")
        last_day = (month + k * trigger.by_months + 1).astype("datetime64[D]") - 1
        latest = min(first_days + (start.day - 1), last_day).item()
        because = (
            "time" if k == 0 else ("yield" if by_yield else "end_of_qt" if by_end else "") if k == 1 else ""
        )
        found.append(Instalment(k + 1, 1.0 / count, latest, bool(because), because))
    return tuple(found)


@dataclass(frozen=True)
class Card:
    """A scenario, and what to own if it were certain.

    Attributes
    ----------
    scenario
        What happens.
    chance
        How likely it is.
    weights
        Best portfolio if it were certain, shape [n].
    change
        Against the decision that counts all scenarios, shape [n].
    now_return, now_tail
        Expected return of the decision in it, and mean loss in the worst twentieth of it, fractions.
    own_return
        Expected return of the card's own portfolio in it.
    bill_points, ten_year_points
        What it does to yields.
    """

    scenario: Scenario
    chance: float
    weights: Floats
    change: Floats
    now_return: float
    now_tail: float
    own_return: float
    bill_points: float
    ten_year_points: float


def cards(question: Question, decision: Decision) -> tuple[Card, ...]:
    """Return a card for each scenario, within the limits and the turnover of the question."""
    found = []
    for each in decision.market.outlooks:
        best = decide_in(decision.market, replace(question, only=each.name), each.probability)
        found.append(
            Card(
                scenarios()[each.name],
                each.chance,
                best.weights,
                best.weights - decision.weights,
                decision.expected(decision.weights, each.probability),
                decision.shortfall(decision.weights, each.probability),
                decision.expected(best.weights, each.probability),
                each.bill_points,
                each.ten_year_points,
            )
        )
    return tuple(found)


def deepest(returns: Floats, weights: Floats) -> tuple[float, int]:
    """Return the deepest drawdown that fixed weights would have had in a history, and its last month's position.

    Parameters
    ----------
    returns
        By month, fractions, shape [t, n]; months in which something held is missing are left out.
    weights
        Shape [n], rebalanced every month.
    """
    held = weights > 0
    whole = np.isfinite(returns[:, held]).all(axis=1)
    if not whole.any():
        return float("nan"), -1
    path = drawdown(np.cumprod(1.0 + returns[whole][:, held] @ weights[held]))
    at = int(np.argmin(path))
    return float(path[at]), int(np.flatnonzero(whole)[at])
