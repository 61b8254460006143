"""Conditions of a projection of the Fed: yields of new issues, mortgage rates, bill rates, price index.

Up to the day on which the plan was known they are the record; beyond it each
goes on by a stated rule. Nothing published later than that day is used.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.issuance import Issuance
from tidegate.data import Store
from tidegate.data.asof import SeriesData
from tidegate.errors import TidegateError
from tidegate.message import N_, Message, Number
from tidegate.units import Days, day

_YIELDS = {
    "2y": "DGS2",
    "3y": "DGS3",
    "5y": "DGS5",
    "7y": "DGS7",
    "10y": "DGS10",
    "20y": "DGS20",
    "30y": "DGS30",
}
_REAL_YIELD = "DFII10"
"""The only real yield held: it stands for TIPS of every term."""
_BILL_YIELD = "DGS3MO"
_MORTGAGE_WEEKLY, _MORTGAGE_QUARTERLY, _TEN_YEAR = "MORTGAGE30US", "MORTGAGE30Q", "DGS10"
_USUAL_SPREAD_SINCE = np.datetime64("2011-01-01")
_SPREAD_HALF_LIFE_MONTHS = 12.0
"""How fast an unusual mortgage spread is assumed to return to its mean: an assumption, not an estimate."""


def carried(found: SeriesData, days: Days) -> NDArray[np.float64]:
    """Return the last value on or before each day; the first value before the series begins."""
    at = np.searchsorted(found.dates, days, side="right") - 1
    return found.values[np.maximum(at, 0)]


def new_coupons(store: Store, book: SecurityBook, issues: Issuance, known_on: date) -> NDArray[np.float64]:
    """Return the coupons at which new issues are sold, percent per year, shape [issues].

    A new note or bond is sold at the constant-maturity yield of its term on
    the day of issue; TIPS at the ten-year real yield, but not below 0.125%;
    FRNs at the mean spread of those held. Beyond `known_on` yields stay where
    they were.
    """
    found = np.zeros(len(issues))
    tenors = np.array(issues.tenor)
    for tenor, series_id in _YIELDS.items():
        rows = tenors == tenor
        if rows.any():
            found[rows] = carried(store.series(series_id, known_on), issues.issue[rows])
    tips = issues.kind == Kind.TIPS
    if tips.any():
        found[tips] = np.maximum(carried(store.series(_REAL_YIELD, known_on), issues.issue[tips]), 0.125)
    frn = issues.kind == Kind.FRN
    held = book.kind == Kind.FRN
    if frn.any() and held.any():
        found[frn] = float(np.average(book.coupon_pct[held], weights=book.par_bn[held]))
    return found


def bill_yield(store: Store, days: Days, known_on: date) -> NDArray[np.float64]:
    """Return the three-month bill yield of each day, percent per year; beyond `known_on` it stays where it was."""
    return carried(store.series(_BILL_YIELD, known_on), days)


def mortgage_rates(
    store: Store, months: NDArray[np.datetime64], known_on: date
) -> tuple[NDArray[np.float64], tuple[Message, ...]]:
    """Return the mean 30-year mortgage rate of each month, percent per year, and what was assumed.

    The weekly survey where the user has it, otherwise the published quarterly
    means, interpolated to months so that each quarter keeps its mean as nearly
    as monthly ten-year yields allow: rate = ten-year yield of the month + the
    quarter's spread. Beyond `known_on` the ten-year yield stays where it was
    and the spread returns to its mean with a half-life of a year.
    """
    tens = store.series(_TEN_YEAR, known_on)
    ten = _monthly_mean(tens, months)
    try:
        weekly = store.series(_MORTGAGE_WEEKLY, known_on)
        rate = _monthly_mean(weekly, months)
        last = weekly.dates[-1].astype("datetime64[M]")
        spread = np.where(months <= last, rate - ten, np.nan)
    except TidegateError:
        quarterly = store.series(_MORTGAGE_QUARTERLY, known_on)
        spread, last = _quarterly_spread(quarterly, tens, months)
    history = spread[np.isfinite(spread)]
    usual = _usual_spread(store, known_on)
    ahead = np.maximum((months - last).astype(int), 0)
    newest = float(history[-1]) if history.size else usual
    path = usual + (newest - usual) * 0.5 ** (ahead / _SPREAD_HALF_LIFE_MONTHS)
    spread = np.where(np.isfinite(spread), spread, path)
    text = N_(
        "Mortgage rates after {month}: ten-year yield of {when} "
        "plus a spread that returns from {now} to {usual} points."
    )
    assumed = Message(
        text,
        {
            "month": str(last),
            "when": tens.dates[-1].item(),
            "now": Number(newest, 2),
            "usual": Number(usual, 2),
        },
    )
    return ten + spread, (assumed,) if ahead.any() else ()


def _monthly_mean(found: SeriesData, months: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Mean of a month's values; the last value known where a month has none."""
    month = found.dates.astype("datetime64[M]")
    first, last = np.searchsorted(month, months), np.searchsorted(month, months, side="right")
    total = np.concatenate([[0.0], np.cumsum(found.values)])
    count = last - first
    mean = (total[last] - total[first]) / np.maximum(count, 1)
    return np.where(count > 0, mean, carried(found, months.astype("datetime64[D]")))


def _quarterly_mean(found: SeriesData, firsts: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Mean over the three months' means of each quarter; quarters are given by their first month."""
    months = firsts[:, None] + np.arange(3)
    return np.asarray(_monthly_mean(found, months.ravel()).reshape(-1, 3).mean(axis=1))


def _quarterly_spread(
    quarterly: SeriesData, tens: SeriesData, months: NDArray[np.datetime64]
) -> tuple[NDArray[np.float64], np.datetime64]:
    """Return the spread of each month's quarter, NaN beyond the record, and the record's last month."""
    firsts = quarterly.dates.astype("datetime64[M]")
    ten = _quarterly_mean(tens, firsts)
    at = np.searchsorted(firsts, months, side="right") - 1
    last = firsts[-1] + 2
    inside = (at >= 0) & (months <= last)
    spread = np.where(inside, (quarterly.values - ten)[np.maximum(at, 0)], np.nan)
    return spread, np.datetime64(last, "M")


def _usual_spread(store: Store, known_on: date) -> float:
    """Mean spread of the quarterly record since 2011 as known on a day."""
    quarterly = store.series(_MORTGAGE_QUARTERLY, known_on)
    tens = store.series(_TEN_YEAR, known_on)
    recent = quarterly.dates >= day(_USUAL_SPREAD_SINCE)
    firsts = quarterly.dates[recent].astype("datetime64[M]")
    ten = _quarterly_mean(tens, firsts)
    return float((quarterly.values[recent] - ten).mean()) if recent.any() else 1.7
