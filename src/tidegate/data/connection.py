"""One DuckDB connection over the Parquet files of one or more store folders."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tidegate.complaints import reason
from tidegate.data.files import OBSERVATIONS, remedy
from tidegate.data.table import Table
from tidegate.errors import StoreError
from tidegate.message import N_
from tidegate.units import Days

if TYPE_CHECKING:
    import duckdb

Array = np.ndarray[Any, Any]


class Connection:
    """Reads observations and tables; opens DuckDB on the first question. Threads may share one.

    Parameters
    ----------
    folders
        Folders of stores, in order: the later one has the last word.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._tables: dict[str, Table] = {}
        self._lock = threading.Lock()

    @cached_property
    def _duckdb(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        return duckdb.connect(config={"threads": 1})

    def query(self, sql: str, parameters: Sequence[Any]) -> Mapping[str, Array]:
        """Run one query.

        Raises
        ------
        StoreError
            If a file cannot be read.
        """
        import duckdb

        try:
            # A connection holds one answer at a time: nobody may ask before it is fetched.
            with self._lock:
                found: Any = self._duckdb.execute(sql, parameters).fetchnumpy()
        except duckdb.Error as problem:
            raise StoreError.of(
                N_("{path}: the store cannot be read ({reason}). {remedy}"),
                path=self.folders[-1],
                reason=reason(problem),
                remedy=remedy(self.folders[-1]),
            ) from None
        return {name: _plain(column) for name, column in found.items()}

    def _files(self, name: str) -> list[str]:
        return [str(f / name) for f in self.folders if (f / name).is_file()]

    def rows(self, series_id: str) -> tuple[Days, Days, np.ndarray[Any, np.dtype[np.float64]]]:
        """Return dates, vintages and values of a series, sorted, one row a (date, vintage).

        A vintage that only repeats the value of the one before says nothing new and is left out.
        """
        sql = "SELECT date, vintage, value FROM read_parquet(?) WHERE series = ?"
        parts = [self.query(sql, [path, series_id]) for path in self._files(OBSERVATIONS)]
        dates, vintages, values = (
            np.concatenate([p[c] for p in parts]) for c in ("date", "vintage", "value")
        )
        order = np.lexsort((np.arange(len(dates)), vintages, dates))
        dates, vintages, values = dates[order], vintages[order], values[order]
        last = np.ones(len(dates), dtype=bool)
        last[:-1] = (dates[1:] != dates[:-1]) | (vintages[1:] != vintages[:-1])
        dates, vintages, values = dates[last], vintages[last], values[last]
        told = np.ones(len(dates), dtype=bool)
        told[1:] = (dates[1:] != dates[:-1]) | (values[1:] != values[:-1])
        return dates[told], vintages[told], values[told]

    def has(self, series_id: str) -> bool:
        """Return whether any of the stores has an observation of a series."""
        sql = "SELECT 1 AS found FROM read_parquet(?) WHERE series = ? LIMIT 1"
        return any(len(self.query(sql, [p, series_id])["found"]) for p in self._files(OBSERVATIONS))

    def table(self, name: str) -> Table:
        """Return a whole table, read once; of several stores that have it, the last one's.

        Raises
        ------
        StoreError
            If no store has it.
        """
        if name in self._tables:
            return self._tables[name]
        paths = self._files(f"{name}.parquet")
        if not paths:
            raise StoreError.of(
                N_("{path}: this store has no table {name!r}; use the embedded snapshot"),
                path=self.folders[0],
                name=name,
            )
        self._tables[name] = Table(self.query("SELECT * FROM read_parquet(?)", [paths[-1]]))
        return self._tables[name]

    def close(self) -> None:
        """Close DuckDB, if it was opened."""
        if "_duckdb" in self.__dict__:
            self._duckdb.close()


def _plain(column: Array) -> Array:
    """Return a DuckDB column as a plain array: dates as days, text as str, null as NaN or NaT."""
    if column.dtype.kind == "M":
        days = np.ma.getdata(column).astype("datetime64[D]")
        return np.where(np.ma.getmaskarray(column), np.datetime64("NaT", "D"), days)
    if column.dtype.kind == "O":
        return np.ma.getdata(column).astype(np.str_)
    return np.asarray(np.ma.filled(np.ma.asarray(column).astype(np.float64), np.nan))
