"""What a batch adds to what is held: new dates, and new vintages of dates that were revised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tidegate.data.gate.checks import History
from tidegate.data.table import Column, Table
from tidegate.units import Days

TABLE_KEYS = MappingProxyType(
    {
        "holdings": ("bank", "as_of"),
        "terms": ("record_date",),
        "auctions": ("auction_date", "cusip"),
        "offerings": ("period", "frequency", "tenor"),
        "debt": ("record_date",),
        "apf": ("date", "isin"),
        "meetings": ("date",),
    }
)
"""What rows of a table stand for; a batch replaces the rows whose key it has."""


@dataclass(frozen=True)
class Rows:
    """Observations with their vintages, sorted by both; shape [n] each.

    Attributes
    ----------
    dates, vintages
        ``datetime64[D]``.
    values
        In the canonical unit.
    """

    dates: Days
    vintages: Days
    values: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.dates)

    def history(self) -> History:
        """Return the latest value of each date."""
        last = np.ones(len(self), dtype=bool)
        last[:-1] = self.dates[1:] != self.dates[:-1]
        return History(self.dates[last], self.values[last])


@dataclass(frozen=True)
class Change:
    """What a batch adds.

    Attributes
    ----------
    rows
        To be added; a row of the same date and vintage is replaced.
    new, revised
        Numbers of dates that were not held, and that were held with another value.
    """

    rows: Rows
    new: int
    revised: int


def change(held: History, read: History, day: date) -> Change:
    """Return what figures read on a day add to what is held.

    Parameters
    ----------
    held, read
        In the canonical unit. Dates that are held and were not read stay as they are.
    day
        Vintage of what is added.
    """
    at = np.searchsorted(held.dates, read.dates)
    inside = at < len(held)
    known = np.zeros(len(read), dtype=bool)
    known[inside] = held.dates[at[inside]] == read.dates[inside]
    same = np.zeros(len(read), dtype=bool)
    same[known] = held.values[at[known]] == read.values[known]
    added = ~same
    count = int(added.sum())
    rows = Rows(read.dates[added], np.full(count, np.datetime64(day, "D")), read.values[added])
    revised = int((known & ~same).sum())
    return Change(rows, count - revised, revised)


def change_of_vintages(held: Rows, read: Rows) -> Change:
    """Return what a history of vintages adds: rows whose value did not already stand on that day."""
    order = np.lexsort((read.vintages, read.dates))
    dates, vintages, values = read.dates[order], read.vintages[order], read.values[order]
    keep = np.ones(len(dates), dtype=bool)
    before = held.history()
    for i in range(len(dates)):
        first, last = np.searchsorted(held.dates, dates[i]), np.searchsorted(held.dates, dates[i], "right")
        stood = np.searchsorted(held.vintages[first:last], vintages[i], "right")
        keep[i] = not (stood and held.values[first + stood - 1] == values[i])
    rows = Rows(dates[keep], vintages[keep], values[keep])
    new = len(np.setdiff1d(np.unique(rows.dates), before.dates))
    return Change(rows, new, len(rows) - new)


def joined(old: Rows, added: Rows) -> Rows:
    """Return rows together, sorted; where date and vintage are equal the added one stays."""
    dates = np.concatenate([old.dates, added.dates])
    vintages = np.concatenate([old.vintages, added.vintages])
    values = np.concatenate([old.values, added.values])
    order = np.lexsort((np.arange(len(dates)), vintages, dates))
    dates, vintages, values = dates[order], vintages[order], values[order]
    last = np.ones(len(dates), dtype=bool)
    last[:-1] = (dates[1:] != dates[:-1]) | (vintages[1:] != vintages[:-1])
    return Rows(dates[last], vintages[last], values[last])


def informative(rows: Rows) -> Rows:
    """Return the rows without those that only repeat the value of the vintage before."""
    told = np.ones(len(rows), dtype=bool)
    told[1:] = (rows.dates[1:] != rows.dates[:-1]) | (rows.values[1:] != rows.values[:-1])
    return Rows(rows.dates[told], rows.vintages[told], rows.values[told])


def merged_table(name: str, old: Table | None, read: Table) -> tuple[Table, int, int]:
    """Return a table with the rows of a batch, and how many keys are new and how many changed.

    Parameters
    ----------
    name
        Key of `TABLE_KEYS`.
    old, read
        As held (None: not at all) and as read, with the same columns.
    """
    keys = TABLE_KEYS[name]
    if old is None or not len(old):
        return sorted_table(read, keys), len(np.unique(_key(read, keys))), 0
    ours, theirs = _key(old, keys), _key(read, keys)
    both = np.intersect1d(ours, theirs)
    changed = sum(not _equal(old.where(ours == k), read.where(theirs == k)) for k in both)
    kept = old.where(~np.isin(ours, theirs))
    columns = {k: np.concatenate([kept[k], read[k]]) for k in old.columns}
    return sorted_table(Table(columns), keys), len(np.unique(theirs)) - len(both), changed


def sorted_table(table: Table, keys: tuple[str, ...]) -> Table:
    """Return a table in order of its keys; rows of one key keep their order."""
    return table.where(np.lexsort([table[k] for k in reversed(keys)]))


def _key(table: Table, keys: tuple[str, ...]) -> Column:
    parts = [table[k].astype(np.str_) for k in keys]
    found = parts[0]
    for part in parts[1:]:
        found = np.char.add(np.char.add(found, "\t"), part)
    return found


def _equal(one: Table, other: Table) -> bool:
    if len(one) != len(other):
        return False
    return all(np.array_equal(one[k], other[k], equal_nan=one[k].dtype.kind in "fM") for k in one.columns)
