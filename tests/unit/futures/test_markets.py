"""Assets on the paths of a run: the market room's equations, on the run's own news."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.futures.openings import MONTHS, opening, plan_with

from tidegate.errors import InputError
from tidegate.futures.library import scenario
from tidegate.futures.markets import market_paths, markets
from tidegate.futures.simulation import simulate
from tidegate.policy.reaction.contract import Sheet

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


def test_the_first_month_carries_what_the_scenario_changes_and_nothing_that_was_announced() -> None:
    plan = plan_with(treasury_cap_bn=np.full(MONTHS, 60.0), mbs_cap_bn=np.full(MONTHS, 35.0))
    o = opening(sheet=Sheet.RUNOFF, announced=plan, ample_pct=np.array([8.0]))
    ends = BASE.model_copy(
        update={"policy": BASE.policy.model_copy(update={"runoff_end_month": 2, "hold_months": 12})}
    )
    found = {}
    for told in (BASE, ends):
        run = simulate(o, told, paths=100, months=3, keep=True)
        assert run.opening_effect_bp is not None
        found[told is ends] = market_paths(run, o, told).balance_sheet_bp[:, 0], run
    news, run = found[True]
    assert np.array_equal(run.opening_effect_bp, found[False][1].opening_effect_bp)
    assert news.mean() < -3.0
    assert abs(found[False][0].mean()) < 1.0
    # The same surprise is in the yields of the month: bonds are repriced from these.
    apart = run.of("yield_10y_pct")[0] - found[False][1].of("yield_10y_pct")[0]
    assert 100.0 * apart == pytest.approx(news - found[False][0], abs=1e-6)
