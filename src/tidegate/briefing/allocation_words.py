"""What to own, in sentences and tables: weights, scenarios, limits, the chain behind each change, plans."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tidegate.allocation.conflicts import title_of
from tidegate.allocation.currency import dollars_in
from tidegate.allocation.plan import Instalment, Trigger, deepest, instalments
from tidegate.allocation.scenarios import scenarios
from tidegate.allocation.trace import HISTORY, Link
from tidegate.briefing.allocation import Allocation
from tidegate.briefing.allocation_record import NOT_ADVICE
from tidegate.briefing.document import Column, Table
from tidegate.catalog.assets import asset
from tidegate.catalog.model import Bilingual
from tidegate.message import N_, Message, Number

SHOWN = 0.0005
SOURCES = {
    "snapshot": N_("months of the snapshot"),
    "synced": N_("months synced"),
    "user": N_("your own prices"),
    "moments": N_("estimates that are shipped"),
}
GROUPS = {
    "cash": N_("cash"),
    "treasuries": N_("Treasuries"),
    "credit": N_("investment-grade credit and MBS"),
    "high_yield": N_("high yield"),
    "equity": N_("shares"),
    "real_estate": N_("real estate"),
    "gold": N_("gold"),
    "commodities": N_("commodities"),
    "crypto": N_("crypto"),
}
INSTALMENTS = 8


def _pct(value: float, decimals: int = 1, *, signed: bool = False) -> Number:
    return Number(100.0 * value, decimals, signed=signed)


def lead_sentences(found: Allocation) -> list[Message]:
    """Return the answer in sentences."""
    decision = found.decision
    best, sixty = decision.optimum, decision.sixty_forty
    by_return = {
        "expected": _pct(best.expected),
        "error": _pct(best.expected_error),
        "cvar": _pct(best.cvar),
        "sixty": _pct(decision.expected(sixty)),
        "sixty_cvar": _pct(decision.shortfall(sixty)),
    }
    told = [
        Message(
            N_(
                "Over a year it is expected to return {expected}%, give or take {error} as one standard error;"
                " in the worst twentieth of cases it loses {cvar}% on average. 60/40: {sixty}% and {sixty_cvar}%."
            ),
            by_return,
        )
    ]
    worst = min(found.cards, key=lambda c: c.now_return)
    told.append(
        Message(
            N_(
                "Worst scenario: {name} ({chance}% likely): {value}% is expected, {tail}% lost in its worst twentieth."
            ),
            {
                "name": worst.scenario.title,
                "chance": _pct(worst.chance, 0),
                "value": _pct(worst.now_return, signed=True),
                "tail": _pct(worst.now_tail),
            },
        )
    )
    depth, month = fall(found)
    if math.isfinite(depth):
        told.append(
            Message(
                N_(
                    "With these weights the months held since 1990 would have seen a fall of {depth}% at worst,"
                    " down to {month}."
                ),
                {"depth": _pct(-depth), "month": month},
            )
        )
    told.append(Message(NOT_ADVICE))
    return told


def fall(found: Allocation) -> tuple[float, str]:
    """Return the deepest fall of the weights over the months held, and its month; NaN where months are missing."""
    decision, panel = found.decision, found.question.panel.only(found.decision.assets)
    depth, at = deepest(panel.total(), np.where(decision.weights > SHOWN, decision.weights, 0.0))
    return depth, str(panel.months[at]) if at >= 0 else ""


def weights_table(found: Allocation) -> Table:
    """Return the weights with what changed, and the data behind each."""
    decision = found.decision
    rows = []
    for i, name in enumerate(decision.assets):
        now, sixty = float(decision.weights[i]), float(decision.sixty_forty[i])
        last = found.last.get(name, 0.0)
        if max(now, sixty, last) < SHOWN:
            continue
        believed = decision.market.reference.beliefs
        rows.append(
            {
                "asset": asset(name).title,
                "weight": 100.0 * now,
                "from_sixty_forty": 100.0 * (now - sixty),
                "from_last": 100.0 * (now - last) if found.last else None,
                "expected": 100.0 * float(decision.market.probability @ decision.market.returns[:, i]),
                "data": Message(SOURCES[believed.source[i]]),
            }
        )
    rows.sort(key=lambda r: -r["weight"])  # type: ignore[operator]
    return Table(
        "allocation-weights",
        Message(N_("What to own")),
        (
            Column("asset", Message(N_("Asset"))),
            Column("weight", Message(N_("Weight")), "number", "percent", 1),
            Column("from_sixty_forty", Message(N_("From 60/40")), "number", "percent", 1, signed=True),
            Column("from_last", Message(N_("From the last")), "number", "percent", 1, signed=True),
            Column("expected", Message(N_("Expected in a year")), "number", "percent", 1),
            Column("data", Message(N_("Rests on"))),
        ),
        tuple(rows),
    )


def scenario_table(found: Allocation) -> Table:
    """Return what each scenario does to the portfolio, and what one would own if it were certain."""
    decision = found.decision
    rows = []
    for card in found.cards:
        order = np.argsort(-card.change)
        more = [decision.assets[i] for i in order[:2] if card.change[i] >= 0.01]
        less = [decision.assets[i] for i in order[::-1][:2] if card.change[i] <= -0.01]
        rows.append(
            {
                "scenario": card.scenario.title,
                "chance": 100.0 * card.chance,
                "bill": card.bill_points,
                "ten_year": card.ten_year_points,
                "expected": 100.0 * card.now_return,
                "tail": 100.0 * card.now_tail,
                "more": titles(more),
                "less": titles(less),
            }
        )
    return Table(
        "allocation-scenarios",
        Message(N_("Scenario by scenario: what it brings, and what one would own if it were certain")),
        (
            Column("scenario", Message(N_("Scenario"))),
            Column("chance", Message(N_("Chance")), "number", "percent", 0),
            Column("bill", Message(N_("Bills, points")), "number", "", 2, signed=True),
            Column("ten_year", Message(N_("Ten-year, points")), "number", "", 2, signed=True),
            Column("expected", Message(N_("Expected")), "number", "percent", 1, signed=True),
            Column("tail", Message(N_("Loss in its worst twentieth")), "number", "percent", 1),
            Column("more", Message(N_("More of"))),
            Column("less", Message(N_("Less of"))),
        ),
        tuple(rows),
    )


def titles(names: list[str]) -> Bilingual:
    """Return names of assets as one text in both languages."""
    found = [asset(n).title for n in names]
    return Bilingual(", ".join(t.en for t in found) or "—", "、".join(t.zh for t in found) or "—")


def cause_title(cause: str) -> Message | Bilingual:
    """Return a cause in words."""
    return Message(N_("History and limits")) if cause == HISTORY else scenarios()[cause].title


def chain(found: Allocation, link: Link) -> Message:
    """Return the chain behind one change: policy line, yields, asset, view, weight."""
    if link.cause == HISTORY:
        text = N_(
            "{asset} {change} points: before any view, from how assets moved and what they pay today,"
            " within the limits."
        )
        return Message(text, {"asset": asset(link.asset).title, "change": _pct(link.change, signed=True)})
    text = N_(
        "{asset} {change} points: {line} ({chance}% likely) → bills {bill}, ten-year {ten} points,"
        " {premium} of it from holdings → {asset} {effect} points in a year against the usual → weight."
    )
    return Message(
        text,
        {
            "asset": asset(link.asset).title,
            "change": _pct(link.change, signed=True),
            "line": _unfinished(scenarios()[link.cause].line),
            "chance": _pct(link.chance, 0),
            "bill": Number(link.bill_points, 2, signed=True),
            "ten": Number(link.ten_year_points, 2, signed=True),
            "premium": Number(link.premium_points, 2, signed=True),
            "effect": _pct(link.effect, signed=True),
        },
    )


def _unfinished(line: Bilingual) -> Bilingual:
    """Return a sentence without its full stop, to stand inside another."""
    return Bilingual(line.en.rstrip("."), line.zh.rstrip("。"))


def limits_table(found: Allocation) -> Table:
    """Return the limits that bind."""
    standing = [s for s in found.decision.allowed.standing(found.decision.weights) if s.binding]
    rows: list[dict[str, Any]] = [{"limit": limit_title(s.limit), "key": s.limit} for s in standing]
    cap = found.decision.most_cvar
    if cap is not None and found.decision.optimum.cvar > cap - 1e-5:
        rows.append({"limit": limit_title("max_cvar"), "key": "max_cvar"})
    return Table(
        "allocation-limits",
        Message(N_("Limits that bind")),
        (Column("limit", Message(N_("Limit"))), Column("key", Message(N_("Key")))),
        tuple(rows),
    )


def limit_title(limit: str) -> Message:
    """Return a limit in words, with the asset or group it is about in both languages."""
    kind, _, name = limit.partition(":")
    told = title_of(limit)
    if kind.startswith("asset"):
        return Message(told.template, {"name": asset(name).title})
    return Message(told.template, {"name": Message(GROUPS[name])}) if kind.startswith("group") else told


def ladder_of(
    found: Allocation, trigger: Trigger | None = None, count: int = INSTALMENTS
) -> tuple[Instalment, ...]:
    """Return the instalments in which long bonds are bought up to their weight."""
    chance = found.odds.ends if found.odds.running else None
    return instalments(count, found.as_of, trigger or Trigger(), found.thirty_year_pct, chance)


def ladder_sentence(found: Allocation, trigger: Trigger | None = None, count: int = INSTALMENTS) -> Message:
    """Return how long bonds are bought."""
    plan = ladder_of(found, trigger, count)
    weight = found.weights.get("ust_20_plus", 0.0)
    if weight < SHOWN:
        return Message(N_("No long bonds are wanted now, so none are bought in instalments."))
    second = plan[1] if len(plan) > 1 else plan[0]
    text = N_(
        "Long bonds are bought in {count} equal parts up to {weight}% of the portfolio: one now, the next by {when};"
        " {sooner}."
    )
    sooner = (
        Message(N_("the second is due already, because a trigger stands"))
        if second.due_now and second.number > 1
        else Message(N_("sooner if a trigger is met at a review"))
    )
    return Message(
        text, {"count": len(plan), "weight": _pct(weight), "when": second.latest, "sooner": sooner}
    )


def review_sentence(found: Allocation) -> Message:
    """Return when the next review is, and which news would change most."""
    most = max(found.cards, key=lambda c: float(np.abs(c.change).sum()) if c.chance > 0 else 0.0)
    text = N_(
        "Next review: {when}, or half-yearly {half}. What would change most by then: if {name} became certain,"
        " {turnover}% of the portfolio would move, above all into {more}."
    )
    into = found.decision.assets[int(np.argmax(most.change))]
    return Message(
        text,
        {
            "when": found.next_review,
            "half": found.next_half_yearly,
            "name": most.scenario.title,
            "turnover": _pct(float(np.abs(most.change).sum()) / 2.0, 0),
            "more": asset(into).title,
        },
    )


def currency_sentence(found: Allocation) -> Message | None:
    """Return what the base currency adds, for a holder who does not count in dollars."""
    asked = found.question
    if asked.base == "USD":
        return None
    if asked.hedged:
        cost = asked.short_pct[asked.base] - asked.short_pct[type(asked.base)("USD")]
        text = N_("Foreign assets are hedged: the difference of short rates adds {cost} points a year.")
        return Message(text, {"cost": Number(cost, 2, signed=True)})
    spread = float(np.std(dollars_in(asked.base, found.decision.market.reference)))
    text = N_(
        "Counted in {currency}, unhedged: the exchange rate alone moves dollar assets by {spread}% in a usual year."
    )
    return Message(text, {"currency": str(asked.base), "spread": _pct(spread)})
