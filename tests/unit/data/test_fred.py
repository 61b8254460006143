"""FRED's CSV: three spellings of its header, missing values, and pages that are no figures."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.data.providers import fred
from tidegate.errors import ParseError


@pytest.mark.parametrize("header", ["observation_date,WALCL", "DATE,WALCL", "date,value", "\ufeffDATE,WALCL"])
def test_reads_every_header(header: str) -> None:
    read = fred.parse(f"{header}\n2024-01-03,7681024\n2024-01-10,7686782\n", "WALCL")
    assert read.dates.tolist() == [date(2024, 1, 3), date(2024, 1, 10)]
    assert read.values.tolist() == [7681024.0, 7686782.0]


def test_missing_values_are_left_out_and_rows_sorted() -> None:
    read = fred.parse("DATE,X\n2024-01-04,.\n2024-01-03,2.5\n2024-01-02,\n2024-01-01,-1\n")
    assert read.dates.tolist() == [date(2024, 1, 1), date(2024, 1, 3)]
    assert read.values.tolist() == [-1.0, 2.5]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("<!DOCTYPE html><html>", "web page"),
        ("\ufeff <html>", "web page"),
        ("day,value\n2024-01-01,1\n", "header"),
        ("date\n2024-01-01\n", "header"),
        ("date,value\n2024-01-01,.\n", "no observation"),
        ("date,value\n2024-13-01,1\n", "2024-13-01"),
        ("date,value\n2024-01,1\n", "'2024-01' is not a date"),
        ("date,value\n2024-01-01,one\n", "'one' is not a number"),
        ("date,value\n2024-01-01,inf\n", "not a number"),
        ("date,value\n2024-01-01,1\n2024-01-01,2\n", "twice"),
    ],
)
def test_refuses_what_is_not_figures(body: str, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        fred.parse(body, "WALCL")
    assert "WALCL" in str(caught.value)
    assert says in str(caught.value)


def test_url() -> None:
    assert fred.url("WALCL", date(2022, 6, 1)) == f"{fred.BASE}?id=WALCL&cosd=2022-06-01"
    assert fred.url("WALCL") == f"{fred.BASE}?id=WALCL"


def test_dates_are_days() -> None:
    assert fred.parse("date,value\n2024-01-01,1\n").dates.dtype == np.dtype("datetime64[D]")


def test_vintages_of_more_rows_than_one_answer_has_are_read_part_by_part(monkeypatch):
    import json

    from tidegate.catalog import series
    from tidegate.errors import ParseError

    rows = [{"date": f"2020-{m:02}-01", "realtime_start": "2021-01-01", "value": str(m)} for m in range(1, 8)]
    asked = []

    def fetch(ask):
        asked.append(ask.url)
        if "vintagedates" in ask.url:
            return json.dumps({"vintage_dates": ["2021-01-01"]}).encode()
        at = int(ask.url.partition("&offset=")[2] or 0)
        told = {"count": len(rows), "offset": at, "limit": 3, "observations": rows[at : at + 3]}
        return json.dumps(told).encode()

    found = fred._vintages(series("UNRATE"), fetch, None, date(2026, 11, 26)).vintages["UNRATE"]
    assert found.values.tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert len(asked) == 4
    for body in (
        "[]",
        "{",
        '{"count": 9, "offset": 3, "observations": []}',
        '{"count": "x", "observations": [1]}',
    ):
        with pytest.raises(ParseError):
            fred.next_offset(body)
