"""The working state of a run-off: what is held, where money can go, and what changed on which day.

Plain lists on purpose: the work is one pass over a few thousand securities,
where whole-array arithmetic would only add overhead.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.issuance import Issuance
from tidegate.bank.portfolio.settlement import next_business_day
from tidegate.units import Days

Amounts = NDArray[np.float64]
_DAY = np.timedelta64(1, "D")


class Ladder:
    """Everything that can be held, with its running amount, and the order in which it falls due.

    Amounts of TIPS are index units (principal over reference CPI), of all
    others par. Days count from the date of the book.
    """

    def __init__(self, book: SecurityBook, issues: Issuance, end: np.datetime64, ref0: float) -> None:
        self.label = book.cusip + issues.label
        self.maturity: Days = np.concatenate([book.maturity, issues.maturity])
        kind = np.concatenate([book.kind, issues.kind])
        self.kind: list[int] = kind.tolist()
        self.is_bill: list[bool] = (kind == Kind.BILL).tolist()
        self.is_tips: list[bool] = (kind == Kind.TIPS).tolist()
        self.rate: list[float] = (np.concatenate([book.coupon_pct, issues.coupon_pct]) / 100.0).tolist()
        none = [0.0] * len(issues)
        held = np.where(book.kind == Kind.TIPS, (book.par_bn + book.inflation_bn) / ref0, book.par_bn)
        self.amount: list[float] = [*held.tolist(), *none]
        self.par: list[float] = [*book.par_bn.tolist(), *none]
        self.first_issue = len(book.cusip)
        day0 = np.datetime64(book.as_of, "D")
        self.due: list[int] = ((self.maturity - day0) / _DAY).astype(int).tolist()
        self.pay: list[int] = ((next_business_day(self.maturity) - day0) / _DAY).astype(int).tolist()
        month0 = day0.astype("datetime64[M]")
        months = (self.maturity.astype("datetime64[M]") - month0).astype(int)
        span = int((end.astype("datetime64[M]") - month0).astype(int)) + 1
        order = np.lexsort((np.arange(len(self.label)), self.maturity))
        order = order[(months[order] >= 0) & (months[order] < span)]
        cuts = np.searchsorted(months[order], np.arange(span + 1))
        self.by_month = [order[a:b].tolist() for a, b in zip(cuts[:-1], cuts[1:], strict=True)]
        """Rows that fall due in each month, in the order of their maturities."""


class Desks:
    """Which issues take a rollover or purchase of a day, and in which proportion."""

    def __init__(self, issues: Issuance, day0: np.datetime64, ladder: Ladder) -> None:
        at = ((issues.issue - day0) / _DAY).astype(int).tolist()
        tables: tuple[dict[int, list[tuple[int, float]]], ...] = ({}, {})
        bills = (issues.kind == Kind.BILL).tolist()
        for place, offered in enumerate(issues.offering_bn.tolist()):
            row = ladder.first_issue + place
            if ladder.due[row] > at[place]:
                tables[bills[place]].setdefault(at[place], []).append((row, offered))
        for table in tables:
            for day, offers in table.items():
                total = sum(size for _, size in offers)
                table[day] = [(row, size / total) for row, size in offers]
        self._tables = tables
        self._days = tuple(sorted(table) for table in tables)

    def shares(self, bills: bool, day: int) -> list[tuple[int, float]]:
        """Return (row, share of the amount): the issues of that day, else of the next, else of the last."""
        days = self._days[bills]
        return self._tables[bills][days[min(bisect_left(days, day), len(days) - 1)]]


class Log:
    """Changes by day: par and coupons of each kind, index units of TIPS, and the flows."""

    def __init__(self, days: int) -> None:
        self.par = [[0.0] * days for _ in Kind]
        self.interest = [[0.0] * days for _ in Kind]  # of index units for TIPS
        self.units = [0.0] * days
        self.redeemed = ([0.0] * days, [0.0] * days)  # coupons, bills
        self.rolled = [0.0] * days
        self.bought = [0.0] * days
        self.bought_bills = [0.0] * days

    def move(self, ladder: Ladder, row: int, day: int, par: float, amount: float) -> None:
        """Book a change of one security; positive in, negative out."""
        kind = ladder.kind[row]
        self.par[kind][day] += par
        if kind != Kind.BILL:
            self.interest[kind][day] += amount * ladder.rate[row]
            if kind == Kind.TIPS:
                self.units[day] += amount

    def levels(self, changes: list[list[float]], opening: Amounts) -> Amounts:
        """Return levels by day and kind from opening levels and changes, shape [days, kinds]."""
        return np.asarray(opening + np.cumsum(np.array(changes).T, axis=0))
