"""What all that the central bank holds, and is expected to hold, does to the curve on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.programmes.plan import Plan
from tidegate.transmission.rates.holdings.expected import Expectation, ExpectedPath, Holdings, expected_path
from tidegate.transmission.rates.holdings.ladder import snapshots
from tidegate.transmission.rates.premium.calibrations import Calibration
from tidegate.transmission.rates.premium.structure import MBS_DURATION_YEARS, RiskPrices

Floats = NDArray[np.float64]

BASELINE_DATE = date(2007, 12, 31)
BASELINE_GDP_BN = 14_681.5
"""Nominal GDP of the fourth quarter of 2007, a year's rate (Bureau of Economic Analysis)."""
HELD_BILL_YEARS = 0.25


@dataclass(frozen=True)
class StockEffect:
    """Effect of holdings on zero yields, basis points; negative: yields are held down.

    Attributes
    ----------
    date
        The day.
    maturities_years
        Shape [m].
    by_calibration_bp
        Shape [c, m].
    ten_year_equivalent_pct_gdp
        Holdings above the pre-crisis norm on the day, with weights of the first calibration.
    """

    date: date
    maturities_years: Floats
    by_calibration_bp: Floats
    ten_year_equivalent_pct_gdp: float


def held_pct_gdp(path: ExpectedPath, rows: slice, prices: RiskPrices) -> Floats:
    """Return holdings in ten-year equivalents, percent of GDP, shape [2, months + 1]."""
    bills, mbs = prices.weights(HELD_BILL_YEARS), prices.weights(MBS_DURATION_YEARS)
    total = path.weighted_bn[:, rows].T + bills[:, None] * path.bills_bn + mbs[:, None] * path.mbs_bn
    return np.asarray(100.0 * total / path.gdp_bn)


@cache
def baseline_pct_gdp(prices: RiskPrices) -> tuple[float, float]:
    """Return what the Fed held before its programmes, in ten-year equivalents, percent of GDP."""
    before = next(s for s in snapshots() if s.date == BASELINE_DATE)
    total = prices.rungs() @ before.ladder() + prices.weights(HELD_BILL_YEARS) * before.bills_bn
    share = 100.0 * total / BASELINE_GDP_BN
    return float(share[0]), float(share[1])


def stock_effect(
    now: Holdings,
    plan: Plan | None,
    chosen: tuple[Calibration, ...],
    maturities_years: ArrayLike = (10.0,),
    expectation: Expectation | None = None,
) -> StockEffect:
    """Return the effect of holdings expected on a day, against those of 2007 kept at their share of GDP.

    Parameters
    ----------
    now
        Holdings on the day.
    plan
        As known on the day.
    chosen
        Calibrations.
    maturities_years
        Shape [m].
    expectation
        Default: the assumption that held on the day.
    """
    years = np.atleast_1d(np.asarray(maturities_years, dtype=float))
    kinds = list(dict.fromkeys(c.prices for c in chosen))
    path = expected_path(now, plan, np.concatenate([p.rungs() for p in kinds]), expectation)
    excess = {}
    for i, prices in enumerate(kinds):
        held = held_pct_gdp(path, slice(2 * i, 2 * i + 2), prices)
        excess[prices] = held - np.array(baseline_pct_gdp(prices))[:, None]
    effect = np.stack([c.prices.effect_bp(-excess[c.prices], years) for c in chosen])
    return StockEffect(now.date, years, effect, float(excess[kinds[0]][0, 0]))


def programme_effect(
    now: Holdings,
    plan: Plan,
    without: Holdings,
    chosen: tuple[Calibration, ...],
    maturities_years: ArrayLike = (10.0,),
) -> StockEffect:
    """Return the effect of a programme: the path under a plan less the path without purchases.

    Parameters
    ----------
    now, plan
        Holdings and plan on the day.
    without
        What would be held without the programme: the same day, less what it has already bought.
    chosen, maturities_years
        As in :func:`stock_effect`.
    """
    years = np.atleast_1d(np.asarray(maturities_years, dtype=float))
    found, first = [], 0.0
    for i, calibration in enumerate(chosen):
        prices = calibration.prices
        paths = [expected_path(h, p, prices.rungs()) for h, p in ((now, plan), (without, None))]
        gap = held_pct_gdp(paths[0], slice(0, 2), prices) - held_pct_gdp(paths[1], slice(0, 2), prices)
        found.append(prices.effect_bp(-gap, years))
        first = float(gap[0, 0]) if i == 0 else first
    return StockEffect(now.date, years, np.stack(found), first)
