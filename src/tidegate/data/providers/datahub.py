"""DataHub core data sets, released under the Open Data Commons PDDL."""

from __future__ import annotations

import re
from types import MappingProxyType

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import dated_column

BASE = "https://raw.githubusercontent.com/datasets"
PATHS = MappingProxyType(
    {
        "s-and-p-500": "s-and-p-500/main/data/data.csv",
        "gold-prices": "gold-prices/main/data/monthly.csv",
    }
)
_MONTH = re.compile(r"^(\d{4}-\d{2}),", re.MULTILINE)


def url(dataset: str) -> str:
    """Return the address of a data set's file; `dataset` is a key of `PATHS`."""
    return f"{BASE}/{PATHS[dataset]}"


def parse(body: str, column: str | None = None, code: str = "DataHub") -> Observations:
    """Read one column of a CSV whose first column is the date.

    A month written as ``2024-01`` is dated with its first day. Empty cells and
    zeros are left out: these sets write 0 where there is no figure yet.
    """
    read = dated_column(_MONTH.sub(r"\1-01,", body), code, column)
    given = read.values != 0
    return Observations(read.dates[given], read.values[given])


CAPABILITIES = (Capability("datahub", "S&P 500 (Shiller) and gold", "monthly", "PDDL-1.0", Rights.PDDL, url),)
