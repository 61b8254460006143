"""The division of a month's principal."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.bank.portfolio.redemption import share_redeemed, split_redemptions


def test_coupons_first_and_bills_fill_what_they_leave():
    assert split_redemptions(60.0, 45.7, 80.0) == (45.7, pytest.approx(14.3))
    assert split_redemptions(60.0, 130.2, 80.0) == (60.0, 0.0)
    assert split_redemptions(60.0, 20.0, 10.0) == (20.0, 10.0)
    assert split_redemptions(np.inf, 20.0, 10.0) == (20.0, 10.0)


def test_broadcasts_over_paths():
    coupons, bills = split_redemptions(np.array([[30.0], [60.0]]), np.array([40.0, 10.0]), 100.0)
    assert coupons.tolist() == [[30.0, 10.0], [40.0, 10.0]]
    assert bills.tolist() == [[0.0, 20.0], [20.0, 50.0]]


def test_nothing_due_redeems_nothing():
    assert share_redeemed(0.0, 0.0) == 0.0
