"""The words and the table of what one future means for people beside another."""

from __future__ import annotations

import numpy as np

from tidegate.briefing.consequences import Compared, Consequences
from tidegate.briefing.document import Column, Table, Text
from tidegate.briefing.regional_tables import ends, now_text
from tidegate.message import N_, Message, Number
from tidegate.policy.qt_end.month import Month
from tidegate.transmission.markets.regional.rows import Interval

SOURCE = N_(
    "Source: Tidegate's coupled model on the same paths; the dollar and Taiwan by measured responses to announcements"
    " of the Fed, through yields and the policy rate alone."
)


def _month(found: Consequences) -> Month:
    return Month(np.datetime64(found.when, "M"))


def household_sentence(found: Consequences, first: Text, second: Text) -> Message:
    """Return what a mortgage costs in the first future, and against the second."""
    paid = found.payment
    text = N_(
        "A 30-year mortgage of ${amount} taken out in {month} costs ${payment} a month in “{first}”: {change} dollars"
        " against “{second}” (80% between {low} and {high})."
    )
    return Message(
        text,
        {
            "amount": Number(found.loan.loan, 0),
            "month": _month(found),
            "payment": Number(paid.first.mean, 0),
            "change": Number(paid.difference.mean, 0, signed=True),
            "first": first,
            "second": second,
            "low": Number(paid.difference.p10, 0, signed=True),
            "high": Number(paid.difference.p90, 0, signed=True),
        },
    )


def currency_sentence(found: Consequences, second: Text) -> Message | None:
    """Return what the Taiwan dollar does, or why nothing is said of it; None where too little was known."""
    if found.stressed:
        text = N_(
            "One of the two has funding stress of its own: investors then flee into the dollar, which is not measured"
            " here, so no number is given for currencies."
        )
        return Message(text)
    if found.abroad is None:
        return None
    spot = found.abroad.row("usdtwd").change
    text = N_(
        "The US dollar in Taiwan dollars: {change}% against “{second}” (80% between {low} and {high}; + is a weaker"
        " Taiwan dollar), through yields and the policy rate alone."
    )
    return Message(
        text,
        {
            "change": Number(spot.mean, 1, signed=True),
            "second": second,
            "low": Number(spot.p10, 1, signed=True),
            "high": Number(spot.p90, 1, signed=True),
        },
    )


def sentences(found: Consequences, first: Text, second: Text) -> tuple[Message, ...]:
    """Return the sentences there are."""
    about_currency = currency_sentence(found, second)
    said = household_sentence(found, first, second)
    return (said,) if about_currency is None else (said, about_currency)


def table_of(found: Consequences, first: Text, second: Text) -> Table:
    """Return both futures and their difference as a table."""

    def difference(change: Interval, unit: str) -> dict[str, object]:
        return {"unit": unit, "change": change.mean, "ends": ends(change, unit)}

    def home(title: Message, each: Compared, unit: str) -> dict[str, object]:
        levels = {"first": now_text(each.first.mean, unit), "second": now_text(each.second.mean, unit)}
        return {"item": title, **levels, **difference(each.difference, unit)}

    amount = Message(N_("Payment a month on ${amount} over 30 years"), {"amount": Number(found.loan.loan, 0)})
    rows = [
        home(Message(N_("30-year mortgage rate")), found.mortgage_pct, "percent"),
        home(amount, found.payment, "usd"),
        *({"item": row.title, **difference(row.change, row.change_unit)} for row in found.rows()),
    ]
    return Table(
        "scenario-consequences",
        Message(N_("What it means for people, {month}"), {"month": _month(found)}),
        (
            Column("item", Message(N_("What"))),
            Column("first", first),
            Column("second", second),
            Column("change", Message(N_("Difference")), "amount", signed=True),
            Column("ends", Message(N_("80% interval"))),
        ),
        tuple(rows),
        Message(SOURCE),
    )
