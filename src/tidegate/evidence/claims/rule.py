"""The rule by which numbers become verdicts. It was fixed before any result was looked at.

A claim asserts that a quantity lies in a region: above zero, below zero, above
a threshold, between two. Of the quantity an interval is known, and the
smallest effect that would matter was named beforehand. Then

* *supported*: the whole interval lies inside the region, and the estimate is
  at least the smallest effect of interest away from its edge;
* *contradicted*: the whole interval lies outside the region, or so near to
  its edge that an effect of the smallest size of interest is ruled out;
* *mixed*: anything else, which includes every interval that is too wide;
* *not testable*: there is no row in the table, fewer than ten independent
  events, or fewer than two episodes.

Three kinds of numbers come in, and their intervals mean different things.

*Sampled* estimates (event studies, projections, correlations) have a standard
error. Because many are tested at once, their intervals are widened so that of
the verdicts which say supported or contradicted, no more than one in ten is
expected to rest on an interval that misses the truth (Benjamini and Yekutieli
2005, false coverage rate; see `corrected_level`).

*Accounts* (balance sheets, dated facts, realised returns) are not sampled.
Their interval is the range over the episodes that there were.

*Models* carry the disagreement among calibrations. The sign of what a model
says was put into it, so a model alone makes no claim better than mixed: it
needs a sampled check, itself supported.

A claim with several parts is supported if every part is, contradicted if every
part that can be tested is, not testable if none can be, otherwise mixed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Verdict = Literal["supported", "mixed", "contradicted", "not testable"]
Kind = Literal["sampled", "account", "model"]
VERDICTS: tuple[Verdict, ...] = ("supported", "mixed", "contradicted", "not testable")

FALSE_COVERAGE = 0.10
"""Share of decisive verdicts that may be expected to rest on an interval that misses the truth."""
LEAST_EVENTS = 10
"""Independent events below which a sampled estimate is no test."""
LEAST_EPISODES = 2
"""Episodes below which an account is no test."""
MODEL_LEVEL = 0.90
"""Interval of a model over its calibrations and parameters: from the fifth to the ninety-fifth percentile."""


@dataclass(frozen=True)
class Assertion:
    """Where a claim says that a quantity lies.

    Attributes
    ----------
    above, below
        Edges of the region, in the unit of the quantity; infinite if there is none.
    smallest
        Smallest effect of interest: distance from the edge below which an
        effect would not matter. 0 or more.
    """

    above: float = -math.inf
    below: float = math.inf
    smallest: float = 0.0


@dataclass(frozen=True)
class Sampled:
    """An estimate with a standard error.

    Attributes
    ----------
    mean, se
        In the unit of the quantity.
    n
        Independent events (or months, weeks).
    dof
        Degrees of freedom of Student's t; NaN: n - 2.
    """

    mean: float
    se: float
    n: int
    dof: float = math.nan

    @property
    def testable(self) -> bool:
        """Whether there are enough events and a usable standard error."""
        known = math.isfinite(self.mean) and math.isfinite(self.se) and self.se > 0.0 and not self.dof <= 0.0
        return known and self.n >= LEAST_EVENTS

    def interval(self, level: float) -> tuple[float, float]:
        """Return the interval at a level, by Student's t."""
        dof = self.dof if math.isfinite(self.dof) else self.n - 2
        reach = student_quantile(0.5 + level / 2.0, dof) * self.se
        return self.mean - reach, self.mean + reach


@dataclass(frozen=True)
class Ranged:
    """A figure with a range: over episodes (an account) or over calibrations (a model).

    Attributes
    ----------
    mean, low, high
        In the unit of the quantity; NaN: not known.
    n
        Episodes; for a model the number of calibrations.
    """

    mean: float
    low: float
    high: float
    n: int

    @property
    def testable(self) -> bool:
        """Whether there are at least two episodes and the figures are known."""
        return self.n >= LEAST_EPISODES and all(math.isfinite(v) for v in (self.mean, self.low, self.high))


Reading = Sampled | Ranged


@lru_cache(maxsize=100_000)
def student_quantile(probability: float, dof: float) -> float:
    """Return a quantile of Student's t."""
    from scipy.special import stdtrit  # type: ignore[import-untyped]

    return float(stdtrit(dof, probability))


def verdict_of(mean: float, low: float, high: float, asserted: Assertion) -> Verdict:
    """Return what an interval says about an assertion.

    Parameters
    ----------
    mean, low, high
        Estimate and interval, in the unit of the assertion.
    asserted
        Region and smallest effect of interest.

    Returns
    -------
    Verdict
        Supported, contradicted or mixed, as told at the head of this module.
    """
    far_enough = mean - asserted.above >= asserted.smallest and asserted.below - mean >= asserted.smallest
    if low > asserted.above and high < asserted.below and far_enough:
        return "supported"
    if high < asserted.above + asserted.smallest or low > asserted.below - asserted.smallest:
        return "contradicted"
    return "mixed"


def corrected_level(
    readings: Sequence[tuple[Sampled, Assertion]], false_coverage: float = FALSE_COVERAGE
) -> float:
    """Return the level of the intervals of all sampled tests, corrected for their number.

    The level is 1 - R q / m, where m is the number of tests, q the false
    coverage rate, and R the greatest number for which at least R tests are
    decisive (supported or contradicted) at that level. Where none is, R is
    one, which is Bonferroni's level. For tests of a sign alone this selects
    what Benjamini and Hochberg's procedure rejects.

    Parameters
    ----------
    readings
        Estimates with their assertions; those that cannot be tested are left out of m.
    false_coverage
        q, between 0 and 1.

    References
    ----------
    Benjamini, Y. and Yekutieli, D. (2005). False discovery rate-adjusted
    multiple confidence intervals for selected parameters. Journal of the
    American Statistical Association 100, 71-81.
    """
    tests = [(reading, asserted) for reading, asserted in readings if reading.testable]
    for chosen in range(len(tests), 1, -1):
        level = 1.0 - chosen * false_coverage / len(tests)
        found = [verdict_of(r.mean, *r.interval(level), a) for r, a in tests]
        if sum(v != "mixed" for v in found) >= chosen:
            return level
    return 1.0 - false_coverage / max(len(tests), 1)


def part_verdict(
    reading: Reading | None, asserted: Assertion, level: float, kind: Kind, check: Verdict | None = None
) -> Verdict:
    """Return the verdict on one part of a claim.

    Parameters
    ----------
    reading
        None: there is no row.
    asserted
        What the claim says.
    level
        From `corrected_level`; used for sampled estimates only.
    kind
        What sort of number it is.
    check
        For a model: verdict on its sampled check; None: it has none.
    """
    if reading is None or not reading.testable:
        return "not testable"
    low, high = reading.interval(level) if isinstance(reading, Sampled) else (reading.low, reading.high)
    found = verdict_of(reading.mean, low, high, asserted)
    if kind == "model" and found == "supported" and check != "supported":
        return "mixed"
    return found


def claim_verdict(parts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on a claim from those on its parts."""
    told = {v for v in parts if v != "not testable"}
    if not told:
        return "not testable"
    if told == {"contradicted"}:
        return "contradicted"
    return "supported" if set(parts) == {"supported"} else "mixed"
