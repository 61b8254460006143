"""Bank for International Settlements: central-bank policy rates (WS_CBPOL)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import CSV, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import day, decode, names, number, observations, records

BASE = "https://stats.bis.org/api/v1/data/WS_CBPOL"
COLUMNS = {"period": ("TIME_PERIOD", "date"), "value": ("OBS_VALUE", "value")}


def url(code: str) -> str:
    """Return the address of a policy rate, for example ``M.GB``."""
    return f"{BASE}/{code}/all?format=csv"


def parse(body: str, code: str = "BIS") -> Observations:
    """Read the SDMX CSV (``TIME_PERIOD``, ``OBS_VALUE``) or a file with the header ``date,value``.

    A month written as ``2023-12`` is dated with its last day.
    """
    rows = records(body, code)
    at = names(rows, COLUMNS, code)
    pairs = [(day(_month_end(row[at["period"]]), code), number(row[at["value"]], code)) for row in rows]
    return observations([(d, v) for d, v in pairs if d is not None and v is not None], code)


def _month_end(period: str) -> str:
    """Return ``2023-12`` as its last day; anything else as it is."""
    year, dash, month = period.partition("-")
    if dash and len(year) == 4 and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12:
        return f"{period}-{calendar.monthrange(int(year), int(month))[1]}"
    return period


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each rate."""
    for entry in entries:
        yield Job(f"bis:{entry.id}", "bis", partial(_rate, entry), (entry.id,))


def _rate(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    media = (*CSV, "application/vnd.sdmx.data+csv")
    body = decode(fetch(Ask(url(entry.code), media, conditional=True)), entry.code)
    return Batch({entry.id: parse(body, entry.code)})


CAPABILITIES = (
    Capability("bis", "policy rates", "monthly", "BIS: free with attribution", Rights.ATTRIBUTION, url),
)
