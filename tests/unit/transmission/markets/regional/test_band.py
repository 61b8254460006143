"""The band: what defending it moves, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.transmission.markets.regional.band import (
    LEAST_BALANCE_BN,
    check_start,
    defend,
    position,
    spot,
)


def linear(at_hundred: float, per_bn: float):
    """Pressure that rises with the balance: `at_hundred` at HK$100 bn."""
    return lambda balance: at_hundred + per_bn * (balance - 100.0)


def test_places_and_rates_are_each_other_s_inverse() -> None:
    assert position([7.75, 7.80, 7.85]) == pytest.approx([0.0, 0.5, 1.0])
    assert spot(position([7.76, 7.84])) == pytest.approx([7.76, 7.84])


def test_inside_the_band_nothing_is_done() -> None:
    done = defend(linear(0.4, 0.0), [100.0], 500.0)
    assert (done.intervention_bn[0], done.balance_bn[0], done.position[0]) == (0.0, 100.0, 0.4)


def test_a_weak_side_defence_drains_until_the_pressure_is_met() -> None:
    # x = 500 (1.2 + 0.001 x - 1) with a drain x < 0: x = -100 / (1 + 0.5).
    done = defend(linear(1.2, 0.001), [100.0], 500.0)
    assert done.intervention_bn[0] == pytest.approx(-100.0 / 1.5, abs=0.02)
    assert done.position[0] == 1.0


def test_a_strong_side_defence_fills_the_balance() -> None:
    done = defend(linear(-0.1, 0.001), [100.0], 500.0)
    assert done.intervention_bn[0] == pytest.approx(50.0 / 1.5, abs=0.02)
    assert done.position[0] == 0.0


def test_banks_cannot_sell_what_they_do_not_hold() -> None:
    done = defend(linear(3.0, 0.0), [20.0], 1_000.0)
    assert done.balance_bn[0] == pytest.approx(LEAST_BALANCE_BN)
    assert done.position[0] == 1.0


def test_every_draw_has_its_own_answer() -> None:
    places = np.array([0.5, 1.2, -0.1])
    done = defend(lambda balance: places + 0.0 * balance, [100.0, 100.0, 100.0], [100.0, 200.0, 300.0])
    assert done.intervention_bn == pytest.approx([0.0, -40.0, 30.0], abs=0.02)


@pytest.mark.parametrize(
    ("rate", "balance", "said"),
    [(7.9, 50.0, "USD/HKD 7.9"), (7.8, 0.5, "aggregate balance 0.5"), (float("nan"), -1.0, "\n")],
)
def test_starts_that_cannot_be(rate: float, balance: float, said: str) -> None:
    with pytest.raises(InputError, match=said):
        check_start(rate, balance)
