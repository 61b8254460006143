"""What a reader does on the page, for the browser tests."""

from __future__ import annotations

from typing import Any

from tidegate.briefing.chapters import CHAPTERS, REST

SETTLED = """tab => {
  const panel = [...document.querySelectorAll('.tg-panel')].find(p => p.offsetParent !== null);
  const current = document.querySelector('.tg-tabs [aria-current]');
  const main = document.getElementById('main');
  return panel && current && current.dataset.tab === tab && main.getAttribute('aria-busy') === null
    && [...panel.querySelectorAll('.tg-canvas')].every(c => c.dataset.drawn)
    && ![...panel.querySelectorAll('.tg-working')].some(sign => sign.offsetParent !== null);
}"""


def settle(page: Any, tab: str) -> None:
    """Wait until a tab is shown, its charts are drawn, and no answer is under way."""
    page.wait_for_function(SETTLED, arg=tab, timeout=90_000)


def go(page: Any, tab: str) -> None:
    """Open a tab as a reader does: first its chapter, where another one is open."""
    if not page.locator(f"[data-tab={tab}]").count():
        chapter = next(each.id for each in (*CHAPTERS, REST) if tab in each.sections or each is REST)
        page.click(f"[data-chapter={chapter}]")
        page.wait_for_function("tab => document.querySelector(`[data-tab=${tab}]`)", arg=tab, timeout=60_000)
    if page.locator(f"[data-tab={tab}]").is_visible():  # a chapter of one section shows no second row
        page.click(f"[data-tab={tab}]")
