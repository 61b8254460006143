"""Bank for International Settlements: central-bank policy rates (WS_CBPOL)."""

from __future__ import annotations

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import dated_column

BASE = "https://stats.bis.org/api/v1/data/WS_CBPOL"


def url(code: str) -> str:
    """Return the address of a policy rate, for example ``M.GB``."""
    return f"{BASE}/{code}/all?format=csv"


def parse(body: str, code: str = "BIS") -> Observations:
    """Read a CSV with the header ``date,value`` or ``TIME_PERIOD,OBS_VALUE``, dated with month-ends."""
    return dated_column(body, code)


CAPABILITIES = (
    Capability("bis", "policy rates", "monthly", "BIS: free with attribution", Rights.ATTRIBUTION, url),
)
