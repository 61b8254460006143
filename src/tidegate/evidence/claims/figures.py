"""What a test is fed: a reading with the window, the episodes and the source it comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from tidegate.evidence.claims.rule import Ranged, Reading
from tidegate.message import Message


@dataclass(frozen=True)
class Figure:
    """One number for the table of claims.

    Attributes
    ----------
    reading
        Estimate with what its interval is made from.
    window
        ``1d``, ``12m``, or the span of the episodes.
    source
        Where it comes from.
    episodes
        Value by name of the episode (an account) or calibration (a model).
    """

    reading: Reading
    window: str
    source: Message | str
    episodes: Mapping[str, float] = field(default_factory=dict)


def over_episodes(episodes: Mapping[str, float], window: str, source: Message | str) -> Figure:
    """Return an account as a figure: mean and range over the episodes whose value is known."""
    known = {name: value for name, value in episodes.items() if math.isfinite(value)}
    values = tuple(known.values())
    if not values:
        return Figure(Ranged(math.nan, math.nan, math.nan, 0), window, source)
    mean = math.fsum(values) / len(values)
    return Figure(Ranged(mean, min(values), max(values), len(values)), window, source, known)
