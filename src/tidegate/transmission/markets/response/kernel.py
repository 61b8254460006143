"""All months of all paths, compiled: yields and news are read once, and each asset's return is written once."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from tidegate.transmission.markets.response import equations as eq

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CASH, BOND, LINKED, POOL, CREDIT, LINEAR = range(6)
"""Which equation an asset follows."""

_compiled: Any = numba.njit(fastmath={"contract", "arcp", "nsz"})
par_bond = _compiled(eq.par_bond)
bills = _compiled(eq.bills)
to_news = _compiled(eq.to_news)
to_economy = _compiled(eq.to_economy)
carried = _compiled(eq.carried)
spread_move = _compiled(eq.spread_move)
spread_return = _compiled(eq.spread_return)
mortgage_pool = _compiled(eq.mortgage_pool)


@numba.njit(cache=True, nogil=True, fastmath={"contract", "arcp", "nsz"})
def month(
    t: int,
    par: Floats,
    real: Floats,
    mortgage: Floats,
    economy: Floats,
    kinds: Ints,
    rung_asset: Ints,
    rung_years: Floats,
    rung_weight: Floats,
    rung_left: Ints,
    rung_share: Floats,
    numbers: Floats,
    elasticity: Floats,
    spread: Floats,
    pool: Floats,
    expected_pct: float,
    out: Floats,
) -> None:
    """Add the returns of month `t` of one path to ``out[t]``, and move its spreads and its pools' mean rate.

    `par` [months + 1, m]; `real`, `mortgage` [months + 1]; `economy` [7, months]:
    inflation, activity, inflation news, target, path and balance-sheet
    surprises, shock to shares. `spread` [assets] and ``pool[0]`` are moved.
    The rest as in `run`. A caller that steps month by month gives arrays of two rows and t = 0.
    """
    inflation, activity, news = economy[0, t], economy[1, t], economy[2, t]
    target, path, sheet, shock = economy[3, t], economy[4, t], economy[5, t], economy[6, t]
    bill, rate, later = par[t, 0], mortgage[t], mortgage[t + 1]
    for k in range(len(rung_asset)):
        a, b = rung_left[k, 0], rung_left[k, 1]
        before = par[t, a] + rung_share[k, 0] * (par[t, a + 1] - par[t, a])
        after = par[t + 1, b] + rung_share[k, 1] * (par[t + 1, b + 1] - par[t + 1, b])
        out[t, rung_asset[k]] += rung_weight[k] * par_bond(before, after, rung_years[k])
    for a in range(len(kinds)):
        kind = kinds[a]
        if kind in (LINEAR, CREDIT):
            priced = to_news(target, path, sheet, elasticity[a, 0], elasticity[a, 1], elasticity[a, 2])
            priced += to_economy(activity, news, numbers[a, 3], numbers[a, 4]) + numbers[a, 5] * shock
            if kind == LINEAR:
                own, of_inflation, of_cash = numbers[a, 0], numbers[a, 1], numbers[a, 2]
                out[t, a] += carried(own, of_inflation, of_cash, expected_pct, bill) + priced
            else:
                moved = spread_move(spread[a], numbers[a, 6], numbers[a, 8], priced, numbers[a, 9])
                moved = max(moved, -spread[a])
                out[t, a] += spread_return(spread[a], numbers[a, 7], moved, numbers[a, 9])
                spread[a] += moved
        elif kind == CASH:
            out[t, a] += bills(bill)
        elif kind == LINKED:
            grown = 1.0 + inflation / 1200.0
            out[t, a] += (1.0 + par_bond(real[t], real[t + 1], numbers[a, 10])) * grown - 1.0
        elif kind == POOL:
            out[t, a] += mortgage_pool(
                rate - pool[1], rate - pool[0], later - rate, pool[3], pool[4], pool[5]
            )
    pool[0] += pool[2] * (later - pool[0])


@numba.njit(cache=True, nogil=True, parallel=True)
def run(
    par: Floats,
    real: Floats,
    mortgage: Floats,
    economy: Floats,
    own: Floats,
    kinds: Ints,
    rung_asset: Ints,
    rung_years: Floats,
    rung_weight: Floats,
    rung_left: Ints,
    rung_share: Floats,
    numbers: Floats,
    elasticity: Floats,
    spreads: Floats,
    pool: Floats,
    expected_pct: float,
    out: Floats,
) -> None:
    """Write monthly returns of all paths into `out`, shape [paths, months, assets].

    As `month`, with paths first: `par` [paths, months + 1, m], `economy`
    [paths, 7, months]. `own` [paths or 1, months or 1, assets] is added.
    Treasury parts: `rung_left` and `rung_share` [rungs, 2] say between which
    maturities a rung lies at the start (column 0) and a month later (1).
    `numbers` [assets, 11]: own carry, part of inflation, part of the bill
    yield, growth, inflation, shock, usual spread, loss, reversion, duration,
    years of a linked bond. `elasticity` [paths or 1, assets, 3]. `spreads`
    [assets] at the opening. `pool`: opening rate, servicing, turnover a month,
    durations and width.
    """
    many, varied, dated = elasticity.shape[0] > 1, own.shape[0] > 1, own.shape[1] > 1
    for p in numba.prange(out.shape[0]):
        spread, pools, answers = spreads.copy(), pool.copy(), elasticity[p * many]
        curve, linked, rate, world, written, further = (
            par[p],
            real[p],
            mortgage[p],
            economy[p],
            out[p],
            own[p * varied],
        )
        for t in range(out.shape[1]):
            for a in range(out.shape[2]):
                written[t, a] = further[t * dated, a]
            month(
                t,
                curve,
                linked,
                rate,
                world,
                kinds,
                rung_asset,
                rung_years,
                rung_weight,
                rung_left,
                rung_share,
                numbers,
                answers,
                spread,
                pools,
                expected_pct,
                written,
            )
