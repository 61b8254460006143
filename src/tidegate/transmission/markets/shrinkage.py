"""How an estimate of one's own and a published range become one figure.

Both are read as normals, the published range as a 90% interval, and weighted
by their precision:

    mean = (m / s^2 + p / q^2) / (1 / s^2 + 1 / q^2),   se = (1 / s^2 + 1 / q^2)^(-1/2)

If the two lie further apart than their errors explain,

    r = |m - p| / (s^2 + q^2)^(1/2) > 1,

the standard error is multiplied by r, as physicists do with measurements that
clash (Birge 1932; Particle Data Group, "Review of Particle Physics", section
on averaging), and the clash is told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from tidegate.errors import InputError
from tidegate.message import N_

NORMAL_90 = 1.6448536269514722


@dataclass(frozen=True)
class Shrunk:
    """One figure out of two.

    Attributes
    ----------
    mean, se
        In the unit of the two.
    weight
        Weight of the estimate of one's own, 0 to 1.
    ratio
        Distance of the two over their joint standard error.
    """

    mean: float
    se: float
    weight: float
    ratio: float

    @property
    def clash(self) -> bool:
        """Whether they lie further apart than their errors explain."""
        return self.ratio > 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """90% interval."""
        return self.mean - NORMAL_90 * self.se, self.mean + NORMAL_90 * self.se


def shrink(mean: float, se: float, low: float, high: float) -> Shrunk:
    """Return the figure out of an estimate and a published range.

    Parameters
    ----------
    mean, se
        Estimate and the standard error of the normal with its 90% interval.
    low, high
        Published range.

    Raises
    ------
    InputError
        For an error that is not positive, or a range without width or end.
    """
    if not (se > 0.0 and math.isfinite(mean) and math.isfinite(se)):
        raise InputError.of(
            N_("estimate {mean} with standard error {se}: both must be finite, the error above zero"),
            mean=mean,
            se=se,
        )
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise InputError.of(
            N_("published range {low} to {high}: give two finite ends, the lower first"), low=low, high=high
        )
    middle, spread = 0.5 * (low + high), (high - low) / (2.0 * NORMAL_90)
    own, other = se**-2, spread**-2
    ratio = abs(mean - middle) / math.hypot(se, spread)
    return Shrunk(
        (own * mean + other * middle) / (own + other),
        (own + other) ** -0.5 * max(ratio, 1.0),
        own / (own + other),
        ratio,
    )
