"""Whatever a publisher, a user or a file says: figures, or one of the documented errors."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from replay_formats.boe import workbook
from tidegate.allocation.limits import read_limits
from tidegate.bank.programmes.loader import parse as parse_plan
from tidegate.briefing.allocation_history import read_holdings, read_prices
from tidegate.data import quarantine
from tidegate.data.alerts import read_rules
from tidegate.data.generations import pointer
from tidegate.data.providers import (
    bis,
    boe,
    boj,
    datahub,
    ecb,
    fed_site,
    fiscaldata,
    fred,
    hkma,
    mof,
    nyfed,
    prices,
    regional_fed,
    taiwan,
    user_csv,
)
from tidegate.data.providers.text import records
from tidegate.data.providers.workbook import read_rows
from tidegate.errors import TidegateError
from tidegate.futures.library import scenario, scenario_names

EXAMPLES = int(os.environ.get("TIDEGATE_FUZZ_EXAMPLES", "30"))
"""Enough to keep the readers honest; a long run asks for thousands."""
quick = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
Reader = Callable[[str], Any]
CSV = "date,value\n2024-01-03,1.5\n2024-01-10,2.5\n"
HOLDING = {
    "asOfDate": "2024-01-03",
    "cusip": "912810AB1",
    "securityType": "TIPS",
    "maturityDate": "2030-01-15",
}
HOLDING |= {
    "spread": "",
    "coupon": "1.5",
    "parValue": "1000",
    "inflationCompensation": "5",
    "percentOutstanding": "0.1",
}
MSPD = {"record_date": "2024-01-31", "security_class1_desc": "Notes", "security_class2_desc": "912810AB1"}
MSPD |= {
    "interest_rate_pct": "1",
    "issue_date": "2020-01-15",
    "maturity_date": "2030-01-15",
    "issued_amt": "1",
}
MSPD |= {"inflation_adj_amt": "null", "outstanding_amt": "5"}
AUCTION = {
    "cusip": "912810AB1",
    "security_type": "Note",
    "security_term": "2-Year",
    "auction_date": "2024-01-03",
}
AUCTION |= {"issue_date": "2024-01-03", "maturity_date": "2026-01-03"}
CASH = {"record_date": "2024-01-03", "account_type": "Federal Reserve Account", "open_today_bal": "1"}
REPO = {"operationDate": "2024-01-03", "operationType": "Repo", "totalAmtAccepted": "5"}
BOJ = {
    "STATUS": 200,
    "RESULTSET": [{"SERIES_CODE": "A", "VALUES": {"SURVEY_DATES": [202401], "VALUES": [5]}}],
}
SUMMARY = {"asOfDate": "2024-01-03"} | dict.fromkeys(nyfed.SUMMARY, "1")
WORDS = "The Federal Open Market Committee decided to maintain the target range. " * 5

READERS: dict[str, tuple[Reader, str]] = {
    "fred": (fred.parse, CSV),
    "fred vintages": (
        lambda b: fred.parse_vintages([b]),
        json.dumps({"observations": [{"date": "2024-01-03", "realtime_start": "2024-02-03", "value": "1"}]}),
    ),
    "fred vintage dates": (fred.parse_vintage_dates, '{"vintage_dates": ["2024-01-03"]}'),
    "nyfed holdings": (nyfed.parse_holdings, json.dumps({"soma": {"holdings": [HOLDING]}})),
    "nyfed summary": (nyfed.parse_summary, json.dumps({"soma": {"summary": [SUMMARY]}})),
    "nyfed rates": (nyfed.parse_rates, '{"refRates": [{"effectiveDate": "2024-01-03", "percentRate": 5}]}'),
    "nyfed repo": (nyfed.parse_repo, json.dumps({"repo": {"operations": [REPO]}})),
    "nyfed dates": (nyfed.parse_dates, '{"soma": {"asOfDates": ["2024-01-03"]}}'),
    "fiscaldata mspd": (fiscaldata.parse_mspd, json.dumps({"data": [MSPD]})),
    "fiscaldata auctions": (fiscaldata.parse_auctions, json.dumps({"data": [AUCTION]})),
    "fiscaldata cash": (
        lambda b: fiscaldata.parse_cash(records(b, "x")),
        json.dumps({"data": [CASH | {"close_today_bal": "2"}]}),
    ),
    "fed calendar": (fed_site.parse_calendar, "/newsevents/pressreleases/monetary20240131a.htm"),
    "fed statement": (
        lambda b: fed_site.parse(b.encode("utf-8", "replace"), "x"),
        f"<html><p>{WORDS}</p></html>",
    ),
    "regional": (partial(regional_fed.parse, column="gac"), "DATE,gac\nJan-24,-5\n"),
    "ecb app": (ecb.parse_app, "2014,November,368,13033,0,0,0,0,0,0,368,17801,0,0\n"),
    "ecb pepp": (ecb.parse_pepp, "2020,March,15444,15444\n"),
    "ecb weekly": (ecb.parse_weekly, "KEY,TIME_PERIOD,OBS_VALUE\nx,2024-W05,6000000\n"),
    "boe": (boe.parse, "DATE,X\n31 Jan 2024,5.25\n"),
    "boj": (lambda b: boj.parse(b.encode("utf-8", "replace"), "DB:A"), json.dumps(BOJ)),
    "mof": (mof.parse, "Interest Rate\nDate,1Y\n2024/1/4,0.1\n"),
    "bis": (bis.parse, "TIME_PERIOD,OBS_VALUE\n2024-01,5.25\n"),
    "hkma": (hkma.parse, '{"result": {"records": [{"end_of_date": "2024-01-03", "closing_balance": 44}]}}'),
    "hkma rate": (
        partial(hkma.parse, code="hibor_fixing_1m"),
        '{"result": {"records": [{"end_of_date": "2024-01-31", "hibor_fixing_1m": 4}]}}',
    ),
    "taiwan bank": (partial(taiwan.parse_bank, column=1), '{"data": {"dataSets": [["20240103", "31"]]}}'),
    "taiwan exchange": (
        taiwan.parse_exchange,
        '{"stat": "OK", "data": [["113/01/02", "1", "1", "1", "17,853"]]}',
    ),
    "datahub": (datahub.parse, "Date,Price\n2024-01,2034\n"),
    "prices": (prices.parse, "Date,Open,High,Low,Close\n2024-01-03,1,1,1,2\n"),
    "user": (partial(user_csv.parse, series_id="UNRATE"), CSV),
}


def mangled(body: str) -> st.SearchStrategy[str]:
    """Return texts near a good one: pieces cut, doubled, put elsewhere, replaced, or nothing like it at all."""
    at = st.integers(0, len(body))
    odd = st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["\x00", "\ufeff", ",", "\n", '"', "null", "-", "²", "1e999", "NaN", "9" * 30, "{", "]", "２"]
        ),
    )

    def put(a: int, b: int, piece: str, times: int) -> str:
        a, b = min(a, b), max(a, b)
        return body[:a] + piece * times + body[b:]

    near = st.builds(put, at, at, odd, st.integers(0, 3))
    cut = st.builds(lambda a, b: body[min(a, b) : max(a, b)], at, at)
    doubled = st.builds(lambda a: body[:a] + body, at)
    return st.one_of(near, near, cut, doubled, st.text(max_size=80))


@pytest.mark.parametrize("name", READERS)
def test_a_reader_reads_or_says_why_not(name: str) -> None:
    reader, good = READERS[name]
    reader(good)

    @quick
    @given(mangled(good))
    def run(body: str) -> None:
        with suppress(TidegateError):
            reader(body)

    run()


FLAT = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(max_size=8)
LISTS = FLAT | st.lists(FLAT, max_size=5)
DICTS = LISTS | st.dictionaries(st.text(max_size=8), LISTS, max_size=3)
JSON = DICTS | st.lists(DICTS, max_size=3) | st.dictionaries(st.text(max_size=8), st.lists(DICTS, max_size=2))


@quick
@given(JSON)
def test_json_of_any_shape(value: object) -> None:
    paths: dict[str, Callable[[object], object]] = {
        "nyfed holdings": lambda v: {"soma": {"holdings": v}},
        "nyfed repo": lambda v: {"repo": {"operations": v}},
        "fiscaldata mspd": lambda v: {"data": v},
        "hkma": lambda v: {"result": {"records": v}},
        "taiwan bank": lambda v: {"data": {"dataSets": v}},
        "taiwan exchange": lambda v: {"stat": "OK", "data": v},
        "boj": lambda v: {"STATUS": 200, "RESULTSET": v},
        "fred vintages": lambda v: {"observations": v},
        "fred vintage dates": lambda v: {"vintage_dates": v},
    }
    for name, wrap in paths.items():
        for shaped in (wrap(value), value):
            with suppress(TidegateError):
                READERS[name][0](json.dumps(shaped))


@quick
@given(st.binary(max_size=60), st.integers(0, 10**6), st.integers(0, 40))
def test_a_workbook_with_bytes_out_of_place(odd: bytes, at: int, cut: int) -> None:
    good = workbook([["ISIN", "Date", "Bond", "Nominal"], ["GB00B16NNR78", "45000", "x", "1"]])
    at %= len(good)
    with suppress(TidegateError):
        read_rows(good[:at] + odd + good[at + cut :], "x")
    with suppress(TidegateError):
        boe.parse_operations(good[:at] + odd + good[at + cut :], 1)


PLAN = files("tidegate.bank.programmes").joinpath("boj.toml").read_text("utf-8")


@settings(max_examples=max(EXAMPLES // 2, 10), deadline=None)
@given(body=mangled(PLAN))
def test_a_plan_file(body: str) -> None:
    with suppress(TidegateError):
        parse_plan(body, "plan.toml")


ALERTS = """
webhook = true
[[alert]]
name = "reserves"
series = "WRESBAL"
below = 2800
clear = 2850
[email]
host = "mail.example.org"
sender = "a@example.org"
to = ["b@example.org"]
"""


FOLDER = files("tidegate.futures").joinpath("scenarios")
SCENARIOS = [FOLDER.joinpath(f"{n}.toml").read_text("utf-8") for n in scenario_names()[:4]]


@quick
@given(body=st.one_of(*map(mangled, SCENARIOS)))
def test_a_scenario_file(tmp_path: Path, body: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(body, "utf-8", errors="replace")
    with suppress(TidegateError):
        scenario(path)


NESTED = "a = " + "[" * 50_000
LIMITS = "[weights]\ngold = [0, 10]\n"


@quick
@given(
    body=st.one_of(
        mangled("date,us_broad,gold\n2024-01-31,1,2\n2024-02-29,1.1,2.2\n"),
        mangled("asset,amount\ngold,10\n0050:taiwan,5\n"),
        mangled(LIMITS),
        st.just(NESTED),
        st.just("date,gold\n2024-01-31," + "9" * 200_000),
    ),
    raw=st.binary(max_size=8),
)
def test_files_for_a_decision(tmp_path: Path, body: str, raw: bytes) -> None:
    path = tmp_path / "mine.csv"
    for content in (body.encode("utf-8", "replace"), raw + body.encode("utf-8", "replace")):
        path.write_bytes(content)
        for read in (read_prices, read_holdings, read_limits):
            with suppress(TidegateError):
                read(path)


def test_what_is_nested_without_end(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(NESTED, "utf-8")
    for read in (read_rules, scenario, lambda p: parse_plan(p.read_text("utf-8"), "x"), read_limits):
        with pytest.raises(TidegateError):
            read(path)
    path.write_bytes(b"\xff\xfe\x00")
    for read in (read_rules, scenario, read_limits):
        with pytest.raises(TidegateError):
            read(path)


@quick
@given(body=mangled(ALERTS))
def test_a_file_of_alerts(tmp_path: Path, body: str) -> None:
    path = tmp_path / "alerts.toml"
    path.write_text(body, "utf-8", errors="replace")
    with suppress(TidegateError):
        read_rules(path)


@quick
@given(body=mangled('{"generation": "g00000001", "manifest": "x"}'))
def test_a_pointer(tmp_path: Path, body: str) -> None:
    (tmp_path / "CURRENT").write_text(body, "utf-8", errors="replace")
    with suppress(TidegateError):
        pointer(tmp_path)


@quick
@given(
    body=mangled(
        json.dumps(
            {
                "name": "WALCL",
                "since": "2026-11-26",
                "source": "x",
                "doubts": [{"kind": "unit", "template": "{day}", "values": {"day": {"day": "2026-01-01"}}}],
                "dates": ["2026-01-07"],
                "values": [1.0],
            }
        )
    )
)
def test_a_batch_in_quarantine(tmp_path: Path, body: str) -> None:
    path = tmp_path / "WALCL-0123456789.json"
    path.write_text(body, "utf-8", errors="replace")
    with suppress(TidegateError):
        quarantine.load(path)
    quarantine.listed(tmp_path)
