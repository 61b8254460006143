"""What the central bank earns less on a run-off, and when the Treasury feels it."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.transmission.markets.government.remittances import (
    holdings_path,
    income_change,
    remittance_change,
)


def test_holdings_change_in_even_steps_after_the_start():
    assert holdings_path(-30.0, 3, 6, start=1) == pytest.approx([0, -10, -20, -30, -30, -30])


def test_purchases_earn_their_yield_less_the_rate_on_reserves():
    held = np.array([1200.0, 1200.0, 1200.0])
    found = income_change(held, np.array([4.0, 9.0, 9.0]), np.full(3, 3.0))
    assert found == pytest.approx([0.0, 1.0, 1.0]), "later yields do not touch what was bought"
    assert income_change(-held, np.array([4.0, 9.0, 9.0]), np.full(3, 3.0)) == pytest.approx(-found)


def test_nothing_is_remitted_while_losses_stand_but_every_dollar_arrives():
    income = np.full(60, 2.0)
    found = remittance_change(np.datetime64("2026-10"), income, 30.0, np.full(60, -0.5))
    early = found.monthly_bn[:12]
    assert np.abs(early).max() < 1e-9
    assert found.monthly_bn[-1] == pytest.approx(-0.5)
    assert found.monthly_bn.sum() == pytest.approx(
        -0.5 * 60 + found.changed.deferred_asset_bn[-1] - found.without.deferred_asset_bn[-1]
    )
