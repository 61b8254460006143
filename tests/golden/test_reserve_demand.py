"""The reserve-demand verdicts against the two episodes of pressure, with the misses shown.

Only what was known on each day is used. The words and their numbers stand in
``parameters.toml``; docs/explanation/reserve-demand.md tells how they came about.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.liquidity import (
    SEED,
    administered,
    assessment,
    money_market_panel,
    real_time_verdicts,
)
from tidegate.data import open_store
from tidegate.transmission.money_market.alarms import alarm_records
from tidegate.transmission.money_market.estimation import fit_reserve_demand
from tidegate.transmission.money_market.parameters import default_parameters
from tidegate.transmission.money_market.verdict import Verdict


@pytest.fixture(scope="module")
def store():
    return open_store(today=date(2026, 10, 8))


def test_interest_on_reserves_of_the_announcements_is_that_of_the_series(store) -> None:
    # IORB series of the Board, from 2021-07-29.
    desk = open_desk(date(2026, 10, 8), store)
    series = desk.series("IORB")
    np.testing.assert_allclose(administered(desk)[0].on(series.dates), series.values)


def test_interest_on_excess_reserves_before_the_series_begins(store) -> None:
    # Board of Governors, implementation notes: technical adjustments of 2018 and 2019.
    iorb, floor = administered(open_desk(date(2026, 10, 8), store))
    when = np.array(["2018-06-14", "2018-12-20", "2019-05-02", "2019-09-19"], dtype="datetime64[D]")
    np.testing.assert_allclose(iorb.on(when), [1.95, 2.40, 2.35, 1.80])
    np.testing.assert_allclose(floor.on(when), [1.75, 2.25, 2.25, 1.70])


def test_september_2019_lies_in_the_scarce_half_on_data_to_august(store) -> None:
    found = assessment(open_desk(date(2019, 8, 31), store))
    assert found.verdict is Verdict.SCARCE
    assert found.p_scarce > 0.5
    # Reserves of the week of 18 September 2019 (H.4.1: 1,394.1) lie below the whole interval.
    assert found.threshold_bn.low > 1394.1


def test_data_to_august_2025_say_near_the_edge(store) -> None:
    found = assessment(open_desk(date(2025, 8, 31), store))
    assert found.verdict is Verdict.NEAR_EDGE
    assert found.months.middle <= default_parameters().verdict.edge_months
    # Treasury, 28 July 2025: end of September 850 bn; it held 0.5tn in August.
    assert found.buffer.plan is not None
    assert (found.buffer.plan.announced, found.buffer.plan.cash_bn) == (date(2025, 7, 28), 850.0)
    assert found.buffer.rebuild_bn == pytest.approx(340, abs=15)
    # Reserves of that day alone would pass as ample: the word comes from what is ahead.
    assert found.p_ample > default_parameters().verdict.abundant_from > found.p_ample_ahead


@pytest.mark.parametrize(
    "when", [date(2025, 1, 31), date(2025, 5, 31), date(2025, 9, 26), date(2025, 10, 28)]
)
def test_the_edge_stays_in_sight_until_run_off_ends(store, when) -> None:
    # Announced end of run-off: 29 October 2025.
    assert assessment(open_desk(when, store)).verdict is Verdict.NEAR_EDGE


def test_what_the_word_of_august_2025_depends_on(store) -> None:
    """At the pace of a quarter, which is about that of the caps then in force, or without trimming: ample."""
    rules, desk = default_parameters(), open_desk(date(2025, 8, 31), store)
    quarter = rules.verdict.model_copy(update={"pace_weeks": 13})
    found = assessment(desk, rules.model_copy(update={"verdict": quarter}))
    assert found.verdict is Verdict.AMPLE
    assert found.months.middle == pytest.approx(18, abs=2)
    half = rules.verdict.model_copy(update={"pace_weeks": 26})
    assert assessment(desk, rules.model_copy(update={"verdict": half})).verdict is Verdict.NEAR_EDGE
    loose = rules.kink.model_copy(update={"lowest_quantile": 0.0, "highest_quantile": 0.9})
    assert assessment(desk, rules.model_copy(update={"kink": loose})).verdict is Verdict.AMPLE


def test_false_alarms_are_counted_month_by_month_in_real_time(store) -> None:
    months, words = real_time_verdicts("2013-01", "2024-12", store)
    first, second = alarm_records(months, words, default_parameters().alarms)
    assert (first.alarms.of, second.alarms.of) == (72, 60)
    assert abs(first.alarms.cases - 22) <= 2
    assert abs(first.false.cases - 18) <= 2
    assert (first.runs, first.false_runs) == (4, 3)
    assert abs(second.alarms.cases - 3) <= 1
    assert (second.runs, second.false_runs) == (1, 1)
    # "Near the edge" (11 of 60 in 2020 to 2024 before the Treasury's account was counted; 16 of 72 as before).
    assert abs(first.watches.cases - 16) <= 2
    assert abs(second.watches.cases - 3) <= 1


def test_a_verdict_of_scarcity_under_calm_repo_states_the_conflict(store) -> None:
    found = assessment(open_desk(date(2026, 10, 8), store))
    assert found.verdict is Verdict.SCARCE
    assert found.sofr_bp < 0
    assert found.conflict is not None


def test_elasticity_agrees_with_the_published_one(store) -> None:
    # Federal Reserve Bank of New York, Reserve Demand Elasticity of 6 July 2026:
    # -0.27 bp for one percent more reserves, 68% band -0.44 to -0.09.
    found = assessment(open_desk(date(2026, 7, 6), store))
    assert found.elasticity_bp.low < -0.09
    assert found.elasticity_bp.high > -0.44
    assert -0.30 < found.elasticity_bp.middle < -0.05


def test_daily_data_say_the_same_as_weekly(store) -> None:
    for when in (date(2019, 8, 31), date(2025, 8, 31)):
        desk = open_desk(when, store)
        weekly, daily = (
            fit_reserve_demand(money_market_panel(desk, f), np.random.default_rng(SEED), draws=200)
            for f in ("weekly", "daily")
        )
        one, two = (np.median(d.thresholds_bn()) for d in (weekly, daily))
        assert two == pytest.approx(one, rel=0.12)


def test_nothing_later_is_used(store) -> None:
    desk = open_desk(date(2019, 8, 31), store)
    found = money_market_panel(desk)
    assert found.dates.max() <= np.datetime64("2019-08-28")
    whole = money_market_panel(open_desk(date(2020, 8, 31), store)).until(found.dates[-1])
    np.testing.assert_array_equal(found.reserves_bn, whole.reserves_bn)
    np.testing.assert_array_equal(found.scale_bn["gdp"], whole.scale_bn["gdp"])
