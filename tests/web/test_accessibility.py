"""No tab has a serious accessibility fault, in light and in dark (axe-core)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from page_steps import go, settle

from tidegate.briefing.sections import SECTIONS

RUN = """async (rules) => (await axe.run(document, {resultTypes: ['violations'], ...rules})).violations
  .filter(v => ['serious', 'critical'].includes(v.impact))
  .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`)"""


RULES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast"]},  # all that the ground can change
}


@pytest.mark.parametrize("scheme", RULES)
def test_no_tab_has_a_serious_fault(server: str, open_page: Callable[..., Any], scheme: str) -> None:
    from axe_playwright_python.base import AXE_SCRIPT

    page = open_page(language="zh-TW", scheme=scheme)
    page.goto(server)
    settle(page, SECTIONS[0])
    found = {}
    for tab in SECTIONS:
        go(page, tab)
        settle(page, tab)
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(AXE_SCRIPT)
        faults = page.evaluate(RUN, RULES[scheme])
        if faults:
            found[tab] = faults
    assert found == {}
