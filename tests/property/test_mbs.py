"""What must hold for any MBS book, any mortgage-rate path and any plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.bank.portfolio.mbs_amortisation import cpr_from_smm, smm_from_cpr
from tidegate.bank.portfolio.mbs_book import CohortBook
from tidegate.bank.portfolio.mbs_plan import MbsPlan
from tidegate.bank.portfolio.mbs_prepay import (
    prepayment_parameters,
    refinancing_intensity,
    turnover_intensity,
)
from tidegate.bank.portfolio.mbs_projection import project_mbs

PARAMETERS = prepayment_parameters()
MONTHS = 18

cohorts = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([180.0, 360.0]),
        st.floats(1.0, 6.0),
        st.floats(0.0, 1.5),
        st.floats(0.0, 179.0),
        st.floats(0.0, 500.0),
        st.floats(0.01, 1.0),
    ),
    min_size=1,
    max_size=6,
)
rates = st.lists(st.floats(0.5, 12.0), min_size=MONTHS + 3, max_size=MONTHS + 3).map(np.array)
plans = st.builds(
    MbsPlan,
    cap_bn=st.one_of(st.just(np.inf), st.floats(0.0, 60.0)),
    mbs_share=st.floats(0.0, 1.0),
    settlements_bn=st.floats(0.0, 20.0),
)


def book_of(rows: list[tuple[float, ...]]) -> CohortBook:
    table = np.array(rows, dtype=float)
    return CohortBook(
        as_of=date(2022, 6, 29),
        issuer=table[:, 0].astype(np.int8),
        term_months=table[:, 1],
        coupon_pct=table[:, 2],
        wac_pct=table[:, 2] + table[:, 3],
        age_months=table[:, 4],
        face_bn=table[:, 5],
        unrefinanced=table[:, 6],
    )


@settings(max_examples=60, deadline=None)
@given(cohorts, rates, plans, st.floats(0.0, 1.0))
def test_nothing_is_lost_and_nothing_is_negative(rows, path, plan, sell):
    book = book_of(rows)
    plan = replace(plan, sales_bn=sell * book.total_bn / MONTHS)
    result = project_mbs(book, path[3:], path[:3], plan, by_cohort=True)
    scale = 1.0 + book.total_bn + 20.0 * MONTHS
    for name in ("scheduled_bn", "turnover_bn", "refinanced_bn", "redeemed_bn", "sold_bn", "interest_bn"):
        assert getattr(result, name).min() >= 0.0, name
    assert result.balance_by_cohort_bn.min() >= 0.0
    before = np.concatenate([[book.total_bn], result.balance_bn[:-1]])
    gap = before - result.paydown_bn + result.settled_bn - result.sold_bn - result.balance_bn
    assert np.abs(gap).max() <= 1e-12 * scale
    total = book.total_bn + result.settled_bn.sum() - result.paydown_bn.sum() - result.sold_bn.sum()
    assert abs(total - result.balance_bn[-1]) <= 1e-11 * scale
    spent = result.redeemed_bn + result.reinvested_in_mbs_bn + result.reinvested_elsewhere_bn
    assert np.abs(spent - result.paydown_bn).max() <= 1e-12 * scale
    assert (result.redeemed_bn <= np.asarray(plan.cap_bn) + 1e-12).all()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2),
    st.floats(1.0, 9.0),
    st.floats(0, 300),
    st.floats(0.01, 1),
    st.floats(0.5, 12),
    st.floats(0, 5),
)
def test_a_higher_rate_never_raises_a_speed(issuer, wac, age, left, rate, more):
    low, high = wac - rate, wac - rate - more
    assert refinancing_intensity(PARAMETERS, issuer, high, age, left) <= refinancing_intensity(
        PARAMETERS, issuer, low, age, left
    )
    assert turnover_intensity(PARAMETERS, issuer, high, age, 7) <= turnover_intensity(
        PARAMETERS, issuer, low, age, 7
    )


@settings(max_examples=40, deadline=None)
@given(cohorts, rates, st.floats(0.01, 4.0))
def test_higher_rates_throughout_leave_at_least_as_much_and_refinance_less_at_first(rows, path, more):
    book = book_of(rows)
    low = project_mbs(book, path[3:], path[:3])
    high = project_mbs(book, path[3:] + more, path[:3] + more)
    tiny = 1e-11 * (1.0 + book.total_bn)
    # Later months may refinance more at the higher rates: fewer have gone before.
    assert high.refinanced_bn[0] <= low.refinanced_bn[0] + tiny
    assert (
        np.cumsum(high.turnover_bn + high.refinanced_bn)[0] <= (low.turnover_bn + low.refinanced_bn)[0] + tiny
    )


@settings(max_examples=40, deadline=None)
@given(st.data(), cohorts, rates, plans)
def test_the_order_of_the_cohorts_does_not_matter(data, rows, path, plan):
    order = np.array(data.draw(st.permutations(range(len(rows)))))
    book = book_of(rows)
    one = project_mbs(book, path[3:], path[:3], plan)
    two = project_mbs(book.take(order), path[3:], path[:3], plan)
    scale = 1.0 + book.total_bn + 20.0 * MONTHS
    for name in ("balance_bn", "paydown_bn", "settled_bn", "interest_bn"):
        assert np.abs(getattr(one, name) - getattr(two, name)).max() <= 1e-11 * scale, name


@settings(max_examples=40, deadline=None)
@given(cohorts, rates, st.floats(0.01, 20.0))
def test_twice_the_book_pays_twice_as_much(rows, path, times):
    book = book_of(rows)
    one = project_mbs(book, path[3:], path[:3])
    many = project_mbs(replace(book, face_bn=book.face_bn * times), path[3:], path[:3])
    gap = np.abs(many.balance_bn - times * one.balance_bn)
    assert gap.max() <= 1e-11 * (1.0 + times * book.total_bn)


@given(st.floats(0.0, 0.999))
def test_speeds_convert_there_and_back(cpr):
    assert abs(float(cpr_from_smm(smm_from_cpr(cpr))) - cpr) <= 1e-12
