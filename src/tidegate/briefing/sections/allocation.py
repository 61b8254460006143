"""What to own: the last quarter's answer, each scenario, long bonds bit by bit, and the record; from tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tidegate.allocation.portfolios import named
from tidegate.allocation.scenarios import scenarios
from tidegate.briefing.allocation_record import NOT_ADVICE, shipped, shipped_sentences, summary_table
from tidegate.briefing.allocation_reviews import Review, reviews_by
from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Section, Table, Text, Tile
from tidegate.briefing.long_bonds import ladder, verdict_sentence
from tidegate.briefing.long_bonds import summary_table as ladder_table
from tidegate.briefing.origin import Origin
from tidegate.catalog.assets import asset
from tidegate.message import N_, Message, Number

TITLE = N_("What to own")
SOURCE = N_(
    "Source: Tidegate's decision at the quarter's end, on yields, announcements and returns known then."
)
LADDER_SOURCE = N_("Source: Board of Governors, H.15 (yields of long Treasuries and bills); plans: Tidegate.")
RECORD_SOURCE = N_(
    "Source: Tidegate's walk through the past; prices of many publishers, returns alone passed on."
)
_RECORD_FROM, _RECORD_ENDS = 2026, date(2025, 12, 31)
_LONG = ("DGS20", "DGS30", "DGS3MO")


def write(desk: Desk) -> Section:
    """Return the section."""
    past = reviews_by(desk.as_of)
    if not past:
        return Section(
            "allocation",
            Message(TITLE),
            (Message(N_("Not to be said for this day: no quarter's answer had been worked out by then.")),),
        )
    last, before = past[-1], past[-2] if len(past) > 1 else None
    found = ladder(desk)
    lead: list[Text] = [answer_sentence(last), change_sentence(last, before), Message(NOT_ADVICE)]
    if found.by_run_off:
        lead.append(verdict_sentence(found))
    tables = [weights_table(last, before), scenario_table(last)]
    if found.by_run_off:
        origin = Origin(Message(LADDER_SOURCE), desk.newest(*_LONG), desk.as_of)
        tables.append(replace(ladder_table(found), origin=origin))
    notes: tuple[Text, ...] = (
        Message(
            N_(
                "tidegate allocate decides for today, with your own limits, prices and holdings, and tells every step."
            )
        ),
    )
    if desk.as_of.year >= _RECORD_FROM:  # the walk ends in 2025: before that day nobody knew it
        lead += shipped_sentences("all_assets")
        record = summary_table(
            shipped("all_assets"), Message(N_("What it would have done, 2005 to 2025, over all assets"))
        )
        origin = Origin(Message(RECORD_SOURCE), _RECORD_ENDS, _RECORD_ENDS)
        tables.append(replace(record, origin=origin))
    origin = Origin(Message(SOURCE), last.day, last.day, "allocation_model")
    return Section(
        "allocation", Message(TITLE), tuple(lead), tiles_of(last), (), tuple(tables), notes, origin
    )


def answer_sentence(last: Review) -> Message:
    """Return the answer of the last quarter's end."""
    most = sorted(last.weights.items(), key=lambda kv: -kv[1])[:3]
    text = N_(
        "At the review of {day}, at the risk of 60/40: {first} {first_pct}%, {second} {second_pct}%,"
        " {third} {third_pct}%, the rest below; expected {expected}% a year, give or take {error}."
    )
    names = ("first", "second", "third")
    values: dict[str, object] = {
        "day": last.day,
        "expected": Number(last.figures["expected"], 1),
        "error": Number(last.figures["error"], 1),
    }
    for name, (asset_id, weight) in zip(names, most, strict=False):
        values |= {name: asset(asset_id).title, f"{name}_pct": Number(weight, 0)}
    for name in names[len(most) :]:
        values |= {name: "—", f"{name}_pct": "—"}
    return Message(text, values)


def change_sentence(last: Review, before: Review | None) -> Message:
    """Return what changed since the review before."""
    if before is None:
        return Message(N_("There was no review before it."))
    names = dict.fromkeys([*last.weights, *before.weights])
    moved = {n: last.weights.get(n, 0.0) - before.weights.get(n, 0.0) for n in names}
    up, down = max(moved, key=lambda n: moved[n]), min(moved, key=lambda n: moved[n])
    text = N_(
        "Against the review of {day}: {up} {up_points}, {down} {down_points} points; {turnover}% was moved."
    )
    return Message(
        text,
        {
            "day": before.day,
            "up": asset(up).title,
            "up_points": Number(moved[up], 1, signed=True),
            "down": asset(down).title,
            "down_points": Number(moved[down], 1, signed=True),
            "turnover": Number(sum(abs(m) for m in moved.values()) / 2.0, 0),
        },
    )


def tiles_of(last: Review) -> tuple[Tile, ...]:
    """Return the headline numbers."""
    worst = min(last.returns, key=lambda n: last.returns[n])
    sixty = Message(N_("60/40: {value}%"), {"value": Number(last.figures["sixty_expected"], 1)})
    tail = Message(N_("60/40: {value}%"), {"value": Number(last.figures["sixty_cvar"], 1)})
    return (
        Tile(Message(N_("Expected in a year")), last.figures["expected"], "percent", note=sixty),
        Tile(Message(N_("Lost in the worst twentieth of cases")), last.figures["cvar"], "percent", note=tail),
        Tile(
            Message(N_("In the worst scenario")),
            last.returns[worst],
            "percent",
            note=scenarios()[worst].title,
        ),
    )


def weights_table(last: Review, before: Review | None) -> Table:
    """Return the weights of the last review."""
    assets = tuple(last.weights)
    sixty = dict(
        zip(("us_broad", "ust_7_10"), 100.0 * named("sixty_forty", ("us_broad", "ust_7_10")), strict=True)
    )
    names = dict.fromkeys(
        [*sorted(assets, key=lambda n: -last.weights[n]), *sixty, *(before.weights if before else ())]
    )
    return Table(
        "allocation-last",
        Message(N_("What to own, at the last quarter's end")),
        (
            Column("asset", Message(N_("Asset"))),
            Column("weight", Message(N_("Weight")), "number", "percent", 1),
            Column("from_sixty_forty", Message(N_("From 60/40")), "number", "percent", 1, signed=True),
            Column("from_last", Message(N_("From the last")), "number", "percent", 1, signed=True),
        ),
        tuple(
            {
                "asset": asset(n).title,
                "weight": last.weights.get(n, 0.0),
                "from_sixty_forty": last.weights.get(n, 0.0) - float(sixty.get(n, 0.0)),
                "from_last": None
                if before is None
                else last.weights.get(n, 0.0) - before.weights.get(n, 0.0),
            }
            for n in names
        ),
    )


def scenario_table(last: Review) -> Table:
    """Return each scenario with its chance and what it would bring."""
    return Table(
        "allocation-chances",
        Message(N_("Scenario by scenario")),
        (
            Column("scenario", Message(N_("Scenario"))),
            Column("chance", Message(N_("Chance")), "number", "percent", 0),
            Column("expected", Message(N_("Expected")), "number", "percent", 1, signed=True),
            Column("line", Message(N_("What the central bank does"))),
        ),
        tuple(
            {
                "scenario": what.title,
                "chance": last.chances[name],
                "expected": last.returns[name],
                "line": what.line,
            }
            for name, what in scenarios().items()
            if name in last.chances
        ),
    )
