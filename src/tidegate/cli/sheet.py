"""A briefing's tables and sections on a terminal."""

from __future__ import annotations

from tidegate.briefing.document import Briefing, Section, Table
from tidegate.briefing.wording import wording
from tidegate.cli.output import paragraphs, say, table
from tidegate.cli.session import session


def print_table(found: Table) -> None:
    """Print a table of the briefing in the reader's language, units under the title."""
    words = wording(session().language)
    headings = []
    for column in found.columns:
        title, unit = words.heading(column)
        headings.append(f"{title} ({unit})" if unit else title)
    rows = [[words.cell(c, row) for c in found.columns] for row in found.rows]
    table(headings, rows, title=words.text(found.title))


def print_section(section: Section) -> None:
    """Print a section: its sentences, tiles and tables; charts are for report and page."""
    words = wording(session().language)
    say("")
    say(f"## {words.text(section.title)}")
    for sentence in section.lead:
        say(paragraphs(words.text(sentence)))
    if section.tiles:
        rows = []
        for tile in section.tiles:
            change = words.change(tile)
            rows.append(
                [
                    words.text(tile.label),
                    "".join(words.figure(tile)),
                    f"{change.text} {change.since}" if change else "",
                    words.text(tile.note) if tile.when is None else words.tr.date(tile.when),
                ]
            )
        table(["", "", "", ""], rows)
    for each in section.tables:
        say("")
        print_table(each)


def print_summary(briefing: Briefing, sections: tuple[str, ...]) -> None:
    """Print the headline and some sections of a briefing."""
    words = wording(session().language)
    say(paragraphs(words.text(briefing.headline)))
    for section in briefing.sections:
        if section.id in sections:
            print_section(section)
