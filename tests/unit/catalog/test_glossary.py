"""The glossary explains the words of the field in both languages."""

from __future__ import annotations

import re

import pytest

from tidegate.catalog import term, terms
from tidegate.errors import UnknownName

CJK = re.compile(r"[\u3400-\u9fff]")
# Characters that exist only in Simplified Chinese, or Mainland words for Taiwan ones.
NOT_TAIWAN = re.compile("[国会资产们这说时对发动财经济债场报价贷货币关]|收益率|美聯儲|通脹|國債收益")
HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,;:!?(]")


@pytest.mark.parametrize("key", list(terms()))
def test_entry_is_complete(key: str) -> None:
    entry = term(key)
    assert entry.title.en
    assert entry.title.zh
    assert CJK.search(entry.title.zh)
    assert 1 <= len(re.findall(r"[.](?:\s|$)", entry.text.en)) <= 3, "one to three sentences"
    assert entry.text.zh.endswith("。")
    assert CJK.search(entry.text.zh)
    assert not CJK.search(entry.text.en)
    assert not NOT_TAIWAN.search(entry.title.zh + entry.text.zh)
    assert not HALF_WIDTH.search(entry.title.zh + entry.text.zh)


def test_the_articles_terms_are_there() -> None:
    needed = (
        "soma run_off cap wam cpr smm iorb on_rrp tga reserves term_premium deferred_asset qe qt passive_qt"
    )
    needed += (
        " active_qt reinvestment taper rmp mbs tips yield sofr effr neutral_balance_sheet ample_reserves"
    )
    needed += " shadow_rate cvar entropy_pooling ycc app pepp apf tltro hibor aggregate_balance"
    needed += " linked_exchange_rate"
    assert set(needed.split()) <= set(terms())
    assert len(terms()) >= 45


def test_titles_are_different() -> None:
    for language in ("en", "zh-Hant"):
        titles = [t.title.in_language(language) for t in terms().values()]
        assert len(set(titles)) == len(titles)


def test_hong_kongs_word_stands_where_it_differs() -> None:
    found = {key: entry.hong_kong for key, entry in terms().items() if entry.hong_kong}
    needed = {
        "yield": "孳息率",
        "fed": "聯儲局",
        "mortgage": "按揭",
        "rate_hike": "加息",
        "rate_cut": "減息",
        "trillion": "萬億",
        "treasury": "國債",
        "reserves": "儲備",
        "aggregate_balance": "總結餘",
        "inflation": "通脹",
    }
    for key, word in needed.items():
        assert word in found[key]
    taiwan = re.compile("殖利率|聯準|房貸|升息|降息|準備金|通膨|公債|附買回|帳戶|計畫|溢酬|存續期間")
    for key, word in found.items():
        assert word != term(key).title.zh, key
        assert not taiwan.search(word), key
        assert not HALF_WIDTH.search(word), key
    for key, entry in terms().items():  # no word of Taiwan's is left without its Hong Kong one
        assert entry.hong_kong or not taiwan.search(entry.title.zh), key
    assert len(set(found.values())) == len(found)


def test_unknown_term_lists_the_nearest() -> None:
    with pytest.raises(UnknownName, match="soma"):
        term("sona")
