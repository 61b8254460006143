"""The tab on communication: paste a statement, and see its tone, its balance-sheet sentences and what is new."""

from __future__ import annotations

from html import escape

from nicegui import ui
from nicegui.elements.textarea import Textarea

from tidegate.briefing.statements import difference_sentence, label, tone_sentence
from tidegate.errors import TidegateError
from tidegate.message import N_
from tidegate.policy.communication import announcements, compare, find, read, score_statement
from tidegate.web import tabs
from tidegate.web.tabs.controls import button
from tidegate.web.tabs.general import render as general
from tidegate.web.tabs.tab import Tab, html, text

MAX_CHARACTERS = 200_000
"""Longer than any statement or set of minutes; what is longer is cut by the field."""


def answer(tab: Tab, statement: str, previous: str) -> str:
    """Return what a statement says as HTML, every text in it escaped.

    Raises
    ------
    InputError
        If one of the texts is no statement.
    """
    current = read(statement)
    before = read(previous) if previous.strip() else None
    fresh = {a.finding for a in announcements(current, before)}
    tr = tab.words.tr
    parts = [f"<p><strong>{escape(tone_sentence(score_statement(statement)).text(tr))}</strong></p>"]
    found = find(current)
    heading = (
        N_("Sentences about the balance sheet") if found else N_("No sentence is about the balance sheet.")
    )
    parts.append(f"<h3>{escape(tr(heading))}</h3>")
    parts += [
        f"<p>{'★ ' if f in fresh else ''}<strong>{escape(label(tr, f))}</strong><br>"
        f'<span lang="en">{escape(f.sentence.text)}</span></p>'
        for f in found
    ]
    if before is not None:
        changed = compare(before, current)
        told = difference_sentence(changed, tr(N_("struck-through type")), tr(N_("underlined type")))
        parts.append(f'<h3>{escape(told.text(tr))}</h3><div lang="en">{changed.html()}</div>')
    return "".join(parts)


@tabs.register("communication")
def render(tab: Tab) -> None:
    """Show how statements are read, with fields to paste one."""
    general(tab)
    with ui.element("div").classes("tg-card tg-form"):
        text("h3", tab.words(N_("Read a statement")))
        statement = _field(tab, N_("The statement, its whole text in English"))
        previous = _field(tab, N_("The statement before, to compare with (may be left empty)"))

        def show() -> None:
            result.clear()
            with result:
                try:
                    html(answer(tab, statement.value or "", previous.value or "")).classes("tg-reading")
                except TidegateError as error:
                    lines = "".join(f"<p>{escape(p.text(tab.words.tr))}</p>" for p in error.problems)
                    html(f'<div class="tg-problem" role="alert">{lines}</div>')

        button(tab.words(N_("Read it")), show)
        result = ui.element("div").props('aria-live="polite"')


def _field(tab: Tab, title: str) -> Textarea:
    return (
        ui.textarea(tab.words(title)).props(f"autogrow outlined maxlength={MAX_CHARACTERS}").classes("w-full")
    )
