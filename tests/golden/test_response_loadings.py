"""How prices move with growth, inflation and US shares: the shipped numbers follow from the record."""

from __future__ import annotations

import csv
import io
from datetime import date
from importlib import resources

import numpy as np
import pandas as pd
import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.transmission.markets.response.parameters import parameter_table

DESK = open_desk(date(2026, 10, 8))
SERIES = {"us_broad": "SPX", "gold": "GOLD", "oil": "DCOILWTICO"}


def quarterly(name: str) -> pd.Series:
    found = DESK.series(name)
    return pd.Series(found.values, pd.to_datetime(found.dates)).resample("QS").mean()


def loadings(prices: pd.Series, last: str = "2026-01") -> tuple[np.ndarray, np.ndarray]:
    gap = 100 * (quarterly("GDPC1") / quarterly("GDPPOT") - 1)
    monthly = DESK.series("PCEPI")
    index = pd.Series(monthly.values, pd.to_datetime(monthly.dates)).resample("MS").mean()
    inflation = (100 * (index / index.shift(12) - 1)).resample("QS").mean()
    table = (
        pd.DataFrame(
            {
                "price": 100 * np.log(prices).diff(),
                "now": gap.diff(),
                "next": gap.diff().shift(-1),
                "inflation": inflation.diff(),
            }
        )
        .loc["1985":last]
        .dropna()
    )
    x = np.column_stack([np.ones(len(table)), table[["now", "next", "inflation"]]])
    beta, *_ = np.linalg.lstsq(x, table["price"].to_numpy(), rcond=None)
    return beta, np.array([beta[1] + beta[2], beta[3]])


@pytest.mark.parametrize("asset", list(SERIES))
def test_growth_and_inflation(asset):
    _, found = loadings(quarterly(SERIES[asset]))
    row = parameter_table()["news"][asset]
    assert row["growth"] == pytest.approx(found[0], abs=0.25 * row["growth_se"])
    assert row["inflation"] == pytest.approx(found[1], abs=0.25 * row["inflation_se"])


def test_betas_are_correlation_times_the_ratio_of_volatilities():
    folder = resources.files("tidegate.transmission.markets")
    rows = list(csv.DictReader(io.StringIO(folder.joinpath("data/statistics.csv").read_text("utf-8"))))
    # Monthly changes where there are any; Bitcoin has weekly ones alone.
    every = sorted((r for r in rows if r["sample"] == "all"), key=lambda r: r["window"] == "1m")
    volatility = {
        r["id"].split(":")[1]: float(r["value"]) for r in every if r["id"].startswith("volatility:")
    }
    with_shares = {r["id"].split("~")[0]: float(r["value"]) for r in every if r["id"].endswith("~us_broad")}
    for asset, row in parameter_table().items():
        if asset in with_shares and "beta" in row:
            found = with_shares[asset] * volatility[asset] / volatility["us_broad"]
            assert row["beta"] == pytest.approx(found, abs=0.0015), asset
    assert {a for a, r in parameter_table().items() if "beta" in r} - set(with_shares) == {"us_broad"}
