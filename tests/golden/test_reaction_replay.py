"""The reaction function against what the Fed did, 2008 to 2026, with the misses pinned."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.briefing.reaction import replay_fed
from tidegate.data import open_store
from tidegate.data.files import embedded_folder
from tidegate.policy.reaction.replay import Replay

# What the Fed did: its announcements, as in bank/programmes/fed.toml.
# The shares are what the rule reaches with its published parameters; they are
# pinned so that a change shows, not because they are a target.


@pytest.fixture(scope="module")
def free() -> Replay:
    return replay_fed(store=open_store(embedded_folder(), today=date(2026, 10, 8)))


@pytest.fixture(scope="module")
def with_rates() -> Replay:
    store = open_store(embedded_folder(), today=date(2026, 10, 8))
    return replay_fed(store=store, announced_rates=True)


def test_share_of_months_with_the_same_action(free: Replay, with_rates: Replay) -> None:
    assert len(free.months) == 225
    assert free.agreement == pytest.approx(0.756, abs=0.01)
    assert with_rates.agreement == pytest.approx(0.822, abs=0.01)
    assert free.majority == pytest.approx(0.378, abs=0.01)


def test_the_known_misses_are_still_the_misses(with_rates: Replay) -> None:
    found = {str(m.first): (m.rule, m.bank) for m in with_rates.misses}
    assert found["2010-04"] == ("ease", "hold")  # the pauses between programmes
    assert found["2011-07"] == ("ease", "hold")
    assert found["2019-01"] == ("manage", "tighten")  # run-off went on to the strain of September
    assert found["2021-11"] == ("hold", "ease")  # the rule tapers half a year earlier
    assert found["2024-09"] == ("hold", "tighten")  # a false alarm of the recession rule
    assert found["2025-09"] == ("hold", "tighten")  # the rule stops two months early


def test_each_turn_that_the_rule_gets_right(with_rates: Replay) -> None:
    by_month = {str(m): a for m, a in zip(with_rates.months, with_rates.rule, strict=True)}
    assert (by_month["2008-11"], by_month["2008-12"]) == ("hold", "ease")
    assert (by_month["2020-02"], by_month["2020-03"]) == ("manage", "ease")
    assert (by_month["2022-05"], by_month["2022-06"]) == ("hold", "tighten")
    assert by_month["2025-12"] == "manage"
