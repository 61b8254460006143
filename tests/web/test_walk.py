"""A newcomer's walk by the page's own links: where we are, what if, my mortgage, what to own, and take it along."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from page_steps import go, settle

READING = {"en": "en-GB", "zh-Hant": "zh-TW"}
SAID = {
    "en": (
        "Where we are in the cycle",
        "Weights (CSV)",
        "All of it (JSON)",
        "Weight [percent]",
        "US dollar in Taiwan dollars",
    ),
    "zh-Hant": ("現在走到循環的哪裡", "權重（CSV）", "完整答案（JSON）", "權重 [percent]", "美元兌新台幣"),
}


def taken(page: Any, link: Any, folder: Path) -> Path:
    with page.expect_download() as waiting:
        link.click()
    saved = folder / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    return saved


def rows_of(saved: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(saved.read_text("utf-8-sig"))))


def shown(page: Any, selector: str) -> Any:
    return page.locator(f"{selector} >> visible=true")


@pytest.mark.parametrize("language", READING)
def test_from_the_dial_to_a_portfolio_in_hand(
    server: str, open_page: Callable[..., Any], page_faults: list[str], tmp_path: Path, language: str
) -> None:
    cycle, weights, whole, column, currency = SAID[language]
    page = open_page(language=READING[language], accept_downloads=True)
    page.goto(server)
    settle(page, "today")
    dial = page.locator(f"section.dial[aria-label='{cycle}']")
    assert dial.locator(".dial-table tr").count() == 5
    assert dial.bounding_box()["y"] < 900  # seen without scrolling

    shown(page, "[data-step=futures]").click()
    settle(page, "futures")
    fan = page.locator("#chart-scenario-fan")
    fan.locator(".tg-canvas[data-drawn]").wait_for(timeout=90_000)
    assert "first=qt-extended&second=baseline&variable=mortgage_30y_pct" in page.url
    assert page.locator("select:visible").first.input_value() == "qt-extended"
    meant = page.locator("#table-scenario-consequences")
    assert meant.locator("tbody tr").count() == 6
    for told in ("400,000", currency):  # what it does to a mortgage, and to the Taiwan dollar
        assert told in page.locator(".tg-leads:visible").first.inner_text()
        assert told in meant.inner_text()
    medians = rows_of(taken(page, page.locator("#table-scenario-medians").get_by_text("CSV"), tmp_path))
    assert len(medians) == 1 + 2 * 3  # two scenarios, three horizons
    assert len(rows_of(taken(page, fan.get_by_text("CSV", exact=True), tmp_path))) > 48

    shown(page, ".tg-next a").click()
    settle(page, "transmission")
    page.locator("input[type=range]:visible").first.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**change_bn=-2550**")
    page.locator(".tg-leads:visible", has_text="2.55").wait_for(timeout=20_000)
    borrowers = rows_of(
        taken(page, page.locator("#table-transmission-borrowers").get_by_text("CSV"), tmp_path)
    )
    assert [len(row) for row in borrowers] == [4, 4, 4, 4]
    shown(page, ".tg-next a").click()
    settle(page, "asia")
    shown(page, ".tg-next a").click()
    settle(page, "allocation")

    page.get_by_text(weights).wait_for(timeout=90_000)
    page.locator("#chart-allocation-own .tg-canvas[data-drawn]").wait_for()
    own = rows_of(taken(page, page.get_by_text(weights), tmp_path))
    assert own[0][1] == column
    assert sum(float(row[1]) for row in own[1:]) == pytest.approx(100.0, abs=0.1)
    answer = json.loads(taken(page, page.get_by_text(whole), tmp_path).read_text("utf-8"))
    assert answer["risk"] == "medium"
    assert sum(answer["weights"].values()) == pytest.approx(100.0, abs=1e-3)
    assert min(each["slack_pct"] for each in answer["limits"]) > -1e-6  # within every limit
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed") == 1
    assert page_faults == []


def test_a_newcomer_runs_a_scenario_and_gets_a_portfolio_within_limits(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="en-GB", accept_downloads=True)
    page.goto(f"{server}/?tab=futures")
    page.locator("#chart-scenario-fan .tg-canvas[data-drawn]").wait_for(timeout=90_000)
    page.get_by_label("Scenario", exact=True).select_option("qt-extended")
    page.get_by_label("Beside it").select_option("baseline")
    page.get_by_text("Difference on the same path").wait_for(timeout=60_000)
    page.get_by_label("Look at").select_option("mortgage_30y_pct")
    page.locator("#chart-scenario-fan").get_by_text("Thirty-year mortgage rate").wait_for(timeout=60_000)
    assert "first=qt-extended" in page.url
    with page.expect_download() as waiting:
        page.locator("#chart-scenario-fan").get_by_text("SVG", exact=True).click()
    assert waiting.value.suggested_filename.endswith(".svg")

    page.goto(f"{server}/?tab=asia&lang=zh-Hant")
    settle(page, "asia")
    assert "新台幣" in page.inner_text("main")

    page.goto(f"{server}/?tab=allocation&lang=en&crypto_pct=0")
    table = page.locator("#table-allocation-weights").first
    table.wait_for(timeout=90_000)
    assert "Bitcoin" not in table.inner_text()
    before = table.inner_text()
    page.get_by_label("Low", exact=True).check()
    page.wait_for_function(
        "before => document.querySelector('#table-allocation-weights').innerText !== before",
        arg=before,
        timeout=60_000,
    )
    assert page.locator(".tg-chains li").count() > 0
    assert "no investment advice" in page.inner_text("main")
    assert page_faults == []


def test_back_forward_reload_and_the_walk_keep_what_is_asked(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="en-GB")
    page.goto(server)
    settle(page, "today")
    shown(page, "[data-step=futures]").click()
    settle(page, "futures")
    page.go_back()
    settle(page, "today")
    page.go_forward()
    settle(page, "futures")
    scenario = page.get_by_label("Scenario", exact=True)
    assert scenario.input_value() == "qt-extended"
    scenario.select_option("baseline")
    page.wait_for_url("**first=baseline**")
    page.reload()
    settle(page, "futures")
    assert scenario.input_value() == "baseline"
    go(page, "today")
    settle(page, "today")
    shown(page, "[data-step=futures]").click()  # asks again, whatever was set meanwhile
    settle(page, "futures")
    page.wait_for_function("document.querySelector('.tg-panel select').value === 'qt-extended'")
    assert page_faults == []


def test_a_finger_on_a_chart_reads_all_its_lines(server: str, open_page: Callable[..., Any]) -> None:
    page = open_page(width=390, height=844, language="zh-TW", has_touch=True, is_mobile=True)
    page.goto(f"{server}/?tab=history")
    settle(page, "history")
    canvas = shown(page, "#chart-balance-sheet .tg-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.touchscreen.tap(box["x"] + 0.7 * box["width"], box["y"] + 0.5 * box["height"])
    tip = page.locator(".tg-tip")
    tip.wait_for()
    assert tip.locator("tr").count() == page.locator("#chart-balance-sheet .tg-legend-entry").count()
    edge = tip.bounding_box()
    assert edge["x"] >= 0
    assert edge["x"] + edge["width"] <= 390
