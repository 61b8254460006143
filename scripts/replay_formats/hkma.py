"""The Hong Kong Monetary Authority: records of one field, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from replay_formats.world import World, by_code
from tidegate.catalog.model import Frequency


def hkma(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Hong Kong Monetary Authority: records of one field, day by day."""
    code = query["fields"].split(",")[1]
    entry = by_code("hkma", code)
    rows = [
        {"end_of_date": str(d), code: v}
        for d, v in world.points(entry)
        if query["from"] <= str(d) <= query["to"]
    ]
    if entry.frequency is Frequency.MONTHLY:  # the last figure of a month, and the beginning of the next
        rows += [
            {"end_of_date": str(date.fromisoformat(str(r["end_of_date"])) + timedelta(1)), code: 9.9}
            for r in rows[-1:]
        ]
    return "json", {"header": {"success": True}, "result": {"datasize": len(rows), "records": rows}}
