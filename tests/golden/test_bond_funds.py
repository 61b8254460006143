"""Bond returns rebuilt from par yields against the funds that hold such bonds, month by month.

The funds' prices are read beside the checkout and never shipped. Yearly
tracking error is given in both usual senses: the standard deviation of monthly
differences times the root of twelve, and that of differences of calendar years.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tidegate.transmission.markets.bonds import (
    bond_price,
    bucket_return,
    ladder,
    linked_return,
    seasoned_coupons,
)

MATURITIES = {"3MO": 0.25, "1": 1, "2": 2, "3": 3, "5": 5, "7": 7, "10": 10, "20": 20, "30": 30}
FIRST, LAST = "2003-01", "2025-11"
# fund, bucket, term of the bonds, correlation asked for, reached: correlation, monthly and yearly error in points
CASES = [
    ("shy", 1, 3, 3, 0.95, (0.988, 0.235, 0.183)),
    ("iei", 3, 7, 7, 0.97, (0.996, 0.396, 0.297)),
    ("ief", 7, 10, 10, 0.97, (0.994, 0.742, 0.836)),
    ("tlt", 20, 30, 30, 0.97, (0.994, 1.436, 0.812)),
]
MOST_TRACKING_ERROR = 1.5


def series(path: Path) -> pd.Series:
    table = pd.read_csv(path)
    return pd.Series(table["value"].to_numpy(float), pd.to_datetime(table["date"])).dropna()


@pytest.fixture(scope="module")
def curves(shared: Path) -> pd.DataFrame:
    columns = {years: series(shared / f"official/DGS{name}.csv") for name, years in MATURITIES.items()}
    return pd.DataFrame(columns)


def month_ends(daily: pd.Series | pd.DataFrame):
    return daily.ffill(limit=5).resample("ME").last()


def fund_returns(shared: Path, name: str) -> pd.Series:
    return month_ends(series(shared / f"test_only/bd_{name}_tr_daily.csv")).pct_change()


def scores(rebuilt: pd.Series, fund: pd.Series) -> tuple[float, float, float]:
    both = pd.DataFrame({"rebuilt": rebuilt, "fund": fund}).loc[FIRST:LAST].dropna()
    apart = 100 * (both["rebuilt"] - both["fund"])
    years = (1 + both).groupby(both.index.year).prod()[both.groupby(both.index.year).size() == 12]
    return (
        float(both.corr().iloc[0, 1]),
        float(apart.std() * np.sqrt(12)),
        float((100 * (years["rebuilt"] - years["fund"])).std()),
    )


def rebuilt(curves: pd.DataFrame, low: int, high: int, term: int) -> pd.Series:
    ends, rungs = month_ends(curves), ladder(low, high)
    # No thirty-year bond was sold from 2002 to 2006, and no twenty-year one from 1986 to 2020.
    issued = curves[term] if term < 30 else curves[30].fillna(curves[20]).fillna(curves[10])
    history = issued.resample("ME").mean().ffill().dropna()
    found = {}
    for before, now in zip(ends.index[:-1], ends.index[1:], strict=True):
        if before < pd.Timestamp("2002-07-01"):
            continue
        held = ends.loc[before].notna() & ends.loc[now].notna()
        years = np.array(list(MATURITIES.values()), dtype=float)[held.to_numpy()]
        start, end = (ends.loc[d][held].to_numpy() for d in (before, now))
        coupons = seasoned_coupons(rungs, term, history.loc[:before].to_numpy()[-121:])
        found[now] = float(bucket_return(years, start, end, rungs, coupons))
    return pd.Series(found)


@pytest.mark.parametrize(
    ("fund", "low", "high", "term", "least", "reached"), CASES, ids=[c[0] for c in CASES]
)
def test_rebuilt_returns_track_the_fund(shared, curves, fund, low, high, term, least, reached):
    found = scores(rebuilt(curves, low, high, term), fund_returns(shared, fund))
    assert found[0] >= least
    assert max(found[1:]) < MOST_TRACKING_ERROR
    assert found == pytest.approx(reached, abs=0.01)


def test_linked_bonds_track_their_fund_less_closely(shared, curves):
    """One real yield stands for the whole curve: 0.949 by month, 1.0 points by year; 2008 is the worst."""
    real = month_ends(series(shared / "official/DFII10.csv"))
    prices = series(shared / "official/CPIAUCSL.csv").resample("MS").mean()
    prices = np.exp(np.log(prices).interpolate())
    index = (prices / prices.shift(1)).shift(2)  # the reference index lags two to three months
    index.index = index.index + pd.offsets.MonthEnd(0)
    start, end = real.iloc[:-1], real.iloc[1:]
    found = pd.Series(
        linked_return(start.to_numpy(), end.to_numpy(), 8.0, index.reindex(end.index).to_numpy()), end.index
    )
    reached = scores(found, fund_returns(shared, "tip"))
    assert reached == pytest.approx((0.949, 1.84, 1.03), abs=0.02)


@pytest.mark.parametrize(
    ("fund", "spread", "years", "reached"),
    [("lqd", "BAMLC0A0CM", 10.0, (0.908, 0.9)), ("hyg", "BAMLH0A0HYM2", 4.5, (0.900, 2.9))],
)
def test_a_par_bond_at_treasuries_and_spread_stands_for_a_credit_fund(
    shared, curves, fund, spread, years, reached
):
    """Correlation by month, and by how much a year the bond earns more: what defaults and the fund's fee take."""
    ends = month_ends(curves)
    over = month_ends(series(shared / f"test_only/{spread}.csv"))
    found = {}
    for before, now in zip(ends.index[:-1], ends.index[1:], strict=True):
        if before < over.index[0] or before < pd.Timestamp("2002-07-01") or now > over.index[-1]:
            continue
        held = ends.loc[before].notna() & ends.loc[now].notna()
        at = np.array(list(MATURITIES.values()), dtype=float)[held.to_numpy()]
        start = np.interp(years, at, ends.loc[before][held]) + over[before]
        end = np.interp(years - 1 / 12, at, ends.loc[now][held]) + over[now]
        found[now] = float(bond_price(start, end, years, 1 / 12)) - 1
    both = pd.DataFrame({"bond": pd.Series(found), "fund": fund_returns(shared, fund)}).dropna()
    assert float(both.corr().iloc[0, 1]) == pytest.approx(reached[0], abs=0.01)
    assert float(1200 * (both["bond"] - both["fund"]).mean()) == pytest.approx(reached[1], abs=0.3)
