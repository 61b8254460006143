"""The tab of scenarios: pick one, change it, put another beside it, and see the fan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from nicegui import ui

from tidegate.briefing import scenario_view
from tidegate.briefing.document import Section
from tidegate.briefing.scenario_view import EDITS, OFFERED, Request, names_on, title_of
from tidegate.briefing.sections.futures import scenario_title
from tidegate.data.health import stamp
from tidegate.futures.library import scenario
from tidegate.message import N_, Number, Quantity
from tidegate.web import tabs
from tidegate.web.desks import desk_of
from tidegate.web.page import parts
from tidegate.web.tabs.controls import Live, Range, copy_link, select, slider
from tidegate.web.tabs.tab import Tab, html, text

ANSWERS_KEPT = 32
_AS_TOLD = -5.0
"""The lowest place of a slider for a change: leave the scenario as it is."""


def ranges(tab: Tab) -> tuple[Range, Range]:
    """Return what the sliders offer: the horizon in months, and a change of policy in $ bn a month."""

    def months(value: float) -> str:
        return tab.words(N_("{count} months"), count=Number(value))

    def billions(value: float) -> str:
        if value < 0.0:
            return tab.words(N_("as in the scenario"))
        return Quantity(value, "bn_usd", "short").text(tab.words.tr)

    return Range(12.0, 120.0, 6.0, months), Range(_AS_TOLD, 100.0, 5.0, billions)


def request_of(tab: Tab, names: tuple[str, ...]) -> Request:
    """Read what a link asks; what it says amiss is the example's."""
    asked, place = Request(), tab.place
    months, policy = ranges(tab)
    edits = {name: policy.nearest(place.value(name), _AS_TOLD) for name in EDITS}
    return Request(
        place.value("first") if place.value("first") in names else asked.first,
        place.value("second") if place.value("second") in names else asked.second,
        place.value("variable") if place.value("variable") in OFFERED else asked.variable,
        int(months.nearest(place.value("months"), asked.months)),
        tuple((name, value) for name, value in edits.items() if value >= 0.0),
    )


def answer(tab: Tab, request: Request) -> Section:
    """Run what is asked, from the day on which the first scenario begins."""
    return kept_view(scenario(request.first).start.as_of or tab.briefing.as_of, request, stamp())


@lru_cache(maxsize=ANSWERS_KEPT)
def kept_view(as_of: date, request: Request, of: object) -> Section:
    """Run what is asked on the figures `of` a stamp: what several readers ask is run once."""
    return scenario_view.view(desk_of(as_of), request)


@tabs.register("futures")
def render(tab: Tab) -> None:
    """Show the controls, then the answer as soon as it is there, then what the briefing says of scenarios."""
    names = names_on(tab.briefing.as_of)
    now = [request_of(tab, names)]
    tab.title()
    shown: dict[str, Any] = {}

    def show(section: Section) -> None:
        lead.set_content(parts.lead([tab.words.text(each) for each in section.lead]))
        tiles.set_content(parts.tiles(section, tab.words, tab.place))
        drawn = section.charts[0]
        if shown.get("title") != drawn.title:  # another variable: its heading changes too
            place.clear()
            with place:
                shown.update(chart=tab.chart(drawn, own=True), title=drawn.title)
        else:
            shown["chart"].show(drawn)
        tables.set_content("".join(tab.own_table(each) for each in section.tables))
        checked.set_content(parts.lead([tab.words.text(each) for each in section.notes]))

    live: Live[Request, Section] = Live(tab, lambda request: answer(tab, request), show)

    def ask(**changed: object) -> None:
        now[0] = replace(now[0], **changed)  # type: ignore[arg-type]
        live.ask(now[0])
        asked = {name: value for name, value in vars(now[0]).items() if name != "edits" and value}
        tab.note(**asked, **dict(now[0].edits))

    def edit(name: str, value: float) -> None:
        kept = {key: v for key, v in now[0].edits if key != name}
        ask(edits=tuple({**kept, name: value}.items()) if value >= 0.0 else tuple(kept.items()))

    _controls(tab, names, now[0], ask, edit)
    live.place()
    lead = html(parts.lead([tab.words(N_("Running {paths} paths …"), paths=Number(scenario_view.PATHS))]))
    lead.classes("tg-leads")
    tiles = html("").props('aria-live="polite"')
    place = ui.element("div").classes("tg-awaited")
    tables, checked = html("").classes("tg-panel"), html("").classes("tg-leads")
    live.ask(now[0])
    text("h3", tab.words(N_("In the briefing"))).classes("tg-section-title")
    tab.lead()
    for chart in tab.section.charts:
        tab.chart(chart)
    for each in tab.section.tables:
        tab.table(each)
    tab.notes()


def _controls(
    tab: Tab,
    names: tuple[str, ...],
    start: Request,
    ask: Callable[..., None],
    edit: Callable[[str, float], None],
) -> None:
    months, policy = ranges(tab)
    titles = {name: tab.words.text(scenario_title(name)) for name in names}
    with ui.element("section").classes("tg-card tg-controls"):
        text("h3", tab.words(N_("Choose a scenario, change it, compare it")))
        select(tab.words(N_("Scenario")), titles, start.first, lambda name: ask(first=name))
        beside = {"": tab.words(N_("none")), **titles}
        select(tab.words(N_("Beside it")), beside, start.second, lambda name: ask(second=name))
        variables = {name: tab.words.text(title_of(name)) for name in OFFERED}
        select(tab.words(N_("Look at")), variables, start.variable, lambda name: ask(variable=name))
        slider(tab.words(N_("Over")), months, start.months, lambda value: ask(months=int(value)))
        for name, title in EDITS.items():
            value = dict(start.edits).get(name, _AS_TOLD)
            slider(tab.words(title), policy, value, lambda v, name=name: edit(name, v))  # type: ignore[misc]
        copy_link(tab, tab.words(N_("Copy a link to this answer")), tab.words(N_("Copied")))
