"""DataHub core data sets, released under the Open Data Commons PDDL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import CSV, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import dated_column, decode

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


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each data set."""
    sets: dict[str, list[Series]] = {}
    for entry in entries:
        sets.setdefault(entry.code.partition(":")[0], []).append(entry)
    for name, members in sets.items():
        ids = tuple(e.id for e in members)
        yield Job(f"datahub:{name}", "datahub", partial(_dataset, name, tuple(members)), ids)


def _dataset(name: str, entries: tuple[Series, ...], fetch: Fetch, since: date | None, today: date) -> Batch:
    body = decode(fetch(Ask(url(name), CSV, conditional=True)), name)
    columns = {e.id: e.code.partition(":")[2] for e in entries}
    return Batch({i: parse(body, None if c == "monthly" else c, i) for i, c in columns.items()})


CAPABILITIES = (Capability("datahub", "S&P 500 (Shiller) and gold", "monthly", "PDDL-1.0", Rights.PDDL, url),)
