"""Bank of England: the interactive database (IADB)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType
from urllib.parse import urlencode

import numpy as np

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import (
    CSV,
    PAGE,
    SHEET,
    Ask,
    Batch,
    Capability,
    Fetch,
    Job,
    Observations,
)
from tidegate.data.providers.text import dated_column, decode, number
from tidegate.data.providers.workbook import excel_day, read_rows
from tidegate.data.table import Table, days, numbers, text
from tidegate.errors import FetchError, ParseError
from tidegate.message import N_

MILLIONS_PER_BN = 1e3
ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")
STARTS = (date(1975, 1, 1), date(1997, 6, 1), date(2006, 6, 1), date(2009, 4, 1), date(2014, 10, 1))
"""Where a series may begin; the server refuses an earlier start than its first figure."""
SHEETS_BASE = "https://www.bankofengland.co.uk/-/media/boe/files/markets/asset-purchase-facility"
SHEETS = MappingProxyType(
    {
        "gilt-purchase-operational-results": 1,
        "gilt-sales-time-series": -1,
        "finanical-stability-gilt-sales-time-series": -1,  # the typing error is the Bank's
    }
)
BASE = "https://www.bankofengland.co.uk/boeapps/database/_iadb-fromshowcolumns.asp"


def url(code: str, start: date) -> str:
    """Return the address of a series' CSV.

    The server wants a browser's User-Agent, and answers with a web page (and
    status 200) if `start` is before the first observation.
    """
    query = {
        "csv.x": "yes",
        "Datefrom": start.strftime("%d/%b/%Y"),
        "Dateto": "now",
        "SeriesCodes": code,
        "CSVF": "TN",
        "UsingCodes": "Y",
        "VPD": "Y",
        "VFD": "N",
    }
    return f"{BASE}?{urlencode(query)}"


def parse(body: str, code: str = "IADB") -> Observations:
    """Read a CSV with the header ``date,value`` or ``DATE,<code>`` and ISO dates or ``31 Jan 2024``."""
    lines = [_iso(line) for line in body.splitlines()]
    return dated_column("\n".join(lines), code)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _iso(line: str) -> str:
    """Return a CSV line with ``31 Jan 2024`` written as ``2024-01-31``."""
    head, comma, rest = line.partition(",")
    parts = head.strip().split()
    if len(parts) == 3 and parts[1] in _MONTHS and parts[0].isdecimal() and len(parts[0]) <= 2:
        head = f"{parts[2]}-{_MONTHS.index(parts[1]) + 1:02}-{int(parts[0]):02}"
    return head + comma + rest


def sheet_url(name: str) -> str:
    """Return the address of a sheet of the asset purchase facility; `name` is a value of `SHEETS`."""
    return f"{SHEETS_BASE}/{name}.xlsx"


def parse_operations(body: bytes, sign: int, what: str = "APF operations") -> Table:
    """Read gilt purchases or sales by ISIN from a sheet of the asset purchase facility.

    Parameters
    ----------
    body
        The workbook.
    sign
        1 for purchases, -1 for sales.

    Returns
    -------
    Table
        Columns ``isin, bond, date, nominal_bn``; sales are negative.

    Raises
    ------
    ParseError
        If it is no workbook, or has no row with a date, an ISIN and an amount.
    """
    rows = read_rows(body, what)
    top = next((i for i, row in enumerate(rows[:60]) if any(cell.strip() == "ISIN" for cell in row)), None)
    if top is None:
        raise ParseError.of(
            N_("{what}: no column ISIN; the publisher may have changed its format"), what=what
        )
    header = [" ".join(cell.split()).lower() for cell in rows[top]]
    at = {
        "date": _column(header, ("settlement date", "operation date", "date"), what),
        "isin": header.index("isin"),
        "bond": _column(header, ("bond", "gilt", "stock"), what),
        "amount": _column(header, ("total allocation", "total nominal", "nominal"), what),
    }
    found = []
    for row in rows[top + 1 :]:
        cells = {k: row[i].strip() if i < len(row) else "" for k, i in at.items()}
        if not ISIN.fullmatch(cells["isin"]):
            continue
        amount, when = number(cells["amount"], what), excel_day(cells["date"], what)
        if amount is not None and when is not None:
            found.append((cells["isin"], cells["bond"], when, sign * amount / MILLIONS_PER_BN))
    if not found:
        raise ParseError.of(
            N_("{what}: no rows in the answer; check the name and the dates asked for"), what=what
        )
    return Table(
        {
            "isin": text(f[0] for f in found),
            "bond": text(f[1] for f in found),
            "date": days(f[2] for f in found),
            "nominal_bn": numbers(f[3] for f in found),
        }
    )


def _column(header: Sequence[str], starts: Sequence[str], what: str) -> int:
    for start in starts:
        for i, name in enumerate(header):
            if name.startswith(start):
                return i
    raise ParseError.of(
        N_("{what}: no column for {fields}; the header is {header}"),
        what=what,
        fields=starts[0],
        header=", ".join(header)[:200],
    )


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each series of the database."""
    for entry in entries:
        yield Job(f"boe:{entry.id}", "boe", partial(_iadb, entry), (entry.id,))


def table_jobs() -> Iterator[Job]:
    """Yield the operations of the asset purchase facility."""
    yield Job("boe:apf", "boe", _apf, tables=("apf",))


def _iadb(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    """Read a series; a start before its first figure is answered with a page, so later ones are tried."""
    problem: ParseError | FetchError | None = None
    for start in (since,) if since is not None else STARTS:
        try:
            body = decode(fetch(Ask(url(entry.code, start), (*CSV, *PAGE), browser=True)), entry.code)
            return Batch({entry.id: parse(body, entry.code)})
        except ParseError as found:
            problem = found
    assert problem is not None
    raise problem


def _apf(fetch: Fetch, since: date | None, today: date) -> Batch:
    read = [
        parse_operations(fetch(Ask(sheet_url(name), SHEET, browser=True)), sign, name)
        for name, sign in SHEETS.items()
    ]
    columns = {k: np.concatenate([t[k] for t in read]) for k in read[0].columns}
    # Several bids for one gilt on one day are one row.
    key = np.char.add(columns["isin"], columns["date"].astype(str))
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    total = np.bincount(group, weights=columns["nominal_bn"])
    kept = {k: v[first] for k, v in columns.items() if k != "nominal_bn"}
    return Batch(tables={"apf": Table({**kept, "nominal_bn": total})})


CAPABILITIES = (
    Capability("boe", "any IADB series by its code", "as released", "attribution", Rights.ATTRIBUTION, url),
    Capability(
        "boe",
        "APF purchases and sales by ISIN",
        "per operation",
        "attribution",
        Rights.ATTRIBUTION,
        sheet_url,
    ),
)
