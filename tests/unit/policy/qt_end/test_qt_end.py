"""Threshold, simulation, distribution and what follows, on situations made up by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.phases import phases
from tidegate.errors import InputError
from tidegate.policy.qt_end.after import cut_hazard, still_hazards
from tidegate.policy.qt_end.distribution import Distribution, end_of_run_off, weighted_quantile
from tidegate.policy.qt_end.falsifiers import while_running
from tidegate.policy.qt_end.month import Month
from tidegate.policy.qt_end.parameters import (
    anchors,
    call_of_the_time,
    calls,
    calls_known,
    default_parameters,
    judged,
)
from tidegate.policy.qt_end.situation import Flows, RunOff, Situation
from tidegate.policy.qt_end.threshold import anchors_known, draw_thresholds, survival

RULES = default_parameters()
HORIZON = RULES.simulation.horizon_months


def run_off(**changes: object) -> RunOff:
    base = RunOff(
        "QT2",
        np.datetime64("2022-06", "M"),
        np.full(HORIZON + 1, 60.0),
        np.full(HORIZON + 1, 35.0),
        None,
        0,
        999,
        np.empty(0),
        np.empty(0),
        np.empty(0),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def situation(run: RunOff | None = None, *, as_of: date = date(2023, 7, 31), **flows: float) -> Situation:
    base = Flows(3200.0, 1800.0, 500.0, 600.0, 6.0, 0.0, 20.0, 16.0)
    return Situation(as_of, run, replace(base, **flows), 27000.0, 5.0, 17200.0, np.full(50, 9.0), 6, 500)


def answer(found: Situation, seed: int = 1) -> Distribution:
    return end_of_run_off(found, np.random.default_rng(seed))


def test_more_liquidity_ends_later() -> None:
    low = answer(situation(run_off(), on_rrp_bn=600.0))
    high = answer(situation(run_off(), on_rrp_bn=1800.0))
    assert low.median is not None
    assert high.median is not None
    assert low.median < high.median


def test_a_slower_cap_ends_later() -> None:
    fast, slow = (
        answer(situation(run_off())),
        answer(situation(run_off(treasury_caps_bn=np.full(HORIZON + 1, 25.0)))),
    )
    assert fast.median is not None
    assert slow.median is not None
    assert fast.median < slow.median


def test_an_announced_end_is_the_answer() -> None:
    caps = np.where(np.arange(HORIZON + 1) < 6, 15.0, 0.0)
    found = answer(situation(run_off(treasury_caps_bn=caps, planned_end=np.datetime64("2024-01", "M"))))
    assert found.median == np.datetime64("2024-01", "M")
    assert found.probability[6] > 1 - RULES.decision.plan_moved


def test_draws_that_the_record_refutes_lose_their_weight() -> None:
    # Reserves were 8% of GDP at three meetings and nothing happened: levels above that are unlikely.
    past = run_off(
        past_reserves_bn=np.full(3, 8.0), past_gdp_bn=np.full(3, 100.0), past_bank_credit_bn=np.full(3, 60.0)
    )
    where = situation(past)
    found = draw_thresholds(where, np.random.default_rng(1), RULES)
    weight = survival(found, where, RULES)
    assert np.all(weight[found.draws_pct < 8.0] == 1.0)
    assert weight[found.draws_pct >= 8.0] == pytest.approx(0.25**3)
    level = answer(where).level
    assert level.median_pct_of_gdp < 9.0


def test_only_what_had_been_published_counts() -> None:
    used = anchors_known(situation(run_off()), RULES)
    assert used
    assert all(a.published <= date(2023, 7, 31) for a in used)
    assert len(used) < len(anchors())


def test_without_curve_and_without_publications_there_is_no_level() -> None:
    bare = replace(situation(run_off(), as_of=date(2016, 1, 1)), curve_pct_of_gdp=np.full(5, -np.inf))
    with pytest.raises(InputError, match="no level of reserves"):
        draw_thresholds(bare, np.random.default_rng(0), RULES)


def test_impossible_levels_are_refused_together() -> None:
    with pytest.raises(InputError) as told:
        replace(situation(), gdp_bn=float("nan"), bank_credit_bn=-1.0)
    assert len(told.value.problems) == 2


def test_weighted_quantiles() -> None:
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([1.0, 0.0, 1.0])
    assert weighted_quantile(values, weights, (0.1, 0.5, 0.9)) == (2.0, 2.0, 3.0)


def test_falsifiers_name_the_range() -> None:
    found = answer(situation(run_off()))
    assert str(found.p10) in str(while_running(found)[0])
    assert Month(None).text() == "—"


def test_calls_carry_their_day_and_the_refuted_ones_go() -> None:
    assert all(call_of_the_time(j) in calls() for j in judged())
    open_calls = calls_known(date(2025, 7, 31), "QT2")
    assert [c.published for c in open_calls] == sorted((c.published for c in open_calls), reverse=True)
    assert all(c.expected >= "2025-07" for c in open_calls)


def test_standstills_are_counted_from_the_announcements() -> None:
    months = np.empty(0, dtype="datetime64[M]")
    found = still_hazards(phases(load("fed"), date(2022, 7, 1)), date(2022, 7, 1), months, False, RULES.after)
    # Left for run-off in 2017-10 and 2022-06, for purchases in 2010-11, 2011-10 and 2020-03, for bills in 2019-10.
    assert (found["run-off"].events, found["purchases"].events, found["reserve-management"].events) == (
        2,
        3,
        1,
    )
    assert found["stopped"].events == 0


def test_cuts_are_counted_among_months_like_the_last() -> None:
    months = np.arange("2000-01", "2010-01", dtype="datetime64[M]")
    flat = np.full(len(months), 5.0)
    assert cut_hazard(months, flat, 12).events == 0
    stairs = 5.0 - 0.25 * (np.arange(len(months)) // 6)
    found = cut_hazard(months, np.maximum(stairs, 1.0) + 0.0, 6)
    assert found.months > 0
