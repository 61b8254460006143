"""How long a decision and a walk through the past take."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from tidegate.allocation.limits import DEFAULT
from tidegate.allocation.optimiser import Objective, Problem, optimise
from tidegate.allocation.polytope import polytope

ASSETS = (
    "cash",
    "ust_1_3",
    "ust_7_10",
    "ust_20_plus",
    "tips",
    "ig_credit",
    "us_broad",
    "us_growth",
    "taiwan",
    "gold",
    "oil",
    "bitcoin",
)


def scenarios() -> Any:
    rng = np.random.default_rng(0)
    mixing = rng.normal(size=(12, 12)) * 0.03
    return 0.05 + rng.standard_t(5, size=(10_000, 12)) @ mixing + rng.normal(size=(10_000, 12)) * 0.04


def test_twelve_assets_and_ten_thousand_scenarios(benchmark: Any) -> None:
    returns, p = scenarios(), np.full(10_000, 1e-4)
    allowed = polytope(ASSETS, DEFAULT)
    found = benchmark.pedantic(
        lambda: optimise(Problem(allowed, returns, p, Objective.MIN_CVAR)), rounds=5, warmup_rounds=1
    )
    assert allowed.excess(found.weights) <= 1e-9
    assert benchmark.stats["median"] <= 0.4


def test_twenty_one_years_by_quarter_over_all_assets(benchmark: Any, shared: Path) -> None:
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
    from own_prices import panel_of
    from tidegate.briefing.allocation_backtest import backtest
    from tidegate.briefing.allocation_inputs import record
    from tidegate.briefing.assembly import open_desk

    desk, panel = open_desk(date(2026, 10, 8)), panel_of(shared, "last")
    record(desk)
    found = benchmark.pedantic(lambda: backtest(desk, panel), rounds=1, warmup_rounds=0)
    assert found.summaries["views_medium"].months >= 250
    assert benchmark.stats["max"] < 10.0
