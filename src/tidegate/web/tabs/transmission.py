"""The tab on transmission: set amount, pace and kind, and the whole answer follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from nicegui import ui

from tidegate.briefing.document import Section
from tidegate.briefing.sections.transmission import EXAMPLE_BN, EXAMPLE_MONTHS, section_of, transmit
from tidegate.message import N_, Number, Quantity
from tidegate.web import tabs
from tidegate.web.desks import desk_of
from tidegate.web.page import parts
from tidegate.web.tabs.controls import Live, Range, choice, copy_link, slider
from tidegate.web.tabs.tab import Tab, html, text

MODES = {"passive": N_("Let it mature (passive)"), "active": N_("Sell or buy (active)")}
REFUNDING = {"coupons": N_("Notes and bonds"), "bills": N_("Bills")}

NOTHING_BN = 1e-6
"""What 0 on the slider is asked as: a change of 0 has no answer, one of a thousand dollars has that of none."""


@dataclass(frozen=True)
class Question:
    """What the reader asks: $ bn, months, and how."""

    change_bn: float = EXAMPLE_BN
    months: int = EXAMPLE_MONTHS
    mode: str = "passive"
    refunding: str = "coupons"

    @classmethod
    def of(cls, tab: Tab) -> Question:
        """Read what a link asks; what it says amiss is the example's."""
        amount, months = ranges(tab)
        asked = cls()
        mode, refunding = tab.place.value("mode"), tab.place.value("refunding")
        return cls(
            amount.nearest(tab.place.value("change_bn"), asked.change_bn),
            int(months.nearest(tab.place.value("months"), asked.months)),
            mode if mode in MODES else asked.mode,
            refunding if refunding in REFUNDING else asked.refunding,
        )


def ranges(tab: Tab) -> tuple[Range, Range]:
    """Return what the two sliders offer: $ bn, and months."""

    def billions(value: float) -> str:
        return Quantity(value, "bn_usd", "short", signed=True).text(tab.words.tr)

    def months(value: float) -> str:
        return tab.words(N_("{count} months"), count=Number(value))

    return Range(-5_000.0, 5_000.0, 50.0, billions), Range(1.0, 60.0, 1.0, months)


def answer(tab: Tab, question: Question) -> Section:
    """Work an answer out; nothing asked is nothing changed, so that the slider has no hole."""
    desk = desk_of(tab.briefing.as_of)
    change = question.change_bn or NOTHING_BN
    found = transmit(desk, change, question.months, question.mode, question.refunding)  # type: ignore[arg-type]
    return section_of(desk, found)


@tabs.register("transmission")
def render(tab: Tab) -> None:
    """Show the answer to the example or to what a link asks, with the controls above it."""
    now = [Question.of(tab)]
    first = tab.section
    tab.title()

    def show(section: Section) -> None:
        lead.set_content(parts.lead([tab.words.text(each) for each in section.lead]))
        tiles.set_content(parts.tiles(section, tab.words, tab.place))
        for drawn, chart in zip(charts, section.charts, strict=True):
            drawn.show(chart)
        for element, table in zip(tables, section.tables, strict=True):
            element.set_content(tab.own_table(table))
        shown.set_visibility(True)

    live: Live[Question, Section] = Live(tab, lambda question: answer(tab, question), show)

    def ask(**changed: object) -> None:
        now[0] = replace(now[0], **changed)  # type: ignore[arg-type]
        live.ask(now[0])
        tab.note(**vars(now[0]))

    _controls(tab, now[0], ask)
    live.place()
    with ui.element("div").classes("tg-panel") as shown:
        lead = html(parts.lead([tab.words.text(each) for each in first.lead])).classes("tg-leads")
        tiles = html(parts.tiles(first, tab.words, tab.place)).props('aria-live="polite"')
        charts = [tab.chart(each, own=True) for each in first.charts]
        tables = [html(tab.own_table(table)) for table in first.tables]
    tab.notes()
    if now[0] != Question():
        shown.set_visibility(False)  # the example's figures never stand under another question
        live.ask(now[0])


def _controls(tab: Tab, start: Question, ask: Callable[..., None]) -> None:
    amount, months = ranges(tab)
    with ui.element("section").classes("tg-card tg-controls"):
        text("h3", tab.words(N_("Ask your own")))
        slider(
            tab.words(N_("Change of the Fed's holdings")),
            amount,
            start.change_bn,
            lambda value: ask(change_bn=value),
        )
        slider(tab.words(N_("Over")), months, start.months, lambda value: ask(months=int(value)))
        choice(
            tab.words(N_("How")),
            {key: tab.words(title) for key, title in MODES.items()},
            start.mode,
            lambda value: ask(mode=value),
        )
        choice(
            tab.words(N_("What the Treasury sells instead")),
            {key: tab.words(title) for key, title in REFUNDING.items()},
            start.refunding,
            lambda value: ask(refunding=value),
        )
        copy_link(tab, tab.words(N_("Copy a link to this answer")), tab.words(N_("Copied")))
