"""A number on the page says what it is, where it comes from and how old it is: by keyboard, on a phone, in the dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from page_steps import go, settle

SHOWN = ("today", "regime", "curve", "ledger", "qt_end", "finances")
RUN = """async () => (await axe.run('.tg-panel', {resultTypes: ['violations']})).violations
  .filter(v => ['serious', 'critical'].includes(v.impact)).map(v => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`)"""
OPENED = """() => {
  for (const each of document.querySelectorAll('.tg-about details, details.tg-about')) each.open = true;
}"""


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_opened_numbers_have_no_serious_fault_and_fit(
    server: str, open_page: Callable[..., Any], page_faults: list[str], width: int, scheme: str
) -> None:
    from axe_playwright_python.base import AXE_SCRIPT

    page = open_page(width=width, language="zh-TW", scheme=scheme)
    page.goto(server)
    settle(page, SHOWN[0])
    for tab in SHOWN:
        go(page, tab)
        settle(page, tab)
        page.evaluate(OPENED)
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(AXE_SCRIPT)
        assert page.evaluate(RUN) == [], tab
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), tab
        for each in page.locator(".tg-panel:visible .tg-tile").all():
            assert each.locator("details p").count() >= 2, each.inner_text()
        for each in page.locator(".tg-panel:visible .tg-source").all():
            assert "資料" in each.inner_text(), each.inner_text()
    assert page_faults == []


def test_the_keyboard_opens_a_number_and_leads_to_the_word_that_explains_its_method(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="en-GB")
    page.goto(f"{server}/?tab=regime")
    settle(page, "regime")
    summary = page.locator(".tg-tile summary").first
    summary.focus()
    page.keyboard.press("Enter")
    link = page.locator(".tg-tile a").first
    link.wait_for(state="visible")
    page.keyboard.press("Tab")
    assert link.evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    word = page.locator("#word-regime")
    word.wait_for(state="visible")
    page.wait_for_function("document.activeElement?.id === 'word-regime'")
    assert "tab=learn" in page.url
    assert page.url.endswith("#word-regime")
    box = word.bounding_box()
    assert 0 <= box["y"] < 900
    page.reload()
    page.wait_for_function("document.activeElement?.id === 'word-regime'")
    assert page_faults == []
