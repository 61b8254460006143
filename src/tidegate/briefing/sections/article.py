"""The popular account's figures beside the record."""

from __future__ import annotations

from datetime import date
from typing import Any

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Section, Table
from tidegate.briefing.origin import Origin
from tidegate.evidence.article import Check, check_article
from tidegate.message import N_, Message

SOURCE = N_(
    "Source: what is said: a popular account; record: Board of Governors, H.4.1, and the Fed's announcements."
)
ANNOUNCED = date(2022, 5, 4)
"""Day on which the caps of QT2 were announced: before it there is nothing to check."""


def checks(desk: Desk) -> tuple[Check, ...]:
    """Return the account's figures against the record as known on the day of the desk."""
    if desk.as_of < ANNOUNCED:
        return ()
    return check_article(desk.plan, desk.levels("WALCL"), desk.levels("WSHOMCB"), desk.as_of)


def check_rows(found: tuple[Check, ...]) -> tuple[dict[str, Any], ...]:
    """Return the checks as rows."""
    return tuple(
        {
            "id": c.id,
            "said": c.said,
            "said_bn": c.said_bn,
            "record_bn": c.record_bn,
            "date": c.when,
            "agrees": c.agrees,
            "finding": c.finding,
        }
        for c in found
    )


def write(desk: Desk) -> Section:
    """Return the section."""
    found = checks(desk)
    title = Message(N_("The popular account, checked"))
    if not found:
        return Section("article", title, (Message(N_("Its figures begin in May 2022, after this day.")),))
    agreed = sum(c.agrees is True for c in found)
    lead = Message(
        N_(
            "{agreed} of {count} figures of the popular account of QT agree with the record to within one percent."
        ),
        {"agreed": agreed, "count": len(found)},
    )
    table = Table(
        "article",
        Message(N_("Said, and found")),
        (
            Column("said", Message(N_("What is said"))),
            Column("said_bn", Message(N_("Said")), "number", "bn_usd"),
            Column("record_bn", Message(N_("Record")), "number", "bn_usd"),
            Column("agrees", Message(N_("Agrees?")), "check"),
            Column("finding", Message(N_("What the data say"))),
        ),
        check_rows(found),
    )
    origin = Origin(Message(SOURCE), desk.newest("WALCL", "WSHOMCB"), desk.as_of)
    return Section("article", title, (lead,), tables=(table,), origin=origin)
