"""The browser of these tests notices what it is there to notice."""

from __future__ import annotations

from typing import Any


def test_a_sound_page(browser_page: Any, page_faults: list[str]) -> None:
    browser_page.set_content("<h1 lang='zh-TW'>潮閘</h1>")
    assert browser_page.inner_text("h1") == "潮閘"
    assert browser_page.evaluate("navigator.language") == "zh-TW"
    assert page_faults == []


def test_faults_are_noticed(open_page: Any, page_faults: list[str]) -> None:
    page = open_page(width=390, scheme="dark")
    page.set_content("<script>console.error('spilt'); undefined_name;</script>")
    page.set_content("<img src='http://tidegate.invalid/x.png'>")
    page.wait_for_timeout(200)
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    kinds = {fault.split(":")[0] for fault in page_faults}
    assert kinds == {"console", "script", "request to another host"}
