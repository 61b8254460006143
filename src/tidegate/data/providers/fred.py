"""FRED, Federal Reserve Bank of St. Louis: any series as CSV, without a key."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import dated_column

BASE = "https://fred.stlouisfed.org/graph/fredgraph.csv"


def url(code: str, start: date | None = None) -> str:
    """Return the address of a series' CSV, from `start` on if given."""
    query = {"id": code} | ({"cosd": start.isoformat()} if start else {})
    return f"{BASE}?{urlencode(query)}"


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
)
