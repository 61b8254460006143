"""Stooq and Alpha Vantage."""

from __future__ import annotations

from typing import Any

from replay_formats.world import World, by_code


def prices(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Stooq and Alpha Vantage."""
    symbol = query.get("s") or query["symbol"]
    entry = by_code("prices", f"{'stooq' if 's' in query else 'alpha_vantage'}:{symbol}")
    word = "Date,Open,High,Low,Close,Volume" if "s" in query else "timestamp,open,high,low,close,volume"
    rows = [f"{d},{v},{v},{v},{v},1" for d, v in world.points(entry)]
    return "csv", word + "\n" + "\n".join(rows) + "\n"
