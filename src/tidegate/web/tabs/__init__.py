"""The tabs: one renderer a part of the story.

Every section of a briefing is a tab. A section that nobody has registered for
is shown by `tidegate.web.tabs.general`. To give one a page of its own, write a
module in this folder and name it in `MODULES`::

    from tidegate.web import tabs

    @tabs.register("tracker")
    def render(tab: tabs.Tab) -> None:
        tab.lead()                          # the general pieces are at hand
        chart = tab.chart(tab.section.charts[0])
        ui.slider(min=0, max=100, on_change=lambda e: chart.show(other_chart(e.value)))

`render` runs inside the tab's own element, with NiceGUI's `ui` at hand, once
for each reader and language. What it raises is shown as a problem of this tab
alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.web.tabs.tab import Tab as Tab

MODULES: tuple[str, ...] = (
    "allocation",
    "claims",
    "communication",
    "futures",
    "learn",
    "ledger",
    "today",
    "transmission",
)
"""Modules of this folder that register a tab; they are imported when the page is first built."""

Render = Callable[["Tab"], None]
_registered: dict[str, Render] = {}


def register(section_id: str, render: Render | None = None) -> Callable[[Render], Render]:
    """Give a section a renderer of its own; as a function or as a decorator.

    Parameters
    ----------
    section_id
        Id of the section it stands for.
    render
        Called with a `Tab`; None where this is used as a decorator.

    Raises
    ------
    ValueError
        If another renderer stands for that section already.
    """

    def keep(chosen: Render) -> Render:
        if _registered.get(section_id, chosen) is not chosen:
            raise ValueError(f"section {section_id!r} has a tab already: {_registered[section_id]!r}")
        _registered[section_id] = chosen
        return chosen

    if render is not None:
        keep(render)
    return keep


def unregister(section_id: str) -> None:
    """Let a section be shown by the general renderer again."""
    _registered.pop(section_id, None)


def renderer(section_id: str) -> Render:
    """Return the renderer of a section: its own, or the general one."""
    from tidegate.web.tabs.general import render

    for name in MODULES:
        import_module(f"{__name__}.{name}")
    return _registered.get(section_id, render)


def prepare(as_of: date) -> None:
    """Work out ahead of the first reader what the tabs with a question of their own open with."""
    from tidegate.briefing.claims import claims
    from tidegate.briefing.scenario_view import Request
    from tidegate.briefing.sections.transmission import EXAMPLE_BN, EXAMPLE_MONTHS, transmit
    from tidegate.data.health import stamp
    from tidegate.web.desks import desk_of
    from tidegate.web.tabs.allocation import Question, kept_answer
    from tidegate.web.tabs.futures import kept_view

    desk = desk_of(as_of)
    transmit(desk, EXAMPLE_BN, EXAMPLE_MONTHS)
    kept_view(as_of, Request(), stamp())
    claims(desk)
    kept_answer(as_of, Question(), stamp())
