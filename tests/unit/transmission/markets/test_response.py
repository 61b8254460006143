"""Returns of every asset from one set of paths: the same as asset by asset, with signs and states as told."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from tidegate.catalog.assets import investable
from tidegate.errors import InputError
from tidegate.transmission.markets.bonds import bill_return, bucket_return, ladder, linked_return
from tidegate.transmission.markets.elasticities import load_elasticities
from tidegate.transmission.markets.mortgage_bonds import MortgageShape, mortgage_return
from tidegate.transmission.markets.response import (
    MarketOpening,
    MarketPaths,
    asset_returns,
    draw_elasticities,
    real_yield,
    response_parameters,
)
from tidegate.transmission.markets.response.parameters import parameter_table

MATURITIES = np.array([0.25, 2.0, 10.0, 30.0])
PATHS, MONTHS = 3, 14
RULES = response_parameters()


def world(seed: int | None = None) -> MarketPaths:
    """A world in which nothing happens, or anything does."""
    rng = np.random.default_rng(seed)
    noise = 0.0 if seed is None else 1.0
    par = np.array([4.0, 4.2, 4.6, 4.9]) + noise * np.cumsum(
        rng.normal(0, 0.2, (PATHS, MONTHS + 1, 4)), axis=1
    )

    def flow(size: float) -> np.ndarray:
        return noise * rng.normal(0, size, (PATHS, MONTHS))

    return MarketPaths(
        MATURITIES,
        par,
        real_yield(par[..., 2], 2.2),
        par[..., 2] + 1.8,
        np.full((PATHS, MONTHS), 2.4),
        *(flow(s) for s in (0.3, 0.2, 5.0, 5.0, 5.0, 0.03)),
    )


def column(found, asset: str) -> np.ndarray:
    return found.monthly[..., found.assets.index(asset)]


def test_the_assets_are_those_of_the_catalogue_and_nothing_is_missing():
    found = asset_returns(world(1))
    assert found.assets == investable()
    assert found.monthly.shape == (PATHS, MONTHS, 22)
    assert np.isfinite(found.monthly).all()
    assert set(parameter_table()) - {"general", "news", "pool"} == set(investable())
    quiet = {"cash", "ust_1_3", "ust_7_10", "ust_20_plus", "mbs"}
    assert {asset for asset, source in RULES.sources.items() if not source} == quiet


@pytest.mark.parametrize(
    ("asset", "low", "high", "rungs"),
    [("ust_1_3", 1, 3, 2), ("ust_7_10", 7, 10, 1), ("ust_20_plus", 20, 30, 2)],
)
def test_treasuries_are_what_the_curve_makes_of_them(asset, low, high, rungs):
    paths = world(2)
    asked = bucket_return(MATURITIES, paths.par_pct[:, :-1], paths.par_pct[:, 1:], ladder(low, high, rungs))
    assert column(asset_returns(paths), asset) == pytest.approx(asked, abs=1e-10)


def test_cash_linked_bonds_and_mortgage_pools_follow_their_own_functions():
    paths = world(3)
    found = asset_returns(paths, MarketOpening(pool_rate_pct=4.0))
    assert column(found, "cash") == pytest.approx(bill_return(paths.par_pct[:, :-1, 0]), abs=1e-12)
    linked = linked_return(paths.real_pct[:, :-1], paths.real_pct[:, 1:], 8.0, 1 + 2.4 / 1200)
    assert column(found, "tips") == pytest.approx(linked, abs=1e-10)
    rate, table = paths.mortgage_pct, parameter_table()["pool"]
    shape = MortgageShape(table["shortest_years"], table["longest_years"], table["width_points"])
    pool = mortgage_return(
        rate[:, 0] - table["servicing_pct"], rate[:, 0] - 4.0, rate[:, 1] - rate[:, 0], shape
    )
    assert column(found, "mbs")[:, 0] == pytest.approx(pool, abs=1e-12)


def test_if_nothing_happens_shares_earn_dividends_growth_and_inflation():
    found, table = asset_returns(world()), parameter_table()
    asked = (table["us_broad"]["carry_pct"] + 1.5 + 2.0) / 1200
    assert column(found, "us_broad") == pytest.approx(np.full((PATHS, MONTHS), asked))
    assert column(found, "gold") == pytest.approx(np.full((PATHS, MONTHS), 2.0 / 1200))
    assert column(found, "commodities") == pytest.approx(np.full((PATHS, MONTHS), 4.0 / 1200))


def test_monetary_news_moves_shares_by_their_elasticity():
    quiet = world()
    news = replace(quiet, path_bp=np.full((PATHS, MONTHS), 20.0))
    moved = column(asset_returns(news), "us_broad") - column(asset_returns(quiet), "us_broad")
    own = load_elasticities()["us_broad", "path"].mean
    assert moved == pytest.approx(np.full((PATHS, MONTHS), 2 * own / 100))
    assert own < 0


def test_credit_does_not_count_twice_what_yields_bring():
    """Its own answer to news is what is left after a Treasury of its maturity; the yields bring the rest."""
    known = load_elasticities()
    row = RULES.elasticity[RULES.index("ig_credit")]
    share = 10.0 / float(ladder(7, 10, 1).years[0])
    asked = known["ig_credit", "path"].mean - share * known["ust_7_10", "path"].mean
    assert row[1] == pytest.approx(asked)
    for asset in ("ust_7_10", "cash", "tips", "mbs"):
        assert not RULES.elasticity[RULES.index(asset)].any()


def test_credit_spreads_open_with_bad_news_and_come_back():
    quiet = world()
    shock = np.zeros((PATHS, MONTHS))
    shock[:, 0] = -0.20
    start = MarketOpening(spreads_pct=(("hy_credit", 5.2),))
    fall = column(asset_returns(replace(quiet, shock=shock), start), "hy_credit")
    plain = column(asset_returns(quiet, start), "hy_credit")
    assert fall[0, 0] - plain[0, 0] == pytest.approx(-0.20 * parameter_table()["hy_credit"]["beta"])
    assert (fall[0, 1:] > plain[0, 1:]).all(), "wider spreads carry more and narrow again"
    assert fall[0].sum() < plain[0].sum()


def test_spreads_never_fall_below_zero():
    boom = replace(world(), shock=np.full((PATHS, MONTHS), 0.5))
    found = column(asset_returns(boom, MarketOpening(spreads_pct=(("ig_credit", 0.1),))), "ig_credit")
    assert found.max() < 0.02


def test_bad_growth_hurts_growth_shares_more_than_defensive_ones():
    bust = replace(world(), activity_points=np.full((PATHS, MONTHS), -1.0))
    found, quiet = asset_returns(bust), asset_returns(world())
    lost = {
        a: float((column(found, a) - column(quiet, a))[0, 0]) for a in ("us_growth", "us_defensive", "oil")
    }
    assert lost["us_growth"] < lost["us_defensive"] < 0
    assert lost["oil"] < 0


def test_uncertain_elasticities_are_one_draw_a_path():
    normals = np.zeros((PATHS, 22, 3))
    normals[1] = 1.0
    drawn = draw_elasticities(RULES, normals)
    paths = replace(world(), target_bp=np.full((PATHS, MONTHS), 10.0))
    found = column(asset_returns(paths, elasticity=drawn), "gold")
    assert found[0] == pytest.approx(found[2])
    error = RULES.elasticity_se[RULES.index("gold"), 0]
    assert found[1] - found[0] == pytest.approx(np.full(MONTHS, error / 100))


def test_own_returns_and_an_output_to_write_into():
    own = np.zeros((PATHS, MONTHS, 22))
    own[..., 21] = 0.1
    out = np.empty((PATHS, MONTHS, 22))
    found = asset_returns(replace(world(), own=own), out=out)
    assert found.monthly is out
    assert column(found, "bitcoin") - column(asset_returns(world()), "bitcoin") == pytest.approx(
        np.full((PATHS, MONTHS), 0.1)
    )


def test_index_and_yearly_return_agree():
    found = asset_returns(world(5))
    assert found.index[:, -1] == pytest.approx((1 + found.yearly_pct / 100) ** (MONTHS / 12))


def test_another_dividend_replaces_the_tables_and_keeps_growth():
    found = asset_returns(world(), MarketOpening(dividend_pct=(("us_broad", 2.0),)))
    assert column(found, "us_broad")[0, 0] == pytest.approx((2.0 + 1.5 + 2.0) / 1200)


def test_bad_input_is_refused_all_at_once():
    good = world()
    with pytest.raises(InputError, match="inflation_pct has shape") as caught:
        replace(good, inflation_pct=np.zeros(3), maturities_years=np.array([2.0, 1.0, 10.0, 30.0]))
    assert len(caught.value.problems) > 2
    with pytest.raises(InputError, match="real_pct has shape"):
        replace(good, real_pct=np.zeros((PATHS, MONTHS)))
    with pytest.raises(InputError, match="'cash' has no such number") as caught:
        asset_returns(good, MarketOpening(spreads_pct=(("cash", 1.0),)), out=np.empty((1, 1, 1)))
    assert len(caught.value.problems) == 2


def test_two_threads_at_once_without_openmp():
    """Where libgomp is not installed, numba ends the process if two threads enter a parallel kernel together."""
    code = """
import threading, numba, numpy as np
from tidegate.transmission.markets.response import MarketPaths, asset_returns
par = np.full((2000, 61, 4), 4.0)
flow = [np.zeros((2000, 60))] * 6
given = MarketPaths(np.array([0.25, 2, 10, 30]), par, par[..., 2] - 2, par[..., 2] + 2, np.full((2000, 60), 2.0), *flow)
asset_returns(given)
assert numba.threading_layer() == "workqueue"
both = [threading.Thread(target=lambda: [asset_returns(given) for _ in range(3)]) for _ in range(2)]
[t.start() for t in both]
[t.join() for t in both]
"""
    environ = {**os.environ, "NUMBA_THREADING_LAYER": "workqueue", "NUMBA_NUM_THREADS": "2"}
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr[-500:]
