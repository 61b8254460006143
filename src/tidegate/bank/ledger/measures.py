"""Exact amounts of a leg: par, cash, premium, loss and interest, in whole millions.

Everything here works alike on Python integers and on int64 arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

PRICE_UNIT = 1_000_000
"""Prices are read to a millionth of a percent of par."""
RATE_UNIT = 10_000
"""Rates are read to a hundredth of a basis point."""
DAY_COUNT = 360
"""Days of the year in money-market interest (actual/360)."""


class Measure(StrEnum):
    """Which amount of the operation a leg moves."""

    AMOUNT = "amount"
    """The amount itself: par of a security, money otherwise."""
    CASH = "cash"
    """What is paid for the par amount at the price."""
    PREMIUM = "premium"
    """Cash less par; negative at a discount."""
    BOOK_PREMIUM = "book_premium"
    """Carrying value less par, for the seller."""
    LOSS = "loss"
    """Carrying value less cash; negative for a gain."""
    INTEREST = "interest"
    """The amount itself, or the amount as a balance times rate and days over 360."""


def divide_half_even(numerator: Any, denominator: int) -> Any:
    """Divide integers, rounding halves to the even neighbour; exact, no floats.

    Parameters
    ----------
    numerator
        int, or int64 array.
    denominator
        Positive int.
    """
    quotient = numerator // denominator
    twice = 2 * (numerator - quotient * denominator)
    return quotient + ((twice > denominator) | ((twice == denominator) & (quotient % 2 == 1)))


def at_price(par: Any, price_units: Any) -> Any:
    """Return the value of `par` at a price in `PRICE_UNIT`-ths of a percent of par."""
    return divide_half_even(par * price_units, 100 * PRICE_UNIT)


def interest_on(balance: Any, rate_units: Any, days: Any) -> Any:
    """Return simple interest on a balance; the rate in `RATE_UNIT`-ths of a percent, actual/360."""
    return divide_half_even(balance * rate_units * days, 100 * RATE_UNIT * DAY_COUNT)


def measured(amount: Any, parameters: Mapping[str, Any]) -> dict[Measure, Any]:
    """Return every measure of an operation.

    Parameters
    ----------
    amount
        Millions; int, or int64 array of any shape.
    parameters
        Those of the entry; ``price_pct``, ``book_price_pct``, ``rate_pct`` and
        ``days`` are read here, if present, already in the integer units of this
        module (see `Parameter.integer`).

    Returns
    -------
    dict
        Each `Measure`, in whole millions, of the shape of `amount`.
    """
    par = 100 * PRICE_UNIT
    cash = at_price(amount, parameters.get("price_pct", par))
    book = at_price(amount, parameters.get("book_price_pct", par))
    interest = amount
    if parameters.get("rate_pct") is not None:
        interest = interest_on(amount, parameters["rate_pct"], parameters["days"])
    return {
        Measure.AMOUNT: amount,
        Measure.CASH: cash,
        Measure.PREMIUM: cash - amount,
        Measure.BOOK_PREMIUM: book - amount,
        Measure.LOSS: book - cash,
        Measure.INTEREST: interest,
    }
