"""How reserves and ON RRP share what has to be absorbed.

What is left of the assets after currency, the Treasury's account, the foreign
pool, other liabilities and capital is held by banks as reserves or by money
funds as ON RRP. Money funds leave ON RRP when the Treasury sells bills, they
take part of any change in the total, and they grow when rates rise faster
than deposit rates. While banks want reserves nothing new reaches ON RRP, and
what is there is drained first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.liabilities.grid import Floats
from tidegate.bank.liabilities.parameters import SplitRule


def on_rrp_change(
    net_bills_bn: ArrayLike, total_change_bn: ArrayLike, rate_change_points: ArrayLike, rule: SplitRule
) -> Floats:
    """Return the change of ON RRP that money funds want, before its floor, $ bn.

    ``bills x net bill issuance + liquidity x change of the total + rate x change of the ON RRP rate``.
    """
    return np.asarray(
        rule.bills * np.asarray(net_bills_bn, dtype=float)
        + rule.liquidity * np.asarray(total_change_bn, dtype=float)
        + rule.rate_bn_per_point * np.asarray(rate_change_points, dtype=float)
    )


def absorb(
    total_bn: ArrayLike,
    opening_on_rrp_bn: ArrayLike,
    net_bills_bn: ArrayLike,
    rate_pct: ArrayLike,
    gdp_bn: ArrayLike,
    rule: SplitRule,
) -> tuple[Floats, Floats]:
    """Divide the total between ON RRP and reserves.

    Parameters
    ----------
    total_bn
        Reserves plus ON RRP, shape [days] or [paths, days].
    opening_on_rrp_bn
        ON RRP on the first day.
    net_bills_bn
        Net bill issuance of each interval, shape [days - 1] or [paths, days - 1].
    rate_pct, gdp_bn
        ON RRP rate and nominal GDP (annual rate) on the report days.
    rule
        See `SplitRule`.

    Returns
    -------
    on_rrp_bn, reserves_bn
        Their sum is `total_bn` exactly. ON RRP never falls below the smaller
        of the floor, its opening value and the total; reserves may be
        negative only if the total is.
    """
    total = np.asarray(total_bn, dtype=float)
    bills, rate, gdp = (np.asarray(x, dtype=float) for x in (net_bills_bn, rate_pct, gdp_bn))
    shape = np.broadcast_shapes(total.shape, (*bills.shape[:-1], total.shape[-1]), rate.shape, gdp.shape)
    total = np.broadcast_to(total, shape)
    want = on_rrp_change(bills, np.diff(total), np.diff(rate), rule)
    satiated = rule.satiation_pct_of_gdp / 100.0 * gdp
    if len(shape) == 1:
        on_rrp = _one_path(total, float(np.asarray(opening_on_rrp_bn)), want, satiated, rule.floor_bn)
        return on_rrp, np.asarray(total - on_rrp)
    on_rrp = np.empty(shape)
    on_rrp[..., 0] = opening_on_rrp_bn
    floor = np.minimum(rule.floor_bn, on_rrp[..., 0])
    for step in range(shape[-1] - 1):
        held = on_rrp[..., step]
        open_door = total[..., step] - held > satiated[..., step]
        change = np.where((want[..., step] > 0.0) & ~open_door, 0.0, want[..., step])
        ceiling = np.maximum(total[..., step + 1], 0.0)
        left = np.minimum(np.maximum(held + change, floor), ceiling)
        # Banks that want reserves bid for them: ON RRP is drained before reserves fall below what satiates.
        short = np.maximum(satiated[..., step + 1] - (total[..., step + 1] - left), 0.0)
        on_rrp[..., step + 1] = np.maximum(left - short, np.minimum(floor, left))
    return on_rrp, np.asarray(total - on_rrp)


def _one_path(total: Floats, opening: float, want: Floats, satiated: Floats, floor_bn: float) -> Floats:
    """Do the same for a single path with plain numbers: tiny array operations take ten times as long."""
    totals, wants, enough = total.tolist(), want.tolist(), np.broadcast_to(satiated, total.shape).tolist()
    held, floor = opening, min(floor_bn, opening)
    path = [held]
    for step, wish in enumerate(wants):
        change = 0.0 if wish > 0.0 and totals[step] - held <= enough[step] else wish
        later = totals[step + 1]
        left = min(max(held + change, floor), max(later, 0.0))
        short = max(enough[step + 1] - (later - left), 0.0)
        held = max(left - short, min(floor, left))
        path.append(held)
    return np.array(path)
