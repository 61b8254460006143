"""The ECB: purchase histories, and lines of the weekly statement."""

from __future__ import annotations

import calendar
from typing import Any

from replay_formats.world import World, by_code
from tidegate.catalog import series


def ecb(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """ECB: purchase histories, and lines of the weekly statement."""
    if path.endswith(".csv"):
        app = "APP" in path
        ids = ("APP_NET_PURCHASES", "APP_HOLDINGS") if app else ("PEPP_NET_PURCHASES", "PEPP_CUMULATIVE")
        first, second = (dict(world.points(series(i))) for i in ids)
        lines, year = ["History,,,", "In euro millions,,,"], 0
        for day in sorted(set(first) & set(second)):
            head = f"{day.year if day.year != year else ''},{calendar.month_name[day.month]}"
            year = day.year
            cells = (
                [first[day], 0, 0, 0, 0, 0, 0, 0, second[day], 0, 0, 0] if app else [first[day], second[day]]
            )
            lines.append(",".join([head, *(f"{c!r}" for c in cells)]))
        return "csv", "\n".join(lines) + "\n"
    entry = by_code("ecb", path.rpartition("/")[2])
    rows = [
        f"{entry.code},{d.isocalendar()[0]}-W{d.isocalendar()[1]:02d},{v!r}" for d, v in world.points(entry)
    ]
    return "csv", "KEY,TIME_PERIOD,OBS_VALUE\n" + "\n".join(rows) + "\n"
