"""Taiwan: the central bank's data sets, and the exchange with years of the Republic."""

from __future__ import annotations

from typing import Any

from replay_formats.world import World
from tidegate.catalog import series


def taiwan(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Taiwan: the central bank's data sets, and the exchange with years of the Republic."""
    if "FileName" in query:
        rows = [[f"{d:%Y%m%d}", f"{v:.4f}", ""] for d, v in world.points(series("FX_USDTWD_DAILY"))]
        return "json", {"data": {"structure": {}, "dataSets": rows}}
    month = query["date"][:6]
    found = [(d, v) for d, v in world.points(series("TAIEX")) if f"{d:%Y%m}" == month]
    rows = [[f"{d.year - 1911}/{d:%m/%d}", "1", "1", "1", f"{v:,.2f}"] for d, v in found]
    return "json", {"stat": "OK", "fields": ["日期"], "data": rows}
