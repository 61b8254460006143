"""The door to both models: intervals, the mandate's table, hikes worth a run-off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tidegate.errors import InputError, UnknownName
from tidegate.transmission.economy.mandate import PolicyPath, hike_equivalent, trade_off
from tidegate.transmission.economy.response import MODELS, VARIABLES, respond
from tidegate.transmission.economy.semi_structural.model import neutral_state
from tidegate.transmission.economy.semi_structural.parameters import economy_parameters

RAMP = np.linspace(0.0, 0.5, 36)
JOBS = {"payrolls_thousand": 159_000.0, "unemployment_pct": 4.3}


@pytest.mark.parametrize("model", MODELS)
def test_a_premium_slows_the_economy_with_an_interval_around_it(model):
    found = respond(RAMP, 0.0, 36, model, draws=60)
    for name in VARIABLES:
        band = found.band(name)
        assert band.middle.shape == band.low.shape == band.high.shape == (36,)
        assert (band.low <= band.high).all()
    assert found.output_gap_pct.high[-1] < 0
    assert found.unemployment_pct.low[-1] > 0
    assert found.inflation_pct.high[-1] < 0
    assert found.draws["funds_rate_pct"] == pytest.approx(np.zeros((60, 36)), abs=1e-9)
    assert found.sources


@pytest.mark.parametrize("model", MODELS)
def test_the_same_seed_gives_the_same_answer(model):
    one, two, other = (respond(0.3, None, 24, model, draws=20, seed=s).draws for s in (1, 1, 2))
    assert all((one[name] == two[name]).all() for name in VARIABLES)
    assert not (one["output_gap_pct"] == other["output_gap_pct"]).all()
    assert (one["output_gap_pct"][0] == other["output_gap_pct"][0]).all(), "the centre is no draw"


@pytest.mark.parametrize("model", MODELS)
def test_answers_add_up_and_scale(model):
    both = respond(RAMP, 0.5, 36, model, draws=20).draws["output_gap_pct"]
    premium = respond(2 * RAMP, 0.0, 36, model, draws=20).draws["output_gap_pct"]
    rate = respond(0.0, 1.0, 36, model, draws=20).draws["output_gap_pct"]
    assert both == pytest.approx(premium / 2 + rate / 2, abs=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_a_rule_leans_against_the_premium(model):
    held, ruled = (respond(0.5, rate, 36, model, draws=10) for rate in (0.0, None))
    assert ruled.draws["funds_rate_pct"][0, -1] < 0
    assert ruled.draws["output_gap_pct"][0, -1] > held.draws["output_gap_pct"][0, -1]


def test_near_the_lower_bound_the_rule_can_lean_less():
    p = economy_parameters()
    low = replace(neutral_state(p), funds_rate_pct=0.125, remembered_rate_pct=0.125, output_gap_pct=-4.0)
    bound = respond(1.0, None, 36, draws=10, start=low).draws["output_gap_pct"][0]
    free = respond(1.0, None, 36, draws=10).draws["output_gap_pct"][0]
    assert bound[-1] < free[-1]


def test_quarters_that_are_not_whole_are_answered_too():
    found = respond(0.5, 0.0, 7, "four-equation", draws=5)
    assert found.draws["output_gap_pct"].shape == (5, 7)


@pytest.mark.parametrize(
    ("premium", "rate", "months", "said"),
    [
        ([0.1, 0.2], 0.0, 3, "term_premium_path_pct: shape"),
        (0.1, [0.0], 3, "funds_rate_path_pct: shape"),
        (float("nan"), 0.0, 3, "term_premium_path_pct: deviations"),
        (0.1, 25.0, 3, "funds_rate_path_pct: deviations"),
        (0.1, 0.0, 0, "months 0"),
        (0.1, 0.0, 601, "months 601"),
    ],
)
@pytest.mark.parametrize("model", MODELS)
def test_paths_that_cannot_be_used(premium, rate, months, said, model):
    with pytest.raises(InputError, match=said):
        respond(premium, rate, months, model)


def test_unknown_models_and_starts():
    with pytest.raises(UnknownName, match="four-equation, semi-structural"):
        respond(0.1, 0.0, 12, "dsge")
    with pytest.raises(InputError, match="begins at rest"):
        respond(0.1, 0.0, 12, "four-equation", start=neutral_state(economy_parameters()))
    with pytest.raises(InputError, match="draws 1"):
        respond(0.1, 0.0, 12, "four-equation", draws=1)


@pytest.mark.parametrize("model", MODELS)
def test_the_mandate_s_table(model):
    policies = (PolicyPath("QT", RAMP), PolicyPath("QE", -RAMP), PolicyPath("nothing"))
    qt, qe, nothing = trade_off(policies, 36, model, draws=40, **JOBS)
    assert qt.path.name == "QT"
    assert qt.output_year_pct.high < 0 < qe.output_year_pct.low
    assert qt.jobs_thousand.high < 0 < qe.jobs_thousand.low
    assert qt.inflation_end_pct.high < 0 < qe.inflation_end_pct.low
    assert float(qt.output_year_pct.middle) == pytest.approx(-float(qe.output_year_pct.middle))
    assert float(qt.sacrifice.middle) > 0
    assert float(nothing.output_year_pct.middle) == 0
    assert np.isnan(nothing.sacrifice.middle)


def test_jobs_are_counted_from_payrolls():
    (row,) = trade_off((PolicyPath("QT", RAMP),), 36, draws=10, **JOBS)
    per_point = 159_000 / (100 - 4.3)
    assert float(row.jobs_thousand.middle) == pytest.approx(
        -per_point * float(row.unemployment_peak_pct.middle)
    )


@pytest.mark.parametrize(
    ("months", "payrolls", "jobless", "said"),
    [
        (11, 1.0, 4.0, "12 or more"),
        (12, 0.0, 4.0, "payrolls"),
        (12, float("nan"), 4.0, "payrolls"),
        (12, 1.0, 100.0, "unemployment"),
    ],
)
def test_tables_that_cannot_be(months, payrolls, jobless, said):
    with pytest.raises(InputError, match=said):
        trade_off((), months, payrolls_thousand=payrolls, unemployment_pct=jobless)


@pytest.mark.parametrize("model", MODELS)
def test_a_run_off_is_worth_hikes_in_proportion(model):
    one, two = (hike_equivalent(size * RAMP, 36, model, draws=40) for size in (1.0, 2.0))
    assert 0 < one.funds_rate_pct.low < one.funds_rate_pct.middle < one.funds_rate_pct.high
    assert float(two.funds_rate_pct.middle) == pytest.approx(2 * float(one.funds_rate_pct.middle))
    hike = respond(0.0, float(one.funds_rate_pct.middle), 36, model, draws=2).draws["output_gap_pct"][0]
    runoff = respond(RAMP, 0.0, 36, model, draws=2).draws["output_gap_pct"][0]
    assert hike.mean() == pytest.approx(runoff.mean())


def test_no_run_off_is_worth_no_hike():
    found = hike_equivalent(0.0, 24, draws=10)
    assert float(found.funds_rate_pct.middle) == 0
    assert np.isnan(found.inflation_ratio.middle)
