"""Run-off of small books whose answer can be counted by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.portfolio import issuance
from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.runoff import Purchase, run_off
from tidegate.errors import BookError

START, END = np.datetime64("2022-12-01"), np.datetime64("2023-02-28")
DAYS = np.arange(START, END + 1)
ISSUES = issuance.regular(START, END, {"2y": 40.0, "5y": 60.0, "3y": 1.0, "13w": 1.0, "26w": 3.0})
FLAT = np.full(len(DAYS), 300.0)


def book(*rows):
    kind, maturity, par, extra = zip(*rows, strict=True)
    return SecurityBook(
        date(2022, 12, 1),
        tuple(f"S{i}" for i in range(len(rows))),
        np.array(kind, dtype=np.int8),
        np.zeros(len(rows)),
        np.array(maturity, dtype="datetime64[D]"),
        np.array(par, dtype=float),
        np.array(extra, dtype=float),
    )


def at(run, day, values):
    return values[int((np.datetime64(day) - START).astype(int))]


def test_a_weekend_maturity_counts_in_its_own_month_and_rolls_into_what_settles_next():
    """2022-12-31 is a Saturday; the notes that settle on 2023-01-03 take the rollover, 40 to 60."""
    run = run_off(
        book((Kind.COUPON, "2022-12-31", 100.0, 0.0)), ISSUES, {np.datetime64("2022-12"): 30.0}, END, FLAT
    )
    assert at(run, "2022-12-30", run.total_bn) == pytest.approx(100.0)
    assert at(run, "2022-12-31", run.total_bn) == pytest.approx(70.0)
    assert at(run, "2022-12-31", run.redemptions_bn) == pytest.approx(30.0)
    held = {name: par for name, par in zip(run.label, run.final_bn, strict=True) if par > 0}
    assert held == {"2y 2023-01-03": pytest.approx(28.0), "5y 2023-01-03": pytest.approx(42.0)}


def test_redemptions_are_pro_rata_over_the_month():
    rows = [(Kind.COUPON, "2022-12-15", 30.0, 0.0), (Kind.COUPON, "2022-12-31", 60.0, 0.0)]
    run = run_off(book(*rows), ISSUES, {np.datetime64("2022-12"): 45.0}, END, FLAT)
    assert at(run, "2022-12-15", run.redemptions_bn) == pytest.approx(15.0)
    assert at(run, "2022-12-31", run.redemptions_bn) == pytest.approx(30.0)


def test_bills_fill_what_coupons_leave_under_the_cap():
    rows = [(Kind.COUPON, "2023-01-15", 20.0, 0.0), (Kind.BILL, "2023-01-12", 50.0, 0.0)]
    run = run_off(book(*rows), ISSUES, {np.datetime64("2023-01"): 60.0}, END, FLAT)
    assert run.coupon_redemptions_bn.sum() == pytest.approx(20.0)
    assert run.bill_redemptions_bn.sum() == pytest.approx(40.0)
    assert run.total_bn[-1] == pytest.approx(10.0)


def test_tips_pay_their_compensation_and_the_cap_counts_it():
    rising = 300.0 * (1.0 + 0.0001 * np.arange(len(DAYS)))
    run = run_off(
        book((Kind.TIPS, "2023-01-15", 10.0, 2.0)), ISSUES, {np.datetime64("2023-01"): np.inf}, END, rising
    )
    day = int((np.datetime64("2023-01-15") - START).astype(int))
    assert run.total_bn[day - 1] == pytest.approx(12.0 * (1.0 + 0.0001 * (day - 1)))
    assert run.redemptions_bn[day] == pytest.approx(12.0 * (1.0 + 0.0001 * day))
    assert run.due_bn[0] == pytest.approx(run.redemptions_bn[day])
    assert run.compensation_bn[-1] == pytest.approx(0.0, abs=1e-12)


def test_purchases_enter_the_issues_of_their_day():
    run = run_off(
        book((Kind.COUPON, "2030-01-15", 10.0, 0.0)),
        ISSUES,
        {},
        END,
        FLAT,
        [Purchase(np.datetime64("2023-01-10"), 8.0)],
    )
    held = {name: par for name, par in zip(run.label, run.final_bn, strict=True) if par > 0}
    # The next bills to settle are those of Thursday 2023-01-12, 1 to 3.
    assert held == {"S0": 10.0, "13w 2023-01-12": pytest.approx(2.0), "26w 2023-01-12": pytest.approx(6.0)}
    assert run.purchases_bn.sum() == pytest.approx(8.0)


def test_every_bad_input_is_named_at_once():
    with pytest.raises(BookError) as caught:
        run_off(
            book((Kind.COUPON, "2030-01-15", 10.0, 0.0)),
            issuance.regular(START, END, {"2y": 40.0}),
            {np.datetime64("2023-01"): -1.0, np.datetime64("2023-02"): np.nan},
            END,
            FLAT[:-1],
            [Purchase(np.datetime64("2030-01-10"), np.nan)],
        )
    text = str(caught.value)
    for part in (
        "cap of 2023-01: -1.0",
        "cap of 2023-02: nan",
        "price index: 89 values",
        "no bills",
        "nan is not",
    ):
        assert part in text
    assert "outside the projection" in text


def test_an_end_before_the_book_is_refused():
    with pytest.raises(BookError, match="choose a later end"):
        run_off(book((Kind.BILL, "2030-01-15", 1.0, 0.0)), ISSUES, {}, np.datetime64("2022-01-01"), FLAT)
