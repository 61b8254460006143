"""How long asset returns of 10,000 paths and the government's ten years take."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.sections.finances import write
from tidegate.briefing.sections.projection import write as write_projection
from tidegate.transmission.markets.response import MarketPaths, asset_returns, real_yield


def test_ten_thousand_paths_of_ten_years(benchmark: Any) -> None:
    paths, months = 10_000, 120
    rng = np.random.default_rng(20260708)
    walk = np.cumsum(rng.normal(0, 0.2, (paths, months + 1, 1)), axis=1)
    par = np.maximum(np.array([4.0, 4.2, 4.6, 4.9]) + walk, 0.05)
    nothing = np.zeros((paths, months))
    world = MarketPaths(
        np.array([0.25, 2.0, 10.0, 30.0]),
        par,
        real_yield(par[..., 2], 2.2),
        par[..., 2] + 1.8,
        nothing + 2.0,
        *([nothing] * 5),
    )
    out = np.empty((paths, months, 22))
    asset_returns(world, out=out)
    benchmark.pedantic(asset_returns, args=(world,), kwargs={"out": out}, rounds=3, iterations=1)
    assert np.isfinite(out).all()


def test_the_section(benchmark: Any) -> None:
    """Beside a projection that the briefing has already made."""

    def fresh() -> tuple[tuple[Any], dict[str, Any]]:
        desk = open_desk(date(2026, 10, 8))
        write_projection(desk)
        return (desk,), {}

    fresh()
    benchmark.pedantic(write, setup=fresh, rounds=3)
