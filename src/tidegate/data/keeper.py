"""The user's own store: what is held in it over the snapshot, and the one way in which it changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from tidegate.catalog import series as catalogue_series
from tidegate.data import generations
from tidegate.data.connection import Connection
from tidegate.data.files import (
    OBSERVATIONS,
    STATE,
    Manifest,
    Origin,
    embedded_folder,
    read_manifest,
    user_folder,
    verify,
    write_store,
)
from tidegate.data.gate.checks import History
from tidegate.data.merge import Change, Rows, change, change_of_vintages, informative, joined, merged_table
from tidegate.data.table import Table
from tidegate.errors import StoreError

LEVEL = 3
EMPTY = Rows(np.array([], "datetime64[D]"), np.array([], "datetime64[D]"), np.array([], np.float64))


@dataclass(frozen=True)
class Accepted:
    """Figures that passed the gate, to be committed together.

    Attributes
    ----------
    series
        By id, canonical unit, as they stand today.
    vintages
        By id, canonical unit, revision by revision.
    tables
        By name.
    sums
        SHA-256 of what was read, by id.
    """

    series: Mapping[str, History] = field(default_factory=dict)
    vintages: Mapping[str, Rows] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    sums: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Committed:
    """What a commit changed.

    Attributes
    ----------
    counts
        New and revised dates (or keys of a table) by id or name.
    generation
        Name of the generation that counts now.
    """

    counts: Mapping[str, tuple[int, int]]
    generation: str


class Keeper:
    """Reads and changes the user's own store.

    Parameters
    ----------
    folder
        Of the store; None: the user's own.
    base
        Stores under it; None: the embedded snapshot.

    Raises
    ------
    StoreError
        If a store is there and cannot be read.
    """

    def __init__(self, folder: Path | None = None, base: Iterable[Path] | None = None) -> None:
        self.folder = folder or user_folder()
        self.base = tuple(base) if base is not None else (embedded_folder(),)
        self._base = self._all = Connection(self.base)
        self._base_rows: dict[str, Rows] = {}
        self.base_origins = {k: o for f in self.base for k, o in read_manifest(f).series.items()}
        self.refresh()

    def refresh(self) -> None:
        """Look at what counts now; another process may have written.

        Raises
        ------
        StoreError
            If it is damaged.
        """
        self._own: Path | None = None
        self.manifest: Manifest | None = None
        if generations.is_store(self.folder):
            self._own = generations.resolve(self.folder)
            self.manifest = read_manifest(self._own)
            verify(self._own, self.manifest)
        own = [self._own] if self._own is not None else []
        self._all.close()
        self._all = Connection([*self.base, *own])
        self._own_rows = self._read_own()

    @property
    def state(self) -> dict[str, Any]:
        """What the last synchronisation left for the next, by key of job."""
        if self._own is None or not (self._own / STATE).is_file():
            return {}
        found: dict[str, Any] = json.loads((self._own / STATE).read_text("utf-8"))
        return found

    @property
    def generation(self) -> str:
        """Name of the generation that counts; empty if there is none."""
        return self._own.name if self._own is not None else ""

    def origin(self, series_id: str) -> Origin | None:
        """Return where a series comes from, the own store first; None if nothing of it is held."""
        own = self.manifest.series if self.manifest is not None else {}
        return own.get(series_id) or self.base_origins.get(series_id)

    def rows(self, series_id: str) -> Rows:
        """Return everything held of a series, every vintage; empty if nothing is."""
        own = self._own_rows.get(series_id, EMPTY)
        if series_id not in self.base_origins:
            return own
        if series_id not in self._base_rows:
            self._base_rows[series_id] = Rows(*self._base.rows(series_id))
        base = self._base_rows[series_id]
        return informative(joined(base, own)) if len(own) else base

    def held(self, series_id: str) -> History:
        """Return a series as it is held, the latest value of each date."""
        return self.rows(series_id).history()

    def table(self, name: str) -> Table | None:
        """Return a table as it is held, or None."""
        try:
            return self._all.table(name)
        except StoreError:
            return None

    def commit(self, accepted: Accepted, state: Mapping[str, Any], day: date) -> Committed:
        """Add what was accepted to what counts now, in one generation.

        What counts is read again under the lock, so that two processes that
        write one after the other lose nothing of each other's.

        Parameters
        ----------
        accepted
            Figures.
        state
            Kept for the next synchronisation, by key of job; None under a key forgets it.
        day
            Vintage of what is new, and the day of retrieval.

        Raises
        ------
        StoreError
            If the store is damaged or cannot be written; nothing has changed then.
        """
        with generations.writing(self.folder):
            self.refresh()
            changes: dict[str, Change] = {k: change(self.held(k), v, day) for k, v in accepted.series.items()}
            changes |= {k: change_of_vintages(self.rows(k), v) for k, v in accepted.vintages.items()}
            counts = {k: (c.new, c.revised) for k, c in changes.items()}
            tables: dict[str, Table] = {}
            for name, read in accepted.tables.items():
                table, new, revised = merged_table(name, self.table(name), read)
                counts[name] = (new, revised)
                if new or revised:
                    tables[name] = table
            made = generations.commit(
                self.folder, lambda part: self._write(part, changes, tables, accepted, state, day)
            )
            self.refresh()
        return Committed(counts, made.name)

    def _write(
        self,
        part: Path,
        changes: Mapping[str, Change],
        tables: Mapping[str, Table],
        accepted: Accepted,
        state: Mapping[str, Any],
        day: date,
    ) -> None:
        own = dict(self._own_rows)
        origins = dict(self.manifest.series) if self.manifest is not None else {}
        for key, found in changes.items():
            own[key] = joined(own.get(key, EMPTY), found.rows)
            held = joined(self.rows(key), found.rows).history()
            if len(held):
                origins[key] = self._origin(key, held, day, accepted.sums.get(key, ""))
        kept = {n: self._all.table(n) for n in (self.manifest.tables if self.manifest is not None else ())}
        told = {k: v for k, v in {**self.state, **state}.items() if v is not None}
        columns = _columns({k: r for k, r in own.items() if len(r)})
        text = json.dumps(told, indent=1, sort_keys=True) + "\n"
        last = max(day, self.manifest.date) if self.manifest is not None else day
        write_store(part, columns, origins, {**kept, **tables}, last, texts={STATE: text}, level=LEVEL)

    def _read_own(self) -> dict[str, Rows]:
        """Return the rows of the own store alone, by series."""
        if self._own is None:
            return {}
        sql = "SELECT series, date, vintage, value FROM read_parquet(?) ORDER BY series, date, vintage"
        connection = Connection([self._own])
        found = connection.query(sql, [str(self._own / OBSERVATIONS)])
        connection.close()
        if not len(found["series"]):
            return {}
        ids, first = np.unique(found["series"], return_index=True)
        last = [*first[1:], len(found["series"])]
        columns = [found[c] for c in ("date", "vintage", "value")]
        return {str(i): Rows(*(c[a:b] for c in columns)) for i, a, b in zip(ids, first, last, strict=True)}

    def _origin(self, key: str, held: History, day: date, digest: str) -> Origin:
        entry = catalogue_series(key)
        before = self.origin(key)
        first, last = str(held.dates[0]), str(held.dates[-1])
        if before is not None and not digest:
            return replace(before, retrieved=day.isoformat(), count=len(held), first=first, last=last)
        points = before.points if before is not None else ()
        source = f"{entry.publisher}, via {entry.provider} {entry.code}"
        return Origin(source, str(entry.rights), day.isoformat(), digest, len(held), first, last, points)

    def close(self) -> None:
        """Close every connection."""
        self._base.close()
        self._all.close()


def _columns(rows: Mapping[str, Rows]) -> dict[str, Any]:
    """Return rows by series as the columns of a store."""
    ordered = sorted(rows.items())
    words = [np.full(len(r), k) for k, r in ordered]
    return {
        "series": np.concatenate(words) if words else np.array([], dtype="U1"),
        "date": np.concatenate([EMPTY.dates, *(r.dates for _, r in ordered)]),
        "vintage": np.concatenate([EMPTY.vintages, *(r.vintages for _, r in ordered)]),
        "value": np.concatenate([EMPTY.values, *(r.values for _, r in ordered)]),
    }
