"""The walk: execution a period later, costs, drift, and a future that nobody sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from tidegate.allocation.backtest import difference, report, walk
from tidegate.allocation.panel import Panel
from tidegate.allocation.performance import best_by_luck, deflated_sharpe, sharpe_ratio
from tidegate.errors import InputError

FIRST, LAST = np.datetime64("2010-12"), np.datetime64("2018-12")


def half(_month: np.datetime64, _before: Mapping[str, float] | None) -> Mapping[str, float]:
    return {"us_broad": 0.5, "cash": 0.5}


def test_a_decision_is_traded_a_month_later_and_earns_from_the_next(panel: Panel) -> None:
    found = walk("half", panel, FIRST, LAST, half, {})
    assert found.months[0] == FIRST + 1
    assert found.returns[0] == 0.0
    at = int((FIRST + 2 - panel.months[0]).astype(int))
    earned = 0.5 * panel.excess[at, 2] + panel.bill[at]
    assert found.returns[1] == pytest.approx(earned)


def test_costs_are_paid_for_what_is_traded(panel: Panel) -> None:
    free, dear = (walk("half", panel, FIRST, LAST, half, {"us_broad": c}) for c in (0.0, 0.01))
    assert dear.cost[0] == pytest.approx(0.005)
    assert dear.summary().cost_pct > free.summary().cost_pct == 0.0
    assert dear.summary().return_pct < free.summary().return_pct
    assert free.turnover[1] == 0.0


def test_bought_and_held_never_trades_again(panel: Panel) -> None:
    found = walk("held", panel, FIRST, LAST, half, {}, rebalance=False)
    assert found.turnover.sum() == 0.0
    assert len(found.decisions) == 1


def test_a_signal_is_told_what_is_held_when_it_decides(panel: Panel) -> None:
    seen: list[Mapping[str, float] | None] = []

    def signal(month: np.datetime64, before: Mapping[str, float] | None) -> Mapping[str, float]:
        seen.append(before)
        return half(month, before)

    walk("half", panel, FIRST, LAST, signal, {})
    assert seen[0] is None
    assert seen[1] is not None
    assert sum(seen[1].values()) == pytest.approx(1.0)
    assert seen[1]["us_broad"] != 0.5  # it has drifted


def test_decisions_fall_on_ends_of_quarters_or_half_years(panel: Panel) -> None:
    for every, count in ((3, 33), (6, 17)):
        found = walk("half", panel, FIRST, LAST, half, {}, every)
        assert len(found.decisions) == count
        assert all((int(m.astype(int)) + 1) % every == 0 for m in found.decisions)


def test_a_walk_needs_months_around_it(panel: Panel) -> None:
    with pytest.raises(InputError, match="history"):
        walk("half", panel, np.datetime64("2019-12"), LAST, half, {})


def test_sharpe_ratios_and_luck() -> None:
    rng = np.random.default_rng(0)
    x = 0.01 + 0.03 * rng.standard_normal(1_200)
    ratio, error = sharpe_ratio(x)
    assert ratio == pytest.approx(x.mean() / x.std(ddof=1) * np.sqrt(12))
    assert error == pytest.approx(np.sqrt((1 + 0.5 * (ratio**2 / 12)) / 1_200 * 12), rel=0.1)
    assert best_by_luck([0.5]) == 0.0
    assert best_by_luck([0.1, 0.5, 0.9] * 10) > best_by_luck([0.1, 0.5, 0.9])
    assert deflated_sharpe(x, [ratio, 0.0, 0.2]) < deflated_sharpe(x, [ratio])
    with pytest.raises(InputError, match="months"):
        sharpe_ratio(x[:5])


def test_the_best_of_luck_is_what_simulation_shows() -> None:
    rng = np.random.default_rng(1)
    trials = rng.standard_normal((4_000, 50))
    said = np.mean([best_by_luck(t) for t in trials[:400]])
    assert said == pytest.approx(trials.max(axis=1).mean(), abs=0.05)


def test_strategies_side_by_side(panel: Panel) -> None:
    def all_in(_m: np.datetime64, _b: Mapping[str, float] | None) -> Mapping[str, float]:
        return {"us_broad": 1.0}

    walks = [walk("half", panel, FIRST, LAST, half, {}), walk("all", panel, FIRST, LAST, all_in, {})]
    labels = ["QE" if i < 30 else "QT1" for i in range(len(walks[0].months))]
    found = report(walks, ["half"], labels)
    assert found.phase_months == {"QE": 30, "QT1": len(labels) - 30}
    assert set(found.by_phase["QE"]) == {"half", "all"}
    assert found.summaries["all"].volatility_pct > found.summaries["half"].volatility_pct
    mean, error = difference(walks[0], walks[1])
    assert abs(mean) < 0.5  # the same asset at the same volatility earns the same
    assert error > 0


def test_a_walk_does_not_look_at_later_months(panel: Panel) -> None:
    spoilt = replace(panel, excess=panel.excess.copy())
    after = spoilt.months > np.datetime64("2015-01")
    spoilt.excess[after] = np.random.default_rng(0).permutation(spoilt.excess[after])
    until = np.datetime64("2015-01")
    first, second = (walk("half", p, FIRST, LAST, half, {}) for p in (panel, spoilt))
    same = first.months <= until
    assert np.array_equal(first.returns[same], second.returns[same])


def test_a_walk_without_a_decision_is_refused(panel: Panel) -> None:
    with pytest.raises(InputError, match="no decision falls into 2010-12 to 2008-12"):
        walk("half", panel, FIRST, np.datetime64("2008-12"), half, {})
