"""Which files and clocks stand behind each asset, and how they are read, for ``estimate_markets.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tidegate.evidence.surprises import FACTORS, RATES, Surprises, rotate
from tidegate.evidence.windows import Closes

Floats = NDArray[np.float64]
Clock = tuple[int, str]
ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT.parent / "shared" / "data"
SINCE = "1993-01-01"
FIRST_PURCHASES = np.datetime64("2008-11-25")
"""Announcement of the first purchases; no balance-sheet surprise is counted before."""
NOT_MONETARY = ("2001-09-17",)
"""The reopening of markets after the attacks of September 2001, left out by all who measure surprises."""
LOWER_BOUND_PCT = 0.25

_NEW_YORK = "America/New_York"
CLOSE: Clock = (16 * 60, _NEW_YORK)
VIX_CLOSE: Clock = (16 * 60 + 15, _NEW_YORK)
H15: Clock = (15 * 60 + 30, _NEW_YORK)
"""Constant maturities: bids about half past three."""
BOND_INDEX: Clock = (15 * 60, _NEW_YORK)
OIL_SETTLEMENT: Clock = (14 * 60 + 30, _NEW_YORK)
NOON: Clock = (12 * 60, _NEW_YORK)
"""The exchange rates of H.10."""
SURVEY: Clock = (-12 * 60, _NEW_YORK)
"""The mortgage survey is out on Thursday and was taken up to the day before."""
TAIPEI: Clock = (13 * 60 + 30, "Asia/Taipei")
HONG_KONG: Clock = (16 * 60, "Asia/Hong_Kong")
MIDNIGHT: Clock = (24 * 60, "UTC")


@dataclass(frozen=True)
class Price:
    """Where one asset's price comes from.

    Attributes
    ----------
    asset, unit
        Id of the catalogue (or a pair ``a-b``), and ``pct`` or ``bp``.
    source
        In words, for the table.
    daily
        Files of daily prices, averaged by return if several; empty: none.
    clock
        When they close.
    monthly
        File of monthly levels or averages; empty: the last daily price of the month.
    minutes
        Columns of the intraday file whose sum, with their signs, is the move within minutes.
    every_days
        7 for weekly figures.
    inverse
        Whether the daily price is one over the one wanted.
    """

    asset: str
    unit: str
    source: str
    daily: tuple[str, ...] = ()
    clock: Clock = CLOSE
    monthly: str = ""
    minutes: tuple[tuple[str, float], ...] = ()
    every_days: int = 1
    inverse: bool = False


def _us(asset: str, source: str, *files: str) -> Price:
    return Price(asset, "pct", source, tuple(f"test_only/{f}" for f in files))


def _yield(tenor: str, column: str = "") -> Price:
    name = {"3m": "DGS3MO"}.get(tenor, f"DGS{tenor[:-1]}")
    return Price(
        f"ust_{tenor}_yield",
        "bp",
        f"H.15 {name}",
        (f"official/{name}",),
        H15,
        minutes=((column, 1.0),) if column else (),
    )


PRICES = (
    _us("ust_1_3", "1-3 year Treasury fund", "bd_shy_tr_daily"),
    _us("ust_7_10", "7-10 year Treasury fund", "bd_ief_tr_daily"),
    _us("ust_20_plus", "20+ year Treasury fund", "bd_tlt_tr_daily"),
    _us("tips", "TIPS fund", "bd_tip_tr_daily"),
    _us("ig_credit", "investment-grade bond fund", "bd_lqd_tr_daily"),
    _us("hy_credit", "high-yield bond fund", "bd_hyg_tr_daily"),
    Price("us_broad", "pct", "S&P 500", ("test_only/eq_spx_price_daily",), minutes=(("SP500", 1.0),)),
    _us("us_growth", "Nasdaq-100", "eq_ndx_daily"),
    _us("us_defensive", "staples and health-care funds, half each", "eq_xlp_tr_daily", "eq_xlv_tr_daily"),
    _us(
        "us_value",
        "financial, energy and industrial funds, a third each",
        "eq_xlf_tr_daily",
        "eq_xle_tr_daily",
        "eq_xli_tr_daily",
    ),
    _us("us_small", "Russell 2000", "eq_russell2000_daily"),
    _us("utilities", "utilities fund", "eq_xlu_tr_daily"),
    _us("reit", "US real-estate fund", "ra_iyr_tr_daily"),
    Price("taiwan", "pct", "TAIEX", ("test_only/eq_taiex_daily",), TAIPEI),
    Price(
        "hong_kong",
        "pct",
        "Hang Seng index",
        ("test_only/eq_hsi_daily",),
        HONG_KONG,
        "test_only/eq_hsi_monthly",
    ),
    _us("em_equity", "emerging-market share fund", "eq_eem_tr_daily"),
    _us("em_bonds", "emerging-market dollar bond fund", "bd_emb_tr_daily"),
    Price(
        "gold",
        "pct",
        "gold fund; monthly average",
        ("test_only/ra_gld_daily",),
        monthly="open/ra_gold_monthly",
    ),
    Price(
        "oil",
        "pct",
        "WTI spot; monthly average",
        ("open/ra_wti_daily",),
        OIL_SETTLEMENT,
        "open/ra_wti_monthly",
    ),
    _us("commodities", "commodity index fund", "ra_dbc_tr_daily"),
    Price("bitcoin", "pct", "Bitcoin, close at midnight UTC", ("test_only/ra_btc_usd_daily",), MIDNIGHT),
    Price(
        "usd_broad",
        "pct",
        "broad dollar index at noon (minutes: DXY)",
        ("open/fx_dtwexbgs_daily",),
        NOON,
        minutes=(("DXY", 1.0),),
    ),
    Price("usdtwd", "pct", "H.10 monthly average", monthly="open/fx_usdtwd_monthly"),
    Price("usdhkd", "pct", "H.10 monthly average", monthly="open/fx_usdhkd_monthly"),
    Price(
        "eurusd",
        "pct",
        "euro fund; H.10 monthly average",
        ("test_only/fx_fxe_tr_daily",),
        monthly="open/fx_eurusd_monthly",
        minutes=(("EURUSD", 1.0),),
    ),
    Price(
        "usdjpy",
        "pct",
        "yen fund, inverted; H.10 monthly average",
        ("test_only/fx_fxy_tr_daily",),
        monthly="open/fx_usdjpy_monthly",
        minutes=(("USDJPY", 1.0),),
        inverse=True,
    ),
    Price(
        "us_homes", "pct", "Case-Shiller, seasonally adjusted", monthly="test_only/ra_case_shiller_sa_monthly"
    ),
    Price("bank_credit", "pct", "H.8, last week of the month", ("official/TOTBKCR",), every_days=7),
    Price("vix", "pct", "VIX", ("test_only/VIXCLS",), VIX_CLOSE),
    _yield("3m", "UST3M"),
    _yield("2y"),
    _yield("5y"),
    _yield("10y"),
    _yield("30y", "UST30Y"),
    Price(
        "breakeven_10y",
        "bp",
        "H.15 nominal less inflation-linked",
        ("official/T10YIE",),
        H15,
        minutes=(("UST10Y", 1.0), ("TIPS10Y", -1.0)),
    ),
    Price("breakeven_5y5y", "bp", "five years in five years, from H.15", ("official/T5YIFR",), H15),
    Price("aaa_yield", "bp", "Moody's Aaa, monthly average", monthly="test_only/AAA"),
    Price("baa_yield", "bp", "Moody's Baa, monthly average", monthly="test_only/BAA"),
    Price("ig_oas", "bp", "ICE BofA US corporate spread", ("test_only/BAMLC0A0CM",), BOND_INDEX),
    Price("hy_oas", "bp", "ICE BofA US high-yield spread", ("test_only/BAMLH0A0HYM2",), BOND_INDEX),
    Price("mortgage_30y", "bp", "Freddie Mac survey", ("test_only/MORTGAGE30US",), SURVEY, every_days=7),
    Price("cpi", "pct", "consumer prices", monthly="official/CPIAUCSL"),
    Price("industrial_production", "pct", "industrial production", monthly="official/INDPRO"),
)
PAIRS = (
    ("us_growth", "us_broad"),
    ("us_growth", "us_value"),
    ("us_growth", "us_defensive"),
    ("bitcoin", "us_broad"),
)
"""Differences of two returns."""


def of_asset(asset: str) -> Price:
    """Return the entry of an asset."""
    return next(p for p in PRICES if p.asset == asset)


@cache
def series(name: str, folder: Path = FOLDER) -> pd.Series:
    """Return one file as a series of finite values by day."""
    table = pd.read_csv(folder / f"{name}.csv", parse_dates=["date"], index_col="date").iloc[:, 0]
    return pd.to_numeric(table, errors="coerce").dropna().loc[SINCE:].sort_index()


@cache
def daily(price: Price, folder: Path = FOLDER) -> pd.Series:
    """Return daily levels; of several files the index of their average return."""
    if len(price.daily) == 1:
        found = series(price.daily[0], folder)
    else:
        table = pd.concat([series(f, folder) for f in price.daily], axis=1, join="inner")
        found = (1.0 + table.pct_change().mean(axis=1).fillna(0.0)).cumprod() * 100.0
    return 1.0 / found if price.inverse else found


def closes(price: Price, folder: Path = FOLDER) -> Closes:
    """Return daily closes with their clock."""
    found = daily(price, folder)
    return Closes(found.index.to_numpy().astype("datetime64[D]"), found.to_numpy(), *price.clock)


@cache
def monthly(price: Price, folder: Path = FOLDER) -> pd.Series:
    """Return levels by month: 100 times logarithms of prices, basis points of yields.

    A last month that is not over is left out. One month that was never
    published (consumer prices of October 2025) lies between its neighbours.
    """
    found = series(price.monthly, folder) if price.monthly else daily(price, folder)
    unfinished = (
        not price.monthly and found.index[-1].days_in_month - found.index[-1].day > 3 + price.every_days
    )
    by_month = found.groupby(found.index.to_period("M")).last()
    if unfinished:
        by_month = by_month.iloc[:-1]
    levels = 100.0 * np.log(by_month) if price.unit == "pct" else 100.0 * by_month
    return levels.reindex(pd.period_range(levels.index[0], levels.index[-1], freq="M")).interpolate(limit=1)


@dataclass(frozen=True)
class Announcements:
    """Announcements with their surprises.

    Attributes
    ----------
    moments
        On the clocks of New York.
    days
        Shape [events].
    surprises
        Named as in `Surprises.values`; the balance sheet's is zero before `FIRST_PURCHASES`.
    whole
        The decomposition.
    unscheduled, at_bound
        Shape [events].
    table
        All intraday moves.
    """

    moments: list[datetime]
    days: NDArray[np.datetime64]
    surprises: dict[str, Floats]
    whole: Surprises
    unscheduled: NDArray[np.bool_]
    at_bound: NDArray[np.bool_]
    table: pd.DataFrame

    def matrix(self, names: tuple[str, ...] = FACTORS) -> Floats:
        """Return surprises [events, names]."""
        return np.column_stack([self.surprises[n] for n in names])


@cache
def announcements(file: str = "mp_usmpd_monetary_events", folder: Path = FOLDER) -> Announcements:
    """Return the announcements of one file of intraday moves."""
    table = pd.read_csv(folder / "test_only" / f"{file}.csv", parse_dates=["date", "date_time"])
    table = table[~table["date"].isin(pd.to_datetime(NOT_MONETARY))].reset_index(drop=True)
    days = table["date"].to_numpy().astype("datetime64[D]")
    early = days < FIRST_PURCHASES
    whole = rotate({name: table[name].to_numpy() for name in RATES}, early)
    told = dict(whole.values)
    told["balance_sheet"] = np.where(early, 0.0, told["balance_sheet"])
    upper = series("official/DFEDTARU", folder)
    before = np.searchsorted(upper.index.to_numpy(), days.astype("datetime64[ns]"), side="left") - 1
    at_bound = (before >= 0) & (upper.to_numpy()[np.clip(before, 0, None)] <= LOWER_BOUND_PCT)
    return Announcements(
        [moment.to_pydatetime() for moment in table["date_time"]],
        days,
        told,
        whole,
        table["Unscheduled"].to_numpy() == 1,
        at_bound,
        table,
    )


Mask = Callable[[NDArray[np.datetime64], NDArray[np.bool_]], NDArray[np.bool_]]
_TURN = np.datetime64("2020-01-01")
SAMPLES: dict[str, Mask] = {
    "all": lambda days, at_bound: np.ones(len(days), bool),
    "before_2020": lambda days, at_bound: days < _TURN,
    "since_2020": lambda days, at_bound: days >= _TURN,
    "lower_bound": lambda days, at_bound: at_bound,
    "off_lower_bound": lambda days, at_bound: ~at_bound,
}
"""Which announcements, or months, a sample holds, by day and by whether the rate stood at its bound before."""
