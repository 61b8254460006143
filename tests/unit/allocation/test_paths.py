"""Scenarios that come as paths: a market of them, blended with history."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.allocation.decision import Question, decide_in, market
from tidegate.allocation.paths import ScenarioReturns, market_of_paths
from tidegate.allocation.trace import steps
from tidegate.errors import InputError


def given(question: Question) -> dict[str, ScenarioReturns]:
    own = market(question)
    rng = np.random.default_rng(0)
    n = len(own.assets)
    good, bad = (m + 0.05 * rng.standard_normal((300, n)) for m in (0.06, -0.08))
    bad[:, own.assets.index("ust_7_10")] += 0.2
    return {"soft": ScenarioReturns(good, 0.7, 0.5, 0.2), "hard": ScenarioReturns(bad, 0.3, -2.0, -1.0, -0.2)}


def test_it_is_the_blend_that_was_asked_for(question: Question) -> None:
    paths = given(question)
    own = market(question)
    for trust in (0.0, 0.4, 1.0):
        found = market_of_paths(question, paths, trust)
        told = 0.7 * paths["soft"].returns.mean(axis=0) + 0.3 * paths["hard"].returns.mean(axis=0)
        wanted = (1 - trust) * own.probability @ own.returns + trust * told
        assert found.probability.sum() == pytest.approx(1.0)
        assert found.probability @ found.returns == pytest.approx(wanted)


def test_a_decision_can_be_made_in_it(question: Question) -> None:
    found = market_of_paths(question, given(question), 1.0)
    made = decide_in(found, question, found.probability)
    assert made.allowed.excess(made.weights) <= 1e-9
    hard = decide_in(found, question, found.outlooks[1].probability)
    bond = found.assets.index("ust_7_10")
    assert hard.weights[bond] >= made.weights[bond]


def test_what_does_not_fit_is_refused(question: Question) -> None:
    paths = given(question)
    with pytest.raises(InputError) as caught:
        market_of_paths(question, paths | {"odd": ScenarioReturns(np.zeros((3, 2)), 0.1)}, 1.5)
    assert len(caught.value.problems) == 2
    with pytest.raises(InputError, match="sum to"):
        market_of_paths(question, {"soft": paths["soft"]})


def test_scenarios_that_history_knows_too_add_up_to_the_market(question: Question) -> None:
    own = market(question)
    rng = np.random.default_rng(1)
    paths = {
        name: ScenarioReturns(0.05 * rng.standard_normal((40, len(own.assets))), chance, 0.5, 0.2, 0.1)
        for name, chance in question.chances.items()
        if chance > 0
    }
    found = market_of_paths(question, paths, 0.3)
    whole = sum(o.chance * o.probability for o in found.outlooks)
    assert whole == pytest.approx(found.probability, abs=1e-12)
    for each in found.outlooks:
        before = next(o for o in own.outlooks if o.name == each.name)
        assert each.bill_points == pytest.approx(0.7 * before.bill_points + 0.3 * 0.5)
        assert each.expected == pytest.approx(
            0.7 * before.expected + 0.3 * paths[each.name].returns.mean(axis=0)
        )
    # So the way from history to the answer holds no jump that no cause is named for.
    made = decide_in(found, question, found.probability)
    chain = steps(question, made)
    assert [s.cause for s in chain[1:]] == sorted(paths, key=lambda n: -paths[n].chance)
