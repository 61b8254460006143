"""The responses that other rooms use: measured here, shrunk to what is published, one for each asset and surprise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tidegate.catalog.loader import unknown
from tidegate.message import N_
from tidegate.transmission.markets.effects import (
    SAMPLES,
    SURPRISES,
    Effect,
    find_or_none,
    measured_assets,
)
from tidegate.transmission.markets.published import Published, published_for
from tidegate.transmission.markets.shrinkage import Shrunk, shrink

SLOW = ("us_homes", "bank_credit")
"""What answers over a year, not over a day."""
_WINDOWS = ("1d", "5d", "1m")
_SLOW_WINDOWS = ("12m",)


@dataclass(frozen=True)
class Elasticity:
    """The response of one asset to a surprise of +10 bp, that is, to tightening.

    Attributes
    ----------
    asset, surprise, unit
        As in `Effect`.
    mean, se
        What to compute with; the error is that of a normal.
    rule
        ``own``: nothing is published; ``shrunk``: both, by `shrinkage.shrink`.
    own
        Measured, over the first of one day, the week's survey and one month
        that the price allows; homes and bank credit over twelve months.
    published
        Ranges and signs, may be empty; the first range is the one used.
    shrunk
        The two together; None where nothing is published.
    clash
        Whether measured and published lie further apart than their errors
        explain, or published figures stand on both sides of zero.
    """

    asset: str
    surprise: str
    unit: str
    mean: float
    se: float
    rule: str
    own: Effect
    published: tuple[Published, ...]
    shrunk: Shrunk | None
    clash: bool


def _elasticity(own: Effect, with_published: bool) -> Elasticity:
    told = published_for(own.asset, own.surprise) if with_published else ()
    ranges = [p for p in told if p.is_range]
    both_sides = any(p.low >= 0.0 for p in told) and any(p.high <= 0.0 for p in told)
    if not ranges:
        return Elasticity(
            own.asset, own.surprise, own.unit, own.mean, own.se, "own", own, told, None, both_sides
        )
    found = shrink(own.mean, own.se, ranges[0].low, ranges[0].high)
    clash = found.clash or both_sides
    return Elasticity(
        own.asset, own.surprise, own.unit, found.mean, found.se, "shrunk", own, told, found, clash
    )


@cache
def load_elasticities(sample: str = "all", published: bool = True) -> Mapping[tuple[str, str], Elasticity]:
    """Return the responses by asset and surprise.

    Pairs such as ``us_growth-us_broad`` are differences of two returns. An
    asset and a surprise without an estimate are not among the keys.

    Parameters
    ----------
    sample
        One of `effects.SAMPLES`: all announcements, or some of them.
    published
        Whether to shrink to published ranges.

    Raises
    ------
    UnknownName
        For another sample.
    """
    if sample not in SAMPLES:
        raise unknown(N_("sample"), sample, SAMPLES)
    found = {}
    for asset in measured_assets():
        windows = _SLOW_WINDOWS if asset in SLOW else _WINDOWS
        for surprise in SURPRISES:
            rows = (find_or_none(asset, surprise, sample, w) for w in windows)
            own = next((e for e in rows if e is not None), None)
            if own is not None:
                found[asset, surprise] = _elasticity(own, published)
    return MappingProxyType(found)
