"""Ministry of Finance, Japan: constant-maturity JGB yields."""

from __future__ import annotations

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import dated_column

BASE = "https://www.mof.go.jp/english/policy/jgbs/reference/interest_rate/historical"


def url() -> str:
    """Return the address of the whole history of the curve."""
    return f"{BASE}/jgbcme_all.csv"


def parse(body: str, code: str = "JGB") -> Observations:
    """Read one tenor with the header ``date,value``; percent, semi-annual compounding."""
    return dated_column(body, code)


CAPABILITIES = (Capability("mof", "JGB yields", "daily", "open terms, attribution", Rights.ATTRIBUTION, url),)
