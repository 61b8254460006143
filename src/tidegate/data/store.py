"""The store: every series and every security, as known on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog import bank as catalogue_bank
from tidegate.catalog import series as catalogue_series
from tidegate.data.asof import Observation, SeriesData, known_from, latest_known
from tidegate.data.connection import Connection
from tidegate.data.files import Origin, embedded_folder, read_manifest, user_folder, verify
from tidegate.data.generations import is_store, resolve
from tidegate.data.provenance import Provenance, provenance
from tidegate.data.providers.nyfed import TREASURIES
from tidegate.data.quarantine import Held, listed
from tidegate.data.securities import dates_of, debt_on, holdings_on, terms_on
from tidegate.data.table import Table
from tidegate.errors import DateOutOfRange, InputError, UnknownName
from tidegate.message import N_
from tidegate.units import Days, to_date

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Provenance", "Store", "open_store"]


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
    own = [user_folder()] if path is None and is_store(user_folder()) else []
    folders = [path] if path is not None else [embedded_folder(), *own]
    aside = listed(path or user_folder())
    return Store([resolve(f) for f in folders], today or datetime.now().astimezone().date(), aside)


class Store:
    """Observations by series, date and vintage, and tables of securities.

    Open one with `open_store`. One connection serves all questions, one after
    the other: threads may share a store.

    Parameters
    ----------
    folders
        Stores in order; where two hold the same series, date and vintage the
        later one is used.
    today
        The day of the question.
    quarantine
        Batches that were not believed.

    Attributes
    ----------
    date
        The day on which the store was last fed: the `as_of` of every answer
        for which none was asked.
    today
        The day of the question; never earlier than `date`.
    quarantine
        Batches that were not believed, and are in no answer.
    synced
        When the user's own store was last fed; None where there is none over the snapshot.
    """

    def __init__(self, folders: Sequence[Path], today: date, quarantine: Sequence[Held] = ()) -> None:
        manifests = [read_manifest(f) for f in folders]
        for folder, manifest in zip(folders, manifests, strict=True):
            verify(folder, manifest)
        self.date = max(m.date for m in manifests)
        self.today = max(today, self.date)
        self.quarantine = tuple(quarantine)
        self.synced = manifests[-1].date if len(manifests) > 1 else None
        self._read: dict[str, tuple[Days, NDArray[np.float64], Days, bool]] = {}
        self._origins: dict[str, Origin] = {k: o for m in manifests for k, o in m.series.items()}
        self._connection = Connection(folders)

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
                N_("series {value!r}: the catalogue knows it, but this store has no figures for it"),
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

    def _rows(self, series_id: str) -> tuple[Days, NDArray[np.float64], Days, bool]:
        """Return dates, values, days of publication, and whether there is one vintage a date; read once, then kept."""
        if series_id not in self._read:
            dates, vintages, values = self._connection.rows(series_id)
            single = len(np.unique(dates)) == len(dates)
            known = known_from(dates, vintages, catalogue_series(series_id))
            for column in (dates, values, known):
                column.setflags(write=False)
            self._read[series_id] = (dates, values, known, single)
        return self._read[series_id]

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
        entry, origin, day = catalogue_series(series_id), self.origin(series_id), self._as_of(as_of)
        if start is not None and end is not None and start > end:
            raise InputError.of(N_("start {start} is after end {end}"), start=start, end=end)
        dates, values, known, single = self._rows(series_id)
        rows = latest_known(dates, known, np.datetime64(day, "D"))
        if not rows.size:
            raise DateOutOfRange.of(
                N_("series {series!r}: nothing was known on {value}; the first figure came out on {first}"),
                series=series_id,
                value=day,
                first=to_date(known.min()),
            )
        if start is not None:
            rows = rows[dates[rows] >= np.datetime64(start, "D")]
        if end is not None:
            rows = rows[dates[rows] <= np.datetime64(end, "D")]
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
        dates, values, known, single = self._rows(series_id)
        rows = np.flatnonzero(known > np.datetime64(self.date, "D"))
        retrieved = date.fromisoformat(origin.retrieved)
        return SeriesData(
            entry, dates[rows], values[rows], known[rows], self.date, single, origin.source, retrieved
        )

    def latest(self, series_id: str, as_of: date | None = None) -> Observation:
        """Return the last observation of `series_id` known on `as_of`; raises as `series` does.

        `age_days` counts to `as_of`, or to today where none is given.
        """
        data = self.series(series_id, as_of)
        stamp = to_date(data.dates[-1])
        age = ((as_of or self.today) - stamp).days
        return Observation(stamp, float(data.values[-1]), to_date(data.known_on[-1]), age)

    def frame(self, ids: Iterable[str], as_of: date | None = None) -> pd.DataFrame:
        """Return the series `ids` side by side, as known on `as_of`, by stamp; NaN where one has none that day.

        Raises as `series` does.
        """
        import pandas as pd

        return pd.concat([self.series(i, as_of).to_pandas() for i in ids], axis=1, sort=True)

    def provenance(self) -> tuple[Provenance, ...]:
        """Return source, dates, size and age of every series held."""
        return tuple(provenance(key, self._origins[key], self.today) for key in self.ids())

    @cached_property
    def _holdings(self) -> Table:
        return self._connection.table("holdings")

    def holding_dates(self, bank: str = "fed") -> tuple[date, ...]:
        """Return the dates for which securities by CUSIP are held, earliest first."""
        return dates_of(self._holdings["as_of"][self._holdings["bank"] == catalogue_bank(bank).id])

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
        if as_of is not None:
            self._as_of(as_of)
        return holdings_on(self._holdings, catalogue_bank(bank).id, as_of, types)

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
        return terms_on(self._connection.table("terms"), record_date, self.holding_dates()[-1])

    def auctions(self) -> Table:
        """Return Treasury auctions since 2018, in order of auction date.

        Columns ``cusip, type, term, auction_date, issue_date, maturity``.
        """
        return self._connection.table("auctions")

    def offerings(self) -> Table:
        """Return Treasury offering amounts, published figures only.

        Columns ``period`` (first day of the month or quarter), ``frequency``
        (M or Q), ``tenor`` (``bill``, ``cmb``, ``2y`` ... ``30y``, ``frn``,
        ``tips_5y`` ...), ``offering_bn`` and ``released`` (day on which the
        refunding statement for the period came out; NaT where not known).
        Quarters group securities by issue date; ``bill`` includes ``cmb``, and
        an ``n``-year coupon of a quarter includes TIPS of that term. Months
        are those of the auction, up to March 2022.
        """
        return self._connection.table("offerings")

    def debt(self, as_of: date | None = None) -> Table:
        """Return marketable Treasury debt by class and month of maturity (MSPD table 3).

        Parameters
        ----------
        as_of
            The last statement that was out on this day (a week after its date);
            None for the last one held.

        Returns
        -------
        Table
            Columns ``class`` (Bills, Notes, Bonds, TIPS, FRNs), ``maturity``
            (first day of the month), ``outstanding_bn`` and ``interest_bn`` (a
            year's coupons); `as_of` is the record date. TIPS include their
            inflation adjustment.

        Raises
        ------
        DateOutOfRange
            If there is no statement that early.
        """
        return debt_on(self._connection.table("debt"), as_of or self.today)

    def close(self) -> None:
        """Close the connection, if one was opened."""
        self._connection.close()
