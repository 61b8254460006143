"""Readers of the providers that are synchronised: formats, traps, and what they refuse."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from replay_formats.boe import XML, workbook
from tidegate.data.providers import (
    boe,
    boj,
    fed_site,
    fiscaldata,
    fred,
    hkma,
    nyfed,
    prices,
    regional_fed,
    taiwan,
    user_csv,
)
from tidegate.data.providers.model import Ask
from tidegate.data.providers.text import csv_rows, decode, records
from tidegate.data.providers.workbook import excel_day, read_rows
from tidegate.errors import InputError, ParseError, UnknownName


def test_windows_of_vintages_hold_no_more_than_is_allowed() -> None:
    days = [f"20{y:02d}-01-0{d}" for y in range(10) for d in range(1, 6)]
    found = fred.windows(days, 20)
    assert [a for a, _ in found] == ["2000-01-01", "2004-01-01", "2008-01-01"]
    assert [b for _, b in found] == ["2003-12-31", "2007-12-31", "9999-12-31"]
    assert fred.windows([]) == []
    assert len(fred.windows([f"{d}" for d in pd.date_range("1990-01-01", periods=4001).date])) == 3


def test_vintages_join_at_the_edges_of_windows() -> None:
    first = {"observations": [{"date": "2020-01-01", "realtime_start": "2020-02-01", "value": "3.5"}]}
    second = {
        "observations": [
            {
                "date": "2020-01-01",
                "realtime_start": "2021-01-01",
                "value": "3.5",
            },  # the window's own first day
            {"date": "2020-01-01", "realtime_start": "2021-03-01", "value": "3.6"},
            {"date": "2020-02-01", "realtime_start": "2021-03-01", "value": "."},
        ]
    }
    found = fred.parse_vintages([json.dumps(first), json.dumps(second)])
    assert [str(v) for v in found.vintages] == ["2020-02-01", "2021-03-01"]
    assert found.values.tolist() == [3.5, 3.6]
    with pytest.raises(ParseError, match="no observation"):
        fred.parse_vintages([json.dumps({"observations": second["observations"][2:]})])
    for body in ("[]", "{}", '{"vintage_dates": [1]}', "<html>", ""):
        with pytest.raises(ParseError):
            fred.parse_vintage_dates(body)


def test_repo_operations_are_summed_by_day_and_kind() -> None:
    rows = [
        {"operationDate": "2026-11-25", "operationType": "Repo", "totalAmtAccepted": "1000000000"},
        {"operationDate": "2026-11-25", "operationType": "Repo", "totalAmtAccepted": "500000000"},
        {"operationDate": "2026-11-25", "operationType": "Reverse Repo", "totalAmtAccepted": "9"},
        {"operationDate": "2026-11-24", "operationType": "Repo", "totalAmtAccepted": None},
    ]
    found = nyfed.parse_repo(json.dumps({"repo": {"operations": rows}}))
    assert found == {date(2026, 11, 25): 1.5e9, date(2026, 11, 24): 0.0}
    assert nyfed.parse_repo('{"repo": {"operations": []}}') == {}
    with pytest.raises(ParseError):
        nyfed.parse_repo('{"repo": {}}')


def test_reference_rates_and_dates_of_holdings() -> None:
    body = json.dumps(
        {"refRates": [{"effectiveDate": "2026-11-24", "percentRate": 3.9, "percentPercentile99": 4.1}]}
    )
    assert nyfed.parse_rates(body, "sofr").values.tolist() == [3.9]
    assert nyfed.parse_rates(body, "sofr", "percentPercentile99").values.tolist() == [4.1]
    with pytest.raises(ParseError, match="no column"):
        nyfed.parse_rates(body, "sofr", "volumeInBillions")
    assert nyfed.parse_dates('{"soma": {"asOfDates": ["2026-11-18", "2026-11-25"]}}')[0] == date(2026, 11, 25)
    with pytest.raises(ParseError):
        nyfed.parse_dates('{"soma": {}}')


def test_the_treasurys_cash_through_two_changes_of_the_statement() -> None:
    names = ["Federal Reserve Account", "Treasury General Account (TGA)"]
    names.append("Treasury General Account (TGA) Closing Balance")
    rows = [
        {
            "record_date": "2021-09-30",
            "account_type": names[0],
            "open_today_bal": "1",
            "close_today_bal": "215160",
        },
        {
            "record_date": "2022-03-31",
            "account_type": names[1],
            "open_today_bal": "2",
            "close_today_bal": "651513",
        },
        {
            "record_date": "2026-11-24",
            "account_type": names[2],
            "open_today_bal": "900000",
            "close_today_bal": "null",
        },
        {
            "record_date": "2026-11-24",
            "account_type": "Total TGA Deposits",
            "open_today_bal": "7",
            "close_today_bal": "",
        },
    ]
    assert fiscaldata.parse_cash(rows).values.tolist() == [215160.0, 651513.0, 900000.0]
    with pytest.raises(ParseError, match="no observation"):
        fiscaldata.parse_cash(rows[3:])


def test_pages_are_read_to_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fiscaldata, "PAGE_ROWS", 2)
    asked: list[str] = []

    def fetch(ask: Ask) -> bytes:
        asked.append(ask.url)
        rows = [{"record_date": f"2026-11-{10 + len(asked)}", "a": "1"}] * (2 if len(asked) < 3 else 1)
        return json.dumps({"data": rows}).encode()

    assert len(fiscaldata.pages(fetch, fiscaldata.debt_url, date(2026, 1, 1), "debt")) == 5
    assert "page[number]=3" in asked[-1].replace("%5B", "[").replace("%5D", "]")
    monkeypatch.setattr(fiscaldata, "MOST_PAGES", 2)
    asked.clear()
    with pytest.raises(ParseError, match="more than 2 pages"):
        fiscaldata.pages(fetch, fiscaldata.debt_url, date(2026, 1, 1), "debt")


def test_bank_of_japan_in_shift_jis_and_with_its_status_inside() -> None:
    body = "SERIES_CODE,名称,SURVEY_DATES,VALUES\nMABJMTA,資産,202601,7000000\nMABJMTA,資産,202602,\nOTHER,x,202601,1\n"
    found = boj.parse(body.encode("shift_jis"), "BS01:MABJMTA")
    assert found.dates.tolist() == [date(2026, 1, 1)]
    refused = {"STATUS": 400, "MESSAGEID": "M181013E", "MESSAGE": "no such code"}
    with pytest.raises(ParseError, match="status 400.*no such code"):
        boj.parse(json.dumps(refused).encode(), "BS01:NOPE")
    daily = {"SERIES_CODE": "A", "VALUES": {"SURVEY_DATES": [20260105, 20260106], "VALUES": [1, None]}}
    assert boj.parse(
        json.dumps({"STATUS": 200, "RESULTSET": [daily]}).encode(), "FM01:A"
    ).values.tolist() == [1.0]
    for bad in (b"", b"\xff\xfe\xff", b"{", b"a,b\n1,2\n", b'{"STATUS": 200, "RESULTSET": []}', b"<html>"):
        with pytest.raises(ParseError):
            boj.parse(bad, "BS01:MABJMTA")


def test_taiwans_years_and_refusals() -> None:
    body = json.dumps(
        {"data": {"dataSets": [["20240115", "31.2", ""], ["2024M2", "31.4"], ["20240117", None]]}}
    )
    assert taiwan.parse_bank(body, 1).dates.tolist() == [date(2024, 1, 15), date(2024, 2, 1)]
    month = {
        "stat": "OK",
        "data": [["113/01/02", "1", "1", "1", "17,853.76"], ["2024/01/03", "", "", "", "17,559.71"]],
    }
    assert taiwan.parse_exchange(json.dumps(month)).dates.tolist() == [date(2024, 1, 2), date(2024, 1, 3)]
    assert taiwan.parse_exchange(json.dumps(month)).values.tolist() == [17853.76, 17559.71]
    with pytest.raises(ParseError, match="很抱歉"):
        taiwan.parse_exchange(json.dumps({"stat": "很抱歉，沒有符合條件的資料!"}))
    for bad in (
        "",
        "<html>",
        "[]",
        '{"data": {"dataSets": [["2024M13", "1"]]}}',
        '{"data": {"dataSets": [[]]}}',
    ):
        with pytest.raises(ParseError):
            taiwan.parse_bank(bad, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("May-68", date(1968, 5, 1)),
        ("Jan-24", date(2024, 1, 1)),
        ("24-Jan", date(2024, 1, 1)),
        ("1/31/2024", date(2024, 1, 1)),
        ("2024-01-31", date(2024, 1, 1)),
    ],
)
def test_months_of_the_surveys(text: str, day: date) -> None:
    assert regional_fed.parse(f"DATE,gac\n{text},-5.1\n", "GAC").dates.tolist() == [day]


@pytest.mark.parametrize("text", ["Foo-24", "2024", "13/13/2024", "-", "Jan-", "²-Jan"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ParseError, match="not a month"):
        regional_fed.parse(f"DATE,gac\n{text},-5.1\n", "gac")


def test_prices_and_words_instead_of_them() -> None:
    assert prices.parse("Date,Open,High,Low,Close,Volume\n2026-11-25,1,1,1,7000.5,9\n").values.tolist() == [
        7000.5
    ]
    assert prices.parse(
        "timestamp,open,high,low,close,volume\n2026-11-25,1,1,1,60.5,9\n"
    ).values.tolist() == [60.5]
    for word in ("No data", "Exceeded the daily hits limit", '{"Note": "5 calls per minute"}'):
        with pytest.raises(ParseError, match="limit"):
            prices.parse(word)


def test_gilt_operations_from_a_workbook() -> None:
    rows = [["A title"], ["Settlement date", "ISIN", "Bond", "Total allocation (nominal £mn)"]]
    rows += [["45000", "GB00B16NNR78", "4.25% 2027", "1250.5"], ["2023-04-05", "GB00B24FF097", "x", "-"]]
    rows += [["Total", "", "", "9"]]
    found = boe.parse_operations(workbook(rows), -1)
    assert found["date"].tolist() == [date(2023, 3, 15)]
    assert found["nominal_bn"].tolist() == [-1.2505]
    with pytest.raises(ParseError, match="no column ISIN"):
        boe.parse_operations(workbook([["a", "b"]]), 1)
    assert excel_day("", "x") is None
    with pytest.raises(ParseError):
        excel_day("yesterday", "x")


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def test_archives_that_grow_or_lie_are_refused() -> None:
    bomb = packed({"xl/worksheets/sheet1.xml": b" " * 90_000_000})
    assert len(bomb) < 200_000
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    many = packed({f"../../{i}": b"" for i in range(600)})
    far = (
        f'<worksheet {XML}><sheetData><row><c r="ZZZZZZ1"><v>1</v></c></row></sheetData></worksheet>'.encode()
    )
    for body in (
        bomb,
        many,
        packed({"xl/worksheets/sheet1.xml": entity}),
        packed({"x": b""}),
        b"PK\x03\x04",
        b"",
    ):
        with pytest.raises(ParseError):
            read_rows(body, "x")
    assert read_rows(packed({"xl/worksheets/sheet1.xml": far}), "x") == [[]]


def test_the_calendar_of_meetings() -> None:
    links = "monetary20260916a.htm", "monetary20260729a.htm", "monetary20261399a.htm"
    body = (
        " ".join(f"/newsevents/pressreleases/{x}" for x in links) + " /monetarypolicy/fomcminutes20260729.htm"
    )
    found = fed_site.parse_calendar(body)
    assert found["date"].tolist() == [date(2026, 7, 29), date(2026, 9, 16)]
    assert found["minutes"].tolist() == ["yes", "no"]
    with pytest.raises(ParseError, match="no meeting"):
        fed_site.parse_calendar("<html></html>")


def test_a_users_parquet(tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    days = pd.to_datetime(["2024-02-01", "2024-01-01", "2024-03-01"])
    pd.DataFrame({"note": ["a", "b", "c"], "date": days, "rate": [2.0, 1.0, None]}).to_parquet(path)
    found = user_csv.read(path, "UNRATE", "rate")
    assert found.dates.tolist() == [date(2024, 1, 1), date(2024, 2, 1)]
    with pytest.raises(ParseError, match="days and numbers"):
        user_csv.read(path, "UNRATE")
    with pytest.raises(ParseError, match="expected the columns"):
        user_csv.read(path, "UNRATE", "nope")
    pd.DataFrame({"date": days[[0, 0]], "rate": [1.0, 2.0]}).to_parquet(path)
    with pytest.raises(ParseError, match="twice"):
        user_csv.read(path, "UNRATE")
    path.write_bytes(b"PAR1 nonsense PAR1")
    with pytest.raises(ParseError, match="not a Parquet file"):
        user_csv.read(path, "UNRATE")


def test_a_users_file_is_bounded_and_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.csv"
    path.write_text("date,value\n2024-01-01,1\n", "utf-8")
    assert len(user_csv.read(path, "UNRATE")) == 1
    monkeypatch.setattr(user_csv, "MOST_BYTES", 10)
    with pytest.raises(InputError, match="one series in a file"):
        user_csv.read(path, "UNRATE")
    for other in (tmp_path, Path("/dev/zero"), tmp_path / "none.csv"):
        with pytest.raises(InputError, match="cannot be read"):
            user_csv.read(other, "UNRATE")
    with pytest.raises(UnknownName):
        user_csv.parse("date,value\n", "NOPE")


@pytest.mark.parametrize("depth", [10, 100_000])
def test_json_that_is_nested_without_end(depth: int) -> None:
    with pytest.raises(ParseError):
        records("{" + '"a":[' * depth, "x")


def test_a_line_that_does_not_end() -> None:
    with pytest.raises(ParseError, match="not a table"):
        csv_rows("date,value\n" + "9" * 200_000, "x")


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(ParseError, match="not text in"):
        decode(b"\xff\xfe\xff", "x")


def test_a_page_in_the_middle_of_hong_kongs_windows_is_no_hole() -> None:
    """A window without figures is passed over before a field began, and nowhere else."""
    from tidegate.catalog import series

    entry = series("HK_AGGREGATE_BALANCE")
    rows = '{"result": {"records": [{"end_of_date": "%s", "closing_balance": 1000}]}}'
    nothing = '{"result": {"records": []}}'

    def served(*bodies: str) -> Callable[..., Any]:
        left = list(bodies)
        (job,) = hkma.jobs([entry])
        return lambda: job.run(lambda ask: left.pop(0).encode(), date(2021, 12, 1), date(2026, 11, 26))

    found = served(nothing, rows % "2023-05-02", rows % "2026-11-25")()
    assert len(found.series[entry.id]) == 2
    for middle in ("<html></html>", nothing, '{"result": {"records": ['):
        with pytest.raises(ParseError):
            served(rows % "2021-05-03", middle, rows % "2026-11-25")()
    with pytest.raises(ParseError):
        served("<html></html>", rows % "2023-05-02", rows % "2026-11-25")()
