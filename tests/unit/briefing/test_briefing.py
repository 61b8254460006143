"""The briefing: as of a day, in two languages, in every shape."""

from __future__ import annotations

import json
import re
from datetime import date

import numpy as np
import pytest

from tidegate.briefing import about, compose, open_desk, report
from tidegate.briefing.document import Chart, Column, Line, Role, Tile
from tidegate.briefing.drawing import draw
from tidegate.briefing.sections import SECTIONS
from tidegate.briefing.wording import wording
from tidegate.catalog import term, terms
from tidegate.catalog.glossary import names, plain
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
    assert min(every_date([c.pop("lines") for c in sections["qt_end"]["charts"]], [])) >= "2024-01-31"
    _, interest = sections["finances"]["charts"]
    assert min(every_date(interest.pop("lines"), [])) > "2024-01-31"
    for chart in sections["transmission"]["charts"]:
        assert min(every_date([chart.pop("lines"), chart.pop("areas")], []), default="9") > "2024-01-31"
    tables = {t["id"]: t for t in sections["money_market"]["tables"]}
    ahead = tables.pop("coming-days")
    sections["money_market"]["tables"] = list(tables.values())
    assert max(every_date(list(sections.values()), [])) <= "2024-01-31"
    assert min(every_date(ahead["rows"], [])) > "2024-01-31"
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


# Heads of columns that are everyday words; any other is a word of the glossary.
PLAIN = set(
    """A month|A month after|A month before|A year before|About|Actual|Agrees?|Amount|Announced|Answer|As of
    As tight as now?|Asset|Asset or liability|Assets a month|Bank|Basis|Before 2020|Begun in|Bitcoin|Call of the time
    Chance|Change|Change in three months|Change over a year|Closer|Currency|Date|Days seen|Difference|Difference, %
    Direction|Error, %|Error, months|Evidence|Fall|Figure|First|Fiscal year|For|Forecasts|From|From the last|Gold
    Hong Kong shares|In Hong Kong|In force from|In short|Instrument|Its error, months|Kind of day|Known until
    Last|Latest|Line
    Maturity|Mean|Measured by|Measured in|Measured on|Met|Model|Month|Months|Months ahead|More under|No.|Now|Number
    Observed|Official|Oil|On|On?|Ours closer?|Over|Policy|Published|Publisher|Quarter|Quarter-end|Quarters ahead
    Question|Ratio|Record|Rests on|Said|Sector|Seen at the time on|Series|Side|Since 2020|Source|Starts|Taiwan shares
    Texts|Then|This instrument|To|Today|Together|Turned on|US shares|Until|Variable|Weight, %|What|What is said
    What it is|What it means|What the central bank does|What the data say|What would change the answer|Who|Why|Word
    Year|after|before|change""".replace("\n", "|").split("|")
)
PLAIN = {each.strip() for each in PLAIN}
# Written in capitals without being a word of the field.
NO_WORDS = {"US", "UST", "II", "III", "NT", "HK", "A", "QE1", "QE2", "QE3", "QE4", "QT1", "QT2", "FRB"}


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
@pytest.mark.parametrize("day", ["now", "then"])
def test_every_number_says_what_it_is_where_it_comes_from_and_how_old_it_is(request, day, language):
    words = wording(language)
    for section in request.getfixturevalue(day).sections:
        for tile in section.tiles:
            assert about.what(tile, words), f"{section.id}: give {tile.label} a term or a sentence about it"
        for part in (*section.tiles, *section.charts, *section.tables):
            name = f"{section.id}: {part.label if hasattr(part, 'label') else part.id}"
            assert part.origin.is_told, f"{name}: give it, or its section, an Origin"
            assert about.age(part.origin, words), name
            line = about.source_line(part.origin, words)
            assert line.endswith("。" if language == "zh-Hant" else "."), name
            if language == "en":
                assert not re.search(r"[\u4e00-\u9fff]", line), name


def test_no_figure_is_newer_than_the_day(then):
    for section in then.sections:
        for part in (*section.tiles, *section.charts, *section.tables):
            assert part.origin.through is None or part.origin.through <= then.as_of, (section.id, part)


def test_the_glossary_knows_every_word_that_heads_a_column(now):
    words = wording("en")
    for section in now.sections:
        for table in section.tables:
            known = {each.id for each in about.words_in(table)}
            for column in table.columns:
                assert not column.term or column.term in known
                if isinstance(column.title, Message) and column.title.params:
                    continue
                head = words.text(column.title)
                assert head in PLAIN or about.term_of_column(column), f"{table.id}: {head!r}"


def test_the_glossary_knows_every_abbreviation(now):
    words = wording("en")
    known = {name for term in terms().values() for name in names(term)}
    shown = [words.text(t.label) for s in now.sections for t in s.tiles]
    shown += [words.text(c.title) for s in now.sections for c in s.charts]
    shown += [words.text(line.name) for s in now.sections for c in s.charts for line in c.lines]
    shown += [words.text(c.title) for s in now.sections for t in s.tables for c in t.columns]
    for text in shown:
        for word in set(re.findall(r"\b(?:ON RRP|[A-Z]{2,}[0-9]?)\b", text)) - NO_WORDS:
            assert plain(word) in known, f"{word} in {text!r}"


def test_the_words_of_methods_lead_to_an_explanation(now):
    used = {p.origin.method for s in now.sections for p in (*s.tiles, *s.charts, *s.tables)} - {""}
    for each in used:
        assert term(each).page.startswith("docs/explanation/"), each


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
