"""Figures that a user brings: a CSV or Parquet file for a series of the catalogue."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tidegate.catalog import series
from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import DATE_HEADERS, dated_column
from tidegate.errors import InputError, ParseError
from tidegate.message import N_

MOST_BYTES = 20_000_000
MOST_ROWS = 2_000_000


def parse(body: str, series_id: str, column: str | None = None) -> Observations:
    """Read a user's CSV for one series of the catalogue.

    Parameters
    ----------
    body
        Header ``date,value`` (or ``date`` and `column`), ISO dates, numbers in
        the publisher's own unit, `Series.source_unit`.
    series_id
        Which series it is.

    Raises
    ------
    UnknownName
        If the catalogue has no such series.
    ParseError
        If the text is not such a CSV.
    """
    return dated_column(body, series(series_id).id, column)


def read(path: Path, series_id: str, column: str | None = None) -> Observations:
    """Read a user's file: Parquet if it ends in ``.parquet``, else CSV; see `parse`.

    Raises
    ------
    InputError
        If it is no ordinary file, is too large, or cannot be read as UTF-8 text.
    ParseError
        If it does not hold such figures.
    """
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise InputError.of(
            N_("{path}: more than {most} MB; give one series in a file"), path=path, most=MOST_BYTES // 10**6
        )
    try:
        if not path.is_file():
            raise OSError
        if path.suffix == ".parquet":
            return read_parquet(path, series_id, column)
        body = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError.of(
            N_("{path}: cannot be read; give a UTF-8 text file with the header date,value"), path=path
        ) from None
    return parse(body, series_id, column)


def read_parquet(path: Path, series_id: str, column: str | None = None) -> Observations:
    """Read two columns of a Parquet file: the first named like a date, and `column` or the next one.

    Raises
    ------
    UnknownName
        If the catalogue has no such series.
    ParseError
        If it is no Parquet file, lacks the columns, or holds something else than days and numbers.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    what = series(series_id).id
    try:
        file = pq.ParquetFile(path, memory_map=False)
        names = file.schema_arrow.names
        when = next((n for n in names if n in DATE_HEADERS), None)
        value = column or next((n for n in names if n != when), None)
        if when is None or value not in names or file.metadata.num_rows > MOST_ROWS:
            raise ParseError.of(
                N_("{what}: expected the columns date and {column}; found {header}"),
                what=what,
                column=column or "value",
                header=", ".join(names)[:80],
            )
        table = file.read(columns=[when, value])
        days = table[when].cast(pa.timestamp("us")).to_numpy().astype("datetime64[D]")
        values = np.asarray(table[value].cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        raise ParseError.of(N_("{what}: not a Parquet file of days and numbers"), what=what) from None
    keep = ~np.isnat(days) & np.isfinite(values)
    days, values = days[keep], values[keep]
    order = np.argsort(days, kind="stable")
    days, values = days[order], values[order]
    if not len(days):
        raise ParseError.of(N_("{what}: no observation in the answer"), what=what)
    twice = np.flatnonzero(days[1:] == days[:-1])
    if twice.size:
        raise ParseError.of(
            N_("{what}: {day} is given twice; the file may be damaged"), what=what, day=days[twice[0]]
        )
    return Observations(days, values)


def _path(path: str) -> str:
    return path


CAPABILITIES = (
    Capability(
        "user_csv",
        "any series, from a CSV or Parquet file",
        "as the user likes",
        "the user's",
        Rights.NOT_SHIPPED,
        _path,
    ),
)
