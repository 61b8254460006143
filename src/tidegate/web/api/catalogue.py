"""Addresses of what exists: series, banks, the glossary."""

from __future__ import annotations

from fastapi import APIRouter

from tidegate import catalog
from tidegate.briefing.wording import Wording
from tidegate.data import Provenance
from tidegate.message import N_
from tidegate.web.api import models
from tidegate.web.api.parameters import Reader, failures, store

router = APIRouter(tags=["catalogue"])


def _entry(entry: catalog.Series, held: Provenance | None, words: Wording) -> models.SeriesEntry:
    unit = words.unit(entry.unit)
    return models.SeriesEntry(
        id=entry.id,
        title=words.text(entry.title),
        publisher=entry.publisher,
        unit=entry.unit,
        unit_label=unit,
        frequency=entry.frequency.value,
        date_means=entry.stamp.value,
        pillar=entry.pillar,
        rights=entry.rights.value,
        note=words.text(entry.note) or None,
        source=held.source if held else None,
        retrieved=held.retrieved if held else None,
        first=held.first if held else None,
        last=held.last if held else None,
        count=held.count if held else 0,
        age_days=held.age_days if held else None,
    )


@router.get("/series", responses=failures(422, 503), summary=N_("Every series, and what is held of it"))
def series(words: Reader) -> models.Catalogue:
    """Return the catalogue of series with source, dates and age of what is held."""
    held = {each.series: each for each in store().provenance()}
    entries = [_entry(catalog.series(name), held.get(name), words) for name in catalog.series_ids()]
    return models.Catalogue(language=words.language, series=entries)


@router.get("/banks", responses=failures(422), summary=N_("The central banks"))
def banks(words: Reader) -> models.Banks:
    """Return the central banks."""
    found = [
        models.BankModel(
            id=b.id, title=words.text(b.title), short=words.text(b.short), currency=b.currency, unit=b.unit
        )
        for b in catalog.banks().values()
    ]
    return models.Banks(language=words.language, banks=found)


@router.get("/glossary", responses=failures(422), summary=N_("The words of the field"))
def glossary(words: Reader) -> models.Glossary:
    """Return the glossary."""
    found = [
        models.TermModel(
            id=t.id,
            title=words.text(t.title),
            text=words.text(t.text),
            page=t.page or None,
            hong_kong=t.hong_kong or None,
        )
        for t in catalog.terms().values()
    ]
    return models.Glossary(language=words.language, terms=found)
