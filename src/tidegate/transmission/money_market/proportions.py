"""How sure a share is."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from tidegate.errors import InputError
from tidegate.message import N_


@dataclass(frozen=True)
class Share:
    """A share of cases with its interval; NaN where there are no cases."""

    cases: int
    of: int
    share: float
    low: float
    high: float


def wilson(cases: int, of: int, confidence: float = 0.8) -> Share:
    """Return a share with the interval of Wilson (1927).

    Parameters
    ----------
    cases, of
        Number of cases and of trials.
    confidence
        Between 0 and 1.

    Raises
    ------
    InputError
        If there are more cases than trials, fewer than none, or a confidence outside 0 to 1.
    """
    if not (0 <= cases <= of and 0.0 < confidence < 1.0):
        raise InputError.of(
            N_(
                "share: {cases} of {of} at confidence {confidence} is impossible; give 0 <= cases <= of, 0 < c < 1"
            ),
            cases=cases,
            of=of,
            confidence=confidence,
        )
    if of == 0:
        return Share(0, 0, float("nan"), float("nan"), float("nan"))
    z2 = NormalDist().inv_cdf(0.5 * (1.0 + confidence)) ** 2
    p = cases / of
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = sqrt(z2 * (p * (1 - p) / of + z2 / (4 * of * of))) / (1 + z2 / of)
    return Share(cases, of, p, max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half)))
