"""Liabilities and overnight rates of one path: the rules of `bank.liabilities` and of the reserve-demand curve."""

from __future__ import annotations

import math

import numba


@numba.njit(nogil=True)
def currency_share(
    log_share: float, rate_pct: float, constant: float, on_rate: float, pull: float, pulled: float
) -> float:
    """Return ln(currency / GDP) at the end of an interval; see `bank.liabilities.paths.currency_path`."""
    return log_share + (constant + on_rate * rate_pct + pull * log_share) * pulled


@numba.njit(nogil=True)
def absorb(
    total: float,
    total_before: float,
    on_rrp_before: float,
    net_bills: float,
    rate_change: float,
    satiated_before: float,
    satiated: float,
    floor: float,
    bills: float,
    liquidity: float,
    on_rate: float,
    chance: float,
) -> float:
    """Return ON RRP at the end of an interval; see `bank.liabilities.absorption.absorb`.

    What money funds want beside the rule, `chance`, meets the same doors and floors.
    """
    want = bills * net_bills + liquidity * (total - total_before) + on_rate * rate_change + chance
    change = 0.0 if want > 0.0 and total_before - on_rrp_before <= satiated_before else want
    left = min(max(on_rrp_before + change, floor), max(total, 0.0))
    short = max(satiated - (total - left), 0.0)
    return max(left - short, min(floor, left))


@numba.njit(nogil=True)
def bend(ratio_pct: float, threshold_pct: float, width_pct: float) -> float:
    """Return the bend of the reserve-demand curve; see `transmission.money_market.kink.bend`."""
    gap = (threshold_pct - ratio_pct) / width_pct
    # The softplus without overflow on either side.
    return width_pct * (max(gap, 0.0) + math.log1p(math.exp(-abs(gap))))


@numba.njit(nogil=True)
def overnight(before: float, now: float, rate_pct: float, days: float, year_days: float) -> float:
    """Return a month's interest on a balance that moves in a straight line; see `bank.income.rates.interest`."""
    return rate_pct / 100.0 / year_days * (before * (days - 1.0) + now * (days + 1.0)) / 2.0


@numba.njit(nogil=True)
def deferred_asset(before: float, income: float, leak: float) -> float:
    """Return losses not yet made good for; see `bank.income.remittances.remit`."""
    return max(before - income + leak, 0.0)
