"""Readings, signals, pillar scores and the dial, on made-up figures."""

from __future__ import annotations

from datetime import date
from math import isnan, nan

import numpy as np
import pytest

from tidegate.catalog.indicators import Side, Transform, indicator, indicators
from tidegate.policy.pillars.dial import DialWord, dial, weighted_mean, word_of
from tidegate.policy.pillars.readings import Line, growth, months_before, transformed
from tidegate.policy.pillars.signals import (
    Direction,
    Normal,
    Step,
    assessed,
    freshness,
    normal_of,
    signal_of,
    step_of,
)
from tidegate.units import month_end

MONTHS = np.arange(np.datetime64("2010-01"), np.datetime64("2024-01"))
ENDS = month_end(MONTHS)
EMPTY = Line(ENDS[:0], np.zeros(0))


def steady(yearly: float) -> Line:
    return Line(ENDS, 100.0 * (1 + yearly) ** (np.arange(len(ENDS)) / 12))


def test_growth_of_an_index_that_grows_evenly() -> None:
    for transform in (Transform.YOY, Transform.ANNUALISED_3M):
        found = transformed(transform, [steady(0.03)])
        np.testing.assert_allclose(found.values, 3.0)
    assert len(growth(steady(0.03))) == len(ENDS) - 12


def test_the_value_of_a_year_ago_is_found_at_month_ends_of_any_length() -> None:
    line = Line(ENDS, np.arange(len(ENDS), dtype=float))
    np.testing.assert_array_equal(months_before(line, 12)[12:], line.values[:-12])
    np.testing.assert_array_equal(months_before(line, 3)[3:], line.values[:-3])
    assert np.isnan(months_before(line, 12)[:12]).all()


def test_a_gap_in_the_figures_gives_no_growth_rather_than_a_wrong_one() -> None:
    line = steady(0.03)
    holed = line.held(np.arange(len(line)) != 24)
    found = growth(holed)
    np.testing.assert_allclose(found.values, 3.0)
    assert len(found) == len(holed) - 12 - 1


def test_differences_gaps_and_shares_use_the_last_value_of_the_slower_series() -> None:
    quarterly = Line(ENDS[2::3], np.full(len(ENDS[2::3]), 4.0))
    monthly = Line(ENDS, np.full(len(ENDS), 5.0))
    assert transformed(Transform.DIFFERENCE, [monthly, quarterly]).values[-1] == 1.0
    assert transformed(Transform.GAP, [monthly, quarterly]).values[-1] == pytest.approx(25.0)
    assert transformed(Transform.SHARE, [monthly, quarterly]).values[-1] == pytest.approx(125.0)
    assert transformed(Transform.DIFFERENCE, [monthly, quarterly]).dates[0] == ENDS[2]


def test_openings_over_the_unemployed() -> None:
    # 4% of a labour force of 150 million are 6 million; 144 million have a job.
    lines = [Line(ENDS, np.full(len(ENDS), v)) for v in (9_000.0, 4.0, 144_000.0)]
    assert transformed(Transform.OPENINGS_TO_UNEMPLOYED, lines).values[-1] == pytest.approx(1.5)


def test_every_transform_of_nothing_is_nothing() -> None:
    for transform in Transform:
        assert len(transformed(transform, [EMPTY, EMPTY, EMPTY])) == 0


def test_the_signal_is_a_quarter_at_the_edge_and_zero_at_the_target() -> None:
    normal = Normal(1.75, 2.25)
    assert signal_of(2.0, normal, 1) == 0.0
    assert signal_of(2.25, normal, 1) == pytest.approx(0.25)
    assert signal_of(1.75, normal, 1) == pytest.approx(-0.25)
    assert signal_of(2.25, normal, -1) == pytest.approx(-0.25)
    assert signal_of(3.0, normal, 1) == pytest.approx(np.tanh(4 * np.arctanh(0.25)))
    assert signal_of(0.0, normal, 1, Side.ABOVE) == 0.0
    assert signal_of(9.0, normal, 1, Side.BELOW) == 0.0
    assert isnan(signal_of(nan, normal, 1))
    assert isnan(signal_of(2.0, Normal(nan, nan), 1))


def test_steps() -> None:
    assert [step_of(s) for s in (-0.3, -0.25, 0.0, 0.25, 0.3)] == [
        Step.EASE,
        Step.HOLD,
        Step.HOLD,
        Step.HOLD,
        Step.TIGHTEN,
    ]
    assert step_of(nan) is None


def test_old_readings_fade_and_then_fall_out() -> None:
    assert freshness(10, 75) == 1.0
    assert freshness(75, 75) == 1.0
    assert freshness(150, 75) == 0.5
    assert freshness(75 * 5, 75) == 0.0


def test_the_own_past_is_cut_at_the_day_and_must_be_long_enough() -> None:
    entry = indicator("hours")
    line = Line(ENDS, np.arange(len(ENDS), dtype=float))
    found = normal_of(entry, line, date(2023, 12, 31))
    own = line.values[line.dates >= np.datetime64("2013-12-31")]
    assert (found.low, found.high) == tuple(np.quantile(own, [0.25, 0.75]))
    short = line.held(line.dates >= np.datetime64("2021-01-01"))
    assert isnan(normal_of(entry, short, date(2023, 12, 31)).middle)


def test_one_indicator_from_end_to_end() -> None:
    found = assessed(indicator("core_pce"), growth(steady(0.03)), date(2024, 1, 31), 75)
    assert found.value == pytest.approx(3.0)
    assert found.distance == pytest.approx(1.0)
    assert found.change == pytest.approx(0.0, abs=1e-9)
    assert found.direction is Direction.STEADY
    assert found.step is Step.TIGHTEN
    assert found.age_days == 31
    assert not found.old
    assert found.weight == indicator("core_pce").weight


def test_missing_figures_give_their_weight_to_the_others() -> None:
    when = date(2024, 1, 31)
    lines = {"core_pce": growth(steady(0.03))}
    found = dial([assessed(i, lines.get(i.id, EMPTY), when, 75) for i in indicators().values()])
    by_pillar = {p.pillar: p for p in found.pillars}
    assert found.score == pytest.approx(by_pillar["inflation"].score)
    assert by_pillar["inflation"].coverage == pytest.approx(0.3)
    assert found.coverage == pytest.approx(0.09)
    assert isnan(by_pillar["jobs"].score)
    assert by_pillar["jobs"].step is None
    none = dial([assessed(i, EMPTY, when, 75) for i in indicators().values()])
    assert none.word is None
    assert none.coverage == 0.0


def test_words_of_the_dial() -> None:
    assert word_of(-80) is DialWord.STRONG_EASE
    assert word_of(-30) is DialWord.EASE
    assert word_of(0) is DialWord.BALANCED
    assert word_of(30) is DialWord.TIGHTEN
    assert word_of(80) is DialWord.STRONG_TIGHTEN
    assert isnan(weighted_mean([nan, 1.0], [1.0, 0.0]))
