from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tidegate.bank.portfolio.mbs_book import Issuer
from tidegate.bank.portfolio.mbs_prepay import (
    burnout,
    constant_speed,
    felt_rate,
    incentive_points,
    lock_in,
    prepayment_parameters,
    prepayment_rate,
    refinancing_curve,
    seasonality,
    seasoning,
)
from tidegate.errors import BookError

PARAMETERS = prepayment_parameters()


def test_incentive_is_what_a_new_loan_would_save():
    assert incentive_points(3.3, [2.8, 6.8]) == pytest.approx([0.5, -3.5])


def test_refinancing_curve_is_half_at_its_middle_and_rises():
    values = refinancing_curve(np.linspace(-5, 5, 101), 0.8, 0.25)
    assert (np.diff(values) >= 0).all()
    assert refinancing_curve(0.8, 0.8, 0.25) == pytest.approx(0.5)
    assert 0 <= values.min() < 1e-6
    assert 1 - 1e-6 < values.max() <= 1


def test_lock_in_only_binds_when_the_loan_is_cheap():
    # FHFA Working Paper 24-03: a sale is 18.1% less likely with every point.
    assert lock_in([1.0, 0.0, -1.0], -np.log(1 - 0.181)) == pytest.approx([1.0, 1.0, 0.819])


def test_seasoning_and_seasonality():
    assert seasoning([0, 15, 30, 90], 30) == pytest.approx([0, 0.5, 1, 1])
    year = seasonality(np.arange(1, 13), 0.15, 6.5)
    assert year.mean() == pytest.approx(1.0)
    assert int(year.argmax()) + 1 in (6, 7)


def test_burnout_falls_to_its_floor():
    assert burnout([1.0, 0.5, 0.0], 0.2) == pytest.approx([1.0, 0.6, 0.2])


def test_felt_rate_weighs_the_newest_month_first():
    assert felt_rate([5.0, 6.0, 7.0], [0.1, 0.5, 0.4]) == pytest.approx(0.7 + 3.0 + 2.0)


def test_turnover_of_a_locked_in_pool_is_near_what_was_measured():
    # Implied by the survival of the Fed's 2.0s, 2022-06 to 2026-07: 4.4 CPR including 15-year pools.
    speed = prepayment_rate(PARAMETERS, Issuer.UMBS, 2.8, 40, 1.0, 6.7, np.arange(1, 13)).mean()
    assert 0.035 < speed < 0.06


def test_lock_in_estimate_agrees_with_the_home_sales_study():
    # FHFA WP 24-03, 18.1% a point, found on sales; ours comes from prepayments alone.
    assert 1 - np.exp(-PARAMETERS.lock_in_per_point) == pytest.approx(0.181, abs=0.05)


def test_constant_speed_ignores_rates():
    null = constant_speed(0.06)
    rates = np.linspace(1, 12, 30)
    assert prepayment_rate(null, Issuer.GNMA, 4.0, 1.0, 0.3, rates, 7) == pytest.approx(np.full(30, 0.06))


def test_a_speed_outside_its_range_is_refused():
    with pytest.raises(BookError, match=r"constant speed 1\.0"):
        constant_speed(1.0)


def test_all_wrong_parameters_are_named_at_once():
    with pytest.raises(BookError) as error:
        replace(
            PARAMETERS,
            lock_in_per_point=-1.0,
            incentive_width_points=0.0,
            rate_weights=(0.5, 0.5, 0.5),
            turnover_per_year=(0.1, float("nan"), 0.1),
            settlement_lag_months=7,
        )
    text = str(error.value)
    assert len(error.value.problems) == 5
    for name in (
        "lock_in_per_point",
        "incentive_width_points",
        "rate_weights",
        "turnover_per_year",
        "settlement_lag",
    ):
        assert name in text
