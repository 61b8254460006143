"""The tab to learn from: questions that open, each with the figures of the day, and a glossary to search."""

from __future__ import annotations

from nicegui import ui

from tidegate.briefing.questions import answered
from tidegate.catalog import terms
from tidegate.message import N_
from tidegate.web import tabs
from tidegate.web.page import parts
from tidegate.web.tabs.controls import search
from tidegate.web.tabs.tab import Tab, html, text


@tabs.register("learn")
def render(tab: Tab) -> None:
    """Show the questions, then the words."""
    tab.title()
    tab.lead()
    found = answered({each.id: each for each in tab.briefing.sections})
    html(parts.render("learn", "questions", tab.words, tab.place, found)).classes("tg-questions")
    with ui.element("section").classes("tg-card tg-form"):
        text("h3", tab.words(N_("The words of the field")))
        search(tab.words(N_("Search the words")), "[data-word]", tab.words(N_("No word matches.")))
        html(parts.render("learn", "glossary", tab.words, tuple(terms().values())))
