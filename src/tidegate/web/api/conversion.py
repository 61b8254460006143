"""From a briefing to the shapes of the interface: texts in one language, values as JSON can hold them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any

import numpy as np

from tidegate.briefing import about
from tidegate.briefing.document import Area, Briefing, Chart, Line, Section, Table, Text, Tile
from tidegate.briefing.report import origin_of
from tidegate.briefing.wording import Wording
from tidegate.web.api import models


def number(value: float | None) -> float | None:
    """Return a finite number; None for a gap."""
    return None if value is None or not math.isfinite(value) else float(value)


def numbers(values: Iterable[float]) -> list[float | None]:
    """Return numbers with None for gaps."""
    return [number(v) for v in np.asarray(values, dtype=float).tolist()]


def dates(days: Any) -> list[date]:
    """Return days of a ``datetime64`` array as dates."""
    found: list[date] = np.asarray(days, dtype="datetime64[D]").tolist()
    return found


def cell(value: Any, words: Wording) -> Any:
    """Return a value of a table's row as JSON can hold it; a text in the reader's language."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float | np.floating):
        return number(float(value))
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.datetime64):
        return str(value)
    return words.text(value)


def tree(value: Any, words: Wording) -> Any:
    """Return nested plain values as JSON can hold them; every text in the reader's language."""
    if isinstance(value, Mapping):
        return {str(key): tree(each, words) for key, each in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [tree(each, words) for each in value]
    return cell(value, words)


def _text(value: Text | None, words: Wording) -> str | None:
    return None if value is None else words.text(value)


def tile(each: Tile, words: Wording) -> models.TileModel:
    """Return a tile."""
    return models.TileModel(
        label=words.text(each.label),
        value=number(each.value),
        unit=each.unit,
        text=_text(each.text, words),
        when=each.when,
        change=number(each.change),
        change_label=_text(each.change_label, words),
        series=each.series,
        note=_text(each.note, words),
        term=meant.id if (meant := about.term_of(each)) else None,
        what=list(about.what(each, words)),
        **origin_of(each.origin, words),
    )


def _line(each: Line, words: Wording) -> models.LineModel:
    return models.LineModel(
        name=words.text(each.name),
        role=each.role.value,
        dashed=each.dashed,
        dates=dates(each.dates),
        values=numbers(each.values),
    )


def _area(each: Area, words: Wording) -> models.AreaModel:
    return models.AreaModel(
        name=words.text(each.name),
        role=each.role.value,
        dates=dates(each.dates),
        low=numbers(each.low),
        high=numbers(each.high),
    )


def chart(each: Chart, words: Wording) -> models.ChartModel:
    """Return a chart with all its figures."""
    return models.ChartModel(
        id=each.id,
        title=words.text(each.title),
        unit=each.unit,
        summary=words.text(each.summary),
        **origin_of(each.origin, words),
        categories=[words.text(c) for c in each.categories],
        lines=[_line(line, words) for line in each.lines],
        areas=[_area(area, words) for area in each.areas],
        spans=[
            models.SpanModel(name=words.text(s.name), stance=s.stance.value, start=s.start, end=s.end)
            for s in each.spans
        ],
    )


def table(each: Table, words: Wording) -> models.TableModel:
    """Return a table with its raw values."""
    columns = [
        models.ColumnModel(key=c.key, title=words.text(c.title), kind=c.kind, unit=c.unit)
        for c in each.columns
    ]
    # An amount is in the unit that its row names, so that must stay.
    keys = [c.key for c in each.columns] + ["unit"] * any(c.kind == "amount" for c in each.columns)
    rows = [{key: cell(row.get(key), words) for key in keys} for row in each.rows]
    return models.TableModel(
        id=each.id,
        title=words.text(each.title),
        columns=columns,
        rows=rows,
        terms=[meant.id for meant in about.words_in(each)],
        **origin_of(each.origin, words),
    )


def summary(each: Section, words: Wording) -> models.SectionSummary:
    """Return a section without its figures."""
    return models.SectionSummary(
        id=each.id, title=words.text(each.title), lead=[words.text(text) for text in each.lead]
    )


def section(each: Section, words: Wording) -> models.SectionModel:
    """Return a section."""
    return models.SectionModel(
        id=each.id,
        title=words.text(each.title),
        lead=[words.text(text) for text in each.lead],
        tiles=[tile(t, words) for t in each.tiles],
        charts=[chart(c, words) for c in each.charts],
        tables=[table(t, words) for t in each.tables],
        notes=[words.text(text) for text in each.notes],
    )


def briefing(each: Briefing, words: Wording) -> models.BriefingModel:
    """Return a whole briefing."""
    return models.BriefingModel(
        language=words.language,
        as_of=each.as_of,
        data_through=each.data_through,
        version=each.version,
        headline=words.text(each.headline),
        sections=[section(s, words) for s in each.sections],
    )
