"""A change of holdings as it is asked about: so many billions over so many months, and then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.rates.holdings.expected import GDP_GROWTH_PCT, HORIZON_MONTHS
from tidegate.transmission.rates.holdings.ladder import RUNGS, YEARS, new_issues, snapshots
from tidegate.transmission.rates.premium.structure import MBS_DURATION_YEARS, RiskPrices
from tidegate.units import MONTHS_PER_YEAR

Floats = NDArray[np.float64]
Mode = Literal["passive", "active"]
Refunding = Literal["coupons", "bills"]

HALF_LIFE_YEARS = 5.0
"""How fast a change is overtaken once it is complete: Eser and others (2019, ECB WP 2293)."""
BILL_YEARS = 0.5
"""Maturity of the bills that refund: up to a year, half a year on average (assumption; bills outstanding at
the end of March 2022 had 0.22 years to run, MSPD)."""


@dataclass(frozen=True)
class Change:
    """A change of the central bank's holdings against a path without it.

    Attributes
    ----------
    change_bn
        $ bn at face, negative for run-off or sales; not 0.
    months
        Over which it comes about, evenly, 1 to 240.
    mode
        ``passive``: principal is not rolled into new issues; ``active``:
        securities of more than a year are sold in proportion to holdings (for
        a positive change: bought).
    refunding
        What the Treasury issues in the place of what the bank lets mature:
        ``coupons`` in the usual mix, or ``bills``. Sales refund nothing.
    mbs_share
        Part of the change that is MBS, 0 to 1.
    half_life_years
        After the change is complete the difference to the other path halves
        in so many years; infinity: it stays in dollars.
    """

    change_bn: float
    months: int
    mode: Mode = "passive"
    refunding: Refunding = "coupons"
    mbs_share: float = 0.35
    half_life_years: float = HALF_LIFE_YEARS

    def __post_init__(self) -> None:
        problems = []
        if not np.isfinite(self.change_bn) or self.change_bn == 0 or abs(self.change_bn) > 100_000:
            text = N_("change: {value} bn; give a number of $ bn other than 0, such as -2500")
            problems.append(Message(text, {"value": self.change_bn}))
        if not 1 <= self.months <= 240:
            problems.append(Message(N_("months: {value}; choose 1 to 240"), {"value": self.months}))
        for name, allowed in (("mode", get_args(Mode)), ("refunding", get_args(Refunding))):
            if getattr(self, name) not in allowed:
                text = N_("{name}: {value!r} is not known; choose {allowed}")
                fields = {"name": name, "value": getattr(self, name), "allowed": ", ".join(allowed)}
                problems.append(Message(text, fields))
        if not 0 <= self.mbs_share <= 1:
            problems.append(Message(N_("share of MBS: {value}; choose 0 to 1"), {"value": self.mbs_share}))
        if not self.half_life_years > 0:
            text = N_("half-life: {value} years; give a number above 0")
            problems.append(Message(text, {"value": self.half_life_years}))
        InputError.check(problems)


def sale_mix() -> Floats:
    """Return the shares of the rungs in holdings of more than a year, summing to 1 (March 2022)."""
    held = np.where(YEARS > 1.0, snapshots()[-1].ladder(), 0.0)
    return np.asarray(held / held.sum())


@lru_cache(maxsize=64)
def _unit_supply(
    over: int, mode: Mode, refunding: Refunding, mbs_share: float, months: int
) -> tuple[Floats, Floats, Floats]:
    """Return what the public holds more when the bank gives up 1 bn: [months + 1, rungs], and bills and MBS.

    Kept: a reader who moves the amount asks for the same path again.
    """
    fresh = sale_mix() if mode == "active" else new_issues()
    in_bills = mode == "passive" and refunding == "bills"
    rolled = new_issues()
    coupons = 0.0 if in_bills else (1.0 - mbs_share) / over
    ladders = np.zeros((months + 1, RUNGS))
    for u in range(1, months + 1):
        ladders[u, :-1] = ladders[u - 1, 1:]
        ladders[u] += ladders[u - 1, 0] * rolled
        if u <= over:
            ladders[u] += coupons * fresh
    done = np.minimum(np.arange(months + 1) / over, 1.0)
    bills = done * (1.0 - mbs_share) if in_bills else np.zeros(months + 1)
    found = ladders, bills, done * mbs_share
    for each in found:
        each.setflags(write=False)
    return found


def supply_path(change: Change, prices: RiskPrices, gdp_bn: float, months: int = HORIZON_MONTHS) -> Floats:
    """Return what the public holds more, in ten-year equivalents, percent of GDP, shape [2, months + 1].

    The change builds up month by month; what has been taken over ages and is
    rolled into new issues as the bank would have done; GDP grows meanwhile.
    """
    if not (np.isfinite(gdp_bn) and gdp_bn > 0):
        raise InputError.of(N_("GDP: {value} bn; give a number above 0"), value=gdp_bn)
    weights = prices.rungs()
    bill, mbs = prices.weights(BILL_YEARS), prices.weights(MBS_DURATION_YEARS)
    ladders, bills, pools = _unit_supply(
        change.months, change.mode, change.refunding, change.mbs_share, months
    )
    taken = weights @ ladders.T + np.outer(bill, bills) + np.outer(mbs, pools)
    path = -change.change_bn * taken
    after = np.maximum(np.arange(months + 1) - change.months, 0) / MONTHS_PER_YEAR
    gdp = gdp_bn * (1.0 + GDP_GROWTH_PCT / 100.0) ** (np.arange(months + 1) / MONTHS_PER_YEAR)
    return path * 0.5 ** (after / change.half_life_years) / gdp * 100.0
