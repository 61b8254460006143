"""The debt's accounts hold whatever yields, borrowing and tenors are."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.transmission.markets.government import DebtStock, Financing, Market, roll_debt
from tidegate.transmission.markets.government.stock import LONGEST_MONTHS

MONTHS = 40
amounts = st.floats(0, 500)


@st.composite
def questions(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    due = rng.exponential(draw(amounts) / 100 + 0.01, (3, LONGEST_MONTHS))
    stock = DebtStock(
        date(2026, 5, 31),
        float(draw(amounts)),
        due[0],
        due[0] * rng.uniform(0, 0.06, LONGEST_MONTHS),
        due[1],
        due[1] * 0.01,
        np.where(np.arange(LONGEST_MONTHS) < 24, due[2], 0.0),
    )
    lead = draw(st.sampled_from([(), (3,)]))
    market = Market(
        rng.uniform(-0.5, 9, (*lead, MONTHS, 7)),
        rng.uniform(-0.5, 9, (*lead, MONTHS + 12)),
        rng.uniform(-2, 4, (*lead, MONTHS)),
        rng.uniform(0.99, 1.01, (*lead, MONTHS)),
    )
    mix = rng.dirichlet(np.ones(9))
    if draw(st.booleans()):
        return (
            stock,
            market,
            Financing(mix, draw(st.floats(0, 1)), net_borrowing_bn=rng.normal(5, 20, MONTHS)),
        )
    return stock, market, Financing(mix, draw(st.floats(0, 1)), primary_deficit_bn=rng.normal(5, 20, MONTHS))


@settings(max_examples=60, deadline=None)
@given(questions())
def test_debt_grows_by_what_is_borrowed(question):
    stock, market, financing = question
    path = roll_debt(stock, market, financing)
    opening = np.full((*path.bills_bn.shape[:-1], 1), stock.marketable_bn)
    growth = np.diff(np.concatenate([opening, path.marketable_bn], axis=-1))
    if financing.net_borrowing_bn is not None:
        asked = np.broadcast_to(financing.net_borrowing_bn, growth.shape)
    else:
        asked = financing.primary_deficit_bn + path.interest_bn
    np.testing.assert_allclose(growth, asked, atol=1e-8)
    assert (path.sold_bn >= 0).all()
    assert np.isfinite(path.interest_bn).all()


@settings(max_examples=30, deadline=None)
@given(questions())
def test_higher_yields_never_cost_less(question):
    stock, market, financing = question
    one = np.ones(market.par_pct.shape[:-1])
    more = market.shifted(one[..., None] * np.ones(7), one, one)
    if financing.net_borrowing_bn is None:
        return
    low, high = roll_debt(stock, market, financing), roll_debt(stock, more, financing)
    # Sales are the same, so that each part costs at least as much; bills may be negative where sales cannot shrink.
    assert (high.nominal_interest_bn >= low.nominal_interest_bn - 1e-9).all()
    assert (high.frn_interest_bn >= low.frn_interest_bn - 1e-9).all()
