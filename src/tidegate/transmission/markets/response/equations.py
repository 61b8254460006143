"""What an asset earns in a month, one short function for each kind. Scalars or arrays; compiled in `kernel`.

Yields, carries and news are percent (points), surprises basis points, returns
fractions. Nothing here allocates or branches, so that the same functions run
inside a compiled month of ten thousand paths.
"""

from __future__ import annotations

import numpy as np

MONTHS = 12.0
SURPRISE_BP = 10.0
"""Elasticities are for a surprise of this size."""
_TINY = 1e-7


def par_bond(start_pct: float, end_pct: float, years: float) -> float:
    """Return what a par bond earns: bought at its yield, sold a month later at the yield of a month less.

    The closed form of `tidegate.transmission.markets.bonds.bond_price`.
    """
    rate = end_pct / 100.0
    rate = rate + (abs(rate) < _TINY) * _TINY
    growth = np.log1p(rate / 2.0)
    last = np.exp(-2.0 * years * growth)
    value = last + start_pct / 100.0 * (1.0 - last) / rate
    # exp(growth / 6) to a relative error below 1e-10: its argument is below 0.02 for yields up to 25%.
    month = growth / 6.0
    earned: float = (
        value * (1.0 + month * (1.0 + month / 2.0 * (1.0 + month / 3.0 * (1.0 + month / 4.0)))) - 1.0
    )
    return earned


def bills(start_pct: float) -> float:
    """Return what bills earn: simple interest at the opening yield."""
    return start_pct / 100.0 / MONTHS


def linked_bond(real_start_pct: float, real_end_pct: float, years: float, inflation_pct: float) -> float:
    """Return what an inflation-linked bond earns: the real bond, and prices at a year's rate on top."""
    return (1.0 + par_bond(real_start_pct, real_end_pct, years)) * (
        1.0 + inflation_pct / 100.0 / MONTHS
    ) - 1.0


def to_news(target_bp: float, path_bp: float, sheet_bp: float, e0: float, e1: float, e2: float) -> float:
    """Return the response to monetary news, a fraction: elasticities are percent for ten basis points."""
    return (e0 * target_bp + e1 * path_bp + e2 * sheet_bp) / SURPRISE_BP / 100.0


def to_economy(activity_points: float, news_points: float, growth: float, inflation: float) -> float:
    """Return the response to news of activity and of inflation, a fraction; loadings in percent a point."""
    return (growth * activity_points + inflation * news_points) / 100.0


def carried(
    own_pct: float, of_inflation: float, of_cash: float, expected_pct: float, bill_pct: float
) -> float:
    """Return what is earned if nothing happens: an own carry, expected inflation and the bill yield in parts."""
    return (own_pct + of_inflation * expected_pct + of_cash * bill_pct) / 100.0 / MONTHS


def spread_move(
    spread_pct: float, usual_pct: float, reversion: float, priced: float, duration_years: float
) -> float:
    """Return the change of a credit spread, points: back towards the usual one, and by what was priced.

    `priced` is a return that is not the Treasury's: a gain narrows the spread.
    """
    return reversion * (usual_pct - spread_pct) - 100.0 * priced / duration_years


def spread_return(spread_pct: float, loss_pct: float, move_points: float, duration_years: float) -> float:
    """Return what a spread earns over Treasuries: carry less expected loss, less duration times its move."""
    return (spread_pct - loss_pct) / 100.0 / MONTHS - duration_years * move_points / 100.0


def mortgage_pool(
    yield_pct: float, gap_points: float, move_points: float, shortest: float, longest: float, width: float
) -> float:
    """Return what agency MBS earn: carry less a duration that grows as rates rise.

    The closed form of `tidegate.transmission.markets.mortgage_bonds.mortgage_return`.
    """
    after, before = (gap_points + move_points) / width, gap_points / width
    # Softplus, written so that it neither overflows nor loses digits.
    extended = width * (
        np.log1p(np.exp(-abs(after))) + max(after, 0.0) - np.log1p(np.exp(-abs(before))) - max(before, 0.0)
    )
    lost = shortest * move_points + (longest - shortest) * extended
    earned: float = yield_pct / 100.0 / MONTHS - lost / 100.0
    return earned
