"""The optimiser: objectives, limits, positions, and what cannot be."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from tidegate.allocation.limits import Limits
from tidegate.allocation.optimiser import EXACT, Objective, Optimum, Problem, optimise
from tidegate.allocation.polytope import polytope
from tidegate.errors import InputError

ASSETS = ("cash", "ust_7_10", "us_broad", "us_growth", "gold", "bitcoin")

Floats = NDArray[np.float64]
UNIFORM = np.full(800, 1 / 800)
BEFORE = np.full(6, 1 / 6)
FREE = Limits(single_max_pct=100.0, crypto_max_pct=100.0, min_liquidity_pct=0.0)


def best(returns: Floats, limits: Limits, before: Floats | None = None, **asked: object) -> Optimum:
    allowed = polytope(ASSETS, limits, before)
    found = optimise(Problem(allowed, returns, UNIFORM, **asked))  # type: ignore[arg-type]
    assert allowed.excess(found.weights) <= EXACT
    return found


def test_each_objective_beats_random_portfolios_at_its_own_game(returns: Floats) -> None:
    rng = np.random.default_rng(0)
    others = rng.dirichlet(np.full(6, 0.7), size=300)
    tails = np.sort(-(returns @ others.T), axis=0)[-40:].mean(axis=0)
    variances = (returns @ others.T).var(axis=0)
    assert best(returns, FREE, objective=Objective.MIN_CVAR).cvar <= tails.min() + 1e-9
    assert best(returns, FREE, objective=Objective.MIN_VARIANCE).value <= variances.min() + 1e-12
    most = best(returns, FREE, objective=Objective.MAX_RETURN, most_cvar=0.1)
    fine = tails <= 0.1
    assert most.cvar <= 0.1
    assert most.expected >= (returns.mean(axis=0) @ others.T)[fine].max() - 1e-9


def test_the_worst_scenario_is_made_as_good_as_it_can_be(returns: Floats) -> None:
    named = np.array([[0.03, 0.10, -0.2, -0.3, 0.0, -0.6], [0.03, -0.05, 0.2, 0.3, 0.0, 0.9]])
    found = best(returns, FREE, objective=Objective.WORST_SCENARIO, by_scenario=named)
    grid = np.random.default_rng(1).dirichlet(np.full(6, 0.5), size=4_000)
    assert found.value <= (-named @ grid.T).max(axis=0).min() + 1e-9


def test_a_tighter_limit_on_risk_costs_return(returns: Floats) -> None:
    caps = (0.09, 0.12, 0.18, 0.3)
    expected = [best(returns, FREE, objective=Objective.MAX_RETURN, most_cvar=c).expected for c in caps]
    assert expected == sorted(expected)


def test_turnover_and_cost_hold_a_portfolio_back(returns: Floats) -> None:
    free = best(returns, FREE, BEFORE, objective=Objective.MIN_CVAR)
    bound = best(
        returns, FREE.model_copy(update={"max_turnover_pct": 5.0}), BEFORE, objective=Objective.MIN_CVAR
    )
    assert 0.5 * np.abs(bound.weights - BEFORE).sum() == pytest.approx(0.05, abs=1e-6)
    assert bound.value > free.value
    dear = FREE.model_copy(update={"cost_bp": dict.fromkeys(ASSETS, 1_000.0)})
    stays = best(returns, dear, BEFORE, objective=Objective.MAX_RETURN)
    assert stays.weights == pytest.approx(BEFORE, abs=1e-5)


def test_doubt_about_means_spreads_a_portfolio(returns: Floats) -> None:
    error = np.diag([0.0, 0.01, 0.02, 0.02, 0.02, 0.1]) ** 2
    certain = best(returns, FREE, objective=Objective.MAX_RETURN)
    doubted = best(returns, FREE, objective=Objective.MAX_RETURN, mean_error=error)
    assert (certain.weights > 0.01).sum() == 1
    assert (doubted.weights > 0.01).sum() > 2
    assert doubted.expected_error < 0.05


def test_a_position_is_nothing_or_large_enough(returns: Floats) -> None:
    limits = Limits(min_position_pct=10.0, max_positions=4, crypto_max_pct=100.0)
    found = best(returns, limits, objective=Objective.MIN_CVAR)
    held = found.weights[found.weights > 0]
    assert held.min() >= 0.1 - EXACT
    assert held.size <= 4
    more = best(returns, Limits(min_positions=5, min_position_pct=2.0), objective=Objective.MIN_CVAR)
    assert (more.weights >= 0.02 - EXACT).sum() >= 5


def test_the_heuristic_for_positions_comes_near_to_trying_every_set(returns: Floats) -> None:
    limits = Limits(min_position_pct=10.0, max_positions=3, crypto_max_pct=100.0)
    found = best(returns, limits, objective=Objective.MIN_CVAR)
    allowed = polytope(ASSETS, limits)
    values = []
    for size in (1, 2, 3):
        for chosen in combinations(range(6), size):
            held = np.isin(np.arange(6), chosen)
            try:
                values.append(
                    optimise(Problem(allowed.on_support(held), returns, UNIFORM, Objective.MIN_CVAR)).value
                )
            except InputError:
                continue
    assert found.value <= min(values) + 0.005


def test_a_limit_on_risk_that_nothing_meets_is_named(returns: Floats) -> None:
    with pytest.raises(InputError, match="max_cvar"):
        best(returns, FREE, objective=Objective.MAX_RETURN, most_cvar=-0.5)


def test_limits_in_conflict_are_named(returns: Floats) -> None:
    limits = Limits(groups={"equity": {"min_pct": 80.0}}, single_max_pct=20.0)
    for objective in Objective:
        with pytest.raises(InputError, match="group_min:equity"):
            best(returns, limits, objective=objective, by_scenario=returns[:2])


def test_returns_that_do_not_fit_are_refused(returns: Floats) -> None:
    with pytest.raises(InputError, match="returns"):
        best(returns[:, :4], FREE)
    with pytest.raises(InputError, match="worst scenario"):
        best(returns, FREE, objective=Objective.WORST_SCENARIO)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"probability": np.full(799, 1 / 799)}, "probabilities"),
        ({"probability": np.full(800, np.nan)}, "probabilities"),
        ({"level": 1.0}, "level"),
        ({"most_cvar": float("nan")}, "most_cvar"),
        ({"doubts": -1.0}, "doubts"),
        ({"mean_error": np.eye(5)}, "mean_error"),
        ({"mean_error": np.full((6, 6), np.nan)}, "mean_error"),
        ({"objective": Objective.WORST_SCENARIO, "by_scenario": np.zeros((2, 5))}, "by_scenario"),
    ],
)
def test_numbers_that_are_none_are_refused(returns: Floats, asked: dict[str, object], words: str) -> None:
    given: dict[str, object] = {
        "allowed": polytope(ASSETS, FREE),
        "returns": returns,
        "probability": UNIFORM,
        **asked,
    }
    with pytest.raises(InputError, match=words):
        optimise(Problem(**given))  # type: ignore[arg-type]
