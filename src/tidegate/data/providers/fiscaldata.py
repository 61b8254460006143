"""Treasury FiscalData: outstanding securities (MSPD table 3), auctions, debt and cash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode

import numpy as np

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import JSON, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import day, decode, names, number, observations, records
from tidegate.data.table import Table, days, numbers, text
from tidegate.errors import ParseError
from tidegate.message import N_

BASE = "https://api.fiscaldata.treasury.gov/services/api/fiscal_service"
MILLIONS_PER_BN = 1e3
PAGE_ROWS = 10_000
MOST_PAGES = 20
Rows = Sequence[Mapping[str, str]]
FIRST = MappingProxyType(
    {
        "debt_to_penny": date(1993, 4, 1),
        "operating_cash_balance": date(2005, 10, 3),
        "avg_interest_rates": date(2001, 1, 31),
    }
)
CASH = MappingProxyType(
    {
        "Federal Reserve Account": "close",
        "Treasury General Account (TGA)": "close",
        "Treasury General Account (TGA) Closing Balance": "open",
    }
)
"""Which column has the closing balance, by the name of the row."""
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


def _url(endpoint: str, start: date, page: int, *ties: str) -> str:
    """Return the address of a page of all rows from `start` on; `ties` are the fields that tell rows of a day apart.

    Without them the order of a day's rows is left to chance, and between two pages rows are lost or come twice.
    """
    query = {
        "filter": f"record_date:gte:{start.isoformat()}",
        "sort": ",".join(("-record_date", *ties)),
        "page[size]": PAGE_ROWS,
        "page[number]": page,
        "format": "json",
    }
    return f"{BASE}{endpoint}?{urlencode(query)}"


def mspd_url(start: date, page: int = 1) -> str:
    """Return the address of MSPD table 3, marketable, at every month-end from `start` on (2001 on)."""
    ties = ("security_class1_desc", "security_class2_desc", "issue_date")
    return _url("/v1/debt/mspd/mspd_table_3_market", start, page, *ties)


def auctions_url(start: date, page: int = 1) -> str:
    """Return the address of all auctions from `start` on."""
    return _url("/v1/accounting/od/auctions_query", start, page, "cusip")


def parse_mspd(body: str | Rows) -> Table:
    """Read MSPD table 3: the terms and amount of every marketable security at a month-end.

    A reopened security has one row an issue; the amount outstanding stands on
    the first of them and the others are empty. The rows are joined.

    Parameters
    ----------
    body
        The text, or its rows.

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
    rows = records(body, what) if isinstance(body, str) else body
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


def parse_auctions(body: str | Rows, start: date | None = None) -> Table:
    """Read auctions, from the API (JSON) or the site's CSV export.

    Parameters
    ----------
    body
        The text, or its rows.
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
    rows = records(body, what) if isinstance(body, str) else body
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


def debt_url(start: date, page: int = 1) -> str:
    """Return the address of the debt to the penny, by day."""
    return _url("/v2/accounting/od/debt_to_penny", start, page)


def cash_url(start: date, page: int = 1) -> str:
    """Return the address of the operating cash balance of the Daily Treasury Statement."""
    return _url("/v1/accounting/dts/operating_cash_balance", start, page, "account_type")


def rates_url(start: date, page: int = 1) -> str:
    """Return the address of the average interest rates on the public debt."""
    return _url("/v2/accounting/od/avg_interest_rates", start, page, "security_desc")


def parse_column(
    rows: Rows, column: str, what: str, only: Mapping[str, str] = MappingProxyType({})
) -> Observations:
    """Read one column by ``record_date``, of the rows in which the columns of `only` have its values."""
    at = names(rows, {"day": ("record_date",), "value": (column,), **{k: (k,) for k in only}}, what)
    kept = [row for row in rows if all(row[k].strip() == v for k, v in only.items())]
    pairs = [(day(row[at["day"]], what), number(row[at["value"]], what)) for row in kept]
    return observations([(d, v) for d, v in pairs if d is not None and v is not None], what)


def parse_cash(rows: Rows) -> Observations:
    """Read the Treasury's closing balance at the Fed, USD millions by day.

    The statement changed twice: until October 2021 the row is ``Federal Reserve
    Account``, until April 2022 ``Treasury General Account (TGA)``, both with the
    figure under ``close_today_bal``; since then there is a row for the closing
    balance, and its figure stands under ``open_today_bal``.
    """
    what = "Daily Treasury Statement"
    fields = {"day": ("record_date",), "kind": ("account_type",), "open": ("open_today_bal",)}
    at = names(rows, {**fields, "close": ("close_today_bal",)}, what)
    pairs: list[tuple[date, float]] = []
    for row in rows:
        kind = row[at["kind"]].strip()
        column = CASH.get(kind)
        when = day(row[at["day"]], what)
        value = None if column is None else number(row[at[column]], what)
        if when is not None and value is not None:
            pairs.append((when, value))
    return observations(pairs, what)


def pages(fetch: Fetch, address: Callable[[date, int], str], start: date, what: str) -> Rows:
    """Return the rows of all pages; a page that is not full is the last one."""
    found: list[dict[str, str]] = []
    for page in range(1, MOST_PAGES + 1):
        body = decode(fetch(Ask(address(start, page), JSON, conditional=page == 1)), what)
        rows = records(body, what, empty=page > 1)
        found += rows
        if len(rows) < PAGE_ROWS:
            return found
    raise ParseError.of(N_("{what}: more than {most} pages"), what=what, most=MOST_PAGES)


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each data set of the series asked for."""
    sets: dict[str, list[Series]] = {}
    for entry in entries:
        name = entry.code.partition(":")[0]
        if name in ("debt_to_penny", "operating_cash_balance", "avg_interest_rates"):
            sets.setdefault(name, []).append(entry)
    for name, members in sets.items():
        ids = tuple(e.id for e in members)
        yield Job(f"fiscaldata:{name}", "fiscaldata", partial(_set, name, tuple(members)), ids)


def table_jobs() -> Iterator[Job]:
    """Yield the newest statement of the debt by security, and the auctions."""
    yield Job("fiscaldata:mspd", "fiscaldata", _terms, tables=("terms", "debt"))
    yield Job("fiscaldata:auctions", "fiscaldata", _auctions, tables=("auctions",))


def _set(name: str, entries: tuple[Series, ...], fetch: Fetch, since: date | None, today: date) -> Batch:
    address = {"debt_to_penny": debt_url, "operating_cash_balance": cash_url}.get(name, rates_url)
    rows = pages(fetch, address, since or FIRST[name], name)
    if name == "operating_cash_balance":
        return Batch({e.id: parse_cash(rows) for e in entries})
    if name == "avg_interest_rates":
        only = {"security_desc": "Total Interest-bearing Debt"}
        return Batch({e.id: parse_column(rows, "avg_interest_rate_amt", name, only) for e in entries})
    return Batch({e.id: parse_column(rows, e.code.partition(":")[2], name) for e in entries})


def _terms(fetch: Fetch, since: date | None, today: date) -> Batch:
    """Read the newest statement that is out.

    It comes out on the fourth business day, which holidays move: so the last two month-ends are asked for.
    """
    what = "MSPD table 3"
    before_last = (today.replace(day=1) - timedelta(1)).replace(day=1) - timedelta(1)
    rows = pages(fetch, mspd_url, before_last, what)
    when = names(rows, {"day": ("record_date",)}, what)["day"]
    newest = max(row[when] for row in rows)
    read = parse_mspd([row for row in rows if row[when] == newest])
    tables = {"terms": read, "debt": by_maturity(read)}
    stamps = {k: np.full(len(t), np.datetime64(read.as_of, "D")) for k, t in tables.items()}
    return Batch(tables={k: Table({"record_date": stamps[k], **t.columns}) for k, t in tables.items()})


def _auctions(fetch: Fetch, since: date | None, today: date) -> Batch:
    start = today - timedelta(400)
    return Batch(
        tables={"auctions": parse_auctions(pages(fetch, auctions_url, start, "Treasury auctions"), start)}
    )


_TERMS = "US government work: public domain"
CAPABILITIES = (
    Capability("fiscaldata", "MSPD table 3, marketable", "monthly", _TERMS, Rights.PUBLIC_DOMAIN, mspd_url),
    Capability("fiscaldata", "Treasury auctions", "daily", _TERMS, Rights.PUBLIC_DOMAIN, auctions_url),
    Capability("fiscaldata", "debt to the penny", "daily", _TERMS, Rights.PUBLIC_DOMAIN, debt_url),
    Capability("fiscaldata", "Daily Treasury Statement", "daily", _TERMS, Rights.PUBLIC_DOMAIN, cash_url),
    Capability("fiscaldata", "average interest rates", "monthly", _TERMS, Rights.PUBLIC_DOMAIN, rates_url),
)
