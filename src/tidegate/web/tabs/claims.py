"""The tab of the evidence: forty claims, filtered by verdict, each opened to its numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nicegui import ui

from tidegate.briefing.claims import claims
from tidegate.briefing.sections import claims as section
from tidegate.evidence.claims.judge import JudgedClaim
from tidegate.evidence.claims.rule import VERDICTS
from tidegate.evidence.claims.words import VERDICT_NAMES
from tidegate.message import N_, Message
from tidegate.web import tabs
from tidegate.web.desks import desk_of
from tidegate.web.page import parts
from tidegate.web.tabs.controls import Live, search
from tidegate.web.tabs.tab import Tab, html, text


@dataclass(frozen=True)
class Card:
    """One claim as the page shows it."""

    id: str
    title: str
    verdict: str
    verdict_name: str
    effect: str
    interval: str
    sentences: tuple[str, ...]
    table: str


def card(judged: JudgedClaim, tab: Tab) -> Card:
    """Return a claim with its verdict, its reason and the table of its numbers, in the reader's language."""
    words = tab.words
    rows = section.claim_rows((judged,))
    # The first part that has a number speaks for the claim.
    head = next((row for row in rows if math.isfinite(row["mean"])), rows[0])
    return Card(
        judged.claim.id,
        words.text(judged.claim.title),
        judged.verdict,
        words.text(Message(VERDICT_NAMES[judged.verdict])),
        words.text(head["effect"]),
        words.text(head["interval"]),
        tuple(words.text(each) for each in section.told(judged)[1:]),
        parts.table(section.detail_table(judged).within(tab.section.origin), words, at=tab.place),
    )


def judged(tab: Tab) -> tuple[str, str]:
    """Return the choice of verdicts and the cards as HTML."""
    found = claims(desk_of(tab.briefing.as_of))
    counted = {v: sum(each.verdict == v for each in found) for v in VERDICTS}
    names = {v: f"{tab.words(VERDICT_NAMES[v])} {count}" for v, count in counted.items()}
    cards = [card(each, tab) for each in found]
    return (
        parts.render("claims", "filters", tab.words, names, len(found)),
        parts.render("claims", "cards", tab.words, cards),
    )


@tabs.register("claims")
def render(tab: Tab) -> None:
    """Show the claims as cards that open, under a field to search and a choice of verdicts, once they are judged."""
    tab.title()
    tab.lead()

    def show(found: tuple[str, str]) -> None:
        waiting.delete()
        with controls:
            text("h3", tab.words(N_("Filter the claims")))
            search(tab.words(N_("Search the claims")), "[data-word]", tab.words(N_("No claim matches.")))
            html(found[0], "fieldset").classes("tg-choice")
        shown.set_content(found[1])

    controls = ui.element("section").classes("tg-card tg-controls")
    with controls:
        waiting = html(parts.lead([tab.words(N_("Judging the claims …"))])).props('aria-live="polite"')
    live: Live[Tab, tuple[str, str]] = Live(tab, judged, show)
    live.place()
    shown = html("").classes("tg-questions").props("data-claims")
    live.ask(tab)
    for chart in tab.section.charts:
        tab.chart(chart)
    tab.notes()
