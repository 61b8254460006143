"""Surveys of New York and Philadelphia, each with its own way to write a month."""

from __future__ import annotations

from typing import Any

from replay_formats.world import World
from tidegate.catalog import series


def surveys(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Surveys of New York and Philadelphia, each with its own way to write a month."""
    empire = "empire" in path
    points = world.points(series("EMPIRE_ACTIVITY" if empire else "PHILADELPHIA_ACTIVITY"))
    rows = [f"{d:%Y-%m}-28,{v}" if empire else f"{d:%b-%y},{v}" for d, v in points]
    return "csv", ("surveyDate,GACDISA\n" if empire else "DATE,gac\n") + "\n".join(rows) + "\n"
