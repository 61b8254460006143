"""The frame: header, tabs and footer around the part of the story that is being read."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from markupsafe import Markup
from nicegui import Client, background_tasks, events, run, ui

from tidegate import __version__
from tidegate.briefing.chapters import chapters_of
from tidegate.briefing.document import Briefing
from tidegate.briefing.wording import Wording, wording
from tidegate.errors import TidegateError
from tidegate.locale import LANGUAGES
from tidegate.message import N_
from tidegate.units import parse_date
from tidegate.web import tabs
from tidegate.web.briefings import Briefings
from tidegate.web.failures import log, problems_of
from tidegate.web.language import HTML_TAGS, choose_leniently
from tidegate.web.once import once
from tidegate.web.page.onward import next_stop
from tidegate.web.page.parts import render
from tidegate.web.page.place import Place, asked_of
from tidegate.web.tabs.tab import Tab, html

CONNECTED_WITHIN = 60.0
"""Seconds after which a page that no browser has connected to is given up."""
NAMES = {"zh-Hant": "中文", "en": "English"}
_ICONS = {
    "auto": '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>',
    "light": '<circle cx="12" cy="12" r="4"/><path d="M12 2v3M12 19v3M2 12h3M19 12h3"/>'
    '<path d="M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2"/>',
    "dark": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"/>',
}
GROUNDS = tuple(
    (code, name, Markup(f'<svg viewBox="0 0 24 24" aria-hidden="true">{_ICONS[code]}</svg>'))
    for code, name in (("auto", N_("As the system")), ("light", N_("Light")), ("dark", N_("Dark")))
)


@dataclass
class Frame:
    """One reader's page.

    Attributes
    ----------
    briefings
        Where briefings come from.
    place
        Where the reader is.
    briefing
        What is shown; None until it is composed.
    problems
        Why there is nothing to show, if so.
    """

    briefings: Briefings
    place: Place
    briefing: Briefing | None = None
    problems: tuple[str, ...] = ()
    _panels: dict[tuple[str, str], ui.element] = field(default_factory=dict)
    _noted: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    _shown: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @property
    def words(self) -> Wording:
        """The reader's language."""
        return wording(self.place.language)

    @property
    def title(self) -> str:
        """The title of the browser's window."""
        name = "潮閘 Tidegate"
        if self.briefing is None or not self.briefing.sections:
            return name
        section = next(each for each in self.briefing.sections if each.id == self.place.tab)
        return f"{self.words.text(section.title)} · {name}"

    def build(self) -> None:
        """Put the frame on the page, empty."""
        self._skip = html("")
        with ui.element("header").classes("tg-band"):
            self._masthead = html("")
            self._headline = html("")
        with ui.element("nav").classes("tg-nav") as self._nav, ui.element("div").classes("tg-band"):
            self._tabs = html("")
        self._main = ui.element("main").classes("tg-band tg-main").props('id="main" tabindex="-1"')
        with ui.element("footer").classes("tg-band"):
            self._footer = html("")
        ui.on("tidegate-go", self._on_go)

    def receive(self, briefing: Briefing) -> None:
        """Take the briefing that is to be shown."""
        self.briefing = briefing
        known = [each.id for each in briefing.sections]
        if self.place.tab not in known:
            self.place = self.place.at(tab=known[0] if known else "")

    def show(self) -> None:
        """Show the place in its language; a tab that was built before is only brought to the front."""
        words, at = self.words, self.place
        skip = words(N_("Skip to the content"))
        self._skip.set_content(str(Markup('<a class="tg-skip" href="#main">{}</a>').format(skip)))
        languages = [(code, HTML_TAGS[code], NAMES[code]) for code in LANGUAGES]
        self._masthead.set_content(render("frame", "masthead", words, at, languages, GROUNDS))
        self._nav.props["aria-label"] = words(N_("Parts of the story"))
        self._nav.update()
        self._footer.set_content(render("frame", "footer", words, at, __version__))
        if self.problems:
            self._headline.set_content("")
            self._tabs.set_content("")
            with self._main:
                html(render("frame", "problem", words, self.problems))
        elif self.briefing is None:
            self._headline.set_content(render("frame", "waiting", words))
        else:
            self._headline.set_content(render("frame", "headline", words, self.briefing))
            sections = self.briefing.sections
            links = once(
                self.briefing, ("tabs", at), lambda: render("frame", "tabs", words, at, chapters_of(sections))
            )
            self._tabs.set_content(links)
            self._show_panel(self.briefing)

    def _show_panel(self, briefing: Briefing) -> None:
        here = (self.place.language, self.place.tab)
        for key, panel in list(self._panels.items()):
            if key[0] != here[0]:  # another language: built anew if the reader comes back
                panel.delete()
                del self._panels[key]
            else:
                panel.set_visibility(key == here)
        if here not in self._panels and briefing.sections:
            with self._main:
                self._panels[here] = ui.element("div").classes("tg-panel")
            self._shown[self.place.tab] = self.place.asked
            self._fill(self._panels[here], briefing)

    def _fill(self, panel: ui.element, briefing: Briefing) -> None:
        """Let a section's renderer fill its panel; what it raises is this panel's problem alone."""
        section = next(each for each in briefing.sections if each.id == self.place.tab)
        with panel:
            try:
                tabs.renderer(section.id)(Tab(section, briefing, self.words, self.place, self.note))
                onward = next_stop(section.id, briefing, self.words, self.place)
                if onward:
                    html(onward)
            except Exception as error:  # noqa: BLE001 - one part that fails must not take the others with it
                panel.clear()
                if not isinstance(error, TidegateError):
                    log.error("section %s", section.id, exc_info=error)
                lines = [problem.text(self.words.tr) for problem in problems_of(error)]
                html(render("frame", "problem", self.words, lines))

    async def compose(self) -> None:
        """Compose the briefing in a thread of its own, and take it or the reason why there is none."""
        try:
            found = await run.io_bound(self.briefings.get, self.place.as_of)
            if found is not None:  # None only while the server stops
                self.receive(found)
        except Exception as error:  # noqa: BLE001 - told to the reader, whatever it is
            if not isinstance(error, TidegateError):
                log.error("briefing", exc_info=error)
            self.problems = tuple(problem.text(self.words.tr) for problem in problems_of(error))

    def _on_go(self, event: events.GenericEventArguments) -> None:
        """Go where a link of the page leads."""
        asked: dict[str, Any] = event.args
        language = choose_leniently(asked.get("lang"), self.place.language, "")
        before = self.place
        there = self.place.at(language=language, tab=str(asked.get("tab") or self.place.tab))
        given = asked.get("asked")
        now = asked_of(given) if isinstance(given, dict) and given else self._noted.get(there.tab, ())
        self.place = replace(there, asked=now)
        self._forget_another_answer()
        if self.briefing is not None:
            self.receive(self.briefing)
        self.show()
        self.arrive(focus=str(asked.get("focus", "")), top=before.tab != self.place.tab)

    def _forget_another_answer(self) -> None:
        """Let a tab be built anew where a link asks it something else than it shows."""
        key = (self.place.language, self.place.tab)
        if key in self._panels and dict(self._shown.get(self.place.tab, ())) != dict(self.place.asked):
            self._panels.pop(key).delete()

    def note(self, tab: str, values: Mapping[str, str]) -> None:
        """Keep what a reader has set on a tab, and show it in the address so that it can be sent."""
        self._noted[tab] = self._shown[tab] = asked_of(values)
        if self.place.tab == tab:
            self.place = replace(self.place, asked=self._noted[tab])
            kept = json.dumps(dict(self._noted[tab]), ensure_ascii=True)
            ui.run_javascript(f"window.tidegate.remember({kept})")

    def arrive(self, focus: str = "", *, top: bool = False) -> None:
        """Tell the browser that the place is shown: its title, its language, and what had the focus."""
        told = {"title": self.title, "lang": HTML_TAGS[self.place.language], "focus": focus, "top": top}
        if self.place.asked:
            told["address"] = self.place.link()
        ui.run_javascript(f"window.tidegate.arrived({json.dumps(told, ensure_ascii=True)})")


def install(briefings: Briefings, language: str | None, as_of: date | None, head: str) -> None:
    """Serve the page at ``/``.

    Parameters
    ----------
    briefings
        Where briefings come from.
    language, as_of
        Defaults; None lets the browser say, and takes the newest.
    head
        HTML for the head of the page.
    """

    @ui.page("/", title="潮閘 Tidegate", response_timeout=10)
    async def page(client: Client) -> None:
        query = client.request.query_params
        accepts = client.request.headers.get("accept-language", "")
        spoken = choose_leniently(query.get("lang"), language, accepts)
        place = Place(spoken, query.get("tab", ""), as_of, asked_of(dict(query)))
        # The page object is shared by all readers; this reader's copy says their language.
        client.page = copy.copy(client.page)
        client.page.language = HTML_TAGS[place.language]  # type: ignore[assignment]
        ui.add_head_html(head)
        frame = Frame(briefings, place)
        if query.get("as_of"):
            try:
                frame.place = replace(place, as_of=parse_date(query["as_of"], "as_of"))
            except TidegateError as error:
                frame.problems = tuple(problem.text(frame.words.tr) for problem in error.problems)
        ready = None if frame.problems else briefings.ready(frame.place.as_of)
        if ready is not None:
            frame.receive(ready)
        frame.build()
        frame.show()
        ui.page_title(frame.title)
        if ready is None and not frame.problems:
            background_tasks.create(_later(client, frame), name="compose the briefing")


async def _later(client: Client, frame: Frame) -> None:
    """Fill the frame once the reader's browser is there and the briefing is composed."""
    try:
        await asyncio.gather(client.connected(timeout=CONNECTED_WITHIN), frame.compose())
    except TimeoutError:  # nobody is there: a program that only fetched the page
        return
    if client.is_deleted:
        return
    with client:
        frame.show()
        frame.arrive()
