"""Where figures come from: one module a source.

Every module has pure functions from the publisher's text to observations or
tables, used alike by the snapshot build and by a live synchronisation, and a
``CAPABILITIES`` table that says what it serves, from which address, how often
and under which terms. Nothing in here opens a connection.
"""

from __future__ import annotations

from importlib import import_module

from tidegate.data.providers.model import Capability, Observations

MODULES = ("fred", "nyfed", "fiscaldata", "ecb", "boe", "bis", "mof", "hkma", "datahub", "fed_site", "user_csv")

__all__ = ["MODULES", "Capability", "Observations", "capabilities"]


def capabilities() -> tuple[Capability, ...]:
    """Return what all providers declare, in the order of `MODULES`."""
    found: list[Capability] = []
    for name in MODULES:
        found += import_module(f"tidegate.data.providers.{name}").CAPABILITIES
    return tuple(found)
