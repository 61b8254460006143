"""The store: DuckDB over Parquet, and every question as of a day."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tidegate.catalog import bank as catalogue_bank
from tidegate.catalog import series as catalogue_series
from tidegate.data.asof import Observation, SeriesData, known_from, latest_known
from tidegate.data.files import OBSERVATIONS, Manifest, Origin, read_manifest, verify
from tidegate.data.providers.nyfed import TREASURIES
from tidegate.data.table import Table
from tidegate.errors import DateOutOfRange, InputError, StoreError, UnknownName
from tidegate.message import N_
from tidegate.units import Days, to_date

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

HOME_VARIABLE = "TIDEGATE_HOME"


@dataclass(frozen=True)
class Provenance:
    """Where a series comes from and how old it is.

    Attributes
    ----------
    series
        Id.
    source, rights
        In words; class of the catalogue.
    retrieved, first, last
        Dates of retrieval, of the first and of the last observation held.
    count
        Number of observations.
    points
        How many of them were added one by one after the end of a file.
    age_days
        From `last` to the day of the question.
    """

    series: str
    source: str
    rights: str
    retrieved: date
    first: date
    last: date
    count: int
    points: int
    age_days: int


def embedded_folder() -> Path:
    """Return the folder of the snapshot that comes with the package."""
    return Path(str(package_files("tidegate.data"))) / "snapshot"


def user_folder() -> Path:
    """Return the user's own store: ``$TIDEGATE_HOME/store``, or ``~/.local/share/tidegate/store``."""
    home = os.environ.get(HOME_VARIABLE)
    return (Path(home) if home else Path.home() / ".local" / "share" / "tidegate") / "store"


def open_store(path: Path | None = None, today: date | None = None) -> Store:
    """Open a store.

    Parameters
    ----------
    path
        Folder of a store; None for the embedded snapshot, with the user's own
        store over it if there is one.
    today
        The day of the question, for ages; None asks the clock.

    Raises
    ------
    StoreError
        If a folder is not a readable store.
    """
    if path is not None:
        folders = [path]
    else:
        folders = [embedded_folder()] + ([user_folder()] if user_folder().is_dir() else [])
    return Store(folders, today or date.today())


class Store:
    """Observations by series, date and vintage, and tables of securities.

    Open one with `open_store`. One connection serves all questions; a store is
    not meant to be shared between threads (open one for each).

    Parameters
    ----------
    folders
        Stores in order; where two hold the same series, date and vintage the
        later one is used.
    today
        The day of the question. Never earlier than `date`.
    """

    def __init__(self, folders: Sequence[Path], today: date) -> None:
        self.folders = tuple(folders)
        self._manifests: tuple[Manifest, ...] = tuple(read_manifest(f) for f in self.folders)
        for folder, manifest in zip(self.folders, self._manifests, strict=True):
            verify(folder, manifest)
        self.date = max(m.date for m in self._manifests)
        self.today = max(today, self.date)
        self._origins: dict[str, Origin] = {k: o for m in self._manifests for k, o in m.series.items()}

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        return duckdb.connect(config={"threads": 1})

    def _query(self, sql: str, parameters: Sequence[Any]) -> dict[str, np.ndarray[Any, Any]]:
        """Run one query; a file that DuckDB cannot read is a `StoreError`."""
        import duckdb

        try:
            return self._connection.execute(sql, parameters).fetchnumpy()
        except duckdb.Error as problem:
            raise StoreError.of(
                N_("{path}: the store cannot be read ({reason}). Reinstall, or sync again"),
                path=self.folders[-1],
                reason=str(problem).splitlines()[0],
            ) from None

    def _files(self, name: str) -> list[str]:
        return [str(f / name) for f in self.folders if (f / name).is_file()]

    def ids(self) -> tuple[str, ...]:
        """Return the series held, in order of id."""
        return tuple(sorted(self._origins))

    def origin(self, series_id: str) -> Origin:
        """Return where a series comes from, with its single points.

        Raises
        ------
        UnknownName
            If the catalogue has no such series, or the store does not hold it.
        """
        entry = catalogue_series(series_id)
        if entry.id not in self._origins:
            raise UnknownName.of(
                N_(
                    "series {value!r} is in the catalogue, but this store holds no figures for it; run tidegate sync"
                ),
                value=series_id,
            )
        return self._origins[series_id]

    def _as_of(self, as_of: date | None) -> date:
        if as_of is not None and as_of > self.today:
            raise DateOutOfRange.of(
                N_("as-of date {value} is in the future; the latest possible is {last}"),
                value=as_of,
                last=self.today,
            )
        return as_of or self.date

    def _rows(self, series_id: str) -> tuple[Days, Days, np.ndarray[Any, Any]]:
        """Return dates, vintages and values of a series, sorted, one row a (date, vintage)."""
        sql = "SELECT date, vintage, value FROM read_parquet(?) WHERE series = ?"
        parts = [self._query(sql, [path, series_id]) for path in self._files(OBSERVATIONS)]
        dates = np.concatenate([np.asarray(p["date"]).astype("datetime64[D]") for p in parts])
        vintages = np.concatenate([np.asarray(p["vintage"]).astype("datetime64[D]") for p in parts])
        values = np.concatenate([np.asarray(p["value"], dtype=np.float64) for p in parts])
        order = np.lexsort((np.arange(len(dates)), vintages, dates))
        dates, vintages, values = dates[order], vintages[order], values[order]
        last = np.ones(len(dates), dtype=bool)
        last[:-1] = (dates[1:] != dates[:-1]) | (vintages[1:] != vintages[:-1])
        return dates[last], vintages[last], values[last]

    def series(
        self, series_id: str, as_of: date | None = None, start: date | None = None, end: date | None = None
    ) -> SeriesData:
        """Return a series as it was known on a day.

        Parameters
        ----------
        series_id
            Id of the catalogue.
        as_of
            The day; None for the store's own date. Nothing that was published
            later is returned. With one vintage in the store, an observation
            counts as published on the end of its period plus the release lag
            (moved from a weekend to Monday), and the answer says so in
            `single_vintage`.
        start, end
            First and last stamp wanted, both included.

        Returns
        -------
        SeriesData
            Values in the canonical unit. Empty if nothing lies between `start`
            and `end`. Quarters that have not ended (CBO projections) are left
            out; see `projected`.

        Raises
        ------
        UnknownName
            If there is no such series, here or in the catalogue.
        DateOutOfRange
            If `as_of` is in the future, or before the first publication.
        InputError
            If `start` is after `end`.
        """
        entry, origin = catalogue_series(series_id), self.origin(series_id)
        day = self._as_of(as_of)
        if start is not None and end is not None and start > end:
            raise InputError.of(N_("start {start} is after end {end}"), start=start, end=end)
        dates, vintages, values = self._rows(series_id)
        known = known_from(dates, vintages, entry)
        rows = latest_known(dates, known, np.datetime64(day, "D"))
        if not rows.size:
            raise DateOutOfRange.of(
                N_(
                    "series {series!r}: nothing was known on {value}; the first figure was published on {first}"
                ),
                series=series_id,
                value=day,
                first=to_date(known.min()) if known.size else None,
            )
        if start is not None:
            rows = rows[dates[rows] >= np.datetime64(start, "D")]
        if end is not None:
            rows = rows[dates[rows] <= np.datetime64(end, "D")]
        single = len(np.unique(dates)) == len(dates)
        retrieved = date.fromisoformat(origin.retrieved)
        return SeriesData(
            entry, dates[rows], values[rows], known[rows], day, single, origin.source, retrieved
        )

    def projected(self, series_id: str) -> SeriesData:
        """Return the observations whose period has not ended on the store's date.

        Potential GDP and the natural rate of unemployment reach into the
        future; `series` leaves those quarters out.

        Raises
        ------
        UnknownName
            If there is no such series, here or in the catalogue.
        """
        entry, origin = catalogue_series(series_id), self.origin(series_id)
        dates, vintages, values = self._rows(series_id)
        known = known_from(dates, vintages, entry)
        rows = np.flatnonzero(known > np.datetime64(self.date, "D"))
        retrieved = date.fromisoformat(origin.retrieved)
        return SeriesData(
            entry, dates[rows], values[rows], known[rows], self.date, True, origin.source, retrieved
        )

    def latest(self, series_id: str, as_of: date | None = None) -> Observation:
        """Return the last observation known on a day; raises as `series` does.

        `age_days` counts to `as_of`, or to today where none is given.
        """
        data = self.series(series_id, as_of)
        stamp = to_date(data.dates[-1])
        age = ((as_of or self.today) - stamp).days
        return Observation(stamp, float(data.values[-1]), to_date(data.known_on[-1]), age)

    def frame(self, ids: Iterable[str], as_of: date | None = None) -> pd.DataFrame:
        """Return several series side by side, by stamp; NaN where one has none that day.

        Raises as `series` does.
        """
        import pandas as pd

        return pd.concat([self.series(i, as_of).to_pandas() for i in ids], axis=1, sort=True)

    def _table(self, name: str) -> Table:
        paths = self._files(f"{name}.parquet")
        if not paths:
            raise StoreError.of(
                N_("{path}: this store has no table {name!r}; use the embedded snapshot"),
                path=self.folders[0],
                name=name,
            )
        found = self._query("SELECT * FROM read_parquet(?)", [paths[-1]])
        return Table({key: _plain(column) for key, column in found.items()})

    @cached_property
    def _holdings(self) -> Table:
        return self._table("holdings")

    def holding_dates(self, bank: str = "fed") -> tuple[date, ...]:
        """Return the dates for which securities by CUSIP are held, earliest first."""
        rows = self._holdings["bank"] == catalogue_bank(bank).id
        return tuple(to_date(d) for d in np.unique(self._holdings["as_of"][rows]))

    def holdings(
        self, bank: str = "fed", as_of: date | None = None, types: Collection[str] = TREASURIES
    ) -> Table:
        """Return a central bank's securities by CUSIP.

        Parameters
        ----------
        bank
            Id of the catalogue.
        as_of
            The last holdings dated on or before this day are returned, and the
            table's own `as_of` says which; None for the last there are.
        types
            Which security types: by default the Treasury ones (Bills,
            NotesBonds, TIPS, FRNs); ``Agency Debts`` and ``CMBS`` are there too.

        Returns
        -------
        Table
            Columns ``cusip, security_type, coupon_pct, frn_spread_pct,
            maturity, par_bn, inflation_bn, fraction_outstanding``. Coupon: 0
            for bills, NaN for FRNs. Par does not include ``inflation_bn``.

        Raises
        ------
        UnknownName
            If there is no such bank, or no holdings of it.
        DateOutOfRange
            If there are none that early, or `as_of` is in the future.
        """
        dates = self.holding_dates(bank)
        if not dates:
            raise UnknownName.of(N_("no holdings by security for bank {value!r}"), value=bank)
        if as_of is not None:
            self._as_of(as_of)
        before = [d for d in dates if as_of is None or d <= as_of]
        if not before:
            raise DateOutOfRange.of(
                N_("no holdings of {bank!r} on or before {value}; they begin on {first}"),
                bank=bank,
                value=as_of,
                first=dates[0],
            )
        table = self._holdings
        keep = (table["bank"] == bank) & (table["as_of"] == np.datetime64(before[-1], "D"))
        keep &= np.isin(table["security_type"], list(types))
        columns = {k: v for k, v in table.where(keep).columns.items() if k not in ("bank", "as_of")}
        return Table(columns, before[-1])

    def terms(self, record_date: date | None = None) -> Table:
        """Return the terms of every marketable Treasury security at a month-end (MSPD table 3).

        Parameters
        ----------
        record_date
            A month-end that is held; None for the statement that describes the
            last Fed holdings, the first on or after their date.

        Returns
        -------
        Table
            Columns ``cusip, class, coupon_pct, issue_date, maturity,
            outstanding_bn, inflation_adj_bn``; `as_of` is the record date.
            Amounts outstanding of TIPS include the inflation adjustment.
            Securities that matured on the record date are no longer listed.

        Raises
        ------
        DateOutOfRange
            If there is no such statement; the message lists those there are.
        """
        table = self._table("terms")
        dates = [to_date(d) for d in np.unique(table["record_date"])]
        wanted = record_date or next((d for d in dates if d >= self.holding_dates()[-1]), dates[-1])
        if wanted not in dates:
            raise DateOutOfRange.of(
                N_("no statement of the public debt for {value}; there are {known}"),
                value=wanted,
                known=", ".join(map(str, dates)),
            )
        rows = table.where(table["record_date"] == np.datetime64(wanted, "D"))
        return Table({k: v for k, v in rows.columns.items() if k != "record_date"}, wanted)

    def auctions(self) -> Table:
        """Return Treasury auctions since 2018, in order of auction date.

        Columns ``cusip, type, term, auction_date, issue_date, maturity``.
        """
        return self._table("auctions")

    def offerings(self) -> Table:
        """Return Treasury offering amounts, published figures only.

        Columns ``period`` (first day of the month or quarter), ``frequency``
        (M or Q), ``tenor`` (``bill``, ``cmb``, ``2y`` ... ``30y``, ``frn``,
        ``tips_5y`` ...), ``offering_bn`` and ``released`` (day on which the
        refunding statement for the period came out; NaT where not known).
        Quarters group securities by issue date; ``bill`` includes ``cmb``.
        Months are those of the auction, up to March 2022.
        """
        return self._table("offerings")

    def provenance(self) -> tuple[Provenance, ...]:
        """Return source, dates, size and age of every series held."""
        return tuple(self._provenance(key, self._origins[key]) for key in self.ids())

    def _provenance(self, key: str, origin: Origin) -> Provenance:
        retrieved, first, last = (
            date.fromisoformat(d) for d in (origin.retrieved, origin.first, origin.last)
        )
        age = (self.today - last).days
        return Provenance(
            key, origin.source, origin.rights, retrieved, first, last, origin.count, len(origin.points), age
        )

    def close(self) -> None:
        """Close the connection, if one was opened."""
        if "_connection" in self.__dict__:
            self._connection.close()


def _plain(column: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return a DuckDB column as a plain array: dates as days, text as str, null as NaN or NaT."""
    if column.dtype.kind == "M":
        days = np.ma.getdata(column).astype("datetime64[D]")
        return np.where(np.ma.getmaskarray(column), np.datetime64("NaT", "D"), days)
    if column.dtype.kind == "O":
        return np.ma.getdata(column).astype(np.str_)
    return np.ma.filled(np.ma.asarray(column).astype(np.float64), np.nan)
