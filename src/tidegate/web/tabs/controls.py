"""What a reader can set on a tab: sliders, choices, and an answer that follows them.

The controls are the browser's own (range, radio), so that keyboard, screen
reader and phone know them. An answer is worked out in a thread; while one is
under way only the newest question waits, so a moved slider never queues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Generic, TypeVar

from nicegui import background_tasks, context, events, run, ui

from tidegate.errors import TidegateError
from tidegate.message import N_
from tidegate.web.failures import log, problems_of
from tidegate.web.page.parts import render
from tidegate.web.tabs.tab import Tab, html, text

MOVES_APART = 0.04
"""Seconds between two reports of a slider that is being moved."""
_EMIT = "(e) => emit(e.target.value)"
_FIRST = "^"
"""Before a property's name: it is set as an attribute once, and what the reader has set since stays."""
Value = TypeVar("Value")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Range:
    """What a slider offers.

    Attributes
    ----------
    low, high, step
        All in the unit that the question is asked in.
    show
        Writes a value as the reader reads it.
    """

    low: float
    high: float
    step: float
    show: Callable[[float], str]

    def nearest(self, asked: str | float, otherwise: float) -> float:
        """Return a value on the slider for what a link or the browser says; `otherwise` for nonsense."""
        try:
            value = float(asked)
        except (TypeError, ValueError):
            return otherwise
        if not self.low <= value <= self.high:
            return otherwise
        return self.low + round((value - self.low) / self.step) * self.step


def slider(label: str, offered: Range, value: float, changed: Callable[[float], None]) -> None:
    """Put a labelled slider on the page that shows its value beside it."""
    with ui.element("label").classes("tg-control"):
        text("span", label).classes("tg-control-label")
        shown = text("span", offered.show(value)).classes("tg-control-value")
        ends = f"type=range min={offered.low:g} max={offered.high:g} step={offered.step:g}"
        bar = ui.element("input").props(ends)
        bar.props["aria-label"] = label
        bar.props[_FIRST + "value"] = f"{value:g}"

    def moved(event: events.GenericEventArguments) -> None:
        now = offered.nearest(event.args, value)
        shown.text = offered.show(now)
        changed(now)

    bar.on("input", moved, throttle=MOVES_APART, leading_events=True, js_handler=_EMIT)


def choice(label: str, options: Mapping[str, str], value: str, changed: Callable[[str], None]) -> None:
    """Put a labelled choice of a few words on the page; `options` gives each value its name."""
    with ui.element("fieldset").classes("tg-control tg-choice"):
        text("legend", label).classes("tg-control-label")
        with ui.element("div").classes("tg-choices"):
            name = f"choice-{context.client.id[:8]}-{next(_numbers)}"
            for each, title in options.items():
                with ui.element("label"):
                    button = ui.element("input").props(f'type=radio name="{name}" value="{escape(each)}"')
                    if each == value:
                        button.props[_FIRST + "checked"] = ""
                    button.on("change", lambda event: changed(str(event.args)), js_handler=_EMIT)
                    text("span", title)


def select(label: str, options: Mapping[str, str], value: str, changed: Callable[[str], None]) -> None:
    """Put a labelled drop-down list on the page; `options` gives each value its name."""
    with ui.element("label").classes("tg-control"):
        text("span", label).classes("tg-control-label")
        listed = ui.element("select").on("change", lambda event: changed(str(event.args)), js_handler=_EMIT)
        listed.props["aria-label"] = label
        with listed:
            for each, title in options.items():
                option = text("option", title).props(f'value="{escape(each)}"')
                if each == value:
                    option.props[_FIRST + "selected"] = ""


def button(label: str, pressed: Callable[[], object]) -> None:
    """Put a button on the page."""
    text("button", label).classes("tg-button").props("type=button").on("click", lambda: pressed())


def search(label: str, selector: str, nothing: str) -> None:
    """Put a field on the page that hides what it does not find among elements of the page; no server is asked.

    Parameters
    ----------
    selector
        CSS selector of the elements; each is looked up by its ``data-word``.
    nothing
        Said where none is left.
    """
    with ui.element("label").classes("tg-control tg-search"):
        text("span", label).classes("tg-control-label")
        field_ = ui.element("input").props('type=search autocomplete="off"')
    said = text("p", nothing).classes("tg-source").props("hidden")
    field_.on(
        "input",
        js_handler="(e) => { const wanted = e.target.value.trim().toLowerCase(); let left = 0;"
        f" for (const each of document.querySelectorAll('{selector}')) {{"
        " each.hidden = !(each.dataset.word + each.textContent).toLowerCase().includes(wanted);"
        " left += !each.hidden; }"
        f" document.getElementById('c{said.id}').hidden = left > 0; }}",
    )


def copy_link(tab: Tab, label: str, done: str) -> None:
    """Put a button on the page that copies the address, with what is set, and says so."""
    button = text("button", label).classes("tg-tool").props('type=button aria-live="polite"')
    said = escape(done).replace("'", "&#39;")
    button.on(
        "click",
        js_handler="(e) => { const b = e.currentTarget, before = b.textContent;"
        " navigator.clipboard?.writeText(location.href);"
        f" b.textContent = '{said}'; setTimeout(() => b.textContent = before, 2000); }}",
    )


def _count() -> Any:
    number = 0
    while True:
        number += 1
        yield number


_numbers = _count()


@dataclass
class Live(Generic[Value, Found]):
    """An answer that follows a question; the newest question wins.

    Attributes
    ----------
    tab
        Whose reader asks.
    work
        Answers a question; runs in a thread.
    show
        Puts an answer on the page; runs in the page.
    """

    tab: Tab
    work: Callable[[Value], Found]
    show: Callable[[Found], None]
    _waiting: list[Value] = field(default_factory=list)
    _busy: bool = False
    _problem: ui.html | None = None
    _sign: ui.element | None = None

    def place(self) -> None:
        """Put the place on the page where a problem is told, and that an answer is under way."""
        with ui.element("div").classes("tg-live-place"):
            self._problem = html("").props('role="alert"')
            self._sign = text("p", self.tab.words(N_("Working it out …"))).classes("tg-working")
        self._sign.props("aria-hidden=true").set_visibility(False)

    def _show_sign(self, shown: bool) -> None:
        if self._sign is not None and not self._sign.is_deleted:
            self._sign.set_visibility(shown)

    def ask(self, question: Value) -> None:
        """Ask, or replace the question that waits."""
        self._waiting[:] = [question]
        if not self._busy:
            self._busy = True
            self._show_sign(True)
            background_tasks.create(self._answer(context.client), name="answer a tab")

    async def _answer(self, client: Any) -> None:
        try:
            while self._waiting and not client.is_deleted:
                question = self._waiting.pop()
                try:
                    found = await run.io_bound(self.work, question)
                    problem = ""
                except Exception as error:  # noqa: BLE001 - told to the reader, whatever it is
                    if not isinstance(error, TidegateError):
                        log.error("tab %s", self.tab.section.id, exc_info=error)
                    lines = [each.text(self.tab.words.tr) for each in problems_of(error)]
                    problem, found = render("frame", "problem", self.tab.words, lines), None
                if client.is_deleted or (self._problem is not None and self._problem.is_deleted):
                    return  # the reader has gone, or asks another question on the same tab
                with client:
                    if self._problem is not None:
                        self._problem.set_content(problem)
                    if found is not None:
                        self.show(found)
        finally:
            self._busy = False
            if not client.is_deleted:
                with client:
                    self._show_sign(False)
