"""The cash balance that the Treasury has said it assumes at the end of a quarter.

Twice in three months, before each refunding and with each release of borrowing
estimates, the Treasury names the balance it plans for the end of the quarter
at hand and of the next. What it takes from, or gives back to, the banks on the
way there is known beforehand. Source: U.S. Department of the Treasury,
"Treasury Announces Marketable Borrowing Estimates"; ``treasury_cash.csv``
says how each figure was read.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from tidegate.errors import InputError
from tidegate.message import N_, Message


@dataclass(frozen=True)
class CashPlan:
    """One assumption of the Treasury.

    Attributes
    ----------
    announced
        Day of the release.
    quarter_end
        For which the balance is assumed.
    cash_bn
        Assumed balance, $ bn.
    """

    announced: date
    quarter_end: date
    cash_bn: float


def read_plans(text: str) -> tuple[CashPlan, ...]:
    """Read a table of announcements: ``announced``, ``quarter_end``, ``cash_bn``; lines with ``#`` are notes.

    Raises
    ------
    InputError
        For a balance below 0 or a quarter that ended before its announcement: all problems at once.
    """
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    plans = tuple(
        CashPlan(
            date.fromisoformat(row["announced"]),
            date.fromisoformat(row["quarter_end"]),
            float(row["cash_bn"]),
        )
        for row in csv.DictReader(lines)
    )
    found = []
    for plan in plans:
        if not plan.cash_bn >= 0.0:
            text_ = N_("cash balance of {day}: {value} bn; give an amount of at least 0")
            found.append(Message(text_, {"day": plan.quarter_end, "value": plan.cash_bn}))
        if plan.quarter_end < plan.announced:
            text_ = N_("cash balance announced on {day}: the quarter had ended on {end}; correct one of them")
            found.append(Message(text_, {"day": plan.announced, "end": plan.quarter_end}))
    InputError.check(found)
    return plans


@cache
def announced_plans() -> tuple[CashPlan, ...]:
    """Return every assumption on record since October 2012, in the order of the announcements."""
    return read_plans((files(__package__) / "treasury_cash.csv").read_text(encoding="utf-8"))


def plan_known(as_of: date, plans: Sequence[CashPlan] | None = None) -> CashPlan | None:
    """Return what the Treasury last said, by a day, of the nearest quarter-end still to come.

    Parameters
    ----------
    as_of
        The day; its own announcements count, and a quarter that ends on it.
    plans
        Default: the record.

    Returns
    -------
    CashPlan or None
        None where nothing had been said of that or any later quarter.
    """
    known = [
        p for p in (announced_plans() if plans is None else plans) if p.announced <= as_of <= p.quarter_end
    ]
    if not known:
        return None
    nearest = min(p.quarter_end for p in known)
    return max((p for p in known if p.quarter_end == nearest), key=lambda p: p.announced)
