"""Address of the figures of one series."""

from __future__ import annotations

import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from tidegate.message import N_
from tidegate.web.api import models
from tidegate.web.api.conversion import dates
from tidegate.web.api.parameters import AsOf, Name, Reader, failures, store

router = APIRouter(tags=["catalogue"])

Start = Annotated[datetime.date | None, Query(description=N_("First day wanted (YYYY-MM-DD)."))]
End = Annotated[datetime.date | None, Query(description=N_("Last day wanted (YYYY-MM-DD)."))]


@router.get(
    "/series/{series_id}", responses=failures(404, 422, 503), summary=N_("One series as known on a day")
)
def series(
    series_id: Name, words: Reader, as_of: AsOf, start: Start = None, end: End = None
) -> models.SeriesValues:
    """Return the observations of a series that were public on a day, in its canonical unit."""
    found = store().series(series_id, as_of, start, end)
    return models.SeriesValues(
        id=found.series.id,
        title=words.text(found.series.title),
        unit=found.series.unit,
        unit_label=words.unit(found.series.unit),
        as_of=found.as_of,
        single_vintage=found.single_vintage,
        source=found.source,
        retrieved=found.retrieved,
        dates=dates(found.dates),
        values=found.values.tolist(),
        known_on=dates(found.known_on),
    )
