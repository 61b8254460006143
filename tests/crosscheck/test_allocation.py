"""The optimiser against a direct formulation in cvxpy, and entropy pooling against skfolio."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from tidegate.allocation.limits import Limits
from tidegate.allocation.optimiser import Objective, Problem, optimise
from tidegate.allocation.polytope import polytope
from tidegate.allocation.pooling import View, entropy_pooling

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of their dependencies
    cp = pytest.importorskip("cvxpy")
    pd = pytest.importorskip("pandas")
    skfolio_prior = pytest.importorskip("skfolio.prior")

ASSETS = (
    "cash",
    "ust_7_10",
    "ust_20_plus",
    "ig_credit",
    "us_broad",
    "us_growth",
    "taiwan",
    "gold",
    "bitcoin",
)
LIMITS = Limits(
    single_max_pct=40.0,
    groups={"equity": {"max_pct": 60.0}, "treasuries": {"min_pct": 5.0}},
    assets={"gold": {"max_pct": 15.0}},
    max_turnover_pct=40.0,
)
N, J = len(ASSETS), 1_000
BEFORE = np.array([0.1, 0.1, 0.15, 0.1, 0.25, 0.1, 0.05, 0.14, 0.01])


@pytest.fixture(scope="module")
def market() -> tuple[Any, Any, Any]:
    """Return scenarios, their probabilities, and what is held before."""
    rng = np.random.default_rng(11)
    spread = np.array([0.005, 0.06, 0.13, 0.08, 0.16, 0.22, 0.25, 0.16, 0.6])
    mean = np.array([0.03, 0.04, 0.045, 0.05, 0.08, 0.09, 0.09, 0.05, 0.15])
    common = rng.standard_t(4, size=(J, 2)) @ np.abs(rng.normal(size=(2, N)))
    returns = mean + spread * (0.5 * common + 0.7 * rng.normal(size=(J, N)))
    return returns, rng.dirichlet(np.full(J, 3.0)), BEFORE


def direct(market: tuple[Any, Any, Any], objective: Objective, cap: float | None, error: Any) -> float:
    """Return the optimum of the problem written down as it reads."""
    returns, p, before = market
    w, a, u = cp.Variable(N, nonneg=True), cp.Variable(), cp.Variable(J, nonneg=True)
    cost = np.array([0, 2, 2, 5, 5, 5, 5, 5, 20]) / 1e4
    shortfall = a + p @ u / 0.05
    paid = cost @ cp.abs(w - before)
    held = [cp.sum(w) == 1, u >= -returns @ w - a, w[1:] <= 0.4, w[4] + w[5] + w[6] <= 0.6]
    held += [w[1] + w[2] >= 0.05, w[7] <= 0.15, w[8] <= 0.03, w[0] + w[1] + w[2] >= 0.05]
    held += [cp.sum(cp.abs(w - before)) / 2 <= 0.4]
    if cap is not None:
        held.append(shortfall <= cap)
    mean = p @ returns
    covariance = (returns - mean).T @ np.diag(p) @ (returns - mean)
    goal = {
        Objective.MIN_CVAR: shortfall + paid,
        Objective.MIN_VARIANCE: cp.quad_form(w, cp.psd_wrap(covariance)),
        Objective.MAX_RETURN: -(mean @ w) + paid + cp.norm(np.linalg.cholesky(error).T @ w),
        Objective.WORST_SCENARIO: cp.max(-returns[:4] @ w) + paid,
    }[objective]
    problem = cp.Problem(cp.Minimize(goal), held)
    problem.solve(solver=cp.CLARABEL, tol_gap_abs=1e-10, tol_gap_rel=1e-10, tol_feas=1e-10)
    value = float(problem.value)
    return -value if objective is Objective.MAX_RETURN else value


@pytest.mark.parametrize(
    ("objective", "cap"),
    [
        (Objective.MIN_CVAR, None),
        (Objective.MIN_VARIANCE, None),
        (Objective.MAX_RETURN, 0.12),
        (Objective.MAX_RETURN, 0.2),
        (Objective.WORST_SCENARIO, None),
    ],
)
def test_the_optimiser_agrees_with_the_problem_as_it_reads(
    market: tuple[Any, Any, Any], objective: Objective, cap: float | None
) -> None:
    returns, p, before = market
    error = np.diag(np.linspace(0.001, 0.03, N) ** 2) + 1e-5
    found = optimise(
        Problem(polytope(ASSETS, LIMITS, before), returns, p, objective, 0.95, cap, returns[:4], error)
    )
    assert found.value == pytest.approx(direct(market, objective, cap, error), abs=1e-6)


def test_entropy_pooling_agrees_with_skfolio() -> None:
    rng = np.random.default_rng(4)
    returns = 0.01 * rng.standard_t(5, size=(600, 3)) + 0.0005
    frame = pd.DataFrame(returns, columns=["a", "b", "c"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = skfolio_prior.EntropyPooling(mean_views=["a == 0.002", "b >= 0.003"]).fit(frame)
    weights = np.asarray(theirs.return_distribution_.sample_weight)
    ours = entropy_pooling(
        np.full(600, 1 / 600),
        [View("a", returns[:, 0], 0.002), View("b", returns[:, 1], 0.003, "at_least")],
    )
    assert ours.probability == pytest.approx(weights, abs=1e-6)
    assert ours.probability @ returns[:, 2] == pytest.approx(weights @ returns[:, 2], abs=1e-7)
