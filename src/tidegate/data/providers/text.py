"""Reading other people's text files: rows, dates, numbers, and saying what is wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from tidegate.data.providers.model import Observations
from tidegate.errors import ParseError
from tidegate.message import N_

MISSING = frozenset({"", ".", "null", "NULL", "NA", "N/A", "NaN", "nan", "ND", "-"})
DATE_HEADERS = ("date", "DATE", "Date", "observation_date")


def refuse_page(body: str, what: str) -> str:
    """Return `body` without a byte-order mark.

    Raises
    ------
    ParseError
        If it is empty or a web page: several publishers answer a bad request
        with a page and status 200.
    """
    clean = body.removeprefix("\ufeff")
    start = clean.lstrip()[:200].lower()
    if not start:
        raise ParseError.of(
            N_("{what}: the answer is empty; check the name and the dates asked for"), what=what
        )
    if start.startswith("<"):
        raise ParseError.of(
            N_("{what}: the answer is a web page, not figures; check name and dates, or try again later"),
            what=what,
        )
    return clean


def decode(body: bytes, what: str, encodings: Sequence[str] = ("utf-8-sig",)) -> str:
    """Return the bytes of an answer as text, in the first encoding that fits.

    Raises
    ------
    ParseError
        If none does.
    """
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ParseError.of(
        N_("{what}: not text in {encodings}; the answer may be damaged"),
        what=what,
        encodings=", ".join(encodings),
    )


def csv_rows(body: str, what: str) -> list[list[str]]:
    """Return the rows of a CSV text.

    Raises
    ------
    ParseError
        If it is a web page, empty, or no CSV: a line that does not end, a stray byte.
    """
    try:
        return list(csv.reader(io.StringIO(refuse_page(body, what))))
    except csv.Error:
        raise ParseError.of(N_("{what}: not a table; the answer may be damaged"), what=what) from None


def records(
    body: str, what: str, path: Sequence[str] = ("data",), *, empty: bool = False
) -> list[dict[str, str]]:
    """Return the rows of a CSV text, or of the list at `path` in a JSON text.

    Values are text; JSON null is the empty text. With `empty` there may be none.

    Raises
    ------
    ParseError
        If the text is a web page, broken JSON, or has no rows.
    """
    clean = refuse_page(body, what)
    if clean.lstrip().startswith("{"):
        rows = _json_rows(clean, what, path)
    else:
        table = [row for row in csv_rows(clean, what) if row]
        header = table[0] if table else []
        rows = [dict(zip(header, row + [""] * (len(header) - len(row)), strict=False)) for row in table[1:]]
    if not rows and not empty:
        raise ParseError.of(
            N_("{what}: no rows in the answer; check the name and the dates asked for"), what=what
        )
    return rows


def _json_rows(clean: str, what: str, path: Sequence[str]) -> list[dict[str, str]]:
    try:
        found: Any = json.loads(clean)
        for key in path:
            found = found[key]
        rows = [{k: "" if v is None else str(v) for k, v in row.items()} for row in found]
        return [{k: row.get(k, "") for k in rows[0]} for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise ParseError.of(
            N_("{what}: expected JSON with a list under {path!r}; the publisher may have changed its format"),
            what=what,
            path=".".join(path),
        ) from None


def names(
    rows: Sequence[Mapping[str, str]],
    aliases: Mapping[str, Sequence[str]],
    what: str,
    optional: Collection[str] = (),
) -> dict[str, str]:
    """Return which header stands for each field, by a table of aliases.

    A field of `optional` that has no header gets the empty text.

    Raises
    ------
    ParseError
        Naming every field for which no header was found.
    """
    headers = rows[0].keys()
    found = {field: next((h for h in options if h in headers), "") for field, options in aliases.items()}
    lost = [field for field, header in found.items() if not header and field not in optional]
    if lost:
        raise ParseError.of(
            N_("{what}: no column for {fields}; the header is {header}"),
            what=what,
            fields=", ".join(lost),
            header=", ".join(headers),
        )
    return found


def number(cell: str, what: str) -> float | None:
    """Return a number, or None where the publisher has none.

    Raises
    ------
    ParseError
        If the cell is neither, or not finite.
    """
    cell = cell.strip()
    if cell in MISSING:
        return None
    try:
        value = float(cell.replace(",", "")) if "_" not in cell else float("nan")
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise ParseError.of(
            N_("{what}: {cell!r} is not a number; the file may be damaged"), what=what, cell=cell[:60]
        )
    return value


def day(cell: str, what: str) -> date | None:
    """Return an ISO date (a time after it is dropped), or None where there is none.

    Raises
    ------
    ParseError
        If the cell is neither.
    """
    cell = cell.strip()
    if cell in MISSING:
        return None
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        raise ParseError.of(
            N_("{what}: {cell!r} is not a date; expected YYYY-MM-DD"), what=what, cell=cell[:60]
        ) from None


def dated_column(body: str, what: str, column: str | None = None) -> Observations:
    """Read one column of a CSV whose first column is the date.

    Parameters
    ----------
    body
        The text; its first header is one of `DATE_HEADERS`.
    what
        Name for error messages.
    column
        Header of the column; by default the second one.

    Raises
    ------
    ParseError
        For a web page, a wrong header, a bad date or number, a date given
        twice, or no observation at all.
    """
    rows = csv_rows(body, what)
    header = [h.strip() for h in rows[0]]
    if len(header) < 2 or header[0] not in DATE_HEADERS or (column is not None and column not in header):
        raise ParseError.of(
            N_("{what}: expected the header 'date,{column}'; found {header!r}"),
            what=what,
            column=column or "value",
            header=",".join(header)[:80],
        )
    at = 1 if column is None else header.index(column)
    given = [row for row in rows[1:] if row and row[0].strip()]
    short = next((row for row in given if len(row) <= at), None)
    if short is not None:
        raise ParseError.of(
            N_("{what}: the row {row!r} is cut short; the file may be damaged"),
            what=what,
            row=",".join(short)[:60],
        )
    pairs = [(day(row[0], what), number(row[at], what)) for row in given]
    return observations([(d, v) for d, v in pairs if d is not None and v is not None], what)


def observations(pairs: Sequence[tuple[date, float]], what: str) -> Observations:
    """Return pairs as `Observations`, in order of date.

    Raises
    ------
    ParseError
        If there are none, or a date is given twice.
    """
    if not pairs:
        raise ParseError.of(N_("{what}: no observation in the answer"), what=what)
    dates = np.array([d for d, _ in pairs], dtype="datetime64[D]")
    values = np.array([v for _, v in pairs], dtype=np.float64)
    order = np.argsort(dates, kind="stable")
    dates, values = dates[order], values[order]
    twice = np.flatnonzero(dates[1:] == dates[:-1])
    if twice.size:
        raise ParseError.of(
            N_("{what}: {day} is given twice; the file may be damaged"), what=what, day=dates[twice[0]]
        )
    return Observations(dates, values)
