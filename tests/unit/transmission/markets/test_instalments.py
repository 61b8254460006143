"""Instalments against bills: the arithmetic of parts that wait."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.transmission.markets.instalments import plan_return, plans

MONTHS = np.arange("2020-01", "2022-01", dtype="datetime64[M]")


def test_one_part_is_buying_at_once() -> None:
    bonds, bills = np.array([0.1, -0.05]), np.array([0.01, 0.01])
    assert plan_return(bonds, bills, 1) == pytest.approx(1.1 * 0.95 - 1)


def test_a_part_that_waits_earns_bills() -> None:
    bonds, bills = np.array([0.1, -0.05, 0.0]), np.array([0.01, 0.02, 0.0])
    assert plan_return(bonds, bills, 2) == pytest.approx(0.5 * (1.1 * 0.95) + 0.5 * (1.01 * 0.95) - 1)


def test_a_horizon_shorter_than_the_plan_leaves_the_rest_in_bills() -> None:
    bonds, bills = np.array([0.1]), np.array([0.01])
    assert plan_return(bonds, bills, 4) == pytest.approx(0.25 * 1.1 + 0.75 * 1.01 - 1)


def test_plans_are_held_against_bills_over_the_same_months() -> None:
    bonds, bills = np.full(24, 0.01), np.full(24, 0.004)
    found = plans(MONTHS, bonds, bills, MONTHS[0], MONTHS[-1], 1, (6, 12))
    assert found.over_bills_pct[0, 0] == pytest.approx(100 * (1.01**6 - 1.004**6))
    assert np.isnan(found.over_bills_pct[-5:]).all()
    mean, error, count = found.mean()
    assert count.tolist() == [18, 12]
    assert mean[1] == pytest.approx(100 * (1.01**12 - 1.004**12))
    assert error == pytest.approx(np.zeros(2), abs=1e-9)


def test_bills_that_are_bonds_earn_nothing_over_themselves() -> None:
    bills = np.random.default_rng(0).normal(0.003, 0.001, 24)
    found = plans(MONTHS, bills, bills, MONTHS[0], MONTHS[11], 6, (6,))
    assert found.over_bills_pct == pytest.approx(np.zeros((12, 1)), abs=1e-12)


def test_what_does_not_fit_is_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        plans(MONTHS, np.zeros(3), np.zeros(24), MONTHS[0], MONTHS[1], 0)
    assert len(caught.value.problems) == 2
    with pytest.raises(InputError, match="2030-01"):
        plans(MONTHS, np.zeros(24), np.zeros(24), MONTHS[0], np.datetime64("2030-01"))
