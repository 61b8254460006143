"""A portfolio followed as one stock."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tidegate.bank.portfolio.aggregate import Orders, run_stock
from tidegate.bank.portfolio.aggregate_profile import steady_maturities
from tidegate.errors import BookError, InputError
from tidegate.units import month_end

EVEN = np.full(100, 0.01)


def orders(count=12, **given):
    none, zero = np.full(count, np.nan), np.zeros(count)
    asked = Orders(
        month_end(np.arange(np.datetime64("2023-01"), np.datetime64("2023-01") + count)),
        np.ones(count),
        zero,
        none,
        zero,
        none,
        zero,
        none,
        zero,
    )
    return replace(
        asked, **{k: np.broadcast_to(np.asarray(v, float), (count,)).copy() for k, v in given.items()}
    )


def balance(path):
    before = np.concatenate([[path.opening_bn], path.stock_bn[:-1]])
    return before + path.purchases_bn - path.redemptions_bn - path.sales_bn + path.accrual_bn - path.stock_bn


def test_full_reinvestment_holds_the_stock():
    path = run_stock("x", 1000.0, orders(), EVEN, EVEN)
    assert path.stock_bn == pytest.approx(np.full(12, 1000.0))
    assert path.redemptions_bn[0] == pytest.approx(10.0)
    assert path.reinvested_bn == pytest.approx(path.redemptions_bn)


def test_reinvested_principal_matures_again():
    path = run_stock("x", 1000.0, orders(), EVEN, EVEN)
    assert path.redemptions_bn[1] == pytest.approx(10.0 + 10.0 * 0.01)


def test_run_off_lets_the_profile_go():
    path = run_stock("x", 1000.0, orders(caps_bn=np.inf), EVEN, EVEN)
    assert path.redemptions_bn == pytest.approx(np.full(12, 10.0))
    assert path.stock_bn[-1] == pytest.approx(880.0)


def test_a_cap_lets_go_so_much_and_no_more():
    path = run_stock("x", 1000.0, orders(caps_bn=4.0), EVEN, EVEN)
    assert path.stock_bn[-1] == pytest.approx(1000.0 - 48.0)
    above = run_stock("x", 1000.0, orders(caps_bn=40.0), EVEN, EVEN)
    assert above.stock_bn[-1] == pytest.approx(880.0)


def test_an_envelope_is_met_by_sales_or_by_reinvestment():
    short = run_stock("x", 1000.0, orders(caps_bn=np.inf, falls_bn=15.0), EVEN, EVEN)
    assert short.sales_bn[0] == pytest.approx(5.0)
    assert short.stock_bn[-1] == pytest.approx(820.0)
    long = run_stock("x", 1000.0, orders(caps_bn=np.inf, falls_bn=6.0), EVEN, EVEN)
    assert not long.sales_bn.any()
    assert long.reinvested_bn[0] == pytest.approx(4.0)
    assert long.stock_bn[-1] == pytest.approx(928.0)


def test_gross_purchases_stand_in_the_place_of_reinvestment():
    path = run_stock("x", 1000.0, orders(gross_purchases_bn=3.0), EVEN, EVEN)
    assert path.purchases_bn == pytest.approx(np.full(12, 3.0))
    assert path.stock_bn[0] == pytest.approx(993.0)
    more = run_stock("x", 1000.0, orders(gross_purchases_bn=30.0), EVEN, EVEN)
    assert more.reinvested_bn[0] == pytest.approx(10.0)
    assert more.stock_bn[0] == pytest.approx(1020.0)


def test_sales_thin_out_what_is_left_to_mature():
    path = run_stock("x", 1000.0, orders(caps_bn=np.inf, sales_bn=np.r_[495.0, np.zeros(11)]), EVEN, EVEN)
    assert path.redemptions_bn[1] == pytest.approx(5.0)


def test_known_redemptions_stand_and_then_the_later_profile():
    known = np.r_[np.full(6, 50.0), np.full(6, np.nan)]
    path = run_stock(
        "x", 1000.0, orders(caps_bn=np.inf, known_redemptions_bn=known), EVEN, EVEN, steady_maturities(0.5)
    )
    assert path.redemptions_bn[:6] == pytest.approx(np.full(6, 50.0))
    assert path.redemptions_bn[6:].sum() == pytest.approx(700.0 * (1 - 0.5**0.5))


def test_book_value_accrues_on_what_was_held():
    path = run_stock("x", 1000.0, orders(accrual_rates=np.r_[0.0, 0.0, -0.002, np.zeros(9)]), EVEN, EVEN)
    assert path.accrual_bn[2] == pytest.approx(-2.0)
    assert path.stock_bn[-1] == pytest.approx(998.0)


def test_nothing_matures_beyond_what_is_held():
    path = run_stock("x", 20.0, orders(caps_bn=np.inf, known_redemptions_bn=15.0), EVEN, EVEN)
    assert path.stock_bn[-1] == 0.0
    assert path.redemptions_bn.sum() == pytest.approx(20.0)
    assert np.abs(balance(path)).max() < 1e-9


def test_a_sale_above_holdings_is_refused_by_name_and_day():
    with pytest.raises(BookError, match=r"gilts: 40.0 bn to be sold by 2023-03-31, but only 20.0 bn held"):
        run_stock("gilts", 100.0, orders(sales_bn=40.0), np.zeros(1), EVEN)


def test_all_problems_are_named_at_once():
    asked = orders(net_purchases_bn=-1.0, caps_bn=np.nan, accrual_rates=-2.0)
    asked = replace(asked, sales_bn=np.zeros(3))
    with pytest.raises(InputError) as caught:
        run_stock("app", -5.0, asked, EVEN, EVEN)
    text = str(caught.value)
    assert len(caught.value.problems) == 5
    for word in (
        "opening stock -5.0",
        "net_purchases_bn is -1.0",
        "caps_bn is nan",
        "sales_bn has 3 periods",
    ):
        assert word in text
