"""The tide dial: which way the gate stands, where the figures lean, and what may come next."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from tidegate.briefing.document import Briefing, Section, Stance, Text
from tidegate.briefing.palette import STANCE
from tidegate.briefing.wording import Wording
from tidegate.message import N_

FULL = 100.0
"""The score at either end of the dial."""
_CENTRE, _RADIUS, _NEEDLE = (120.0, 112.0), 88.0, 74.0
_ARCS = ((Stance.EASING, 180.0, 122.0), (Stance.HOLDING, 118.0, 62.0), (Stance.TIGHTENING, 58.0, 0.0))
_SAID = {
    "TITLE": N_("Where we are in the cycle"),
    "SINCE": N_("since {date}"),
    "LETS_IN": N_("Easing (QE)"),
    "LETS_OUT": N_("Tightening (QT)"),
    "HOLDS": N_("Holding"),
    "HOW_TO_READ": N_(
        "The coloured arc is what the Fed does now; the needle is where the figures lean: left to QE, right to QT."
    ),
    "LEANS": N_("Which way each pillar pulls"),
    "SCALE": N_("Scores from -100 (for easing) to +100 (for tightening)."),
    "NEXT": N_("What may come next"),
}
NAMES = {
    Stance.EASING: N_("Letting water in (QE)"),
    Stance.TIGHTENING: N_("Letting water out (QT)"),
    Stance.HOLDING: N_("Holding"),
    Stance.RESERVE_MANAGEMENT: N_("Holding the level (reserve management)"),
}


@dataclass(frozen=True)
class Lean:
    """One pillar: its score from -100 (for easing) to +100 (for tightening), and what it argues for."""

    title: Text
    score: float
    step: Text | None


@dataclass(frozen=True)
class Dial:
    """The state of the cycle at a glance.

    Attributes
    ----------
    stance, since
        What the Fed does with its balance sheet, and since when.
    score
        Where the figures lean, -100 to 100; None where no indicator is held.
    said
        The same in one sentence.
    leans
        The pillars behind the score.
    ahead
        Sentences on what may come next.
    """

    stance: Stance
    since: date
    score: float | None
    said: Text | None
    leans: tuple[Lean, ...]
    ahead: tuple[Text, ...]


def dial_of(briefing: Briefing) -> Dial | None:
    """Read the dial out of a briefing; None where its history holds no phase."""
    by_id = {each.id: each for each in briefing.sections}
    spans = [span for chart in _charts(by_id.get("history")) for span in chart.spans]
    if not spans:
        return None
    now = max(spans, key=lambda span: span.start)
    monitor, ahead = by_id.get("monitor"), by_id.get("qt_end")
    score = monitor.tiles[0].value if monitor is not None and monitor.tiles else None
    return Dial(
        now.stance,
        now.start,
        score,
        monitor.lead[0] if monitor is not None and monitor.lead else None,
        _leans(monitor),
        ahead.lead[:2] if ahead is not None else (),
    )


def _charts(section: Section | None) -> tuple[Any, ...]:
    return section.charts if section is not None else ()


def _leans(monitor: Section | None) -> tuple[Lean, ...]:
    if monitor is None:
        return ()
    rows = [row for table in monitor.tables if table.id == "monitor-pillars" for row in table.rows]
    scored = [row for row in rows if row["score"] is not None and math.isfinite(row["score"])]
    return tuple(Lean(row["title"], float(row["score"]), row["step"]) for row in scored)


def dial_html(found: Dial, words: Wording) -> str:
    """Return the dial as HTML in one language; `dial_css` says how it looks."""
    return str(_template().module.dial(words, found, _arcs(found), _point(found)))


@cache
def dial_css() -> str:
    """Return the style of the dial, the same on the page and in the report."""
    return (files("tidegate.briefing") / "templates" / "dial.css").read_text("utf-8")


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.globals.update(_SAID, NAMES=NAMES, FULL=FULL, COLOURS=STANCE)
    source = (files("tidegate.briefing") / "templates" / "dial.html.jinja").read_text("utf-8")
    return environment.from_string(source)


def _at(degrees: float, radius: float) -> str:
    turned = math.radians(degrees)
    return f"{_CENTRE[0] + radius * math.cos(turned):.1f} {_CENTRE[1] - radius * math.sin(turned):.1f}"


def _arcs(found: Dial) -> list[tuple[str, str, bool]]:
    """Return path, colour and whether it is the present stance, for each arc of the dial."""
    arcs = []
    for stance, start, end in _ARCS:
        middle = stance is Stance.HOLDING
        here = found.stance is stance or (middle and found.stance is Stance.RESERVE_MANAGEMENT)
        colour = STANCE[found.stance if here else stance]
        path = f"M{_at(start, _RADIUS)}A{_RADIUS:g} {_RADIUS:g} 0 0 1 {_at(end, _RADIUS)}"
        arcs.append((path, colour, here))
    return arcs


def _point(found: Dial) -> str:
    """Return where the needle ends; "" for no needle."""
    if found.score is None or not math.isfinite(found.score):
        return ""
    return _at(90.0 - 90.0 * found.score / FULL, _NEEDLE)
