"""The answer at every quarter's end, as a table that ships: the briefing reads it instead of deciding anew.

``scripts/record_allocations.py`` writes it; a test decides some rows again.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from tidegate.briefing.assembly import Desk

if TYPE_CHECKING:
    from tidegate.allocation.decision import Decision

FIRST = date(2008, 12, 31)
FIELDS = ("day", "kind", "name", "value")


@dataclass(frozen=True)
class Review:
    """One answer, medium risk, in dollars, under the usual limits, with nothing held before.

    Attributes
    ----------
    day
        End of a quarter.
    weights
        By asset, percent.
    chances
        By scenario, percent.
    returns
        Expected return under each scenario, percent.
    figures
        ``expected``, ``error``, ``cvar``, ``sixty_expected`` and ``sixty_cvar``, percent.
    """

    day: date
    weights: dict[str, float]
    chances: dict[str, float]
    returns: dict[str, float]
    figures: dict[str, float]


def review_of(desk: Desk, day: date) -> Decision:
    """Return the answer at a quarter's end."""
    from tidegate.allocation.decision import decide
    from tidegate.briefing.allocation import question_on
    from tidegate.briefing.allocation_history import history
    from tidegate.briefing.allocation_inputs import record

    return decide(question_on(record(desk), history(desk), day))


def review_rows(desk: Desk, days: tuple[date, ...] | None = None) -> list[dict[str, str]]:
    """Return the rows of the table, percent with two decimals.

    Parameters
    ----------
    desk
        Figures.
    days
        Which reviews; None: every quarter's end since 2008.
    """
    from tidegate.briefing.allocation_inputs import review_days

    rows = []
    for day in days if days is not None else review_days(FIRST, desk.as_of):
        found = review_of(desk, day)

        def add(kind: str, name: str, value: float, when: str = day.isoformat()) -> None:
            rows.append({"day": when, "kind": kind, "name": name, "value": f"{100.0 * value:.2f}"})

        for asset, weight in zip(found.assets, found.weights, strict=True):
            if weight >= 0.00005:
                add("weight", asset, float(weight))
        for each in found.market.outlooks:
            add("chance", each.name, each.chance)
            add("return", each.name, found.expected(found.weights, each.probability))
        add("figure", "expected", found.optimum.expected)
        add("figure", "error", found.optimum.expected_error)
        add("figure", "cvar", found.optimum.cvar)
        add("figure", "sixty_expected", found.expected(found.sixty_forty))
        add("figure", "sixty_cvar", found.shortfall(found.sixty_forty))
    return rows


@cache
def reviews() -> tuple[Review, ...]:
    """Return the answers that are shipped, in order of time."""
    text = (files("tidegate.allocation") / "data" / "reviews.csv").read_text("utf-8")
    found: dict[date, Review] = {}
    for row in csv.DictReader(io.StringIO(text)):
        day = date.fromisoformat(row["day"])
        kept = found.setdefault(day, Review(day, {}, {}, {}, {}))
        kinds = {
            "weight": kept.weights,
            "chance": kept.chances,
            "return": kept.returns,
            "figure": kept.figures,
        }
        kinds[row["kind"]][row["name"]] = float(row["value"])
    return tuple(sorted(found.values(), key=lambda r: r.day))


def reviews_by(day: date) -> tuple[Review, ...]:
    """Return the shipped answers up to a day, the last one last."""
    return tuple(r for r in reviews() if r.day <= day)
