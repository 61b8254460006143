"""Hong Kong Monetary Authority: daily figures of interbank liquidity, from its open interface."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import numpy as np

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import day, names, number, observations, records

BASE = (
    "https://api.hkma.gov.hk/public/market-data-and-statistics/daily-monetary-statistics/"
    "daily-figures-interbank-liquidity"
)
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
    ends = (months[last] + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return Observations(ends, daily.values[last])


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
