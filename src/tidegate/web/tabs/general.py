"""The general renderer: it can show any section."""

from __future__ import annotations

from tidegate.web.tabs.tab import Tab


def render(tab: Tab) -> None:
    """Show a section: its sentences, tiles, charts, tables and notes, in this order."""
    tab.title()
    tab.lead()
    tab.tiles()
    for chart in tab.section.charts:
        tab.chart(chart)
    for table in tab.section.tables:
        tab.table(table)
    tab.notes()
