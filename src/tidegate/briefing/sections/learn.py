"""What readers ask first, each answered by the figures of the day, and the words of the field."""

from __future__ import annotations

from collections.abc import Mapping

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Section, Table
from tidegate.briefing.origin import Origin
from tidegate.briefing.questions import NEEDED, answered
from tidegate.catalog import terms
from tidegate.message import N_, Message


def gather(sections: Mapping[str, Section]) -> Section:
    """Return the section from the other sections of the same briefing."""
    found = answered(sections)
    questions = Table(
        "questions",
        Message(N_("Questions, and what the figures say today")),
        (
            Column("asked", Message(N_("Question"))),
            Column("told", Message(N_("In short"))),
            Column("live", Message(N_("Today"))),
            Column("where", Message(N_("More under"))),
        ),
        tuple(
            {
                "id": each.question.id,
                "asked": Message(each.question.asked) if i == 0 else "",
                "told": Message(each.question.told) if i == 0 else "",
                "live": sentence,
                "where": section.title,
            }
            for each in found
            for i, (section, sentence) in enumerate(each.live)
        ),
    )
    glossary = Table(
        "glossary",
        Message(N_("The words of the field")),
        (
            Column("title", Message(N_("Word"))),
            Column("hong_kong", Message(N_("In Hong Kong"))),
            Column("text", Message(N_("What it means"))),
        ),
        tuple(
            {"id": each.id, "title": each.title, "hong_kong": each.hong_kong, "text": each.text}
            for each in terms().values()
        ),
        Message(N_("Source: Tidegate's glossary; at the prompt: tidegate explain TERM.")),
        Origin(undated=True),
    )
    lead = (
        Message(
            N_("{count} questions that readers ask first, answered by the figures of this briefing."),
            {"count": len(found)},
        ),
    )
    origins = [each.origin for each in sections.values()]
    origin = Origin(
        Message(N_("Source: the parts of this briefing named beside each answer, with their own sources.")),
        max((o.through for o in origins if o.through), default=None),
        max((o.worked_out for o in origins if o.worked_out), default=None),
    )
    title = Message(N_("Questions and words"))
    return Section("learn", title, lead, tables=(questions, glossary), origin=origin)


def write(desk: Desk) -> Section:
    """Return the section on its own: the sections that it quotes are written for it."""
    from tidegate.briefing.sections import SECTIONS, section

    return gather({name: section(name)(desk) for name in NEEDED if name in SECTIONS})
