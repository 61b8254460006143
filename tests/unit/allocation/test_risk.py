"""Expected shortfall and drawdown on distributions whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.allocation.risk import (
    drawdown,
    expected_shortfall,
    normal_expected_shortfall,
    normal_value_at_risk,
    value_at_risk,
)
from tidegate.errors import InputError


def test_a_scenario_counts_with_the_part_that_still_fits() -> None:
    loss, p = np.array([1.0, 2.0, 3.0, 4.0]), np.full(4, 0.25)
    assert value_at_risk(loss, p, 0.7) == 3.0
    assert expected_shortfall(loss, p, 0.7) == pytest.approx((0.25 * 4.0 + 0.05 * 3.0) / 0.3)
    assert expected_shortfall(loss, p, 0.999) == pytest.approx(4.0)


def test_it_is_the_least_of_the_function_of_rockafellar_and_uryasev() -> None:
    rng = np.random.default_rng(0)
    loss, p = rng.standard_t(4, size=500), rng.dirichlet(np.ones(500))
    least = min(a + p @ np.maximum(loss - a, 0.0) / 0.05 for a in loss)
    assert expected_shortfall(loss, p, 0.95) == pytest.approx(least, abs=1e-12)


def test_it_is_subadditive_and_above_value_at_risk() -> None:
    rng = np.random.default_rng(1)
    a, b, p = rng.normal(size=400), rng.standard_t(3, size=400), rng.dirichlet(np.ones(400))
    assert expected_shortfall(a + b, p) <= expected_shortfall(a, p) + expected_shortfall(b, p) + 1e-12
    assert expected_shortfall(a, p) >= value_at_risk(a, p)


def test_the_normal_agrees_with_a_fine_grid() -> None:
    x = np.linspace(-10, 10, 200_001)
    p = np.exp(-(x**2) / 2)
    p /= p.sum()
    assert value_at_risk(x, p, 0.975) == pytest.approx(normal_value_at_risk(0.975), abs=2e-4)
    assert expected_shortfall(x, p, 0.975) == pytest.approx(normal_expected_shortfall(0.975), abs=1e-6)


def test_drawdown_counts_from_the_start() -> None:
    assert drawdown([0.9, 1.2, 0.6, 1.5]) == pytest.approx([-0.1, 0.0, -0.5, 0.0])


@pytest.mark.parametrize("level", [0.0, 1.0, 1.5])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(InputError, match="level"):
        expected_shortfall([1.0], [1.0], level)
