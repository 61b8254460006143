"""What must hold in both models for any parameters and shocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.errors import InputError
from tidegate.transmission.economy.four_equation.lower_bound import foresight_path
from tidegate.transmission.economy.four_equation.parameters import four_equation_parameters
from tidegate.transmission.economy.four_equation.solution import solve_four_equation
from tidegate.transmission.economy.semi_structural.model import (
    STATE_NAMES,
    EconomyShocks,
    neutral_state,
    simulate,
    step,
)
from tidegate.transmission.economy.semi_structural.parameters import drawn_parameters, economy_parameters
from tidegate.transmission.markets.households import level_payment

numbers = st.floats
four_equation = st.fixed_dictionaries(
    {
        "z": numbers(0.0, 0.6),
        "sigma": numbers(0.5, 4.0),
        "chi": numbers(0.1, 4.0),
        "beta": numbers(0.97, 0.999),
        "phi": numbers(0.5, 0.9),
        "b_fi": numbers(0.0, 1.0),
        "rho_r": numbers(0.0, 0.95),
        "phi_pi": numbers(1.05, 4.0),
        "phi_x": numbers(0.0, 1.0),
        "rho_r_star": numbers(0.0, 0.95),
        "rho_theta": numbers(0.0, 0.95),
        "rho_q": numbers(0.0, 0.95),
    }
)


@settings(max_examples=60, deadline=None)
@given(four_equation)
def test_an_active_rule_has_one_solution_that_fits_the_equations(changes):
    found = solve_four_equation(four_equation_parameters("exact", changes))
    assert found.linear.stable == found.linear.needed
    scale = max(1.0, *(abs(v) for rule in found.coefficients.values() for v in rule.values()))
    assert max(found.residuals.values()) < 1e-9 * scale
    assert np.abs(np.linalg.eigvals(found.linear.carry)).max() < 1.0


@settings(max_examples=60, deadline=None)
@given(four_equation, numbers(0.0, 0.9))
def test_a_passive_rule_has_more_than_one(changes, phi_pi):
    passive = {**changes, "phi_pi": phi_pi, "phi_x": 0.0}
    with pytest.raises(InputError, match="indeterminate"):
        solve_four_equation(four_equation_parameters("exact", passive))


@settings(max_examples=40, deadline=None)
@given(numbers(-3.0, 1.0), numbers(-3.0, 3.0), numbers(-1.0, -0.1))
def test_the_rate_is_never_below_its_bound(natural, qe, bound):
    solution = solve_four_equation(four_equation_parameters("table-1"))
    path = foresight_path(solution, {"r_star": [natural], "qe": [qe]}, 30, lower_bound=bound)
    assert path.r.min() >= bound - 1e-9
    assert (np.abs(path.r[path.bound] - bound) < 1e-9).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), numbers(-3.0, 3.0), numbers(-2.0, 2.0))
def test_the_monthly_model_comes_to_rest_for_every_draw_of_its_parameters(seed, demand, prices):
    p = drawn_parameters(economy_parameters(), 50, seed).changed({"lower_bound_pct": -5.0})
    rest = neutral_state(p, 50)
    state = step(rest, EconomyShocks(demand_pct=demand, inflation_pct=prices), p)
    for _ in range(1_800):
        state = step(state, EconomyShocks(), p)
    for name in STATE_NAMES:
        assert np.abs(getattr(state, name) - getattr(rest, name)).max() < 0.05, name


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**31))
def test_any_shocks_leave_finite_numbers_and_keep_the_bound(seed):
    generator = np.random.default_rng(seed)
    shocks = {
        name: generator.normal(scale=1.0, size=(60, 20))
        for name in ("demand_pct", "inflation_pct", "funds_rate_pct")
    }
    p = economy_parameters()
    found = simulate(neutral_state(p, 20), 60, p, shocks)
    assert all(np.isfinite(found[name]).all() for name in STATE_NAMES)
    assert found["funds_rate_pct"].min() >= p.lower_bound_pct


@given(numbers(1.0, 1e7), numbers(0.0, 50.0), st.integers(1, 600))
def test_a_payment_covers_interest_and_grows_with_the_rate(loan, rate, months):
    low, high = level_payment(loan, np.array([rate, rate + 1.0]), months)
    assert high > low >= loan / months * (1 - 1e-9)
    assert low >= loan * rate / 1200 * (1 - 1e-9)
