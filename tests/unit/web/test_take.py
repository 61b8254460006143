"""What a reader takes along: files that travel with the page, and the walk from one question to the next."""

from __future__ import annotations

import csv
import io
import json
from base64 import b64decode
from datetime import date
from urllib.parse import parse_qs, urlsplit

from tidegate.briefing.document import Briefing, Section
from tidegate.briefing.wording import wording
from tidegate.web.page import take
from tidegate.web.page.charts import chart_spec
from tidegate.web.page.onward import STEPS, next_stop, walk
from tidegate.web.page.place import Place


def told(href: str) -> str:
    kind, text = href.split(",", 1)
    assert kind.startswith("data:")
    assert kind.endswith(";base64")
    return b64decode(text).decode()


def test_a_table_travels_as_csv_with_its_units(briefing: Briefing) -> None:
    text = told(take.table_link(briefing.sections[0].tables[0], wording("zh-Hant")))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][:4] == ["階段", "起", "月份", "變化 [bn_usd]"]
    assert rows[1][3] == "-2359.04"


def test_a_chart_travels_as_csv_and_formulas_stay_text(briefing: Briefing) -> None:
    chart = briefing.sections[0].charts[0]
    href = take.chart_link(chart, wording("en"))
    assert "'=Model" in told(href)
    assert chart_spec(chart, wording("en"), href)["csv"] == href


def test_an_answer_travels_as_json_without_nan() -> None:
    answer = {"weights": {"gold": 0.5}, "day": date(2026, 1, 2), "unknown": float("nan")}
    assert json.loads(told(take.json_link(answer, wording("en")))) == {
        "weights": {"gold": 0.5},
        "day": "2026-01-02",
        "unknown": None,
    }


def test_buttons_are_named_escaped_and_can_print() -> None:
    html = take.buttons(wording("zh-Hant"), [take.Taken("<x>", "data:text/csv,a", 'a"b.csv')])
    assert "&lt;x&gt;" in html
    assert 'download="a&#34;b.csv"' in html
    assert "data-print" in html
    assert "列印" in html


def test_the_walk_leads_only_to_parts_that_are_there(briefing: Briefing) -> None:
    words, place = wording("en"), Place("en", "today", date(2024, 1, 31))
    assert walk(briefing, words, place) == ""
    sections = (*briefing.sections, *(Section(each.tab, each.tab) for each in STEPS))
    whole = Briefing(briefing.as_of, briefing.data_through, "", sections)
    assert walk(whole, words, place).count("data-step") == len(STEPS)
    after = next_stop("qt_end", whole, words, place)
    assert "QT is extended" in after
    query = parse_qs(urlsplit(after.split('href="')[1].split('"')[0].replace("&amp;", "&")).query)
    assert query["first"] == ["qt-extended"]
    assert query["as_of"] == ["2024-01-31"]
    assert next_stop(STEPS[-1].tab, whole, words, place) == ""
    assert next_stop("sources", whole, words, place) == ""
