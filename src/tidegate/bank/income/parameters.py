"""Parameters of income and remittances, from the file beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.liabilities.grid import Floats
from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import Days


@dataclass(frozen=True)
class IncomeParameters:
    """What income needs beside balances and rates.

    Attributes
    ----------
    money_market_days, coupon_days
        Days of a year for overnight interest and for coupons.
    interest_bearing_share
        Part of other liabilities and capital that earns interest at the IORB.
    expense_year, expense_bn, expense_growth_pct
        Operating expenses with assessments of published years, $ bn, and their
        growth beyond; see `expenses_path`.
    other_income_bn
        Services and the rest, $ bn a year.
    paid_in_capital_bn, dividend_ceiling_pct
        Dividends: the ten-year yield, at most the ceiling, on that capital.
    still_remitting_growth_bn, still_remitting_most_bn
        Remittances of Banks without a deferred asset of their own while the
        others recover losses: they grow by the first ($ bn a year, each year)
        up to the second ($ bn a year).
    suspended_since
        When the deferred asset began that stands on an opening day with one.
    mbs_spread_points
        Yield of the MBS held over the ten-year Treasury; see `unrealised.mbs_value`.
    """

    money_market_days: float
    coupon_days: float
    interest_bearing_share: float
    expense_year: tuple[float, ...]
    expense_bn: tuple[float, ...]
    expense_growth_pct: float
    other_income_bn: float
    paid_in_capital_bn: float
    dividend_ceiling_pct: float
    still_remitting_growth_bn: float
    still_remitting_most_bn: float
    suspended_since: date
    mbs_spread_points: float

    def __post_init__(self) -> None:
        text = N_("income parameter {name}: {value} is not allowed; give {allowed}")
        years, amounts = np.asarray(self.expense_year), np.asarray(self.expense_bn)
        rules = (
            ("money_market_days", self.money_market_days in (360, 365, 365.25), "360 / 365"),
            ("coupon_days", 365 <= self.coupon_days <= 366, "365 ... 366"),
            ("interest_bearing_share", 0 <= self.interest_bearing_share <= 1, "0 ... 1"),
            ("expense_year", years.size >= 2 and bool((np.diff(years) > 0).all()), ">= 2, increasing"),
            ("expense_bn", amounts.shape == years.shape and bool((amounts > 0).all()), "> 0"),
            ("expense_growth_pct", -10 <= self.expense_growth_pct <= 20, "-10 ... 20"),
            ("paid_in_capital_bn", 0 <= self.paid_in_capital_bn <= 1000, "0 ... 1000"),
            ("dividend_ceiling_pct", 0 <= self.dividend_ceiling_pct <= 100, "0 ... 100"),
            ("mbs_spread_points", abs(self.mbs_spread_points) <= 10, "-10 ... 10"),
            ("still_remitting_growth_bn", 0 <= self.still_remitting_growth_bn <= 100, "0 ... 100"),
            ("still_remitting_most_bn", 0 <= self.still_remitting_most_bn <= 100, "0 ... 100"),
        )
        InputError.check(
            Message(text, {"name": name, "value": getattr(self, name), "allowed": allowed})
            for name, good, allowed in rules
            if not good
        )


@cache
def parameter_table() -> dict[str, Any]:
    """Return the file of parameters."""
    text = resources.files("tidegate.bank.income").joinpath("parameters.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def income_parameters() -> IncomeParameters:
    """Return the parameters shipped with the package."""
    table = parameter_table()
    return IncomeParameters(
        money_market_days=table["day_count"]["money_market_days"],
        coupon_days=table["day_count"]["coupon_days"],
        interest_bearing_share=table["deposits"]["interest_bearing_share"],
        expense_year=tuple(table["expenses"]["year"]),
        expense_bn=tuple(table["expenses"]["amount_bn"]),
        expense_growth_pct=table["expenses"]["growth_pct"],
        other_income_bn=table["other_income"]["amount_bn"],
        paid_in_capital_bn=table["dividends"]["capital_bn"],
        dividend_ceiling_pct=table["dividends"]["ceiling_pct"],
        still_remitting_growth_bn=table["remittances"]["still_remitting_growth_bn_per_year2"],
        still_remitting_most_bn=table["remittances"]["still_remitting_most_bn_per_year"],
        suspended_since=table["remittances"]["suspended_since"],
        mbs_spread_points=table["valuation"]["mbs_spread_points"],
    )


def expenses_path(days: Days, parameters: IncomeParameters) -> Floats:
    """Return operating expenses with assessments at an annual rate on the report days, $ bn a year.

    Published years as they are; years between lie on a line in logs, years
    beyond grow (and years before shrink) at the assumed rate. The amount of a
    year holds throughout it.
    """
    year = days.astype("datetime64[Y]").astype(int) + 1970
    known, logs = np.asarray(parameters.expense_year, dtype=float), np.log(parameters.expense_bn)
    growth = np.log1p(parameters.expense_growth_pct / 100.0)
    inside = np.interp(year, known, logs)
    beyond = np.maximum(year - known[-1], 0.0) - np.maximum(known[0] - year, 0.0)
    return np.asarray(np.exp(inside + growth * beyond))


def interest_deposits(other_bn: ArrayLike, parameters: IncomeParameters) -> Floats:
    """Return the deposits beside reserves that earn the IORB, $ bn, not below 0.

    Parameters
    ----------
    other_bn
        Other liabilities and capital without the deferred asset (`Liabilities.other_bn`).
    """
    return np.asarray(np.maximum(parameters.interest_bearing_share * np.asarray(other_bn, dtype=float), 0.0))
