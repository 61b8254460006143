"""Where reserves stand, in words whose numbers were fixed beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite, nan

import numpy as np
from numpy.typing import NDArray

from tidegate.message import N_, Message, Number
from tidegate.transmission.money_market.buffer import Buffer
from tidegate.transmission.money_market.estimation import ReserveDemand
from tidegate.transmission.money_market.inputs import Quotes
from tidegate.transmission.money_market.parameters import Parameters, VerdictRules, default_parameters

_RECENT_QUOTES = 20
_STALE = np.timedelta64(92, "D")


class Verdict(StrEnum):
    """Words from plentiful to short; ``parameters.toml`` gives their numbers."""

    ABUNDANT = "abundant"
    AMPLE = "ample"
    NEAR_EDGE = "near-edge"
    SCARCE = "scarce"


@dataclass(frozen=True)
class Interval:
    """Median and interval over bootstrap draws; infinite or NaN where the draws are not bounded."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class Assessment:
    """Where reserves stand against the point at which the curve bends.

    Attributes
    ----------
    verdict
        The word.
    p_ample, p_scarce
        Share of draws with reserves above the threshold, and the rest.
    p_ample_ahead
        The same once the Treasury's announced balance is reached, ON RRP first.
    reserves_bn
        Mean of the last four weeks.
    threshold_bn
        At today's GDP and bank credit; minus infinity where draws show no bend.
    distance_bn
        Reserves less threshold.
    months
        Until the threshold is reached at the current drain, after the
        Treasury's announced move and ON RRP first; infinity if liquidity is
        not falling, 0 if reserves are below it. Where the announced move alone
        goes that far: until the quarter-end for which it is announced.
    elasticity_bp
        Change of the spread for one percent more reserves.
    confidence
        Of the intervals.
    sofr_bp, sofr_last
        Median of the last twenty quotes of SOFR over interest on reserves, and
        the day of the last one; NaN and None before SOFR or where it is old.
    conflict
        What speaks against the verdict, or None.
    """

    verdict: Verdict
    p_ample: float
    p_scarce: float
    p_ample_ahead: float
    reserves_bn: float
    threshold_bn: Interval
    distance_bn: Interval
    months: Interval
    elasticity_bp: Interval
    confidence: float
    buffer: Buffer
    sofr_bp: float
    sofr_last: np.datetime64 | None
    conflict: Message | None


def _interval(draws: NDArray[np.float64], confidence: float) -> Interval:
    tails = [0.5, 0.5 * (1 - confidence), 0.5 * (1 + confidence)]
    # Order statistics: interpolating between infinities would make NaN.
    middle, low, high = np.quantile(draws, tails, method="inverted_cdf")
    return Interval(float(middle), float(low), float(high))


def word(p_ample: float, months: float, rules: VerdictRules, p_ample_ahead: float | None = None) -> Verdict:
    """Return the word for a probability and a number of months to the threshold.

    Scarcity is of today; the other words take the lower of today's probability
    and that after what is announced (`p_ample_ahead`; default: the same).
    """
    if p_ample < rules.scarce_below:
        return Verdict.SCARCE
    lower = p_ample if p_ample_ahead is None else min(p_ample, p_ample_ahead)
    if lower < rules.ample_from or months <= rules.edge_months:
        return Verdict.NEAR_EDGE
    if lower >= rules.abundant_from and months > rules.abundant_months:
        return Verdict.ABUNDANT
    return Verdict.AMPLE


def _months(distance_bn: NDArray[np.float64], buffer: Buffer) -> NDArray[np.float64]:
    drain = -buffer.drain_bn_per_month
    ahead = distance_bn + buffer.above_floor_bn - buffer.rebuild_bn
    at_pace = ahead / drain if drain > 0 else np.full(len(ahead), inf)
    found = np.where(ahead > 0, at_pace, buffer.months_to_plan)
    return np.asarray(np.where(distance_bn > 0, found, 0.0))


def recent_spread(found: Quotes | None, last: np.datetime64) -> tuple[float, np.datetime64 | None]:
    """Return the median of the last twenty quotes and the day of the last; NaN if they are old."""
    if found is None or not len(found.dates) or last - found.dates[-1] > _STALE:
        return nan, None
    return float(np.median(found.spread_bp[-_RECENT_QUOTES:])), found.dates[-1]


def conflict(verdict: Verdict, sofr_bp: float) -> Message | None:
    """Return the sentence that must stand beside a verdict with which SOFR does not agree."""
    if not isfinite(sofr_bp):
        return None
    if verdict is Verdict.SCARCE and sofr_bp < 0:
        return Message(
            N_(
                "Conflict: the curve puts reserves in the scarce half, yet SOFR trades {gap} bp under"
                " interest on reserves (median of twenty days): the market is not paying for scarcity."
            ),
            {"gap": Number(-sofr_bp, 1)},
        )
    if verdict in (Verdict.AMPLE, Verdict.ABUNDANT) and sofr_bp > 0:
        return Message(
            N_(
                "Conflict: the curve calls reserves ample, yet SOFR trades {gap} bp over interest on reserves"
                " (median of twenty days): the market is paying for cash."
            ),
            {"gap": Number(sofr_bp, 1)},
        )
    return None


def assess(
    demand: ReserveDemand,
    buffer: Buffer,
    sofr: Quotes | None = None,
    parameters: Parameters | None = None,
) -> Assessment:
    """Say where reserves stand.

    Parameters
    ----------
    demand
        The estimated curves.
    buffer
        ON RRP and the current drain.
    sofr
        SOFR over interest on reserves, for the sentence of conflict.
    parameters
        Definitions; default: the file of this room.
    """
    rules = parameters or default_parameters()
    confidence = rules.bootstrap.interval
    thresholds = demand.thresholds_bn()
    distance = demand.reserves_bn - thresholds
    p_ample = float((distance > 0).mean())
    p_ahead = float((distance > buffer.out_of_reserves_bn).mean())
    months = _interval(_months(distance, buffer), confidence)
    verdict = word(p_ample, months.middle, rules.verdict, p_ahead)
    spread, last = recent_spread(sofr, demand.last)
    return Assessment(
        verdict,
        p_ample,
        float((distance <= 0).mean()),
        p_ahead,
        demand.reserves_bn,
        _interval(thresholds, confidence),
        _interval(distance, confidence),
        months,
        _interval(demand.elasticity_bp(), confidence),
        confidence,
        buffer,
        spread,
        last,
        conflict(verdict, spread),
    )
