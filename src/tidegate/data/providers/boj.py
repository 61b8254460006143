"""Bank of Japan: the time-series search site's interface."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import CSV, JSON, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import MISSING, csv_rows, decode, number, observations
from tidegate.errors import ParseError
from tidegate.message import N_

BASE = "https://www.stat-search.boj.or.jp/api/v1/getDataCode"
ENCODINGS = ("utf-8-sig", "shift_jis", "cp932")
"""English answers are UTF-8, Japanese ones Shift-JIS; errors are JSON whatever was asked for."""
FIRST = date(1998, 4, 1)


def url(code: str, start: date) -> str:
    """Return the address of a series; `code` is ``database:series``, and starts are given by month."""
    db, _, name = code.partition(":")
    query = {"format": "json", "lang": "en", "db": db, "code": name, "startDate": start.strftime("%Y%m")}
    return f"{BASE}?{urlencode(query)}"


def parse(body: bytes, code: str) -> Observations:
    """Read a series, from JSON or from CSV in UTF-8 or Shift-JIS.

    Months are dated with their first day, days with themselves; ``null`` and
    empty cells are left out. The site answers 200 whatever happens: the status
    inside counts.

    Raises
    ------
    ParseError
        For an error told inside, a changed format, or no observation.
    """
    text = decode(body, code, ENCODINGS)
    pairs = _from_json(text, code) if text.lstrip().startswith("{") else _from_csv(text, code)
    return observations([(d, v) for d, v in pairs if v is not None], code)


def _from_json(text: str, code: str) -> list[tuple[date, float | None]]:
    try:
        raw: dict[str, Any] = json.loads(text)
        status, told = int(raw["STATUS"]), str(raw.get("MESSAGE", ""))[:120]
        if status == 200:
            name = code.rpartition(":")[2]
            (row,) = (r for r in raw["RESULTSET"] if r["SERIES_CODE"] == name)
            stamps, values = row["VALUES"]["SURVEY_DATES"], row["VALUES"]["VALUES"]
            cells = [(str(s), "" if v is None else str(v)) for s, v in zip(stamps, values, strict=True)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise ParseError.of(
            N_("{what}: expected JSON with a list under {path!r}; the publisher may have changed its format"),
            what=code,
            path="RESULTSET",
        ) from None
    if status != 200:
        raise ParseError.of(
            N_("{what}: refused with status {status} ({told})"), what=code, status=status, told=told
        )
    return [(_stamp(s, code), number(v, code)) for s, v in cells]


def _from_csv(text: str, code: str) -> list[tuple[date, float | None]]:
    """Read rows of (code, stamp, value) below a header that names them, or plain (stamp, value) rows."""
    rows = csv_rows(text, code)
    name = code.rpartition(":")[2]
    top = next((i for i, row in enumerate(rows) if "SURVEY_DATES" in row and "VALUES" in row), None)
    if top is None:
        raise ParseError.of(
            N_("{what}: no column for {fields}; the header is {header}"),
            what=code,
            fields="SURVEY_DATES, VALUES",
            header=", ".join(rows[0])[:200],
        )
    header = rows[top]
    at = {k: header.index(k) for k in ("SURVEY_DATES", "VALUES")}
    own = header.index("SERIES_CODE") if "SERIES_CODE" in header else None
    kept = [r for r in rows[top + 1 :] if len(r) > max(at.values()) and (own is None or r[own] == name)]
    return [(_stamp(r[at["SURVEY_DATES"]], code), number(r[at["VALUES"]], code)) for r in kept]


def _stamp(text: str, code: str) -> date:
    """Return ``202401`` or ``20240115`` as a day."""
    cell = text.strip()
    try:
        if not cell.isdecimal() or len(cell) not in (6, 8) or cell in MISSING:
            raise ValueError
        return date(int(cell[:4]), int(cell[4:6]), int(cell[6:] or 1))
    except ValueError:
        raise ParseError.of(
            N_("{what}: {cell!r} is not a date like 202401 or 20240115"), what=code, cell=cell[:60]
        ) from None


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each series."""
    for entry in entries:
        yield Job(f"boj:{entry.id}", "boj", partial(_series, entry), (entry.id,))


def _series(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    body = fetch(Ask(url(entry.code, since or FIRST), (*JSON, *CSV), conditional=True))
    return Batch({entry.id: parse(body, entry.code)})


CAPABILITIES = (
    Capability(
        "boj",
        "any series of the time-series search site",
        "as released",
        "Bank of Japan: free with the source named",
        Rights.ATTRIBUTION,
        url,
    ),
)
