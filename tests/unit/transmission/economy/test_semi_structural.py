"""The monthly model: one step, a run of months, the lower bound, and what is refused."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from tidegate.errors import InputError, UnknownName
from tidegate.transmission.economy.semi_structural import equations as eq
from tidegate.transmission.economy.semi_structural.model import (
    STATE_NAMES,
    EconomyShocks,
    EconomyState,
    neutral_state,
    simulate,
    step,
)
from tidegate.transmission.economy.semi_structural.parameters import (
    EconomyParameters,
    drawn_parameters,
    economy_parameters,
    parameter_table,
    uncertain_names,
)
from tidegate.transmission.economy.semi_structural.responses import beside_reference, impulse_response

P = economy_parameters()


def test_the_file_names_every_parameter_with_its_source():
    assert list(parameter_table()) == [field.name for field in fields(EconomyParameters)]
    for name, row in parameter_table().items():
        assert row["meaning"]
        assert row["source"], name
        assert row["allowed"][0] <= row["value"] <= row["allowed"][1], name


def test_at_rest_nothing_moves():
    rest = neutral_state(P)
    after = step(rest, EconomyShocks(), P)
    for name in STATE_NAMES:
        assert getattr(after, name) == pytest.approx(getattr(rest, name), abs=1e-12), name


def test_a_step_changes_nothing_it_was_given():
    start = neutral_state(P, 3)
    before = {name: getattr(start, name).copy() for name in STATE_NAMES}
    step(start, EconomyShocks(demand_pct=np.ones(3)), P)
    for name, values in before.items():
        assert (getattr(start, name) == values).all()


def test_paths_do_not_know_one_another():
    generator = np.random.default_rng(1)
    shocks = {
        name: generator.normal(size=(24, 5)) * 0.3
        for name in ("demand_pct", "inflation_pct", "funds_rate_pct")
    }
    together = simulate(neutral_state(P, 5), 24, P, shocks)
    for path in range(5):
        alone = simulate(neutral_state(P), 24, P, {k: v[:, path] for k, v in shocks.items()})
        for name in STATE_NAMES:
            assert together[name][:, path] == pytest.approx(alone[name], abs=1e-12)


def test_parameters_may_differ_by_path():
    p = P.changed({"okun": np.array([0.2, 0.4])})
    found = simulate(neutral_state(p, 2), 6, p, {"demand_pct": [1.0, 0, 0, 0, 0, 0]})
    moved = found["unemployment_pct"] - P.natural_unemployment_pct
    assert moved[:, 1] == pytest.approx(2 * moved[:, 0])


def test_the_rate_stops_at_its_lower_bound_and_output_falls_further():
    slump = {"demand_pct": np.r_[np.full(6, -1.5), np.zeros(54)]}
    bound = simulate(neutral_state(P), 60, P, slump)
    free = simulate(neutral_state(P), 60, P.changed({"lower_bound_pct": -5.0}), slump)
    assert bound["funds_rate_pct"].min() == pytest.approx(P.lower_bound_pct)
    assert free["funds_rate_pct"].min() < 0
    assert bound["output_gap_pct"][-1] < free["output_gap_pct"][-1]


def test_values_decided_elsewhere_are_taken():
    rates = np.r_[4.0, np.nan, 4.5]
    found = simulate(
        neutral_state(P), 3, P, {"set_funds_rate_pct": rates, "set_term_premium_pct": [1.0, 1.2, np.nan]}
    )
    assert found["funds_rate_pct"][[0, 2]] == pytest.approx([4.0, 4.5])
    assert found["funds_rate_pct"][1] < 4.0, "the rule goes back to neutral"
    assert found["term_premium_pct"][:2] == pytest.approx([1.0, 1.2])
    assert P.neutral_term_premium_pct < found["term_premium_pct"][2] < 1.2


def test_signs_of_the_responses():
    hike, premium, demand = (impulse_response(s, 16).values for s in ("funds_rate", "term_premium", "demand"))
    for tight in (hike, premium):
        assert tight["output_gap_pct"][4] < 0 < tight["unemployment_pct"][4]
        assert tight["inflation_pct"][4] < 0 < tight["long_rate_pct"][0]
    assert premium["funds_rate_pct"][8] < 0, "the rule leans against it"
    assert demand["inflation_pct"][2] > 0 > demand["unemployment_pct"][2]


def test_a_broad_premium_does_more_than_one_on_ten_years():
    narrow, broad = (
        impulse_response(s, 16).peak("output_gap_pct")[0] for s in ("term_premium", "term_premium_broad")
    )
    assert broad < narrow < 0


def test_size_scales_and_is_the_first_quarter_s_mean():
    one, two = impulse_response("funds_rate", 8), impulse_response("funds_rate", 8, size=-2.0)
    assert one.values["funds_rate_pct"][0] == pytest.approx(1.0)
    assert two.values["output_gap_pct"] == pytest.approx(-2 * one.values["output_gap_pct"])


def test_the_reference_is_cited_for_every_shock():
    for shock in ("funds_rate", "term_premium", "term_premium_broad", "demand"):
        assert {row.variable for row in beside_reference(shock)} == {
            "funds_rate_pct", "long_rate_pct", "output_gap_pct", "unemployment_pct", "inflation_pct",
        }  # fmt: skip


def test_year_on_year_inflation_has_the_age_of_twelve_months():
    year = 0.0
    weights = []
    for month in range(400):
        year = eq.year_on_year(year, 1.0 if month == 0 else 0.0)
        weights.append(float(year))
    assert sum(weights) == pytest.approx(1.0)
    assert np.arange(400) @ weights == pytest.approx(5.5)


def test_draws_keep_their_ranges_and_the_centre():
    drawn = drawn_parameters(P, 20_000, 7)
    for name in uncertain_names():
        row, values = parameter_table()[name], np.asarray(getattr(drawn, name))
        assert values[0] == getattr(P, name)
        if "range_90" in row:
            assert row["range_90"][0] <= values.min() <= values.max() <= row["range_90"][1]
        else:
            low, high = np.array(row["factors_90"]) * row["value"]
            assert np.mean(values < low) == pytest.approx(0.05, abs=0.007), name
            assert values.max() <= row["allowed"][1]
            assert row["allowed"][1] < high or np.mean(values > high) == pytest.approx(0.05, abs=0.007), name
    again = drawn_parameters(P, 20_000, 7)
    assert (np.asarray(drawn.okun) == np.asarray(again.okun)).all()


@pytest.mark.parametrize("count", [0, 1, 100_001])
def test_numbers_of_draws_that_make_no_interval(count):
    with pytest.raises(InputError, match="draws"):
        drawn_parameters(P, count, 1)


@pytest.mark.parametrize("value", [-0.1, 1.0, float("nan"), float("inf"), np.array([0.5, 2.0])])
def test_parameters_out_of_range(value):
    with pytest.raises(InputError, match="gap_persistence"):
        P.changed({"gap_persistence": value})


def test_unknown_parameters():
    with pytest.raises(UnknownName, match="okun"):
        P.changed({"okuns": 0.3})


def test_every_problem_of_a_run_is_named_at_once():
    shocks = {"demand": [0.0], "demand_pct": [0.0, 0.0], "inflation_pct": np.full(2_000, np.nan)}
    with pytest.raises(InputError) as refused:
        simulate(neutral_state(P), 2_000, P, shocks)
    said = str(refused.value)
    for part in (
        "months 2000",
        "economy shock demand:",
        "economy shock demand_pct: shape (2,)",
        "not finite",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("shock", "quarters", "error"),
    [("x", 4, UnknownName), ("demand", 0, InputError), ("demand", 201, InputError)],
)
def test_responses_that_cannot_be(shock, quarters, error):
    with pytest.raises(error):
        impulse_response(shock, quarters)


def test_a_state_is_made_of_fields_that_can_be_replaced():
    hot = replace(neutral_state(P), inflation_pct=4.0, inflation_year_pct=4.0)
    assert isinstance(hot, EconomyState)
    assert step(hot, EconomyShocks(), P).funds_rate_pct > P.neutral_rate_pct
