"""The BIS: policy rates."""

from __future__ import annotations

from typing import Any

from replay_formats.world import World, by_code


def bis(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """BIS: policy rates by country."""
    code = path.split("/")[-2]
    rows = [f"M,{d:%Y-%m},{v}" for d, v in world.points(by_code("bis", code))]
    return "csv", "FREQ,TIME_PERIOD,OBS_VALUE\n" + "\n".join(rows) + "\n"
