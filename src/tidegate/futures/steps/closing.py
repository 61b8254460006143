"""Liabilities, reserves and income of one path: the month's books are closed.

Balances stand in one small array that is changed in place; its places have
names. Reserves are kept twice: as what the liabilities leave of the assets, and
as the sum of all flows; the difference is the residual that a run reports.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from tidegate.futures import columns as col
from tidegate.futures.inputs import Start
from tidegate.futures.rules import Rules
from tidegate.futures.steps import money

Floats = NDArray[np.float64]

(
    CURRENCY_LOG, CURRENCY, TGA, FOREIGN, OTHER, ON_RRP, RESERVES, DEFERRED, SUSPENDED, LENDING, ASSETS, KEPT,
    RESERVES_FLOW, ASSETS_NOISE, TGA_NOISE, OTHER_NOISE, INCOME, REMITTED, RESIDUAL, BALANCES,
) = range(20)  # fmt: skip
"""Places of the balances; the last is how many there are."""
_ROUNDS = 3


@numba.njit(nogil=True)
def begin(b: Floats, start: Start, rules: Rules, treasuries: float, mbs: float, rrp_rate: float) -> None:
    """Write the balances of the opening day."""
    for k in range(BALANCES):
        b[k] = 0.0
    b[CURRENCY_LOG], b[CURRENCY] = math.log(start.currency_bn / start.gdp_bn), start.currency_bn
    b[TGA], b[ON_RRP], b[RESERVES] = start.tga_bn, start.on_rrp_bn, start.reserves_bn
    b[DEFERRED], b[SUSPENDED], b[LENDING] = start.deferred_bn, start.suspended_years, start.lending_bn
    pool_pct = rules.foreign_base_pct + rules.foreign_slope_pct * rrp_rate
    b[FOREIGN] = start.gdp_bn * pool_pct / 100.0 + start.foreign_gap_bn
    usual = rules.fixed_other_assets_bn + rules.accrued_share * (treasuries + mbs)
    b[ASSETS] = treasuries + mbs + start.premiums_bn + start.lending_bn + usual + start.other_assets_gap_bn
    b[OTHER] = b[ASSETS] * rules.other_share_pct / 100.0 * (1.0 + start.other_gap)
    b[KEPT] = b[ASSETS]
    b[RESERVES_FLOW] = b[ASSETS] - b[CURRENCY] - b[TGA] - b[FOREIGN] - b[OTHER] - b[ON_RRP] + b[DEFERRED]


@numba.njit(nogil=True)
def close(
    b: Floats,
    start: Start,
    rules: Rules,
    calendar: Floats,
    t: int,
    treasuries: float,
    mbs: float,
    securities_flow: float,
    gdp: float,
    gdp_before: float,
    rate: float,
    iorb: float,
    rrp_rate: float,
    rrp_before: float,
    on_rrp_floor: float,
    earned: float,
    ten_mean: float,
    chance_assets: float,
    chance_tga: float,
    chance_other: float,
    chance_on_rrp: float,
) -> None:
    """Close the books of a month, in place.

    Parameters
    ----------
    b
        Balances at the end of the month before.
    start, rules, calendar, t
        See `inputs`; the month's place.
    treasuries, mbs
        Held at the end of the month, counted security by security.
    securities_flow
        The same from the flows since the opening.
    gdp, gdp_before
        Of this month and the one before.
    rate, iorb, rrp_rate, rrp_before
        Policy rate, interest on reserves, and the ON RRP rate of this month and the one before.
    on_rrp_floor
        See `absorption.absorb`.
    earned
        Income of the securities, less amortisation and realised losses.
    ten_mean
        Ten-year yield over the month, within the bounds of the dividend.
    chance_assets, chance_tga, chance_other, chance_on_rrp
        Shocks, percent of GDP.
    """
    days, year, share = calendar[t, col.DAYS], calendar[t, col.YEARS], rules.interest_bearing_share
    money_days, part = rules.money_market_days, calendar[t, col.DAYS] / rules.coupon_days
    lent, before_other, before_foreign, before_tga = b[LENDING], b[OTHER], b[FOREIGN], b[TGA]
    before_currency, before_on_rrp, before_reserves, before_deferred = (
        b[CURRENCY],
        b[ON_RRP],
        b[RESERVES],
        b[DEFERRED],
    )
    b[ASSETS_NOISE] = rules.persistence_assets * b[ASSETS_NOISE] + chance_assets
    b[TGA_NOISE] = rules.persistence_tga * b[TGA_NOISE] + chance_tga
    b[OTHER_NOISE] = rules.persistence_other * b[OTHER_NOISE] + chance_other
    usual = rules.fixed_other_assets_bn + rules.accrued_share * (treasuries + mbs)
    usual += start.other_assets_gap_bn * calendar[t, col.TEMPORARY_LEFT]
    usual = max(usual + b[ASSETS_NOISE] * gdp / 100.0, 0.0)
    b[LENDING] = start.lending_bn * calendar[t, col.LENDING_LEFT]
    rest = calendar[t, col.PREMIUMS_BN] + usual + b[LENDING]
    assets = treasuries + mbs + rest
    b[CURRENCY_LOG] = money.currency_share(
        b[CURRENCY_LOG], rrp_before, rules.currency_constant, rules.currency_rate, rules.currency_pull,
        calendar[t, col.PULLED],
    )  # fmt: skip
    b[CURRENCY] = math.exp(b[CURRENCY_LOG]) * gdp
    b[TGA] = max(calendar[t, col.TGA_TARGET_BN] + b[TGA_NOISE] * gdp / 100.0, 0.0)
    b[FOREIGN] = gdp * (rules.foreign_base_pct + rules.foreign_slope_pct * rrp_rate) / 100.0
    b[FOREIGN] += start.foreign_gap_bn * calendar[t, col.FOREIGN_LEFT]
    b[OTHER] = assets * rules.other_share_pct / 100.0 * (1.0 + start.other_gap * calendar[t, col.OTHER_LEFT])
    b[OTHER] += b[OTHER_NOISE] * gdp / 100.0
    earned += money.overnight(lent, b[LENDING], rate + 0.125, days, money_days)
    earned += rules.other_income_bn * part - calendar[t, col.EXPENSES_BN]
    earned -= money.overnight(before_foreign, b[FOREIGN], rrp_rate, days, money_days)
    dividends = rules.paid_in_capital_bn * ten_mean / 100.0 * part
    fixed = assets - b[CURRENCY] - b[TGA] - b[FOREIGN] - b[OTHER]
    paying_before = before_reserves + max(share * before_other, 0.0)
    on_rrp, deferred, income = before_on_rrp, before_deferred, 0.0
    # What reserves cost and the deferred asset depend on each other: a few rounds settle them.
    for _ in range(_ROUNDS):
        on_rrp = money.absorb(
            fixed + deferred, before_on_rrp + before_reserves, before_on_rrp, calendar[t, col.NET_BILLS_BN],
            rrp_rate - rrp_before, rules.satiation_pct / 100.0 * gdp_before, rules.satiation_pct / 100.0 * gdp,
            on_rrp_floor, rules.split_bills, rules.split_liquidity, rules.split_rate, chance_on_rrp * gdp / 100.0,
        )  # fmt: skip
        paying = fixed + deferred - on_rrp + max(share * b[OTHER], 0.0)
        income = earned - money.overnight(paying_before, paying, iorb, days, money_days)
        income -= money.overnight(before_on_rrp, on_rrp, rrp_rate, days, money_days)
        losing = before_deferred > 0.0 or income - dividends < 0.0
        leak = min(rules.still_growth_bn * (b[SUSPENDED] + 0.5 * year), rules.still_most_bn) * year
        deferred = money.deferred_asset(before_deferred, income - dividends, leak if losing else 0.0)
    b[INCOME], b[REMITTED] = income, income - dividends + deferred - before_deferred
    b[ON_RRP], b[DEFERRED] = on_rrp, deferred
    b[SUSPENDED] = b[SUSPENDED] + year if deferred > 0.0 else 0.0
    # The standing facility lends what keeps reserves from running out.
    facility = max(rules.facility_pct / 100.0 * gdp - (fixed + deferred - on_rrp), 0.0)
    b[LENDING] += facility
    b[ASSETS] = assets + facility
    b[RESERVES] = fixed + deferred + facility - on_rrp
    kept = securities_flow + rest + facility
    b[RESERVES_FLOW] += kept - b[KEPT] - (b[CURRENCY] - before_currency) - (b[TGA] - before_tga)
    b[RESERVES_FLOW] += deferred - before_deferred - (b[FOREIGN] - before_foreign) - (b[OTHER] - before_other)
    b[RESERVES_FLOW] -= on_rrp - before_on_rrp
    b[KEPT] = kept
    owed = b[CURRENCY] + b[TGA] + b[FOREIGN] + b[OTHER] + on_rrp + b[RESERVES_FLOW] - deferred
    b[RESIDUAL] = b[ASSETS] - owed
