"""Figures that a person brings or lets in: files of one's own, and batches out of quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tidegate.catalog import series as catalogue_series
from tidegate.data import quarantine
from tidegate.data.canonical import canonical
from tidegate.data.files import user_folder
from tidegate.data.gate import Case, Doubt, History, doubts
from tidegate.data.keeper import Accepted, Keeper
from tidegate.data.providers import user_csv
from tidegate.errors import InputError
from tidegate.message import N_


@dataclass(frozen=True)
class Added:
    """What became of figures that a person brought.

    Attributes
    ----------
    name
        Id of the series, or name of the table.
    new, revised
        Numbers of dates.
    doubts
        Why they went into quarantine instead; empty if they did not.
    quarantine
        Name there, or "".
    """

    name: str
    new: int
    revised: int
    doubts: tuple[Doubt, ...] = ()
    quarantine: str = ""


def add_file(
    path: Path, series_id: str, column: str | None, today: date, folder: Path | None = None
) -> Added:
    """Add a user's CSV or Parquet file to a series of the catalogue, through the same gate as any publisher's.

    Parameters
    ----------
    path
        The file; see `tidegate.data.providers.user_csv.read`.
    series_id, column
        Which series it is, and the column if it is not the second.
    today
        Vintage of what is new.
    folder
        Of the store; None: the user's own.

    Raises
    ------
    UnknownName
        If there is no such series.
    InputError, ParseError
        If the file cannot be used.
    StoreError
        If the store is damaged or cannot be written.
    """
    entry = catalogue_series(series_id)
    read = user_csv.read(path, series_id, column)
    content = History(read.dates, canonical(read.values, entry.scale))
    keeper = Keeper(folder)
    try:
        # A file may hold any part of a series.
        why = tuple(
            d
            for d in doubts(Case(entry, keeper.held(entry.id), content, today))
            if d.kind not in ("gaps", "stale")
        )
        if why:
            held = quarantine.put(keeper.folder, entry.id, content, why, today, "user_csv")
            return Added(entry.id, 0, 0, why, held.id)
        counts = keeper.commit(Accepted({entry.id: content}), {}, today).counts
        return Added(entry.id, *counts[entry.id])
    finally:
        keeper.close()


def release(quarantine_id: str, today: date, folder: Path | None = None) -> Added:
    """Let a batch out of quarantine into the store, on a person's word.

    Raises
    ------
    UnknownName
        If there is no such batch.
    InputError
        If it is a table with other columns.
    StoreError
        If it or the store is damaged, or the store cannot be written.
    """
    keeper = Keeper(folder)
    try:
        path = quarantine.path_of(keeper.folder, quarantine_id)
        held, content = quarantine.load(path)
        if isinstance(content, History):
            catalogue_series(held.name)
            accepted = Accepted({held.name: content})
        else:
            now = keeper.table(held.name)
            if now is not None and set(now.columns) != set(content.columns):
                text = N_("{id}: its columns are not those of the table {name}; it can only be thrown away")
                raise InputError.of(text, id=held.id, name=held.name)
            accepted = Accepted(tables={held.name: content})
        counts = keeper.commit(accepted, {held.source: None}, today).counts
        path.unlink(missing_ok=True)
        return Added(held.name, *counts[held.name])
    finally:
        keeper.close()


def drop(quarantine_id: str, folder: Path | None = None) -> None:
    """Throw a batch in quarantine away.

    Raises
    ------
    UnknownName
        If there is no such batch.
    """
    quarantine.path_of(folder or user_folder(), quarantine_id).unlink(missing_ok=True)
