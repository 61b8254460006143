"""The files of a store: names, schema, writing them and opening them.

A store is a folder::

    manifest.json          what each series is, from where, since when, its checksum
    observations.parquet   series, date, vintage, value (canonical units)
    holdings.parquet       a central bank's securities by CUSIP and date
    terms.parquet          terms of every marketable Treasury security by month-end
    auctions.parquet       Treasury auctions
    offerings.parquet      Treasury offering amounts by tenor and period
    debt.parquet           Treasury debt by class and month of maturity, at some month-ends
    apf.parquet            the Bank of England's gilt operations by ISIN
    meetings.parquet       the FOMC's meetings
    state.json             what a synchronisation needs to know of the last one

Only the first two are required. A store that changes has whole folders of this
kind side by side; see `tidegate.data.generations`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.resources import files as package_files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from tidegate.data.table import Table
from tidegate.errors import StoreError
from tidegate.message import N_, Message

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
COMPRESSION = 15
HOME_VARIABLE = "TIDEGATE_HOME"
MANIFEST = "manifest.json"
OBSERVATIONS = "observations.parquet"
STATE = "state.json"
TABLES = ("holdings", "terms", "auctions", "offerings", "debt", "apf", "meetings")


def embedded_folder() -> Path:
    """Return the folder of the snapshot that comes with the package."""
    return Path(str(package_files("tidegate.data"))) / "snapshot"


def home_folder() -> Path:
    """Return the folder of everything that is the user's: ``$TIDEGATE_HOME``, or ``~/.local/share/tidegate``."""
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) if home else Path.home() / ".local" / "share" / "tidegate"


def user_folder() -> Path:
    """Return the user's own store: ``store`` in the `home_folder`."""
    return home_folder() / "store"


@dataclass(frozen=True)
class Point:
    """A single figure added after the end of a file, with where it was read."""

    date: str
    value: float
    source: str
    certainty: str


@dataclass(frozen=True)
class Origin:
    """Where a series of a store comes from.

    Attributes
    ----------
    source
        Publisher and route, in words.
    rights
        Terms under which it may be passed on.
    retrieved
        ISO date.
    sha256
        Checksum of the text that was read; empty if none was.
    count, first, last
        Number of observations and ISO dates of the first and last.
    points
        Figures that were added one by one.
    """

    source: str
    rights: str
    retrieved: str
    sha256: str
    count: int
    first: str
    last: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """Everything about a store but its numbers."""

    retrieved: str
    series: Mapping[str, Origin]
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    checksums: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def date(self) -> date:
        """The day on which the store was last fed."""
        return date.fromisoformat(self.retrieved)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a store.

    Raises
    ------
    StoreError
        If there is none, it cannot be read, or it is of another format.
    """
    path = folder / MANIFEST
    try:
        raw = json.loads(path.read_text("utf-8"))
        origins = {
            key: Origin(**{**row, "points": tuple(Point(**p) for p in row.get("points", ()))})
            for key, row in raw["series"].items()
        }
        manifest = Manifest(raw["retrieved"], origins, raw["tables"], raw["checksums"], raw["format"])
        ok = manifest.format == FORMAT and isinstance(manifest.date, date)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        ok = False
    if not ok:
        raise StoreError.of(
            N_("{path}: not a readable store (no manifest of format {format}). {remedy}"),
            path=path,
            format=FORMAT,
            remedy=remedy(folder),
        )
    return manifest


def remedy(folder: Path) -> Message:
    """Return what a person can do about a damaged store."""
    if folder == embedded_folder():
        return Message(N_("Reinstall Tidegate"))
    return Message(N_("`tidegate data repair` goes back to the last sound state"))


def verify(folder: Path, manifest: Manifest) -> None:
    """Compare every file of a store with its checksum.

    Raises
    ------
    StoreError
        Naming each file that is missing or damaged.
    """
    problems = []
    for name, expected in manifest.checksums.items():
        path = folder / name
        if not path.is_file() or checksum(path) != expected:
            text = N_("{path}: missing or damaged (its checksum differs). {remedy}")
            problems.append(Message(text, {"path": path, "remedy": remedy(folder)}))
    StoreError.check(problems)


def write_store(
    folder: Path,
    observations: Mapping[str, np.ndarray[Any, Any]],
    origins: Mapping[str, Origin],
    tables: Mapping[str, Table],
    retrieved: date,
    *,
    texts: Mapping[str, str] = MappingProxyType({}),
    level: int = COMPRESSION,
) -> Manifest:
    """Write a store; the same input always gives the same bytes.

    Parameters
    ----------
    folder
        Made if it is not there; files of an older store are replaced.
    observations
        Columns ``series`` (str), ``date``, ``vintage`` (datetime64[D]) and
        ``value`` (float64, canonical unit), sorted by the first three.
    origins
        By series id.
    tables
        Keys of `TABLES`.
    retrieved
        The day the figures were brought together.
    texts
        Further files, by name.
    level
        How hard the figures are compressed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / OBSERVATIONS, observations, level)
    for name, table in tables.items():
        _write(folder / f"{name}.parquet", table.columns, level)
    for name, body in texts.items():
        (folder / name).write_text(body, "utf-8")
    written = [OBSERVATIONS, *(f"{name}.parquet" for name in tables), *texts]
    sums = {name: checksum(folder / name) for name in sorted(written)}
    about = {name: {"rows": len(table)} for name, table in tables.items()}
    manifest = Manifest(retrieved.isoformat(), dict(sorted(origins.items())), about, sums)
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")
    return manifest


def _write(path: Path, columns: Mapping[str, np.ndarray[Any, Any]], level: int = COMPRESSION) -> None:
    """Write columns as Parquet, in row groups small enough that one series is read fast."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({name: _arrow(column) for name, column in columns.items()})
    words = [name for name, column in columns.items() if column.dtype.kind in "UM"]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=level,
        use_dictionary=[*words, "value"] if "value" in columns else words,
        row_group_size=32_768,
        store_schema=False,
        write_statistics=True,
    )


def _arrow(column: np.ndarray[Any, Any]) -> pa.Array:
    """Return an Arrow array; NaN and NaT stay, as null for dates."""
    import pyarrow as pa

    if column.dtype.kind == "M":
        return pa.array(column.astype("datetime64[D]"), type=pa.date32(), from_pandas=True)
    if column.dtype.kind == "U":
        return pa.array(column.tolist(), type=pa.string())
    return pa.array(column)


def stack(rows: Sequence[tuple[str, np.ndarray[Any, Any], date, np.ndarray[Any, Any]]]) -> dict[str, Any]:
    """Return (series, dates, vintage, values) blocks as the columns of `observations`, sorted."""
    ordered = sorted(rows, key=lambda row: row[0])
    return {
        "series": np.concatenate([np.full(len(dates), key) for key, dates, _, _ in ordered]),
        "date": np.concatenate([dates.astype("datetime64[D]") for _, dates, _, _ in ordered]),
        "vintage": np.concatenate([np.full(len(d), v, dtype="datetime64[D]") for _, d, v, _ in ordered]),
        "value": np.concatenate([values for _, _, _, values in ordered]),
    }
