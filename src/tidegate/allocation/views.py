"""From scenarios to a distribution: what each course of policy implies, and the mixture by its chance.

A scenario says what happens to bills, jobs and shares: what they did in years
of its kind. Entropy pooling finds the distribution nearest to the reference
in which that holds on average; through it every asset moves as it has moved
with those things. What purchases or run-off do to the term premium is put on
top by identified effects, not by co-movement: in history yields rise with
good news, and shares with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.episodes import Episode
from tidegate.allocation.pooling import Posterior, View, entropy_pooling, opinion_pool
from tidegate.allocation.reference import MARKET, Reference
from tidegate.allocation.scenarios import Scenario
from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]
_SMALL = 1e-6
_LOWEST_BILL_PCT = 0.05
_PARTS = (1.0, 0.75, 0.5, 0.25, 0.0)
LEAST_SCENARIOS = 50.0
"""A view that rests on fewer draws than these is not taken in full: a tail of five percent would be two of them."""


@dataclass(frozen=True)
class Outlook:
    """What a scenario implies.

    Attributes
    ----------
    name
        Of the scenario.
    probability
        Of the reference's draws under it, shape [draws].
    chance
        Of the scenario; NaN where it was asked for and not forecast.
    expected
        Return of each asset, fractions over the horizon, shape [n].
    bill_points, ten_year_points
        Change of bill and ten-year yields.
    premium_points
        Part of it that comes from holdings, as far as the scenario was reached.
    effective_scenarios
        How many equally likely draws tell as much.
    reached
        1 where the scenario holds in full; less where the draws do not reach so far, and only that part of
        the way was gone; 0 where the views contradict each other, and none was taken.
    """

    name: str
    probability: Floats
    chance: float
    expected: Floats
    bill_points: float
    ten_year_points: float
    premium_points: float
    effective_scenarios: float
    reached: float


@dataclass(frozen=True)
class Effects:
    """What the change of holdings of a scenario does.

    Attributes
    ----------
    ten_year_points
        To the ten-year yield.
    returns
        To the return of assets over the year, fractions, by id.
    """

    ten_year_points: float
    returns: Mapping[str, float]


NO_EFFECTS = Effects(0.0, {})


def outlook(
    reference: Reference,
    what: Scenario,
    year: Episode,
    bill_pct: float,
    effects: Effects = NO_EFFECTS,
    chance: float = np.nan,
) -> Outlook:
    """Return what a scenario implies for every asset.

    Parameters
    ----------
    reference
        Distribution before any view.
    what, year
        The scenario, and what years of its kind brought.
    bill_pct
        Bill yield of the day; it falls no further than to near zero.
    effects
        What the scenario's change of holdings does.
    chance
        Of the scenario.
    """
    prior = np.full(len(reference.returns), 1.0 / len(reference.returns))
    fallen = max(year.bill_points, min(_LOWEST_BILL_PCT - bill_pct, 0.0))
    views = [
        View("bill", reference.factor("bill"), fallen),
        View("unemployment", reference.factor("unemployment"), year.unemployment_points),
    ]
    if what.inflation_points is not None:
        views.append(View("inflation", reference.factor("inflation"), what.inflation_points))
    if MARKET in reference.assets:
        shares = reference.returns[:, reference.assets.index(MARKET)]
        views.append(View(MARKET, shares, float(prior @ shares) + year.shares))
    found, reached = _nearest(prior, views)
    shifts = {a: s for a, s in effects.returns.items() if a in reference.assets and abs(s) > 1e-5}
    if shifts or abs(effects.ten_year_points) > _SMALL:
        ten = reference.factor("ten_year")
        views.append(View("ten_year", ten, float(found.probability @ ten) + effects.ten_year_points))
        for asset, shift in shifts.items():
            own = reference.returns[:, reference.assets.index(asset)]
            views = [v for v in views if v.name != asset]
            views.append(View(asset, own, float(found.probability @ own) + shift))
        found, reached = _nearest(prior, views)
    p = found.probability
    return Outlook(
        what.name,
        p,
        chance,
        np.asarray(p @ reference.returns),
        float(p @ reference.factor("bill")),
        float(p @ reference.factor("ten_year")),
        reached * effects.ten_year_points,
        found.effective_scenarios,
        reached,
    )


def _nearest(prior: Floats, views: Sequence[View]) -> tuple[Posterior, float]:
    """Pool; where the draws do not reach that far, come nearer by quarters of the way, and say so."""
    for part in _PARTS:
        base = [float(prior @ v.values) for v in views]
        milder = [
            View(v.name, v.values, b + part * (v.target - b), v.kind)
            for v, b in zip(views, base, strict=True)
        ]
        try:
            found = entropy_pooling(prior, milder)
        except InputError:
            continue
        if found.effective_scenarios >= LEAST_SCENARIOS or part <= _PARTS[-2]:
            return found, part
    return entropy_pooling(prior, []), 0.0


def mixture(outlooks: Sequence[Outlook]) -> Floats:
    """Return the distribution of all scenarios together, each by its chance, shape [draws].

    Raises
    ------
    InputError
        If the chances do not sum to one.
    """
    if not outlooks:
        raise InputError.of(N_("views: no scenario was given; give one or more"))
    kept = [o for o in outlooks if o.chance > 0]
    return opinion_pool([o.probability for o in kept], [o.chance for o in kept])
