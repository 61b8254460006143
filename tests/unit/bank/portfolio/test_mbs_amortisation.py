from __future__ import annotations

import numpy as np
import pytest

from tidegate.bank.portfolio.mbs_amortisation import (
    cpr_from_smm,
    level_payment_factor,
    psa_cpr,
    scheduled_balance,
    scheduled_principal,
    scheduled_share,
    smm_from_cpr,
)


def test_psa_ramp_rises_to_six_percent_at_month_thirty():
    assert psa_cpr([0, 1, 15, 30, 200]) == pytest.approx([0.0, 0.002, 0.03, 0.06, 0.06])
    assert psa_cpr(30, 150) == pytest.approx(0.09)


@pytest.mark.parametrize(("cpr", "smm"), [(0.06, 0.00514301), (0.10, 0.00874161)])
def test_monthly_share_of_a_yearly_speed(cpr, smm):
    # 1 - (1 - CPR)^(1/12), worked by hand.
    assert smm_from_cpr(cpr) == pytest.approx(smm, abs=5e-9)
    assert cpr_from_smm(smm_from_cpr(cpr)) == pytest.approx(cpr, rel=1e-14)


def test_level_payment_of_a_thirty_year_loan_at_three_percent():
    assert level_payment_factor(3.0, 360) == pytest.approx(0.00421604, abs=5e-9)
    assert scheduled_balance(3.0, 360, 12) == pytest.approx(0.97912200, abs=5e-9)


def test_scheduled_principal_sums_to_the_loan():
    assert scheduled_principal(4.5, 180, np.arange(180)).sum() == pytest.approx(1.0, abs=1e-12)


def test_share_of_the_balance_agrees_with_the_balances():
    age = np.arange(359)
    now, then = scheduled_balance(6.0, 360, age), scheduled_balance(6.0, 360, age + 1)
    assert scheduled_share(6.0, 360 - age) == pytest.approx(1 - then / now, rel=1e-10)


def test_last_payment_repays_everything_and_a_free_loan_repays_evenly():
    assert scheduled_share(5.0, [1.0, 0.5, 0.0]) == pytest.approx([1.0, 1.0, 1.0])
    assert scheduled_share(0.0, 120) == pytest.approx(1 / 120)
    assert scheduled_balance(0.0, 120, 30) == pytest.approx(0.75)
    assert scheduled_balance(5.0, 120, 130) == 0.0
