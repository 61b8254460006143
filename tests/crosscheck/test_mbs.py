"""The compiled MBS kernel against a loop that follows each cohort loan by loan, to 1e-10."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tidegate.bank.portfolio.mbs_amortisation import level_payment_factor, scheduled_balance
from tidegate.bank.portfolio.mbs_opening import mbs_opening
from tidegate.bank.portfolio.mbs_plan import MbsPlan
from tidegate.bank.portfolio.mbs_prepay import constant_speed, prepayment_parameters
from tidegate.bank.portfolio.mbs_projection import project_mbs

MONTHS = 120


def loan_by_loan(book, rates, parameters):
    """Follow each cohort with a payment in dollars, as a servicer's ledger would."""
    p = parameters
    paid = np.zeros((MONTHS, book.cohorts))
    for c in range(book.cohorts):
        balance, age, left = float(book.face_bn[c]), float(book.age_months[c]), float(book.unrefinanced[c])
        rate = book.wac_pct[c] / 1200.0
        issuer = int(book.issuer[c])
        for t in range(MONTHS):
            remaining = book.term_months[c] - age
            if remaining <= 1:
                principal = balance
            else:
                annuity = (1.0 - (1.0 + rate) ** -remaining) / rate
                principal = balance / annuity - balance * rate
            month = rates[t : t + 3]
            market = (
                p.rate_weights[0] * month[2] + p.rate_weights[1] * month[1] + p.rate_weights[2] * month[0]
            )
            if book.term_months[c] == 180:
                market -= p.short_term_discount_points
            gain = book.wac_pct[c] - market
            paying = (6 + t - 1) % 12 + 1  # the first payment is of 2022-07: borrowers paid in June
            season = 1 + p.seasonal_amplitude * math.cos(2 * math.pi * (paying - p.seasonal_peak_month) / 12)
            moves = p.turnover_per_year[issuer] * season * min(age / p.turnover_ramp_months, 1)
            moves *= math.exp(p.lock_in_per_point * gain) if gain < 0 else 1.0
            s_curve = 1 / (1 + math.exp(-(gain - p.incentive_middle_points) / p.incentive_width_points))
            refinances = p.refinancing_per_year[issuer] * s_curve * min(age / p.refinancing_ramp_months, 1)
            refinances *= p.burnout_floor + (1 - p.burnout_floor) * left
            smm = 1 - math.exp(-(moves + refinances) / 12)
            prepaid = smm * (balance - principal)
            paid[t, c] = principal + prepaid
            balance -= principal + prepaid
            age += 1
            left *= math.exp(-refinances / 12)
    return paid


@pytest.mark.parametrize("as_of", ["2017-09-27", "2022-06-29", "2026-07-01"])
def test_kernel_against_a_ledger_of_loans(as_of):
    book = mbs_opening(as_of).book
    rates = 4.0 + 2.0 * np.sin(np.arange(MONTHS + 3) / 9.0)
    parameters = prepayment_parameters()
    if as_of != "2022-06-29":  # the loop's calendar starts in July
        parameters = replace(parameters, seasonal_amplitude=0.0)
    result = project_mbs(book, rates[3:], rates[:3], parameters=parameters, by_cohort=True)
    assert np.abs(result.paydown_by_cohort_bn - loan_by_loan(book, rates, parameters)).max() <= 1e-10


def test_kernel_against_the_closed_form_of_a_pool_at_constant_speed():
    # A pool at a constant speed has the balance of the loan times the survival (1 - CPR)^(years).
    book = mbs_opening("2022-06-29").book
    result = project_mbs(
        book, np.full(MONTHS, 6.0), [6.0, 6.0, 6.0], parameters=constant_speed(0.06), by_cohort=True
    )
    age = book.age_months[None, :] + np.arange(1, MONTHS + 1)[:, None]
    start = scheduled_balance(book.wac_pct, book.term_months, book.age_months)
    amortised = scheduled_balance(book.wac_pct, book.term_months, age) / start
    survival = 0.94 ** (np.arange(1, MONTHS + 1) / 12.0)
    expected = book.face_bn * amortised * survival[:, None]
    assert np.abs(result.balance_by_cohort_bn - expected).max() <= 1e-10 * book.total_bn


def test_level_payment_against_quantlib():
    ql = pytest.importorskip("QuantLib")
    balances = np.array(ql.sinkingNotionals(ql.Period(30, ql.Years), ql.Monthly, 0.03, 100.0))
    ours = 100.0 * scheduled_balance(3.0, 360, np.arange(361))
    assert np.abs(balances[:361] - ours).max() <= 1e-8
    principal = balances[0] - balances[1]
    assert principal + 100.0 * 0.03 / 12 == pytest.approx(100.0 * level_payment_factor(3.0, 360), abs=1e-10)


def test_caps_and_sales_against_sums_by_hand():
    book = mbs_opening("2022-06-29").book
    rates = np.full(MONTHS, 3.0)
    plan = MbsPlan(cap_bn=np.linspace(5, 60, MONTHS), sales_bn=2.0)
    result = project_mbs(book, rates, [3.0, 3.0, 3.0], plan)
    balance = book.total_bn
    for t in range(MONTHS):
        paid = result.scheduled_bn[t] + result.turnover_bn[t] + result.refinanced_bn[t]
        assert result.redeemed_bn[t] == min(paid, plan.cap_bn[t])
        balance -= paid + 2.0
        assert result.balance_bn[t] == pytest.approx(balance, abs=1e-9)
