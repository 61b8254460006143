"""The whole answer: data and models joined into sections that report, page and terminal render."""

from __future__ import annotations

from typing import Any

__all__ = ["compose", "open_desk", "project"]

_HOME = {
    "compose": "tidegate.briefing.composition",
    "open_desk": "tidegate.briefing.assembly",
    "project": "tidegate.briefing.assembly",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
