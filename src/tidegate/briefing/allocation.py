"""From the desk to what to own: the question as known on a day, the answer, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.currency import check_currency
from tidegate.allocation.decision import Decision, Question, Risk, decide, decide_in, market
from tidegate.allocation.limits import DEFAULT, Limits
from tidegate.allocation.optimiser import Objective
from tidegate.allocation.panel import Panel
from tidegate.allocation.paths import TRUST, market_of_paths
from tidegate.allocation.plan import Card, cards
from tidegate.allocation.scenarios import Odds, chances, scenario, scenarios
from tidegate.allocation.trace import Link, Step, links, steps
from tidegate.bank.programmes.model import Record as Announcement
from tidegate.bank.programmes.phases import Phase, phase_at, phases
from tidegate.briefing.allocation_history import history
from tidegate.briefing.allocation_inputs import (
    Record,
    conditions_on,
    curve_of,
    effects_on,
    episodes_on,
    known_panel,
    moments_known,
    odds_on,
    record,
    review_days,
    short_rates,
)
from tidegate.briefing.assembly import Desk
from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]
Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True)
class Allocation:
    """What to own on a day, and everything behind it.

    Attributes
    ----------
    as_of
        The day.
    question, decision
        What was asked, with all that was known; and the answer.
    steps, links
        The way from 60/40 to the answer, and its largest changes.
    last, last_day, last_steps
        The portfolio before: the holder's own, or the answer of the review before; and the way to that answer
        (empty for the holder's own).
    cards
        One for each scenario.
    odds
        Chances as the rooms of policy gave them.
    phase, announcement
        Phase of the balance sheet in force and the announcement that began it; None before the first.
    next_review, next_half_yearly
        End of the quarter, and of the half-year.
    thirty_year_pct
        Thirty-year yield of the day.
    """

    as_of: date
    question: Question
    decision: Decision
    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    last: Mapping[str, float]
    last_day: date | None
    last_steps: tuple[Step, ...]
    cards: tuple[Card, ...]
    odds: Odds
    phase: Phase | None
    announcement: Announcement | None
    next_review: date
    next_half_yearly: date
    thirty_year_pct: float

    @property
    def weights(self) -> dict[str, float]:
        """Weights by asset, fractions; nothing that is not held."""
        found = zip(self.decision.assets, self.decision.weights.tolist(), strict=True)
        return {a: w for a, w in found if w > 0}


def question_on(
    held: Record, panel: Panel, when: date, asked: Question | None = None, *, views: bool = True
) -> Question:
    """Return a question with everything that was known on a day.

    Parameters
    ----------
    held
        The record.
    panel
        History; later months are cut off here.
    when
        The day.
    asked
        Limits, risk, objective, currency and the like to take over.
    views
        Ask the rooms of policy for chances; without it history alone is to decide.
    """
    weights = chances(odds_on(held, when)) if views else {next(iter(scenarios())): 1.0}
    known = {
        "panel": known_panel(panel, when),
        "moments": moments_known(when),
        "conditions": conditions_on(held, when),
        "episodes": episodes_on(held, panel, when),
        "chances": weights,
        "effects": effects_on(held, when),
        "short_pct": short_rates(held, when),
    }
    if asked is None:
        return Question(**known)  # type: ignore[arg-type]
    return replace(asked, **known)  # type: ignore[arg-type]


def allocate(
    desk: Desk,
    risk: str = "medium",
    *,
    scenario_name: str = "",
    currency: str = "USD",
    hedged: bool = False,
    objective: str = "max-return",
    limits: Limits = DEFAULT,
    holdings: Mapping[str, float] | None = None,
    panel: Panel | None = None,
    paths: int = 0,
    trust: float = TRUST,
) -> Allocation:
    """Return what to own as of the day of a desk. It is no advice: it shows what follows from what is assumed.

    Parameters
    ----------
    desk
        Figures and day.
    risk
        ``low``, ``medium`` or ``high``: mean loss in the worst twentieth of cases is at most half, once or one
        and a half times that of 60/40.
    scenario_name
        Take this scenario for certain; "" for all by their chance.
    currency, hedged
        What the portfolio is counted in, and whether foreign assets are hedged.
    objective
        ``max-return``, ``min-cvar``, ``min-variance`` or ``worst-scenario``.
    limits
        Hard limits.
    holdings
        What is held now, by asset, in any unit; None: the answer of the last review stands for it.
    panel
        History with the user's own prices; None: what is shipped or synced.
    paths, trust
        Simulate so many paths of each scenario, and give them this weight against history; 0: history alone.

    Raises
    ------
    InputError
        For anything that cannot be done as asked: all problems of a kind at once.
    """
    if scenario_name:
        scenario(scenario_name)
    held, months = record(desk), panel if panel is not None else history(desk)
    asked = replace(
        question_on(held, months, desk.as_of),
        risk=_one_of("risk", risk, Risk),
        objective=_one_of("objective", objective, Objective),
        base=check_currency(currency),
        hedged=hedged,
        limits=limits,
        only=scenario_name,
    )
    last, last_day, last_steps = _before(held, months, desk.as_of, asked, holdings)
    asked = replace(asked, before=last or None)
    odds = odds_on(held, desk.as_of)
    if paths:
        from tidegate.briefing.allocation_futures import simulated

        where = market_of_paths(asked, simulated(desk, asked, odds, paths), trust)
    else:
        where = market(asked)
    decision = decide_in(where, asked, where.probability)
    way = steps(asked, decision)
    known = phases(desk.fed, desk.as_of)
    now = phase_at(known, desk.as_of)
    begun = None if now is None else next(r for r in desk.fed.record if r.id == now.records[0])
    return Allocation(
        desk.as_of,
        asked,
        decision,
        way,
        links(decision, way),
        last,
        last_day,
        last_steps,
        cards(asked, decision),
        odds,
        now,
        begun,
        _next_review(desk.as_of, 3),
        _next_review(desk.as_of, 6),
        float(curve_of(held, desk.as_of)[-1]),
    )


def _one_of(name: str, value: str, kinds: type[Kind]) -> Kind:
    try:
        return kinds(value)
    except ValueError:
        raise InputError.of(
            N_("{name} {value!r}: not known; choose one of {known}"),
            name=name,
            value=value,
            known=", ".join(kinds),
        ) from None


def _before(
    held: Record, panel: Panel, when: date, asked: Question, holdings: Mapping[str, float] | None
) -> tuple[Mapping[str, float], date | None, tuple[Step, ...]]:
    """Return what is held: as told, or the answer of the review before this day."""
    if holdings is not None:
        total = sum(holdings.values())
        return {a: w / total for a, w in holdings.items()}, None, ()
    days = [d for d in review_days(date(2006, 12, 31), when) if d < when]
    if not days:
        return {}, None, ()
    earlier = replace(question_on(held, panel, days[-1], asked), before=None, only="")
    found = decide(earlier)
    return (
        dict(zip(found.assets, found.weights.tolist(), strict=True)),
        days[-1],
        steps(earlier, found),
    )


def _next_review(when: date, every_months: int) -> date:
    later = review_days(when, date(when.year + 1, 12, 31), every_months)
    return next(d for d in later if d > when)
