"""The first tab: the dial, what it may mean for the reader, then figures, changes and announcements."""

from __future__ import annotations

from dataclasses import replace

from tidegate.briefing.dial import dial_html, dial_of
from tidegate.message import N_
from tidegate.web import tabs
from tidegate.web.page import parts
from tidegate.web.page.onward import walk
from tidegate.web.tabs.tab import Tab, html


@tabs.register("today")
def render(tab: Tab) -> None:
    """Show the section, the dial in the place of its tile for the gate."""
    tab.title()
    found = dial_of(tab.briefing)
    figures = tab.section
    if found is not None:
        label = tab.words(N_("Where we are in the cycle"))
        drawn = tab.once("dial", lambda: dial_html(found, tab.words))
        html(drawn, "section").classes("tg-card dial").props(f'aria-label="{label}"')
        figures = replace(figures, tiles=tuple(each for each in figures.tiles if each.text is None))
    html(tab.once("walk", lambda: walk(tab.briefing, tab.words, tab.place)))
    tab.lead()
    html(tab.once("figures", lambda: parts.tiles(figures, tab.words, tab.place)))
    for table in tab.section.tables:
        tab.table(table)
    tab.notes()
