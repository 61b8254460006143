"""Treasuries of the asset table, rebuilt from constant-maturity yields by month."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog.assets import asset
from tidegate.transmission.markets.bonds import bill_return, bucket_return, ladder, linked_return

Floats = NDArray[np.float64]
BUCKETS = ("ust_1_3", "ust_7_10", "ust_20_plus")
TIPS_YEARS = 10.0
LAG_MONTHS = 2
"""Months by which the index of inflation-linked bonds follows consumer prices, about."""


def filled(maturities_years: Floats, par_pct: Floats) -> Floats:
    """Return a table of yields with maturities that were not quoted read off the others, flat at the ends.

    Parameters
    ----------
    maturities_years
        Rising, shape [m].
    par_pct
        Shape [t, m]; a row with fewer than three yields becomes NaN.
    """
    whole = par_pct.copy()
    for row in whole:
        held = np.isfinite(row)
        row[:] = np.interp(maturities_years, maturities_years[held], row[held]) if held.sum() >= 3 else np.nan
    return whole


def bill_months(bill_pct: Floats) -> Floats:
    """Return what bills earn in each month from the month before's yield; NaN in the first, shape [t]."""
    return np.concatenate([[np.nan], bill_return(bill_pct[:-1])])


def treasury_months(maturities_years: Floats, par_pct: Floats) -> dict[str, Floats]:
    """Return what each bucket earns in each month, fractions, shape [t]; NaN in the first.

    Parameters
    ----------
    maturities_years, par_pct
        As for `filled`.
    """
    table = filled(maturities_years, par_pct)
    found = {}
    for name in BUCKETS:
        entry = asset(name)
        rungs = ladder(float(entry.low_years or 0.5), float(entry.high_years or 30.0))
        earned = bucket_return(maturities_years, table[:-1], table[1:], rungs)
        found[name] = np.concatenate([[np.nan], earned])
    return found


def tips_months(real_pct: Floats, prices: Floats) -> Floats:
    """Return what ten-year inflation-linked Treasuries earn in each month, fractions, shape [t].

    Parameters
    ----------
    real_pct
        Ten-year real yields by month, shape [t].
    prices
        Consumer price index of the same months, shape [t]; NaN where not yet known.
    """
    lagged = np.full(len(prices), np.nan)
    lagged[LAG_MONTHS:] = prices[: len(prices) - LAG_MONTHS]
    index = lagged[1:] / lagged[:-1]
    return np.concatenate([[np.nan], linked_return(real_pct[:-1], real_pct[1:], TIPS_YEARS, index)])


def carry_pct(maturities_years: Floats, par_pct: Floats) -> dict[str, float]:
    """Return carry and roll-down of each bucket on one curve, percent a year: what it earns if nothing moves.

    Parameters
    ----------
    maturities_years
        Shape [m].
    par_pct
        Of the day, shape [m].
    """
    curve = filled(maturities_years, np.asarray(par_pct, dtype=float)[None, :])[0]
    found = {}
    for name in BUCKETS:
        entry = asset(name)
        rungs = ladder(float(entry.low_years or 0.5), float(entry.high_years or 30.0))
        found[name] = 1200.0 * float(bucket_return(maturities_years, curve, curve, rungs))
    return found
