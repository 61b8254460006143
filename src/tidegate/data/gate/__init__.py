"""What a batch has to pass before it is believed: units, dates, repeats, impossible values, identities."""

from __future__ import annotations

from tidegate.data.gate.checks import Case, Doubt, History, doubts
from tidegate.data.gate.identities import IDENTITIES, Identity, broken
from tidegate.data.gate.tables import against_level, table_doubts

__all__ = [
    "IDENTITIES",
    "Case",
    "Doubt",
    "History",
    "Identity",
    "against_level",
    "broken",
    "doubts",
    "table_doubts",
]
