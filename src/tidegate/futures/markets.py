"""What assets return on the paths of a run: the market room's own equations on the run's yields, news and prices."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri  # type: ignore[import-untyped]

from tidegate.errors import InputError
from tidegate.futures.calendar import overlaid
from tidegate.futures.choices import choices
from tidegate.futures.contract import Opening
from tidegate.futures.inputs import MACRO_SHOCKS
from tidegate.futures.scenario import Scenario
from tidegate.futures.simulation import LEVELS, Run
from tidegate.futures.steps import chance
from tidegate.futures.summary import exact_quantiles
from tidegate.message import N_
from tidegate.transmission.markets.response import (
    AssetReturns,
    MarketPaths,
    asset_returns,
    draw_elasticities,
    real_yield,
    response_parameters,
)
from tidegate.units import BASIS_POINTS_PER_POINT, Days

Floats = NDArray[np.float64]

MATURITIES_YEARS = np.array([0.25, 2.0, 10.0, 30.0])
_YEAR_WEIGHT = 1.0 / 6.5
"""Of a month's inflation in that over a year; see `semi_structural.equations.year_on_year`."""
_ELASTICITIES, _SHARES = 2_000, 3_000
"""Purposes of chance: elasticities by asset and surprise; shares for reasons of their own by month."""


@dataclass(frozen=True)
class MarketRun:
    """What 1 held in each asset becomes.

    Attributes
    ----------
    assets
        Ids, in the order of the catalogue of what can be owned.
    dates, levels
        As in `Run`.
    quantiles
        Of the total-return index, 1 at the opening, shape [assets, levels, months].
    mean
        Shape [assets, months].
    returns
        Every path's monthly returns, shape [paths, months, assets].
    """

    assets: tuple[str, ...]
    dates: Days
    levels: tuple[float, ...]
    quantiles: Floats
    mean: Floats
    returns: AssetReturns


@numba.njit(nogil=True, cache=True)
def _rows(seed: np.uint64, paths: int, months: int, count: int, block: int) -> NDArray[np.int64]:
    found = np.empty((paths, months), dtype=np.int64)
    for i in range(paths):
        for t in range(months):
            found[i, t] = chance.record_row(seed, np.uint64(i), t, np.uint64(chance.MACRO_ROWS), count, block)
    return found


def _normals(seed: int, paths: int, first: int, count: int) -> Floats:
    """Return standard normal numbers, shape [paths, count], each a function of seed, path and place alone."""
    which = np.arange(paths)
    return np.stack([ndtri(chance.uniforms(seed, which, first + k)) for k in range(count)], axis=1)


def market_paths(run: Run, opening: Opening, scenario: Scenario) -> MarketPaths:
    """Return a run as the market room takes it.

    News is what the run's equations did not expect: the shocks to output,
    prices, the policy rate and the two-year yield, with those that a scenario
    adds, and by how much the effect of holdings on the ten-year yield changed.
    In the first month that is the change since the opening day: what had been
    announced by then is no news, a plan that the scenario changes is.
    Shares move for reasons of their own as much as they have.
    """
    if run.values is None or run.opening_effect_bp is None:
        raise InputError.of(N_("markets: values of single paths were not kept; run it with keep=True"))
    paths, months = run.paths, run.months

    def with_opening(name: str, first: float | Floats) -> Floats:
        return np.column_stack([np.broadcast_to(first, paths), run.of(name).T])

    rate = with_opening("funds_rate_pct", opening.funds_rate_pct)
    ten = with_opening("yield_10y_pct", opening.yield_10y_pct)
    bill = np.maximum(rate + (opening.yield_3m_pct - opening.funds_rate_pct), 0.0)
    par = np.stack(
        [
            bill,
            with_opening("yield_2y_pct", opening.yield_2y_pct),
            ten,
            with_opening("yield_30y_pct", opening.yield_30y_pct),
        ],
        axis=2,
    )
    year = with_opening("inflation_pct", opening.inflation_year_pct)
    effect = with_opening("supply_effect_bp", run.opening_effect_bp)
    rows = _rows(
        np.uint64(run.seed), paths, months, opening.record.macro.shape[0], opening.record.block_months
    )
    added = overlaid(opening, scenario, months).added
    news = opening.record.macro[rows] + added[None, :, : len(MACRO_SHOCKS)]
    sd = choices().markets.share_sd_pct / 100.0
    return MarketPaths(
        maturities_years=MATURITIES_YEARS,
        par_pct=par,
        real_pct=real_yield(ten, opening.expected_inflation_pct),
        mortgage_pct=with_opening("mortgage_30y_pct", float(opening.mortgage_past_pct[-1])),
        inflation_pct=year[:, 1:],
        activity_points=np.ascontiguousarray(news[:, :, 0]),
        inflation_news_points=news[:, :, 2] * _YEAR_WEIGHT,
        target_bp=BASIS_POINTS_PER_POINT * news[:, :, 3],
        path_bp=BASIS_POINTS_PER_POINT * news[:, :, 5],
        balance_sheet_bp=np.diff(effect, axis=1),
        shock=sd * _normals(run.seed, paths, _SHARES, months),
    )


def markets(run: Run, opening: Opening, scenario: Scenario) -> MarketRun:
    """Return what every asset that can be owned becomes on the paths of a run.

    Parameters
    ----------
    run
        That kept its values (`keep=True`).
    opening, scenario
        Of the run.

    Raises
    ------
    InputError
        If the values were not kept.
    """
    rules = response_parameters()
    size = len(rules.assets)
    normals = _normals(run.seed, run.paths, _ELASTICITIES, 3 * size).reshape(run.paths, size, 3)
    if scenario.certain:
        normals = np.zeros_like(normals)
    found = asset_returns(
        market_paths(run, opening, scenario), parameters=rules, elasticity=draw_elasticities(rules, normals)
    )
    index = np.ascontiguousarray(found.index.transpose(2, 1, 0))
    quantiles, mean = exact_quantiles(index, LEVELS)
    return MarketRun(rules.assets, run.dates, LEVELS, quantiles, mean, found)
