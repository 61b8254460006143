"""ECB, Bank of England, BIS, DataHub, user files, and what all providers declare."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tidegate.data.providers import MODULES, bis, boe, capabilities, datahub, ecb, hkma, mof, user_csv
from tidegate.errors import InputError, ParseError, UnknownName

APP = (
    "History of cumulative net purchases under the APP,,,,,,,,,,,,,\n"
    ",,a,b,c,d,a,b,c,d,a,b,c,d\n"
    '2014,November,368,"13,033",0,0,0,0,0,0,368,"17,801",0,0\n'
    ",December,1376,11885,0,0,0,-54,0,0,1744,29632,0,0\n"
    "2015,January,582,10623,0,0,0,0,0,0,2326,40255,0,0\n"
    ",,,,,,,,,,,,,\n"
    "Figures may be subject to revision,,,,,,,,,,,,,\n"
)


def test_app_history_sums_programmes_and_carries_the_year_down() -> None:
    read = ecb.parse_app(APP)
    assert read["net"].dates.tolist() == [date(2014, 11, 30), date(2014, 12, 31), date(2015, 1, 31)]
    assert read["net"].values.tolist() == [13401.0, 13261.0, 11205.0]
    assert read["holdings"].values.tolist() == [18169.0, 31376.0, 42581.0]


def test_pepp_history() -> None:
    body = "History,,,\nIn euro millions,,,\n2020,March,15444,15444\n,April,103366,118811\n"
    read = ecb.parse_pepp(body)
    assert read["cumulative"].values.tolist() == [15444.0, 118811.0]
    assert read["net"].dates[-1].item() == date(2020, 4, 30)


@pytest.mark.parametrize("body", ["Title,,,\n", "a,b\n1,2\n"])
def test_a_history_without_months_is_refused(body: str) -> None:
    with pytest.raises(ParseError, match="no row with a month"):
        ecb.parse_pepp(body)


def test_weekly_statement_is_dated_with_the_friday() -> None:
    read = ecb.parse_weekly("KEY,TIME_PERIOD,OBS_VALUE\nx,2024-W05,6000000\nx,2024-W06,\n")
    assert read.dates.tolist() == [date(2024, 2, 2)]
    with pytest.raises(ParseError, match="not a week"):
        ecb.parse_weekly("KEY,TIME_PERIOD,OBS_VALUE\nx,2024-02,1\n")


def test_bank_of_england_dates_in_words() -> None:
    read = boe.parse("DATE,IUMABEDR\n31 Jan 2024,5.25\n29 Feb 2024,5.25\n")
    assert read.dates.tolist() == [date(2024, 1, 31), date(2024, 2, 29)]
    with pytest.raises(ParseError, match="web page"):
        boe.parse("<html>", "IUMABEDR")
    assert "Datefrom=01%2FJan%2F1997" in boe.url("RPWB75A", date(1997, 1, 1))


def test_one_column_of_a_wide_file() -> None:
    body = "date,sp500,dividend\n2023-06-01,4345.37,68.71\n2023-07-01,4508.08,\n"
    assert len(datahub.parse(body, "sp500")) == 2
    assert datahub.parse(body, "dividend").values.tolist() == [68.71]
    with pytest.raises(ParseError, match="cape"):
        datahub.parse(body, "cape")


def test_months_and_zeros_of_datahub() -> None:
    read = datahub.parse("Date,Price\n2024-01,2034.0\n2024-02,2023.2\n2024-03,0\n")
    assert read.dates.tolist() == [date(2024, 1, 1), date(2024, 2, 1)]


def test_bis_months_are_dated_with_their_last_day() -> None:
    read = bis.parse("FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE\nM,GB,2024-02,5.25\nM,GB,2024-03,\n")
    assert read.dates.tolist() == [date(2024, 2, 29)]
    with pytest.raises(ParseError, match="2024-Q1"):
        bis.parse("TIME_PERIOD,OBS_VALUE\n2024-Q1,5.25\n")
    with pytest.raises(ParseError, match="no column for value"):
        bis.parse("TIME_PERIOD,x\n2024-01,5.25\n")


def test_jgb_curve_with_a_title_and_slashes() -> None:
    body = "Interest Rate,,(Unit : %)\nDate,2Y,10Y\n1974/9/24,9.362,-\n2026/6/30,1.382,2.69\n"
    assert mof.parse(body, "10Y").values.tolist() == [2.69]
    assert mof.parse(body, "2Y").dates.tolist() == [date(1974, 9, 24), date(2026, 6, 30)]
    with pytest.raises(ParseError, match="40Y"):
        mof.parse(body, "40Y")


def test_plain_files() -> None:
    assert bis.parse("date,value\n2023-12-31,-0.1\n").values.tolist() == [-0.1]
    assert mof.parse("date,value\n2026-06-30,2.69\n").values.tolist() == [2.69]


def test_user_file(tmp_path: Path) -> None:
    path = tmp_path / "mortgage.csv"
    path.write_text("date,value\n2026-10-08,7.40\n", "utf-8")
    assert user_csv.read(path, "MORTGAGE30US").values.tolist() == [7.4]
    with pytest.raises(UnknownName, match="MORTGAGE30US"):
        user_csv.read(path, "MORTGAGE30")
    with pytest.raises(InputError, match="cannot be read"):
        user_csv.read(tmp_path / "absent.csv", "MORTGAGE30US")
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        user_csv.read(path, "MORTGAGE30US")


def test_every_provider_declares_what_it_serves() -> None:
    found = capabilities()
    assert {c.provider for c in found} == set(MODULES)
    assert all(c.licence and c.frequency and callable(c.url) for c in found)


def test_hong_kong_rates_are_month_ends_and_a_slip_of_the_point_is_left_out() -> None:
    rows = [
        ("2019-05-31", "1.98", "54300"),
        ("2019-06-11", "199.29", "54200"),
        ("2019-06-28", "2.53", "54250"),
        ("2019-07-02", "2.4", "null"),
    ]
    body = (
        '{"header": {"success": true}, "result": {"records": ['
        + ", ".join(
            f'{{"end_of_date": "{d}", "hibor_fixing_1m": {r}, "closing_balance": {b}}}' for d, r, b in rows
        )
        + "]}}"
    )
    read = hkma.parse(body, "hibor_fixing_1m")
    assert read.dates.tolist() == [date(2019, 5, 31), date(2019, 6, 30)], "July had not ended"
    assert read.values.tolist() == [1.98, 2.53]
    assert hkma.parse(body).values.tolist() == [54300.0, 54200.0, 54250.0]
    with pytest.raises(ParseError, match="no column for value"):
        hkma.parse(body, "twi")
    with pytest.raises(ParseError, match="web page"):
        hkma.parse("<html>")
    assert "from=2024-01-01&to=2024-12-31" in hkma.url(
        "closing_balance", date(2024, 1, 1), date(2024, 12, 31)
    )
