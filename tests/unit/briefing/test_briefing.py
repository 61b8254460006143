"""The briefing: as of a day, in two languages, in every shape."""

from __future__ import annotations

import json
import re
from datetime import date

import numpy as np
import pytest

from tidegate.briefing import compose, open_desk, report
from tidegate.briefing.document import Chart, Column, Line, Role, Tile
from tidegate.briefing.drawing import draw
from tidegate.briefing.sections import SECTIONS
from tidegate.briefing.wording import wording
from tidegate.errors import DateOutOfRange
from tidegate.message import Message


@pytest.fixture(scope="module")
def now():
    return compose(date(2026, 10, 8))


@pytest.fixture(scope="module")
def then():
    return compose(date(2024, 1, 31))


def every_date(value, found):
    if isinstance(value, dict):
        for key, item in value.items():
            # What was announced may take effect later, and a copy of the data is always made later.
            if key not in ("effective", "retrieved"):
                every_date(item, found)
    elif isinstance(value, list):
        for item in value:
            every_date(item, found)
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        found.append(value)
    return found


def test_every_section_is_there_and_has_something_to_say(now):
    assert tuple(s.id for s in now.sections) == SECTIONS
    for section in now.sections:
        assert section.lead
        assert section.tiles or section.charts or section.tables


def test_nothing_observed_later_than_the_day_is_shown(then):
    sections = {s["id"]: s for s in report.to_dict(then, "en")["sections"]}
    # These look ahead by design: two projections, each with its record beside it, chances by month, and a calendar.
    replay, projection = sections.pop("replay"), sections.pop("projection")
    assert min(every_date(sections["qt_end"].pop("charts"), [])) >= "2024-01-31"
    debt, interest = sections["finances"]["charts"]
    sections["finances"]["charts"] = [debt]
    assert min(every_date(interest, [])) > "2024-01-31"
    tables = {t["id"]: t for t in sections["money_market"]["tables"]}
    ahead = tables.pop("coming-days")
    sections["money_market"]["tables"] = list(tables.values())
    assert max(every_date(list(sections.values()), [])) <= "2024-01-31"
    assert min(every_date(ahead, [])) > "2024-01-31"
    records = (replay["charts"][0]["lines"][0], projection["charts"][0]["lines"][-1])
    for record in records:
        assert max(record["dates"]) <= "2024-01-31", record["name"]
    assert max(every_date(projection["tables"], [])) <= "2024-01-31"


def test_a_day_before_the_first_holdings_still_has_a_briefing():
    early = compose(date(2019, 9, 18))
    replay = next(s for s in early.sections if s.id == "replay")
    assert not replay.charts
    assert "not yet known" in str(replay.lead[0])
    assert early.headline.params["stance"]  # the gate stands somewhere on every day


@pytest.mark.parametrize("day", [date(2999, 1, 1), date(2001, 1, 1)])
def test_impossible_days_are_refused(day):
    with pytest.raises(DateOutOfRange, match="choose a day from"):
        compose(day)


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_the_report_stands_alone_and_is_the_same_twice(now, language):
    page = report.to_html(now, language, report.Other("x.html", "en", "English"))
    assert page == report.to_html(now, language, report.Other("x.html", "en", "English"))
    assert f'<html lang="{language}">' in page
    outside = [u for u in re.findall(r'(?:src|href)="([^"]+)"', page) if u.startswith(("http", "//"))]
    assert outside == []
    assert page.count("<svg role=") == sum(len(s.charts) for s in now.sections)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_chinese_report_has_no_english_sentence_left(now):
    words = wording("zh-Hant")
    texts = []
    for section in now.sections:
        texts += [section.title, *section.lead, *section.notes]
        texts += [c.summary for c in section.charts] + [c.title for t in section.tables for c in t.columns]
    for text in texts:
        assert re.search(r"[\u4e00-\u9fff]", words.text(text)) or words.text(text) in ("MBS", "H.4.1"), text


def test_json_twin_is_json_and_has_the_same_numbers(now):
    form = report.to_dict(now, "en")
    assert json.loads(json.dumps(form, allow_nan=False)) == form
    tile = next(t for t in form["sections"][0]["tiles"] if t["series"] == "WALCL")
    assert tile["value"] == pytest.approx(float(open_desk(date(2026, 10, 8)).series("WALCL").values[-1]))
    assert tile["unit"] == "bn_usd"


def test_chart_text_stays_text_and_colours_follow_the_page():
    days = np.arange(np.datetime64("2020-01-01"), np.datetime64("2020-03-01"))
    line = Line("a & <b>", days, np.linspace(0, 5, len(days)), Role.ACTUAL)
    chart = Chart("c1", "t", "bn_usd", (line, line), "s", Message("one < two"))
    svg = draw(chart, wording("zh-Hant"))
    assert "億美元" in svg
    assert "var(--ink)" in svg
    assert "#010203" not in svg
    assert 'aria-label="one &lt; two"' in svg
    assert "<b>" not in svg
    assert draw(chart, wording("zh-Hant")) == svg


def test_bars_are_drawn_for_categories():
    chart = Chart(
        "c2", "t", "percent", (Line("x", np.array([], "datetime64[D]"), np.array([1.0, -2.0]), Role.MBS),), "s", "sum",
        categories=("one", "two"),
    )  # fmt: skip
    assert ">one<" in draw(chart, wording("en"))


def test_cells_are_written_as_the_reader_writes_them():
    zh, en = wording("zh-Hant"), wording("en")
    number = Column("v", "n", "number", "bn_usd", signed=True)
    assert (en.cell(number, {"v": 8965.487}), zh.cell(number, {"v": 8965.487})) == ("+8,965.5", "+89,655")
    amount = Column("v", "n", "amount")
    assert en.cell(amount, {"v": 4.1, "unit": "percent"}) == "4.10%"
    assert en.cell(Column("v", "n", "amount", signed=True), {"v": -0.2, "unit": "percent"}) == "-0.20 pp"
    assert en.cell(Column("v", "n", "check"), {"v": None}) == "—"
    assert zh.cell(Column("v", "n", "check"), {"v": False}) == "否"
    assert en.cell(number, {"v": float("nan")}) == "—"
    assert "".join(en.figure(Tile("t", 8965.487, "bn_usd"))) == "$8.97 tn"
