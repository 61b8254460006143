"""The reaction function for one path in plain numbers: the rules of `policy.reaction.decide`, line by line.

A property test holds the two to give the same decision for any readings.
NaN readings switch nothing on, as there.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from tidegate.policy.reaction.contract import Sheet
from tidegate.policy.reaction.parameters import ReactionParameters

Floats = NDArray[np.float64]

HOLD, QE, TAPER = int(Sheet.HOLD), int(Sheet.QE), int(Sheet.TAPER)
RUNOFF, SLOW_RUNOFF = int(Sheet.RUNOFF), int(Sheet.SLOW_RUNOFF)
RESERVE_MANAGEMENT = int(Sheet.RESERVE_MANAGEMENT)


class Reaction(NamedTuple):
    """Numbers of `policy.reaction.parameters`; names with a prefix where two rooms share one."""

    inflation_target_pct: float
    neutral_real_pct: float
    on_inflation: float
    on_unemployment: float
    inertia_monthly: float
    inertia_emergency: float
    lower_bound_pct: float
    at_bound_within_pct: float
    recession_rise_pct: float
    stress_rise: float
    qe_notional_pct: float
    taper_unemployment_gap_pct: float
    taper_inflation_pct: float
    taper_months: int
    runoff_rate_pct: float
    runoff_reserves_pct: float
    slow_reserves_pct: float
    ample_reserves_pct: float
    scarce_reserves_pct: float
    funding_bp: float
    easy_funding_bp: float
    least_months_hold: int
    least_months_qe: int
    least_months_runoff: int
    least_months_management: int


def reaction_of(parameters: ReactionParameters) -> Reaction:
    """Return the numbers that the compiled rule takes."""
    rate, triggers, sheet = parameters.rate, parameters.triggers, parameters.sheet
    found: dict[str, float] = {}
    for part in (rate, triggers, sheet):
        found |= {name: value for name, value in part.model_dump().items() if name in Reaction._fields}
    return Reaction(**found)  # type: ignore[arg-type]


@numba.njit(nogil=True)
def notional_rate(inflation: float, unemployment_gap: float, neutral_real: float, r: Reaction) -> float:
    """Return the balanced-approach rule without bound or inertia; see `decide.notional_rate`."""
    return (
        neutral_real
        + inflation
        + r.on_inflation * (inflation - r.inflation_target_pct)
        - r.on_unemployment * unemployment_gap
    )


@numba.njit(nogil=True)
def next_rate(last: float, sheet: int, wanted: float, emergency: bool, r: Reaction) -> float:
    """Return the policy rate; see `decide.next_rate`."""
    if math.isnan(wanted):
        wanted = last
    keep = r.inertia_emergency if emergency and wanted < last else r.inertia_monthly
    moved = keep * last + (1.0 - keep) * wanted
    if sheet in (QE, TAPER):
        moved = min(moved, last)
    return max(moved, r.lower_bound_pct)


@numba.njit(nogil=True)
def least_months(sheet: int, r: Reaction) -> int:
    """Return how long a decision stands at least."""
    if sheet == HOLD:
        return r.least_months_hold
    if sheet == QE:
        return r.least_months_qe
    if sheet == RUNOFF:
        return r.least_months_runoff
    if sheet == RESERVE_MANAGEMENT:
        return r.least_months_management
    return 0


@numba.njit(nogil=True)
def next_sheet(
    now: int,
    months: int,
    rate: float,
    notional: float,
    inflation: float,
    unemployment_gap: float,
    reserves_pct: float,
    funding_bp: float,
    recession: bool,
    stress: bool,
    ample_pct: float,
    scarce_pct: float,
    slow_pct: float,
    runoff_rate: float,
    taper_gap: float,
    qe_notional: float,
    r: Reaction,
) -> int:
    """Return what the balance sheet does; see `decide.next_sheet`, whose table of conditions this is.

    The six thresholds that may differ by path come apart from the others.
    """
    runs = now in (RUNOFF, SLOW_RUNOFF)
    alarm = recession or stress
    at_bound = rate <= r.lower_bound_pct + r.at_bound_within_pct
    needs_qe = at_bound and (notional <= qe_notional or stress)
    progress = unemployment_gap <= taper_gap or inflation >= r.taper_inflation_pct
    strained = reserves_pct <= ample_pct and funding_bp >= r.funding_bp
    stops = strained or reserves_pct <= scarce_pct
    starts = rate >= runoff_rate and notional >= rate and reserves_pct >= r.runoff_reserves_pct and not alarm
    rests = funding_bp <= r.easy_funding_bp and reserves_pct >= ample_pct
    waited = months >= least_months(now, r)
    buys = now == QE
    # First match wins; a match that still waits for its least spell keeps the sheet as it is.
    if not buys and needs_qe and alarm:
        return QE
    if runs and alarm:
        return HOLD
    if (now in (HOLD, RESERVE_MANAGEMENT) or runs) and needs_qe and not progress:
        return QE if waited else now
    if buys and progress and not alarm:
        return TAPER if waited else now
    if now == TAPER and months >= r.taper_months:
        return HOLD
    if runs and stops:
        return HOLD if waited else now
    if now == RUNOFF and reserves_pct <= slow_pct:
        return SLOW_RUNOFF if waited else now
    if now == HOLD and strained:
        return RESERVE_MANAGEMENT if waited else now
    if now == HOLD and starts:
        return RUNOFF if waited else now
    if now == RESERVE_MANAGEMENT and rests:
        return HOLD if waited else now
    return now


@numba.njit(nogil=True)
def recession_rise(past: Floats) -> float:
    """Return the three-month mean of unemployment less its lowest in the twelve months before (Sahm, 2019).

    Parameters
    ----------
    past
        The rate of fifteen months, the last being the newest.
    """
    now = (past[14] + past[13] + past[12]) / 3.0
    lowest = 100.0
    for k in range(12):
        lowest = min(lowest, (past[k] + past[k + 1] + past[k + 2]) / 3.0)
    return float(now - lowest)


@numba.njit(nogil=True)
def remember(past: Floats, value: float) -> None:
    """Put a new value at the end and let the oldest go, in place."""
    for k in range(past.size - 1):
        past[k] = past[k + 1]
    past[past.size - 1] = value
