"""Addresses of the briefing and its parts."""

from __future__ import annotations

from fastapi import APIRouter

from tidegate.message import N_
from tidegate.web.api import conversion, models
from tidegate.web.api.parameters import AsOf, Kept, Name, Reader, failures
from tidegate.web.briefings import section as section_of
from tidegate.web.once import once

router = APIRouter(tags=["briefing"])


@router.get("/briefing", responses=failures(422, 503), summary=N_("The whole briefing"))
def briefing(words: Reader, as_of: AsOf, kept: Kept) -> models.BriefingModel:
    """Return the whole briefing as of a day."""
    return conversion.briefing(kept.get(as_of), words)


@router.get("/sections", responses=failures(422, 503), summary=N_("The parts of the story"))
def sections(words: Reader, as_of: AsOf, kept: Kept) -> models.Sections:
    """Return the sections in reading order, without their figures."""
    found = kept.get(as_of)

    def told() -> models.Sections:
        summaries = [conversion.summary(each, words) for each in found.sections]
        return models.Sections(language=words.language, as_of=found.as_of, sections=summaries)

    return once(found, ("sections", words.language), told)


@router.get("/sections/{section_id}", responses=failures(404, 422, 503), summary=N_("One part of the story"))
def section(section_id: Name, words: Reader, as_of: AsOf, kept: Kept) -> models.SectionModel:
    """Return one section with its tiles, charts, tables and notes."""
    return conversion.section(section_of(kept.get(as_of), section_id), words)
