from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest

from tidegate.briefing.document import Briefing
from tidegate.errors import DataError, UnknownName
from tidegate.web.briefings import Briefings, section


def test_each_briefing_is_composed_once_even_if_many_ask_at_once(briefing: Briefing) -> None:
    asked: list[date | None] = []
    gate = threading.Event()

    def compose(as_of: date | None) -> Briefing:
        asked.append(as_of)
        gate.wait(5)
        return briefing

    kept = Briefings(compose)
    found: list[Briefing] = []
    readers = [threading.Thread(target=lambda: found.append(kept.get(None))) for _ in range(5)]
    for reader in readers:
        reader.start()
    assert kept.ready(None) is None
    gate.set()
    for reader in readers:
        reader.join(5)
    assert asked == [None]
    assert found == [briefing] * 5
    assert kept.ready(None) is briefing


def test_a_failure_is_told_and_tried_again(briefing: Briefing) -> None:
    answers: list[Briefing | Exception] = [DataError.of("no data"), briefing]

    def compose(as_of: date | None) -> Briefing:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    kept = Briefings(compose)
    with pytest.raises(DataError):
        kept.get(None)
    assert kept.get(None) is briefing


def test_only_so_many_days_are_kept(briefing: Briefing) -> None:
    kept = Briefings(lambda _: briefing, kept=2)
    days = [date(2024, 1, 1) + timedelta(n) for n in range(4)]
    for day in days:
        kept.get(day)
    assert [kept.ready(day) is not None for day in days] == [False, False, True, True]


def test_new_figures_are_composed_anew(briefing: Briefing) -> None:
    asked: list[date | None] = []
    state = ["old"]

    def compose(as_of: date | None) -> Briefing:
        asked.append(as_of)
        return briefing

    kept = Briefings(compose, stamp=lambda: state[0])
    kept.get(None)
    kept.get(None)
    assert asked == [None]
    state[0] = "new"
    assert kept.ready(None) is None
    kept.get(None)
    assert asked == [None, None]


def test_an_unknown_section_names_those_there_are(briefing: Briefing) -> None:
    assert section(briefing, "today").id == "today"
    with pytest.raises(UnknownName, match="today"):
        section(briefing, "nowhere")
