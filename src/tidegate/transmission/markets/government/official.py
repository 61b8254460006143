"""What the Congressional Budget Office projected, as far as single figures of it can be passed on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class OfficialPoint:
    """A published projection for one fiscal year.

    Attributes
    ----------
    published
        Day on which it came out, or the end of that month where the day is not known.
    measure
        ``net_interest`` ($ bn), ``debt`` (held by the public, percent of GDP)
        or ``deficits_ten_years`` ($ bn, the ten years that end with `fiscal_year`).
    fiscal_year, value, unit, source
        For which year, how much, in which unit, and where it stands.
    """

    published: date
    measure: str
    fiscal_year: int
    value: float
    unit: str
    source: str


@cache
def official_points() -> tuple[OfficialPoint, ...]:
    """Return the points in order of publication."""
    folder = resources.files("tidegate.transmission.markets.government")
    rows = csv.DictReader(io.StringIO(folder.joinpath("cbo.csv").read_text("utf-8")))
    return tuple(
        OfficialPoint(
            date.fromisoformat(r["published"]),
            r["measure"],
            int(r["fiscal_year"]),
            float(r["value"]),
            r["unit"],
            r["source"],
        )
        for r in rows
    )


def official(measure: str, fiscal_year: int, known_on: date) -> OfficialPoint | None:
    """Return the latest point known on a day, or None."""
    found = [
        p
        for p in official_points()
        if p.measure == measure and p.fiscal_year == fiscal_year and p.published <= known_on
    ]
    return found[-1] if found else None
