"""Where every figure comes from, and how old it is."""

from __future__ import annotations

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Section, Table
from tidegate.briefing.origin import Origin
from tidegate.catalog import series
from tidegate.message import N_, Message


def write(desk: Desk) -> Section:
    """Return the section."""
    rows = []
    for found in desk.store.provenance():
        if not desk.has(found.series):
            continue
        data = desk.series(found.series)
        entry = series(found.series)
        last = data.dates[-1].item()
        rows.append(
            {
                "series": entry.id,
                "title": entry.title,
                "publisher": entry.publisher,
                "first": data.dates[0].item(),
                "last": last,
                "age_days": (desk.as_of - data.period_ends[-1].item()).days,
                "retrieved": found.retrieved,
                "rights": found.rights,
            }
        )
    table = Table(
        "sources",
        Message(N_("Series, publishers and ages")),
        (
            Column("series", Message(N_("Series"))),
            Column("title", Message(N_("What it is"))),
            Column("publisher", Message(N_("Publisher"))),
            Column("first", Message(N_("First")), "date"),
            Column("last", Message(N_("Last")), "date"),
            Column("age_days", Message(N_("Age, days")), "number", decimals=0),
            Column("retrieved", Message(N_("Retrieved")), "date"),
        ),
        tuple(rows),
    )
    lead = Message(
        N_(
            "{count} series from public sources, with the securities the Fed held by CUSIP "
            "and the Treasury's statement of the public debt."
        ),
        {"count": len(rows)},
    )
    origin = Origin(
        Message(N_("Source: the figures held in this copy; the publisher stands beside each.")),
        max((row["last"] for row in rows), default=None),
        desk.as_of,
        "age_of_data",
    )
    title = Message(N_("Sources and age of the data"))
    return Section("sources", title, (lead, _fed(desk)), tables=(table,), origin=origin)


def _fed(desk: Desk) -> Message:
    """Return how the figures came here, and how old they are."""
    newest = max((r for p in desk.store.provenance() if (r := p.last) <= desk.as_of), default=desk.as_of)
    age = {"newest": newest, "age": (desk.as_of - newest).days}
    synced = desk.store.synced
    if synced is None or synced > desk.as_of:
        text = N_(
            "All of them come with the program; the newest figure is of {newest}, {age} days old. "
            "`tidegate sync` brings newer ones."
        )
        return Message(text, age)
    text = N_("Last brought up to date on {day}; the newest figure is of {newest}, {age} days old.")
    return Message(text, {"day": synced, **age})
