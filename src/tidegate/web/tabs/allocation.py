"""The tab of the portfolio: choose risk, limits and scenario, and follow each weight to its cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from nicegui import ui

from tidegate.allocation.limits import DEFAULT, limits_from
from tidegate.allocation.scenarios import scenarios
from tidegate.briefing import allocation_words as words
from tidegate.briefing.allocation import Allocation, allocate
from tidegate.briefing.allocation_answer import payload
from tidegate.briefing.document import Chart, Line, Role, Table
from tidegate.data.health import stamp
from tidegate.message import N_, Message, Number
from tidegate.web import tabs
from tidegate.web.desks import desk_of
from tidegate.web.page import parts, take
from tidegate.web.page.charts import TideChart
from tidegate.web.tabs.controls import Live, Range, choice, copy_link, select, slider
from tidegate.web.tabs.tab import Tab, html, text

RISKS = {"low": N_("Low"), "medium": N_("Medium (as 60/40)"), "high": N_("High")}
OBJECTIVES = {
    "max-return": N_("Most return for the risk"),
    "min-cvar": N_("Least loss in the worst cases"),
    "min-variance": N_("Least variance"),
    "worst-scenario": N_("Best in the worst scenario"),
}
CURRENCIES = {"USD": "USD", "TWD": "TWD", "HKD": "HKD"}
_ALL = ""
ANSWERS_KEPT = 32
_CHAINS = 8
_DIGITS = 4


@dataclass(frozen=True)
class Question:
    """What the reader asks; percentages of the portfolio."""

    risk: str = "medium"
    objective: str = "max-return"
    currency: str = "USD"
    scenario: str = _ALL
    crypto_pct: float = DEFAULT.crypto_max_pct
    single_pct: float = DEFAULT.single_max_pct

    @classmethod
    def of(cls, tab: Tab) -> Question:
        """Read what a link asks; what it says amiss is the default."""
        asked, place = cls(), tab.place

        def one(name: str, allowed: object) -> str:
            value = place.value(name)
            return value if value in allowed else str(getattr(asked, name))  # type: ignore[operator]

        crypto, single = ranges(tab)
        return cls(
            one("risk", RISKS),
            one("objective", OBJECTIVES),
            one("currency", CURRENCIES),
            one("scenario", scenarios()),
            crypto.nearest(place.value("crypto_pct"), asked.crypto_pct),
            single.nearest(place.value("single_pct"), asked.single_pct),
        )


def ranges(tab: Tab) -> tuple[Range, Range]:
    """Return what the sliders offer: the most in crypto, and in any one asset, percent."""

    def percent(value: float) -> str:
        return f"{Number(value, 0).text(tab.words.tr)}%"

    return Range(0.0, 10.0, 1.0, percent), Range(10.0, 100.0, 5.0, percent)


def answer(tab: Tab, question: Question) -> Allocation:
    """Decide, within the limits asked for."""
    return kept_answer(tab.briefing.as_of, question, stamp())


@lru_cache(maxsize=ANSWERS_KEPT)
def kept_answer(as_of: date, question: Question, of: object) -> Allocation:
    """Decide on the figures `of` a stamp; what several readers ask is worked out once."""
    limits = limits_from({"crypto_max_pct": question.crypto_pct, "single_max_pct": question.single_pct})
    return allocate(
        desk_of(as_of),
        question.risk,
        scenario_name=question.scenario,
        currency=question.currency,
        objective=question.objective,
        limits=limits,
    )


def weights_chart(table: Table) -> Chart:
    """Return the weights beside those of 60/40, as bars."""
    rows = table.rows
    sixty = [row["weight"] - row["from_sixty_forty"] for row in rows]
    none = np.array([], dtype="datetime64[D]")
    return Chart(
        "allocation-own",
        Message(N_("What to own, beside 60/40")),
        "percent",
        (
            Line(Message(N_("Your answer")), none, np.array([row["weight"] for row in rows]), Role.MODEL),
            Line("60/40", none, np.array(sixty), Role.OTHER),
        ),
        Message(N_("Source: Tidegate's optimiser within the limits above.")),
        Message(N_("Weights in percent of the portfolio.")),
        categories=tuple(row["asset"] for row in rows),
    )


def _rounded(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without the optimiser's last digits, which mean nothing."""
    return {key: round(v, _DIGITS) if isinstance(v, float) else v for key, v in row.items()}


def files(tab: Tab, found: Allocation, weights: Table) -> str:
    """Return the answer as files to take along: weights as CSV, the whole as JSON, and paper."""
    weights = replace(weights, rows=tuple(_rounded(row) for row in weights.rows))
    name = f"tidegate-portfolio-{found.as_of.isoformat()}-{found.question.risk}"
    return take.buttons(
        tab.words,
        [
            take.Taken(tab.words(N_("Weights (CSV)")), take.table_link(weights, tab.words), f"{name}.csv"),
            take.Taken(
                tab.words(N_("All of it (JSON)")), take.json_link(payload(found), tab.words), f"{name}.json"
            ),
        ],
    )


def answer_html(tab: Tab, found: Allocation) -> tuple[str, str, str]:
    """Return sentences, tables and chains of an answer as HTML."""
    said = [tab.words.text(each) for each in words.lead_sentences(found)]
    about_currency = words.currency_sentence(found)
    if about_currency is not None:
        said.append(tab.words.text(about_currency))
    limits = words.limits_table(found)  # the keys of the limits' file are for those who write one
    limits = replace(limits, columns=tuple(each for each in limits.columns if each.key != "key"))
    tables = (words.weights_table(found), words.scenario_table(found), limits)
    chains = [tab.words.text(words.chain(found, link)) for link in found.links[:_CHAINS]]
    later = [tab.words.text(words.ladder_sentence(found)), tab.words.text(words.review_sentence(found))]
    return (
        parts.lead(said),
        "".join(tab.own_table(table) for table in tables),
        parts.render("allocation", "chains", tab.words, chains, later),
    )


@tabs.register("allocation")
def render(tab: Tab) -> None:
    """Show the controls, then the answer as soon as it is there, then the record of the briefing."""
    now = [Question.of(tab)]
    tab.title()

    def show(found: Allocation) -> None:
        for element, content in zip((lead, tables, chains), answer_html(tab, found), strict=True):
            element.set_content(content)
        weights = words.weights_table(found)
        took.set_content(files(tab, found, weights))
        if drawn:
            drawn[0].show(weights_chart(weights))
        else:
            with picture:
                drawn.append(tab.chart(weights_chart(weights), own=True))

    drawn: list[TideChart] = []
    live: Live[Question, Allocation] = Live(tab, lambda question: answer(tab, question), show)

    def ask(**changed: object) -> None:
        now[0] = replace(now[0], **changed)  # type: ignore[arg-type]
        live.ask(now[0])
        tab.note(**{name: value for name, value in vars(now[0]).items() if value != _ALL})

    _controls(tab, now[0], ask)
    live.place()
    lead = html(parts.lead([tab.words(N_("Working out a portfolio …"))])).classes("tg-leads")
    lead.props('aria-live="polite"')
    took, picture = html(""), ui.element("div").classes("tg-awaited")
    tables, chains = html("").classes("tg-panel"), html("")
    live.ask(now[0])
    text("h3", tab.words(N_("At the last review, and what it would have done"))).classes("tg-section-title")
    tab.lead()
    for table in tab.section.tables:
        tab.table(table)
    tab.notes()


def _controls(tab: Tab, start: Question, ask: Callable[..., None]) -> None:
    crypto, single = ranges(tab)

    def named(options: dict[str, str]) -> dict[str, str]:
        return {key: tab.words(title) for key, title in options.items()}

    told = {name: tab.words.text(each.title) for name, each in scenarios().items()}
    with ui.element("section").classes("tg-card tg-controls"):
        text("h3", tab.words(N_("Your limits")))
        choice(tab.words(N_("Risk")), named(RISKS), start.risk, lambda v: ask(risk=v))
        select(tab.words(N_("Aim")), named(OBJECTIVES), start.objective, lambda v: ask(objective=v))
        choice(tab.words(N_("Counted in")), CURRENCIES, start.currency, lambda v: ask(currency=v))
        every = {_ALL: tab.words(N_("all, by their chance")), **told}
        select(tab.words(N_("Scenario")), every, start.scenario, lambda v: ask(scenario=v))
        slider(tab.words(N_("Most in crypto")), crypto, start.crypto_pct, lambda v: ask(crypto_pct=v))
        slider(tab.words(N_("Most in one asset")), single, start.single_pct, lambda v: ask(single_pct=v))
        copy_link(tab, tab.words(N_("Copy a link to this answer")), tab.words(N_("Copied")))
