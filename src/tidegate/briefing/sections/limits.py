"""What the data cannot say: counted from the data themselves, not typed in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Section, Table, Text
from tidegate.briefing.origin import Origin
from tidegate.briefing.reading import STALE_AFTER
from tidegate.catalog import Rights, series, series_ids
from tidegate.data.quarantine import Held
from tidegate.message import N_, Message

SOURCE = N_("Source: the figures held in this copy, by series.")
_WEEKLY_GAP_DAYS = 21


def write(desk: Desk) -> Section:
    """Return the section."""
    held = [p for p in desk.store.provenance() if desk.has(p.series)]
    single = sum(desk.series(p.series).single_vintage for p in held)
    missing = [s for s in series_ids() if series(s).rights is Rights.NOT_SHIPPED and not desk.has(s)]
    lead: list[Text] = [
        Message(
            N_(
                "{single} of {count} series are held in one vintage: what was known on a day is inferred from "
                "usual release lags, and later revisions cannot be undone."
            ),
            {"single": single, "count": len(held)},
        ),
        Message(
            N_("{count} series that others own are not included and can be synced by the user: {names}."),
            {"count": len(missing), "names": ", ".join(missing)},
        ),
        Message(N_("Levels and changes over a phase are no proof of cause: many things moved at once.")),
        Message(
            N_(
                "A cap is a limit. What left the books is what matured or was prepaid, and that is measured apart."
            )
        ),
    ]
    rows = []
    for found in held:
        entry = series(found.series)
        data = desk.series(found.series)
        age = (desk.as_of - data.period_ends[-1].item()).days
        gap = int(np.diff(data.dates).astype(int).max()) if len(data.dates) > 1 else 0
        old = age > STALE_AFTER[entry.frequency.value]
        gappy = entry.frequency.value == "W" and gap > _WEEKLY_GAP_DAYS
        if not entry.aside and (old or gappy):
            rows.append(
                {
                    "title": entry.title,
                    "series": entry.id,
                    "last": data.dates[-1].item(),
                    "age_days": age,
                    "gap_days": gap,
                }
            )
    rows.sort(key=lambda r: -r["age_days"])
    table = Table(
        "stale",
        Message(N_("Series that end early or have holes")),
        (
            Column("title", Message(N_("Series"))),
            Column("last", Message(N_("Last observation")), "date"),
            Column("age_days", Message(N_("Age, days")), "number", decimals=0),
            Column("gap_days", Message(N_("Longest hole, days")), "number", decimals=0),
        ),
        tuple(rows),
    )
    tables = [table] if rows else []
    aside = [h for h in desk.store.quarantine if h.since <= desk.as_of]
    if aside:
        lead.append(
            Message(
                N_(
                    "Batches that publishers sent and that were not believed: {count}. They are in no answer here."
                ),
                {"count": len(aside)},
            )
        )
        tables.append(_quarantine(aside))
    newest = max((row["last"] for row in rows), default=None)
    origin = Origin(Message(SOURCE), newest, desk.as_of, "age_of_data")
    title = Message(N_("What the data cannot say"))
    return Section("limits", title, tuple(lead), tables=tuple(tables), origin=origin)


def _quarantine(aside: Sequence[Held]) -> Table:
    """Return the table of batches that were not believed."""
    return Table(
        "quarantine",
        Message(N_("Batches in quarantine")),
        (
            Column("name", Message(N_("Series or table"))),
            Column("since", Message(N_("Since")), "date"),
            Column("reason", Message(N_("Why"))),
            Column("id", Message(N_("Name for `tidegate data quarantine release`"))),
        ),
        tuple(
            {"name": h.name, "since": h.since, "reason": h.doubts[0].reason, "id": h.id}
            for h in aside
            if h.doubts
        ),
        origin=Origin(through=max(h.since for h in aside)),
    )
