"""Liabilities: identities for any path."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tidegate.bank.liabilities.absorption import absorb
from tidegate.bank.liabilities.lines import premium_path
from tidegate.bank.liabilities.parameters import liability_parameters
from tidegate.bank.liabilities.projection import OpeningLiabilities, project_liabilities

RULES = liability_parameters()
N = 8
AMOUNT = st.floats(0.0, 10_000.0)
FLOW = st.floats(-1_000.0, 1_000.0)
LENGTHS = st.lists(st.integers(1, 100), min_size=N - 1, max_size=N - 1)


def grid(lengths: list[int]) -> np.ndarray:
    return np.datetime64("2020-01-01") + np.concatenate([[0], np.cumsum(lengths)])


@given(
    LENGTHS,
    arrays(float, (2, N), elements=st.floats(3_000.0, 12_000.0)),
    arrays(float, N, elements=st.floats(15_000.0, 60_000.0)),
    arrays(float, N, elements=st.floats(0.0, 10.0)),
    arrays(float, N - 1, elements=FLOW),
    arrays(float, N, elements=st.floats(0.0, 500.0)),
    st.floats(0.0, 3_000.0),
)
def test_assets_are_liabilities_and_capital(lengths, assets, gdp, rate, bills, deferred, on_rrp):
    opening = OpeningLiabilities(2_000.0, 500.0, 300.0, on_rrp, 200.0)
    found = project_liabilities(grid(lengths), assets, opening, gdp, rate, bills, deferred)
    assert np.abs(found.identity_residual_bn).max() < 1e-8
    assert (found.on_rrp_bn >= 0).all()


@given(
    arrays(float, N, elements=AMOUNT),
    st.floats(0.0, 3_000.0),
    arrays(float, N - 1, elements=FLOW),
    arrays(float, N, elements=st.floats(0.0, 10.0)),
)
def test_the_split_loses_nothing_and_keeps_to_its_bounds(total, opening, bills, rate):
    on_rrp, reserves = absorb(total, opening, bills, rate, np.full(N, 25_000.0), RULES.split)
    np.testing.assert_allclose(on_rrp + reserves, total, atol=1e-9)
    assert on_rrp[0] == opening
    assert (on_rrp[1:] <= total[1:] + 1e-9).all()
    assert (reserves[1:] >= -1e-9).all()


@given(LENGTHS, AMOUNT, AMOUNT, arrays(float, N - 1, elements=FLOW))
def test_premiums_change_by_what_is_paid_and_written_off(lengths, premiums, discounts, added):
    found = premium_path(grid(lengths), premiums, discounts, RULES.lines, added_bn=added)
    net = found.premiums_bn - found.discounts_bn
    np.testing.assert_allclose(np.diff(net), added - found.amortisation_bn, atol=1e-7)
    assert (found.premiums_bn >= 0).all()
    assert (found.discounts_bn >= 0).all()
