"""Pillar scores and the overall dial, from -100 (ease) to 100 (tighten)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, nan
from types import MappingProxyType

from tidegate.catalog import pillars
from tidegate.catalog.indicators import Trigger
from tidegate.policy.pillars.signals import Assessed, Step, step_of

PILLAR_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"inflation": 0.3, "jobs": 0.2, "growth": 0.2, "communication": 0.15, "liquidity": 0.15}
)
"""The mandate (prices, jobs, and growth behind both) carries seven tenths; what the bank says and
what money markets allow share the rest. Prices weigh most: they are the first of the four triggers."""
LEAN, STRONG = 20.0, 60.0
"""Edges of the words: balanced within 20, strong beyond 60."""
_FULL = 100.0


class DialWord(StrEnum):
    """The dial in words."""

    STRONG_EASE = "strong-ease"
    EASE = "ease"
    BALANCED = "balanced"
    TIGHTEN = "tighten"
    STRONG_TIGHTEN = "strong-tighten"


@dataclass(frozen=True)
class PillarScore:
    """One pillar on a day.

    Attributes
    ----------
    pillar
        Key of `catalog.pillars()`.
    score
        -100 to 100: weighted mean of its signals; NaN if none is held.
    step
        Which next step it argues for.
    coverage
        Share of its full weight that stands behind the score, 0 to 1.
    """

    pillar: str
    score: float
    step: Step | None
    coverage: float


@dataclass(frozen=True)
class TriggerReading:
    """One of the four triggers as the indicators see it: a number in [-1, 1], NaN where none speaks."""

    trigger: Trigger
    number: float


@dataclass(frozen=True)
class Dial:
    """All pillars together.

    Attributes
    ----------
    score
        -100 (ease, 放水) to 100 (tighten, 收水); NaN if no pillar has a score.
    word
        The score in words, or None.
    coverage
        Share of the full weight that stands behind it.
    pillars
        In the order of the catalogue.
    triggers
        The four triggers.
    """

    score: float
    word: DialWord | None
    coverage: float
    pillars: tuple[PillarScore, ...]
    triggers: tuple[TriggerReading, ...]


def weighted_mean(values: Sequence[float], weights: Sequence[float]) -> float:
    """Return the mean of the values that have weight; NaN if none has."""
    held = [(v, w) for v, w in zip(values, weights, strict=True) if w > 0 and isfinite(v)]
    total = sum(w for _, w in held)
    return sum(v * w for v, w in held) / total if total > 0 else nan


def word_of(score: float) -> DialWord | None:
    """Return a score in words; None for NaN."""
    if not isfinite(score):
        return None
    if abs(score) < LEAN:
        return DialWord.BALANCED
    if score > 0:
        return DialWord.STRONG_TIGHTEN if score >= STRONG else DialWord.TIGHTEN
    return DialWord.STRONG_EASE if score <= -STRONG else DialWord.EASE


def pillar_score(pillar: str, found: Sequence[Assessed]) -> PillarScore:
    """Return the score of one pillar from its indicators.

    A pillar's full weight counts only indicators that are not optional: those
    whose figures a user or another room must bring (ISM, the tone of the
    statement) add to it only when they are there.
    """
    own = [a for a in found if a.indicator.pillar == pillar and a.indicator.counts]
    mean = weighted_mean([a.signal for a in own], [a.weight for a in own])
    expected = [a for a in own if a.weight > 0 or a.indicator.series[0] not in OPTIONAL]
    full = sum(a.indicator.weight for a in expected)
    held = sum(a.weight for a in own)
    return PillarScore(pillar, _FULL * mean, step_of(mean), held / full if full else 0.0)


OPTIONAL = ("@ism", "@statement")
"""Readings that are not held unless someone brings them."""


def trigger_reading(trigger: Trigger, found: Sequence[Assessed]) -> TriggerReading:
    """Return one trigger: the weighted mean of what its indicators say."""
    own = [a for a in found if a.indicator.trigger is trigger]
    return TriggerReading(trigger, weighted_mean([a.signal for a in own], [a.weight for a in own]))


def dial(found: Sequence[Assessed]) -> Dial:
    """Return pillar scores, the overall dial and the four triggers.

    A pillar without any figure gives its weight to the others.
    """
    scores = tuple(pillar_score(p, found) for p in pillars())
    weights = [PILLAR_WEIGHTS[s.pillar] if isfinite(s.score) else 0.0 for s in scores]
    score = weighted_mean([s.score for s in scores], weights)
    coverage = sum(PILLAR_WEIGHTS[s.pillar] * s.coverage for s in scores)
    triggers = tuple(trigger_reading(t, found) for t in Trigger)
    return Dial(score, word_of(score), coverage, scores, triggers)
