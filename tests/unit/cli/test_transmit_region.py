"""``tidegate transmit --region``: JSON, tables, refusals."""

from __future__ import annotations

import json

import pytest

from tidegate.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["transmit", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_json_of_hong_kong(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(
        capsys, "--region", "hk", "--change-bn", "-1000", "--months", "12", "--rate-bp", "25", "--json",
        "--as-of", "2026-10-08",
    )  # fmt: skip
    found = json.loads(out)
    assert code == 0
    assert (found["region"], found["change_bn"], found["months"], found["rate_bp"]) == ("hk", -1000, 12, 25)
    rows = {row["id"]: row for row in found["rows"]}
    assert {
        "usdhkd",
        "weak_side_chance",
        "aggregate_balance",
        "hibor_1m",
        "mortgage_payment",
        "homes",
    } <= set(rows)
    for row in rows.values():
        assert set(row) == {
            "id",
            "title",
            "unit",
            "now",
            "without",
            "with",
            "change",
            "change_unit",
            "source",
        }
        assert set(row["change"]) == {"mean", "p10", "p90"}
    assert len(found["paths"]["usdhkd"]["median"]) == 13
    assert all(7.75 <= v <= 7.85 for line in found["paths"]["usdhkd"].values() for v in line)
    assert found["loan"]["currency"] == "HKD"
    books = found["defence"]
    assert books["aggregate_balance_change_mn"] == -books["hkd_mn"] < 0
    hkma = {e["side"]: e["change_mn"] for e in books["entries"] if e["sector"] == "hkma"}
    assert hkma["asset"] == hkma["liability"] == -books["hkd_mn"]
    assert all(isinstance(note, str) for note in found["notes"])


def test_json_of_taiwan_speaks_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--region", "tw", "--json", "--lang", "zh-Hant", "--as-of", "2026-10-08")
    rows = {row["id"]: row for row in json.loads(out)["rows"]}
    assert rows["usdtwd"]["title"] == "美元兌新台幣（＋為新台幣貶值）"
    assert rows["em_equity"]["title"] == "新興市場股票"


@pytest.mark.parametrize(
    ("region", "word"), [("tw", "US dollar in Taiwan dollars"), ("hk", "Aggregate balance")]
)
def test_the_table(capsys: pytest.CaptureFixture[str], region: str, word: str) -> None:
    code, out, _ = run(capsys, "--region", region, "--lang", "en", "--as-of", "2026-10-08")
    assert code == 0
    assert word in out
    assert "Rests on" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rate-bp", "25"), "--region"),
        (("--region", "jp"), "hk, tw"),
        (("--region", "tw", "--rate-bp", "5000"), "5000"),
        (("--region", "tw", "--model", "four-equation"), "--model"),
        (("--region", "hk", "--as-of", "2010-01-01"), "HK_AGGREGATE_BALANCE"),
    ],
)
def test_refusals(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(capsys, *arguments, "--lang", "en")
    assert code == 2
    assert said in err
    assert out == ""
