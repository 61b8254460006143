"""The four-equation model against independent routes: time iteration, paper and pencil, a nonlinear solver."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq, root

from tidegate.transmission.economy.four_equation.lower_bound import foresight_path
from tidegate.transmission.economy.four_equation.parameters import four_equation_parameters
from tidegate.transmission.economy.four_equation.solution import impulse_response, solve_four_equation


def time_iteration(p, states=("r_lag", "qe", "theta", "r_star", "e_r")):
    """Iterate the three equations, written out again, on their decision rules."""
    g, s = p.marginal_cost_slope, p.marginal_cost_slope * p.marginal_cost_elasticity
    bonds = {"qe": p.b_cb, "theta": p.b_fi}
    rho = {"qe": p.rho_q, "theta": p.rho_theta, "r_star": p.rho_r_star, "e_r": 0.0}
    x, pi = dict.fromkeys(states, 0.0), dict.fromkeys(states, 0.0)
    r = dict.fromkeys(states, 0.0)
    for _ in range(20_000):
        worst = 0.0
        new = {}
        for state in states:
            # Unknown (x, pi, r) now, given next quarter's rules; next state: r and the shock's rest.
            rest = rho.get(state, 0.0)
            ahead_x, ahead_pi = (0.0, 0.0) if state == "r_lag" else (x[state] * rest, pi[state] * rest)
            hold = bonds.get(state, 0.0)
            k = (1 - p.z) / p.sigma
            a = np.array(
                [
                    [1.0, 0.0, k - x["r_lag"] - k * pi["r_lag"]],
                    [-s, 1.0, -p.beta * pi["r_lag"]],
                    [-(1 - p.rho_r) * p.phi_x, -(1 - p.rho_r) * p.phi_pi, 1.0],
                ]
            )
            b = np.array(
                [
                    ahead_x + k * ahead_pi + (k if state == "r_star" else 0.0) - p.z * hold * (rest - 1.0),
                    p.beta * ahead_pi - p.z * g * p.sigma / (1 - p.z) * hold,
                    p.rho_r if state == "r_lag" else (1.0 if state == "e_r" else 0.0),
                ]
            )
            new[state] = np.linalg.solve(a, b)
            worst = max(worst, np.abs(new[state] - np.array([x[state], pi[state], r[state]])).max())
        for state, (nx, npi, nr) in new.items():
            x[state], pi[state], r[state] = nx, npi, nr
        if worst < 1e-14:
            break
    return {s: {"x": x[s], "pi": pi[s], "r": r[s]} for s in states}


CASES = [
    {},
    {"z": 0.1, "sigma": 2.0},
    {"phi_x": 0.5, "rho_r": 0.5},
    {"rho_q": 0.95, "b_cb": 0.5, "phi_pi": 2.5},
    {"beta": 0.98, "gamma": 0.03, "zeta": 4.0, "rho_r": 0.0},
]


@pytest.mark.parametrize("variant", ["table-1", "exact"])
@pytest.mark.parametrize("changes", CASES, ids=str)
def test_qz_agrees_with_time_iteration(variant, changes):
    p = four_equation_parameters(variant, changes)
    ours, theirs = solve_four_equation(p).coefficients, time_iteration(p)
    for state, rule in theirs.items():
        for name, value in rule.items():
            assert ours[state][name] == pytest.approx(value, abs=1e-9), (state, name)


def three_equation_rules(sigma, slope, beta, rho, phi_pi, phi_x, persistence):
    """Solve x, pi, r of the textbook model by undetermined coefficients in r(-1), by hand."""

    def on_lag(a):
        """Rules (x, pi) per unit of r(-1) if r = a r(-1): forward-solved along r(-1) a^t."""
        # pi = slope x + beta a pi ; x = a x - (a - a pi a ...)/sigma with x, pi per unit of r(-1)
        pi_per_x = slope / (1 - beta * a)
        x = -a / (sigma * (1 - a) - a * pi_per_x)
        return x, pi_per_x * x

    def gap(a):
        x, pi = on_lag(a)
        return a - rho - (1 - rho) * (phi_pi * pi + phi_x * x)

    def pole(a):
        return sigma * (1 - a) - a * slope / (1 - beta * a)

    top = brentq(pole, 1e-9, 1 - 1e-9)
    a = brentq(gap, 0.0, top - 1e-9)
    lag_x, lag_pi = on_lag(a)
    # A unit of the natural rate with its own persistence d: three linear equations.
    d = persistence
    m = np.array(
        [
            [1 - d, -d / sigma, 1 / sigma - lag_x - lag_pi / sigma],
            [-slope, 1 - beta * d, -beta * lag_pi],
            [-(1 - rho) * phi_x, -(1 - rho) * phi_pi, 1.0],
        ]
    )
    natural = np.linalg.solve(m, [1 / sigma, 0.0, 0.0])
    # A rate surprise acts as a last rate 1/rho as high.
    surprise = np.array([lag_x, lag_pi, a]) / rho
    return {"r_lag": (lag_x, lag_pi, a), "r_star": tuple(natural), "e_r": tuple(surprise)}


@pytest.mark.parametrize(("phi_pi", "phi_x", "sigma"), [(1.5, 0.0, 1.0), (2.0, 0.3, 1.0), (1.2, 0.1, 3.0)])
def test_without_bond_households_it_is_the_three_equation_model(phi_pi, phi_x, sigma):
    changes = {"z": 0.0, "phi_pi": phi_pi, "phi_x": phi_x, "sigma": sigma}
    p = four_equation_parameters("exact", changes)
    ours = solve_four_equation(p).coefficients
    slope = p.marginal_cost_slope * (p.chi + p.sigma)
    theirs = three_equation_rules(sigma, slope, p.beta, p.rho_r, phi_pi, phi_x, p.rho_r_star)
    for state, values in theirs.items():
        assert tuple(ours[state].values()) == pytest.approx(values, abs=1e-9), state
    assert ours["qe"] == pytest.approx({"x": 0, "pi": 0, "r": 0}, abs=1e-14)
    assert ours["theta"] == pytest.approx({"x": 0, "pi": 0, "r": 0}, abs=1e-14)


def test_lower_bound_agrees_with_a_nonlinear_solver():
    p = four_equation_parameters("table-1")
    solution = solve_four_equation(p)
    bound, quarters, size = -0.5, 60, -2.5
    path = foresight_path(solution, {"r_star": [size]}, quarters, lower_bound=bound)
    natural = size * p.rho_r_star ** np.arange(quarters + 1)
    end = solution.coefficients

    def left(unknown):
        x, pi, r = unknown.reshape(3, quarters)
        last = {k: end["r_lag"][k] * r[-1] + end["r_star"][k] * natural[-1] for k in ("x", "pi")}
        next_x, next_pi = np.append(x[1:], last["x"]), np.append(pi[1:], last["pi"])
        rule = p.rho_r * np.append(0.0, r[:-1]) + (1 - p.rho_r) * p.phi_pi * pi
        return np.concatenate(
            [
                x - next_x + (1 - p.z) / p.sigma * (r - next_pi - natural[:-1]),
                pi - p.marginal_cost_slope * p.marginal_cost_elasticity * x - p.beta * next_pi,
                r - np.maximum(rule, bound),
            ]
        )

    free = impulse_response(solution, "r_star", quarters, size)
    found = root(left, np.concatenate([free.x, free.pi, np.maximum(free.r, bound)]), tol=1e-12)
    assert np.abs(left(found.x)).max() < 1e-9
    assert np.concatenate([path.x, path.pi, path.r]) == pytest.approx(found.x, abs=1e-8)
    assert path.bound.any()
    assert not path.bound.all()
