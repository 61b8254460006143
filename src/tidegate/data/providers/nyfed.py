"""New York Fed: holdings of the System Open Market Account, by CUSIP and by class."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType

import numpy as np

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import JSON, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import day, decode, names, number, observations, records
from tidegate.data.table import Table, days, numbers, text
from tidegate.errors import ParseError
from tidegate.message import N_

BASE = "https://markets.newyorkfed.org/api"
TREASURIES = ("Bills", "NotesBonds", "TIPS", "FRNs")
DOLLARS_PER_BN = 1e9
FIRST_RATES = date(2018, 4, 2)
FIRST_REPO = date(2021, 7, 29)
"""The standing repo facility began."""
WINDOW_DAYS = 85

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
    twice = [cusip for cusip, count in Counter(cusips).items() if count > 1]
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


def rates_url(kind: str, code: str, start: date, end: date) -> str:
    """Return the address of a reference rate: `kind` ``secured`` or ``unsecured``, `code` ``sofr``, ``obfr`` ..."""
    return f"{BASE}/rates/{kind}/{code}/search.json?startDate={start}&endDate={end}&type=rate"


def repo_url(start: date, end: date) -> str:
    """Return the address of the results of repo and reverse repo operations; at most 89 days."""
    return f"{BASE}/rp/results/search.json?startDate={start}&endDate={end}"


def parse_rates(body: str, code: str = "rate", field: str = "percentRate") -> Observations:
    """Read a reference rate (``percentRate``) or its volume (``volumeInBillions``), by day."""
    rows = records(body, code, ("refRates",))
    at = names(rows, {"day": ("effectiveDate",), "value": (field,)}, code)
    pairs = [(day(row[at["day"]], code), number(row[at["value"]], code)) for row in rows]
    return observations([(d, v) for d, v in pairs if d is not None and v is not None], code)


def parse_repo(body: str, kind: str = "Repo") -> dict[date, float]:
    """Read what was accepted in repo (``Repo``) or reverse repo operations, US dollars by day, summed.

    A day without such an operation is not in it; one without bids is zero.

    Raises
    ------
    ParseError
        For a changed format. An answer without any operation is no error.
    """
    what = "repo operations"
    try:
        rows = records(body, what, ("repo", "operations"))
    except ParseError:
        if '"operations"' in body and "[]" in body.replace(" ", ""):
            return {}
        raise
    fields = {"day": ("operationDate",), "kind": ("operationType",), "value": ("totalAmtAccepted",)}
    at = names(rows, fields, what)
    found: dict[date, float] = {}
    for row in rows:
        when = day(row[at["day"]], what)
        if when is not None and row[at["kind"]].strip() == kind:
            found[when] = found.get(when, 0.0) + (number(row[at["value"]], what) or 0.0)
    return found


def parse_dates(body: str) -> list[date]:
    """Read the Wednesdays that have holdings, newest first.

    Raises
    ------
    ParseError
        For a changed format.
    """
    try:
        found = json.loads(body)["soma"]["asOfDates"]
        return sorted({date.fromisoformat(text) for text in found}, reverse=True)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ParseError.of(N_("{what}: expected JSON with the list soma.asOfDates"), what="SOMA") from None


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield the summary, each reference rate, the repo operations, and the newest holdings by CUSIP."""
    summary = tuple(e for e in entries if ":" not in e.code)
    if summary:
        yield Job("nyfed:summary", "nyfed", partial(_summary, summary), tuple(e.id for e in summary))
    for entry in entries:
        if entry.code.startswith("rates:"):
            yield Job(f"nyfed:{entry.id}", "nyfed", partial(_rates, entry), (entry.id,))
        elif entry.code.startswith("repo:"):
            yield Job(f"nyfed:{entry.id}", "nyfed", partial(_repo, entry), (entry.id,))


def table_jobs() -> Iterator[Job]:
    """Yield the job of the newest holdings by CUSIP."""
    yield Job("nyfed:holdings", "nyfed", _holdings, tables=("holdings",))


def _summary(entries: tuple[Series, ...], fetch: Fetch, since: date | None, today: date) -> Batch:
    read = parse_summary(decode(fetch(Ask(summary_url(), JSON, conditional=True)), "SOMA summary"))
    return Batch({e.id: read[e.code] for e in entries})


def _rates(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    _, kind, code, field = entry.code.split(":")
    body = fetch(Ask(rates_url(kind, code, since or FIRST_RATES, today), JSON))
    return Batch({entry.id: parse_rates(decode(body, code), code, field)})


def _repo(entry: Series, fetch: Fetch, since: date | None, today: date) -> Batch:
    kind = entry.code.partition(":")[2]
    found: dict[date, float] = {}
    start = since or FIRST_REPO
    while start <= today:
        end = min(start + timedelta(WINDOW_DAYS), today)
        found |= parse_repo(decode(fetch(Ask(repo_url(start, end), JSON)), "repo operations"), kind)
        start = end + timedelta(1)
    return Batch({entry.id: observations(sorted(found.items()), "repo operations")})


def _holdings(fetch: Fetch, since: date | None, today: date) -> Batch:
    newest = parse_dates(decode(fetch(Ask(dates_url(), JSON, conditional=True)), "SOMA"))[0]
    read = [
        parse_holdings(decode(fetch(Ask(address(newest), JSON)), "SOMA holdings"))
        for address in (treasury_url, agency_url)
    ]
    # The agency answer lists MBS pools too; the store keeps them by coupon elsewhere.
    read[1] = read[1].where(read[1]["security_type"] != "MBS")
    columns = {k: np.concatenate([t[k] for t in read]) for k in read[0].columns}
    count = len(columns["cusip"])
    head = {"bank": text(["fed"] * count), "as_of": np.full(count, np.datetime64(newest, "D"))}
    return Batch(tables={"holdings": Table({**head, **columns})})


_TERMS = "New York Fed: free use with attribution"
CAPABILITIES = (
    Capability(
        "nyfed", "SOMA Treasury holdings by CUSIP", "weekly", _TERMS, Rights.ATTRIBUTION, treasury_url
    ),
    Capability("nyfed", "SOMA agency holdings by CUSIP", "weekly", _TERMS, Rights.ATTRIBUTION, agency_url),
    Capability("nyfed", "SOMA summary by class", "weekly", _TERMS, Rights.ATTRIBUTION, summary_url),
    Capability("nyfed", "dates with SOMA holdings", "weekly", _TERMS, Rights.ATTRIBUTION, dates_url),
    Capability("nyfed", "reference rates", "daily", _TERMS, Rights.ATTRIBUTION, rates_url),
    Capability("nyfed", "repo operations", "daily", _TERMS, Rights.ATTRIBUTION, repo_url),
)
