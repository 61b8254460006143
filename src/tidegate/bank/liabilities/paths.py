"""Liabilities that the Fed does not choose: currency, the Treasury's account, the foreign pool.

Each function returns a path on the report days, shape [days] or [paths, days],
$ bn; a path given by the user takes its place in `projection.project_liabilities`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.liabilities.grid import QUARTERS_PER_YEAR, Floats, years_between
from tidegate.bank.liabilities.parameters import CurrencyRule, ForeignPoolRule, OtherRule
from tidegate.units import DAYS_PER_YEAR, Days

TGA_ADJUSTMENT_YEARS = 0.25
"""Time the Treasury takes to reach an announced balance: a refunding quarter."""


def currency_path(
    days: Days, opening_bn: ArrayLike, gdp_bn: ArrayLike, rate_pct: ArrayLike, rule: CurrencyRule
) -> Floats:
    """Return currency in circulation.

    It grows with nominal GDP; its share in GDP falls when rates are high and
    rises when they are low, slowly, towards the level at which they balance.

    Parameters
    ----------
    days
        Report days, shape [days].
    opening_bn
        Currency on the first day.
    gdp_bn
        Nominal GDP at an annual rate, > 0.
    rate_pct
        Funds rate.
    rule
        Estimated on 2004 to 2022Q1.
    """
    gdp, rate = np.broadcast_arrays(np.asarray(gdp_bn, dtype=float), np.asarray(rate_pct, dtype=float))
    share = np.empty(gdp.shape)
    share[..., 0] = np.log(np.asarray(opening_bn, dtype=float) / gdp[..., 0])
    quarters = years_between(days) * QUARTERS_PER_YEAR
    for step, length in enumerate(quarters):
        now = share[..., step]
        drift = rule.constant + rule.rate * rate[..., step] + rule.pull * now
        # The rule is a linear pull: solved exactly over an interval of any length.
        share[..., step + 1] = now + drift * _pulled(rule.pull, length)
    return np.asarray(np.exp(share) * gdp)


def _pulled(pull: float, length: float) -> float:
    return length if pull == 0.0 else float(np.expm1(pull * length) / pull)


def tga_path(days: Days, opening_bn: ArrayLike, target_bn: ArrayLike | None = None) -> Floats:
    """Return the Treasury's account: it stays where it is, or moves in a straight line to a target in a quarter."""
    opening = np.asarray(opening_bn, dtype=float)[..., None]
    if target_bn is None:
        return opening + np.zeros(days.size)
    years = (days - days[0]) / np.timedelta64(365, "D")
    done = np.minimum(years / TGA_ADJUSTMENT_YEARS, 1.0)
    return np.asarray(opening + (np.asarray(target_bn, dtype=float)[..., None] - opening) * done)


def foreign_pool_path(
    days: Days, opening_bn: ArrayLike, gdp_bn: ArrayLike, rate_pct: ArrayLike, rule: ForeignPoolRule
) -> Floats:
    """Return the foreign official reverse repo pool.

    Foreign central banks keep more of it as GDP grows and as the ON RRP rate,
    which they are paid, rises. A gap at the start fades.
    """
    gdp = np.asarray(gdp_bn, dtype=float)
    usual = gdp * (rule.base_pct + rule.slope_pct * np.asarray(rate_pct, dtype=float)) / 100.0
    years = (days - days[0]) / np.timedelta64(1, "D") / DAYS_PER_YEAR
    gap = np.asarray(opening_bn, dtype=float)[..., None] - usual[..., :1]
    return np.asarray(usual + gap * 0.5 ** (years / rule.half_life_years))


def other_path(days: Days, opening_bn: ArrayLike, total_assets_bn: ArrayLike, rule: OtherRule) -> Floats:
    """Return other liabilities with capital: deposits of market utilities, agencies and others.

    They return to their usual share of the balance sheet; a gap at the start fades.
    """
    usual = np.asarray(total_assets_bn, dtype=float) * rule.share_pct / 100.0
    years = (days - days[0]) / np.timedelta64(1, "D") / DAYS_PER_YEAR
    gap = np.asarray(opening_bn, dtype=float)[..., None] / usual[..., :1] - 1.0
    return np.asarray(usual * (1.0 + gap * 0.5 ** (years / rule.return_years)))
