"""How the data stand: how old, how sound, and what waits in quarantine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import numpy as np

from tidegate.catalog import series as catalogue_series
from tidegate.catalog import series_ids
from tidegate.catalog.model import Frequency
from tidegate.data import generations, quarantine
from tidegate.data.asof import period_end
from tidegate.data.files import Origin, read_manifest, verify
from tidegate.data.gate import IDENTITIES, Case, History, broken, doubts
from tidegate.data.keeper import Keeper
from tidegate.errors import StoreError
from tidegate.message import N_, Message

OLD_AFTER = MappingProxyType(
    {
        Frequency.DAILY: 14,
        Frequency.WEEKLY: 21,
        Frequency.MONTHLY: 75,
        Frequency.QUARTERLY: 200,
        Frequency.ANNUAL: 500,
    }
)
"""Days after the end of its period at which a figure is called old."""


@dataclass(frozen=True)
class Held:
    """How one series stands.

    Attributes
    ----------
    series, provider
        Id and module of the provider.
    last
        Last date that is held.
    age_days
        From the end of its period to the day of the question; negative for projections.
    old
        Whether that is more than usual for the series.
    retrieved
        When it came.
    synced
        Whether the user's own store has it, not the snapshot alone.
    count
        Number of dates.
    """

    series: str
    provider: str
    last: date
    age_days: int
    old: bool
    retrieved: date
    synced: bool
    count: int


@dataclass(frozen=True)
class Status:
    """How the data stand as a whole.

    Attributes
    ----------
    folder
        The user's own store.
    generation
        Which state of it counts; "" if there is none.
    synced
        When it was last fed; None if never.
    bytes
        Its size on the disk, everything in it.
    rows
        One for each series held.
    quarantine
        Batches that were not believed.
    """

    folder: Path
    generation: str
    synced: date | None
    bytes: int
    rows: tuple[Held, ...]
    quarantine: tuple[quarantine.Held, ...]

    @property
    def old(self) -> tuple[Held, ...]:
        """Series that are older than usual, the oldest first."""
        return tuple(sorted((r for r in self.rows if r.old), key=lambda r: -r.age_days))


def status(today: date, folder: Path | None = None) -> Status:
    """Return how the data stand on a day.

    Raises
    ------
    StoreError
        If the user's own store is damaged.
    """
    keeper = Keeper(folder)
    try:
        rows = tuple(_rows(keeper, today))
        own = keeper.manifest
        found = quarantine.listed(keeper.folder)
        size = _bytes_in(keeper.folder)
        return Status(keeper.folder, keeper.generation, own.date if own else None, size, rows, found)
    finally:
        keeper.close()


def _bytes_in(folder: Path) -> int:
    """Return the size of all files in a folder; what another process takes away meanwhile does not count."""
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.stat(os.path.join(where, name)).st_size
    return total


def _known(keeper: Keeper) -> dict[str, Origin]:
    """Return what is held of series that the catalogue knows; a store may be older or newer than the program."""
    own = keeper.manifest.series if keeper.manifest is not None else {}
    names = set(series_ids())
    return {k: o for k, o in sorted({**keeper.base_origins, **own}.items()) if k in names}


def _rows(keeper: Keeper, today: date) -> Iterator[Held]:
    own = keeper.manifest.series if keeper.manifest is not None else {}
    for key, origin in _known(keeper).items():
        entry = catalogue_series(key)
        end = period_end(np.array([origin.last], "datetime64[D]"), entry)[0].item()
        age = (today - end).days
        yield Held(
            key,
            entry.provider,
            date.fromisoformat(origin.last),
            age,
            age > OLD_AFTER[entry.frequency],
            date.fromisoformat(origin.retrieved),
            key in own,
            origin.count,
        )


@dataclass(frozen=True)
class Finding:
    """What a check of the data found wrong.

    Attributes
    ----------
    about
        Series, file or folder.
    problem
        In a sentence.
    """

    about: str
    problem: Message


def check(today: date, folder: Path | None = None) -> tuple[Finding, ...]:
    """Validate everything that is held: files, checksums, dates, values, and what must add up.

    Parameters
    ----------
    today
        The day of the question.
    folder
        Of the store; None: the user's own.

    Returns
    -------
    tuple
        Empty if all is well. Nothing is raised for a damaged store: that is a finding.
    """
    try:
        keeper = Keeper(folder)
    except StoreError as problem:
        return tuple(Finding("store", each) for each in problem.problems)
    try:
        return tuple(_findings(keeper, today))
    finally:
        keeper.close()


def _findings(keeper: Keeper, today: date) -> Iterator[Finding]:
    for base in keeper.base:
        try:
            verify(base, read_manifest(base))
        except StoreError as problem:
            yield from (Finding(str(base), each) for each in problem.problems)
    for path in generations.generations(keeper.folder):
        if generations.sound(path) is None:
            yield Finding(path.name, Message(N_("an earlier state of the store is damaged")))
    held: dict[str, History] = {}
    for key in _known(keeper):
        held[key] = keeper.held(key)
        entry = catalogue_series(key)
        if not np.isfinite(held[key].values).all():
            yield Finding(key, Message(N_("a value is not a number")))
        # By itself a series can only be doubted for its dates and for impossible values; projections reach ahead.
        case = Case(entry, empty_history(), held[key], max(today, held[key].dates[-1].item()))
        for doubt in doubts(case):
            yield Finding(key, doubt.reason)
    for key, doubt in broken(held, lambda name: held.get(name, empty_history()), IDENTITIES).items():
        if key in {i.total for i in IDENTITIES}:
            yield Finding(key, doubt.reason)


def empty_history() -> History:
    """Return a series of which nothing is held."""
    return History(np.array([], "datetime64[D]"), np.array([], np.float64))
