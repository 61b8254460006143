"""The page in a real browser: every tab, both languages, light and dark, desktop and phone."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx
import pytest
from page_steps import go, settle

from tidegate.briefing.chapters import CHAPTERS
from tidegate.briefing.sections import SECTIONS

SCREENS = Path(__file__).resolve().parents[2] / "out" / "screens"
READING = {"zh-Hant": ("zh-TW", "zh-TW"), "en": ("en-GB", "en-US")}
"""By language: what the browser asks for, and the `lang` attribute of the page."""
OPEN = "/api/v1/"

# Every text a reader can meet: text nodes that are shown, and the texts of attributes.
VISIBLE = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!parent.closest('script, style, code, [aria-hidden=true], #esm-fallback, .nicegui-error-popup')) {
      found.push(walk.currentNode.textContent.trim());
    }
  }
  for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
    for (const element of document.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name).trim());
  }
  return [...new Set([document.title, ...found])].filter(Boolean);
}"""


@pytest.fixture(scope="session")
def untranslated() -> Callable[[str], bool]:
    """Tell whether a text is one of our English sentences that should be in Chinese."""
    compiled = files("tidegate.locale").joinpath("zh_Hant", "LC_MESSAGES", "tidegate.mo")
    with compiled.open("rb") as stream:
        pairs: dict[str, str] = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
    english = [source for source, target in pairs.items() if source and source != target]
    # A sentence with values in it is recognised by what stands around them, if that is enough to go by.
    patterns = []
    for source in english:
        literal = re.split(r"\{[^}]*\}", source)
        if sum(len(re.findall(r"[A-Za-z]{2,}", part)) for part in literal) >= 2 or len(literal) == 1:
            patterns.append(".+?".join(re.escape(part) for part in literal))
    whole = re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.DOTALL)
    return lambda text: whole.fullmatch(text) is not None


def scrolls_sideways(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_every_tab_opens(
    server: str,
    open_page: Callable[..., Any],
    page_faults: list[str],
    untranslated: Callable[[str], bool],
    language: str,
    scheme: str,
    width: int,
) -> None:
    asked, tag = READING[language]
    page = open_page(width=width, language=asked, scheme=scheme)
    page.goto(server)
    settle(page, SECTIONS[0])
    SCREENS.mkdir(parents=True, exist_ok=True)
    for tab in SECTIONS:
        go(page, tab)
        settle(page, tab)
        page.wait_for_timeout(350)  # the charts' first movement, for the pictures
        assert f"tab={tab}" in page.url
        assert f"lang={language}" in page.url
        assert page.evaluate("document.documentElement.lang") == tag
        assert page.evaluate("document.documentElement.dataset.ground") == scheme
        assert not scrolls_sideways(page), tab
        assert page.locator(".tg-problem").count() == 0, tab
        if language == "zh-Hant":
            assert [text for text in page.evaluate(VISIBLE) if untranslated(text)] == []
        page.screenshot(path=SCREENS / f"{tab}-{language}-{scheme}-{width}.png", full_page=True)
    assert page_faults == []


def test_the_check_for_english_notices_it(untranslated: Callable[[str], bool]) -> None:
    assert untranslated("Skip to the content")
    assert untranslated("Balance sheet through 2026年10月7日")
    assert not untranslated("資產負債表資料到 2026 年 10 月 7 日")
    assert not untranslated("Board of Governors of the Federal Reserve System")


def test_a_link_leads_to_its_tab_language_and_day(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="zh-TW")
    page.goto(f"{server}/?tab=pillars&lang=en&as_of=2024-01-31")
    settle(page, "pillars")
    assert page.evaluate("document.documentElement.lang") == "en-US"
    assert "Jan 31, 2024" in page.inner_text("header")
    assert "as_of=2024-01-31" in page.get_attribute("[data-chapter=banks]", "href")
    assert page_faults == []


def test_the_language_changes_in_place(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="zh-TW")
    page.goto(f"{server}/?tab=history")
    settle(page, "history")
    page.evaluate("window.same = true")
    page.focus("[data-focus=lang-en]")
    page.keyboard.press("Enter")
    page.wait_for_function("document.documentElement.lang === 'en-US'")
    settle(page, "history")
    assert page.evaluate("window.same") is True  # not loaded anew
    assert "lang=en" in page.url
    assert "tab=history" in page.url
    assert page.evaluate("document.activeElement.dataset.focus") == "lang-en"
    assert "How it got there" in page.title()
    page.go_back()
    page.wait_for_function("document.documentElement.lang === 'zh-TW'")
    settle(page, "history")
    assert page_faults == []


def test_light_and_dark_are_chosen_and_kept(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(scheme="light")
    page.goto(f"{server}/?tab=history")
    settle(page, "history")
    page.click("[data-ground-choice=dark]")
    assert page.evaluate("document.documentElement.dataset.ground") == "dark"
    assert page.get_attribute("[data-ground-choice=dark]", "aria-pressed") == "true"
    page.reload()
    settle(page, "history")
    assert page.evaluate("document.documentElement.dataset.ground") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 26, 34)"
    assert page_faults == []


def test_the_keyboard_reaches_everything(server: str, open_page: Callable[..., Any]) -> None:
    page = open_page(language="en-GB")
    page.goto(server)
    settle(page, SECTIONS[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "tg-skip"
    reached = set()
    for _ in range(12 + len(CHAPTERS)):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement.dataset.focus ?? document.activeElement.dataset.groundChoice"
        )
        if name:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", name
        reached.add(name)
    assert {"lang-en", "lang-zh-Hant", "auto", "dark", "chapter-now", "chapter-learn", "tab-today"} <= reached


STATEMENT = """April 3, 2031

The Committee imagined here sees solid growth. It will continue buying Treasury bonds at a pace of $9 billion per
month. Nothing else is known of it."""


def test_a_pasted_statement_is_read(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="en-GB")
    page.goto(f"{server}/?tab=communication")
    settle(page, "communication")
    page.get_by_label("The statement, its whole text in English").fill(STATEMENT)
    page.get_by_label("The statement before").fill(STATEMENT.replace("solid", "weak"))
    page.get_by_role("button", name="Read it").click()
    page.locator("ins").first.wait_for()
    assert "$9 billion" in page.locator("[aria-live=polite]").last.inner_text()
    page.get_by_label("The statement, its whole text in English").fill("Nothing.")
    page.get_by_role("button", name="Read it").click()
    page.locator(".tg-problem").wait_for()
    assert page_faults == []


def test_a_slider_moves_the_whole_answer_and_the_link_keeps_it(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="en-GB")
    page.goto(f"{server}/?tab=transmission")
    settle(page, "transmission")
    amount = page.get_by_label("Change of the Fed's holdings")
    assert amount.input_value() == "-2500"
    mortgage = page.locator(".tg-tiles").inner_text()
    amount.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('.tg-tiles').innerText !== before", arg=mortgage, timeout=20_000
    )
    page.get_by_label("Sell or buy (active)").check()
    page.wait_for_url("**mode=active**")
    assert "change_bn=-2000" in page.url
    page.get_by_text("by selling (active)").wait_for()
    page.locator(".tg-working").wait_for(state="hidden")
    answer = page.locator(".tg-tiles").inner_text()

    again = open_page(language="en-GB")
    again.goto(page.url)
    again.locator(".tg-tiles").wait_for(timeout=60_000)  # never the example's figures, not even at first
    settle(again, "transmission")
    assert again.locator(".tg-tiles").inner_text() == answer
    page.click("[data-focus=lang-zh-Hant]")
    page.wait_for_function("document.documentElement.lang === 'zh-TW'")
    settle(page, "transmission")
    assert page.locator("input[type=range]:visible").first.input_value() == "-2000"
    assert "mode=active" in page.url
    assert page_faults == []


def test_the_books_move_with_the_operation(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="en-GB")
    page.goto(f"{server}/?tab=ledger&operation=no-such&amount_bn=-5")
    settle(page, "ledger")
    central = page.get_by_label("Central bank")
    assert "+100" in central.inner_text()
    page.get_by_label("Operation").select_option("maturity_refunded_by_money_funds")
    page.locator(".tg-account-moves[aria-label='Money market funds']").wait_for()
    page.get_by_label("Amount").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("-110").first.wait_for()
    assert page.get_by_label("Commercial banks").is_hidden()
    assert page_faults == []


def test_claims_are_filtered_and_opened(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="en-GB")
    page.goto(f"{server}/?tab=claims")
    settle(page, "claims")
    assert page.locator(".tg-claim:visible").count() == 40
    page.get_by_label("Supported", exact=False).check()
    kept = page.locator(".tg-claim:visible")
    assert 0 < kept.count() < 40
    assert {kept.nth(i).get_attribute("data-verdict") for i in range(kept.count())} == {"supported"}
    page.get_by_label("All", exact=False).first.check()
    page.get_by_label("Search the claims").fill("drains bank reserves")
    assert page.locator(".tg-claim:visible").count() == 1
    page.locator(".tg-claim:visible > summary").click()
    page.get_by_text("What would change it").locator("visible=true").wait_for()
    assert "QT2" in page.locator(".tg-claim:visible").inner_text()
    assert page_faults == []


def test_a_question_opens_with_the_figures_of_the_day(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="zh-TW")
    page.goto(f"{server}/?tab=learn")
    settle(page, "learn")
    page.locator("#question-end summary").click()
    answer = page.locator("#question-end .tg-live")
    answer.wait_for()
    answer.get_by_role("link").first.click()
    settle(page, "qt_end")
    assert page_faults == []


def test_a_word_is_found_by_its_name_in_hong_kong(
    server: str, open_page: Callable[..., Any], page_faults: list[str]
) -> None:
    page = open_page(language="zh-TW")
    page.goto(f"{server}/?tab=learn")
    settle(page, "learn")
    page.locator(".tg-form input").last.fill("孳息率")
    page.wait_for_function("document.querySelector('#word-qe').hidden")
    found = page.locator("#word-yield")
    assert found.is_visible()
    assert "香港：孳息率" in found.inner_text()
    assert page_faults == []


def test_a_chart_zooms_hides_lines_and_downloads(
    server: str, open_page: Callable[..., Any], page_faults: list[str], tmp_path: Path
) -> None:
    page = open_page(language="en-GB", accept_downloads=True)
    page.goto(f"{server}/?tab=history")
    settle(page, "history")
    chart = page.locator("#chart-balance-sheet")
    assert "total assets" in chart.locator("[role=img]").get_attribute("aria-label")
    assert "H.4.1" in chart.locator(".tg-source").inner_text()
    chart.get_by_role("button", name="5 y", exact=True).click()
    assert chart.get_by_role("button", name="5 y", exact=True).get_attribute("aria-pressed") == "true"
    chart.get_by_role("button", name="All", exact=True).click()
    entry = chart.locator(".tg-legend-entry").first
    entry.click()
    assert chart.locator(".tg-legend-entry").first.get_attribute("aria-pressed") == "false"
    beginnings = {"PNG": b"\x89PNG", "SVG": b"<svg", "CSV": b"\xef\xbb\xbfdate,Total assets [bn_usd]"}
    for kind, beginning in beginnings.items():
        with page.expect_download() as waiting:
            chart.get_by_text(kind, exact=True).click()
        saved = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(saved)
        assert saved.suffix == f".{kind.lower()}"
        assert saved.read_bytes().startswith(beginning)
    chart.locator("canvas").hover(position={"x": 600, "y": 200})
    tip = page.locator(".tg-tip")
    tip.wait_for()
    assert re.search(r"\$[\d,.]+ bn", tip.inner_text())
    assert page_faults == []


def test_a_day_that_cannot_be_shown_says_why(server: str, open_page: Callable[..., Any]) -> None:
    page = open_page(language="en-GB")
    for day, word in (("1999-01-01", "1999"), ("soon", "soon")):
        page.goto(f"{server}/?as_of={day}")
        problem = page.locator(".tg-problem")
        problem.wait_for(timeout=20_000)
        assert word in problem.inner_text()


def test_the_documentation_of_the_interface_works_offline(
    server: str, open_page: Callable[..., Any], page_faults: list[str], untranslated: Callable[[str], bool]
) -> None:
    count = sum(len(methods) for methods in httpx.get(f"{server}/openapi.json").json()["paths"].values())
    for language, (_, tag) in READING.items():
        for width in (1280, 390):
            page = open_page(width=width, language="fr-FR")
            page.goto(f"{server}/docs?lang={language}")
            assert page.evaluate("document.documentElement.lang") == tag
            assert page.locator(".tg-operation").count() == count
            assert not scrolls_sideways(page)
            if language == "zh-Hant":
                assert [text for text in page.evaluate(VISIBLE) if untranslated(text)] == []
            page.screenshot(path=SCREENS / f"docs-{language}-{width}.png", full_page=True)
    assert page_faults == []


def test_every_address_that_can_be_tried_answers(server: str) -> None:
    page = httpx.get(f"{server}/docs?lang=en")
    links = re.findall(r'<a href="(/[^"]*)">Try it', page.text)
    assert len(links) >= 14
    for link in links:
        answer = httpx.get(server + link, timeout=30)
        assert answer.status_code == 200, link
        assert answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_answers_are_compressed_and_the_page_says_its_language(server: str) -> None:
    answer = httpx.get(f"{server}/?lang=zh-TW")
    assert answer.headers["content-encoding"] == "gzip"
    assert '<html lang="zh-TW">' in answer.text
    missing = httpx.get(f"{server}{OPEN}nowhere", headers={"accept-language": "en"})
    assert missing.status_code == 404
    assert json.loads(missing.text)["error"]["problems"]
