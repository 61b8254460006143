from __future__ import annotations

from datetime import date

import pytest

from tidegate.briefing.document import Briefing, Section
from tidegate.briefing.wording import wording
from tidegate.web.page import parts
from tidegate.web.page.place import Place


@pytest.fixture
def today(briefing: Briefing) -> Section:
    return briefing.sections[0]


def test_a_table_is_semantic_and_escaped(today: Section) -> None:
    html = parts.table(today.tables[0], wording("en"), "/x.csv?a=1&b=2")
    assert html.count('<th scope="col"') == 7
    assert html.count('<th scope="row"') == 2
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'href="/x.csv?a=1&amp;b=2" download' in html
    assert 'role="region" aria-label="Phases"' in html


def test_numbers_are_signed_scaled_and_dated_by_language(today: Section) -> None:
    en, zh = (parts.table(today.tables[0], wording(language)) for language in ("en", "zh-Hant"))
    assert "-2,359.0" in en
    assert "Jun 1, 2022" in en
    assert "-23,590" in zh
    assert "2022" in zh
    assert "億美元" in zh
    assert "—" in en


def test_a_check_is_told_by_word_and_not_by_colour_alone(today: Section) -> None:
    assert "✓" in parts.table(today.tables[0], wording("en"))
    assert "yes" in parts.table(today.tables[0], wording("en"))


def test_tiles_show_number_unit_arrow_and_words(today: Section) -> None:
    html = parts.tiles(today, wording("en"))
    assert html.count("<dt>") == 4
    assert "▼" in html
    assert "▲" in html
    assert "+0.25 pp" in html
    assert "Holding" in html
    assert '<time datetime="2025-12-03">' in html
    assert "—" in html


def test_a_long_table_scrolls_within_its_card(today: Section) -> None:
    from dataclasses import replace

    table = today.tables[0]
    assert "tg-scroll-long" not in parts.table(table, wording("en"))
    long = replace(table, rows=table.rows * 20)
    assert "tg-scroll-long" in parts.table(long, wording("en"))


def test_addresses_carry_language_tab_and_day() -> None:
    place = Place("zh-Hant", "today", date(2024, 1, 31))
    assert place.link(language="en") == "/?tab=today&lang=en&as_of=2024-01-31"
    assert place.link(tab="a b") == "/?tab=a+b&lang=zh-Hant&as_of=2024-01-31"
    assert Place("en").link() == "/?lang=en"
    assert place.csv("charts", "levels") == "/api/v1/charts/levels.csv?lang=zh-Hant&as_of=2024-01-31"


def test_the_palette_reaches_the_page_in_both_grounds() -> None:
    from tidegate.briefing.palette import DARK, LIGHT
    from tidegate.web.look import palette_css

    css = palette_css()
    for name in LIGHT:
        assert f"--{name}:{LIGHT[name]};" in css
        assert f"--{name}:{DARK[name]};" in css


def test_style_and_script_load_nothing_from_elsewhere() -> None:
    from tidegate.web.app import STATIC

    for path in STATIC.iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text
        assert "https://" not in text
        assert "//cdn" not in text
