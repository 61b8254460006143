"""Total returns of agency mortgage bonds, approximately: a duration that grows as rates rise.

Borrowers repay early when rates fall and late when they rise, so that a pool
is short in a rally and long in a sell-off (Hanson, 2014, "Mortgage
convexity", Journal of Financial Economics 113). Here that is one curve of
duration in the incentive to refinance; `tidegate.bank.portfolio` has the
prepayment model that the bank's own pools need.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.transmission.markets.bonds import MONTH_YEARS

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MortgageShape:
    """How the duration of a mortgage pool follows the incentive to refinance.

    Attributes
    ----------
    shortest_years, longest_years
        In a wave of refinancing, and when nobody refinances.
    width_points
        Points of incentive over which most of the change happens.
    """

    shortest_years: float
    longest_years: float
    width_points: float


def mortgage_duration(gap_points: ArrayLike, shape: MortgageShape) -> Floats:
    """Return the duration of agency MBS, years.

    Parameters
    ----------
    gap_points
        Mortgage rate less the mean rate of the loans in the pool: positive,
        nobody refinances.
    """
    span = shape.longest_years - shape.shortest_years
    level = 1.0 / (1.0 + np.exp(-np.asarray(gap_points, dtype=float) / shape.width_points))
    return np.asarray(shape.shortest_years + span * level)


def mortgage_return(
    carry_pct: ArrayLike, gap_start_points: ArrayLike, move_points: ArrayLike, shape: MortgageShape
) -> Floats:
    """Return what agency MBS earn over a month, approximately.

    Carry less the integral of a duration that grows as rates rise, so that
    convexity is negative: a fall gains less than an equal rise loses. It is an
    approximation: no model of a pool stands behind it, the spread over
    Treasuries is held, and prepaid principal is taken to be reinvested at par.

    Parameters
    ----------
    carry_pct
        Yield of the pool, percent.
    gap_start_points
        Mortgage rate less the pool's mean rate at the start.
    move_points
        Change of yields over the month, points.
    shape
        Durations.
    """
    start, moved = np.asarray(gap_start_points, dtype=float), np.asarray(move_points, dtype=float)
    width = shape.width_points
    span = shape.longest_years - shape.shortest_years
    # The integral of the logistic is the softplus.
    extended = width * (np.logaddexp(0.0, (start + moved) / width) - np.logaddexp(0.0, start / width))
    lost = shape.shortest_years * moved + span * extended
    return np.asarray(np.asarray(carry_pct, dtype=float) / 100.0 * MONTH_YEARS - lost / 100.0)
