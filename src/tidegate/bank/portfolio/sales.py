"""Active sales by maturity sector: what they fetch, what they lose, and who bears it.

A bond in the middle of its sector is priced from a curve; what it fetches is
set against what it was bought for. Books are kept at purchase cost, so that a
sale takes its cost out of the stock and the difference to the proceeds is
realised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.portfolio.bonds import PAYMENTS_PER_YEAR
from tidegate.errors import InputError
from tidegate.message import N_, Message

Curve = Callable[[float], float]
"""Par yield, percent a year, by maturity in years."""

Bearer = Literal["bank", "treasury"]


@dataclass(frozen=True)
class SaleBucket:
    """The bonds of one maturity sector that are for sale.

    Attributes
    ----------
    sector
        Name, for example ``7-20y``.
    maturity_years
        Remaining maturity at which they are priced.
    coupon_pct
        Percent a year, paid twice a year.
    cost_price
        What was paid per 100 of face.
    """

    sector: str
    maturity_years: float
    coupon_pct: float
    cost_price: float = 100.0


@dataclass(frozen=True)
class Sale:
    """What one sale did, billions of the bank's currency.

    Attributes
    ----------
    cost_bn
        What leaves the stock, at purchase cost.
    proceeds_bn
        What buyers pay.
    by_sector_bn
        Realised gain (above 0) or loss (below) of each sector.
    indemnity_bn
        What the Treasury pays the bank for it (above 0), or receives (below).
    """

    cost_bn: float
    proceeds_bn: float
    by_sector_bn: Mapping[str, float]
    indemnity_bn: float

    @property
    def gain_bn(self) -> float:
        """Realised gain; a loss is negative."""
        return self.proceeds_bn - self.cost_bn

    @property
    def borne_bn(self) -> float:
        """What is left of the gain or loss with the bank."""
        return self.gain_bn + self.indemnity_bn


def par_bond_price(coupon_pct: ArrayLike, yield_pct: ArrayLike, years: ArrayLike) -> NDArray[np.float64]:
    """Return the price per 100 of a bond with a whole or broken number of half-years left.

    A broken first period is discounted in proportion and carries its coupon
    in proportion (the price is clean). Standard present value.

    Parameters
    ----------
    coupon_pct, yield_pct
        Percent a year, compounded twice a year.
    years
        Remaining maturity, > 0.
    """
    periods = np.asarray(years, dtype=np.float64) * PAYMENTS_PER_YEAR
    flow = np.asarray(coupon_pct, dtype=np.float64) / PAYMENTS_PER_YEAR
    rate = np.asarray(yield_pct, dtype=np.float64) / (100.0 * PAYMENTS_PER_YEAR)
    small = np.abs(rate) < 1e-9
    safe = np.where(small, 1.0, rate)
    v = (1.0 + rate) ** -periods
    annuity = np.where(small, periods, (1.0 - v) / safe)
    return np.asarray(flow * annuity + 100.0 * v, dtype=np.float64)


def sell(
    cost_bn: float,
    shares: Mapping[str, float],
    buckets: Sequence[SaleBucket],
    curve: Curve,
    bearer: Bearer = "bank",
) -> Sale:
    """Sell an amount, spread over maturity sectors.

    Parameters
    ----------
    cost_bn
        How much leaves the stock, at purchase cost, >= 0.
    shares
        Part that falls on each sector, sum 1; empty: evenly over the buckets.
    buckets
        What is for sale in each sector.
    curve
        Yields on the day.
    bearer
        ``treasury`` where an indemnity passes gains and losses on.

    Raises
    ------
    InputError
        For a negative amount, an unknown sector, shares that do not add up to
        1, or impossible bonds: all problems at once.
    """
    by_name = {b.sector: b for b in buckets}
    parts = dict(shares) or {name: 1.0 / len(by_name) for name in by_name}
    InputError.check(_problems(cost_bn, parts, buckets))
    gains = {}
    for sector, part in parts.items():
        bond = by_name[sector]
        price = float(par_bond_price(bond.coupon_pct, curve(bond.maturity_years), bond.maturity_years))
        gains[sector] = cost_bn * part * (price / bond.cost_price - 1.0)
    gain = sum(gains.values())
    return Sale(cost_bn, cost_bn + gain, gains, -gain if bearer == "treasury" else 0.0)


def _problems(cost_bn: float, parts: Mapping[str, float], buckets: Sequence[SaleBucket]) -> list[Message]:
    found = []
    if not (np.isfinite(cost_bn) and cost_bn >= 0.0):
        found.append(Message(N_("sale: {value} bn; give an amount of at least 0"), {"value": cost_bn}))
    names = [b.sector for b in buckets]
    if not names:
        found.append(Message(N_("sale: nothing is for sale; give at least one maturity sector")))
    for sector, part in parts.items():
        if sector not in names:
            text = N_("sale: unknown sector {sector!r}; known are: {names}")
            found.append(Message(text, {"sector": sector, "names": ", ".join(names)}))
        if not 0.0 <= part <= 1.0:
            text = N_("sale: sector {sector} has a share of {part}; choose one from 0 to 1")
            found.append(Message(text, {"sector": sector, "part": part}))
    if names and abs(sum(parts.values()) - 1.0) > 1e-6:
        text = N_("sale: the shares of the sectors add up to {total}; they must add up to 1")
        found.append(Message(text, {"total": round(sum(parts.values()), 6)}))
    for bond in buckets:
        if not (bond.maturity_years > 0.0 and bond.cost_price > 0.0 and np.isfinite(bond.coupon_pct)):
            text = N_("sale: sector {sector} has {years} years left and cost {price}; both must be above 0")
            found.append(
                Message(text, {"sector": bond.sector, "years": bond.maturity_years, "price": bond.cost_price})
            )
    return found
