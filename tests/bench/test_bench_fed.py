"""One full projection of the Fed: Treasuries by CUSIP, MBS, liabilities, income, ledger.

Asked: 120 months in at most 100 ms warm, and under 200 MB.
"""

from __future__ import annotations

import tracemalloc
from datetime import date
from typing import Any

import numpy as np
import pytest

from tidegate.bank.projection import fed
from tidegate.briefing import assembly

END = "2032-03"


@pytest.fixture(scope="module")
def inputs() -> tuple[Any, ...]:
    """Whatever `project` hands to the core, caught on its way."""
    caught: list[tuple[Any, ...]] = []
    real = fed.project_fed

    def catch(*given: Any) -> Any:
        caught.append(given)
        return real(*given)

    fed.project_fed = catch  # type: ignore[assignment]
    try:
        assembly.project(
            "fed", date(2022, 3, 30), "as-announced", END, desk=assembly.open_desk(date(2026, 10, 8))
        )
    finally:
        fed.project_fed = real
    return caught[0]


def test_120_months(benchmark: Any, inputs: tuple[Any, ...]) -> None:
    found = benchmark(fed.project_fed, *inputs)
    assert len(found.dates) == 121
    assert np.abs(found.series["identity_residual_bn"]).max() == 0.0


def test_memory_of_120_months(benchmark: Any, inputs: tuple[Any, ...]) -> None:
    def peak() -> float:
        tracemalloc.start()
        fed.project_fed(*inputs)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most / 1e6

    megabytes = benchmark.pedantic(peak, rounds=1)
    print(f"\npeak of one projection: {megabytes:.1f} MB")
    assert megabytes < 200
