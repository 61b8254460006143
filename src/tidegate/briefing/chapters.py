"""The chapters of the story: which sections are read together, and in which order.

The page shows chapters first and the sections of the open one below them; the
report lists its contents by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tidegate.briefing.document import Section
from tidegate.message import N_


@dataclass(frozen=True)
class Chapter:
    """Sections that are read together.

    Attributes
    ----------
    id
        Stable name.
    title
        In English, to be translated.
    sections
        Ids of sections, in reading order.
    """

    id: str
    title: str
    sections: tuple[str, ...]


CHAPTERS = (
    Chapter("now", N_("Today"), ("today", "monitor", "pillars", "regime")),
    Chapter("sheet", N_("Balance sheet"), ("history", "projection", "replay", "scores", "ledger")),
    Chapter("next", N_("When QT ends"), ("qt_end", "money_market", "communication")),
    Chapter(
        "effects",
        N_("What it moves"),
        ("transmission", "curve", "economy", "markets", "asia", "finances"),
    ),
    Chapter("scenarios", N_("Scenarios"), ("futures",)),
    Chapter("portfolio", N_("Portfolio"), ("allocation",)),
    Chapter("evidence", N_("Evidence"), ("claims", "article")),
    Chapter("banks", N_("Four banks"), ("banks",)),
    Chapter("learn", N_("Learn"), ("learn", "limits", "sources")),
)
"""In the order of the story."""
REST = Chapter("more", N_("More"), ())
"""Takes the sections that no chapter names."""


@dataclass(frozen=True)
class Opened:
    """A chapter with the sections that a briefing has of it, never none."""

    chapter: Chapter
    sections: tuple[Section, ...]


def chapters_of(sections: Sequence[Section]) -> tuple[Opened, ...]:
    """Return the chapters that have sections, each with its own in reading order; none is lost.

    Parameters
    ----------
    sections
        Of one briefing; a chapter's sections may come in any order.
    """
    by_id = {each.id: each for each in sections}
    named = {name for chapter in CHAPTERS for name in chapter.sections}
    found = [
        Opened(chapter, tuple(by_id[name] for name in chapter.sections if name in by_id))
        for chapter in CHAPTERS
    ]
    found.append(Opened(REST, tuple(each for each in sections if each.id not in named)))
    return tuple(each for each in found if each.sections)
