"""Entropy pooling: no view, known tilts, bounds, and what cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.allocation.pooling import View, entropy_pooling, opinion_pool
from tidegate.errors import InputError

GRID = np.linspace(-10.0, 10.0, 20_001)
NORMAL = np.exp(-(GRID**2) / 2.0) / np.exp(-(GRID**2) / 2.0).sum()


def test_no_view_leaves_the_prior() -> None:
    found = entropy_pooling(NORMAL, [])
    assert np.array_equal(found.probability, NORMAL / NORMAL.sum())
    assert found.divergence == 0.0


@pytest.mark.parametrize("mean", [-1.0, 0.25, 1.5])
def test_a_view_on_the_mean_of_a_normal_moves_it_and_keeps_its_width(mean: float) -> None:
    found = entropy_pooling(NORMAL, [View("x", GRID, mean)])
    p = found.probability
    assert p @ GRID == pytest.approx(mean, abs=1e-9)
    assert p @ (GRID - mean) ** 2 == pytest.approx(1.0, abs=1e-9)
    assert found.divergence == pytest.approx(mean**2 / 2.0, abs=1e-9)


def test_the_tilt_is_exponential_in_the_feature() -> None:
    rng = np.random.default_rng(0)
    x, q = rng.normal(size=500), np.full(500, 1 / 500)
    p = entropy_pooling(q, [View("x", x, 0.3)]).probability
    slope = np.diff(np.log(p / q)[np.argsort(x)]) / np.diff(np.sort(x))
    assert slope == pytest.approx(np.full(499, slope[0]), rel=1e-6)


def test_a_bound_that_holds_already_changes_nothing_and_another_binds() -> None:
    rng = np.random.default_rng(1)
    x, q = rng.normal(size=2_000), np.full(2_000, 1 / 2_000)
    assert entropy_pooling(q, [View("x", x, -1.0, "at_least")]).divergence == pytest.approx(0.0)
    assert entropy_pooling(q, [View("x", x, 0.4, "at_least")]).probability @ x == pytest.approx(0.4)
    assert entropy_pooling(q, [View("x", x, -0.4, "at_most")]).probability @ x == pytest.approx(-0.4)


def test_a_view_makes_fewer_scenarios_count() -> None:
    rng = np.random.default_rng(2)
    x, q = rng.normal(size=1_000), np.full(1_000, 1 / 1_000)
    counted = [entropy_pooling(q, [View("x", x, m)]).effective_scenarios for m in (0.0, 0.5, 1.0)]
    assert 1_000 + 1e-6 >= counted[0] > counted[1] > counted[2] > 1.0


def test_two_opinions_are_mixed_by_their_weight() -> None:
    mixed = opinion_pool([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]], [0.25, 0.75])
    assert mixed == pytest.approx([0.125, 0.125, 0.75])


@pytest.mark.parametrize(
    ("views", "words"),
    [
        ([View("x", GRID, 11.0)], "outside what the scenarios reach"),
        ([View("x", GRID, 0.1), View("y", 2.0 * GRID, 0.4)], "no distribution of these scenarios"),
        ([View("x", GRID[:5], 0.1)], "one finite number for each"),
        ([View("x", GRID, 0.1, "about")], "kind 'about' is not known"),
    ],
)
def test_what_cannot_hold_is_refused(views: list[View], words: str) -> None:
    with pytest.raises(InputError, match=words):
        entropy_pooling(NORMAL, views)


@pytest.mark.parametrize("prior", [[0.5, 0.6], [-0.1, 1.1], [np.nan, 1.0]])
def test_a_prior_that_is_none_is_refused(prior: list[float]) -> None:
    with pytest.raises(InputError, match="probabilities"):
        entropy_pooling(prior, [])
