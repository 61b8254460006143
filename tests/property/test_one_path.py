"""A single path, worked with plain numbers, gives what the same path gives among many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.bank.income.parameters import income_parameters
from tidegate.bank.income.remittances import remit
from tidegate.bank.liabilities.absorption import absorb
from tidegate.bank.liabilities.parameters import liability_parameters

COUNT = 40
DAYS = np.datetime64("2022-03-30") + 7 * np.arange(COUNT)
numbers = st.lists(st.floats(-30.0, 30.0), min_size=COUNT - 1, max_size=COUNT - 1).map(np.array)


@settings(max_examples=60, deadline=None)
@given(numbers, st.floats(0.0, 300.0), st.booleans())
def test_remittances(income, opening, realised):
    leak = np.abs(income) / 10 if realised else None
    one = remit(DAYS, income, opening, income_parameters(), leak)
    many = remit(DAYS, np.stack([income, income]), opening, income_parameters(), leak)
    assert np.abs(many.deferred_asset_bn - one.deferred_asset_bn).max() < 1e-9
    assert np.abs(many.remitted_bn - one.remitted_bn).max() < 1e-9
    assert np.abs(many.still_remitting_bn - one.still_remitting_bn).max() < 1e-9


@settings(max_examples=60, deadline=None)
@given(numbers, numbers, st.floats(0.0, 2_500.0), st.floats(0.0, 40.0))
def test_absorption(steps, bills, opening, satiation):
    total = 5_000.0 + 60.0 * np.cumsum(np.concatenate([[0.0], steps]))
    rule = replace(liability_parameters().split, satiation_pct_of_gdp=satiation)
    rate, gdp = np.linspace(0.3, 5.3, COUNT), np.linspace(25_000.0, 30_000.0, COUNT)
    one, reserves = absorb(total, opening, bills, rate, gdp, rule)
    many, _ = absorb(np.stack([total, total]), opening, bills, rate, gdp, rule)
    assert np.abs(many - one).max() < 1e-9
    assert np.abs(one + reserves - total).max() < 1e-9
