"""FiscalData: debt, cash, rates, statement of the debt, auctions."""

from __future__ import annotations

from typing import Any

import numpy as np

from replay_formats.world import World
from tidegate.catalog import series


def fiscaldata(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """FiscalData: debt, cash, rates, statement of the debt, auctions; a null is the word."""
    start = query["filter"].rpartition(":")[2]
    if path.endswith("debt_to_penny"):
        both = dict(world.points(series("DEBT_TO_PENNY"))), dict(world.points(series("DEBT_HELD_BY_PUBLIC")))
        rows: list[dict[str, Any]] = [
            {
                "record_date": str(d),
                "tot_pub_debt_out_amt": f"{v:.2f}",
                "debt_held_public_amt": f"{both[1][d]:.2f}",
            }
            for d, v in both[0].items()
        ]
    elif path.endswith("operating_cash_balance"):
        name = "Treasury General Account (TGA) Closing Balance"
        rows = [
            {
                "record_date": str(d),
                "account_type": name,
                "open_today_bal": f"{v:.0f}",
                "close_today_bal": "null",
            }
            for d, v in world.points(series("TGA_DAILY"))
        ]
    elif path.endswith("avg_interest_rates"):
        rows = [
            {
                "record_date": str(d),
                "security_desc": "Total Interest-bearing Debt",
                "avg_interest_rate_amt": str(v),
            }
            for d, v in world.points(series("DEBT_INTEREST_RATE"))
        ]
    elif path.endswith("mspd_table_3_market"):
        terms = world.store.terms()
        names = {"TIPS": "Inflation-Protected Securities", "FRNs": "Floating Rate Notes"}
        rows = [
            {
                "record_date": start,
                "security_class1_desc": names.get(str(terms["class"][i]), str(terms["class"][i])),
                "security_class2_desc": str(terms["cusip"][i]),
                "interest_rate_pct": "null"
                if np.isnan(terms["coupon_pct"][i])
                else str(terms["coupon_pct"][i]),
                "issue_date": str(terms["issue_date"][i]),
                "maturity_date": str(terms["maturity"][i]),
                "issued_amt": "1",
                "inflation_adj_amt": f"{terms['inflation_adj_bn'][i] * 1e3:.4f}",
                "outstanding_amt": f"{terms['outstanding_bn'][i] * 1e3:.4f}",
            }
            for i in range(len(terms))
        ]
        return "json", {"data": rows}
    else:
        found = world.store.auctions()
        rows = [
            {
                "record_date": str(found["auction_date"][i]),
                "cusip": f"A{world.version:02d}{i:06d}",
                "security_type": str(found["type"][i]),
                "security_term": str(found["term"][i]),
                "auction_date": str(found["auction_date"][i] + np.timedelta64(365, "D")),
                "issue_date": str(found["issue_date"][i] + np.timedelta64(365, "D")),
                "maturity_date": str(found["maturity"][i] + np.timedelta64(365, "D")),
            }
            for i in range(len(found) - 20, len(found))
        ]
        return "json", {"data": rows}
    return "json", {"data": [r for r in rows if r["record_date"] >= start], "meta": {}, "links": {}}
