"""Prices that are held for estimation only, as months of the assets of the catalogue.

Used by ``estimate_moments.py`` and ``backtest_all_assets.py``. Nothing of it is
committed: what leaves these scripts are estimates and summary statistics.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from tidegate.allocation.panel import FACTORS, Panel
from tidegate.allocation.treasuries import bill_months, tips_months, treasury_months
from tidegate.briefing.curves import MATURITIES
from tidegate.catalog.assets import investable
from tidegate.transmission.markets.mortgage_bonds import MortgageShape, mortgage_return
from tidegate.units import month_end

COLUMNS = FACTORS
FIRST = np.datetime64("1990-01", "M")
PRICES = {
    "ust_1_3": ("test_only/bd_shy_tr_daily.csv",),
    "ust_7_10": ("test_only/bd_ief_tr_daily.csv",),
    "ust_20_plus": ("test_only/bd_tlt_tr_daily.csv",),
    "tips": ("test_only/bd_tip_tr_daily.csv",),
    "ig_credit": ("test_only/bd_lqd_tr_daily.csv",),
    "hy_credit": ("test_only/bd_hyg_tr_daily.csv",),
    "us_broad": ("test_only/eq_spy_tr_daily.csv",),
    "us_growth": ("test_only/eq_qqq_tr_daily.csv",),
    "us_defensive": ("test_only/eq_xlp_tr_daily.csv", "test_only/eq_xlv_tr_daily.csv"),
    "us_small": ("test_only/eq_iwm_tr_daily.csv",),
    "utilities": ("test_only/eq_xlu_tr_daily.csv",),
    "reit": ("test_only/ra_vnq_tr_daily.csv",),
    "taiwan": ("test_only/eq_taiex_daily.csv",),
    "hong_kong": ("test_only/eq_hsi_daily.csv",),
    "em_equity": ("test_only/eq_eem_tr_daily.csv",),
    "em_bonds": ("test_only/bd_emb_tr_daily.csv",),
    "gold": ("test_only/ra_gld_daily.csv",),
    "oil": ("official/DCOILWTICO.csv",),
    "commodities": ("test_only/ra_dbc_tr_daily.csv",),
    "bitcoin": ("test_only/ra_btc_usd_daily.csv",),
}
DIVIDEND_PCT = {"taiwan": 3.5, "hong_kong": 3.3}
"""Added to price indices, percent a year: about what TAIEX and Hang Seng members paid from 2005 to 2024."""
MORTGAGES = MortgageShape(2.0, 7.0, 0.75)
"""Durations of agency MBS in a wave of refinancing and without one, years."""
UNEMPLOYMENT_MOST = 1.0
"""Changes of unemployment in a month count up to this: April 2020 rose by ten points."""


def read(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return days and values of a two-column file."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))[1:]
    rows = [r for r in rows if len(r) > 1 and r[1] not in ("", ".")]
    days = np.array([r[0][:10] for r in rows], dtype="datetime64[D]")
    return days, np.array([float(r[1]) for r in rows])


def by_month(days: np.ndarray, values: np.ndarray, months: np.ndarray, how: str) -> np.ndarray:
    """Return the mean or the last value of each month; NaN where it has none, or too few for a mean."""
    found = np.full(len(months), np.nan)
    at = days.astype("datetime64[M]")
    for i, month in enumerate(months):
        lo, hi = np.searchsorted(at, month), np.searchsorted(at, month, side="right")
        if hi > lo and (how == "last" or hi - lo >= 10 or len(days) < 3000):
            found[i] = values[lo:hi].mean() if how == "average" else values[hi - 1]
    return found


def _change(level: np.ndarray) -> np.ndarray:
    return np.concatenate([[np.nan], level[1:] / level[:-1] - 1.0])


def _step(level: np.ndarray) -> np.ndarray:
    return np.concatenate([[np.nan], np.diff(level)])


def panel_of(raw: Path, how: str = "average", last: str = "2025-11") -> Panel:
    """Return all assets by month, from averages of the month (``average``) or its last day (``last``)."""
    months = np.arange(FIRST, np.datetime64(last, "M") + 1)
    maturities = np.array(list(MATURITIES.values()))
    par = np.stack(
        [by_month(*read(raw / f"official/{name}.csv"), months, how) for name in MATURITIES], axis=1
    )
    bill = bill_months(par[:, 0])
    rebuilt = treasury_months(maturities, par)
    prices = by_month(*read(raw / "official/CPIAUCSL.csv"), months, "last")
    real = by_month(*read(raw / "official/DFII10.csv"), months, how)
    rebuilt["tips"] = tips_months(real, prices)
    rebuilt["mbs"] = _mortgages(raw, months, how)
    rebuilt["cash"] = bill
    total = {}
    for name in investable():
        earned = np.full(len(months), np.nan)
        if name in PRICES:
            parts = [_change(by_month(*read(raw / f), months, how)) for f in PRICES[name]]
            earned = np.mean(parts, axis=0) + DIVIDEND_PCT.get(name, 0.0) / 1200.0
        held_back = rebuilt.get(name, np.full(len(months), np.nan))
        total[name] = np.where(np.isfinite(earned), earned, held_back)
    jobs = by_month(*read(raw / "official/UNRATE.csv"), months, "last")
    factors = np.stack(
        [
            _step(par[:, 0]),
            _step(par[:, list(MATURITIES).index("DGS10")]),
            np.clip(_step(jobs), -UNEMPLOYMENT_MOST, UNEMPLOYMENT_MOST),
            100.0 * _change(prices),
            _change(by_month(*read(raw / "open/fx_usdtwd_monthly.csv"), months, "last")),
            _change(by_month(*read(raw / "open/fx_usdhkd_monthly.csv"), months, "last")),
        ],
        axis=1,
    )
    excess = np.stack([total[name] - bill for name in investable()], axis=1)
    known = month_end(months) + np.timedelta64(1, "D")
    late = np.array([0, 0, 8, 14, 3, 3]).astype("timedelta64[D]")
    return Panel(
        months,
        investable(),
        excess,
        factors,
        bill,
        ("user",) * len(investable()),
        np.repeat(known[:, None], len(investable()), axis=1),
        known[:, None] + late[None, :],
        np.full(len(investable()), how == "average"),
    )


def _mortgages(raw: Path, months: np.ndarray, how: str) -> np.ndarray:
    """Return agency MBS approximated from the survey's mortgage rate, less half a point for servicing and guarantee."""
    rate = by_month(*read(raw / "test_only/MORTGAGE30US.csv"), months, how)
    pool = np.full(len(rate), np.nan)
    pool[0] = rate[0]
    for t in range(1, len(rate)):  # the pool's mean rate follows the market's over some five years
        pool[t] = pool[t - 1] + (rate[t] - pool[t - 1]) / 60.0
    earned = mortgage_return(rate[:-1] - 0.5, rate[:-1] - pool[:-1], np.diff(rate), MORTGAGES)
    return np.concatenate([[np.nan], earned])
