"""Returns in the currency of whoever holds the portfolio, hedged or not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.reference import Reference
from tidegate.catalog.assets import asset
from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]


class Currency(StrEnum):
    """What the portfolio is counted in."""

    USD = "USD"
    TWD = "TWD"
    HKD = "HKD"


_RATE = {Currency.TWD: "usdtwd", Currency.HKD: "usdhkd"}


def check_currency(text: str) -> Currency:
    """Return a currency from its code.

    Raises
    ------
    InputError
        For one that is not among them.
    """
    try:
        return Currency(text.upper())
    except ValueError:
        raise InputError.of(
            N_("currency {value!r}: not known; choose one of {known}"), value=text, known=", ".join(Currency)
        ) from None


def dollars_in(currency: Currency, reference: Reference) -> Floats:
    """Return by how much a dollar gains in a currency over the horizon, as a ratio, shape [draws]."""
    name = _RATE.get(currency)
    return np.ones(len(reference.returns)) if name is None else np.exp(reference.factor(name))


def in_base(
    reference: Reference, base: Currency, short_pct: Mapping[Currency, float], hedged: bool = False
) -> Floats:
    """Return the scenarios in a base currency, shape [draws, n].

    Parameters
    ----------
    reference
        Returns in each asset's own currency.
    base
        What the portfolio is counted in.
    short_pct
        Short rate of each currency, percent a year, for hedging.
    hedged
        Sell the foreign currency forward: the rate's moves are gone, and the difference of short rates is
        earned or paid (covered interest parity). Exchange rates are expected to stay where they are otherwise.

    Raises
    ------
    InputError
        If the short rate of a currency is missing.
    """
    years = reference.horizon_months / 12.0
    found = reference.returns.copy()
    for column, name in enumerate(reference.assets):
        own = Currency(asset(name).currency)
        if own is base:
            continue
        if hedged:
            for needed in (own, base):
                if needed not in short_pct:
                    raise InputError.of(
                        N_("hedge: no short rate of {currency} is known on this day; leave it unhedged"),
                        currency=needed,
                    )
            found[:, column] += (short_pct[base] - short_pct[own]) / 100.0 * years
        else:
            moved = dollars_in(base, reference) / dollars_in(own, reference)
            found[:, column] = (1.0 + found[:, column]) * moved - 1.0
    return found
