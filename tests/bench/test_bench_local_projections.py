"""480 local projections with HAC errors: in one batch, and one after another in statsmodels."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from tidegate.evidence.local_projections import local_projections

OUTCOMES, SHOCKS, HORIZONS, LAGS, PERIODS = 8, 3, 19, 4, 420


def data() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    return rng.normal(size=(PERIODS, OUTCOMES)).cumsum(axis=0), rng.normal(size=(PERIODS, SHOCKS))


def batched(y: np.ndarray, s: np.ndarray) -> Any:
    return local_projections(y, s, HORIZONS, lags=LAGS)


def one_by_one(y: np.ndarray, s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import statsmodels.api as sm

    b = np.empty((OUTCOMES, SHOCKS, HORIZONS + 1))
    e = np.empty_like(b)
    for i in range(OUTCOMES):
        for j in range(SHOCKS):
            lagged = [v[LAGS - k : PERIODS - k] for k in range(1, LAGS + 1) for v in (y[:, i], s[:, j])]
            full = np.column_stack([np.ones(PERIODS - LAGS), s[LAGS:, j], *lagged])
            for h in range(HORIZONS + 1):
                fit = sm.OLS(y[LAGS + h :, i], full[: len(full) - h]).fit(
                    cov_type="HAC", cov_kwds={"maxlags": h}
                )
                b[i, j, h], e[i, j, h] = fit.params[1], fit.bse[1]
    return b, e


@pytest.mark.benchmark(group="480 local projections")
def test_batched(benchmark: Any) -> None:
    benchmark.pedantic(batched, args=data(), rounds=20, warmup_rounds=2)


@pytest.mark.benchmark(group="480 local projections")
def test_statsmodels(benchmark: Any) -> None:
    benchmark.pedantic(one_by_one, args=data(), rounds=3, warmup_rounds=1)


def test_side_by_side() -> None:
    y, s = data()
    batched(y, s)
    one_by_one(y[:, :], s)

    def best(run: Any, rounds: int) -> tuple[float, Any]:
        seconds = []
        for _ in range(rounds):
            begin = time.perf_counter()
            answer = run(y, s)
            seconds.append(time.perf_counter() - begin)
        return min(seconds), answer

    fast, ours = best(batched, 20)
    slow, (b, e) = best(one_by_one, 3)
    print(
        f"\n480 regressions: batched {1e3 * fast:.1f} ms, statsmodels {1e3 * slow:.0f} ms, {slow / fast:.0f} times"
    )
    assert np.abs(ours.coefficient - b).max() < 1e-10
    assert np.abs(ours.se_hac - e).max() < 1e-10
    assert slow / fast >= 30
