"""The one function from what is known to what to own; the live answer and the walk-forward test both call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.currency import Currency, in_base
from tidegate.allocation.episodes import Episode
from tidegate.allocation.limits import DEFAULT, Limits
from tidegate.allocation.moments import Moments
from tidegate.allocation.optimiser import Objective, Optimum, Problem, optimise
from tidegate.allocation.panel import Panel
from tidegate.allocation.polytope import Polytope, polytope
from tidegate.allocation.portfolios import named
from tidegate.allocation.reference import DRAWS, Conditions, Reference, reference
from tidegate.allocation.risk import expected_shortfall
from tidegate.allocation.scenarios import scenario, scenarios
from tidegate.allocation.views import NO_EFFECTS, Effects, Outlook, mixture, outlook
from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]
LEVEL = 0.95
SEED = 20260101


class Risk(StrEnum):
    """How much may be lost: expected shortfall as a multiple of that of 60/40."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


MULTIPLE = {Risk.LOW: 0.5, Risk.MEDIUM: 1.0, Risk.HIGH: 1.5}
DOUBTS = {Risk.LOW: 1.0, Risk.MEDIUM: 0.5, Risk.HIGH: 0.25}
"""Standard errors taken off an expected return before it is believed."""


@dataclass(frozen=True)
class Question:
    """Everything that a decision depends on; nothing else enters it.

    Attributes
    ----------
    panel, moments
        History and estimates as known on the day.
    conditions
        What is paid on the day.
    episodes
        What years of each kind had brought by the day.
    chances
        Of each scenario; they sum to one.
    effects
        Of each scenario's change of holdings.
    limits, risk, objective
        What is asked for.
    before
        Weights held before, by asset; None: nothing was held.
    base, hedged, short_pct
        Currency of the holder, whether foreign assets are hedged, and short rates by currency.
    only
        Take this scenario for certain; "" for all by their chance.
    draws, seed
        Size and source of the scenarios.
    """

    panel: Panel
    moments: Moments | None
    conditions: Conditions
    episodes: Mapping[str, Episode]
    chances: Mapping[str, float]
    effects: Mapping[str, Effects] = field(default_factory=dict)
    limits: Limits = DEFAULT
    risk: Risk = Risk.MEDIUM
    objective: Objective = Objective.MAX_RETURN
    before: Mapping[str, float] | None = None
    base: Currency = Currency.USD
    hedged: bool = False
    short_pct: Mapping[Currency, float] = field(default_factory=dict)
    only: str = ""
    draws: int = DRAWS
    seed: int = SEED


@dataclass(frozen=True)
class Market:
    """The distribution that a decision is made in.

    Attributes
    ----------
    reference
        Before any view.
    returns
        In the base currency, shape [draws, n].
    prior, probability
        Before and after the views, shape [draws].
    outlooks
        Of every scenario.
    planes
        What solvers found out about its tails, by distribution; see `Problem.planes`.
    """

    reference: Reference
    returns: Floats
    prior: Floats
    probability: Floats
    outlooks: tuple[Outlook, ...]
    planes: dict[bytes, list[Floats]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def assets(self) -> tuple[str, ...]:
        """Assets, shape [n]."""
        return self.reference.assets

    def mean_error(self) -> Floats:
        """Return the covariance of the errors of expected returns, shape [n, n]: they err as returns move together."""
        known, count = self.reference.beliefs, len(self.assets)
        error = known.mean_error * self.reference.horizon_months / 12.0
        return np.asarray(known.correlation[:count, :count] * np.outer(error, error))

    def by_scenario(self) -> Floats:
        """Return expected returns under each scenario in the base currency, shape [scenarios, n]."""
        return np.array([o.probability @ self.returns for o in self.outlooks])


@dataclass(frozen=True)
class Decision:
    """What to own, and how it came about.

    Attributes
    ----------
    market
        The distribution.
    allowed
        The limits.
    optimum
        The portfolio.
    most_cvar
        Limit on expected shortfall, a fraction; None where the objective has none.
    sixty_forty
        Weights of 60/40 over the same assets, shape [n].
    """

    market: Market
    allowed: Polytope
    optimum: Optimum
    most_cvar: float | None
    sixty_forty: Floats

    @property
    def assets(self) -> tuple[str, ...]:
        """Assets, shape [n]."""
        return self.market.assets

    @property
    def weights(self) -> Floats:
        """Weights, shape [n]."""
        return self.optimum.weights

    def shortfall(self, weights: Floats, probability: Floats | None = None) -> float:
        """Return the expected shortfall of a portfolio of `weights`, under the views or another `probability`."""
        p = self.market.probability if probability is None else probability
        return expected_shortfall(-(self.market.returns @ weights), p, LEVEL)

    def expected(self, weights: Floats, probability: Floats | None = None) -> float:
        """Return the expected return of a portfolio of `weights`, under the views or another `probability`."""
        p = self.market.probability if probability is None else probability
        return float(p @ (self.market.returns @ weights))


def market(question: Question, *, every: bool = True) -> Market:
    """Return the distribution of a question.

    Parameters
    ----------
    question
        As asked.
    every
        Work out every scenario, even one that has no chance.

    Raises
    ------
    InputError
        For chances that do not sum to one, an unknown scenario, or too little history.
    """
    rng = np.random.default_rng(question.seed)
    found = reference(question.panel, question.moments, question.conditions, rng, question.draws)
    returns = in_base(found, question.base, question.short_pct, question.hedged)
    outlooks = tuple(
        outlook(
            found,
            what,
            question.episodes[what.like],
            question.conditions.bill_pct,
            question.effects.get(name, NO_EFFECTS),
            question.chances.get(name, 0.0),
        )
        for name, what in scenarios().items()
        if every or question.chances.get(name, 0.0) > 0.0
    )
    if question.only:
        scenario(question.only)
        probability = next(o.probability for o in outlooks if o.name == question.only)
    else:
        total = sum(question.chances.values())
        if abs(total - 1.0) > 1e-6:
            raise InputError.of(N_("chances: they sum to {value}; they must sum to 1"), value=total)
        probability = mixture(outlooks)
    prior = np.full(len(returns), 1.0 / len(returns))
    return Market(found, returns, prior, probability, outlooks)


def decide(question: Question) -> Decision:
    """Return what to own.

    Raises
    ------
    InputError
        If no portfolio holds the limits, or too little is known on the day.
    """
    where = market(question)
    return decide_in(where, question, where.probability)


def decide_in(where: Market, question: Question, probability: Floats) -> Decision:
    """Return what to own in a distribution that is already there; see `decide`.

    Parameters
    ----------
    where
        From `market`.
    question
        Limits, risk and objective.
    probability
        Of the draws, shape [draws].
    """
    held = question.before
    before = None
    if held is not None:
        before = np.array([held.get(a, 0.0) for a in where.assets])
        before = None if before.sum() <= 0 else before / before.sum()
    allowed = polytope(where.assets, question.limits, before)
    sixty = named("sixty_forty", where.assets)
    cap = None
    if question.limits.max_cvar_pct is not None:
        cap = question.limits.max_cvar_pct / 100.0
    elif question.objective is Objective.MAX_RETURN:
        cap = MULTIPLE[question.risk] * expected_shortfall(-(where.returns @ sixty), probability, LEVEL)
    found = optimise(
        Problem(
            allowed,
            where.returns,
            probability,
            question.objective,
            LEVEL,
            cap,
            where.by_scenario() if question.objective is Objective.WORST_SCENARIO else None,
            where.mean_error(),
            DOUBTS[question.risk],
            where.planes.setdefault(probability.tobytes(), []),
        )
    )
    if np.array_equal(probability, where.probability):
        return Decision(where, allowed, found, cap, sixty)
    return Decision(replace(where, probability=probability), allowed, found, cap, sixty)
