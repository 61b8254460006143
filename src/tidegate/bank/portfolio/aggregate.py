"""A portfolio followed as one stock: purchases, maturities, reinvestment and sales, period by period.

For banks whose securities are not at hand one by one. What matures comes from
the record where it is known and from a profile of remaining maturities
(`aggregate_profile`) where it is not; what is bought matures in its turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.aggregate_profile import Shares
from tidegate.errors import BookError, InputError
from tidegate.message import N_, Message
from tidegate.units import Days

Amounts = NDArray[np.float64]
_DUST_BN = 1e-9


@dataclass(frozen=True)
class Orders:
    """What is asked of a portfolio in each period. Arrays have shape [periods], billions.

    Attributes
    ----------
    ends
        Last day of each period, ``datetime64[D]``, rising; a period begins
        the day after the one before it ends.
    months
        Length of each period in months, > 0.
    net_purchases_bn
        Bought beyond reinvestment, >= 0.
    gross_purchases_bn
        Bought in the place of reinvestment, >= 0; NaN where principal is
        reinvested up to the cap instead.
    caps_bn
        Principal let go in the period at most; ``inf``: all of it.
    falls_bn
        By how much the stock shall fall: what matures counts towards it, what
        it lacks is sold, what exceeds it is reinvested; NaN where no such
        envelope holds. It takes the place of the cap.
    sales_bn
        Sold before maturity besides, >= 0.
    known_redemptions_bn
        Principal that matures, where the record tells it; NaN elsewhere.
    accrual_rates
        Change of the book value of what is held, as a part of it (amortised
        premium: negative).
    """

    ends: Days
    months: Amounts
    net_purchases_bn: Amounts
    gross_purchases_bn: Amounts
    caps_bn: Amounts
    falls_bn: Amounts
    sales_bn: Amounts
    known_redemptions_bn: Amounts
    accrual_rates: Amounts


@dataclass(frozen=True)
class StockPath:
    """The path of a stock. Arrays have shape [periods], billions; flows are those of the period.

    Attributes
    ----------
    name
        Of the portfolio.
    ends
        Last day of each period.
    opening_bn
        Stock before the first.
    stock_bn
        At the end of each.
    redemptions_bn
        Principal that matured.
    reinvested_bn
        Part of it that was put back.
    purchases_bn
        All that was bought, reinvestment included.
    sales_bn
        Sold before maturity.
    accrual_bn
        Change of book value without a trade.
    """

    name: str
    ends: Days
    opening_bn: float
    stock_bn: Amounts
    redemptions_bn: Amounts
    reinvested_bn: Amounts
    purchases_bn: Amounts
    sales_bn: Amounts
    accrual_bn: Amounts

    def series(self) -> Mapping[str, Amounts]:
        """Return the flows by name."""
        return {
            "redemptions_bn": self.redemptions_bn,
            "reinvested_bn": self.reinvested_bn,
            "purchases_bn": self.purchases_bn,
            "sales_bn": self.sales_bn,
            "accrual_bn": self.accrual_bn,
        }


def run_stock(
    name: str,
    opening_bn: float,
    orders: Orders,
    profile: Shares,
    at_purchase: Shares,
    later_profile: Shares | None = None,
) -> StockPath:
    """Follow a stock through its orders.

    Parameters
    ----------
    name
        Of the portfolio, for errors.
    opening_bn
        Stock before the first period, >= 0.
    orders
        What is bought, let go and sold.
    profile
        Remaining maturities of the opening stock.
    at_purchase
        Maturities of what is bought, shares by months.
    later_profile
        Remaining maturities of the stock once the known redemptions end;
        default: the opening profile, gone on.

    Raises
    ------
    InputError
        For arrays of different length, or negative or missing amounts: all problems at once.
    BookError
        If more is to be sold than is held; the period is named.
    """
    InputError.check(_problems(name, opening_bn, orders))
    count = len(orders.ends)
    rows = {k: np.zeros(count) for k in ("stock", "due", "back", "bought", "sold", "accrual")}
    held, clock = opening_bn, np.concatenate([[0.0], np.cumsum(orders.months)])
    known = np.isfinite(orders.known_redemptions_bn)
    after_record = int(np.flatnonzero(known)[-1]) + 1 if known.any() else -1
    matured, base, origin = _cumulative(profile), opening_bn, 0
    cohorts = np.zeros(count)  # what is left of the purchases of each period since `origin`
    for now in range(count):
        if now == after_record and later_profile is not None:
            matured, base, origin = _cumulative(later_profile), held, now
            cohorts[:] = 0.0
        if known[now]:
            due = float(orders.known_redemptions_bn[now])
        else:
            part = _matured(matured, clock[now + 1] - clock[origin]) - _matured(
                matured, clock[now] - clock[origin]
            )
            age = np.round(clock[now] - clock[origin:now]).astype(int)
            again = np.where(
                age <= len(at_purchase), at_purchase[np.clip(age - 1, 0, len(at_purchase) - 1)], 0.0
            )
            due = base * part + float((cohorts[origin:now] * again).sum())
        due = min(due, held)
        gross, fall = float(orders.gross_purchases_bn[now]), float(orders.falls_bn[now])
        sold = float(orders.sales_bn[now])
        if np.isfinite(gross):
            back, beyond = min(due, gross), max(gross - due, 0.0)
        else:
            let_go = min(due, fall if np.isfinite(fall) else float(orders.caps_bn[now]))
            back, beyond = due - let_go, 0.0
            sold += fall - let_go if np.isfinite(fall) else 0.0
        bought = back + beyond + float(orders.net_purchases_bn[now])
        before_sale = held - due + bought
        if sold > before_sale + _DUST_BN:
            raise BookError.of(
                N_("{name}: {sold} bn to be sold by {day}, but only {held} bn held; sell less or later"),
                name=name,
                sold=round(sold, 3),
                day=orders.ends[now],
                held=round(before_sale, 3),
            )
        keep = 1.0 - sold / before_sale if before_sale > 0.0 else 1.0
        base *= keep
        cohorts[now] = bought
        cohorts[origin : now + 1] *= keep
        left = max(before_sale - sold, 0.0)
        accrual = max(float(orders.accrual_rates[now]) * held, -left)
        held = left + accrual
        for key, value in zip(rows, (held, due, back, bought, sold, accrual), strict=True):
            rows[key][now] = value
    return StockPath(
        name,
        orders.ends,
        opening_bn,
        rows["stock"],
        rows["due"],
        rows["back"],
        rows["bought"],
        rows["sold"],
        rows["accrual"],
    )


def _cumulative(shares: Shares) -> Amounts:
    return np.concatenate([[0.0], np.cumsum(shares)])


def _matured(cumulative: Amounts, months: float) -> float:
    """Part that has matured after so many months, whole or not."""
    return float(np.interp(months, np.arange(len(cumulative)), cumulative))


def _problems(name: str, opening_bn: float, orders: Orders) -> list[Message]:
    found = []
    if not (np.isfinite(opening_bn) and opening_bn >= 0.0):
        found.append(
            Message(
                N_("{name}: opening stock {value} bn; give a number of at least 0"),
                {"name": name, "value": opening_bn},
            )
        )
    count = len(orders.ends)
    for key in (
        "months",
        "net_purchases_bn",
        "gross_purchases_bn",
        "caps_bn",
        "falls_bn",
        "sales_bn",
        "known_redemptions_bn",
        "accrual_rates",
    ):
        values = getattr(orders, key)
        if len(values) != count:
            found.append(
                Message(
                    N_("{name}: {key} has {given} periods, the calendar {count}; give one value a period"),
                    {"name": name, "key": key, "given": len(values), "count": count},
                )
            )
            continue
        may_miss = key in ("gross_purchases_bn", "falls_bn", "known_redemptions_bn")
        bad = (values < 0.0) | (np.isnan(values) & (not may_miss))
        if key == "accrual_rates":
            bad = ~np.isfinite(values) | (values <= -1.0)
        if bad.any():
            first = int(np.flatnonzero(bad)[0])
            found.append(
                Message(
                    N_("{name}: {key} is {value} in the period to {day}; give an amount of at least 0"),
                    {"name": name, "key": key, "value": float(values[first]), "day": orders.ends[first]},
                )
            )
    return found
