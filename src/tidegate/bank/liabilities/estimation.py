"""Estimates of the liability rules from the official record, by least squares.

Pure functions over aligned arrays; ``scripts/calibrate_liabilities.py`` feeds
them from the store and writes the parameter file.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.liabilities.grid import Floats


class Estimate(NamedTuple):
    """Coefficients with their standard errors, the share of variance explained, and the observations used."""

    value: Floats
    error: Floats
    r_squared: float
    observations: int


def least_squares(target: ArrayLike, *columns: ArrayLike) -> Estimate:
    """Regress `target` on `columns` (give ones for a constant); rows with a NaN are left out."""
    y = np.asarray(target, dtype=float)
    x = np.column_stack([np.broadcast_to(np.asarray(c, dtype=float), y.shape) for c in columns])
    keep = np.isfinite(y) & np.isfinite(x).all(axis=1)
    y, x = y[keep], x[keep]
    value, *_ = np.linalg.lstsq(x, y, rcond=None)
    rest = y - x @ value
    spread = rest @ rest / max(y.size - x.shape[1], 1)
    error = np.sqrt(spread * np.diag(np.linalg.inv(x.T @ x)))
    return Estimate(value, error, float(1.0 - rest @ rest / (y @ y)), int(y.size))


def split_estimate(
    on_rrp_bn: ArrayLike, reserves_bn: ArrayLike, net_bills_bn: ArrayLike, rate_pct: ArrayLike
) -> Estimate:
    """Estimate `SplitRule`'s bills, liquidity and rate from levels at quarter-ends.

    Parameters
    ----------
    on_rrp_bn, reserves_bn, rate_pct
        Levels, shape [quarters + 1].
    net_bills_bn
        Of each quarter, shape [quarters].
    """
    on_rrp, reserves = np.asarray(on_rrp_bn, dtype=float), np.asarray(reserves_bn, dtype=float)
    return least_squares(
        np.diff(on_rrp), net_bills_bn, np.diff(on_rrp + reserves), np.diff(np.asarray(rate_pct))
    )


def currency_estimate(
    currency_bn: ArrayLike, gdp_bn: ArrayLike, rate_pct: ArrayLike, use: ArrayLike
) -> Estimate:
    """Estimate `CurrencyRule` from quarterly means; `use` marks the changes (shape [quarters - 1]) to be used."""
    share = np.log(np.asarray(currency_bn, dtype=float) / np.asarray(gdp_bn, dtype=float))
    change = np.where(np.asarray(use, dtype=bool), np.diff(share), np.nan)
    return least_squares(change, 1.0, np.asarray(rate_pct, dtype=float)[:-1], share[:-1])


def foreign_pool_estimate(pool_bn: ArrayLike, gdp_bn: ArrayLike, rate_pct: ArrayLike) -> Estimate:
    """Estimate `ForeignPoolRule`'s base and slope, percent of GDP."""
    share = 100.0 * np.asarray(pool_bn, dtype=float) / np.asarray(gdp_bn, dtype=float)
    return least_squares(share, 1.0, rate_pct)


def decay_estimate(opening_bn: float, closing_bn: float, years: float) -> float:
    """Return the share a year by which a balance fell (continuously)."""
    return float(np.log(opening_bn / closing_bn) / years)
