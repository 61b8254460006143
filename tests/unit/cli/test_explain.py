"""``tidegate explain``."""

from __future__ import annotations

import json

import pytest

from tidegate.catalog import Bilingual, Term, terms
from tidegate.cli import main
from tidegate.cli.commands import explain
from tidegate.errors import UnknownName

Captured = pytest.CaptureFixture[str]

GLOSSARY = {
    "on_rrp": Term(
        "on_rrp", Bilingual("ON RRP", "隔夜逆回購"), Bilingual("Cash parked overnight.", "隔夜停泊的資金。")
    ),
    "qt": Term(
        "qt", Bilingual("Quantitative tightening (QT)", "量化緊縮（QT）"), Bilingual("Run-off.", "縮表。")
    ),
}


@pytest.fixture(autouse=True)
def small_glossary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two terms are enough."""
    monkeypatch.setattr(explain, "terms", lambda: GLOSSARY)


@pytest.mark.parametrize("word", ["on_rrp", "ON-RRP", "on rrp", "隔夜逆回購", "onrrp"])
def test_a_word_is_found_by_id_and_by_either_title(word: str) -> None:
    assert explain.find(word, GLOSSARY).id == "on_rrp"


@pytest.mark.parametrize("word", ["QT", "量化緊縮", "quantitative  tightening", "量化緊縮（QT）"])
def test_what_stands_in_brackets_may_be_left_out(word: str) -> None:
    assert explain.find(word, GLOSSARY).id == "qt"


@pytest.mark.parametrize("word", ["", "-", "reserve", "../qt"])
def test_an_unknown_word_is_refused_with_those_that_exist(word: str) -> None:
    with pytest.raises(UnknownName, match="on_rrp, qt"):
        explain.find(word, GLOSSARY)


def test_in_both_languages(capsys: Captured) -> None:
    assert main(["explain", "qt", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "Quantitative tightening (QT) | 量化緊縮（QT）\n\nRun-off.\n"
    assert main(["explain", "qt", "--lang", "zh-Hant"]) == 0
    assert capsys.readouterr().out == "量化緊縮（QT） | Quantitative tightening (QT)\n\n縮表。\n"


def test_json_is_the_same_in_every_language(capsys: Captured) -> None:
    answers = set()
    for language in ("en", "zh-Hant"):
        assert main(["explain", "qt", "--json", "--lang", language]) == 0
        answers.add(capsys.readouterr().out)
    (answer,) = answers
    assert json.loads(answer) == {
        "term": "qt",
        "title": {"zh-Hant": "量化緊縮（QT）", "en": "Quantitative tightening (QT)"},
        "text": {"zh-Hant": "縮表。", "en": "Run-off."},
        "page": None,
        "hong_kong": None,
    }


def test_hong_kongs_own_word_is_shown_and_finds_the_term(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explain, "terms", terms)
    for word, term in (("孳息率", "yield"), ("按揭", "mortgage"), ("拆息", "hibor"), ("萬億", "trillion")):
        assert main(["explain", word, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["term"] == term
        assert word in found["hong_kong"]
    assert main(["explain", "yield", "--lang", "zh-Hant"]) == 0
    assert capsys.readouterr().out.startswith("殖利率 | Yield\n香港：孳息率\n\n")
    assert main(["explain", "yield", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("Yield | 殖利率\nIn Hong Kong: 孳息率\n\n")


def test_all_words(capsys: Captured) -> None:
    assert main(["explain", "--lang", "zh-Hant"]) == 0
    assert capsys.readouterr().out.splitlines() == ["on_rrp  隔夜逆回購", "qt      量化緊縮（QT）"]
    assert main(["explain", "--json"]) == 0
    assert [row["term"] for row in json.loads(capsys.readouterr().out)["terms"]] == ["on_rrp", "qt"]


def test_a_word_that_does_not_exist(capsys: Captured) -> None:
    assert main(["explain", "qz", "--lang", "zh-Hant"]) == 2
    assert capsys.readouterr().err == "錯誤：沒有名為 'qz' 的術語；可用的有：on_rrp, qt\n"
