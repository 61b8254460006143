"""Doubts about tables of securities and operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np

from tidegate.data.gate.checks import Doubt, History
from tidegate.data.table import Table
from tidegate.message import N_, Message, Number
from tidegate.units import DAYS_PER_YEAR


@dataclass(frozen=True)
class Shape:
    """What rows of a table must be like.

    Attributes
    ----------
    when
        The date that the row is of.
    rows
        What tells rows of one date apart.
    amount
        A number that every row has, none of them negative; "" if there is none.
    ahead_days
        So far ahead a date may lie: auctions are announced, gilts settle later.
    moves_slowly
        Whether the amounts of a date add up to a total that changes little.
    """

    when: str
    rows: tuple[str, ...]
    amount: str = ""
    ahead_days: int = 0
    moves_slowly: bool = False


SHAPES = MappingProxyType(
    {
        "holdings": Shape("as_of", ("bank", "cusip"), "par_bn", moves_slowly=True),
        "terms": Shape("record_date", ("cusip",), "outstanding_bn", moves_slowly=True),
        "debt": Shape("record_date", ("class", "maturity"), "outstanding_bn", moves_slowly=True),
        "auctions": Shape("auction_date", ("cusip",), ahead_days=31),
        "apf": Shape("date", ("isin",), ahead_days=7),
        "meetings": Shape("date", (), ahead_days=1),
    }
)
"""By table; the others come with the package and are read from no publisher."""
TREASURIES = ("Bills", "NotesBonds", "TIPS", "FRNs")
NEAR_DAYS = 8
LEVEL_SHARE = 0.03
MOST_RATIO, RATIO_PER_YEAR = 1.5, 1.6
"""A total may be so many times the nearest one that is held, and so many times more for each year between them."""
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
    shape = SHAPES.get(name)
    if shape is None:
        return
    yield from _by_itself(shape, read, today)
    if held is None or not len(held):
        return
    if shape.moves_slowly:
        yield from _totals(shape, held, read)
    else:
        yield from _rows_lost(shape, held, read)


def _by_itself(shape: Shape, read: Table, today: date) -> Iterator[Doubt]:
    """Yield what is impossible whatever was held before."""
    when = read[shape.when]
    if np.isnat(when).any():
        reason = N_("{count} rows without a date")
        yield Doubt("dates", Message(reason, {"count": int(np.isnat(when).sum())}))
    late = when[when > np.datetime64(today, "D") + shape.ahead_days]
    if late.size:
        yield Doubt("dates", Message(N_("{day} lies in the future"), {"day": late.max().item()}))
    if {"auction_date", "issue_date", "maturity"} <= set(read.columns):
        wrong = (read["issue_date"] < read["auction_date"]) | (read["maturity"] <= read["issue_date"])
        if wrong.any():
            reason = N_("{cusip} is issued before it is auctioned, or falls due before it is issued")
            yield Doubt("dates", Message(reason, {"cusip": str(read["cusip"][wrong][0])}))
    keys = list(zip(*(read[k].astype(np.str_).tolist() for k in (shape.when, *shape.rows)), strict=True))
    if len(set(keys)) < len(keys):
        twice = next(k for k, count in Counter(keys).items() if count > 1)
        yield Doubt("table", Message(N_("{row} comes twice"), {"row": " ".join(twice)}))
    if not shape.amount:
        return
    amounts = read[shape.amount]
    if not np.isfinite(amounts).all():
        reason = N_("{count} rows have no amount")
        yield Doubt("impossible", Message(reason, {"count": int((~np.isfinite(amounts)).sum())}))
    below = amounts < 0
    if below.any():
        reason = N_("{value} on {day} is not possible")
        values = {"value": Number(float(amounts[below].min()), 3), "day": when[below][0].item()}
        yield Doubt("impossible", Message(reason, values))


def _totals(shape: Shape, held: Table, read: Table) -> Iterator[Doubt]:
    """Yield totals that are far from the nearest one held, and dates with far fewer rows."""
    amount, when = shape.amount, shape.when
    days = np.unique(held[when])
    for day in np.unique(read[when][~np.isnat(read[when])]):
        rows = read.where(read[when] == day)
        before = held.where(held[when] == days[np.abs((days - day).astype(np.int64)).argmin()])
        years = abs((day - before[when][0]).astype(np.int64)) / DAYS_PER_YEAR
        old, new = float(np.nansum(before[amount])), float(np.nansum(rows[amount]))
        limit = MOST_RATIO * RATIO_PER_YEAR**years
        if old > 0 and not 1 / limit < new / old < limit:
            reason = N_("the total on {day} is {new}, after {old}")
            shown = {"day": day.item(), "new": Number(new, 1), "old": Number(old, 1)}
            yield Doubt("unit" if not 0.01 < new / old < 100 else "jump", Message(reason, shown))
        if len(rows) < FEWEST_SHARE * len(before):
            reason = N_("{new} rows on {day}, after {old}")
            yield Doubt("gaps", Message(reason, {"new": len(rows), "day": day.item(), "old": len(before)}))


def _rows_lost(shape: Shape, held: Table, read: Table) -> Iterator[Doubt]:
    """Yield a doubt if the span that was read again has far fewer rows than are held of it."""
    when = read[shape.when][~np.isnat(read[shape.when])]
    if not when.size:
        return
    known = int(((held[shape.when] >= when.min()) & (held[shape.when] <= when.max())).sum())
    if when.size < FEWEST_SHARE * known:
        reason = N_("{new} rows from {first} to {last}, after {old}")
        values = {"new": when.size, "first": when.min().item(), "last": when.max().item(), "old": known}
        yield Doubt("gaps", Message(reason, values))
