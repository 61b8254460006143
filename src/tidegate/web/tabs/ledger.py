"""The tab of the ledger: choose an operation and an amount, and watch every sector's books move."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

from nicegui import ui

from tidegate.bank.ledger import Demonstration, operations
from tidegate.bank.ledger.chart import title_ids, titled
from tidegate.bank.ledger.demonstration import pair
from tidegate.briefing.sections import ledger
from tidegate.errors import InputError
from tidegate.message import N_, Quantity
from tidegate.units import MILLIONS_PER_BILLION
from tidegate.web import tabs
from tidegate.web.page import parts
from tidegate.web.tabs.controls import Live, Range, copy_link, select, slider
from tidegate.web.tabs.tab import Tab, html, text

LEAST_BN, MOST_BN = 10, 1_000


@cache
def offered() -> frozenset[str]:
    """Return the operations that need nothing but an amount and that the stylised books can carry."""
    possible = set()
    for op, each in operations().items():
        if any(value is None for value in each.defaults.values()):
            continue
        with suppress(InputError):
            ledger.shown(op, LEAST_BN)
            possible.add(op)
    return frozenset(possible)


@dataclass(frozen=True)
class Question:
    """What the reader asks: an operation, and $ bn."""

    operation: str = ledger.EXAMPLE
    amount_bn: int = ledger.EXAMPLE_BN

    @classmethod
    def of(cls, tab: Tab) -> Question:
        """Read what a link asks; what it says amiss is the example's."""
        asked, operation = cls(), tab.place.value("operation")
        amount = amounts(tab).nearest(tab.place.value("amount_bn"), asked.amount_bn)
        return cls(operation if operation in offered() else asked.operation, int(amount))


def amounts(tab: Tab) -> Range:
    """Return what the slider offers, $ bn."""

    def show(value: float) -> str:
        return Quantity(value, "bn_usd", "short").text(tab.words.tr)

    return Range(LEAST_BN, MOST_BN, 10, show)


def choices(language: str) -> dict[str, str]:
    """Return the operations with the heading that each stands under, in the order of the ledger."""
    by_group = {group: titled("groups", group).in_language(language) for group in title_ids("groups")}
    return {
        op.id: f"{by_group[op.group]} · {pair(op.title)[language]}"
        for group in by_group
        for op in operations().values()
        if op.group == group and op.id in offered()
    }


def accounts_html(found: Demonstration, tab: Tab) -> str:
    """Return the T-accounts of every sector as HTML; lines that change stand out."""
    changed = [each for each in found.accounts if each.changed]
    others = [each for each in found.accounts if not each.changed]
    return parts.render("taccounts", "accounts", tab.words, changed, others, MILLIONS_PER_BILLION)


@tabs.register("ledger")
def render(tab: Tab) -> None:
    """Show the books, with the operation and the amount above them."""
    now = [Question.of(tab)]
    first = ledger.shown(now[0].operation, now[0].amount_bn)
    tab.title()

    def show(found: Demonstration) -> None:
        section = ledger.section_of(found)
        lead.set_content(parts.lead([tab.words.text(each) for each in section.lead]))
        tiles.set_content(parts.tiles(section, tab.words, tab.place))
        accounts.set_content(accounts_html(found, tab))

    live: Live[Question, Demonstration] = Live(
        tab, lambda question: ledger.shown(question.operation, question.amount_bn), show
    )

    def ask(**changed: object) -> None:
        now[0] = replace(now[0], **changed)  # type: ignore[arg-type]
        live.ask(now[0])
        tab.note(**vars(now[0]))

    with ui.element("section").classes("tg-card tg-controls"):
        text("h3", tab.words(N_("Choose an operation")))
        options = choices(tab.words.language)
        select(tab.words(N_("Operation")), options, now[0].operation, lambda op: ask(operation=op))
        slider(tab.words(N_("Amount")), amounts(tab), now[0].amount_bn, lambda bn: ask(amount_bn=int(bn)))
        copy_link(tab, tab.words(N_("Copy a link to this answer")), tab.words(N_("Copied")))
    live.place()
    section = ledger.section_of(first)
    lead = html(parts.lead([tab.words.text(each) for each in section.lead])).classes("tg-leads")
    lead.props('aria-live="polite"')
    tiles = html(parts.tiles(section, tab.words, tab.place))
    accounts = html(accounts_html(first, tab)).classes("tg-books")
    html(parts.notes(section, tab.words))
