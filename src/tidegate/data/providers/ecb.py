"""European Central Bank: the purchase programmes' files and the weekly statement."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import CSV, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import csv_rows, decode, names, number, observations, records
from tidegate.errors import ParseError
from tidegate.message import N_

FILES = "https://www.ecb.europa.eu/mopo/pdf"
API = "https://data-api.ecb.europa.eu/service/data"
MONTHS = {name: index for index, name in enumerate(calendar.month_name) if name}
APP_WIDTH = 14
PEPP_WIDTH = 4


def file_url(name: str) -> str:
    """Return the address of a purchase history, for example ``PEPP_purchase_history.csv``."""
    return f"{FILES}/{name}"


def weekly_url(key: str, start: str = "1999-W01") -> str:
    """Return the address of a line of the weekly financial statement (ILM)."""
    return f"{API}/ILM/{key}?format=csvdata&startPeriod={start}"


def parse_app(body: str) -> dict[str, Observations]:
    """Read the history of the asset purchase programme.

    Returns
    -------
    dict
        ``net``: net purchases in the month, and ``holdings``: book value at
        month-end, both summed over the four programmes, EUR millions, dated
        with the last day of the month.
    """
    rows = _months(body, "APP history", APP_WIDTH)
    net = [(d, sum(cells[0:4])) for d, cells in rows]
    held = [(d, sum(cells[8:12])) for d, cells in rows]
    return {"net": observations(net, "APP history"), "holdings": observations(held, "APP history")}


def parse_pepp(body: str) -> dict[str, Observations]:
    """Read the history of the pandemic programme.

    Returns
    -------
    dict
        ``net``: net purchases in the month, ``cumulative``: their sum since
        March 2020, EUR millions, dated with the last day of the month.
    """
    rows = _months(body, "PEPP history", PEPP_WIDTH)
    return {
        "net": observations([(d, cells[0]) for d, cells in rows], "PEPP history"),
        "cumulative": observations([(d, cells[1]) for d, cells in rows], "PEPP history"),
    }


def _months(body: str, what: str, width: int) -> list[tuple[date, list[float]]]:
    """Return the month-end and figures of every row that names a month.

    The year stands only on the first of its rows; titles and notes around the
    table are passed over.
    """
    found: list[tuple[date, list[float]]] = []
    year = 0
    for row in csv_rows(body, what):
        if len(row) < width or row[1].strip() not in MONTHS:
            continue
        year = _year(row[0], what) if row[0].strip() else year
        month = MONTHS[row[1].strip()]
        cells = [number(cell, what) for cell in row[2:width]]
        if year and any(c is not None for c in cells):
            last = calendar.monthrange(year, month)[1]
            found.append((date(year, month, last), [c or 0.0 for c in cells]))
    if not found:
        raise ParseError.of(
            N_("{what}: no row with a month; the publisher may have changed its format"), what=what
        )
    return found


def _year(cell: str, what: str) -> int:
    text = cell.strip()
    if len(text) != 4 or not text.isdecimal() or not 1900 <= int(text) < 2200:
        raise ParseError.of(N_("{what}: {cell!r} is not a year"), what=what, cell=cell[:60])
    return int(text)


def parse_weekly(body: str) -> Observations:
    """Read a weekly line in the API's ``csvdata`` form; ``2024-W05`` is dated with its Friday."""
    what = "ECB weekly statement"
    rows = records(body, what)
    at = names(rows, {"period": ("TIME_PERIOD",), "value": ("OBS_VALUE",)}, what)
    pairs = [(_friday(row[at["period"]], what), number(row[at["value"]], what)) for row in rows]
    return observations([(d, v) for d, v in pairs if v is not None], what)


def _friday(week: str, what: str) -> date:
    try:
        year, number_of_week = week.split("-W")
        return date.fromisocalendar(int(year), int(number_of_week), 5)
    except (ValueError, OverflowError):
        raise ParseError.of(
            N_("{what}: {cell!r} is not a week like 2024-W05"), what=what, cell=week[:60]
        ) from None


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each file of a programme, and one for each line of the weekly statement."""
    files: dict[str, list[Series]] = {}
    for entry in entries:
        name, colon, _ = entry.code.partition(":")
        if colon:
            files.setdefault(name, []).append(entry)
        else:
            yield Job(f"ecb:{entry.id}", "ecb", partial(_weekly, entry), (entry.id,))
    for name, members in files.items():
        ids = tuple(e.id for e in members)
        yield Job(f"ecb:{name}", "ecb", partial(_file, name, tuple(members)), ids)


def _file(name: str, entries: tuple[Series, ...], fetch: Fetch, since: date | None, today: date) -> Batch:
    body = decode(fetch(Ask(file_url(name), CSV, conditional=True)), name, ("utf-8-sig", "cp1252"))
    read = parse_app(body) if name.startswith("APP") else parse_pepp(body)
    return Batch({e.id: read[e.code.partition(":")[2]] for e in entries})


def _weekly(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    start = "1999-W01" if since is None else f"{since:%G-W%V}"
    media = (*CSV, "application/vnd.sdmx.data+csv")
    body = decode(fetch(Ask(weekly_url(entry.code, start), media, conditional=True)), entry.code)
    return Batch({entry.id: parse_weekly(body)})


_TERMS = "ECB: free reuse with the source named"
CAPABILITIES = (
    Capability("ecb", "APP and PEPP histories", "monthly", _TERMS, Rights.ATTRIBUTION, file_url),
    Capability("ecb", "weekly financial statement", "weekly", _TERMS, Rights.ATTRIBUTION, weekly_url),
)
