from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tidegate.bank.portfolio.mbs_book import Issuer
from tidegate.bank.portfolio.mbs_opening import mbs_opening
from tidegate.bank.portfolio.mbs_plan import MbsPlan, PurchaseMix
from tidegate.bank.portfolio.mbs_prepay import constant_speed, prepayment_parameters
from tidegate.bank.portfolio.mbs_projection import project_mbs
from tidegate.bank.portfolio.mbs_settlement import cmbs_path_bn, h41_level_bn, payment_dates
from tidegate.errors import BookError, DateOutOfRange

BOOK = mbs_opening("2022-06-29").book
HISTORY = [5.0, 5.2, 5.5]
FLAT = np.full(24, 6.5)


def test_without_a_plan_everything_runs_off():
    result = project_mbs(BOOK, FLAT, HISTORY)
    assert result.redeemed_bn == pytest.approx(result.paydown_bn)
    assert result.balance_bn[-1] == pytest.approx(BOOK.total_bn - result.paydown_bn.sum())
    assert str(result.months[0]) == "2022-07"
    assert result.interest_bn[0] == pytest.approx(BOOK.total_bn * BOOK.mean_coupon_pct / 1200)
    assert result.paid_by_issuer_bn.sum(axis=-1) == pytest.approx(result.paydown_bn)
    assert result.opening_bn[0] == pytest.approx(BOOK.total_bn)


def test_lower_rates_bring_more_principal():
    low = project_mbs(BOOK, np.full(24, 2.5), [2.5, 2.5, 2.5])
    high = project_mbs(BOOK, FLAT, HISTORY)
    assert low.paydown_bn.sum() > 1.5 * high.paydown_bn.sum()
    assert low.cpr[6] > high.cpr[6]


def test_the_rate_of_a_month_never_moves_its_own_principal():
    other = FLAT.copy()
    other[10:] = 3.0
    one, two = project_mbs(BOOK, FLAT, HISTORY), project_mbs(BOOK, other, HISTORY)
    assert (one.paydown_bn[:11] == two.paydown_bn[:11]).all()
    assert two.paydown_bn[11] != one.paydown_bn[11]


def test_principal_above_the_cap_goes_elsewhere_or_into_mbs():
    elsewhere = project_mbs(BOOK, FLAT, HISTORY, MbsPlan(cap_bn=10.0))
    assert elsewhere.redeemed_bn == pytest.approx(np.full(24, 10.0))
    assert elsewhere.reinvested_elsewhere_bn == pytest.approx(elsewhere.paydown_bn - 10.0)
    back = project_mbs(BOOK, FLAT, HISTORY, MbsPlan(cap_bn=10.0, mbs_share=1.0))
    lag = prepayment_parameters().settlement_lag_months
    assert back.settled_bn[lag:] == pytest.approx(back.reinvested_in_mbs_bn[:-lag])
    assert back.settled_bn[:lag] == pytest.approx(np.zeros(lag))
    assert back.closing.pending_bn[0] == pytest.approx(back.reinvested_in_mbs_bn[-lag:])


def test_new_pools_carry_the_coupon_of_the_month_they_were_bought_in():
    result = project_mbs(
        BOOK, FLAT, [6.5, 6.5, 6.5], MbsPlan(settlements_bn=np.r_[50.0, np.zeros(23)]), by_cohort=True
    )
    closing = result.closing
    new = np.arange(closing.issuer.size) >= closing.grid_first
    bought = result.balance_by_cohort_bn[0, new]
    assert bought.sum() == pytest.approx(50.0)
    wedge = prepayment_parameters().wedge_points
    assert bought @ closing.coupon_pct[new] / 50.0 == pytest.approx(6.5 - wedge)
    gnma = closing.issuer[new] == Issuer.GNMA
    assert bought[gnma].sum() == pytest.approx(0.21 * 50.0)


def test_sales_fall_on_all_cohorts_in_proportion():
    plain = project_mbs(BOOK, FLAT[:1], HISTORY, by_cohort=True)
    sold = project_mbs(BOOK, FLAT[:1], HISTORY, MbsPlan(sales_bn=100.0), by_cohort=True)
    share = sold.balance_by_cohort_bn[0] / plain.balance_by_cohort_bn[0]
    assert share == pytest.approx(np.full(BOOK.cohorts, share[0]))
    assert sold.balance_bn[0] == pytest.approx(plain.balance_bn[0] - 100.0)


def test_going_on_from_a_closing_state_is_the_same_as_one_run():
    rates = 5.0 + np.sin(np.arange(24))
    plan = {"mbs_share": 1.0, "settlements_bn": 2.0}
    whole = project_mbs(BOOK, rates, HISTORY, MbsPlan(cap_bn=15.0, **plan))
    first = project_mbs(BOOK, rates[:9], HISTORY, MbsPlan(cap_bn=15.0, **plan))
    second = project_mbs(first.closing, rates[9:], rates[6:9], MbsPlan(cap_bn=15.0, **plan))
    assert np.concatenate([first.balance_bn, second.balance_bn]) == pytest.approx(whole.balance_bn, rel=1e-13)


def test_many_paths_are_the_single_paths_and_workers_do_not_matter():
    rates = 5.0 + np.random.default_rng(7).normal(size=(200, 12)).cumsum(axis=1) * 0.2
    one = project_mbs(BOOK, rates, HISTORY, workers=1)
    two = project_mbs(BOOK, rates, HISTORY, workers=3)
    assert one.balance_bn.shape == (200, 12)
    assert (one.balance_bn == two.balance_bn).all()
    alone = project_mbs(BOOK, rates[17], HISTORY)
    assert (alone.balance_bn == one.balance_bn[17]).all()


def test_by_cohort_sums_to_the_book():
    result = project_mbs(BOOK, FLAT, HISTORY, by_cohort=True)
    assert result.balance_by_cohort_bn.sum(axis=-1) == pytest.approx(result.balance_bn)
    assert result.paydown_by_cohort_bn.sum(axis=-1) == pytest.approx(result.paydown_bn)
    assert project_mbs(BOOK, FLAT, HISTORY).balance_by_cohort_bn is None


def test_the_null_model_has_one_speed():
    result = project_mbs(BOOK, np.linspace(2, 9, 24), HISTORY, parameters=constant_speed(0.06))
    assert result.cpr == pytest.approx(np.full(24, 0.06))


def test_the_book_is_not_changed():
    before = BOOK.face_bn.copy()
    project_mbs(BOOK, FLAT, HISTORY, MbsPlan(sales_bn=1.0))
    assert (BOOK.face_bn == before).all()


def test_all_bad_plan_values_are_named():
    with pytest.raises(BookError) as error:
        project_mbs(
            BOOK,
            FLAT,
            HISTORY,
            MbsPlan(cap_bn=-1.0, mbs_share=1.5, settlements_bn=[1.0, 2.0], sales_bn=np.nan),
        )
    assert len(error.value.problems) == 4


@pytest.mark.parametrize(
    ("rates", "history", "word"),
    [
        ([], HISTORY, "shape"),
        (np.ones((2, 2, 2)), HISTORY, "shape"),
        (FLAT, [5.0, 5.0], "three months"),
        ([6.5, np.nan], HISTORY, "nan"),
        ([6.5, -1.0], HISTORY, "-1.0"),
        (FLAT, np.full((3, 3), 5.0), "history for 3 paths"),
    ],
)
def test_bad_rates_are_refused(rates, history, word):
    with pytest.raises(BookError, match=word):
        project_mbs(BOOK, rates, history)


def test_sales_above_the_holdings_are_refused():
    with pytest.raises(BookError, match="exceed the holdings"):
        project_mbs(BOOK, FLAT, HISTORY, MbsPlan(sales_bn=200.0))


def test_a_state_without_new_pools_cannot_buy():
    closing = project_mbs(BOOK, FLAT, HISTORY).closing
    with pytest.raises(BookError, match="begin from a book"):
        project_mbs(closing, FLAT, HISTORY, MbsPlan(settlements_bn=1.0))


def test_a_state_of_many_paths_needs_as_many_rates():
    closing = project_mbs(BOOK, np.full((3, 4), 6.0), HISTORY).closing
    with pytest.raises(BookError, match="3 paths"):
        project_mbs(closing, np.full((2, 4), 6.0), HISTORY)


def test_purchase_shares_must_sum_to_one():
    with pytest.raises(BookError, match="sum to 1"):
        PurchaseMix(weight=(0.5, 0.4))


def test_payment_days():
    # Holidays: 2024-12-25, 2025-05-26, 2023-01-16. Sundays: 2022-11-20, 2023-01-15.
    assert str(payment_dates(Issuer.UMBS, "2024-12")) == "2024-12-26"
    assert str(payment_dates(Issuer.UMBS, "2025-05")) == "2025-05-27"
    assert str(payment_dates(Issuer.GNMA, "2022-11")) == "2022-11-21"
    assert str(payment_dates(Issuer.LEGACY, "2023-01")) == "2023-01-17"


def test_a_wednesday_before_the_payment_still_shows_the_principal():
    result = project_mbs(BOOK, FLAT, HISTORY)
    days = ["2022-09-14", "2022-09-15", "2022-09-21", "2022-09-28"]
    paid = result.paid_by_issuer_bn[2]
    at = {issuer: float(paid[issuer]) for issuer in Issuer}
    expected = result.balance_bn[2] + np.array(
        [sum(at.values()), at[Issuer.UMBS] + at[Issuer.GNMA], at[Issuer.UMBS], 0.0]
    )
    assert h41_level_bn(result, days) == pytest.approx(expected)
    assert h41_level_bn(result, days, 8.0) == pytest.approx(expected + 8.0)
    with pytest.raises(DateOutOfRange, match="2022-06"):
        h41_level_bn(result, ["2022-06-29"])


def test_purchases_show_from_the_settlement_day():
    result = project_mbs(BOOK, FLAT[:2], HISTORY, MbsPlan(settlements_bn=30.0))
    before, after = h41_level_bn(result, ["2022-07-13", "2022-07-27"])
    assert before == pytest.approx(BOOK.total_bn)
    assert after == pytest.approx(result.balance_bn[0])


def test_commercial_mbs_decline_steadily():
    path = cmbs_path_bn(8.76, date(2022, 6, 29), ["2022-06-29", "2023-06-29"], 0.04)
    assert path == pytest.approx([8.76, 8.76 * 0.96], rel=1e-4)


@pytest.mark.parametrize("lag", [0, 1, 3])
def test_every_settlement_lag_keeps_the_identity(lag):
    parameters = replace(prepayment_parameters(), settlement_lag_months=lag)
    result = project_mbs(BOOK, FLAT, HISTORY, MbsPlan(cap_bn=5.0, mbs_share=1.0), parameters)
    assert result.closing.pending_bn.shape == (1, lag)
    bought = result.settled_bn.sum() + result.closing.pending_bn.sum()
    assert bought == pytest.approx(result.reinvested_in_mbs_bn.sum())
