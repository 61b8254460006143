"""Profiles of remaining maturity."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.bank.portfolio.aggregate_profile import (
    average_years,
    maturities_at_purchase,
    remaining_maturities,
    steady_maturities,
)
from tidegate.errors import InputError


def test_shares_add_up_and_keep_to_their_bounds():
    shares = maturities_at_purchase(9.3, 1.75, 1.0, 30.5)
    assert shares.sum() == pytest.approx(1.0)
    assert shares.shape == (366,)
    assert not shares[:11].any()
    assert shares[11] > 0.0


def test_a_single_purchase_matures_as_it_was_bought():
    at_purchase = maturities_at_purchase(5.0, 1.0, 0.0, 10.0)
    assert remaining_maturities(np.array([7.0]), at_purchase) == pytest.approx(at_purchase)


def test_constant_purchases_spread_evenly_end_in_a_straight_line():
    """Renewal theory: purchases at one pace, evenly over 20 years, leave a density that falls in a line to zero."""
    even = np.full(240, 1.0 / 240)
    months = 1200
    net = np.zeros(months)
    net[0] = 100.0
    left = remaining_maturities(net, even)
    expected = (240 - np.arange(240)) / (240 * 241 / 2)
    assert left[:240] == pytest.approx(expected, rel=1e-3)
    # The mean of such a line is a third of its length, and half a month.
    assert average_years(left) == pytest.approx(20 / 3, abs=0.1)


def test_run_off_takes_the_short_end_first():
    at_purchase = maturities_at_purchase(8.0, 1.5)
    held = np.r_[np.full(60, 10.0), np.zeros(12)]
    let_go = np.r_[np.full(60, 10.0), np.full(12, -100.0)]
    assert average_years(remaining_maturities(let_go, at_purchase)) < average_years(
        remaining_maturities(held, at_purchase)
    )


def test_a_steady_share_matures_every_year():
    shares = steady_maturities(0.088)
    assert shares[:12].sum() == pytest.approx(0.088)
    assert shares[12:24].sum() == pytest.approx(0.088 * (1 - 0.088))
    assert shares.sum() == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    "arguments", [(0.0, 1.0), (5.0, -1.0), (5.0, 1.0, 10.0, 5.0), (float("nan"), 1.0), (5.0, 1.0, -1.0)]
)
def test_impossible_maturities_are_refused(arguments):
    with pytest.raises(InputError, match="maturities at purchase"):
        maturities_at_purchase(*arguments)


def test_a_stock_that_was_never_bought_is_refused():
    with pytest.raises(InputError, match="nothing was bought in 3 months"):
        remaining_maturities(np.zeros(3), maturities_at_purchase(5.0, 1.0))


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_an_impossible_share_is_refused(share):
    with pytest.raises(InputError, match="between 0 and 1"):
        steady_maturities(share)
