"""An answer for Taiwan or Hong Kong as rows and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tidegate.briefing.document import Column, Table, Text
from tidegate.briefing.regional_charts import SOURCE
from tidegate.message import N_, Message, Number, Quantity
from tidegate.transmission.markets.regional.rows import Interval, RegionalAnswer

REGION_TITLES = {"tw": N_("What it does in Taiwan"), "hk": N_("What it does in Hong Kong")}


def now_text(value: float | None, unit: str) -> Text:
    """Return a level as text in the reader's language."""
    return "" if value is None else Message("{value}", {"value": Quantity(value, unit, "short")})


def ends(change: Interval, unit: str) -> Message:
    """Return an 80% interval as text; percentages without their sign, which the change beside it has."""
    plain = unit in ("pct", "percent")
    low, high = (
        Number(v, 2, signed=True) if plain else Quantity(v, unit, "short", signed=True)
        for v in (change.p10, change.p90)
    )
    return Message(N_("{low} to {high}"), {"low": low, "high": high})


def region_rows(
    found: RegionalAnswer, other: RegionalAnswer | None = None, only: Sequence[str] = ()
) -> tuple[dict[str, Any], ...]:
    """Return the rows of an answer, and beside each the change of another answer; `only` those, if any are named."""
    rows = []
    for row in found.rows:
        if only and row.id not in only:
            continue
        cells: dict[str, Any] = {
            "item": row.title,
            "unit": row.change_unit,
            "now": now_text(row.now, row.unit),
            "mean": row.change.mean,
            "ends": ends(row.change, row.change_unit),
        }
        if other is None:
            cells["source"] = row.source
        else:
            moved = other.row(row.id).change
            cells |= {"more": moved.mean, "more_ends": ends(moved, row.change_unit)}
        rows.append(cells)
    return tuple(rows)


def region_table(
    found: RegionalAnswer, other: RegionalAnswer | None = None, only: Sequence[str] = ()
) -> Table:
    """Return an answer as a table; with `other`, two changes side by side; with `only`, those rows alone."""
    columns: tuple[Column, ...] = (
        Column("item", Message(N_("What"))),
        Column("now", Message(N_("Now"))),
        Column("mean", Message(N_("Change")), "amount", signed=True),
        Column("ends", Message(N_("80% interval"))),
    )
    if other is None:
        columns += (Column("source", Message(N_("Rests on"))),)
    else:
        columns += (
            Column("more", Message(N_("With a hike too")), "amount", signed=True),
            Column("more_ends", Message(N_("80% interval"))),
        )
    title = Message(REGION_TITLES[found.region])
    return Table(f"asia-{found.region}", title, columns, region_rows(found, other, only), Message(SOURCE))
