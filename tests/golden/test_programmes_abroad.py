"""The programmes of the ECB, the Bank of England and the Bank of Japan against published figures."""

from __future__ import annotations

import calendar
import csv
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


# ECB, history of the APP: net purchases in the month, all four programmes, EUR bn.
def test_app_pace_against_net_purchases(shared: Path) -> None:
    plan = plan_for(load("ecb"))
    bought: dict[str, float] = {}
    names = list(calendar.month_name)
    year = ""
    with (shared / "soma" / "APP_breakdown_history.csv").open(encoding="utf-8") as lines:
        for cells in csv.reader(lines):
            year = cells[0] if cells and cells[0].isdigit() else year
            if len(cells) > 5 and cells[1] in names[1:]:
                bought[f"{year}-{names.index(cells[1]):02d}"] = (
                    sum(float(c.replace(",", "")) for c in cells[2:6]) / 1000
                )
    for first, last, tolerance in [
        ("2015-04", "2016-03", 0.05),
        ("2016-04", "2017-03", 0.05),
        ("2017-04", "2017-12", 0.05),
        ("2018-01", "2018-09", 0.05),
        ("2018-10", "2018-12", 0.05),
        ("2019-12", "2020-02", 0.15),
        ("2020-03", "2020-12", 0.05),  # with the additional envelope of 120
        ("2021-01", "2021-12", 0.05),
        ("2022-04", "2022-06", 0.05),
    ]:
        window = np.arange(first, np.datetime64(last, "M") + 1, dtype="datetime64[M]")
        actual = sum(bought[str(month)] for month in window)
        days = window[0].astype("datetime64[D]"), (window[-1] + 1).astype("datetime64[D]")
        assert plan.purchases_bn("app", *days) == pytest.approx(actual, rel=tolerance), (first, last)
    # Run-off at 15 a month on average from March to June 2023.
    window = np.arange("2023-03", "2023-07", dtype="datetime64[M]")
    assert -sum(bought[str(month)] for month in window) == pytest.approx(
        plan.caps("app", window).sum(), rel=0.05
    )


def test_ecb_run_off() -> None:
    plan = plan_for(load("ecb"))
    window = np.arange("2023-02", "2023-08", dtype="datetime64[M]")
    assert plan.caps("app", window).tolist() == [0, 15, 15, 15, 15, math.inf]
    window = np.arange("2024-06", "2025-02", dtype="datetime64[M]")
    assert plan.caps("pepp", window).tolist() == [0, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5, math.inf]


def test_ecb_plan_of_december_2021_was_brought_forward() -> None:
    # Decisions of 2021-12-16 (40, 30, 20 by quarter) and 2022-03-10 (40, 30, 20 by month).
    before, after = (plan_for(load("ecb"), f"known:{d}") for d in ("2022-03-09", "2022-03-10"))
    assert [before.purchase_pace_bn("app", f"2022-{m:02d}-15") for m in (4, 5, 6, 8, 11)] == [
        40,
        40,
        40,
        30,
        20,
    ]
    assert [after.purchase_pace_bn("app", f"2022-{m:02d}-15") for m in (4, 5, 6, 8)] == [40, 30, 20, 20]


def test_pandemic_envelopes() -> None:
    assert plan_for(load("ecb")).purchases_bn("pepp", "2020-03-01", "2022-04-01") == pytest.approx(1850)
    known = plan_for(load("ecb"), "known:2020-07-01")
    assert known.purchases_bn("pepp", "2020-03-01", "2022-04-01") == pytest.approx(1350)


def test_deposit_facility_rate(shared: Path) -> None:
    plan = plan_for(load("ecb"))
    folder = shared / "central_banks"
    # In force at the end of the month that starts on the date given.
    for row in rows(folder / "ecb_deposit_facility_rate_monthly.csv"):
        month = np.datetime64(row["date"], "M")
        if month >= np.datetime64("2008-11"):
            end = (month + 1).astype("datetime64[D]") - 1
            assert plan.policy_rate(end).reserves_pct == float(row["value"]), row
    for row in rows(folder / "points_ecb_dfr_changes_2024_2026.csv"):
        when = date.fromisoformat(row["date"])
        assert plan.policy_rate(when).reserves_pct == float(row["value"]), row
        assert plan.policy_rate(np.datetime64(when) - 1).reserves_pct != float(row["value"]), row
    assert plan.policy_rate("2026-09-16").reserves_pct == 2.5


def test_bank_rate(shared: Path) -> None:
    plan = plan_for(load("boe"))
    folder = shared / "central_banks"
    for row in rows(folder / "bis_uk_bank_rate_monthly.csv"):
        if row["date"] >= "2009-03-31":
            assert plan.policy_rate(row["date"]).upper_pct == float(row["value"]), row
    for row in rows(folder / "points_uk_bank_rate_monthly_avg.csv"):
        month = np.datetime64(row["date"], "M")
        days = np.arange(month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]"))
        mean = np.mean([plan.policy_rate(day).upper_pct for day in days[np.is_busday(days)]])
        assert mean == pytest.approx(float(row["value"]), abs=0.03), row  # bank holidays aside


# Bank of England, APF gilt sales Market Notices: stock aimed at for the end of each window, GBP bn.
def test_gilt_envelopes(shared: Path) -> None:
    envelopes = plan_for(load("boe")).envelopes("treasuries")
    assert [e.total_bn for e in envelopes] == [80, 100, 100, 70]
    assert [e.target_stock_bn for e in envelopes] == [758, 658, 558, 488]
    assert [e.sales_bn for e in envelopes] == [None, None, 13, 21]
    for before, after in zip(envelopes[:-1], envelopes[1:], strict=True):
        assert before.target_stock_bn is not None
        assert before.target_stock_bn - after.total_bn == after.target_stock_bn
    targets = {e.until.isoformat(): e.target_stock_bn for e in envelopes}
    for row in rows(shared / "central_banks" / "points_boe_apf_mpc_stock_targets.csv"):
        assert targets[row["date"]] == float(row["value"])


def test_gilt_plan_on_a_day() -> None:
    plan = plan_for(load("boe"))
    now = plan.envelope("treasuries", "2026-01-15")
    assert now is not None
    assert dict(now.sales_split) == {"3-7y": 0.4, "7-20y": 0.4, "20y+": 0.2}
    assert plan.envelope("treasuries", "2026-10-01") is None  # the decision for 2026/27 is not known
    assert plan.envelope("treasuries", "2022-03-01") is None
    assert math.isinf(plan.cap_bn("treasuries", np.datetime64("2022-03")))
    assert plan_for(load("boe"), "known:2022-02-02").cap_bn("treasuries", np.datetime64("2022-03")) == 0


def test_gilt_purchases_to_the_peak() -> None:
    # Peak of the APF: 875 of gilts and 20 of corporate bonds.
    plan = plan_for(load("boe"))
    assert plan.purchases_bn("treasuries", "2009-01-01", "2022-02-01") == pytest.approx(875)
    assert plan.purchases_bn("corporate_bonds", "2009-01-01", "2022-02-01") == pytest.approx(20)
    assert plan.sales_bn("corporate_bonds", "2022-01-01", "2024-01-01") == pytest.approx(20)
    assert "temporary gilt purchases" in plan.facilities("2022-10-01")
    assert "temporary gilt purchases" not in plan.facilities("2022-10-15")


# Bank of Japan: plans of 2024-07-31 and 2025-06-17, JPY bn a month.
def test_japanese_purchases_by_quarter() -> None:
    plan = plan_for(load("boj"))
    quarters = np.arange("2024-08", "2027-06", dtype="datetime64[M]")
    paces = {str(month): plan.gross_purchase_pace_bn("treasuries", month) for month in quarters}
    assert [
        paces[m] for m in ("2024-08", "2024-11", "2025-02", "2025-05", "2025-08", "2025-11", "2026-02")
    ] == [
        5300,
        4900,
        4500,
        4100,
        3700,
        3300,
        2900,
    ]
    assert [paces[m] for m in ("2026-05", "2026-08", "2026-11", "2027-02", "2027-05")] == [
        2700,
        2500,
        2300,
        2100,
        2100,
    ]
    known = plan_for(load("boj"), "known:2025-06-16")
    assert known.gross_purchase_pace_bn("treasuries", "2026-12-01") == 2900
    assert all(plan.buys_gross("treasuries", month) for month in quarters)


def test_japanese_easing() -> None:
    plan = plan_for(load("boj"))
    assert 12 * plan.purchase_pace_bn("treasuries", "2014-01-01") == pytest.approx(50_000, abs=0.1)
    assert 12 * plan.purchase_pace_bn("treasuries", "2015-01-01") == pytest.approx(80_000, abs=0.1)
    bands = {
        d: plan.yield_target(d)
        for d in ("2017-01-01", "2019-01-01", "2022-01-01", "2023-01-01", "2024-01-01")
    }
    assert [t.band_pct for t in bands.values() if t] == [0.1, 0.2, 0.25, 0.5, 1.0]
    assert plan.yield_target("2024-03-21") is None
    assert math.isnan(plan.purchase_pace_bn("treasuries", "2018-01-01"))  # as needed, under the yield target


def test_japanese_policy_rate() -> None:
    plan = plan_for(load("boj"))
    days = ("2016-06-01", "2024-06-01", "2024-09-01", "2025-02-01", "2026-01-05", "2026-07-01", "2026-10-01")
    assert [plan.policy_rate(d).upper_pct for d in days] == [-0.1, 0.1, 0.25, 0.5, 0.75, 1.0, 1.25]
