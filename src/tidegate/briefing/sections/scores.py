"""The projection's record: every plan vintage against what happened, and against official projections."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from tidegate.bank.projection import Projection
from tidegate.briefing.assembly import Desk, project
from tidegate.briefing.document import Column, Section, Table
from tidegate.briefing.fed_books import AGENCY_DEBT_BN
from tidegate.briefing.origin import Origin
from tidegate.briefing.sections.replay import START
from tidegate.evidence.projection_scores import Duel, Score, duels, score
from tidegate.evidence.tracker import Levels
from tidegate.message import N_, Message, Number

HORIZON_YEARS = 4
"""How far a vintage is followed."""
SOURCE = N_(
    "Source: Board of Governors, H.4.1; official projections named in the table; projections: Tidegate."
)
LINES = {
    "total_assets_bn": ("WALCL", N_("Total assets")),
    "treasuries_bn": ("TREAST", N_("Treasuries")),
    "mbs_bn": ("WSHOMCB", N_("MBS")),
    "reserves_bn": ("WRESBAL", N_("Reserves")),
}


def vintages(desk: Desk) -> tuple[date, ...]:
    """Return the days since May 2022 on which caps on the run-off were announced."""
    rules = ("redemption_cap",)
    days = {
        r.announced
        for r in desk.fed.record
        if date(2022, 5, 1) <= r.announced <= desk.as_of and any(x.kind in rules for x in r.rules)
    }
    return tuple(sorted(days))


def records(desk: Desk) -> dict[str, Levels]:
    """Return what happened to each line, and to the securities in all."""
    found = {line: desk.levels(code) for line, (code, _) in LINES.items() if desk.has(code)}
    treasuries, mbs = found["treasuries_bn"], found["mbs_bn"]
    both = treasuries.values_bn + np.array([mbs.at(d) for d in treasuries.dates]) + AGENCY_DEBT_BN
    return {**found, "securities_bn": Levels(treasuries.dates, both)}


def by_vintage(desk: Desk) -> dict[date, Projection]:
    """Return the projection of each vintage, weekly, from what was known that day."""

    def make() -> dict[date, Projection]:
        found = {}
        for when in vintages(desk):
            end = min(when.year + HORIZON_YEARS, desk.as_of.year)
            found[when] = project("fed", START, f"known:{when}", f"{end}-12", "weekly", desk=desk)
        return found

    return desk.once("vintages", make)


def scored(desk: Desk) -> tuple[tuple[Score, ...], tuple[Duel, ...]]:
    """Return all scores and comparisons as known on the day of the desk."""
    happened, paths = records(desk), by_vintage(desk)
    mine = {line: happened[line] for line in LINES if line in happened}
    rows = tuple(s for when, path in paths.items() for s in score(path, when, mine, desk.as_of))
    return rows, duels(paths, happened)


def score_rows(rows: tuple[Score, ...]) -> tuple[dict[str, Any], ...]:
    """Return scores as rows: vintage, date, and the error of each line in percent."""
    table: dict[tuple[date, date], dict[str, Any]] = {}
    for each in rows:
        row = table.setdefault(
            (each.vintage, each.when),
            {"vintage": each.vintage, "date": each.when, "quarters_ahead": each.quarters_ahead},
        )
        row[each.line] = each.error_pct
    return tuple(table.values())


def duel_rows(found: tuple[Duel, ...]) -> tuple[dict[str, Any], ...]:
    """Return the comparisons with official projections as rows."""
    return tuple(
        {
            "who": d.official.who,
            "published": d.official.published,
            "line": d.official.line,
            "date": d.when,
            "official_bn": d.official_bn,
            "ours_bn": d.ours_bn,
            "actual_bn": d.actual_bn,
            "closer": d.closer,
            "source": d.official.source,
        }
        for d in found
    )


def write(desk: Desk) -> Section:
    """Return the section."""
    title = Message(N_("How the projection has done"))
    if not vintages(desk):
        return Section("scores", title, (Message(N_("No plan of QT2 was known on this day.")),))
    rows, found = scored(desk)
    lead = []
    year_ahead = [
        abs(s.error_pct) for s in rows if s.line == "total_assets_bn" and 3 <= s.quarters_ahead <= 4
    ]
    if year_ahead:
        text = N_("A year ahead, total assets were missed by {mean}% on average, over {count} cases.")
        lead.append(Message(text, {"mean": Number(float(np.mean(year_ahead)), 1), "count": len(year_ahead)}))
    if found:
        text = N_("Against {count} official figures of the time, ours came closer in {closer}.")
        lead.append(Message(text, {"count": len(found), "closer": sum(d.closer for d in found)}))
    blind = N_(
        "No vintage knows a later change of caps, rates or lending: "
        "its errors grow with what was not foreseen."
    )
    lead.append(Message(blind))
    errors = Table(
        "vintages",
        Message(N_("Error of each plan vintage, % of the record")),
        (
            Column("vintage", Message(N_("Known on")), "date"),
            Column("date", Message(N_("Quarter-end")), "date"),
            Column("quarters_ahead", Message(N_("Quarters ahead")), "number", decimals=0),
            *(Column(line, Message(name), "number", "", 1, signed=True) for line, (_, name) in LINES.items()),
        ),
        score_rows(rows),
    )
    against = Table(
        "official",
        Message(N_("Official projections and ours of the same time")),
        (
            Column("who", Message(N_("Who"))),
            Column("date", Message(N_("For")), "date"),
            Column("official_bn", Message(N_("Official")), "number", "bn_usd", 0),
            Column("ours_bn", Message(N_("Ours")), "number", "bn_usd", 0),
            Column("actual_bn", Message(N_("Record")), "number", "bn_usd", 0),
            Column("closer", Message(N_("Ours closer?")), "check"),
            Column("source", Message(N_("Source"))),
        ),
        duel_rows(found),
    )
    origin = Origin(
        Message(SOURCE), desk.newest(*(code for code, _ in LINES.values())), desk.as_of, "projection_model"
    )
    tables = tuple(t for t in (against, errors) if t.rows)
    return Section("scores", title, tuple(lead), tables=tables, origin=origin)
