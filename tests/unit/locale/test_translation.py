"""Sentences, numbers, amounts and dates in both languages."""

from __future__ import annotations

import math
from datetime import date

import pytest

from tidegate.catalog import units
from tidegate.errors import InputError
from tidegate.locale import translator
from tidegate.message import Message, Quantity
from tidegate.units import parse_date

EN, ZH = translator("en"), translator("zh-TW")


def test_one_translator_a_language() -> None:
    assert translator("en") is translator("en")
    assert (EN.language, ZH.language) == ("en", "zh-Hant")


def test_sentences() -> None:
    assert EN("Options:") == "Options:"
    assert ZH("Options:") == "選項："
    assert ZH("") == "", "an empty template must not fetch the catalogue's header"
    assert ZH("no such sentence") == "no such sentence"


def test_messages_fill_their_fields_in_both_languages() -> None:
    with pytest.raises(InputError) as caught:
        parse_date("2024-13-01", "as-of")
    assert caught.value.text(EN).startswith("as-of: '2024-13-01' is not a date")
    assert caught.value.text(ZH).startswith("as-of：'2024-13-01' 不是日期")
    outer = Message("error: {problem}", {"problem": caught.value.problems[0]})
    assert ZH.message(outer).startswith("錯誤：as-of：")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (8965.487, 1, "8,965.5"),
        (1234567, 0, "1,234,567"),
        (-0.04, 1, "0.0"),
        (-1234.5, 1, "-1,234.5"),
        (0.125, 2, "0.12"),
        (None, 1, "—"),
        (math.nan, 1, "—"),
        (math.inf, 0, "—"),
    ],
)
def test_numbers(value: float | None, decimals: int, text: str) -> None:
    assert EN.number(value, decimals) == text
    assert ZH.number(value, decimals) == text


def test_signs_and_percent() -> None:
    assert EN.number(12.3, 1, signed=True) == "+12.3"
    assert EN.number(0.0, 1, signed=True) == "0.0"
    assert EN.number(-12.3, 1, signed=True) == "-12.3"
    assert (EN.percent(4.25), ZH.percent(-0.1, 1, signed=True), ZH.percent(None)) == ("4.25%", "-0.1%", "—")


@pytest.mark.parametrize(
    ("value", "unit", "style", "english", "chinese"),
    [
        (8965.487, "bn_usd", "table", "$8,965.5 bn", "89,655 億美元"),
        (8965.487, "bn_usd", "short", "$8.97 tn", "8.97 兆美元"),
        (8965.487, "bn_usd", "text", "$8,965.5 billion", "8 兆 9,655 億美元"),
        (47.5, "bn_usd", "short", "$47.5 bn", "475 億美元"),
        (47.5, "bn_usd", "text", "$47.5 billion", "475 億美元"),
        (9000.0, "bn_usd", "text", "$9,000.0 billion", "9 兆美元"),
        (999.96, "bn_usd", "short", "$1.00 tn", "1.00 兆美元"),
        (-100.0, "bn_eur", "table", "-€100.0 bn", "-1,000 億歐元"),
        (756_000.0, "bn_jpy", "text", "¥756,000 billion", "756 兆日圓"),
        (0.0, "bn_gbp", "table", "£0.0 bn", "0 億英鎊"),
        (4.25, "percent", "table", "4.25%", "4.25%"),
        (34.1, "hours", "table", "34.1 hours", "34.1 小時"),
        (math.nan, "bn_usd", "table", "—", "—"),
        (None, "percent", "table", "—", "—"),
    ],
)
def test_amounts(value: float | None, unit: str, style: str, english: str, chinese: str) -> None:
    assert EN.amount(value, unit, style) == english  # type: ignore[arg-type]
    assert ZH.amount(value, unit, style) == chinese  # type: ignore[arg-type]


def test_signed_amounts() -> None:
    assert EN.amount(12.0, "bn_usd", signed=True) == "+$12.0 bn"
    assert ZH.amount(-12.0, "bn_usd", signed=True) == "-120 億美元"


@pytest.mark.parametrize("unit", units())
def test_every_unit_can_be_written(unit: str) -> None:
    for language in (EN, ZH):
        text = language.amount(1234.5, unit)
        assert any(c.isdigit() for c in text)
        assert not text.endswith(" ")


def test_an_unknown_unit_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        EN.amount(1.0, "furlongs")


def test_dates() -> None:
    day = date(2022, 4, 13)
    assert (EN.date(day), ZH.date(day)) == ("Apr 13, 2022", "2022 年 4 月 13 日")
    assert (EN.month(day), ZH.month(day)) == ("Apr 2022", "2022 年 4 月")
    assert EN.date(None) == ZH.month(None) == "—"


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (0, "0 days", "0 天"),
        (1, "1 day", "1 天"),
        (60, "60 days", "60 天"),
        (61, "2 months", "2 個月"),
        (365, "12 months", "12 個月"),
        (800, "2 years", "2 年"),
        (None, "—", "—"),
    ],
)
def test_ages(days: int | None, english: str, chinese: str) -> None:
    assert (EN.age(days), ZH.age(days)) == (english, chinese)


def test_no_space_stands_between_two_ideographs_of_a_finished_sentence():
    sentence = Message(
        "{stance} since {since}: the Fed's assets are {assets}, {below} below their peak of {peak}."
    )
    day = date(2026, 9, 14)
    values = {"stance": "x", "since": day, "assets": "6 兆美元", "below": "2", "peak": day}
    said = Message(sentence.template, values).text(translator("zh-Hant"))
    assert "2026 年 9 月 14 日起" in said
    assert (
        translator("zh-Hant").tidy("到 9 月 14 日 ，增 3 億美元 之間 QE 與 QT")
        == "到 9 月 14 日，增 3 億美元之間 QE 與 QT"
    )
    assert translator("en").tidy("a 日 起") == "a 日 起"


def test_no_blank_is_left_after_a_day_or_an_amount_in_chinese() -> None:
    said = Message("{day} {amount} x", {"day": date(2024, 1, 31), "amount": Quantity(8965.5, "bn_usd")})
    assert said.text(translator("en")) == "Jan 31, 2024 $8,965.5 billion x"
    chinese = translator("zh-Hant")
    assert chinese.tidy("距 2024 年 1 月 31 日 已 8 天") == "距 2024 年 1 月 31 日已 8 天"
    assert chinese.tidy("從 8 兆 9,655 億美元 變為 3 兆美元 以下") == "從 8 兆 9,655 億美元變為 3 兆美元以下"
    assert chinese.tidy("2024-01 之後 MBS 餘額") == "2024-01 之後 MBS 餘額"
    assert translator("en").tidy("a 日 b") == "a 日 b"
