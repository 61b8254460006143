"""The Bank of Japan: JSON with the status inside, or CSV in Shift-JIS."""

from __future__ import annotations

from typing import Any

from replay_formats.world import World, by_code


def boj(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Bank of Japan: JSON with the status inside, or CSV in Shift-JIS."""
    entry = by_code("boj", f"{query['db']}:{query['code']}")
    points = world.points(entry)
    if query.get("lang") == "jp":
        rows = [f"{query['code']},日本銀行,{d:%Y%m},{v!r}" for d, v in points]
        return "csv", ("SERIES_CODE,名称,SURVEY_DATES,VALUES\n" + "\n".join(rows) + "\n").encode("shift_jis")
    values = {"SURVEY_DATES": [int(f"{d:%Y%m}") for d, _ in points], "VALUES": [v for _, v in points]}
    return "json", {"STATUS": 200, "RESULTSET": [{"SERIES_CODE": query["code"], "VALUES": values}]}
