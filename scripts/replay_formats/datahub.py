"""DataHub: the gold price, and Shiller's table of shares."""

from __future__ import annotations

from typing import Any

from replay_formats.world import World
from tidegate.catalog import series


def datahub(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """DataHub: gold by month, or Shiller's table."""
    if "gold" in path:
        return "csv", "Date,Price\n" + "".join(f"{d:%Y-%m},{v}\n" for d, v in world.points(series("GOLD")))
    members = {"SP500": "SPX", "Dividend": "SPX_DIVIDEND", "Earnings": "SPX_EARNINGS", "PE10": "SPX_CAPE"}
    columns = {c: dict(world.points(series(i))) for c, i in members.items()}
    days = sorted(set().union(*columns.values()))
    rows = [f"{d}," + ",".join(f"{columns[c].get(d, 0):.10g}" for c in columns) for d in days]
    return "csv", "Date," + ",".join(columns) + "\n" + "\n".join(rows) + "\n"
