"""What a number says about itself, in one reader's language: what it is, where it comes from, how old it is."""

from __future__ import annotations

from collections.abc import Sequence

from tidegate.briefing.document import Column, Table, Text, Tile
from tidegate.briefing.origin import Origin
from tidegate.briefing.wording import Wording
from tidegate.catalog import Bilingual, Term, series, term
from tidegate.catalog.glossary import term_called
from tidegate.message import N_, Message

LONGEST_LIST = 40
"""Rows beyond which the first column of a table is no list of words."""


def term_of(tile: Tile) -> Term | None:
    """Return the word of the glossary that a tile shows, named by it or called as its label is."""
    found = tile.term or ("" if tile.about is not None else term_called(_english(tile.label)))
    return term(found) if found else None


def what(tile: Tile, words: Wording) -> tuple[str, ...]:
    """Return what a tile shows: its series, the word of the glossary, and its own sentence; none is said twice."""
    said = []
    if tile.series:
        entry = series(tile.series)
        said += [f"{words.text(entry.title)} ({entry.id})", words.text(entry.note)]
    meant = term_of(tile)
    if meant is not None:
        said.append(words(N_("{title}: {text}"), title=meant.title, text=meant.text))
    if tile.about is not None:
        said.append(words.text(tile.about))
    return tuple(each for each in said if each)


def says_note(tile: Tile) -> bool:
    """Return whether a tile's note is the catalogue's of its series, which `what` says already."""
    return bool(tile.series) and tile.note == series(tile.series).note


def age(origin: Origin, words: Wording) -> str:
    """Return how old figures are, in one sentence; nothing where that is not known."""
    if origin.through is None:
        return words(N_("Of no day: no observation enters.")) if origin.undated else ""
    if origin.worked_out is None:
        return words(N_("Figures to {through}."), through=origin.through)
    days = (origin.worked_out - origin.through).days
    if not origin.method:
        text = N_("Figures to {through}, {days} days old on {day}.") if days else N_("Figures to {through}.")
    elif days:
        text = N_("Worked out for {day} from figures to {through}, {days} days earlier.")
    else:
        text = N_("Worked out for {day} from figures to that day.")
    return words(text, through=origin.through, days=days, day=origin.worked_out)


def method(origin: Origin) -> Term | None:
    """Return the word of the glossary that says how figures are worked out; None for what was published."""
    return term(origin.method) if origin.method else None


def source_line(origin: Origin, words: Wording) -> str:
    """Return source and age as they stand under a chart, a table or tiles."""
    # A sentence in Chinese is not followed by a blank.
    gap = "" if words.language == "zh-Hant" else " "
    return gap.join(each for each in (ended(words.text(origin.source), words), age(origin, words)) if each)


def source_lines(tiles: Sequence[Tile], words: Wording) -> tuple[str, ...]:
    """Return source and age of tiles that are worked out, those that many share once."""
    lines = (source_line(each.origin, words) for each in tiles if not each.series)
    return tuple(dict.fromkeys(each for each in lines if each))


def ended(text: str, words: Wording) -> str:
    """Return a text with a full stop: the name of a publisher comes without one."""
    if not text or text.endswith((".", "。", "；", "?")):
        return text
    return text + ("。" if words.language == "zh-Hant" else ".")


def words_in(table: Table) -> tuple[Term, ...]:
    """Return the words of the glossary in a table: of its columns, and of the list in its first column."""
    found = [term_of_column(each) for each in table.columns]
    if table.columns and len(table.rows) <= LONGEST_LIST:
        found += [term_called(_english(row.get(table.columns[0].key))) for row in table.rows]
    return tuple(term(each) for each in dict.fromkeys(found) if each)


def term_of_column(column: Column) -> str:
    """Return the id of the word of the glossary that heads a column, or ``""``."""
    return column.term or term_called(_english(column.title))


def _english(value: Text | object) -> str:
    """Return what the glossary may know a text by."""
    if isinstance(value, Message):
        return "" if value.params else value.template
    if isinstance(value, Bilingual):
        return value.en
    return value if isinstance(value, str) else ""
