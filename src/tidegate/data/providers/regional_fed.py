"""Reserve Banks' surveys of manufacturers: New York (Empire State) and Philadelphia."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import CSV, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import csv_rows, decode, number, observations
from tidegate.errors import ParseError
from tidegate.message import N_

FILES = MappingProxyType(
    {
        "empire": "https://www.newyorkfed.org/medialibrary/media/survey/empire/data/esms_seasonallyadjusted_diffusion.csv",
        "philadelphia": "https://www.philadelphiafed.org/-/media/FRBP/Assets/Surveys-And-Data/MBOS/Historical/Data/bos_history.csv",
    }
)
_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}


def url(survey: str) -> str:
    """Return the address of a survey's history; `survey` is a key of `FILES`."""
    return FILES[survey]


def parse(body: str, column: str, code: str = "survey") -> Observations:
    """Read one diffusion index; months are dated with their first day.

    The first column is the month, as ``2024-01-31``, ``1/31/2024``, ``Jan-24`` or ``24-Jan``; names of
    columns are compared without regard to case.

    Raises
    ------
    ParseError
        For a web page, a missing column, a bad month or number, or no observation.
    """
    rows = [row for row in csv_rows(body, code) if row]
    header = [cell.strip().lower() for cell in rows[0]]
    if column.lower() not in header:
        raise ParseError.of(
            N_("{what}: no column for {fields}; the header is {header}"),
            what=code,
            fields=column,
            header=", ".join(header)[:200],
        )
    at = header.index(column.lower())
    pairs = [
        (_month(row[0], code), number(row[at], code)) for row in rows[1:] if len(row) > at and row[0].strip()
    ]
    return observations([(d, v) for d, v in pairs if v is not None], code)


def _month(text: str, code: str) -> date:
    cell = text.strip()
    parts = cell.replace("/", "-").split("-")
    try:
        if len(parts) == 3 and len(parts[0]) == 4:
            return date(int(parts[0]), int(parts[1]), 1)
        if len(parts) == 3 and len(parts[2]) == 4:
            return date(int(parts[2]), int(parts[0]), 1)
        if len(parts) == 2:
            word, year = parts if parts[0][:1].isalpha() else reversed(parts)
            # The Philadelphia survey began in May 1968.
            short = int(year)
            return date(
                short if short > 99 else short + (1900 if short >= 68 else 2000), _MONTHS[word[:3].lower()], 1
            )
    except (ValueError, KeyError, OverflowError):
        pass
    raise ParseError.of(N_("{what}: {cell!r} is not a month"), what=code, cell=cell[:60])


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for each survey; codes are ``survey:column``."""
    for survey in FILES:
        members = tuple(e for e in entries if e.code.partition(":")[0] == survey)
        if members:
            yield Job(
                f"regional_fed:{survey}",
                "regional_fed",
                partial(_survey, survey, members),
                tuple(e.id for e in members),
            )


def _survey(survey: str, entries: tuple[Series, ...], fetch: Fetch, since: date | None, today: date) -> Batch:
    body = decode(
        fetch(Ask(url(survey), CSV, browser=True, conditional=True)), survey, ("utf-8-sig", "cp1252")
    )
    return Batch({e.id: parse(body, e.code.partition(":")[2], e.id) for e in entries})


CAPABILITIES = (
    Capability(
        "regional_fed",
        "Empire State and Philadelphia manufacturing surveys",
        "monthly",
        "Federal Reserve Banks: free with attribution",
        Rights.ATTRIBUTION,
        url,
    ),
)
