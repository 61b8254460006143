"""A managed float: the rate takes part of the pressure, the reserves take the rest.

Exchange-market pressure in the sense of Girton and Roper (1977): what the rate
would have moved if the central bank had bought and sold nothing. A bank that
leans against the wind with `lean` lets ``1 - lean`` of it through.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def spot_change_pct(
    dollar_pct: ArrayLike, beta: ArrayLike, differential_pct: ArrayLike = 0.0, slope: ArrayLike = 0.0
) -> Floats:
    """Return how far the currency weakens (+) against the US dollar, percent.

    Parameters
    ----------
    dollar_pct
        Change of the broad dollar, percent.
    beta
        Percent for each percent of the broad dollar, after leaning.
    differential_pct
        Change of the US less the home interest rate, points.
    slope
        Percent for each point of it, the broad dollar given.
    """
    return np.asarray(
        np.asarray(beta) * np.asarray(dollar_pct) + np.asarray(slope) * np.asarray(differential_pct)
    )


def lean_of(beta: ArrayLike, beta_of_a_free_float: ArrayLike) -> Floats:
    """Return the share of the pressure that reserves absorb, from two answers to the same dollar.

    It identifies leaning only if both currencies would answer the dollar alike when left alone.
    """
    return np.asarray(1.0 - np.asarray(beta, dtype=float) / np.asarray(beta_of_a_free_float, dtype=float))


def pressure_pct(spot_pct: ArrayLike, lean: ArrayLike) -> Floats:
    """Return the pressure of which the rate let through `spot_pct`; lean in [0, 1)."""
    return np.asarray(np.asarray(spot_pct, dtype=float) / (1.0 - np.asarray(lean, dtype=float)))


def reserves_change_bn(spot_pct: ArrayLike, bn_per_pct: ArrayLike) -> Floats:
    """Return US dollars bought (+) or sold (-) while the currency weakened by `spot_pct`, $ bn."""
    return np.asarray(-np.asarray(bn_per_pct, dtype=float) * np.asarray(spot_pct, dtype=float))


def hedging_cost_pct(us_rate_pct: ArrayLike, home_rate_pct: ArrayLike, basis_pct: ArrayLike = 0.0) -> Floats:
    """Return the yearly cost of hedging US dollars into the home currency by covered parity, percent.

    The rate differential, plus what the forward market charges beyond it.
    """
    gap = np.asarray(us_rate_pct, dtype=float) - np.asarray(home_rate_pct, dtype=float)
    return np.asarray(gap + np.asarray(basis_pct, dtype=float))
