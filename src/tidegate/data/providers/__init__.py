"""Where figures come from: one module a source.

Every module has pure functions from the publisher's text to observations or
tables, used alike by the snapshot build and by a live synchronisation, and a
``CAPABILITIES`` table that says what it serves, from which address, how often
and under which terms. Those that are synchronised also have ``jobs``, from
series of the catalogue to what is asked for them, and ``table_jobs``. Nothing
in here opens a connection: a job is handed what does.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from tidegate.catalog.model import Series
from tidegate.data.providers.model import Capability, Job, Observations

MODULES = (
    "fred",
    "nyfed",
    "fiscaldata",
    "fed_site",
    "regional_fed",
    "ecb",
    "boe",
    "boj",
    "mof",
    "bis",
    "hkma",
    "taiwan",
    "datahub",
    "prices",
    "user_csv",
)
"""The sources, in the order in which they are asked."""

__all__ = ["MODULES", "Capability", "Job", "Observations", "capabilities", "plan"]


def capabilities() -> tuple[Capability, ...]:
    """Return what all providers declare, in the order of `MODULES`."""
    found: list[Capability] = []
    for name in MODULES:
        found += import_module(f"tidegate.data.providers.{name}").CAPABILITIES
    return tuple(found)


def plan(entries: Iterable[Series], *, tables: bool = True) -> tuple[Job, ...]:
    """Return the jobs that bring the series `entries` and, if asked for, `tables`, in the order of `MODULES`.

    A series that no provider can bring (one that the user brings, or that only
    the snapshot has) is in no job.
    """
    by_provider: dict[str, list[Series]] = {}
    for entry in entries:
        by_provider.setdefault(entry.provider, []).append(entry)
    found: list[Job] = []
    for name in MODULES:
        module = import_module(f"tidegate.data.providers.{name}")
        if name in by_provider and hasattr(module, "jobs"):
            found += module.jobs(by_provider[name])
        if tables and hasattr(module, "table_jobs"):
            found += module.table_jobs()
    return tuple(found)
