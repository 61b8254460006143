"""FRED: CSV by mnemonic, and vintages as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from replay_formats.world import World, by_code, text


def fred(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """FRED: CSV by mnemonic, and vintages as JSON."""
    if path.endswith("vintagedates"):
        days = [str(world.today - timedelta(30 * k)) for k in range(4, -1, -1)]
        return "json", {"vintage_dates": [d for d in days if d >= query.get("realtime_start", "")]}
    name = query.get("id") or query["series_id"]
    points = world.points(by_code("fred", name))
    if path.endswith("observations"):
        rows = [
            {
                "realtime_start": max(str(d + timedelta(20)), query["realtime_start"]),
                "date": str(d),
                "value": f"{v!r}",
            }
            for d, v in points
        ]
        return "json", {"observations": rows}
    return "csv", text(points, f"observation_date,{name}", start=query.get("cosd", ""))
