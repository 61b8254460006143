"""Estimate the liability rules on the official record: ``python scripts/calibrate_liabilities.py [--write]``.

Prints every coefficient with its standard error and window, and with
``--write`` puts them into src/tidegate/bank/liabilities/parameters.toml. The
windows end before what the rules are judged on, where there is data enough.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import numpy as np

from tidegate.bank.income.rates import announced_rates
from tidegate.bank.liabilities.estimation import (
    currency_estimate,
    decay_estimate,
    foreign_pool_estimate,
    split_estimate,
)
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for
from tidegate.data import open_store

PARAMETERS = (
    Path(__file__).resolve().parents[1] / "src" / "tidegate" / "bank" / "liabilities" / "parameters.toml"
)
STORE = open_store(today=date(2026, 10, 8))
RATES = announced_rates(plan_for(load("fed")), np.datetime64("2016-01-01"), np.datetime64("2026-10-07"))


def at(name, days):
    """Values of a series on days; NaN where it has none."""
    found = STORE.series(name)
    where = np.minimum(np.searchsorted(found.dates, days), found.dates.size - 1)
    return np.where(found.dates[where] == days, found.values[where], np.nan)


def gdp_at(days):
    """Nominal GDP of the quarter of each day."""
    found = STORE.series("GDP")
    return found.values[np.searchsorted(found.dates, days, side="right") - 1]


def split():
    """Weeks that end on the last Wednesdays of 2021Q1 to 2023Q2: means of both, so that they cover the same days."""
    ends = np.arange("2021-03", "2023-07", 3, dtype="datetime64[M]")
    last = (ends + 1).astype("datetime64[D]") - 1
    days = last - ((last.astype(int) + 1) % 7)  # back to a Wednesday
    week = days[:, None] - np.arange(7)
    on_rrp = np.nanmean(at("RRPONTSYD", week), axis=1)
    bills = at("NET_BILL_ISSUANCE", (ends[1:] - 2).astype("datetime64[D]"))
    return split_estimate(on_rrp, at("WRESBAL", days), bills, RATES.on(days, "reverse_repo_pct"))


def floor():
    """Mean of ON RRP on Wednesdays of 2018-04 to 2021-02."""
    days = np.arange("2018-04-04", "2021-02-25", 7, dtype="datetime64[D]")
    return float(np.nanmean(at("RRPONTSYD", days)))


def currency():
    """Quarterly means 2004Q1 to 2022Q1, without the pandemic."""
    weekly, funds = STORE.series("WCURCIR"), STORE.series("FEDFUNDS")
    quarters = np.arange("2003-10", "2022-04", 3, dtype="datetime64[M]")

    def mean(found):
        month = found.dates.astype("datetime64[M]")
        return np.array([found.values[(month >= q) & (month < q + 3)].mean() for q in quarters])

    changes = quarters[1:]
    use = (changes < np.datetime64("2020-01")) | (changes > np.datetime64("2021-04"))
    return currency_estimate(mean(weekly), gdp_at(quarters.astype("datetime64[D]")), mean(funds), use)


def foreign():
    """Wednesdays 2016-02-03 to 2022-03-30."""
    days = np.arange("2016-02-03", "2022-03-31", 7, dtype="datetime64[D]")
    pool = at("WLRRAL", days) - at("RRPONTSYD", days)
    return foreign_pool_estimate(
        np.where(pool > 0, pool, np.nan), gdp_at(days), RATES.on(days, "reverse_repo_pct")
    )


def other():
    """Usual share of other liabilities in total assets, and the time in which the surge of 2020 halves."""

    def share(first, last):
        days = np.arange(first, last, 7, dtype="datetime64[D]")
        parts = sum(at(name, days) for name in ("WCURCIR", "WTREGEN", "WLRRAL", "WRESBAL"))
        found = 100.0 * (at("WALCL", days) - parts) / at("WALCL", days)
        keep = np.isfinite(found)
        return days[keep], found[keep]

    usual = float(share("2017-01-04", "2020-01-01")[1].mean())
    days, found = share("2020-07-01", "2022-03-31")
    years = (days - days[0]).astype(float) / 365.25
    slope = np.polyfit(years, np.log(np.maximum(found - usual, 0.05)), 1)[0]
    return usual, float(np.log(2.0) / -slope)


def premium_decay():
    """Premiums between two Wednesdays after the end of purchases."""
    a, b = np.array(["2022-06-29", "2023-03-22"], dtype="datetime64[D]")
    opening, closing = at("WUPSHO", np.array([a, b]))
    return decay_estimate(opening, closing, (b - a).astype(int) / 365.25)


def discount_decay():
    """Discounts while no bills were held."""
    a, b = np.array(["2016-02-03", "2017-12-27"], dtype="datetime64[D]")
    opening, closing = -at("WUDSHO", np.array([a, b]))
    return decay_estimate(opening, closing, (b - a).astype(int) / 365.25)


def main() -> None:
    """Print the estimates; write them if asked to."""
    estimates = {"split": split(), "currency": currency(), "foreign_pool": foreign()}
    for name, found in estimates.items():
        print(
            name,
            found.value.round(5),
            "se",
            found.error.round(5),
            "R2",
            round(found.r_squared, 3),
            found.observations,
        )
    values = {
        "bills": estimates["split"].value[0],
        "liquidity": estimates["split"].value[1],
        "rate_bn_per_point": estimates["split"].value[2],
        "floor_bn": floor(),
        "constant": estimates["currency"].value[0],
        "rate": estimates["currency"].value[1],
        "pull": estimates["currency"].value[2],
        "base_pct": estimates["foreign_pool"].value[0],
        "slope_pct": estimates["foreign_pool"].value[1],
        "share_pct": other()[0],
        "return_years": other()[1],
        "premium_decay_per_year": premium_decay(),
        "discount_decay_per_year": discount_decay(),
    }
    for name, value in values.items():
        print(f"{name} = {value:.4g}")
    if "--write" in sys.argv:
        text = PARAMETERS.read_text("utf-8")
        for name, value in values.items():
            text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value:.4g}", text)
        PARAMETERS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
