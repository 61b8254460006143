"""Bank of England: the interactive database (IADB)."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import dated_column

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
    if len(parts) == 3 and parts[1] in _MONTHS:
        head = f"{parts[2]}-{_MONTHS.index(parts[1]) + 1:02}-{int(parts[0]):02}"
    return head + comma + rest


CAPABILITIES = (
    Capability("boe", "any IADB series by its code", "as released", "attribution", Rights.ATTRIBUTION, url),
)
