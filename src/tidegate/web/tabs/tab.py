"""What a tab's renderer gets: the section, the reader, and the general pieces."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from tidegate.briefing.document import Briefing, Chart, Section, Table
from tidegate.briefing.wording import Wording
from tidegate.web.once import once
from tidegate.web.page import parts, take
from tidegate.web.page.charts import TideChart
from tidegate.web.page.place import Place


def html(content: str, tag: str = "div") -> ui.html:
    """Put HTML of our own making on the page: every text in it has been escaped by the templates."""
    return ui.html(content, sanitize=False, tag=tag)


def text(tag: str, content: str) -> TextElement:
    """Put an element that holds nothing but text on the page."""
    return TextElement(tag=tag, text=content)


def _forget(tab: str, values: Mapping[str, str]) -> None:
    """Keep nothing: where there is no frame."""


@dataclass(frozen=True)
class Tab:
    """One section for one reader.

    Attributes
    ----------
    section
        What to show.
    briefing
        The whole answer it is part of.
    words
        The reader's language.
    place
        Where the reader is; makes links.
    keep
        Keeps what the reader has set on a tab; see `note`.
    """

    section: Section
    briefing: Briefing
    words: Wording
    place: Place
    keep: Callable[[str, Mapping[str, str]], None] = _forget

    def note(self, **values: object) -> None:
        """Keep what the reader has set on this tab in the address, so that it can be sent."""
        self.keep(self.section.id, {name: str(value) for name, value in values.items()})

    def once(self, name: str, make: Callable[[], str], *key: Hashable) -> str:
        """Return HTML that is the same for every reader at this place, made for the first of them alone.

        Parameters
        ----------
        name, key
            Tell it from all else that is made of this section of the briefing.
        """
        return once(self.briefing, (name, self.section.id, self.place, *key), make)

    def title(self) -> None:
        """Show the section's title."""
        text("h2", self.words.text(self.section.title)).classes("tg-section-title")

    def lead(self) -> None:
        """Show the opening sentences, but not the headline again, which stands above every tab."""
        sentences = [self.words.text(each) for each in self.section.lead]
        others = [each for each in sentences if each != self.words.text(self.briefing.headline)]
        if others:
            html(parts.lead(others)).classes("tg-leads")

    def tiles(self) -> None:
        """Show the tiles."""
        if self.section.tiles:
            html(self.once("tiles", lambda: parts.tiles(self.section, self.words, self.place)))

    def chart(self, chart: Chart, *, own: bool = False) -> TideChart:
        """Show a chart with its title, summary, tools and source; `show` of the element redraws it.

        Parameters
        ----------
        own
            It answers the reader's own question: its figures travel with the page, not from an address.
        """
        with ui.element("figure").classes("tg-card tg-chart-card").props(f'id="chart-{chart.id}"'):
            html(parts.chart_head(chart, self.words), "figcaption").classes("tg-card-head")
            csv = partial(take.chart_link, words=self.words) if own else self._csv_of_briefing
            drawn = TideChart(chart, self.words, csv)
            text("p", parts.source_line(chart, self.words)).classes("tg-source")
        return drawn

    def _csv_of_briefing(self, chart: Chart) -> str:
        return self.place.csv("charts", chart.id)

    def own_table(self, table: Table) -> str:
        """Return a table of an answer to the reader's own question as HTML, its figures to be taken along."""
        return parts.table(table, self.words, take.table_link(table, self.words), self.place)

    def table(self, table: Table) -> None:
        """Show a table with its source."""
        csv = self.place.csv("tables", table.id)
        html(self.once("table", lambda: parts.table(table, self.words, csv, self.place), table.id))

    def notes(self) -> None:
        """Show the notes."""
        if self.section.notes:
            html(self.once("notes", lambda: parts.notes(self.section, self.words)))
