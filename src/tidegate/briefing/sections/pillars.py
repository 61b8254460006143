"""The five pillars: the latest readings, what they changed by, and how old they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Section, Table
from tidegate.briefing.origin import Origin
from tidegate.briefing.reading import STALE_AFTER, year_ago
from tidegate.catalog import pillars, series, series_ids
from tidegate.message import N_, Message

_AS_GROWTH = (
    "CPIAUCSL",
    "CPILFESL",
    "PCEPI",
    "PCEPILFE",
    "CES0500000003",
    "GDPC1",
    "INDPRO",
    "M2SL",
    "TOTBKCR",
)
"""Read as growth over a year rather than as a level."""


def readings(desk: Desk) -> tuple[dict[str, Any], ...]:
    """Return one row an indicator: pillar, series, value, change over a year, date and age in days."""
    rows = []
    for name in series_ids():
        entry = series(name)
        if entry.pillar is None or entry.aside or not desk.has(name):
            continue
        found = desk.series(name)
        last, before = float(found.values[-1]), year_ago(found)
        growth = name in _AS_GROWTH
        when: date = found.dates[-1].item()
        end: date = found.period_ends[-1].item()
        age = (desk.as_of - end).days
        rows.append(
            {
                "pillar": entry.pillar,
                "series": name,
                "title": entry.title,
                "unit": "percent" if growth else entry.unit,
                "value": 100.0 * (last / before - 1.0) if growth else last,
                "change": float("nan") if growth else last - before,
                "as_growth": growth,
                "date": when,
                "age_days": age,
                "old": age > STALE_AFTER[entry.frequency.value],
            }
        )
    return tuple(rows)


def write(desk: Desk) -> Section:
    """Return the section."""
    rows = readings(desk)
    columns = (
        Column("title", Message(N_("Indicator"))),
        Column("value", Message(N_("Latest")), "amount"),
        Column("change", Message(N_("Change over a year")), "amount", signed=True),
        Column("date", Message(N_("Observed")), "date"),
        Column("age_days", Message(N_("Age, days")), "number", decimals=0),
        Column("fresh", Message(N_("Current?")), "check"),
    )
    tables = tuple(
        Table(
            f"pillar-{pillar.id}",
            pillar.title,
            columns,
            tuple({**row, "fresh": not row["old"]} for row in rows if row["pillar"] == pillar.id),
            origin=_origin(tuple(row for row in rows if row["pillar"] == pillar.id)),
        )
        for pillar in pillars().values()
    )
    empty = [table.title for table in tables if not table.rows]
    lead = [
        Message(
            N_(
                "Prices, wages, output and money are shown as growth over a year; everything else as it stands."
            )
        )
    ]
    lead += [
        Message(
            N_("{pillar}: no open series is held; the dated announcements stand in for it."), {"pillar": t}
        )
        for t in empty
    ]
    return Section(
        "pillars",
        Message(N_("The five pillars")),
        tuple(lead),
        tables=tuple(t for t in tables if t.rows),
        origin=Origin(worked_out=desk.as_of, method="age_of_data"),
    )


def _origin(rows: tuple[dict[str, Any], ...]) -> Origin:
    """Return who published some readings, and the newest of them."""
    publishers = dict.fromkeys(series(row["series"]).publisher for row in rows)
    source = Message(N_("Source: {names}"), {"names": "; ".join(publishers)})
    return Origin(source, max((row["date"] for row in rows), default=None))
