"""Treasury FiscalData: outstanding securities (MSPD table 3) and auctions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode

import numpy as np

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability
from tidegate.data.providers.text import day, names, number, records
from tidegate.data.table import Table, days, numbers, text
from tidegate.errors import ParseError
from tidegate.message import N_

BASE = "https://api.fiscaldata.treasury.gov/services/api/fiscal_service"
MILLIONS_PER_BN = 1e3
CUSIP = re.compile(r"[0-9A-Z]{9}")

MSPD = MappingProxyType(
    {
        "record_date": ("record_date", "Record Date"),
        "class": ("security_class1_desc", "Security Class 1 Description", "class"),
        "cusip": ("security_class2_desc", "Security Class 2 Description", "cusip"),
        "coupon": ("interest_rate_pct", "Interest Rate", "coupon_pct"),
        "issue": ("issue_date", "Issue Date", "first_issue_date"),
        "maturity": ("maturity_date", "Maturity Date"),
        "issued": ("issued_amt", "Issued Amount (in Millions)", "issued_mn"),
        "inflation": ("inflation_adj_amt", "Amount Adjusted for Inflation (in Millions)", "inflation_adj_mn"),
        "outstanding": ("outstanding_amt", "Outstanding Amount (in Millions)", "outstanding_mn"),
    }
)
"""Field by field: name in the API, in the site's export, in a tidy table."""

CLASSES = MappingProxyType(
    {
        "Bills Maturity Value": "Bills",
        "Bills": "Bills",
        "Notes": "Notes",
        "Bonds": "Bonds",
        "Treasury Inflation-Protected Securities": "TIPS",
        "Inflation-Protected Securities": "TIPS",
        "TIPS": "TIPS",
        "Floating Rate Notes": "FRNs",
        "FRN": "FRNs",
    }
)

AUCTIONS = MappingProxyType(
    {
        "cusip": ("cusip", "CUSIP"),
        "type": ("security_type", "Security Type"),
        "term": ("security_term", "Security Term"),
        "auction_date": ("auction_date", "Auction Date"),
        "issue_date": ("issue_date", "Issue Date"),
        "maturity": ("maturity_date", "Maturity Date"),
    }
)


def _url(endpoint: str, filters: str, page: int) -> str:
    query = {
        "filter": filters,
        "sort": "-record_date",
        "page[size]": 10000,
        "page[number]": page,
        "format": "json",
    }
    return f"{BASE}{endpoint}?{urlencode(query)}"


def mspd_url(record_date: date, page: int = 1) -> str:
    """Return the address of MSPD table 3, marketable, at a month-end (2001 on)."""
    return _url("/v1/debt/mspd/mspd_table_3_market", f"record_date:eq:{record_date.isoformat()}", page)


def auctions_url(start: date, page: int = 1) -> str:
    """Return the address of all auctions from `start` on."""
    return _url("/v1/accounting/od/auctions_query", f"record_date:gte:{start.isoformat()}", page)


def parse_mspd(body: str) -> Table:
    """Read MSPD table 3: the terms and amount of every marketable security at a month-end.

    A reopened security has one row an issue; the amount outstanding stands on
    the first of them and the others are empty. The rows are joined.

    Returns
    -------
    Table
        Columns ``cusip, class, coupon_pct, issue_date, maturity,
        outstanding_bn, inflation_adj_bn`` (NaN where the file has none). Class is Bills, Notes, Bonds, TIPS
        or FRNs. Coupon: 0 for bills, NaN for FRNs. ``issue_date`` is that of
        the first issue. ``outstanding_bn`` of TIPS includes the inflation
        adjustment, which ``inflation_adj_bn`` gives apart.

    Raises
    ------
    ParseError
        For a changed format, several month-ends, an unknown class of a
        security, or two different amounts outstanding for one CUSIP.
    """
    what = "MSPD table 3"
    rows = records(body, what)
    at = names(rows, MSPD, what, optional=("issued", "inflation"))
    rows = [row for row in rows if CUSIP.fullmatch(row[at["cusip"]].strip())]
    dates = {row[at["record_date"]] for row in rows}
    if len(dates) != 1:
        raise ParseError.of(
            N_("{what}: {count} dates in one file; read them one by one"), what=what, count=len(dates)
        )
    by_cusip: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_cusip.setdefault(row[at["cusip"]].strip(), []).append(row)
    joined = [_join(cusip, group, at) for cusip, group in by_cusip.items()]
    return Table(
        {
            "cusip": text(by_cusip),
            "class": text(j.kind for j in joined),
            "coupon_pct": numbers(j.coupon for j in joined),
            "issue_date": days(j.issue for j in joined),
            "maturity": days(j.maturity for j in joined),
            "outstanding_bn": numbers(j.outstanding for j in joined) / MILLIONS_PER_BN,
            "inflation_adj_bn": numbers(j.inflation for j in joined) / MILLIONS_PER_BN,
        },
        day(dates.pop(), what),
    )


class _Security(NamedTuple):
    kind: str
    coupon: float | None
    issue: date | None
    maturity: date | None
    outstanding: float | None
    inflation: float


def _join(cusip: str, group: list[Mapping[str, str]], at: Mapping[str, str]) -> _Security:
    """Return one record for all issues of a security."""
    what = f"MSPD table 3 {cusip}"
    kind = CLASSES.get(group[0][at["class"]].strip())
    if kind is None:
        raise ParseError.of(
            N_("{what}: unknown class {found!r}; known are {known}"),
            what=what,
            found=group[0][at["class"]],
            known=", ".join(CLASSES),
        )
    amounts = {a for row in group if (a := number(row[at["outstanding"]], what)) is not None}
    if len(amounts) > 1:
        raise ParseError.of(N_("{what}: two different amounts outstanding"), what=what)
    coupon = {"Bills": 0.0, "FRNs": None}.get(kind, number(group[0][at["coupon"]], what))
    issues = [d for row in group if (d := day(row[at["issue"]], what)) is not None]
    given = at["inflation"]
    inflation = [number(row[given], what) or 0.0 for row in group] if given else [float("nan")]
    return _Security(
        kind,
        coupon,
        min(issues, default=None),
        day(group[0][at["maturity"]], what),
        next(iter(amounts), None),
        float(np.sum(inflation)),
    )


def by_maturity(terms: Table) -> Table:
    """Return the debt by class and month of maturity, from the terms of every security.

    Parameters
    ----------
    terms
        From `parse_mspd`.

    Returns
    -------
    Table
        Columns ``class``, ``maturity`` (first day of the month), ``outstanding_bn``
        (TIPS with their inflation adjustment) and ``interest_bn``: a year's
        coupons on it, 0 for bills and FRNs. In order of class and month.

    Raises
    ------
    ParseError
        If the amount of a security is not known.
    """
    lost = ~np.isfinite(terms["outstanding_bn"])
    if lost.any():
        cusip = terms["cusip"][int(np.flatnonzero(lost)[0])]
        raise ParseError.of(N_("MSPD table 3: {cusip} has no amount outstanding"), cusip=cusip)
    months = terms["maturity"].astype("datetime64[M]")
    yearly = terms["outstanding_bn"] * np.nan_to_num(terms["coupon_pct"]) / 100.0
    keys = sorted(set(zip(terms["class"].tolist(), months.astype(int).tolist(), strict=True)))
    rows = [(terms["class"] == kind) & (months.astype(int) == month) for kind, month in keys]
    return Table(
        {
            "class": text(kind for kind, _ in keys),
            "maturity": np.array([month for _, month in keys], "datetime64[M]").astype("datetime64[D]"),
            "outstanding_bn": numbers(float(terms["outstanding_bn"][r].sum()) for r in rows),
            "interest_bn": numbers(float(yearly[r].sum()) for r in rows),
        },
        terms.as_of,
    )


def parse_auctions(body: str, start: date | None = None) -> Table:
    """Read auctions, from the API (JSON) or the site's CSV export.

    Parameters
    ----------
    body
        The text.
    start
        Keep only auctions held on or after this day.

    Returns
    -------
    Table
        Columns ``cusip, type, term, auction_date, issue_date, maturity``, in
        order of auction date and CUSIP.

    Raises
    ------
    ParseError
        For a changed format or a row without its three dates.
    """
    what = "Treasury auctions"
    rows = records(body, what)
    at = names(rows, AUCTIONS, what)
    dates = {
        f: days(day(row[at[f]], what) for row in rows) for f in ("auction_date", "issue_date", "maturity")
    }
    for field, column in dates.items():
        if np.isnat(column).any():
            lost = rows[int(np.flatnonzero(np.isnat(column))[0])][at["cusip"]]
            raise ParseError.of(N_("{what}: {cusip} has no {field}"), what=what, cusip=lost, field=field)
    labels = {f: text(row[at[f]].strip() for row in rows) for f in ("cusip", "type", "term")}
    order = np.lexsort((labels["cusip"], dates["auction_date"]))
    table = Table({**labels, **dates}).where(order)
    return table if start is None else table.where(table["auction_date"] >= np.datetime64(start, "D"))


_TERMS = "US government work: public domain"
CAPABILITIES = (
    Capability("fiscaldata", "MSPD table 3, marketable", "monthly", _TERMS, Rights.PUBLIC_DOMAIN, mspd_url),
    Capability("fiscaldata", "Treasury auctions", "daily", _TERMS, Rights.PUBLIC_DOMAIN, auctions_url),
)
