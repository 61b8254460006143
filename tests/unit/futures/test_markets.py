"""Assets on the paths of a run: the market room's equations, on the run's own news."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.futures.openings import opening

from tidegate.errors import InputError
from tidegate.futures.library import scenario
from tidegate.futures.markets import markets
from tidegate.futures.simulation import simulate

BASE = scenario("baseline")


def test_cash_earns_the_bill_of_the_month_before() -> None:
    o = opening()
    run = simulate(o, BASE, paths=30, months=12, keep=True)
    found = markets(run, o, BASE)
    cash = found.returns.monthly[:, :, found.assets.index("cash")]
    assert np.allclose(cash[:, 0], cash[0, 0])
    bills = np.maximum(run.of("funds_rate_pct").T[:, :-1] + o.yield_3m_pct - o.funds_rate_pct, 0.0)
    assert np.corrcoef(cash[:, 1:].ravel(), bills.ravel())[0, 1] > 0.999
    assert found.quantiles.shape == (len(found.assets), len(found.levels), 12)


def test_long_bonds_lose_where_yields_rise() -> None:
    o = opening()
    run = simulate(o, BASE, paths=200, months=12, keep=True)
    found = markets(run, o, BASE)
    change = run.of("yield_10y_pct")[-1] - o.yield_10y_pct
    long = np.prod(1.0 + found.returns.monthly[:, :, found.assets.index("ust_20_plus")], axis=1)
    assert np.corrcoef(change, long)[0, 1] < -0.9


def test_the_same_seed_gives_the_same_markets_and_values_are_needed() -> None:
    o = opening()
    run = simulate(o, BASE, paths=20, months=6, keep=True)
    assert np.array_equal(markets(run, o, BASE).quantiles, markets(run, o, BASE).quantiles)
    with pytest.raises(InputError, match="keep=True"):
        markets(simulate(o, BASE, paths=20, months=6), o, BASE)
