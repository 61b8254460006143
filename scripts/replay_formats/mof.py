"""The Ministry of Finance of Japan: yields."""

from __future__ import annotations

from typing import Any

from replay_formats.world import World
from tidegate.catalog import series


def mof(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Ministry of Finance: yields by tenor, a dash where there is none."""
    columns = {t: dict(world.points(series(f"JGB{t}"))) for t in ("2Y", "10Y", "30Y")}
    rows = [
        f"{d.year}/{d.month}/{d.day}," + ",".join(str(columns[t].get(d, "-")) for t in columns)
        for d in sorted(set().union(*columns.values()))
    ]
    return "csv", "Interest Rate,,,\nDate,2Y,10Y,30Y\n" + "\n".join(rows) + "\n"
