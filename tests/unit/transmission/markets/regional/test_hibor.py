"""HIBOR by the balance, and the base rate by its rule."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.transmission.markets.regional.hibor import FLOOR_PCT, base_rate_pct, hibor_pct


def test_hibor_is_the_us_rate_and_a_spread() -> None:
    assert hibor_pct(4.0, 50.0, -0.5, 2.0) == pytest.approx(3.5)
    assert hibor_pct(4.0, 100.0, -0.5, 2.0) == pytest.approx(3.5 - 2.0 * np.log(2.0))
    assert hibor_pct(4.0, 50.0, -0.5, 2.0, 0.3) == pytest.approx(3.8)


def test_hibor_does_not_fall_below_its_floor() -> None:
    assert hibor_pct(0.1, 400.0, -0.5, 2.6) == FLOOR_PCT


def test_scarcity_lifts_hibor_and_plenty_does_not() -> None:
    assert hibor_pct(4.0, 25.0, 0.0, 0.0, 0.0, 50.0, 3.0) == pytest.approx(7.0)
    assert hibor_pct(4.0, 60.0, 0.0, 0.0, 0.0, 50.0, 3.0) == pytest.approx(4.0)


def test_the_base_rate_is_the_higher_of_two() -> None:
    assert base_rate_pct([3.75, 1.5], [2.9, 2.49]) == pytest.approx([4.25, 2.49])
