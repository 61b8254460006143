"""Mortgage bonds: duration grows with rates, and convexity is negative."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.transmission.markets.mortgage_bonds import MortgageShape, mortgage_duration, mortgage_return

SHAPE = MortgageShape(2.0, 6.5, 0.5)


def test_duration_runs_from_the_shortest_to_the_longest():
    found = mortgage_duration(np.array([-9.0, 0.0, 9.0]), SHAPE)
    assert found == pytest.approx([2.0, 4.25, 6.5], abs=1e-6)


def test_nothing_moves_and_the_pool_earns_its_carry():
    assert float(mortgage_return(6.0, 0.3, 0.0, SHAPE)) == pytest.approx(0.005)


def test_a_fall_gains_less_than_an_equal_rise_loses():
    fall, rise = mortgage_return(0.0, 0.0, np.array([-0.5, 0.5]), SHAPE)
    assert fall > 0 > rise
    assert fall < -rise


def test_a_small_move_costs_the_duration():
    found = mortgage_return(0.0, 0.2, 0.001, SHAPE)
    assert float(found) == pytest.approx(-float(mortgage_duration(0.2, SHAPE)) * 1e-5, rel=1e-3)
