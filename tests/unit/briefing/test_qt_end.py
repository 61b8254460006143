"""The section on the end of run-off, in both languages, while it goes on, after it, and before data allow it."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.document import Briefing
from tidegate.briefing.report import to_dict, to_html
from tidegate.briefing.sections.qt_end import write
from tidegate.data import Store, open_store

TODAY = date(2026, 10, 8)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(today=TODAY)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize(
    ("when", "charts", "tables"),
    [(date(2024, 6, 30), 1, 4), (TODAY, 1, 4), (date(2023, 7, 31), 1, 4), (date(2010, 1, 1), 0, 0)],
)
def test_the_section_is_written(store: Store, when: date, charts: int, tables: int, language: str) -> None:
    section = write(open_desk(when, store))
    assert section.id == "qt_end"
    assert (len(section.charts), len(section.tables)) == (charts, tables)
    whole = Briefing(when, when, "", (section,))
    told = to_dict(whole, language)["sections"][0]
    assert told["lead"]
    assert "{" not in "".join(told["lead"] + told["notes"])
    assert "qt_end" in to_html(whole, language)


def test_an_answer_before_the_end_does_not_show_it(store: Store) -> None:
    section = write(open_desk(date(2024, 6, 30), store))
    judged = next(t for t in section.tables if t.id == "qt-end-judged")
    assert {row["run_off"] for row in judged.rows} == {"QT1"}
