from __future__ import annotations

import pytest

from tidegate.errors import UnknownName
from tidegate.web.language import accepted, choose, choose_leniently, from_browser


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-CN,en;q=0.5", "zh-Hant"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.5", "en"),
        ("en;q=0.2,zh;q=0.8", "zh-Hant"),
        ("fr-FR", "zh-Hant"),
        ("", "zh-Hant"),
        ("*", "zh-Hant"),
        ("en;q=0,zh", "zh-Hant"),
        ("en;q=x", "en"),
        (";;;,,q=", "zh-Hant"),
    ],
)
def test_a_browser_gets_the_first_language_it_accepts(header: str, language: str) -> None:
    assert from_browser(header) == language


def test_equal_weights_keep_their_order() -> None:
    assert accepted("en, zh, fr;q=0.5") == ["en", "zh", "fr"]


def test_the_address_wins_over_the_server_and_the_server_over_the_browser() -> None:
    assert choose("en", "zh-Hant", "zh-TW") == "en"
    assert choose(None, "en", "zh-TW") == "en"
    assert choose(None, None, "zh-TW") == "zh-Hant"


def test_a_language_that_does_not_exist_is_refused_or_passed_over() -> None:
    with pytest.raises(UnknownName, match="klingon"):
        choose("klingon", None, "en")
    assert choose_leniently("klingon", None, "en") == "en"
