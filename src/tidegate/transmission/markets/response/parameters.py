"""The numbers behind the returns, from the file beside this module and the shrunk elasticities."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog.assets import investable
from tidegate.transmission.markets.bonds import ladder
from tidegate.transmission.markets.elasticities import load_elasticities

Floats = NDArray[np.float64]
KINDS = ("cash", "bond", "linked", "pool", "credit", "linear")
"""In the order of the codes of `kernel`."""
SURPRISES = ("target", "path", "balance_sheet")
DURATION_ASSET = "ust_7_10"
"""What a bond of Treasuries answers: its response per year of duration is taken out of that of credit."""


@dataclass(frozen=True)
class Response:
    """Parameters as arrays, in the order of `catalog.assets.investable`.

    Attributes
    ----------
    assets
        Ids, shape [assets].
    kinds
        Codes of the equations, shape [assets].
    rung_asset, rung_years, rung_weight
        Treasury parts: asset, maturity and weight of each rung, shape [rungs].
    numbers
        See `kernel.run`, shape [assets, 11].
    elasticity, elasticity_se
        Percent for +10 bp of each surprise, shape [assets, 3]. For credit
        without what its Treasury part answers, which the yields themselves bring.
    pool
        Servicing, turnover a month, shortest and longest duration, width.
    expected_inflation_pct
        In the carry of what keeps pace with prices.
    sources
        By asset; where a number is an assumption it says so.
    """

    assets: tuple[str, ...]
    kinds: NDArray[np.int64]
    rung_asset: NDArray[np.int64]
    rung_years: Floats
    rung_weight: Floats
    numbers: Floats
    elasticity: Floats
    elasticity_se: Floats
    pool: Floats
    expected_inflation_pct: float
    sources: Mapping[str, str]

    def index(self, asset: str) -> int:
        """Return the position of an asset."""
        return self.assets.index(asset)


@cache
def parameter_table() -> dict[str, Any]:
    """Return the file of parameters."""
    folder = resources.files("tidegate.transmission.markets.response")
    return tomllib.loads(folder.joinpath("parameters.toml").read_text("utf-8"))


def _news(row: Mapping[str, Any], asset: str, table: Mapping[str, Any]) -> tuple[float, float]:
    """Return the loadings on growth and inflation: own, of another asset in part, or by beta on US shares."""
    news = table["news"]
    own = news.get(row.get("news_of", asset))
    share = row.get("news_share", 1.0) if own else row.get("beta", 0.0)
    own = own or news["us_broad"]
    return own["growth"] * share, own["inflation"] * share


def _numbers(row: Mapping[str, Any], asset: str, table: Mapping[str, Any]) -> list[float]:
    general = table["general"]
    growth, inflation = _news(row, asset, table)
    carry = row.get("carry_pct", 0.0) + (general["real_growth_pct"] if row.get("growing") else 0.0)
    return [
        carry,
        row.get("of_inflation", 0.0),
        row.get("of_cash", 0.0),
        growth,
        inflation,
        row.get("beta", 0.0),
        row.get("usual_spread_pct", 0.0),
        row.get("loss_pct", 0.0),
        1.0 - 0.5 ** (1.0 / general["spread_half_life_months"]),
        row.get("duration_years", 1.0),
        row.get("years", 0.0),
    ]


def _elasticities(table: Mapping[str, Any], assets: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Return means and standard errors; of credit, less what a Treasury of its duration answers."""
    known = load_elasticities()
    mean, error = np.zeros((len(assets), len(SURPRISES))), np.zeros((len(assets), len(SURPRISES)))
    safe_years = float(ladder(7, 10, 1).years[0])
    for a, asset in enumerate(assets):
        row = table[asset]
        for s, surprise in enumerate(SURPRISES):
            found = known.get((asset, surprise))
            if found is None or row["kind"] not in ("credit", "linear"):
                continue
            mean[a, s], error[a, s] = found.mean, found.se
            if row["kind"] == "credit":
                safe = known[DURATION_ASSET, surprise]
                share = 0.5 * (row["low"] + row["high"]) / safe_years
                mean[a, s] -= share * safe.mean
                error[a, s] = float(np.hypot(error[a, s], share * safe.se))
    return mean, error


@cache
def response_parameters() -> Response:
    """Return the parameters shipped with the package."""
    table = parameter_table()
    assets = investable()
    rungs = [
        (a, years, weight)
        for a, asset in enumerate(assets)
        if "rungs" in table[asset]
        for years, weight in zip(*_ladder(table[asset]), strict=True)
    ]
    mean, error = _elasticities(table, assets)
    pool = table["pool"]
    return Response(
        assets,
        np.array([KINDS.index(table[asset]["kind"]) for asset in assets]),
        np.array([r[0] for r in rungs]),
        np.array([r[1] for r in rungs]),
        np.array([r[2] for r in rungs]),
        np.array([_numbers(table[asset], asset, table) for asset in assets]),
        mean,
        error,
        np.array(
            [
                pool["servicing_pct"],
                pool["turnover_per_year"] / 12.0,
                pool["shortest_years"],
                pool["longest_years"],
                pool["width_points"],
            ]
        ),
        table["general"]["expected_inflation_pct"],
        {asset: str(table[asset].get("source", "")) for asset in assets},
    )


def _ladder(row: Mapping[str, Any]) -> tuple[list[float], list[float]]:
    found = ladder(row["low"], row["high"], row["rungs"])
    return found.years.tolist(), found.weight.tolist()
