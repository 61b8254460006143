"""Hong Kong Monetary Authority: daily figures of interbank liquidity, from its open interface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

import numpy as np

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import JSON, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import day, decode, names, number, observations, records
from tidegate.errors import ParseError
from tidegate.units import month_end

BASE = (
    "https://api.hkma.gov.hk/public/market-data-and-statistics/daily-monetary-statistics/"
    "daily-figures-interbank-liquidity"
)
FIRST = date(2001, 1, 1)
RATES = ("hibor_fixing_1m", "disc_win_base_rate")
"""Fields that are kept as the last figure of each month; the others stay daily."""
HIGHEST_RATE_PCT = 50.0
"""The interface has at least one slip of the decimal point (11 June 2019); rates above this are left out."""


def url(code: str, start: date, end: date) -> str:
    """Return the address of one field for the days from `start` to `end`; at most 1,000 days are served."""
    query = {
        "choose": "end_of_date",
        "from": start.isoformat(),
        "to": end.isoformat(),
        "fields": f"end_of_date,{code}",
        "sortby": "end_of_date",
        "sortorder": "asc",
        "pagesize": "1000",
    }
    return f"{BASE}?{urlencode(query)}"


def parse(body: str, code: str = "closing_balance") -> Observations:
    """Read one field of the answer, JSON with the rows under ``result.records``.

    A rate is returned as the last figure of each month, dated with the last
    day of that month; the month that has not ended is left out. Other fields
    are returned day by day.

    Raises
    ------
    ParseError
        If the answer is a web page, broken, or without the field.
    """
    rows = records(body, code, ("result", "records"))
    at = names(rows, {"day": ("end_of_date",), "value": (code,)}, code)
    pairs = [(day(row[at["day"]], code), number(row[at["value"]], code)) for row in rows]
    known = [(d, v) for d, v in pairs if d is not None and v is not None]
    if code not in RATES:
        return observations(known, code)
    daily = observations([(d, v) for d, v in known if v <= HIGHEST_RATE_PCT], code)
    months = daily.dates.astype("datetime64[M]")
    last = np.flatnonzero(np.append(months[1:] != months[:-1], False))
    return Observations(month_end(months[last]), daily.values[last])


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each field."""
    for entry in entries:
        yield Job(f"hkma:{entry.id}", "hkma", partial(_field, entry), (entry.id,))


def _field(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    """Read a field in windows short enough to be served whole; an empty one is passed over."""
    found: dict[date, float] = {}
    # A month is judged by its last day and the last one is left out, so windows begin with a month and overlap.
    start, problem = (since or FIRST).replace(day=1), None
    while True:
        end = min(date(start.year + 2, start.month, 1) - timedelta(1), today)
        body = decode(fetch(Ask(url(entry.code, start, end), JSON)), entry.code)
        try:
            read = parse(body, entry.code)
            found |= dict(zip(read.dates.tolist(), read.values.tolist(), strict=True))
        except ParseError as empty:
            # Before a field began there is nothing, and on the first days of a month; in between there must be.
            if '"records"' not in body or (found and end < today):
                raise
            problem = empty
        if end >= today:
            break
        start = end.replace(day=1)
    if not found and problem is not None:
        raise problem
    return Batch({entry.id: observations(sorted(found.items()), entry.code)})


CAPABILITIES = (
    Capability(
        "hkma",
        "HIBOR, base rate and aggregate balance",
        "daily",
        "Hong Kong open data: free with attribution",
        Rights.ATTRIBUTION,
        url,
    ),
)
