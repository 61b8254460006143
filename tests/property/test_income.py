"""Income: identities for any path."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tidegate.bank.income.parameters import income_parameters
from tidegate.bank.income.rates import RatePath, interest
from tidegate.bank.income.remittances import remit
from tidegate.bank.income.statement import Balances, income_statement

RULES = income_parameters()
N = 7
LENGTHS = st.lists(st.integers(1, 60), min_size=N - 1, max_size=N - 1)
AMOUNT = st.floats(0.0, 9_000.0)


def grid(lengths: list[int]) -> np.ndarray:
    return np.datetime64("2022-01-01") + np.concatenate([[0], np.cumsum(lengths)])


@given(LENGTHS, arrays(float, (2, N - 1), elements=st.floats(-50.0, 50.0)), st.floats(0.0, 300.0))
def test_income_is_remitted_or_lowers_the_deferred_asset(lengths, income, opening):
    found = remit(grid(lengths), income, opening, RULES)
    rise = np.diff(found.deferred_asset_bn)
    np.testing.assert_allclose(income, found.remitted_bn - rise, atol=1e-9)
    assert (found.deferred_asset_bn >= 0).all()
    assert (found.remitted_bn >= -1e-9).all()
    # While there is a deferred asset only the others remit.
    under = found.deferred_asset_bn[..., 1:] > 0
    np.testing.assert_allclose(found.remitted_bn[under], found.still_remitting_bn[under], atol=1e-9)


@given(
    LENGTHS, arrays(float, (13, N), elements=AMOUNT), arrays(float, N - 1, elements=st.floats(-10.0, 10.0))
)
def test_the_statement_balances(lengths, values, flows):
    days = grid(lengths)
    every = np.arange(days[0], days[-1] + 1, dtype="datetime64[D]")
    rates = RatePath(every, *(np.full(every.size, r) for r in (3.5, 3.75, 3.65, 3.5)))
    found = income_statement(days, Balances(*values), rates, flows, 0.5, 100.0)
    assert np.abs(found.identity_residual_bn).max() < 1e-6
    years = found.by_year(found.net_income_bn)
    np.testing.assert_allclose(sum(years.values()), found.net_income_bn.sum(), atol=1e-6)


@given(LENGTHS, arrays(float, N, elements=AMOUNT), st.floats(0.0, 20.0), st.floats(0.1, 10.0))
def test_interest_is_linear_in_the_balance_and_the_rate(lengths, balance, rate, factor):
    days = grid(lengths)
    every = np.arange(days[0], days[-1] + 1, dtype="datetime64[D]")
    path = rate + np.sin(np.arange(every.size)) * rate
    one = interest(days, balance, every, path, 360)
    np.testing.assert_allclose(interest(days, factor * balance, every, path, 360), factor * one, atol=1e-6)
    np.testing.assert_allclose(interest(days, balance, every, factor * path, 360), factor * one, atol=1e-6)
