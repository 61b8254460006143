"""At which level of reserves run-off stops: the curve and what had been published, half and half."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.policy.qt_end.parameters import Anchor, Parameters, anchors
from tidegate.policy.qt_end.situation import Situation

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Threshold:
    """Levels at which run-off stops.

    Attributes
    ----------
    draws_pct
        Percent of GDP, shape [draws], the margin above "ample" included.
    from_curve
        Which draws come from the estimated curve.
    anchors
        The published levels used.
    curve_draws, bend_draws
        How many draws of the curve there were, and how many of them bend.
    """

    draws_pct: Floats
    from_curve: NDArray[np.bool_]
    anchors: tuple[Anchor, ...]
    curve_draws: int
    bend_draws: int


def anchors_known(situation: Situation, rules: Parameters) -> tuple[Anchor, ...]:
    """Return the levels published by the day and not out of date; the last ones if all are."""
    known = [a for a in anchors() if a.published <= situation.as_of]
    life = np.timedelta64(rules.threshold.anchor_life_months, "M")
    oldest = (np.datetime64(situation.as_of, "M") - life).astype(object)
    fresh = [a for a in known if a.published >= oldest]
    return tuple(fresh or known[-3:])


def _percent(found: Anchor, value: float, situation: Situation, rules: Parameters) -> float:
    if found.scale == "gdp":
        return value
    if found.scale == "bn":
        return 100.0 * value / situation.gdp_bn
    return value * rules.threshold.bank_assets_over_credit * situation.bank_credit_bn / situation.gdp_bn


def draw_thresholds(situation: Situation, rng: Generator, rules: Parameters) -> Threshold:
    """Draw the level at which run-off stops, before the record of the run-off itself is looked at.

    Raises
    ------
    InputError
        If neither the curve nor anything published gives a level.
    """
    count = rules.simulation.draws
    used = anchors_known(situation, rules)
    curve = situation.curve_pct_of_gdp
    bends = curve[np.isfinite(curve)]
    if not len(bends) and not used:
        raise InputError.of(
            N_(
                "end of run-off on {value}: no level of reserves had been estimated or published by then;"
                " choose a later day"
            ),
            value=situation.as_of,
        )
    weight = rules.threshold.curve_weight if used else 1.0
    from_curve = np.arange(count) < round(weight * count) if len(bends) else np.zeros(count, dtype=bool)
    level = np.empty(count)
    # Evenly spaced quantiles of the curve, rather than chance, where its draws are few.
    level[from_curve] = (
        np.quantile(bends, (np.arange(from_curve.sum()) + 0.5) / max(from_curve.sum(), 1))
        if (len(bends))
        else np.nan
    )
    if used:
        rest = ~from_curve
        each = np.arange(int(rest.sum())) % len(used)
        low = np.array([_percent(a, a.low, situation, rules) for a in used])[each]
        high = np.array([_percent(a, a.high, situation, rules) for a in used])[each]
        noise = np.exp(rules.threshold.anchor_noise * rng.standard_normal(len(each)))
        level[rest] = (low + (high - low) * rng.random(len(each))) * noise
    level *= 1.0 + rng.uniform(*rules.threshold.margin_above, count)
    return Threshold(level, from_curve, used, len(curve), len(bends))


def survival(found: Threshold, situation: Situation, rules: Parameters) -> Floats:
    """Return how likely each draw makes it that run-off still goes on, shape [draws].

    At each past meeting with reserves below the level the Fed would have acted
    with the given chance; that it has not speaks against the level.
    """
    run_off = situation.run_off
    if run_off is None or run_off.planned_end is not None:
        return np.ones(len(found.draws_pct))
    ratio = 100.0 * run_off.past_reserves_bn / run_off.past_gdp_bn
    below = (ratio[None, :] <= found.draws_pct[:, None]).sum(axis=1)
    weight: Floats = (1.0 - rules.decision.act) ** below
    # The chance never falls to nothing: the model of the decision may be wrong.
    return np.maximum(weight, 1e-4)
