"""The report on paper: numbered pages, and nothing wider than the sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tidegate.briefing.document import Briefing
from tidegate.briefing.report import to_html
from tidegate.web.briefings import Briefings

SHEET = {"width": 688, "height": 1000}
"""An A4 page between its margins, in CSS pixels."""
WIDER = """() => { const edge = document.querySelector('main').getBoundingClientRect().right + 1;
  return [...document.querySelectorAll('table, figure, .tiles')]
    .filter(each => each.getBoundingClientRect().right > edge).map(each => each.innerText.slice(0, 80)); }"""


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return Briefings().get(None)


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_it_fits_the_sheet(
    briefing: Briefing, open_page: Callable[..., Any], page_faults: list[str], tmp_path: Path, language: str
) -> None:
    written = tmp_path / "report.html"
    written.write_text(to_html(briefing, language), "utf-8")
    page = open_page(**SHEET)
    page.emulate_media(media="print")
    page.goto(written.as_uri())
    assert page.evaluate(WIDER) == []
    assert page.locator(".dial:visible").count() == 1
    pdf = page.pdf(prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 20 < pages < 60
    assert page_faults == []
