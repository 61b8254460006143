"""``tidegate ledger``."""

from __future__ import annotations

import json

import pytest

from tidegate.bank.ledger import operations
from tidegate.cli import main

Captured = pytest.CaptureFixture[str]


def test_the_list_names_every_operation_in_both_languages(capsys: Captured) -> None:
    assert main(["ledger", "list"]) == 0
    chinese = capsys.readouterr().out
    assert main(["ledger", "list", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    for op in operations().values():
        assert op.id in chinese
        assert op.title.zh in chinese
        assert op.title.en in english


def test_the_list_as_json(capsys: Captured) -> None:
    assert main(["ledger", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["operations"]
    assert [row["operation"] for row in listed] == list(operations())
    sale = next(row for row in listed if row["operation"] == "sale_to_bank")
    assert list(sale) == ["operation", "title", "group", "description", "reverse", "parameters"]
    assert sale["reverse"] == "purchase_from_bank"
    assert [p["parameter"] for p in sale["parameters"]] == ["security", "price_pct", "book_price_pct"]
    assert sale["parameters"][1] == {
        "parameter": "price_pct",
        "title": {"en": "Price (percent of par)", "zh-Hant": "成交價（面額的百分比）"},
        "unit": "percent of par",
        "default": 100.0,
        "choices": [],
        "low": 1.0,
        "high": 200.0,
    }


def test_showing_an_operation_prints_every_sector_and_the_sentence(capsys: Captured) -> None:
    assert main(["ledger", "show", "purchase_from_non_bank", "--amount", "100", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("The Fed buys $100 billion of Treasury notes and bonds from a fund")
    for sector in ("Central bank", "Commercial banks", "Treasury", "Money market funds", "Foreign official"):
        assert f"\n{sector}" in shown
    assert "+100" in shown
    assert "Stylised opening books" in shown


def test_chinese_is_the_default_and_says_it_is_stylised(capsys: Captured) -> None:
    assert main(["ledger", "show", "purchase_from_bank", "--changed"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("聯準會向銀行買進 1,000 億美元的中長期公債")
    assert "貨幣市場基金" not in shown, "its books did not change"
    assert "示意" in shown


def test_showing_an_operation_as_json(capsys: Captured) -> None:
    arguments = ["ledger", "show", "sale_to_non_bank", "--amount", "12.345", "--price", "90", "--json"]
    assert main(arguments) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["amount"] == 12_345
    assert data["parameters"]["price_pct"] == 90.0
    assert data["totals"]["reserves"]["change"] == -11_110, "11,110.5 rounds to even"
    assert set(data["identities"].values()) == {0}
    assert len(data["sectors"]) == 7
    assert set(data["sentence"]) == {"en", "zh-Hant"}


@pytest.mark.parametrize("amount", ["0", "-1", "abc", "nan", "inf", "0.0001", "1e999999", "1000000.001", ""])
def test_amounts_that_cannot_be_posted(amount: str, capsys: Captured) -> None:
    assert main(["ledger", "show", "bank_loan", f"--amount={amount}", "--lang", "en"]) == 2
    refused = capsys.readouterr()
    assert refused.out == ""
    assert refused.err.startswith(f"error: --amount {amount}: give billions of dollars")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope"], "unknown operation 'nope'"),
        (["purchase_from_banc"], "purchase_from_bank"),
        (["bank_loan", "--price", "99"], "bank_loan has no parameter 'price_pct'"),
        (["sale_to_bank", "--price", "0"], "price_pct"),
        (["sale_to_bank", "--price", "nan"], "price_pct"),
        (["sale_to_bank", "--security", "gold"], "'gold' is not one of"),
        (["sale_to_bank", "--amount", "9000"], "lower the amount"),
        ([], "missing"),
    ],
)
def test_what_cannot_be_shown_is_said_on_stderr(arguments: list[str], said: str, capsys: Captured) -> None:
    assert main(["ledger", "show", *arguments, "--lang", "en"]) == 2
    refused = capsys.readouterr()
    assert refused.out == ""
    assert said in refused.err
