"""The liability rules against H.4.1 through QT2, given what the Treasury and the public did.

Given: total assets, the Treasury's account, currency (realised), net bill issuance by quarter, policy
rates, GDP and the deferred asset. Projected from 2022-03-30: the foreign pool, other liabilities and
capital, and how reserves and ON RRP share the rest. The split was estimated on 2021Q2 to 2023Q2, so
quarters from 2023Q3 on are out of sample. To 2023-03-22 reserves and the Treasury's account are
H.4.1's Wednesday levels; later only its averages of the week are at hand, and like is compared with like.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.income.rates import announced_rates
from tidegate.bank.liabilities.grid import quarterly_to_intervals
from tidegate.bank.liabilities.lines import implied_lending, other_assets_path, premium_path, total_assets
from tidegate.bank.liabilities.parameters import liability_parameters
from tidegate.bank.liabilities.paths import currency_path
from tidegate.bank.liabilities.projection import OpeningLiabilities, project_liabilities
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for
from tidegate.data import open_store

STORE = open_store(today=date(2026, 10, 8))
DAYS = np.arange("2022-03-30", "2026-01-01", 7, dtype="datetime64[D]")
RATES = announced_rates(plan_for(load("fed")), DAYS[0], DAYS[-1])
OUT_OF_SAMPLE = np.datetime64("2023-07-01")
LEVELS_UNTIL = np.datetime64("2023-03-22")


def near(name: str, days: np.ndarray) -> np.ndarray:
    """Values on the days, on a straight line where a week is missing."""
    found = STORE.series(name)
    return np.interp(days.astype(float), found.dates.astype(float), found.values)


def level_or_average(level: str, average: str) -> np.ndarray:
    """Wednesday levels while H.4.1's reserves are at hand as such, then averages of the week that ends there."""
    return np.where(DAYS <= LEVELS_UNTIL, near(level, DAYS), near(average, DAYS))


def deferred_asset() -> np.ndarray:
    """H.4.1, with the year-ends that its weekly series lacks (131.5 and 215.2: last weeks of 2023 and 2024)."""
    found = STORE.series("RESPPLLOPNWW")
    days = np.concatenate([found.dates, np.array(["2023-12-27", "2024-12-25"], dtype="datetime64[D]")])
    values = np.concatenate([found.values, [-131.5, -215.2]])
    order = np.argsort(days)
    return np.maximum(-np.interp(DAYS.astype(float), days[order].astype(float), values[order]), 0.0)


def gdp(days: np.ndarray) -> np.ndarray:
    found = STORE.series("GDP")
    return found.values[np.searchsorted(found.dates, days, side="right") - 1]


def bills(days: np.ndarray) -> np.ndarray:
    found = STORE.series("NET_BILL_ISSUANCE")
    return quarterly_to_intervals(days, found.dates.astype("datetime64[M]"), found.values)


def other_before(day: str) -> float:
    """Mean of other liabilities and capital over the four weeks to a day: no deferred asset then.

    They move about without returning to a mean, so the latest level is the forecast; one week is too noisy.
    """
    days = np.datetime64(day) - 7 * np.arange(4)
    parts = near("WCURCIR", days) + near("WTREGEN", days) + near("WLRRAL", days) + near("WRESBAL", days)
    return float((near("WALCL", days) - parts).mean())


def quarter_ends() -> np.ndarray:
    months = DAYS.astype("datetime64[M]")
    ends = (np.roll(months, -1) != months) & (months.astype(int) % 3 == 2)
    ends[-1] = True
    return np.flatnonzero(ends & (np.arange(DAYS.size) > 0))


@pytest.fixture(scope="module")
def replay():
    on_rrp = near("RRPONTSYD", DAYS)
    opening = OpeningLiabilities(
        currency_bn=near("WCURCIR", DAYS)[0],
        tga_bn=near("WDTGAL", DAYS)[0],
        foreign_rrp_bn=near("WLRRAL", DAYS)[0] - on_rrp[0],
        on_rrp_bn=on_rrp[0],
        other_bn=other_before("2022-03-30"),
    )
    realised = {"currency_bn": near("WCURCIR", DAYS), "tga_bn": level_or_average("WDTGAL", "WTREGEN")}
    return project_liabilities(
        DAYS,
        near("WALCL", DAYS),
        opening,
        gdp(DAYS),
        RATES.on(DAYS, "reverse_repo_pct"),
        bills(DAYS),
        deferred_asset(),
        overrides=realised,
    )


@pytest.fixture(scope="module")
def record():
    return level_or_average("WRBWFRBL", "WRESBAL"), near("RRPONTSYD", DAYS)


def table(replay, record):
    reserves, on_rrp = record
    rows = []
    for i in quarter_ends():
        both = reserves[i] + on_rrp[i]
        rows.append(
            {
                "day": DAYS[i],
                "both_pct": 100 * (replay.reserves_bn[i] + replay.on_rrp_bn[i]) / both - 100,
                "reserves_pct": 100 * replay.reserves_bn[i] / reserves[i] - 100,
                "on_rrp_bn": replay.on_rrp_bn[i],
                "on_rrp_was_bn": on_rrp[i],
            }
        )
    return rows
