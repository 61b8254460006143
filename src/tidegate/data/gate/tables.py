"""Doubts about tables of securities and operations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from tidegate.data.gate.checks import Doubt, History
from tidegate.data.table import Table
from tidegate.message import N_, Message, Number

AMOUNTS = {
    "holdings": ("par_bn", "as_of"),
    "terms": ("outstanding_bn", "record_date"),
    "debt": ("outstanding_bn", "record_date"),
}
"""Where a table has a total that moves slowly: the amount, and the date it is of."""
TREASURIES = ("Bills", "NotesBonds", "TIPS", "FRNs")
NEAR_DAYS = 8
LEVEL_SHARE = 0.03
MOST_RATIO = 1.5
FEWEST_SHARE = 0.5


def table_doubts(name: str, held: Table | None, read: Table, today: date) -> tuple[Doubt, ...]:
    """Return every doubt about a table.

    Parameters
    ----------
    name
        Key of `tidegate.data.files.TABLES`.
    held, read
        As held (None: not at all) and as read, with the same columns.
    today
        The day of the question.
    """
    return tuple(_doubts(name, held, read, today))


def against_level(read: Table, level: History) -> tuple[Doubt, ...]:
    """Return a doubt if the Treasuries of the holdings by CUSIP are not what H.4.1 shows for about that day.

    Parameters
    ----------
    read
        Table ``holdings``.
    level
        Treasury securities held (``TREAST``), $ bn, with the compensation for inflation.
    """
    kinds = np.isin(read["security_type"], TREASURIES)
    found: list[Doubt] = []
    for day in np.unique(read["as_of"]):
        near = np.abs((level.dates - day).astype(np.int64)) <= NEAR_DAYS if len(level) else np.array([], bool)
        if not near.any():
            continue
        rows = kinds & (read["as_of"] == day)
        total = float(np.nansum(read["par_bn"][rows]) + np.nansum(read["inflation_bn"][rows]))
        shown = float(level.values[near][-1])
        if abs(total / shown - 1) > LEVEL_SHARE:
            reason = N_("the Treasuries of {day} add up to {total}; H.4.1 shows {level}")
            values = {"day": day.item(), "total": Number(total, 1), "level": Number(shown, 1)}
            found.append(Doubt("identity", Message(reason, values)))
    return tuple(found)


def _doubts(name: str, held: Table | None, read: Table, today: date) -> Iterator[Doubt]:
    if held is not None and set(held.columns) != set(read.columns):
        reason = N_("the columns are {new}, not {old}")
        yield Doubt(
            "table", Message(reason, {"new": ", ".join(read.columns), "old": ", ".join(held.columns)})
        )
        return
    if not len(read):
        yield Doubt("table", Message(N_("no rows")))
        return
    if name not in AMOUNTS or held is None:
        return
    amount, when = AMOUNTS[name]
    for day in np.unique(read[when]):
        rows = read.where(read[when] == day)
        if day > np.datetime64(today, "D"):
            yield Doubt("dates", Message(N_("{day} lies in the future"), {"day": day.item()}))
        if (rows[amount] < 0).any():
            reason = N_("{value} on {day} is not possible")
            values = {"value": Number(float(np.nanmin(rows[amount])), 3), "day": day.item()}
            yield Doubt("impossible", Message(reason, values))
        days = np.unique(held[when])
        before = held.where(held[when] == days[np.abs((days - day).astype(np.int64)).argmin()])
        years = abs((day - before[when][0]).astype(np.int64)) / 365.25
        old, new = float(np.nansum(before[amount])), float(np.nansum(rows[amount]))
        limit = MOST_RATIO * 1.6**years
        if old > 0 and not 1 / limit < new / old < limit:
            reason = N_("the total on {day} is {new}, after {old}")
            shown = {"day": day.item(), "new": Number(new, 1), "old": Number(old, 1)}
            yield Doubt("unit" if not 0.01 < new / old < 100 else "jump", Message(reason, shown))
        if len(rows) < FEWEST_SHARE * len(before):
            reason = N_("{new} rows on {day}, after {old}")
            yield Doubt("gaps", Message(reason, {"new": len(rows), "day": day.item(), "old": len(before)}))
