"""T-accounts and sentences, in both languages."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from tidegate.bank.ledger import (
    Books,
    Entry,
    Instrument,
    Money,
    Sector,
    demonstrate,
    operations,
    post,
    sentence,
    t_accounts,
)
from tidegate.bank.ledger.chart import title_ids
from tidegate.errors import UnknownName
from tidegate.locale import LANGUAGES, translator

ZH, EN = translator("zh-Hant"), translator("en")
CJK = re.compile(r"[\u4e00-\u9fff]")


def test_every_name_has_its_row_and_every_row_its_name() -> None:
    assert title_ids("sectors") == tuple(Sector)
    assert title_ids("instruments") != ()
    assert set(title_ids("instruments")) == set(Instrument)
    assert title_ids("operations") != ()
    assert set(title_ids("operations")) == set(operations())
    assert set(title_ids("groups")) == {op.group for op in operations().values()}
    assert set(title_ids("parameters")) == {p.id for op in operations().values() for p in op.parameters}


def test_titles_are_there_in_both_languages_and_differ() -> None:
    tables = tomllib.loads(files("tidegate.bank.ledger").joinpath("titles.toml").read_text("utf-8"))
    for table in tables.values():
        for key, row in table.items():
            for text in ("title", "description"):
                if f"{text}_en" in row:
                    assert not CJK.search(row[f"{text}_en"]), key
                    assert CJK.search(row[f"{text}_zh"]), key
    for table in ("operations", "sectors", "instruments"):
        for language in LANGUAGES:
            suffix = "en" if language == "en" else "zh"
            titles = [row[f"title_{suffix}"] for row in tables[table].values()]
            assert len(set(titles)) == len(titles)
    assert all("description_zh" in row for row in tables["operations"].values())


@pytest.mark.parametrize("operation", operations())
def test_every_operation_has_its_sentence_in_both_languages(operation: str) -> None:
    said = sentence(Entry(operation, 100_000))
    english, chinese = said.text(EN), said.text(ZH)
    assert "$100 billion" in english or "rolls it over" in english
    assert english[0].isupper() or english[0] == "$"
    assert english.endswith(".")
    assert not CJK.search(english)
    assert "1,000 億美元" in chinese
    assert chinese.endswith("。")
    assert "Fed" not in chinese
    for left_in_english in ("Treasury", "reserves", "deposits", "{", "$"):
        assert left_in_english not in chinese


def test_the_sentence_of_qe_from_a_fund() -> None:
    said = sentence(Entry("purchase_from_non_bank", 100_000))
    assert said.text(EN) == (
        "The Fed buys $100 billion of Treasury notes and bonds from a fund: "
        "reserves and deposits both rise by $100 billion; no banknotes are involved."
    )
    assert said.text(ZH) == (
        "聯準會向基金買進 1,000 億美元的中長期公債：準備金與存款同時增加 1,000 億美元，過程不需要任何鈔票。"
    )


@pytest.mark.parametrize(
    ("price", "english", "chinese"),
    [
        (91.5, "books a loss of $8.5 billion", "認列損失 85 億美元"),
        (101.0, "books a gain of $1 billion", "認列利益 10 億美元"),
        (100.0, "neither gain nor loss", "沒有損益"),
    ],
)
def test_a_sale_says_what_it_cost(price: float, english: str, chinese: str) -> None:
    said = sentence(Entry.of("sale_to_bank", 100_000, price_pct=price))
    assert english in said.text(EN)
    assert chinese in said.text(ZH)


def test_other_banks_have_their_name_and_currency() -> None:
    entry = Entry("purchase_from_bank", 80_000)
    assert sentence(entry, "boe").text(EN).startswith("The Bank of England buys £80 billion")
    assert sentence(entry, "boj").text(ZH).startswith("日本央行向銀行買進 800 億日圓")
    assert "€80 billion" in sentence(entry, "ecb").text(EN)
    with pytest.raises(UnknownName):
        sentence(entry, "snb")


@pytest.mark.parametrize(
    ("millions", "english", "chinese"),
    [
        (9, "$9 million", "900 萬美元"),
        (999, "$999 million", "9.99 億美元"),
        (47_500, "$47.5 billion", "475 億美元"),
        (13_951, "$13.951 billion", "139.51 億美元"),
        (8_965_487, "$8,965.487 billion", "8 兆 9,654.87 億美元"),
        (2_000_000, "$2,000 billion", "2 兆美元"),
    ],
)
def test_amounts_keep_every_million(millions: int, english: str, chinese: str) -> None:
    assert Money(millions).text(EN) == english
    assert Money(millions).text() == english
    assert Money(millions).text(ZH) == chinese


def test_t_accounts_balance_before_and_after() -> None:
    before = Books.stylised()
    after = post(before, Entry.of("sale_to_non_bank", 250_000, price_pct=90.0))
    accounts = t_accounts(before, after)
    assert [a.sector for a in accounts] == list(Sector)
    for account in accounts:
        for moment in ("before", "after", "change"):
            assets = sum(getattr(line, moment) for line in account.assets)
            owed = sum(getattr(line, moment) for line in account.liabilities)
            assert assets == owed + getattr(account.net_worth, moment)
    assert [a.sector for a in accounts if a.changed] == [
        Sector.CENTRAL_BANK,
        Sector.BANKS,
        Sector.TREASURY,
        Sector.NON_BANKS,
    ]
    central = accounts[0]
    assert {line.id for line in central.liabilities} >= {"reserves", "currency", "on_rrp", "tga"}
    assert central.net_worth.change == -25_000


def test_a_demonstration_as_data_is_stable() -> None:
    shown = demonstrate(Entry("purchase_from_non_bank", 100_000))
    data = shown.as_dict({name: translator(name) for name in LANGUAGES})
    assert list(data) == [
        "operation",
        "title",
        "description",
        "amount",
        "parameters",
        "unit",
        "note",
        "sentence",
        "sectors",
        "totals",
        "identities",
    ]
    assert set(data["sentence"]) == set(LANGUAGES)
    assert data["parameters"] == {"security": "treasury_coupons", "price_pct": 100.0}
    assert data["totals"]["broad_money"]["change"] == 100_000
    assert set(data["identities"].values()) == {0}
    (first, *_) = data["sectors"]
    assert list(first) == ["sector", "title", "assets", "liabilities", "net_worth"]
    assert list(first["assets"][0]) == ["instrument", "title", "before", "after", "change"]
