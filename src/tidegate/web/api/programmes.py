"""Addresses of what banks announced, and of projections under it."""

from __future__ import annotations

import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from tidegate import catalog
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import AS_ANNOUNCED, plan_for
from tidegate.bank.projection import Frequency
from tidegate.briefing import project as project_path
from tidegate.errors import InputError, UnknownName
from tidegate.message import N_
from tidegate.web.api import models
from tidegate.web.api.conversion import dates, numbers
from tidegate.web.api.parameters import AsOf, Name, Reader, failures

router = APIRouter(tags=["programmes"])

KNOWN = Query(description=N_("Only what had been announced by this day (YYYY-MM-DD). Default: everything."))
BANK = Query(max_length=16, description=N_("Central bank; holdings by security are held for fed."))
START = Query(
    description=N_("A day for which holdings by security are held (YYYY-MM-DD). Default: the last one.")
)
PLAN = Query(max_length=32, description=N_("as-announced, or known:YYYY-MM-DD."))
END = Query(max_length=10, description=N_("Last month, YYYY-MM."))
FREQUENCY = Query(description=N_("monthly (month-ends) or weekly (Wednesdays)."))


@router.get("/programmes/{bank}", responses=failures(404, 422), summary=N_("What a bank announced"))
def programme(
    bank: Name, words: Reader, known: Annotated[datetime.date | None, KNOWN] = None
) -> models.ProgrammeModel:
    """Return the dated announcements of a central bank as they were known on a day."""
    programme = load(catalog.bank(bank).id)
    plan = plan_for(programme, f"known:{known.isoformat()}" if known else AS_ANNOUNCED)
    chinese = words.language == "zh-Hant"
    records = [
        models.RecordModel(
            id=r.id,
            announced=r.announced,
            effective=r.effective,
            label=r.label_zh if chinese else r.label_en,
            phase=r.phase,
            certainty=r.certainty,
            source=r.source,
            rules=[rule.model_dump(mode="json") for rule in r.rules],
        )
        for r in plan.records
    ]
    return models.ProgrammeModel(
        language=words.language,
        bank=plan.bank,
        currency=plan.currency,
        known_on=plan.known_on,
        announcements=records,
    )


@router.get("/project", responses=failures(422, 503), summary=N_("A projection of a bank's Treasuries"))
def project(
    words: Reader,
    as_of: AsOf,
    bank: Annotated[str, BANK] = "fed",
    start: Annotated[datetime.date | None, START] = None,
    plan: Annotated[str, PLAN] = AS_ANNOUNCED,
    end: Annotated[str, END] = "2025-12",
    frequency: Annotated[Frequency, FREQUENCY] = "monthly",
) -> models.ProjectionModel:
    """Return the path of a bank's Treasuries, security by security, as ``tidegate project --json`` does."""
    if plan != AS_ANNOUNCED and not plan.startswith("known:"):  # never a file of this machine
        raise InputError.of(
            N_(
                "plan {value!r} is not known; write as-announced, or known:YYYY-MM-DD, "
                "for example known:2022-05-04"
            ),
            value=plan,
        )
    try:
        found = project_path(bank, start, plan, end, frequency, as_of=as_of)
    except UnknownName as error:  # a value that is not allowed, not an address that is not there
        raise InputError(*error.problems) from None
    return models.ProjectionModel(
        bank=found.bank,
        currency=found.currency,
        plan=found.plan,
        frequency=found.frequency,
        dates=dates(found.dates),
        series={name: numbers(values) for name, values in found.series.items()},
        assumptions=[words.text(each) for each in found.assumptions],
    )
