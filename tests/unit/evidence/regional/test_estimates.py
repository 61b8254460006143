"""The estimators recover a known truth, and a replay knows only the past."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.evidence.regional import hong_kong as hk
from tidegate.evidence.regional import replay
from tidegate.evidence.regional import taiwan as tw
from tidegate.evidence.regional.regression import least_squares
from tidegate.transmission.markets.regional.band import spot

MONTHS = np.arange(np.datetime64("2007-01"), np.datetime64("2026-07"))
TRUTH = np.array([0.04, 0.1, 0.15])


def world(seed: int, shock: float = 0.05) -> hk.Monthly:
    """Months in which the drift is the truth; shocks small enough for the bounds to matter little."""
    rng = np.random.default_rng(seed)
    n = len(MONTHS)
    us = np.abs(np.cumsum(0.15 * rng.standard_normal(n)) + 3.0)
    carry = 0.6 * rng.standard_normal(n)
    place = np.empty(n)
    place[0] = 0.3
    for t in range(1, n):
        mean = 0.5 * (carry[t] + carry[t - 1])
        drifted = (1 - TRUTH[2]) * place[t - 1] + TRUTH[0] + TRUTH[1] * mean
        place[t] = np.clip(drifted + shock * rng.standard_normal(), 0.0, 1.0)
    balance = np.exp(rng.uniform(np.log(45), np.log(200), n))
    return hk.Monthly(MONTHS, spot(place), us - carry, us, balance)


def test_the_drift_is_found_again_and_its_interval_covers() -> None:
    covered = 0
    for seed in range(60):
        found, fit = hk.fit_drift(world(seed))
        covered += int((np.abs(found.mean - TRUTH) <= 1.645 * fit.standard_error).sum())
    assert 0.80 <= covered / 180 <= 0.96, "90% intervals; Newey-West errors are a little short in 230 months"


def test_the_spread_s_slope_is_found_again() -> None:
    data = world(1)
    truth = -0.5 - 1.2 * np.log(data.balance_bn / 50.0)
    noisy = truth + 0.1 * np.random.default_rng(2).standard_normal(len(truth))
    fit = hk.fit_spread(replace(data, hibor_pct=data.us_rate_pct + noisy))
    assert fit.coefficient == pytest.approx([-0.5, 1.2], abs=0.05)


def test_the_excess_beyond_a_bound() -> None:
    assert hk.expected_excess(1.0, 0.1)[0] == pytest.approx(0.1 / np.sqrt(2 * np.pi))
    assert hk.expected_excess([0.0, 5.0], 0.1) == pytest.approx([0.0, 4.0], abs=1e-12)


def test_the_balance_is_a_line_between_published_days_and_nothing_elsewhere() -> None:
    days = np.array(["2018-01-31", "2018-03-31"], dtype="datetime64[D]")
    months = np.arange(np.datetime64("2017-12"), np.datetime64("2018-05"))
    found = hk.balance_by_month(months, days, [180.0, 121.0], [("2018-04", "2018-04")])
    assert np.isnan(found[[0, 4]]).all()
    assert found[1:4] == pytest.approx([180.0, 152.0, 121.0])


def test_a_replay_does_not_see_what_came_later() -> None:
    data = world(3)
    later = data.months > np.datetime64("2018-06")
    other = replace(
        data,
        spot_hkd=np.where(later, 7.76, data.spot_hkd),
        hibor_pct=np.where(later, 9.0, data.hibor_pct),
        balance_bn=np.where(later, 400.0, data.balance_bn),
    )
    one, two = (replay.replay(d, "2018-06", 6, "2018-20") for d in (data, other))
    assert (one.position == two.position).all(), "only US rates are given"


def test_directions_use_only_months_before() -> None:
    rng = np.random.default_rng(4)
    n = len(MONTHS)
    walks = [100 * np.exp(0.01 * rng.standard_normal(n).cumsum()) for _ in range(3)]
    rates = [3 + 0.2 * rng.standard_normal(n).cumsum() for _ in range(3)]
    data = tw.Monthly(MONTHS, *walks, *rates)
    cut = replace(data, usdtwd=np.where(data.months > np.datetime64("2020-03"), 30.0, data.usdtwd))
    one = {r.quarter: r for r in replay.direction_replays(data)}
    two = {r.quarter: r for r in replay.direction_replays(cut)}
    assert one["2020-03"] == two["2020-03"]
    assert one["2021-03"] != two["2021-03"]


def test_episodes_are_left_out_of_their_own_replay() -> None:
    assert replay.episode_of("2022-04", 13) == "2022-23"
    assert replay.episode_of("2020-09", 6) is None


def test_scores() -> None:
    row = replay.shipped_band_replays()[0]
    rows = [
        replace(row, chance=1.0, came=True, balance_p10=0.0, balance_p90=9.0, balance_bn=5.0),
        replace(row, chance=0.5, came=False, balance_p10=0.0, balance_p90=4.0, balance_bn=5.0),
    ]
    score = replay.band_score(rows)
    assert (score.count, score.came, score.brier, score.brier_of_the_mean) == (2, 1, 0.125, 0.25)
    assert score.balance_covered == 0.5
    quarters = [
        replay.DirectionReplay("2020-03", 1.0, -1.0, 2.0),
        replay.DirectionReplay("2020-06", 1.0, 1.0, 1.0),
    ]
    assert replay.direction_score(quarters, "by_rates_pct").hits == 2
    assert replay.direction_score(quarters, "by_rates_pct").skill == pytest.approx(1 - 1 / 5)


def test_regressions_that_cannot_be() -> None:
    with pytest.raises(InputError, match="3 rows of the outcome, 4"):
        least_squares(np.zeros(3), np.zeros(4))
    with pytest.raises(InputError, match="2 usable rows for 2"):
        least_squares([1.0, 2.0, np.nan], [1.0, 2.0, 3.0])
