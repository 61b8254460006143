"""Taiwan: the central bank's open data, and the stock exchange's index."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import JSON, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import decode, number, observations, refuse_page
from tidegate.errors import ParseError
from tidegate.message import N_

BANK = "https://cpx.cbc.gov.tw/API/DataAPI/Get"
EXCHANGE = "https://www.twse.com.tw/indicesReport/MI_5MINS_HIST"
FIRST_MONTHS = 13
"""The exchange serves one month at a time: so far back goes a first synchronisation, unless more is asked for."""
ROC = 1911
"""Year 1 of the Republic is 1912."""
_MONTH = re.compile(r"(\d{4})M(\d{1,2})")
_DAY = re.compile(r"(\d{2,4})/(\d{1,2})/(\d{1,2})")


def bank_url(file: str) -> str:
    """Return the address of a file of the central bank, for example ``BP01D01``."""
    return f"{BANK}?FileName={file}"


def exchange_url(month: date) -> str:
    """Return the address of the index's daily history in a month."""
    return f"{EXCHANGE}?response=json&date={month:%Y%m}01"


def parse_bank(body: str, column: int, code: str = "CBC") -> Observations:
    """Read one column of a file of the central bank: rows of text under ``data.dataSets``.

    Parameters
    ----------
    body
        JSON.
    column
        Position in a row; the period stands at 0, as ``20240115`` or ``2024M1``.

    Raises
    ------
    ParseError
        For a changed format or no observation.
    """
    clean = refuse_page(body, code)
    try:
        rows: Any = json.loads(clean)["data"]["dataSets"]
        cells = [(str(row[0]), "" if row[column] is None else str(row[column])) for row in rows]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise ParseError.of(
            N_("{what}: expected JSON with a list under {path!r}; the publisher may have changed its format"),
            what=code,
            path="data.dataSets",
        ) from None
    pairs = [(_period(when, code), number(value, code)) for when, value in cells]
    return observations([(d, v) for d, v in pairs if v is not None], code)


def _period(text: str, code: str) -> date:
    cell = text.strip()
    month = _MONTH.fullmatch(cell)
    try:
        if month:
            return date(int(month[1]), int(month[2]), 1)
        if cell.isdecimal() and len(cell) == 8:
            return date(int(cell[:4]), int(cell[4:6]), int(cell[6:]))
    except ValueError:
        pass
    raise ParseError.of(
        N_("{what}: {cell!r} is not a date like 20240115 or 2024M1"), what=code, cell=cell[:60]
    )


def parse_exchange(body: str, code: str = "TAIEX") -> Observations:
    """Read a month of the index: date, open, high, low, close; the close is returned.

    Years may be those of the Republic (``113/01/02``) or of the common era.

    Raises
    ------
    ParseError
        For a refusal told inside (``stat``), a changed format, or no observation.
    """
    clean = refuse_page(body, code)
    try:
        raw: Any = json.loads(clean)
        stat = str(raw.get("stat", "OK"))
        cells = [(str(row[0]), str(row[4])) for row in raw["data"]] if stat == "OK" else []
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise ParseError.of(
            N_("{what}: expected JSON with a list under {path!r}; the publisher may have changed its format"),
            what=code,
            path="data",
        ) from None
    if stat != "OK":
        raise ParseError.of(
            N_("{what}: refused with status {status} ({told})"), what=code, status=stat[:40], told=""
        )
    pairs = [(_roc_day(when, code), number(value, code)) for when, value in cells]
    return observations([(d, v) for d, v in pairs if v is not None], code)


def _roc_day(text: str, code: str) -> date:
    found = _DAY.fullmatch(text.strip())
    try:
        if found:
            year = int(found[1])
            return date(year if year >= ROC else year + ROC, int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise ParseError.of(N_("{what}: {cell!r} is not a date like 113/01/02"), what=code, cell=text[:60])


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each series; ``twse:`` codes are the exchange's, others ``FILE:column`` of the bank."""
    for entry in entries:
        run = _exchange if entry.code.startswith("twse:") else _bank
        yield Job(f"taiwan:{entry.id}", "taiwan", partial(run, entry), (entry.id,))


def _bank(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    file, _, column = entry.code.partition(":")
    body = decode(fetch(Ask(bank_url(file), JSON, conditional=True)), entry.code)
    return Batch({entry.id: parse_bank(body, int(column), entry.code)})


def _exchange(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    month = (since or today - timedelta(30 * FIRST_MONTHS)).replace(day=1)
    found: dict[date, float] = {}
    while month <= today:
        try:
            read = parse_exchange(decode(fetch(Ask(exchange_url(month), JSON)), entry.code), entry.code)
            found |= dict(zip(read.dates.tolist(), read.values.tolist(), strict=True))
        except ParseError:
            if month < today.replace(day=1):  # on the first days of a month there is nothing yet
                raise
        month = (month + timedelta(32)).replace(day=1)
    return Batch({entry.id: observations(sorted(found.items()), entry.code)})


CAPABILITIES = (
    Capability(
        "taiwan",
        "open data of the central bank, by file",
        "daily or monthly",
        "Taiwan open government data licence: free with attribution",
        Rights.ATTRIBUTION,
        bank_url,
    ),
    Capability(
        "taiwan",
        "the exchange's weighted index, by month",
        "daily",
        "Taiwan Stock Exchange: for one's own use",
        Rights.NOT_SHIPPED,
        exchange_url,
    ),
)
