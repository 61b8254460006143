"""The decision, its trace, and what is planned: parts that must add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tidegate.allocation.decision import MULTIPLE, Decision, Question, Risk, decide
from tidegate.allocation.optimiser import Objective
from tidegate.allocation.plan import Trigger, cards, deepest, instalments
from tidegate.allocation.portfolios import article_tilt, equal, named, portfolio_title
from tidegate.allocation.trace import HISTORY, links, steps
from tidegate.errors import InputError


@pytest.fixture(scope="module")
def decision(question: Question) -> Decision:
    return decide(question)


def test_it_holds_its_limits_and_its_risk(question: Question) -> None:
    for risk in Risk:
        found = decide(replace(question, risk=risk))
        assert found.allowed.excess(found.weights) <= 1e-9
        assert found.most_cvar == pytest.approx(MULTIPLE[risk] * found.shortfall(found.sixty_forty))
        assert found.optimum.cvar <= found.most_cvar + 1e-9  # type: ignore[operator]


def test_a_limit_of_one_s_own_replaces_the_level_of_risk(question: Question) -> None:
    own = question.limits.model_copy(update={"max_cvar_pct": 6.0})
    assert decide(replace(question, limits=own)).most_cvar == 0.06


@pytest.mark.parametrize("objective", [Objective.MIN_CVAR, Objective.MIN_VARIANCE, Objective.WORST_SCENARIO])
def test_other_objectives(question: Question, objective: Objective) -> None:
    found = decide(replace(question, objective=objective))
    assert found.allowed.excess(found.weights) <= 1e-9
    assert found.optimum.cvar < found.shortfall(found.sixty_forty)


def test_the_way_from_sixty_forty_adds_up(question: Question, decision: Decision) -> None:
    way = steps(question, decision)
    assert way[0].cause == HISTORY
    assert [s.cause for s in way[1:]] == ["rates_held", "cutting_cycle", "qt_extended", "recession_qe"]
    assert decision.sixty_forty + sum(s.change for s in way) == pytest.approx(decision.weights, abs=1e-12)
    for link in links(decision, way):
        step = next(s for s in way if s.cause == link.cause)
        assert link.change == step.change[decision.assets.index(link.asset)]
        assert np.isnan(link.chance) == (link.cause == HISTORY)


def test_without_the_views_nothing_but_history_is_traced(question: Question) -> None:
    alone = replace(question, only="recession_qe")
    way = steps(alone, decide(alone))
    assert [s.cause for s in way] == [HISTORY, "recession_qe"]


def test_a_card_is_best_in_its_own_scenario(question: Question, decision: Decision) -> None:
    for card in cards(question, decision):
        assert card.own_return >= card.now_return - 5e-3 or card.now_tail > 0.0
        assert card.weights - card.change == pytest.approx(decision.weights, abs=1e-12)


def test_instalments_wait_for_their_time_or_a_trigger() -> None:
    plan = instalments(4, date(2026, 1, 31), Trigger(1, None, 0.5), 4.0, 0.2)
    assert [i.latest for i in plan] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]
    assert [i.due_now for i in plan] == [True, False, False, False]
    assert sum(i.share for i in plan) == pytest.approx(1.0)
    assert instalments(4, date(2026, 1, 31), Trigger(3, 3.9), 4.0, None)[1].because == "yield"
    assert instalments(4, date(2026, 1, 31), Trigger(3), 4.0, 0.7)[1].because == "end_of_qt"


def test_plans_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        Trigger(0, 200.0, 2.0)
    assert len(caught.value.problems) == 3
    with pytest.raises(InputError, match="instalments 0"):
        instalments(0, date(2026, 1, 1), Trigger(), 4.0, None)


def test_the_deepest_fall_of_fixed_weights() -> None:
    months = np.array([[0.1, np.nan], [-0.5, 0.0], [0.2, 0.0]])
    assert deepest(months, np.array([1.0, 0.0])) == (pytest.approx(-0.5), 1)
    assert np.isnan(deepest(months[:1], np.array([0.5, 0.5]))[0])


def test_portfolios_without_an_optimiser() -> None:
    assets = ("cash", "ust_7_10", "us_broad", "gold")
    assert named("sixty_forty", assets) == pytest.approx([0.0, 0.4, 0.6, 0.0])
    assert equal(assets) == pytest.approx(np.full(4, 0.25))
    qe, qt = article_tilt("easing", assets), article_tilt("tightening", assets)
    assert qe[2] > qt[2]
    assert qt[0] > qe[0]
    assert article_tilt("holding", assets) == pytest.approx((qe + qt) / 2)
    assert portfolio_title("article_qt").en == "Static tilt for QT"
    with pytest.raises(InputError, match="none of its assets"):
        named("sixty_forty", ("gold",))
