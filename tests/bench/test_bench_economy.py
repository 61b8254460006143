"""How long the economy takes: a solution, 10,000 paths of ten years, an answer with intervals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tidegate.transmission.economy.four_equation.parameters import four_equation_parameters
from tidegate.transmission.economy.four_equation.solution import solve_four_equation
from tidegate.transmission.economy.response import MODELS, respond
from tidegate.transmission.economy.semi_structural.model import EconomyShocks, neutral_state, step
from tidegate.transmission.economy.semi_structural.parameters import economy_parameters

MONTHS, PATHS = 120, 10_000


def test_solve(benchmark: Any) -> None:
    p = four_equation_parameters()
    benchmark(lambda: solve_four_equation(p))


def test_ten_thousand_paths(benchmark: Any) -> None:
    p = economy_parameters()
    demand = np.random.default_rng(1).normal(scale=0.2, size=(MONTHS, PATHS))

    def run() -> None:
        state = neutral_state(p, PATHS)
        for month in range(MONTHS):
            state = step(state, EconomyShocks(demand_pct=demand[month]), p)

    benchmark.pedantic(run, rounds=5, warmup_rounds=1)


@pytest.mark.parametrize("model", MODELS)
def test_respond(benchmark: Any, model: str) -> None:
    ramp = np.linspace(0.0, 0.5, 36)
    benchmark.pedantic(lambda: respond(ramp, 0.0, 36, model), rounds=3, warmup_rounds=1)
