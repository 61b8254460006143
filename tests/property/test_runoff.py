"""What must hold for the run-off of any book under any caps."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.bank.portfolio import issuance
from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.runoff import Purchase, run_off

START = np.datetime64("2022-03-30")
END = np.datetime64("2024-06-30")
DAYS = np.arange(START, END + 1)
SIZES = {
    "4w": 75.0, "8w": 70.0, "13w": 70.0, "17w": 60.0, "26w": 65.0, "52w": 45.0,
    "2y": 50.0, "3y": 48.0, "5y": 49.0, "7y": 44.0, "10y": 37.0, "20y": 19.0, "30y": 23.0,
    "frn": 24.0, "tips5": 20.0, "tips10": 15.0, "tips30": 9.0,
}  # fmt: skip
ISSUES = issuance.regular(START + 1, END, SIZES)
# A price index that rises and falls.
REFERENCE = 280.0 * np.exp(0.05 * np.sin(np.arange(len(DAYS)) / 150.0) + 0.00005 * np.arange(len(DAYS)))
MONTHS = np.arange(np.datetime64("2022-03"), np.datetime64("2024-07"))

security = st.tuples(
    st.sampled_from(list(Kind)),
    st.integers(1, 1_500),
    st.floats(0.001, 90.0),
    st.floats(0.0, 0.3),
)
books = st.lists(security, min_size=1, max_size=25)
cap_lists = st.lists(
    st.one_of(st.just(0.0), st.just(np.inf), st.floats(0.0, 120.0)),
    min_size=len(MONTHS),
    max_size=len(MONTHS),
)
purchase_lists = st.lists(
    st.builds(
        lambda d, a, b: Purchase(START + d, a, b), st.integers(1, 800), st.floats(0.0, 50.0), st.booleans()
    ),
    max_size=5,
)


def book_of(rows, order=None):
    rows = [rows[i] for i in (order if order is not None else range(len(rows)))]
    names = order if order is not None else range(len(rows))
    kinds = np.array([k for k, *_ in rows], dtype=np.int8)
    par = np.array([p for _, _, p, _ in rows])
    grown = np.array([g for *_, g in rows])
    return SecurityBook(
        date(2022, 3, 30),
        tuple(f"S{i:08d}" for i in names),
        kinds,
        np.zeros(len(rows)),
        START + np.array([d for _, d, *_ in rows]),
        par,
        np.where(kinds == Kind.TIPS, par * grown, 0.0),
    )


def monthly(run, flow):
    month = run.days.astype("datetime64[M]")
    return np.array([flow[month == m].sum() for m in MONTHS])


@settings(max_examples=60, deadline=None)
@given(books, cap_lists, purchase_lists)
def test_caps_signs_and_identity(rows, caps, purchases):
    table = dict(zip(MONTHS, caps, strict=True))
    run = run_off(book_of(rows), ISSUES, table, END, REFERENCE, purchases)
    redeemed = monthly(run, run.redemptions_bn)
    matured = monthly(run, run.redemptions_bn + run.rollovers_bn)
    scale = 1.0 + run.total_bn.max()
    assert (redeemed <= np.array(caps) + 1e-9 * scale).all()
    assert (redeemed <= matured + 1e-9 * scale).all()
    assert (run.par_bn >= -1e-9 * scale).all()
    assert (run.total_bn >= -1e-9 * scale).all()
    assert (run.coupon_redemptions_bn >= 0).all()
    assert (run.bill_redemptions_bn >= 0).all()
    assert (run.final_bn >= 0).all()
    # Start - redemptions + purchases + inflation accrual = end, every day.
    assert np.abs(run.residual_bn).max() <= 1e-9 * scale
    # What is left by security adds up to what is left by class.
    assert run.final_bn.sum() == pytest.approx(run.par_bn[-1].sum(), abs=1e-8 * scale)


@settings(max_examples=40, deadline=None)
@given(st.data(), books, cap_lists)
def test_order_of_the_book_does_not_matter(data, rows, caps):
    order = data.draw(st.permutations(range(len(rows))))
    table = dict(zip(MONTHS, caps, strict=True))
    one = run_off(book_of(rows), ISSUES, table, END, REFERENCE)
    two = run_off(book_of(rows, order), ISSUES, table, END, REFERENCE)
    assert np.abs(one.total_bn - two.total_bn).max() <= 1e-9 * (1.0 + one.total_bn.max())
    assert np.abs(one.redemptions_bn - two.redemptions_bn).max() <= 1e-9 * (1.0 + one.total_bn.max())


@settings(max_examples=30, deadline=None)
@given(books)
def test_no_cap_keeps_nominals_and_infinite_cap_redeems_everything(rows):
    kept = run_off(book_of(rows), ISSUES, {}, END, np.full(len(DAYS), 280.0))
    assert np.abs(kept.total_bn - kept.total_bn[0]).max() <= 1e-9 * (1.0 + kept.total_bn[0])
    gone = run_off(book_of(rows), ISSUES, dict.fromkeys(MONTHS, np.inf), END, REFERENCE)
    assert gone.rollovers_bn.sum() <= 1e-9 * (1.0 + gone.total_bn[0])


@settings(max_examples=30, deadline=None)
@given(books, cap_lists, st.floats(0.0, 40.0))
def test_a_higher_cap_never_leaves_more(rows, caps, more):
    low = run_off(book_of(rows), ISSUES, dict(zip(MONTHS, caps, strict=True)), END, np.full(len(DAYS), 280.0))
    high = run_off(
        book_of(rows),
        ISSUES,
        {m: c + more for m, c in zip(MONTHS, caps, strict=True)},
        END,
        np.full(len(DAYS), 280.0),
    )
    # Month by month the higher cap redeems at least as much until the smaller book has less to redeem.
    assert high.total_bn[-1] <= low.total_bn[-1] + 1e-9 * (1.0 + low.total_bn[0])
