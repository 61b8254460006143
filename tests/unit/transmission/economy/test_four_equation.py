"""The four-equation model: parameters, decision rules, paths, lower bound, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError, UnknownName
from tidegate.transmission.economy.four_equation import premium
from tidegate.transmission.economy.four_equation.equations import (
    Innovations,
    Moment,
    excess_return,
    residuals,
)
from tidegate.transmission.economy.four_equation.lower_bound import foresight_path
from tidegate.transmission.economy.four_equation.parameters import (
    allowed_range,
    four_equation_parameters,
)
from tidegate.transmission.economy.four_equation.solution import impulse_response, solve_four_equation
from tidegate.transmission.economy.linear import LinearModel, solve_linear


@pytest.fixture(scope="module")
def solution():
    return solve_four_equation(four_equation_parameters())


def test_identities_of_the_rules(solution):
    rules, p = solution.coefficients, solution.parameters
    for name in ("x", "pi", "r"):
        # A last rate is a surprise that inertia has shrunk; QE and credit differ by a scale.
        assert rules["r_lag"][name] == pytest.approx(p.rho_r * rules["e_r"][name])
        assert rules["qe"][name] == pytest.approx(p.b_cb / p.b_fi * rules["theta"][name])
    # As persistent as the rule's inertia, the natural rate moves output as a surprise does.
    assert rules["r_star"]["x"] == pytest.approx(-rules["e_r"]["x"])


def test_residuals_are_named_and_nil(solution):
    assert set(solution.residuals) == set(
        residuals(solution.parameters, Moment(), Moment(), Moment(), Innovations())
    )
    assert max(solution.residuals.values()) < 1e-12
    assert solution.linear.stable == solution.linear.needed


@pytest.mark.parametrize("phi_pi", [0.0, 0.5, 0.99])
def test_a_passive_rule_is_indeterminate_and_says_what_to_do(phi_pi):
    with pytest.raises(InputError, match=r"indeterminate, 7 stable roots where 6 .*phi_pi > 1"):
        solve_four_equation(four_equation_parameters("exact", {"phi_pi": phi_pi}))


def test_the_border_of_determinacy_is_refused_too():
    with pytest.raises(InputError, match="unit circle"):
        solve_four_equation(four_equation_parameters("exact", {"phi_pi": 1.0}))


def test_explosive_models_have_no_stable_path():
    one = np.eye(1)
    with pytest.raises(InputError, match="no stable path"):
        solve_linear(LinearModel(0.1 * one, -2.0 * one, 4.0 * one, one))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"z": 1.5}, r"parameter z: 1\.5 is not allowed; give a number >= 0, <= 0\.99"),
        ({"sigma": 0.0}, "parameter sigma"),
        ({"rho_q": 1.0}, "parameter rho_q"),
        ({"phi": float("nan")}, "parameter phi"),
        ({"b_cb": 1.2}, "parameter b_fi"),
        ({"b_cb": 0.4, "b_fi": 0.6}, "given twice"),
        ({"rho_f": 0.5, "rho_r_star": 0.5}, "given twice"),
    ],
)
def test_values_out_of_range_are_refused(changes, said):
    with pytest.raises(InputError, match=said):
        four_equation_parameters("table-1", changes)


def test_all_problems_are_named_at_once():
    with pytest.raises(InputError) as refused:
        four_equation_parameters("table-1", {"z": -1.0, "beta": 2.0})
    assert len(refused.value.problems) == 2


def test_unknown_names_are_refused():
    with pytest.raises(UnknownName, match="rho_r"):
        four_equation_parameters("table-1", {"rho_rr": 0.5})
    with pytest.raises(UnknownName, match="exact, table-1"):
        four_equation_parameters("table-2")


def test_other_spellings_of_the_paper():
    p = four_equation_parameters("table-1", {"bFI": 0.6, "rho_f": 0.5})
    assert (p.b_fi, p.rho_r_star) == (0.6, 0.5)
    assert p.b_cb == pytest.approx(0.4)
    assert four_equation_parameters("table-1", {"bcb": 0.25}).b_fi == 0.75
    assert allowed_range("rho_q") == ">= 0, < 1"


def test_impulse_response_is_the_rule_run_forward(solution):
    path = impulse_response(solution, "credit", 5, size=2.0)
    rule = solution.coefficients["theta"]
    assert path.x[0] == pytest.approx(2 * rule["x"])
    assert path.theta == pytest.approx(2.0 * 0.8 ** np.arange(5))
    expected = solution.coefficients["r_lag"]["x"] * path.r[:-1] + rule["x"] * path.theta[1:]
    assert path.x[1:] == pytest.approx(expected)


@pytest.mark.parametrize("quarters", [0, -3, 401])
def test_horizons_out_of_range(solution, quarters):
    with pytest.raises(InputError, match="from 1 to 400"):
        impulse_response(solution, "qe", quarters)
    with pytest.raises(InputError, match="from 1 to 400"):
        foresight_path(solution, {}, quarters)


def test_unknown_shocks(solution):
    with pytest.raises(UnknownName, match="monetary"):
        impulse_response(solution, "money", 4)
    with pytest.raises(UnknownName, match="monetary"):
        foresight_path(solution, {"money": [1.0]})


def test_foresight_without_a_bound_is_the_impulse_response(solution):
    for shock in ("qe", "theta", "r_star", "e_r"):
        ours, free = foresight_path(solution, {shock: [1.0]}, 12), impulse_response(solution, shock, 12)
        for name in ("x", "pi", "r", "qe", "theta", "r_star"):
            assert getattr(ours, name) == pytest.approx(getattr(free, name), abs=1e-12)


def test_the_bound_holds_and_lets_go(solution):
    path = foresight_path(solution, {"r_star": [-2.0]}, 20, lower_bound=-0.5)
    free = impulse_response(solution, "r_star", 20, -2.0)
    assert path.r.min() == pytest.approx(-0.5)
    assert path.bound[:5].all()
    assert not path.bound[-1]
    assert path.r[path.bound] == pytest.approx(-0.5)
    assert path.x[0] < free.x[0], "at the bound a fall in demand costs more output"


def test_qe_does_more_at_the_bound(solution):
    def path(qe):
        return foresight_path(solution, {"r_star": [-2.0], "qe": [qe]}, 20, lower_bound=-0.5)

    at_bound = path(1.0).x[0] - path(0.0).x[0]
    assert at_bound > solution.coefficients["qe"]["x"]


@pytest.mark.parametrize("bound", [0.1, float("nan")])
def test_impossible_bounds(solution, bound):
    with pytest.raises(InputError, match="deviation of 0 or less"):
        foresight_path(solution, {}, 8, lower_bound=bound)


@pytest.mark.parametrize("values", [[float("nan")], [[1.0, 2.0]], np.zeros(1000)])
def test_shocks_that_cannot_be_used(solution, values):
    with pytest.raises(InputError, match="finite numbers, one a quarter"):
        foresight_path(solution, {"qe": values}, 8)


def test_an_announced_rate_is_met_and_then_the_rule_takes_over(solution):
    path = foresight_path(solution, {}, 8, rate_path=[0.25, 0.25])
    assert path.r[:2] == pytest.approx([0.25, 0.25])
    assert path.r[2:] == pytest.approx(0.25 * solution.coefficients["r_lag"]["r"] ** np.arange(1, 7))


def test_more_bonds_with_the_central_bank_lower_the_premium():
    p = four_equation_parameters("exact")
    per_holding = premium.premium_per_holding(p)
    assert per_holding < 0
    # The yield is the decayed sum of the returns that the paper's equation gives.
    returns = [excess_return(p, Moment(qe=p.rho_q ** (t + 1)), Moment(qe=p.rho_q**t)) for t in range(2_000)]
    weights = (1 - premium.COUPON_DECAY) * premium.COUPON_DECAY ** np.arange(2_000)
    assert per_holding == pytest.approx(weights @ returns)


def test_a_premium_that_fades_is_the_qe_response():
    p = four_equation_parameters("exact")
    size = premium.premium_per_holding(p)
    path = premium.path_under_premium(p, size * p.rho_q ** np.arange(8), None)
    assert path.x == pytest.approx(impulse_response(solve_four_equation(p), "qe", 8).x)


def test_no_bonds_no_premium():
    with pytest.raises(InputError, match="b_cb"):
        premium.path_under_premium(four_equation_parameters("exact", {"b_cb": 0.0}), np.ones(4), None)
