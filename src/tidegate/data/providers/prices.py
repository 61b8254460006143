"""Prices of indices and shares: Stooq without a key, Alpha Vantage with a free one.

Both are for one's own use; nothing of them is shipped, and both limit requests by day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from urllib.parse import urlencode

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import CSV, JSON, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import dated_column, decode
from tidegate.errors import ParseError
from tidegate.message import N_

STOOQ = "https://stooq.com/q/d/l/"
ALPHA_VANTAGE = "https://www.alphavantage.co/query"
KEY = "apikey=alpha_vantage"


def stooq_url(symbol: str, start: date | None = None, end: date | None = None) -> str:
    """Return the address of a symbol's daily prices, for example ``^spx``."""
    query = {"s": symbol, "i": "d"}
    if start is not None and end is not None:
        query |= {"d1": f"{start:%Y%m%d}", "d2": f"{end:%Y%m%d}"}
    return f"{STOOQ}?{urlencode(query)}"


def alpha_vantage_url(symbol: str) -> str:
    """Return the address of a symbol's last hundred daily prices; the key is added when it is asked."""
    return f"{ALPHA_VANTAGE}?" + urlencode(
        {"function": "TIME_SERIES_DAILY", "symbol": symbol, "datatype": "csv"}
    )


def parse(body: str, code: str = "price") -> Observations:
    """Read closing prices from a CSV whose first column is ``Date`` or ``timestamp``.

    A word instead of a table (no such symbol, the day's limit is reached) and a
    JSON note are told as they are.

    Raises
    ------
    ParseError
        For those, and for anything that is no such CSV.
    """
    head = body.lstrip()[:200]
    if head.startswith("{") or "," not in head.partition("\n")[0]:
        told = " ".join(head.split())[:100]
        raise ParseError.of(
            N_("{what}: no prices ({told}); the day's limit may be reached"), what=code, told=told
        )
    first, _, rest = body.lstrip("\ufeff").partition("\n")
    words = [h.strip().lower() for h in first.split(",")]
    header = ",".join("date" if word == "timestamp" else word for word in words)
    return dated_column(f"{header}\n{rest}", code, "close")


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each symbol; codes are ``stooq:symbol`` or ``alpha_vantage:symbol``."""
    for entry in entries:
        run = _stooq if entry.code.startswith("stooq:") else _alpha_vantage
        yield Job(f"prices:{entry.id}", "prices", partial(run, entry), (entry.id,))


def _stooq(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    address = stooq_url(entry.code.partition(":")[2], since, today if since else None)
    return Batch({entry.id: parse(decode(fetch(Ask(address, CSV)), entry.code), entry.code)})


def _alpha_vantage(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    ask = Ask(alpha_vantage_url(entry.code.partition(":")[2]), (*CSV, "application/x-download", *JSON), KEY)
    return Batch({entry.id: parse(decode(fetch(ask), entry.code), entry.code)})


CAPABILITIES = (
    Capability("prices", "daily prices, Stooq", "daily", "for one's own use", Rights.NOT_SHIPPED, stooq_url),
    Capability(
        "prices",
        "daily prices, Alpha Vantage",
        "daily",
        "free key, own use",
        Rights.NOT_SHIPPED,
        alpha_vantage_url,
    ),
)
