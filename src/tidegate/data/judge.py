"""From what jobs brought home to what is believed: units, the gate, the sums, and quarantine for the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import numpy as np

from tidegate.catalog import series as catalogue_series
from tidegate.data import quarantine
from tidegate.data.canonical import canonical
from tidegate.data.gate import Case, Doubt, History, against_level, broken, doubts, table_doubts
from tidegate.data.keeper import Accepted, Keeper
from tidegate.data.merge import Rows
from tidegate.data.providers.model import Batch, Job
from tidegate.data.quarantine import Held


def judged(
    jobs: Sequence[Job], batches: Sequence[Batch | None], keeper: Keeper, day: date
) -> tuple[Accepted, dict[str, Held]]:
    """Return what passed the gate, and what went into quarantine, by series or table.

    Parameters
    ----------
    jobs, batches
        What a provider was asked for and what came; None where nothing did.
    keeper
        What is held, and where quarantine is.
    day
        Today.

    Raises
    ------
    StoreError
        If quarantine cannot be written.
    """
    read: dict[str, History] = {}
    vintages: dict[str, Rows] = {}
    sources: dict[str, str] = {}
    aside: dict[str, Held] = {}
    tables = {}
    for job, batch in zip(jobs, batches, strict=True):
        if batch is None:
            continue
        for key, found in batch.series.items():
            read[key] = History(found.dates, canonical(found.values, catalogue_series(key).scale))
            sources[key] = job.key
        for key, every in batch.vintages.items():
            values = canonical(every.values, catalogue_series(key).scale)
            order = np.lexsort((every.vintages, every.dates))
            vintages[key] = Rows(every.dates[order], every.vintages[order], values[order])
            read[key] = vintages[key].history()
            sources[key] = job.key
        for name, table in batch.tables.items():
            found_doubts = table_doubts(name, keeper.table(name), table, day)
            if name == "holdings" and not found_doubts:
                found_doubts = against_level(table, keeper.held("TREAST"))
            if found_doubts:
                aside[name] = quarantine.put(keeper.folder, name, table, found_doubts, day, job.key)
            else:
                tables[name] = table
    for key, why in _all_doubts(read, keeper, day, set(vintages)).items():
        aside[key] = quarantine.put(keeper.folder, key, read[key], why, day, sources[key])
    good = {k: v for k, v in read.items() if k not in aside}
    sums = {k: _digest(v) for k, v in good.items()}
    now = {k: v for k, v in good.items() if k not in vintages}
    return Accepted(now, {k: v for k, v in vintages.items() if k in good}, tables, sums), aside


def _all_doubts(
    read: dict[str, History], keeper: Keeper, day: date, partial: set[str]
) -> dict[str, tuple[Doubt, ...]]:
    """Return the doubts about each series; a sum is judged on what passed by itself."""
    held = {key: keeper.held(key) for key in read}
    found = {}
    for key, content in read.items():
        why = doubts(Case(catalogue_series(key), held[key], content, day))
        if key in partial:  # a window of vintages is no whole history
            why = tuple(d for d in why if d.kind != "gaps")
        if why:
            found[key] = why
    sound = {k: v for k, v in read.items() if k not in found}
    return found | {k: (doubt,) for k, doubt in broken(sound, keeper.held).items()}


def _digest(content: History) -> str:
    return hashlib.sha256(content.dates.tobytes() + content.values.tobytes()).hexdigest()
