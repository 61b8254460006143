"""The sections of the briefing, one module each, in reading order.

A section is a function from a `Desk` to a `Section`. To add one, write the
module and name it in `SECTIONS`; report, page, terminal and JSON show it. Its
`Origin` says where its figures come from and how old they are.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Section

SECTIONS: tuple[str, ...] = (
    "today",
    "history",
    "ledger",
    "regime",
    "monitor",
    "qt_end",
    "communication",
    "projection",
    "replay",
    "scores",
    "money_market",
    "curve",
    "transmission",
    "economy",
    "futures",
    "markets",
    "asia",
    "finances",
    "claims",
    "article",
    "banks",
    "allocation",
    "pillars",
    "learn",
    "limits",
    "sources",
)
"""Modules of this package, in the order in which they are read."""


def section(name: str) -> Callable[[Desk], Section]:
    """Return the function that writes a section."""
    write: Callable[[Desk], Section] = import_module(f"{__name__}.{name}").write
    return write
