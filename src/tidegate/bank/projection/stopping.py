"""When an announced run-off stops: reserves have come down to what the bank calls ample.

The Fed's plan of 2022 says itself that it stops "when reserve balances are
somewhat above the level it judges to be consistent with ample reserves". A
plan followed beyond that point would not be the announced one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.model import Record, RedemptionCap, Reinvest
from tidegate.bank.programmes.plan import Plan
from tidegate.units import Days, to_date

AMPLE_PCT_OF_GDP = 8.0
"""Reserves at which run-off stops where nothing else is given: the assumption of the New York Fed's projections
of May 2022 and April 2023 (Open Market Operations during 2021 and 2022)."""


def reached(
    grid: Days, reserves_bn: NDArray[np.float64], gdp_bn: NDArray[np.float64], plan: Plan, ample_pct: float
) -> np.datetime64 | None:
    """Return the first month in which run-off goes on although reserves are ample no more, if there is one.

    Parameters
    ----------
    grid
        Report days, shape [grid].
    reserves_bn, gdp_bn
        On them; GDP at an annual rate.
    plan
        Whose caps say whether run-off goes on.
    ample_pct
        Ample reserves, percent of GDP.
    """
    low = reserves_bn < ample_pct / 100.0 * gdp_bn
    months = grid.astype("datetime64[M]")
    running = (plan.caps("treasuries", months) > 0) | (plan.caps("mbs", months) > 0)
    both = np.flatnonzero(low & running)
    return None if not both.size else np.datetime64(months[both[0]] + 1, "M")


def stopped(plan: Plan, month: np.datetime64) -> Plan:
    """Return the plan with run-off at an end from a month on: Treasuries roll over, MBS principal buys Treasuries."""
    when: date = to_date(month)
    end = Record(
        id="tidegate-ample-stop",
        announced=when,
        effective=when,
        label_en="Run-off stops: reserves are ample",
        label_zh="準備金降到充足水準，停止縮表",
        rules=(
            RedemptionCap(kind="redemption_cap", instrument="treasuries", bn_per_month=0.0),
            RedemptionCap(kind="redemption_cap", instrument="mbs", bn_per_month=0.0),
            Reinvest(kind="reinvest", instrument="mbs", into="treasuries"),
        ),
        source="FOMC, Plans for Reducing the Size of the Federal Reserve's Balance Sheet, 2022-05-04",
        certainty="inferred",
    )
    earlier = tuple(r for r in plan.records if r.effective < when or not _sets_pace(r))
    return replace(plan, records=(*earlier, end))


def _sets_pace(record: Record) -> bool:
    return any(rule.kind in ("redemption_cap", "reinvest") for rule in record.rules)
