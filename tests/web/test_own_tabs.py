"""A tab of its own, one that fails, and the wait for a briefing, on a server with a made-up briefing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

SERVER = """
import time
from dataclasses import replace
from datetime import date
import numpy as np
from nicegui import ui
from tidegate.briefing.document import Briefing, Chart, Line, Role, Section
from tidegate.catalog import Bilingual
from tidegate.errors import DataError
from tidegate.web import tabs
from tidegate.web.briefings import Briefings
from tidegate.web.server import serve
from tidegate.web.settings import Settings

def both(text): return Bilingual(text, text + "中")
days = np.arange("2024-01-01", "2024-02-01", dtype="datetime64[D]")
line = Line(both("Line"), days, np.linspace(0.0, 100.0, len(days)), Role.MODEL)
chart = Chart("c", both("Chart"), "bn_usd", (line,), both("Source"), both("Summary"))

def compose(as_of):
    time.sleep(1.5)
    names = ("one", "own", "failing", "broken")
    sections = tuple(Section(name, both(name.title()), (both("Lead"),), charts=(chart,)) for name in names)
    return Briefing(date(2026, 1, 31), date(2026, 1, 28), both("Headline"), sections, "0")

@tabs.register("own")
def own(tab):
    tab.title()
    drawn = tab.chart(tab.section.charts[0])
    def change():
        doubled = replace(line, values=line.values * 2, name=both("Doubled"))
        drawn.show(replace(chart, lines=(doubled, replace(line, name=both("Other")))))
    ui.button("double", on_click=change)

@tabs.register("failing")
def failing(tab):
    tab.title()
    raise DataError.of("series {name} is gone", name="WALCL")

@tabs.register("broken")
def broken(tab):
    raise ZeroDivisionError("inside")

serve(Settings(port=0), started=lambda where: print(where, flush=True), exit_after=120, briefings=Briefings(compose))
"""


@pytest.fixture(scope="module")
def server(browser: Any) -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert found
            yield found[0]
        finally:
            process.terminate()
            process.wait(20)


def test_the_wait_a_tab_of_its_own_and_two_that_fail(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="en-GB")
    page.goto(f"{server}/?as_of=2026-01-31")
    assert page.locator(".tg-waiting").inner_text().startswith("Working out the briefing")
    page.locator(".tg-panel").wait_for(timeout=20_000)
    assert page.inner_text("h1") == "Headline"
    assert page.locator(".tg-waiting").count() == 0

    page.click("[data-tab=own]")
    page.locator(".tg-canvas[data-drawn]:visible").wait_for()
    assert page.locator(".tg-legend-entry:visible").count() == 0  # a single line needs no legend
    page.get_by_text("double").click()
    page.get_by_role("button", name="Doubled").wait_for()

    page.click("[data-tab=failing]")
    problem = page.locator(".tg-problem:visible")
    problem.wait_for()
    assert "series WALCL is gone" in problem.inner_text()
    page.click("[data-tab=broken]")
    page.get_by_text("ZeroDivisionError").wait_for()
    assert "inside" not in page.inner_text("main")

    page.click("[data-tab=one]")
    page.locator(".tg-canvas[data-drawn]:visible").wait_for()
    assert page.locator(".tg-problem:visible").count() == 0
    assert page_faults == []
