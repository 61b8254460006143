"""The walk through the story: what to look at after a tab, as links that carry what is asked there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tidegate.briefing.document import Briefing
from tidegate.briefing.wording import Wording
from tidegate.message import N_
from tidegate.web.page.parts import render
from tidegate.web.page.place import Place


@dataclass(frozen=True)
class Step:
    """A stop of the walk: a tab, what is asked of it, the reader's question and what is found there."""

    tab: str
    question: str
    found: str
    asked: Mapping[str, str] = field(default_factory=dict)


STEPS = (
    Step("qt_end", N_("What comes next?"), N_("The chances of more QT, of QE, and of neither, by month.")),
    Step(
        "futures",
        N_("What if QT is extended?"),
        N_("Two thousand paths beside the baseline, the mortgage rate first; change it as you like."),
        {"first": "qt-extended", "second": "baseline", "variable": "mortgage_30y_pct"},
    ),
    Step(
        "transmission",
        N_("What does it do to my mortgage?"),
        N_("Set an amount and a pace: yields, the monthly payment, jobs and prices follow."),
    ),
    Step(
        "asia",
        N_("And to Taiwan and Hong Kong?"),
        N_("The New Taiwan dollar, the Hong Kong dollar and HIBOR, local shares and homes."),
    ),
    Step(
        "allocation",
        N_("What could I own, within my limits?"),
        N_("Weights for the risk you choose, each traced to its cause; to download or print."),
    ),
)
"""In the order of the walk."""


@dataclass(frozen=True)
class Onward:
    """A stop as the page shows it."""

    href: str
    tab: str
    question: str
    found: str


def _shown(steps: tuple[Step, ...], briefing: Briefing, words: Wording, place: Place) -> list[Onward]:
    here = {each.id for each in briefing.sections}
    return [
        Onward(place.link(tab=each.tab, asked=each.asked), each.tab, words(each.question), words(each.found))
        for each in steps
        if each.tab in here
    ]


def walk(briefing: Briefing, words: Wording, place: Place) -> str:
    """Return the whole walk as HTML."""
    return render("onward", "walk", words, _shown(STEPS, briefing, words, place))


def next_stop(tab: str, briefing: Briefing, words: Wording, place: Place) -> str:
    """Return the link to the stop after a tab as HTML; "" where the tab is no stop, or the last one."""
    ids = [each.tab for each in STEPS]
    later = STEPS[ids.index(tab) + 1 :] if tab in ids else ()
    shown = _shown(later, briefing, words, place)
    return render("onward", "next_stop", words, shown[0]) if shown else ""
