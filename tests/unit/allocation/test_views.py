"""Scenarios: how likely, what they bring, and what comes of them together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tidegate.allocation.decision import Market, Question, decide, market
from tidegate.allocation.episodes import episodes
from tidegate.allocation.panel import FACTORS, Panel
from tidegate.allocation.scenarios import Odds, chances, recession_chance, scenario, scenarios
from tidegate.allocation.views import Effects, Outlook, mixture
from tidegate.errors import InputError, UnknownName


@pytest.fixture(scope="module")
def where(question: Question) -> Market:
    return market(question)


def outlook_of(where: Market, name: str) -> Outlook:
    return next(o for o in where.outlooks if o.name == name)


@pytest.mark.parametrize("running", [True, False])
def test_chances_sum_to_one_and_no_recession_is_counted_twice(running: bool) -> None:
    found = chances(Odds(running, 0.6, 0.2, 0.4, 0.15))
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["recession_qe"] == 0.15
    if running:
        assert found["qt_ends_early"] == pytest.approx(0.85 * 0.6)
        assert found["rates_held"] == 0.0
    else:
        assert found["qt_extended"] == pytest.approx(0.85 * 0.2)
        assert found["cutting_cycle"] == pytest.approx(0.85 * 0.8 * (0.4 - 0.15) / 0.85)


def test_a_chance_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="cuts is 1.5"):
        chances(Odds(False, 0.0, 0.1, 1.5, 0.1))


def test_recessions_come_as_often_as_they_did() -> None:
    assert recession_chance(4, 400) == pytest.approx(1 - np.exp(-12 * 4.5 / 400))
    assert recession_chance(0, 1_000) > 0


def test_the_article_s_scenarios_are_there() -> None:
    assert {"qt_ends_early", "qt_extended", "recession_qe"} <= set(scenarios())
    with pytest.raises(UnknownName, match="scenario"):
        scenario("boom")


def test_a_scenario_holds_on_average(where: Market, question: Question) -> None:
    for name in ("cutting_cycle", "recession_qe"):
        found, year = outlook_of(where, name), question.episodes[scenario(name).like]
        assert found.reached == 1.0
        p = found.probability
        assert p @ where.reference.factor("bill") == pytest.approx(year.bill_points, abs=1e-6)
        shares = where.reference.returns[:, where.assets.index("us_broad")]
        assert p @ shares - shares.mean() == pytest.approx(year.shares, abs=1e-6)


def test_holdings_move_yields_and_bonds_by_their_identified_effect(where: Market, question: Question) -> None:
    without = market(replace(question, effects={}))
    ten = FACTORS.index("ten_year")
    bond = where.assets.index("ust_7_10")
    with_, plain = (outlook_of(m, "qt_extended") for m in (where, without))
    assert with_.ten_year_points - plain.ten_year_points == pytest.approx(0.1, abs=1e-6)
    assert with_.expected[bond] - plain.expected[bond] == pytest.approx(-0.008, abs=1e-6)
    assert where.reference.factors[:, ten].std() > 0


def test_bills_fall_no_further_than_to_zero(question: Question) -> None:
    low = replace(question, conditions=replace(question.conditions, bill_pct=0.5))
    assert outlook_of(market(low), "recession_qe").bill_points == pytest.approx(-0.45, abs=1e-6)


def test_what_the_draws_do_not_reach_is_gone_part_of_the_way_and_said(question: Question) -> None:
    far = dict(question.episodes)
    far["recession"] = replace(far["recession"], bill_points=-2.9, unemployment_points=4.0, shares=-0.5)
    effects = {**question.effects, "recession_qe": Effects(-0.2, {})}
    found = outlook_of(market(replace(question, episodes=far, effects=effects)), "recession_qe")
    assert found.reached < 1.0
    assert found.premium_points == pytest.approx(-0.2 * found.reached)


def test_all_scenarios_together_are_their_mixture(where: Market) -> None:
    assert where.probability.sum() == pytest.approx(1.0)
    expected = sum(o.chance * o.probability for o in where.outlooks)
    assert where.probability == pytest.approx(expected, abs=1e-12)
    with pytest.raises(InputError, match="no scenario"):
        mixture([])


def test_one_scenario_can_be_taken_for_certain(question: Question) -> None:
    found = market(replace(question, only="recession_qe"))
    assert np.array_equal(found.probability, outlook_of(found, "recession_qe").probability)
    with pytest.raises(UnknownName):
        market(replace(question, only="boom"))


def test_chances_that_do_not_sum_to_one_are_refused(question: Question) -> None:
    with pytest.raises(InputError, match="sum to"):
        decide(replace(question, chances={"rates_held": 0.5}))


def test_years_of_a_kind_are_counted_from_what_was_dated(panel: Panel) -> None:
    flags = np.zeros(len(panel.months), dtype=bool)
    flags[60:72] = True
    found = episodes(panel, panel.months, flags)
    assert found["recession"].windows == 12
    assert found["held"].windows + found["cut"].windows == found["no_recession"].windows
    with pytest.raises(InputError, match="dated"):
        episodes(panel, panel.months[:10], flags[:10])
    with pytest.raises(InputError, match="recession"):
        episodes(panel, panel.months, np.zeros(len(panel.months), dtype=bool))
