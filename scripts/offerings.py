"""Treasury offering amounts from two published compilations, as one table.

Only amounts that the Treasury published are kept: the estimates and
assumptions that stand beside them in the raw files are not read.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date

from tidegate.data.table import Table, days, numbers, text

LAST_PUBLISHED_MONTH = date(2022, 3, 1)
"""Rows after this month of the monthly file are its authors' assumptions."""

MONTHLY = {"5Y TIP": "tips_5y", "10Y TIP": "tips_10y", "30Y TIP": "tips_30y", "2Y FRN": "frn"} | {
    f"{n}Y": f"{n}y" for n in (2, 3, 5, 7, 10, 20, 30)
}
QUARTERLY = {"bill_offering_bn": "bill", "cmb_bill_offering_bn": "cmb", "frn_offering_bn": "frn"} | {
    f"coupon_{n}y_bn": f"{n}y" for n in (2, 3, 5, 7, 10, 20, 30)
}

Row = tuple[date, str, str, float, date | None]


def quarter_start(quarter: str) -> date:
    """Return the first day of a quarter written as ``2024Q1``."""
    return date(int(quarter[:4]), 3 * int(quarter[5]) - 2, 1)


def quarterly(mix: str, refunding: str) -> list[Row]:
    """Return offering amounts by quarter of issue, with the refunding statement's date."""
    released = {
        r["quarter"]: date.fromisoformat(r["qra_release_date"])
        for r in csv.DictReader(io.StringIO(refunding))
    }
    return [
        (quarter_start(row["quarter"]), "Q", tenor, float(row[field]), released.get(row["quarter"]))
        for row in json.loads(mix)["series"]
        for field, tenor in QUARTERLY.items()
        if row[field]
    ]


def monthly(table: str) -> list[Row]:
    """Return auction sizes by month up to `LAST_PUBLISHED_MONTH`; empty cells mean no auction."""
    rows = list(csv.reader(io.StringIO(table)))
    top = next(i for i, row in enumerate(rows) if "MM" in row and "YY" in row)
    header = rows[top]
    found: list[Row] = []
    for row in rows[top + 1 :]:
        if len(row) < len(header) or not row[header.index("YY")].strip():
            continue
        month = date(int(row[header.index("YY")]), int(row[header.index("MM")]), 1)
        if month > LAST_PUBLISHED_MONTH:
            continue
        for name, tenor in MONTHLY.items():
            size = row[header.index(name)].strip()
            if size and float(size):
                found.append((month, "M", tenor, round(float(size), 6), None))
    return found


def offerings(mix: str, refunding: str, table: str) -> Table:
    """Return both as one table, in order of frequency, period and tenor."""
    rows = sorted(quarterly(mix, refunding) + monthly(table), key=lambda r: (r[1], r[0], r[2]))
    return Table(
        {
            "period": days(r[0] for r in rows),
            "frequency": text(r[1] for r in rows),
            "tenor": text(r[2] for r in rows),
            "offering_bn": numbers(r[3] for r in rows),
            "released": days(r[4] for r in rows),
        }
    )
