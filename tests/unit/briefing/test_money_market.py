"""The section on the money market."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.drawing import draw
from tidegate.briefing.sections.money_market import write
from tidegate.briefing.wording import wording


@pytest.mark.parametrize("when", [date(2014, 6, 30), date(2019, 8, 31), date(2025, 9, 30), date(2026, 10, 8)])
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_it_reads_in_both_languages(when: date, language: str) -> None:
    section = write(open_desk(when))
    words = wording(language)
    assert section.id == "money_market"
    texts = [words.text(t) for t in (*section.lead, *section.notes)]
    assert all(texts)
    assert not any("{" in t for t in texts)
    assert len(section.charts) == 2
    assert len(section.tables) == 2


def test_charts_end_on_the_day_of_the_desk_and_can_be_drawn() -> None:
    section = write(open_desk(date(2025, 9, 30)))
    for chart in section.charts:
        assert chart.lines[0].dates.max() <= np.datetime64("2025-09-30")
        assert draw(chart, wording("en"))


def test_before_there_are_three_years_it_says_so() -> None:
    section = write(open_desk(date(2009, 6, 30)))
    assert section.tiles
    assert "2013" in wording("en").text(section.lead[0])
