"""When a portfolio matures, where its securities are not published: profiles of remaining maturity.

A profile is a vector of shares: entry ``k`` is the part of a stock that
matures in the ``k + 1``-th month from now. Two kinds are estimated here: from
the months in which the stock was bought (a renewal process: what matures and
is reinvested matures again), and a steady share of what is left.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.units import MONTHS_PER_YEAR

Shares = NDArray[np.float64]

LONGEST_MONTHS = 1200
"""Beyond a hundred years nothing is outstanding."""


def maturities_at_purchase(
    mean_years: float, shape: float, shortest_years: float = 1.0, longest_years: float = 30.5
) -> Shares:
    """Return how purchases are spread over maturities: a gamma density cut at both ends.

    Parameters
    ----------
    mean_years
        Mean of the density before it is cut.
    shape
        1 is exponential; larger values gather purchases around the mean.
    shortest_years, longest_years
        Remaining maturities that may be bought.

    Returns
    -------
    ndarray, shape [12 * longest_years]
        Shares by months to maturity, sum 1.

    Raises
    ------
    InputError
        Unless mean and shape are positive and the shortest lies below the longest.
    """
    if not (mean_years > 0 and shape > 0 and 0 <= shortest_years < longest_years):
        raise InputError.of(
            N_(
                "maturities at purchase: mean {mean}, shape {shape}, from {shortest} to {longest} years; "
                "mean and shape must be above 0 and the shortest below the longest"
            ),
            mean=mean_years,
            shape=shape,
            shortest=shortest_years,
            longest=longest_years,
        )
    years = np.arange(1, round(MONTHS_PER_YEAR * longest_years) + 1) / MONTHS_PER_YEAR
    density = np.exp((shape - 1.0) * np.log(years) - years * shape / mean_years)
    density[years < shortest_years] = 0.0
    return np.asarray(density / density.sum(), dtype=np.float64)


def remaining_maturities(net_purchases_bn: NDArray[np.float64], at_purchase: Shares) -> Shares:
    """Return the remaining maturities of a stock from the history of its net purchases.

    Each month buys its net purchases and what matured in it; a month that
    lets principal go (negative net purchases) buys that much less, but never
    sells.

    Parameters
    ----------
    net_purchases_bn
        Of every month since the portfolio began, shape [months].
    at_purchase
        From `maturities_at_purchase`.

    Returns
    -------
    ndarray
        Shares of the stock at the end of the last month, sum 1.

    Raises
    ------
    InputError
        If nothing was ever bought.
    """
    net = np.asarray(net_purchases_bn, dtype=np.float64)
    months, longest = len(net), len(at_purchase)
    due = np.zeros(months + longest)
    for month, bought in enumerate(net):
        gross = max(bought + due[month], 0.0)
        due[month + 1 : month + 1 + longest] += gross * at_purchase[: months + longest - month - 1]
    left = due[months:]
    if not left.sum() > 0.0:
        raise InputError.of(
            N_("net purchases: nothing was bought in {count} months; give the history since the first one"),
            count=months,
        )
    return np.asarray(left / left.sum(), dtype=np.float64)


def steady_maturities(share_per_year: float) -> Shares:
    """Return a profile in which the same share of what is left matures every year.

    Raises
    ------
    InputError
        Unless the share lies between 0 and 1, both excluded.
    """
    if not 0.0 < share_per_year < 1.0:
        raise InputError.of(
            N_("share maturing in a year: {value}; choose one between 0 and 1"), value=share_per_year
        )
    stays = (1.0 - share_per_year) ** (1.0 / MONTHS_PER_YEAR)
    return np.asarray((1.0 - stays) * stays ** np.arange(LONGEST_MONTHS), dtype=np.float64)


def average_years(shares: Shares) -> float:
    """Return the average remaining maturity of a profile, years."""
    return float((shares * np.arange(1, len(shares) + 1)).sum() / shares.sum() / MONTHS_PER_YEAR)
