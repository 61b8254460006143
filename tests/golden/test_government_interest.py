"""Interest on the federal debt since April 2022, rebuilt from the debt of March 2022, beside the record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.debt_inputs import stock_on
from tidegate.briefing.finances import finances
from tidegate.briefing.interest_rebuilt import rebuilt
from tidegate.transmission.markets.government.concepts import concepts

MOST_ERROR_PCT = 8.0
# Record: BEA, A091RC1Q027SBEA (calendar years; 2022 from April) and OMB, FYOINT (fiscal years), $ bn.
RECORD = {
    ("accounts", 2022): 565.0,
    ("accounts", 2023): 938.4,
    ("accounts", 2024): 1119.1,
    ("accounts", 2025): 1182.9,
    ("budget", 2023): 658.3,
    ("budget", 2024): 879.9,
    ("budget", 2025): 970.1,
}
# What was reached, percent: a change here needs its reason.
REACHED = {
    ("accounts", 2022): -4.3,
    ("accounts", 2023): -3.8,
    ("accounts", 2024): -2.3,
    ("accounts", 2025): -1.9,
    ("budget", 2023): -4.6,
    ("budget", 2024): -1.8,
    ("budget", 2025): -3.5,
}
DESK = open_desk(date(2026, 10, 8))


def test_every_year_lies_within_eight_percent_of_the_record():
    found = {(row.concept, row.year): row for row in rebuilt(DESK)}
    assert set(RECORD) <= set(found)
    for key, record in RECORD.items():
        assert found[key].record_bn == pytest.approx(record, abs=0.06)
        assert abs(found[key].error_pct) < MOST_ERROR_PCT, key
        assert found[key].error_pct == pytest.approx(REACHED[key], abs=0.06), key
    assert found["accounts", 2022].months == 9


@pytest.mark.parametrize(("day", "most_pct"), [(date(2023, 10, 10), 1.0)])
def test_the_rolled_stock_meets_the_next_statement(day, most_pct):
    """Bills, notes and TIPS of September 2023 as rolled from March 2022, beside the statement itself."""
    from tidegate.briefing import debt_inputs as inputs
    from tidegate.transmission.markets.government import Financing, roll_debt

    opening, later = stock_on(DESK, date(2022, 4, 30)), stock_on(DESK, day)
    first = np.datetime64("2022-04", "M")
    grid = first + np.arange(18)
    path = roll_debt(
        opening,
        inputs.market_on(DESK, first, 18, "flat"),
        Financing(
            inputs.sales_mix(DESK, grid),
            opening.bill_share,
            inputs.bills_path(DESK, opening.bills_bn, grid),
            inputs.public_debt(DESK, grid),
        ),
    )
    for mine, theirs in (
        (path.marketable_bn, later.marketable_bn),
        (path.bills_bn, later.bills_bn),
        (path.nominal_bn, later.nominal_due_bn.sum()),
    ):
        assert float(mine[-1]) == pytest.approx(float(theirs), rel=most_pct / 100)
    assert float(path.tips_bn[-1]) == pytest.approx(later.tips_due_bn.sum(), rel=0.025)
    # What the Fed rolled over beside the auctions went into FRNs as well: 10% too many of the smallest class.
    assert float(path.frn_bn[-1]) == pytest.approx(later.frn_due_bn.sum(), rel=0.10)


def marketable_interest(shared: Path) -> pd.Series:
    """Interest on marketable debt at a year's rate for each month of 2020 and 2021, from the statements themselves."""
    table = pd.read_csv(shared / "soma/mspd_table3_tidy_202001_202201.csv")

    def series(name: str) -> pd.Series:
        read = pd.read_csv(shared / f"official/{name}.csv", parse_dates=["date"])
        return read.set_index("date")["value"].astype(float)

    bill = series("DGS3MO").resample("MS").mean()
    prices = series("CPIAUCSL").resample("MS").mean()
    index = (prices / prices.shift(1)).shift(2)
    found = {}
    for day, rows in table.groupby("record_date"):
        month = pd.Timestamp(day).replace(day=1)
        bills = rows[rows["class"] == "Bills"]
        cost = np.average(bills["yield_pct"], weights=bills["issued_mn"])
        held = rows.groupby("cusip").agg(
            kind=("class", "first"), coupon=("coupon_pct", "first"), mn=("outstanding_mn", "max")
        )
        held["kind"] = held["kind"].replace({"FRN": "FRNs"})
        by_kind = held.groupby("kind")["mn"].sum() / 1e3
        if not {"TIPS", "FRNs"} <= set(by_kind.index):
            continue  # the file lacks both in November 2021
        fixed = held[held["kind"].isin(["Notes", "Bonds", "TIPS"])]
        found[month] = (
            by_kind["Bills"] * cost / 100
            + (fixed["coupon"] * fixed["mn"]).sum() / 1e5
            + by_kind["FRNs"] * (bill[month] + 0.10) / 100
            + by_kind["TIPS"] * (index[month] - 1) * 12
        )
    return pd.Series(found)


def test_what_is_not_on_marketable_debt_was_measured_before_the_years_that_are_rebuilt(shared):
    interest = marketable_interest(shared)
    accounts = pd.read_csv(shared / "official/A091RC1Q027SBEA.csv", parse_dates=["date"]).set_index("date")[
        "value"
    ]
    before = accounts["2020":"2021"].mean() - interest["2020":"2021"].mean()
    assert concepts()["accounts"].other_bn == pytest.approx(before, abs=1.0)
    budget = (
        pd.read_csv(shared / "official/FYOINT.csv", parse_dates=["date"]).set_index("date")["value"] / 1e3
    )
    fiscal = budget["2021-09-30"] - interest["2020-10":"2021-09"].mean()
    assert concepts()["budget"].other_bn == pytest.approx(fiscal, abs=1.0)


def test_beside_the_budget_office_as_of_its_day():
    """January 2025: the curve of that day gave 942 for fiscal 2025 where the CBO had 952 and the year brought 970."""
    found = finances(open_desk(date(2025, 1, 20)))
    rows = {row.year: row for row in found.rows}
    assert rows[2025].official_bn == 952
    assert rows[2025].net_interest_bn == pytest.approx(942.5, abs=1.0)
    assert rows[2026].official_bn == 1010
    assert rows[2026].net_interest_bn == pytest.approx(1073.1, abs=1.0)
