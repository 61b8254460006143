"""The indicators of the monitoring framework: what is read, how, and what counts as normal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from tidegate.catalog.loader import _pair, _read, unknown
from tidegate.catalog.model import Bilingual
from tidegate.message import N_

__all__ = ["Indicator", "Side", "Transform", "Trigger", "indicator", "indicators"]


class Transform(StrEnum):
    """How a reading is made of its series, named in the order in which they are listed."""

    LEVEL = "level"
    YOY = "yoy"
    """Percent growth over the same period a year before."""
    ANNUALISED_3M = "annualised_3m"
    """Percent growth over three months, at an annual rate."""
    MEAN_CHANGE_3M = "mean_change_3m"
    """Mean change a month over three months."""
    MEAN_20 = "mean_20"
    """Mean of the last twenty observations."""
    DIFFERENCE = "difference"
    """First less second."""
    DIFFERENCE_MEAN_20 = "difference_mean_20"
    """First less second, mean of twenty observations."""
    GAP = "gap"
    """First over second, percent above it."""
    SHARE = "share"
    """First over second, percent."""
    SHARE_MEAN_20 = "share_mean_20"
    """First over second, percent, mean of twenty observations."""
    MEAN_4_SHARE = "mean_4_share"
    """Persons over thousands of jobs, percent, mean of four observations."""
    GROWTH_DIFFERENCE = "growth_difference"
    """Growth over a year of the first less that of the second."""
    OPENINGS_TO_UNEMPLOYED = "openings_to_unemployed"
    """Openings over the unemployed that rate and jobs imply."""


class Trigger(StrEnum):
    """The four reasons for which policy turns from easing to tightening."""

    INFLATION = "inflation"
    OVERHEATING = "overheating"
    LABOUR = "labour"
    STABILITY = "stability"


class Side(StrEnum):
    """On which side of its normal range an indicator speaks."""

    BOTH = "both"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True)
class Indicator:
    """One indicator of a pillar.

    Attributes
    ----------
    id, title, pillar
        Name, in both languages, and the pillar it belongs to.
    trigger
        Which of the four triggers it informs, or None.
    series
        Catalogue ids; a name that begins with ``@`` is computed from several.
    transform
        How the reading is made of them.
    unit
        Of the reading: a key of `catalog.units()`.
    low, high
        Normal range; None where it comes from the indicator's own past.
    own_years
        Length of that past in years, or None.
    sign
        1 where a high reading asks to tighten, -1 where a low one does.
    side
        On which side of the range it speaks.
    weight
        Within its pillar.
    counts
        False where it enters a trigger but no pillar's score.
    since
        First day on which the range makes sense, or None.
    reason
        Why this range, in both languages.
    source
        Where it comes from.
    """

    id: str
    title: Bilingual
    pillar: str
    trigger: Trigger | None
    series: tuple[str, ...]
    transform: Transform
    unit: str
    low: float | None
    high: float | None
    own_years: int | None
    sign: int
    side: Side
    weight: float
    counts: bool
    since: date | None
    reason: Bilingual
    source: str


def _indicator(key: str, row: Mapping[str, Any]) -> Indicator:
    return Indicator(
        id=key,
        title=_pair(row, "title"),
        pillar=row["pillar"],
        trigger=Trigger(row["trigger"]) if "trigger" in row else None,
        series=tuple(row["series"]),
        transform=Transform(row["transform"]),
        unit=row["unit"],
        low=float(row["low"]) if "low" in row else None,
        high=float(row["high"]) if "high" in row else None,
        own_years=row.get("own_years"),
        sign=int(row["sign"]),
        side=Side(row.get("side", "both")),
        weight=float(row["weight"]),
        counts=bool(row.get("counts", True)),
        since=row.get("since"),
        reason=_pair(row, "reason"),
        source=row["source"],
    )


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return the indicators by id, in the order of the pillars."""
    return MappingProxyType({k: _indicator(k, r) for k, r in _read("indicators.toml").items()})


def indicator(indicator_id: str) -> Indicator:
    """Return one indicator.

    Raises
    ------
    UnknownName
        If the catalogue has no such indicator; the message lists the nearest.
    """
    found = indicators().get(indicator_id)
    if found is None:
        raise unknown(N_("indicator"), indicator_id, indicators())
    return found
