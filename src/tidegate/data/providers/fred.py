"""FRED, Federal Reserve Bank of St. Louis: any series as CSV, without a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from urllib.parse import urlencode

import numpy as np

from tidegate.catalog.model import Rights, Series
from tidegate.data.keys import find
from tidegate.data.providers.model import JSON, Ask, Batch, Capability, Fetch, Job, Observations, Vintages
from tidegate.data.providers.text import dated_column, day, decode, names, number, records
from tidegate.errors import ParseError
from tidegate.message import N_

BASE = "https://fred.stlouisfed.org/graph/fredgraph.csv"
API = "https://api.stlouisfed.org/fred"
KEY = "api_key=fred"
MOST_VINTAGES = 2_000
"""So many vintages one request may span; longer histories are read window by window."""
MOST_PARTS = 60
LAST_DAY = "9999-12-31"


def url(code: str, start: date | None = None) -> str:
    """Return the address of a series' CSV, from `start` on if given."""
    query = {"id": code} | ({"cosd": start.isoformat()} if start else {})
    return f"{BASE}?{urlencode(query)}"


def vintage_dates_url(code: str, start: date | None = None) -> str:
    """Return the address of the days on which a series was published or revised."""
    query = {"series_id": code, "file_type": "json", "limit": 10_000}
    if start is not None:
        query |= {"realtime_start": start.isoformat(), "realtime_end": LAST_DAY}
    return f"{API}/series/vintagedates?{urlencode(query)}"


def vintages_url(code: str, first: str, last: str, start: date | None = None, offset: int = 0) -> str:
    """Return the address of a series as it stood between two days, every revision of it, from row `offset` on."""
    query = {"series_id": code, "file_type": "json", "realtime_start": first, "realtime_end": last}
    if start is not None:
        query["observation_start"] = start.isoformat()
    if offset:
        query["offset"] = str(offset)
    return f"{API}/series/observations?{urlencode(query)}"


def windows(days: Sequence[str], most: int = MOST_VINTAGES) -> list[tuple[str, str]]:
    """Return windows of real time that hold no more than `most` vintages each, the last one open.

    Parameters
    ----------
    days
        ISO dates of publication, rising.
    most
        Vintages in one window.
    """
    first = list(days[::most])
    ends = [(date.fromisoformat(b) - timedelta(1)).isoformat() for _, b in pairwise(first)]
    return list(zip(first, [*ends, LAST_DAY], strict=True)) if first else []


def parse_vintage_dates(body: str, code: str = "FRED") -> list[str]:
    """Read the days of publication, JSON with a list under ``vintage_dates``.

    Raises
    ------
    ParseError
        For anything else.
    """
    import json

    try:
        found = json.loads(body)["vintage_dates"]
        return sorted({date.fromisoformat(text).isoformat() for text in found})
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ParseError.of(N_("{what}: expected JSON with the list vintage_dates"), what=code) from None


def next_offset(body: str, code: str = "FRED") -> int | None:
    """Return from which row on to ask again; None if the answer is the last part (one has 100,000 rows at most).

    Raises
    ------
    ParseError
        For anything but JSON, and if a part is empty before the rows are complete.
    """
    import json

    try:
        found = json.loads(body)
        here, rows = int(found.get("offset", 0)), len(found["observations"])
        more = int(found.get("count", 0)) > here + rows
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        more, rows = True, 0
    if more and not rows:
        raise ParseError.of(
            N_("{what}: expected JSON with a list under {path!r}; the publisher may have changed its format"),
            what=code,
            path="observations",
        )
    return here + rows if more else None


def parse_vintages(bodies: Sequence[str], code: str = "FRED") -> Vintages:
    """Read observations of one or more windows of real time.

    A window repeats what stood before it, under its own first day; a value that
    a date already had is therefore left out.

    Raises
    ------
    ParseError
        For a changed format or no observation at all.
    """
    rows: list[tuple[date, date, float]] = []
    for body in bodies:
        found = records(body, code, ("observations",))
        at = names(found, {"date": ("date",), "start": ("realtime_start",), "value": ("value",)}, code)
        for row in found:
            when, known = day(row[at["date"]], code), day(row[at["start"]], code)
            value = number(row[at["value"]], code)
            if when is not None and known is not None and value is not None:
                rows.append((when, known, value))
    if not rows:
        raise ParseError.of(N_("{what}: no observation in the answer"), what=code)
    rows.sort()
    told = [
        row for i, row in enumerate(rows) if i == 0 or (rows[i - 1][0], rows[i - 1][2]) != (row[0], row[2])
    ]
    return Vintages(
        np.array([r[0] for r in told], dtype="datetime64[D]"),
        np.array([r[1] for r in told], dtype="datetime64[D]"),
        np.array([r[2] for r in told], dtype=np.float64),
    )


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each series; with a key, revised ones with every vintage."""
    keyed = find("fred") is not None
    for entry in entries:
        run = _vintages if keyed and entry.revised else _csv
        yield Job(f"fred:{entry.id}", "fred", partial(run, entry), (entry.id,))


def _csv(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    body = decode(fetch(Ask(url(entry.code, since), conditional=True)), entry.code)
    return Batch({entry.id: dated_column(body, entry.code, entry.code)})


def _vintages(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    """Read every vintage; of a series that is held, those of the days since `since`."""
    dates = fetch(Ask(vintage_dates_url(entry.code, since), JSON, KEY, conditional=True))
    found = windows(parse_vintage_dates(decode(dates, entry.code), entry.code))
    if not found:
        raise ParseError.of(N_("{what}: no observation in the answer"), what=entry.code)
    bodies: list[str] = []
    for first, last in found:
        offset: int | None = 0
        while offset is not None:
            ask = Ask(vintages_url(entry.code, first, last, since, offset), JSON, KEY)
            bodies.append(decode(fetch(ask), entry.code))
            offset = next_offset(bodies[-1], entry.code)
            if len(bodies) > MOST_PARTS:
                raise ParseError.of(N_("{what}: more than {most} pages"), what=entry.code, most=MOST_PARTS)
    return Batch(vintages={entry.id: parse_vintages(bodies, entry.code)})


def parse(body: str, code: str = "FRED") -> Observations:
    """Read a FRED CSV.

    The first header is ``observation_date``, ``DATE`` in older files or
    ``date``; the second is the series or ``value``. A point or an empty cell
    is a missing value and is left out.

    Raises
    ------
    ParseError
        For anything else, a web page among it.
    """
    return dated_column(body, code)


CAPABILITIES = (
    Capability(
        "fred",
        "any FRED series by its mnemonic",
        "as the source releases",
        "US government works are in the public domain; other series as their publisher says",
        Rights.PUBLIC_DOMAIN,
        url,
    ),
    Capability(
        "fred",
        "every vintage of a FRED series, with a free key",
        "as the source releases",
        "FRED API terms of use; other series as their publisher says",
        Rights.PUBLIC_DOMAIN,
        vintages_url,
    ),
)
