"""The Fed's own site: its calendar of meetings."""

from __future__ import annotations

from typing import Any

from replay_formats.world import World


def fed_site(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Board of Governors: the calendar of meetings, as a page."""
    return (
        "html",
        '<a href="/newsevents/pressreleases/monetary20260916a.htm">x</a>/monetarypolicy/fomcminutes20260916.htm',
    )
