"""What overnight rates do on tax days, settlement days and period ends, by how tight reserves were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.transmission.money_market.estimation import ReserveDemand
from tidegate.transmission.money_market.inputs import Panel, Quotes
from tidegate.transmission.money_market.parameters import SpikeRules
from tidegate.transmission.money_market.proportions import Share, wilson
from tidegate.transmission.money_market.special_days import DayKind, day_kinds
from tidegate.units import Days

Floats = NDArray[np.float64]
_LEAST_CASES = 8


@dataclass(frozen=True)
class SpikeRisk:
    """How often a kind of day brought a spike.

    Attributes
    ----------
    kind
        Kind of day.
    spikes
        Share of days with a spike, with its interval.
    median_bp, ninetieth_bp, worst_bp
        Of the rise over the ordinary days before; NaN without days.
    like_now
        True: days when reserves were about as tight as now. False: there were
        fewer than eight of them, so days of any tightness were counted.
    """

    kind: DayKind
    spikes: Share
    median_bp: float
    ninetieth_bp: float
    worst_bp: float
    like_now: bool


def rises_bp(found: Quotes, ordinary_days: int) -> tuple[Days, Floats, NDArray[np.int8]]:
    """Return days, the rise of the spread over the median of the ordinary days before, and kinds of day.

    Days with fewer than half of `ordinary_days` ordinary days before them are left out.
    """
    kinds = day_kinds(found.dates)
    ordinary = np.flatnonzero(kinds == DayKind.ORDINARY)
    before = np.searchsorted(ordinary, np.arange(len(kinds)))
    rows = np.flatnonzero(before >= (ordinary_days + 1) // 2)
    medians = np.array(
        [np.median(found.spread_bp[ordinary[max(0, before[r] - ordinary_days) : before[r]]]) for r in rows]
    )
    return found.dates[rows], found.spread_bp[rows] - medians, kinds[rows]


def tightness(panel: Panel, demand: ReserveDemand) -> Floats:
    """Return reserves as a multiple of the median threshold, mean over the curves; infinity without a bend.

    Shape [n] of the panel. The threshold is today's: all of it was estimated on
    data up to the panel's end.
    """
    multiples = []
    for fit in demand.fits:
        middle = np.quantile(np.nan_to_num(fit.draws_threshold_pct, nan=0.0), 0.5, method="inverted_cdf")
        ratio = panel.ratio_pct(fit.scale)
        multiples.append(ratio / middle if middle > 0 else np.full(len(ratio), np.inf))
    return np.asarray(np.mean(multiples, axis=0))


def spike_risks(
    found: Quotes, panel: Panel, demand: ReserveDemand, rules: SpikeRules, confidence: float = 0.8
) -> tuple[SpikeRisk, ...]:
    """Return the risk of a spike for every kind of day, given how tight reserves are now.

    Parameters
    ----------
    found
        Daily spread, SOFR or, before it, the effective funds rate.
    panel, demand
        Weekly panel and the curves estimated on it.
    rules
        What a spike is.
    confidence
        Of the intervals.
    """
    days, rise, kinds = rises_bp(found, rules.ordinary_days)
    multiple = tightness(panel, demand)
    bounds = np.array(rules.tightness)
    week = np.searchsorted(panel.dates, days)
    inside = week < len(panel.dates)
    days, rise, kinds, week = days[inside], rise[inside], kinds[inside], week[inside]
    classes = np.searchsorted(bounds, multiple[week], side="right")
    now = np.searchsorted(bounds, multiple[-4:].mean(), side="right")
    risks = []
    for kind in DayKind:
        of_kind = kinds == kind
        alike = of_kind & (classes == now)
        like_now = int(alike.sum()) >= _LEAST_CASES
        jumps = rise[alike if like_now else of_kind]
        share = wilson(int((jumps >= rules.spike_bp).sum()), len(jumps), confidence)
        middle, ninetieth, worst = np.quantile(jumps, [0.5, 0.9, 1.0]) if len(jumps) else [np.nan] * 3
        risks.append(SpikeRisk(kind, share, float(middle), float(ninetieth), float(worst), like_now))
    return tuple(risks)
