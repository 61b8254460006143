"""The New York Fed: summary, dates, holdings, rates, repo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from replay_formats.world import World, by_code
from tidegate.catalog import series


def nyfed(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Serve the New York Fed: summary, dates, holdings, rates, repo."""
    if path.endswith("summary.json"):
        codes = (
            "total",
            "bills",
            "notesbonds",
            "tips",
            "tipsInflationCompensation",
            "frn",
            "mbs",
            "cmbs",
            "agencies",
        )
        columns = {c: dict(world.points(by_code("nyfed", c))) for c in codes}
        days = sorted(set().union(*columns.values()))
        known = dict(world.kept["SOMA_TOTAL"])
        rows = []
        for day in days:
            row = {c: columns[c].get(day) for c in codes}
            if day not in known and all(row[c] is not None for c in codes):
                row["total"] = sum(
                    row[c] or 0 for c in codes if c not in ("total", "tipsInflationCompensation")
                )
            rows.append({"asOfDate": str(day), **{k: "" if v is None else repr(v) for k, v in row.items()}})
        return "json", {"soma": {"summary": rows}}
    if path.endswith("list.json"):
        wednesday = world.today - timedelta((world.today.weekday() - 2) % 7)
        return "json", {"soma": {"asOfDates": [str(wednesday - timedelta(7 * k)) for k in range(5)]}}
    if "/get/asof/" in path:
        day = path.rpartition("/")[2].removesuffix(".json")
        table = world.store.holdings(types=("Bills", "NotesBonds", "TIPS", "FRNs", "Agency Debts", "CMBS"))
        agency = np.isin(table["security_type"], ("Agency Debts", "CMBS"))
        treasuries = ~agency
        total = np.nansum(table["par_bn"][treasuries]) + np.nansum(table["inflation_bn"][treasuries])
        factor = world.points(series("TREAST"))[-1][1] / 1e3 / total
        later = np.datetime64(day) - np.datetime64(table.as_of)
        rows = []
        for i in np.flatnonzero(agency == ("agency" in path)):
            rows.append(
                {
                    "asOfDate": day,
                    "cusip": str(table["cusip"][i]),
                    "securityType": str(table["security_type"][i]),
                    "maturityDate": ""
                    if np.isnat(table["maturity"][i])
                    else str(table["maturity"][i] + later),
                    "spread": "" if np.isnan(table["frn_spread_pct"][i]) else f"{table['frn_spread_pct'][i]}",
                    "coupon": "" if np.isnan(table["coupon_pct"][i]) else f"{table['coupon_pct'][i]}",
                    "parValue": f"{table['par_bn'][i] * 1e9 * factor:.0f}",
                    "inflationCompensation": f"{table['inflation_bn'][i] * 1e9 * factor:.0f}",
                    "percentOutstanding": "",
                }
            )
        return "json", {"soma": {"holdings": rows}}
    if "/rates/" in path:
        _, _, kind, code, _ = path.strip("/").split("/")
        rows = [
            {
                "effectiveDate": str(d),
                "percentRate": v,
                "percentPercentile99": v + 0.1,
                "volumeInBillions": 2500 + v,
            }
            for d, v in world.points(series("OBFR"))
            if query["startDate"] <= str(d) <= query["endDate"]
        ]
        return "json", {"refRates": rows}
    rows = [
        {"operationDate": str(d), "operationType": kind, "totalAmtAccepted": str(int(v))}
        for d, v in world.points(series("REPO_ACCEPTED"))
        for kind in ("Repo", "Reverse Repo")
        if query["startDate"] <= str(d) <= query["endDate"]
    ]
    return "json", {"repo": {"operations": rows}}
