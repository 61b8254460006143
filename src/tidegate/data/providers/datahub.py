"""DataHub core data sets, released under the Open Data Commons PDDL."""

from __future__ import annotations

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import dated_column

BASE = "https://raw.githubusercontent.com/datasets"
PATHS = {
    "s-and-p-500": "s-and-p-500/main/data/data.csv",
    "gold-prices": "gold-prices/main/data/monthly-processed.csv",
    "oil-prices": "oil-prices/main/data/wti-daily.csv",
}


def url(dataset: str) -> str:
    """Return the address of a data set's file; `dataset` is a key of `PATHS`."""
    return f"{BASE}/{PATHS[dataset]}"


def parse(body: str, column: str | None = None, code: str = "DataHub") -> Observations:
    """Read one column of a CSV whose first column is the date; empty cells are left out."""
    return dated_column(body, code, column)


CAPABILITIES = (
    Capability("datahub", "S&P 500 (Shiller), gold, oil", "monthly", "PDDL-1.0", Rights.PDDL, url),
)
