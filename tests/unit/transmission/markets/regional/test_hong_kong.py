"""The linked exchange rate, month by month."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.transmission.markets.regional.estimates import figure
from tidegate.transmission.markets.regional.hong_kong import (
    EPISODES,
    Parameters,
    Start,
    draw,
    drift,
    simulate,
)

START = Start(7.83, 100.0, 3.0, 3.5)


def still(count: int = 3) -> Parameters:
    """Draws without a drift or a disturbance."""
    nought = np.zeros(count)
    return Parameters(
        constant=nought,
        carry=np.full(count, 0.1),
        reversion=nought,
        shock_sd=nought,
        level_pct=np.full(count, -0.5),
        slope_pct=np.full(count, 1.0),
        spread_sd_pct=nought,
        spread_rho=nought,
        depth_bn=np.full(count, 500.0),
        scarce_below_bn=nought,
        scarcity_pct=nought,
        impact=np.ones(count),
        correction=np.ones(count),
    )


def quiet(months: int, count: int = 3) -> np.ndarray:
    return np.zeros((2, months, count))


def test_carry_pushes_the_rate_to_its_weak_side_and_the_balance_pays() -> None:
    paths = simulate(START, np.full(24, 6.0), still(), quiet(24))
    assert paths.touches_weak.all()
    assert (np.diff(paths.position, axis=0) >= 0).all(), "it never turns back while there is carry"
    assert (paths.drained_bn > 0).all()
    undrained = float(still().hibor(6.0, np.full(3, START.balance_bn))[0])
    assert undrained < 5.6 < paths.hibor_pct[-1, 0], "the drain lifts HIBOR until nothing pushes"


def test_without_carry_nothing_moves() -> None:
    rules = replace(still(), level_pct=np.zeros(3), slope_pct=np.zeros(3))
    paths = simulate(Start(7.80, 100.0, 3.5, 3.5), np.full(12, 3.5), rules, quiet(12))
    assert paths.position == pytest.approx(0.5)
    assert (paths.intervention_bn == 0).all()


def test_negative_carry_pushes_to_the_strong_side_and_fills_the_balance() -> None:
    rules = replace(still(), level_pct=np.full(3, 1.5))
    paths = simulate(Start(7.76, 50.0, 5.0, 3.5), np.full(24, 3.5), rules, quiet(24))
    assert (paths.position[-1] <= 0.01).all()
    assert (paths.balance_bn[-1] > 50.0).all()
    assert not paths.touches_weak.any()


def test_hibor_follows_a_hike_late() -> None:
    rules = replace(still(), impact=np.full(3, 0.5), correction=np.full(3, 0.3), carry=np.zeros(3))
    paths = simulate(replace(START, hibor_pct=2.307), np.full(12, 4.5), rules, quiet(12))
    rise = paths.hibor_pct[1:, 0] - paths.hibor_pct[0, 0]
    assert rise[0] == pytest.approx(0.5 + 0.5 * 0.0 + (paths.hibor_pct[1, 0] - 2.307 - 0.5), abs=1e-9)
    gaps = 4.5 - paths.hibor_pct[1:, 0] - (4.5 - paths.hibor_pct[-1, 0])
    assert gaps[0] == pytest.approx(0.5, abs=0.02)
    assert gaps[1] / gaps[0] == pytest.approx(0.7, abs=0.02)


def test_a_pull_works_like_carry() -> None:
    middle = replace(START, spot_hkd=7.80)
    none = simulate(middle, np.full(6, 3.5), still(), quiet(6))
    pulled = simulate(middle, np.full(6, 3.5), still(), quiet(6), 0.5)
    assert (pulled.drained_bn > none.drained_bn).all()
    assert pulled.position[1, 0] - none.position[1, 0] == pytest.approx(0.05)


def test_two_paths_at_once_are_the_two_paths() -> None:
    rng = np.random.default_rng(3)
    rules, shocks = draw(50, rng), rng.standard_normal((2, 8, 50))
    low, high = np.full((8, 50), 3.5), np.full((8, 50), 4.5)
    both = simulate(START, np.hstack([low, high]), rules.twice(), np.tile(shocks, 2))
    for part, rates in ((slice(50), low), (slice(50, None), high)):
        alone = simulate(START, rates, rules, shocks)
        assert both.part(part).position == pytest.approx(alone.position, abs=1e-4)
        assert both.part(part).balance_bn == pytest.approx(alone.balance_bn, abs=0.1)


def test_draws_are_like_the_episodes_in_turn_and_can_leave_one_out() -> None:
    rules = draw(9, np.random.default_rng(0))
    depths = [figure("hk_depth", e).mean for e in EPISODES]
    assert rules.depth_bn.tolist() == depths * 3
    assert set(draw(9, np.random.default_rng(0), None, EPISODES[:1]).depth_bn) == {depths[0]}
    assert (rules.slope_pct >= 0).all()
    assert ((rules.impact >= 0) & (rules.impact <= 1)).all()


def test_the_same_seed_gives_the_same_draws() -> None:
    one, two = (draw(20, np.random.default_rng(7)) for _ in range(2))
    assert (one.carry == two.carry).all()


def test_the_drift_s_covariance_is_one() -> None:
    found = drift()
    assert (np.linalg.eigvalsh(found.covariance) > 0).all()
    assert found.mean[1] > 0, "carry moves it to the weak side"


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ([], "0 months"),
        ([4.0] * 121, "121 months"),
        ([float("nan")], "percent a year"),
        ([60.0], "-50 to 50"),
    ],
)
def test_paths_that_cannot_be(rates: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        simulate(START, np.array(rates), still(), quiet(max(len(rates), 1)))
