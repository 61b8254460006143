"""Which language a reader gets."""

from __future__ import annotations

import pytest

from tidegate.errors import UnknownName
from tidegate.locale import LANGUAGES, language_of, pick_language, translator


@pytest.mark.parametrize(
    "tag", ["zh", "zh-Hant", "zh_TW", "zh-HK", "ZH-hant", "zh_Hant_TW.UTF-8", "zh_TW.Big5", " zh-MO "]
)
def test_tags_served_in_chinese(tag: str) -> None:
    assert language_of(tag) == "zh-Hant"


@pytest.mark.parametrize("tag", ["en", "EN", "en-GB", "en_US.UTF-8", "en_US@euro"])
def test_tags_served_in_english(tag: str) -> None:
    assert language_of(tag) == "en"


@pytest.mark.parametrize("tag", ["fr", "zh-Hans", "zh_CN.UTF-8", "english", "e", "../en", "ja"])
def test_other_languages_are_refused_with_those_that_exist(tag: str) -> None:
    with pytest.raises(UnknownName) as caught:
        language_of(tag)
    assert repr(tag) in str(caught.value)
    assert all(language in str(caught.value) for language in LANGUAGES)


def test_translator_of_an_unknown_language() -> None:
    with pytest.raises(UnknownName, match="'de'"):
        translator("de")


@pytest.mark.parametrize(
    ("explicit", "environ", "language"),
    [
        (None, {}, "zh-Hant"),
        (None, {"LANG": "C.UTF-8"}, "zh-Hant"),
        (None, {"LANG": "ja_JP.UTF-8"}, "zh-Hant"),
        (None, {"LANG": "en_GB.UTF-8"}, "en"),
        (None, {"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, "zh-Hant"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_TW"}, "en"),
        (None, {"TIDEGATE_LANG": "en", "LANG": "zh_TW.UTF-8"}, "en"),
        ("zh-Hant", {"TIDEGATE_LANG": "en"}, "zh-Hant"),
        ("en", {}, "en"),
        ("", {"TIDEGATE_LANG": ""}, "zh-Hant"),
    ],
)
def test_order_of_preference(explicit: str | None, environ: dict[str, str], language: str) -> None:
    assert pick_language(explicit, environ) == language


def test_a_wrong_environment_is_refused_too() -> None:
    with pytest.raises(UnknownName, match="klingon"):
        pick_language(None, {"TIDEGATE_LANG": "klingon"})
