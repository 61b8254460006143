"""Policy rates day by day, and interest on balances that stand on report days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.liabilities.grid import Floats, check
from tidegate.bank.programmes.plan import Plan
from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import Days

RATES = ("lower_pct", "upper_pct", "reserves_pct", "reverse_repo_pct")


@dataclass(frozen=True)
class RatePath:
    """Policy rates in force on every calendar day, percent per year.

    Attributes
    ----------
    days
        Every day, ``datetime64[D]``, shape [days].
    lower_pct, upper_pct
        Target range; the upper end is the primary credit rate since 2020-03-16.
    reserves_pct
        Interest on reserve balances.
    reverse_repo_pct
        ON RRP rate. All of shape [days] or [paths, days].
    """

    days: Days
    lower_pct: Floats
    upper_pct: Floats
    reserves_pct: Floats
    reverse_repo_pct: Floats

    def __post_init__(self) -> None:
        found: list[Message] = []
        if self.days.size < 2 or not (np.diff(self.days) == np.timedelta64(1, "D")).all():
            found.append(Message(N_("rates: give one for every calendar day"), {}))
        for name in RATES:
            values = getattr(self, name)
            if values.shape[-1:] != self.days.shape or not np.isfinite(values).all():
                text = N_("rates: {name} must be a number on each of the {count} days")
                found.append(Message(text, {"name": name, "count": self.days.size}))
        InputError.check(found)

    def on(self, days: Days, name: str) -> Floats:
        """Return one of the rates on the days asked for, all of them within the path."""
        at = (days - self.days[0]).astype(int)
        if at.min() < 0 or at.max() >= self.days.size:
            raise InputError.of(
                N_("rates: known from {first} to {last} only; give them for {day} too"),
                first=self.days[0],
                last=self.days[-1],
                day=days[at < 0][0] if at.min() < 0 else days[-1],
            )
        return np.asarray(getattr(self, name)[..., at])


def announced_rates(plan: Plan, first: np.datetime64, last: np.datetime64) -> RatePath:
    """Return the rates a plan had in force from `first` to `last`, step by step; the last ones stay.

    Raises
    ------
    InputError
        If any rate had not been announced yet on `first`.
    """
    days = np.arange(first, last + 1, dtype="datetime64[D]")
    steps = {
        np.datetime64(r.effective, "D") for r in plan.records if any(x.kind == "policy_rate" for x in r.rules)
    }
    starts = np.array(sorted({first, *(s for s in steps if first < s <= last)}), dtype="datetime64[D]")
    table = np.array([[np.nan if v is None else v for v in plan.policy_rate(s)] for s in starts])
    at = np.searchsorted(starts, days, side="right") - 1
    return RatePath(days, *(table[at, column] for column in range(len(RATES))))


def interest(
    days: Days,
    balance_bn: ArrayLike,
    rate_days: Days,
    rate_pct: ArrayLike,
    year_days: float,
    period_means: bool = False,
) -> Floats:
    """Return the interest of each interval on a balance, $ bn, at rates that may step on any day.

    A day earns its own rate on its balance of the end of the day. Between
    report days the balance moves in a straight line.

    Parameters
    ----------
    days
        Report days, shape [days].
    balance_bn
        On the report days, shape [..., days]. With `period_means`, means of the
        days of the interval that ends there (as H.4.1's averages of a week).
    rate_days, rate_pct
        Every calendar day from the first report day to the last, and its rate, shape [..., rate days].
    year_days
        360 or 365.

    Returns
    -------
    Shape [..., days - 1].
    """
    at = (days - rate_days[0]).astype(int)
    length = np.diff(at)
    # Days after one report day up to the next: each with its weight of the later balance.
    within = np.arange(at[0] + 1, at[-1] + 1)
    interval = np.repeat(np.arange(length.size), length)
    later = np.ones(within.size) if period_means else (within - at[interval]) / length[interval]
    daily = np.asarray(rate_pct, dtype=float)[..., within] / 100.0 / year_days
    starts = at[:-1] - at[0]
    on_later = np.add.reduceat(daily * later, starts, axis=-1)
    on_earlier = np.add.reduceat(daily * (1.0 - later), starts, axis=-1)
    balance = np.asarray(balance_bn, dtype=float)
    return np.asarray(balance[..., :-1] * on_earlier + balance[..., 1:] * on_later)


def running(days: Days, yearly_bn: ArrayLike, year_days: float) -> Floats:
    """Return what a yearly amount that stands on report days comes to in each interval (straight line between)."""
    yearly = np.asarray(yearly_bn, dtype=float)
    length = np.diff(days) / np.timedelta64(1, "D") / year_days
    return np.asarray(0.5 * (yearly[..., :-1] + yearly[..., 1:]) * length)


def bill_book_yield(days: Days, yield_days: Days, yield_pct: ArrayLike, months: float = 6.0) -> Floats:
    """Return what a ladder of bills earns: the mean bill yield of the last `months`, percent.

    Bills earn the yield at which they were bought; a ladder whose mean term
    at purchase is half a year holds equal parts of each of the last six months.

    Parameters
    ----------
    days
        Report days.
    yield_days, yield_pct
        Every calendar day, from `months` before the first report day if it can
        be (otherwise the mean is over fewer days), shape [yield days].
    """
    total = np.concatenate([[0.0], np.cumsum(np.asarray(yield_pct, dtype=float))])
    end = (days - yield_days[0]).astype(int) + 1
    start = np.maximum(end - round(months * 365.25 / 12), 0)
    return np.asarray((total[end] - total[start]) / (end - start))


def check_grid(days: Days, rates: RatePath) -> None:
    """Raise InputError if the grid is not increasing or lies outside the rates."""
    check(days, {}, {})
    rates.on(days[[0, -1]], "reserves_pct")
