"""Batches that were not believed: kept aside with the reason, until a person lets them in or throws them away."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from tidegate.data.durable import replace_json
from tidegate.data.gate.checks import Doubt, History
from tidegate.data.table import Table
from tidegate.errors import StoreError, UnknownName
from tidegate.message import N_, Message, Number

FOLDER = "quarantine"
MOST_BYTES = 200_000_000
MOST_KEPT = 10
"""So many batches of one series are kept; the oldest gives way."""
_ID = re.compile(r"[A-Za-z0-9_]+-[0-9a-f]{10}")


@dataclass(frozen=True)
class Held:
    """A batch in quarantine.

    Attributes
    ----------
    id
        Name of the series or table, a dash and the beginning of a checksum: the same batch is kept once.
    name
        Id of the series, or name of the table.
    kind
        ``series`` or ``table``.
    doubts
        Why.
    since
        The day on which it first came.
    source
        Job that brought it.
    count, first, last
        Its size, and its first and last date (None for tables without one).
    """

    id: str
    name: str
    kind: str
    doubts: tuple[Doubt, ...]
    since: date
    source: str
    count: int
    first: date | None = None
    last: date | None = None


def put(
    folder: Path, name: str, content: History | Table, doubts: Sequence[Doubt], day: date, source: str
) -> Held:
    """Keep a batch aside; one that is there already and sound stays as it is.

    Parameters
    ----------
    folder
        The store.
    name
        Id of the series, or name of the table.
    content
        In the canonical unit, or with the store's columns.
    doubts
        Why it is not believed.
    day
        Today.
    source
        Key of the job.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    body = _series(content) if isinstance(content, History) else _table(content)
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:10]
    path = folder / FOLDER / f"{name}-{digest}.json"
    try:
        return load(path)[0]
    except StoreError:  # not there, or damaged: written anew
        reasons = [
            {"kind": d.kind, "template": d.reason.template, "values": _plain(d.reason.params)} for d in doubts
        ]
        head = {"name": name, "since": day.isoformat(), "source": source, "doubts": reasons}
        replace_json(path, head | body)
        for old in _of(folder, name)[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    return load(path)[0]


def _of(folder: Path, name: str) -> list[Path]:
    """Return the files of one series or table, the one that came first at the front."""
    found = [p for p in (folder / FOLDER).glob(f"{name}-*.json") if p.stem.rpartition("-")[0] == name]
    return sorted(found, key=lambda p: (_came(p), p.name))


def _came(path: Path) -> int:
    """Return when a file came; 0 if another process has just taken it away."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _series(content: History) -> dict[str, Any]:
    return {"dates": [str(d) for d in content.dates], "values": content.values.tolist()}


def _table(content: Table) -> dict[str, Any]:
    kinds = {k: "days" if v.dtype.kind == "M" else v.dtype.kind for k, v in content.columns.items()}
    columns = {
        k: v.astype(str).tolist() if v.dtype.kind == "M" else v.tolist() for k, v in content.columns.items()
    }
    columns = {k: [None if isinstance(x, float) and x != x else x for x in v] for k, v in columns.items()}
    return {"columns": columns, "kinds": kinds}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    def one(value: Any) -> Any:
        if isinstance(value, Number):
            return {"number": value.value, "decimals": value.decimals}
        if isinstance(value, date):
            return {"day": value.isoformat()}
        return value if isinstance(value, int | float) else str(value)

    return {k: one(v) for k, v in values.items()}


def _value(raw: Any) -> Any:
    if isinstance(raw, dict) and "day" in raw:
        return date.fromisoformat(raw["day"])
    if isinstance(raw, dict):
        return Number(float(raw["number"]), int(raw["decimals"]))
    return raw


def load(path: Path) -> tuple[Held, History | Table]:
    """Return a batch in quarantine and its content.

    Raises
    ------
    StoreError
        If the file is not one of ours.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError
        raw = json.loads(path.read_text("utf-8"))
        doubts = tuple(
            Doubt(d["kind"], Message(str(d["template"]), {k: _value(v) for k, v in d["values"].items()}))
            for d in raw["doubts"]
        )
        base = partial(Held, path.stem, str(raw["name"]), doubts=doubts, source=str(raw["source"]))
        since = date.fromisoformat(raw["since"])
        if "columns" in raw:
            table = Table({k: _column(v, raw["kinds"][k]) for k, v in raw["columns"].items()})
            return base(kind="table", since=since, count=len(table)), table
        dates = np.array(raw["dates"], dtype="datetime64[D]")
        content = History(dates, np.array(raw["values"], dtype=np.float64))
        span = {"count": len(dates), "first": dates[0].item(), "last": dates[-1].item()}
        held = base(kind="series", since=since, **span)
        return held, content
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise StoreError.of(
            N_(
                "{path}: not a batch in quarantine, or damaged; `tidegate data quarantine drop` throws it away"
            ),
            path=path,
        ) from None


def _column(cells: list[Any], kind: str) -> np.ndarray[Any, Any]:
    if kind == "days":
        return np.array(cells, dtype="datetime64[D]")
    if kind == "U":
        return np.array([str(c) for c in cells], dtype=np.str_)
    return np.array([np.nan if c is None else c for c in cells], dtype=np.float64)


def listed(folder: Path) -> tuple[Held, ...]:
    """Return everything in quarantine, oldest first; damaged files are passed over."""
    found = []
    for path in sorted((folder / FOLDER).glob("*.json")):
        try:
            found.append(load(path)[0])
        except StoreError:
            continue
    return tuple(sorted(found, key=lambda h: (h.since, h.id)))


def path_of(folder: Path, quarantine_id: str) -> Path:
    """Return the file of a batch.

    Raises
    ------
    UnknownName
        If there is none of that name.
    """
    path = folder / FOLDER / f"{quarantine_id}.json"
    if not _ID.fullmatch(quarantine_id) or not path.is_file():
        known = ", ".join(sorted(p.stem for p in (folder / FOLDER).glob("*.json"))[:8])
        raise UnknownName.of(
            N_("quarantine: there is no batch {value!r}; there are: {names}"),
            value=quarantine_id[:80],
            names=known or "–",
        )
    return path
