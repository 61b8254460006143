"""New York Fed: holdings of the System Open Market Account, by CUSIP and by class."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import numpy as np

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import day, names, number, observations, records
from tidegate.data.table import Table, days, numbers, text
from tidegate.errors import ParseError
from tidegate.message import N_

BASE = "https://markets.newyorkfed.org/api"
TREASURIES = ("Bills", "NotesBonds", "TIPS", "FRNs")
DOLLARS_PER_BN = 1e9

HOLDINGS = MappingProxyType(
    {
        "as_of": ("asOfDate", "As Of Date"),
        "cusip": ("cusip", "CUSIP"),
        "security_type": ("securityType", "Security Type"),
        "maturity": ("maturityDate", "Maturity Date"),
        "spread": ("spread", "Spread (%)"),
        "coupon": ("coupon", "Coupon (%)"),
        "par": ("parValue", "Par Value"),
        "inflation": ("inflationCompensation", "Inflation Compensation"),
        "fraction": ("percentOutstanding", "Percent Outstanding"),
    }
)
"""Field by field: header of the JSON, header of the CSV."""
OPTIONAL = ("spread", "par", "inflation", "fraction")
"""Fields that an answer about agency securities may lack."""

SUMMARY = MappingProxyType(
    {
        "total": ("total",),
        "bills": ("bills",),
        "notesbonds": ("notesbonds", "notes_&_bonds"),
        "tips": ("tips",),
        "tipsInflationCompensation": ("tipsInflationCompensation", "tips_inflation_compensation"),
        "frn": ("frn",),
        "mbs": ("mbs",),
        "cmbs": ("cmbs",),
        "agencies": ("agencies",),
    }
)


def treasury_url(as_of: date) -> str:
    """Return the address of all Treasury holdings on a Wednesday."""
    return f"{BASE}/soma/tsy/get/asof/{as_of.isoformat()}.json"


def agency_url(as_of: date) -> str:
    """Return the address of all agency holdings on a Wednesday."""
    return f"{BASE}/soma/agency/get/asof/{as_of.isoformat()}.json"


def summary_url() -> str:
    """Return the address of the weekly summary by class, from 2003 on."""
    return f"{BASE}/soma/summary.json"


def dates_url() -> str:
    """Return the address of the list of dates that have holdings."""
    return f"{BASE}/soma/asofdates/list.json"


def parse_holdings(body: str) -> Table:
    """Read holdings by CUSIP, from the markets API (JSON) or the published CSV.

    Returns
    -------
    Table
        Columns ``cusip, security_type, coupon_pct, frn_spread_pct, maturity,
        par_bn, inflation_bn, fraction_outstanding``. The coupon of bills is 0
        and of floating-rate notes NaN; where a row has no par value (agency
        CMBS) its current face stands in. ``percentOutstanding`` of the source
        is a fraction, and stays one.

    Raises
    ------
    ParseError
        For a changed format, two dates in one file, a CUSIP given twice, or a
        row without par.
    """
    what = "SOMA holdings"
    rows = records(body, what, ("soma", "holdings"))
    at = names(rows, HOLDINGS, what, OPTIONAL)
    dates = {row[at["as_of"]] for row in rows}
    if len(dates) != 1:
        raise ParseError.of(
            N_("{what}: {count} dates in one file; read them one by one"), what=what, count=len(dates)
        )
    cusips = [row[at["cusip"]].strip().strip("'") for row in rows]
    kinds = [row[at["security_type"]].strip() for row in rows]
    par = [_par(row, at, cusip) for row, cusip in zip(rows, cusips, strict=True)]
    twice = sorted({c for c in cusips if cusips.count(c) > 1}) if len(set(cusips)) < len(cusips) else []
    if twice:
        raise ParseError.of(N_("{what}: {cusip} is listed twice"), what=what, cusip=twice[0])

    def column(field: str) -> list[float | None]:
        header = at[field]
        return [number(row.get(header, ""), f"{what} {c}") for row, c in zip(rows, cusips, strict=True)]

    coupon = numbers(column("coupon"))
    coupon[np.array(kinds) == "Bills"] = 0.0
    inflation = numbers(column("inflation"))
    return Table(
        {
            "cusip": text(cusips),
            "security_type": text(kinds),
            "coupon_pct": coupon,
            "frn_spread_pct": numbers(column("spread")),
            "maturity": days(day(row[at["maturity"]], what) for row in rows),
            "par_bn": numbers(par) / DOLLARS_PER_BN,
            "inflation_bn": np.nan_to_num(inflation) / DOLLARS_PER_BN,
            "fraction_outstanding": numbers(column("fraction")),
        },
        day(dates.pop(), what),
    )


def _par(row: Mapping[str, str], at: Mapping[str, str], cusip: str) -> float:
    """Return par in dollars, or the current face of a row that has no par."""
    for header in (at["par"], "Current Face Value", "currentFaceValue"):
        value = number(row.get(header, ""), f"SOMA holdings {cusip}")
        if value is not None:
            return value
    raise ParseError.of(N_("SOMA holdings: {cusip} has no par value"), cusip=cusip)


def parse_summary(body: str) -> dict[str, Observations]:
    """Read the weekly summary by class, from the markets API (JSON) or as CSV.

    Returns
    -------
    dict
        Class (keys of `SUMMARY`) to US dollars by Wednesday. An empty cell
        (a class that did not exist yet) is left out.

    Raises
    ------
    ParseError
        For a changed format or a class without any figure.
    """
    what = "SOMA summary"
    rows = records(body, what, ("soma", "summary"))
    at = names(rows, {"as_of": ("asOfDate", "as_of_date"), **SUMMARY}, what)
    found: dict[str, Observations] = {}
    for kind in SUMMARY:
        pairs = [(day(row[at["as_of"]], what), number(row[at[kind]], what)) for row in rows]
        found[kind] = observations(
            [(d, v) for d, v in pairs if d is not None and v is not None], f"{what} {kind}"
        )
    return found


_TERMS = "New York Fed: free use with attribution"
CAPABILITIES = (
    Capability(
        "nyfed", "SOMA Treasury holdings by CUSIP", "weekly", _TERMS, Rights.ATTRIBUTION, treasury_url
    ),
    Capability("nyfed", "SOMA agency holdings by CUSIP", "weekly", _TERMS, Rights.ATTRIBUTION, agency_url),
    Capability("nyfed", "SOMA summary by class", "weekly", _TERMS, Rights.ATTRIBUTION, summary_url),
    Capability("nyfed", "dates with SOMA holdings", "weekly", _TERMS, Rights.ATTRIBUTION, dates_url),
)
