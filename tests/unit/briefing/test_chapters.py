"""Chapters hold every section once."""

from tidegate.briefing.chapters import CHAPTERS, REST, chapters_of
from tidegate.briefing.document import Section
from tidegate.briefing.sections import SECTIONS
from tidegate.message import Message


def named(*names: str) -> tuple[Section, ...]:
    return tuple(Section(name, Message(name)) for name in names)


def test_every_section_stands_in_exactly_one_chapter() -> None:
    placed = [name for chapter in CHAPTERS for name in chapter.sections]
    assert len(placed) == len(set(placed))
    assert set(SECTIONS) <= set(placed)


def test_a_chapter_without_sections_is_left_out_and_none_is_lost() -> None:
    found = chapters_of(named("banks", "own", "today", "other"))
    assert [each.chapter.id for each in found] == ["now", "banks", REST.id]
    assert [each.id for each in found[-1].sections] == ["own", "other"]
    assert chapters_of(()) == ()
