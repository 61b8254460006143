"""How the balance sheet got here: every phase since 2008."""

from __future__ import annotations

from typing import Any

import numpy as np

from tidegate.bank.programmes.phases import phases
from tidegate.briefing.assembly import FIRST_DAY, Desk
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Span, Stance, Table, Text
from tidegate.briefing.origin import Origin
from tidegate.evidence.tracker import PhaseChange, track
from tidegate.message import N_, Message, Quantity
from tidegate.units import day

LINES = {
    "assets": ("WALCL", N_("Total assets"), Role.ACTUAL),
    "treasuries": ("TREAST", N_("Treasuries"), Role.TREASURIES),
    "mbs": ("WSHOMCB", N_("MBS"), Role.MBS),
    "reserves": ("WRESBAL", N_("Reserves"), Role.RESERVES),
    "on_rrp": ("RRPONTSYD", N_("ON RRP"), Role.ON_RRP),
}
SOURCE = N_("Source: Board of Governors, H.4.1; Federal Reserve Bank of New York (ON RRP).")


def tracked(desk: Desk) -> tuple[PhaseChange, ...]:
    """Return every phase, measured, as known on the day of the desk."""
    lines = {name: desk.levels(code) for name, (code, _, _) in LINES.items() if desk.has(code)}
    return track(phases(desk.fed, desk.as_of), lines, desk.as_of)


def phase_rows(rows: tuple[PhaseChange, ...]) -> tuple[dict[str, Any], ...]:
    """Return the tracker's rows: phase, stance, dates, pace and changes in $ bn."""
    return tuple(
        {
            "key": row.phase.key,
            "phase": row.phase.title,
            "stance": row.phase.stance,
            "start": row.start,
            "end": row.end if row.phase.last_day is None else min(row.end, row.phase.last_day),
            "months": row.months,
            "pace_bn_per_month": row.pace_bn,
            **{f"{name}_bn": row.change_bn.get(name, float("nan")) for name in LINES},
        }
        for row in rows
    )


def phase_table(rows: tuple[PhaseChange, ...]) -> Table:
    """Return the tracker as a table."""
    columns = (
        Column("phase", Message(N_("Phase"))),
        Column("start", Message(N_("From")), "date"),
        Column("end", Message(N_("Until")), "date"),
        Column("pace_bn_per_month", Message(N_("Assets a month")), "number", "bn_usd", signed=True),
        *(
            Column(f"{name}_bn", Message(title), "number", "bn_usd", decimals=0, signed=True)
            for name, (_, title, _) in LINES.items()
        ),
    )
    title = Message(N_("What each phase did: change from its first day to its last"))
    return Table("phases", title, columns, phase_rows(rows), Message(SOURCE))


def _short(row: PhaseChange) -> Text:
    """Return a name that fits behind the lines: QE1, QT2, otherwise the title."""
    return row.phase.key if row.phase.key.startswith(("QE", "QT")) else row.phase.title


def write(desk: Desk) -> Section:
    """Return the section."""
    rows = tracked(desk)
    lines = []
    for code, name, role in LINES.values():
        if not desk.has(code):
            continue
        found = desk.series(code, FIRST_DAY)
        # Daily ON RRP on the Wednesdays of the rest: one point a week is all that a reader can see.
        keep = np.ones(len(found.dates), dtype=bool)
        if code == "RRPONTSYD":
            keep = ((found.dates.astype(int) + 3) % 7 == 2) & (found.dates >= day("2013-09-01"))
        lines.append(Line(Message(name), found.dates[keep], found.values[keep], role))
    end = lines[0].dates[-1].item()
    spans = tuple(Span(_short(row), row.start, row.end, Stance(row.phase.stance)) for row in rows)
    last_qt = [row for row in rows if row.phase.stance == "tightening"]
    lead = [Message(N_("Blue is water let in, vermilion water let out; grey and green hold the level."))]
    if last_qt:
        row = last_qt[-1]
        lead.append(
            Message(
                N_("{phase}: assets {assets}, of which ON RRP took {rrp} and reserves {reserves}."),
                {
                    "phase": row.phase.title,
                    "assets": Quantity(row.change_bn["assets"], "bn_usd", "short", signed=True),
                    "rrp": Quantity(
                        row.change_bn.get("on_rrp", float("nan")), "bn_usd", "short", signed=True
                    ),
                    "reserves": Quantity(row.change_bn["reserves"], "bn_usd", "short", signed=True),
                },
            )
        )
    chart = Chart(
        "balance-sheet",
        Message(N_("The Fed's balance sheet since 2007")),
        "bn_usd",
        tuple(lines),
        Message(SOURCE),
        Message(
            N_(
                "Weekly levels to {end}: total assets, Treasuries, MBS, reserves and ON RRP, with the phases behind."
            ),
            {"end": end},
        ),
        spans,
    )
    notes = (
        Message(
            N_(
                "Reserves are weekly averages, the other lines Wednesday levels; ON RRP leaves out the foreign pool."
            )
        ),
        Message(N_("A phase begins when its first step took effect, not when it was announced.")),
    )
    return Section(
        "history",
        Message(N_("How it got there")),
        tuple(lead),
        charts=(chart,),
        tables=(phase_table(rows),),
        notes=notes,
        origin=Origin(Message(SOURCE), desk.newest(*(code for code, _, _ in LINES.values())), desk.as_of),
    )
