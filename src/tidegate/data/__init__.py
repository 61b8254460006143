"""What happened: providers, the store and its as-of queries, the embedded snapshot.

::

    from tidegate.data import open_store

    store = open_store()
    store.series("WALCL").values          # $ bn, whatever the publisher's unit
    store.latest("UNRATE", as_of=date(2024, 1, 31))

The names are loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidegate.data.asof import Observation, SeriesData
    from tidegate.data.store import Provenance, Store, open_store
    from tidegate.data.table import Table

_HOME = {
    "Observation": "tidegate.data.asof",
    "Provenance": "tidegate.data.store",
    "SeriesData": "tidegate.data.asof",
    "Store": "tidegate.data.store",
    "Table": "tidegate.data.table",
    "open_store": "tidegate.data.store",
}

__all__ = ["Observation", "Provenance", "SeriesData", "Store", "Table", "open_store"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
