"""Stocks and flows of a portfolio add up, whatever is asked of it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tidegate.bank.portfolio.aggregate import Orders, run_stock
from tidegate.bank.portfolio.aggregate_profile import maturities_at_purchase, steady_maturities
from tidegate.units import month_end

COUNT = 24
AMOUNTS = arrays(np.float64, COUNT, elements=st.floats(0.0, 50.0, width=32))
MAYBE = arrays(np.float64, COUNT, elements=st.one_of(st.just(float("nan")), st.floats(0.0, 50.0, width=32)))
CAPS = arrays(np.float64, COUNT, elements=st.one_of(st.just(float("inf")), st.floats(0.0, 50.0, width=32)))


@given(
    net=AMOUNTS,
    gross=MAYBE,
    caps=CAPS,
    known=MAYBE,
    rate=st.floats(-0.01, 0.01),
    opening=st.floats(0.0, 5000.0),
    mean=st.floats(2.0, 15.0),
)
def test_the_stock_balances_and_is_never_negative(net, gross, caps, known, rate, opening, mean):
    asked = Orders(
        month_end(np.arange(np.datetime64("2020-01"), np.datetime64("2022-01"))),
        np.ones(COUNT),
        net,
        gross,
        caps,
        np.full(COUNT, np.nan),
        np.zeros(COUNT),
        known,
        np.full(COUNT, rate),
    )
    path = run_stock(
        "x", opening, asked, maturities_at_purchase(mean, 1.5), steady_maturities(0.2), steady_maturities(0.1)
    )
    before = np.concatenate([[opening], path.stock_bn[:-1]])
    flows = path.purchases_bn - path.redemptions_bn - path.sales_bn + path.accrual_bn
    assert np.abs(before + flows - path.stock_bn).max() < 1e-9 * max(1.0, opening)
    assert (path.stock_bn >= 0.0).all()
    assert (path.reinvested_bn <= path.redemptions_bn + 1e-12).all()
    assert (path.reinvested_bn <= path.purchases_bn + 1e-12).all()


@given(extra=st.floats(0.0, 40.0), opening=st.floats(500.0, 5000.0))
def test_a_higher_cap_never_leaves_more(extra, opening):
    zero, none = np.zeros(COUNT), np.full(COUNT, np.nan)
    ends = month_end(np.arange(np.datetime64("2020-01"), np.datetime64("2022-01")))

    def left(cap):
        asked = Orders(ends, np.ones(COUNT), zero, none, np.full(COUNT, cap), none, zero, none, zero)
        shares = steady_maturities(0.15)
        return run_stock("x", opening, asked, shares, shares).stock_bn

    assert (left(5.0 + extra) <= left(5.0) + 1e-9).all()
