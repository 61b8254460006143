"""What households pay: payments, pass-through, Hong Kong's cap, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tidegate.errors import InputError, UnknownName
from tidegate.transmission.markets.households import (
    h_plan_rate,
    household_loan,
    household_loans,
    level_payment,
    loan_rate_path,
    passed_through,
    payments,
)


def test_a_level_payment_pays_the_loan_back():
    loan, months = 250_000.0, 180
    rates = np.array([0.0, 1.0, 7.4])
    for rate, paid in zip(rates, level_payment(loan, rates, months), strict=True):
        left = loan
        for _ in range(months):
            left = left * (1 + rate / 1200) - paid
        assert left == pytest.approx(0.0, abs=1e-5)


def test_interest_alone():
    assert float(level_payment(6_000, 20.0, 0)) == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("loan", "rate", "months", "said"),
    [
        (-1.0, 5.0, 360, "loan -1"),
        (float("nan"), 5.0, 360, "loan nan"),
        (1.0, -0.1, 360, "loan rate"),
        (1.0, float("nan"), 360, "loan rate"),
        (1.0, 101.0, 360, "loan rate"),
        (1.0, 5.0, -1, "term -1"),
        (1.0, 5.0, 1201, "term 1201"),
    ],
)
def test_loans_that_cannot_be(loan, rate, months, said):
    with pytest.raises(InputError, match=said):
        level_payment(loan, rate, months)


def test_rates_rise_and_fall_by_their_own_measure():
    assert passed_through([1.0, -1.0, 0.0], 1.26, 0.43) == pytest.approx([1.26, -0.43, 0.0])


def test_each_loan_follows_its_own_rate():
    changes = {
        name: float(loan_rate_path(loan, 1.0, 0.0)) - float(loan_rate_path(loan, 0.0, 0.0))
        for name, loan in household_loans().items()
    }
    assert changes.pop("thirty_year_mortgage") == pytest.approx(household_loan("thirty_year_mortgage").up)
    assert changes == pytest.approx(dict.fromkeys(changes, 0.0))
    short = {
        name: float(loan_rate_path(loan, 0.0, 1.0)) - float(loan_rate_path(loan, 0.0, 0.0))
        for name, loan in household_loans().items()
    }
    assert short["thirty_year_mortgage"] == 0
    assert all(change > 0 for name, change in short.items() if name != "thirty_year_mortgage")


def test_hong_kong_pays_the_lower_of_hibor_and_the_prime_cap():
    loan = household_loan("hong_kong_mortgage")
    terms = loan.hong_kong
    assert terms is not None
    # HIBOR 2.44 + 1.3 = 3.74 is above the cap of 5.00 - 1.75 = 3.25; at 1.5 it is below.
    assert h_plan_rate([2.44, 1.5], 5.0, terms) == pytest.approx([3.25, 2.8])
    assert float(loan_rate_path(loan, 0.0, 0.0)) == pytest.approx(loan.rate_pct)
    fallen = loan_rate_path(loan, 0.0, np.array([0.0, -2.0]))
    assert fallen[1] == pytest.approx(min(0.44 + 1.3, 5.0 - 0.5 * 2 - 1.75))


def test_rates_do_not_fall_below_nothing():
    assert float(loan_rate_path(household_loan("taiwan_mortgage"), 0.0, -100.0)) == 0.0


def test_payments_before_and_after():
    rows = {row.loan.id: row for row in payments(np.linspace(0, 0.5, 12), 0.25)}
    assert set(rows) == set(household_loans())
    home = rows["thirty_year_mortgage"]
    assert home.rate_after_pct == pytest.approx(home.rate_before_pct + 0.5 * home.loan.up)
    assert home.change == pytest.approx(home.payment_after - home.payment_before)
    for row in rows.values():
        assert row.rate_after_low_pct <= row.rate_after_pct <= row.rate_after_high_pct
        assert row.change > 0
    mine = payments(0.0, 0.0, {"x": replace(home.loan, loan=100_000.0, rate_pct=6.0)})
    assert mine[0].payment_before == pytest.approx(599.55, abs=0.005)
    assert mine[0].change == 0


def test_unknown_loans_and_changes_that_cannot_be_used():
    with pytest.raises(UnknownName, match="car_loan"):
        household_loan("carloan")
    with pytest.raises(InputError, match="finite"):
        payments(float("nan"), 0.0)
    with pytest.raises(InputError, match="do not fit"):
        payments(np.zeros(3), np.zeros(4))


def test_every_loan_says_where_its_numbers_come_from():
    for loan in household_loans().values():
        assert loan.source
        assert loan.title.en
        assert loan.title.zh
        assert loan.range_90[0] <= min(loan.up, loan.down) <= max(loan.up, loan.down) <= loan.range_90[1]
