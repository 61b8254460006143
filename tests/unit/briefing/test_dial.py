"""The dial says what the briefing says: stance, needle and pillars, the same in the report and on the page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tidegate.briefing.dial import Dial, Lean, dial_css, dial_html, dial_of
from tidegate.briefing.document import (
    Briefing,
    Chart,
    Column,
    Line,
    Role,
    Section,
    Span,
    Stance,
    Table,
    Tile,
)
from tidegate.briefing.report import to_html
from tidegate.briefing.wording import wording

DAYS = np.array(["2022-06-01", "2026-10-07"], dtype="datetime64[D]")


@pytest.fixture
def briefing() -> Briefing:
    spans = (
        Span("QT2", date(2022, 6, 1), date(2025, 12, 1), Stance.TIGHTENING),
        Span("RMP", date(2025, 12, 12), date(2026, 10, 7), Stance.RESERVE_MANAGEMENT),
    )
    line = Line("Assets", DAYS, np.array([8_900.0, 6_700.0]), Role.ACTUAL)
    history = Chart("balance-sheet", "History", "bn_usd", (line,), "source", "summary", spans=spans)
    rows = (
        {"title": "Inflation", "score": 60.0, "step": "tighten"},
        {"title": "Jobs", "score": -20.0, "step": "hold"},
        {"title": "Growth", "score": float("nan"), "step": None},
    )
    pillars = Table("monitor-pillars", "Pillars", (Column("title", "Pillar"),), rows)
    return Briefing(
        date(2026, 10, 8),
        date(2026, 10, 7),
        "headline",
        (
            Section("history", "History", charts=(history,)),
            Section("monitor", "Monitor", ("It leans.",), (Tile("Dial", 50.0),), tables=(pillars,)),
            Section("qt_end", "End", ("First.", "Second.", "Third.")),
        ),
    )


def needle(html: str) -> tuple[float, float]:
    found = re.search(r"M120 112L([\d.]+) ([\d.]+)", html)
    assert found
    return float(found[1]), float(found[2])


def test_it_reads_the_newest_phase_and_the_pillars_that_have_a_score(briefing: Briefing) -> None:
    found = dial_of(briefing)
    assert found is not None
    assert (found.stance, found.since) == (Stance.RESERVE_MANAGEMENT, date(2025, 12, 12))
    assert found.score == 50.0
    assert [each.title for each in found.leans] == ["Inflation", "Jobs"]
    assert found.ahead == ("First.", "Second.")


def test_without_a_history_there_is_no_dial_and_without_a_monitor_no_needle(briefing: Briefing) -> None:
    assert dial_of(replace(briefing, sections=briefing.sections[1:])) is None
    bare = dial_of(replace(briefing, sections=briefing.sections[:1]))
    assert bare is not None
    assert bare.score is None
    assert "M120 112L" not in dial_html(bare, wording("en"))


@pytest.mark.parametrize(("score", "side"), [(-100.0, -1), (-1.0, -1), (0.0, 0), (40.0, 1), (100.0, 1)])
def test_the_needle_points_left_for_easing_and_right_for_tightening(score: float, side: int) -> None:
    html = dial_html(Dial(Stance.HOLDING, date(2026, 1, 1), score, None, (), ()), wording("en"))
    x, y = needle(html)
    assert np.sign(round(x - 120.0, 1)) == side
    assert y <= 112.0


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_it_says_in_words_what_its_colours_say(language: str) -> None:
    found = Dial(
        Stance.EASING, date(2026, 1, 1), -60.0, "<b>", (Lean("Jobs", -20.0, "ease"), Lean("x", 5.0, None)), ()
    )
    html = dial_html(found, wording(language))
    assert ("Letting water in (QE)" if language == "en" else "放水（QE）") in html
    assert "-20" in html
    assert "+5" in html
    assert "&lt;b&gt;" in html
    assert re.findall(r'<rect x="([\d.]+)" y="2" width="([\d.]+)"', html) == [
        ("40.0", "10.0"),
        ("50.0", "2.5"),
    ]


def test_the_report_opens_with_it(briefing: Briefing) -> None:
    html = to_html(briefing, "zh-Hant")
    assert html.index('class="dial"') < html.index('id="history"')
    assert dial_css() in html
