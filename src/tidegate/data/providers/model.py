"""What every provider returns and declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog.model import Rights
from tidegate.data.table import Table
from tidegate.units import Days

CSV = ("text/csv", "text/plain", "application/csv", "text/comma-separated-values", "application/vnd.ms-excel")
JSON = ("application/json", "text/json", "text/plain")
SHEET = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",)
PAGE = ("text/html", "application/xhtml+xml")
MOST_BYTES = 64_000_000
"""More than any publisher's answer that is read here."""


@dataclass(frozen=True)
class Observations:
    """One series as its publisher serves it.

    Attributes
    ----------
    dates
        ``datetime64[D]``, shape [n], strictly rising; the publisher's stamps.
    values
        float64, shape [n], in the publisher's unit; missing values are left out.
    """

    dates: Days
    values: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of observations."""
        return len(self.dates)


@dataclass(frozen=True)
class Vintages:
    """One series as it was published, revision by revision.

    Attributes
    ----------
    dates, vintages
        ``datetime64[D]``, shape [n]: the publisher's stamp, and the first day on which the value stood.
    values
        float64, shape [n], in the publisher's unit.
    """

    dates: Days
    vintages: Days
    values: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.dates)


@dataclass(frozen=True)
class Capability:
    """One data set that a provider can serve.

    Attributes
    ----------
    provider, dataset
        Module name here, and what it serves.
    frequency
        How often new figures come, in words.
    licence
        The publisher's terms, in words.
    rights
        The same as a class of the catalogue.
    url
        Builds the address; its parameters differ by provider.
    """

    provider: str
    dataset: str
    frequency: str
    licence: str
    rights: Rights
    url: Callable[..., str]


@dataclass(frozen=True)
class Ask:
    """One request to a publisher.

    Attributes
    ----------
    url
        Address, without any key.
    media
        Content types that may come back; ``application/octet-stream`` and none at all always may.
    key
        Name of the key that belongs into the query, as ``parameter=name`` of `tidegate.data.keys`; empty: none.
    browser
        True where the publisher answers only to what looks like a browser.
    conditional
        True if the answer may be "as before"; the job then ends there.
    most_bytes
        A larger answer is refused.
    """

    url: str
    media: tuple[str, ...] = CSV
    key: str = ""
    browser: bool = False
    conditional: bool = False
    most_bytes: int = MOST_BYTES


class Fetch(Protocol):
    """Opens the connection that a provider asks for."""

    def __call__(self, ask: Ask) -> bytes:
        """Return the body of an answer.

        Raises
        ------
        Unchanged
            If it is as it was the last time.
        FetchError
            If there is none.
        """


class Unchanged(Exception):
    """The answer is the one that was read the last time."""


@dataclass(frozen=True)
class Batch:
    """What one job brought home.

    Attributes
    ----------
    series
        Observations by id of the catalogue, in the publisher's unit.
    vintages
        Revision by revision, where the publisher keeps them.
    tables
        Tables of the store by name (`tidegate.data.files.TABLES`), with the columns they have there.
    """

    series: Mapping[str, Observations] = field(default_factory=lambda: MappingProxyType({}))
    vintages: Mapping[str, Vintages] = field(default_factory=lambda: MappingProxyType({}))
    tables: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Job:
    """What is asked of a publisher in one go, and for which series and tables.

    Attributes
    ----------
    key
        Stable name, for the record of what was read last.
    provider
        Module name here.
    run
        Called with a `Fetch`, the first day wanted (None: all there is) and today.
    series, tables
        Ids and names that it brings.
    """

    key: str
    provider: str
    run: Callable[[Fetch, date | None, date], Batch]
    series: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
