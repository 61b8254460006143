"""Where each series of a store comes from, and how old it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tidegate.data.files import Origin


@dataclass(frozen=True)
class Provenance:
    """Where a series comes from and how old it is.

    Attributes
    ----------
    series
        Id.
    source, rights
        In words; class of the catalogue.
    retrieved, first, last
        Dates of retrieval, of the first and of the last observation held.
    count
        Number of observations.
    points
        How many of them were added one by one after the end of a file.
    age_days
        From `last` to the day of the question.
    """

    series: str
    source: str
    rights: str
    retrieved: date
    first: date
    last: date
    count: int
    points: int
    age_days: int


def provenance(series_id: str, origin: Origin, today: date) -> Provenance:
    """Return one row of the table of sources, with the age on `today`."""
    last = date.fromisoformat(origin.last)
    return Provenance(
        series_id,
        origin.source,
        origin.rights,
        date.fromisoformat(origin.retrieved),
        date.fromisoformat(origin.first),
        last,
        origin.count,
        len(origin.points),
        (today - last).days,
    )
