"""The shapes of all answers. Texts are in the language asked for, values in canonical units."""

from __future__ import annotations

import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Number = float | None
"""None where there is no value."""


class Shape(BaseModel):
    """Base of all answers: no field beyond those named."""

    model_config = ConfigDict(extra="forbid")


class Problems(Shape):
    """What was wrong, one line for each problem, in the language of the request."""

    problems: list[str] = Field(min_length=1)


class Failure(Shape):
    """The one shape of every error."""

    error: Problems


class Health(Shape):
    """The server answers; `status` is ``ok``, or ``degraded`` where the user's own figures cannot be read.

    `data_date` is the day on which the figures were last fed, `data_age_days`
    its age, `quarantined` the number of batches that were not believed.
    """

    status: str
    version: str
    data_date: datetime.date | None = None
    data_age_days: int | None = None
    quarantined: int = 0


class OriginModel(Shape):
    """Where figures come from and how old they are.

    `data_through` is the day of the newest observation used (None where `undated`: no observation enters),
    `worked_out` the day on which a computed answer was worked out, `method` a word of the glossary that says how,
    `explanation` the file that tells more.
    """

    source: str | None
    data_through: datetime.date | None
    worked_out: datetime.date | None
    undated: bool
    method: str | None
    explanation: str | None


class TileModel(OriginModel):
    """One number that a reader should see first; `value` is None where `text` says it in words.

    `what` says what it is, `term` names the word of the glossary that does, if there is one.
    """

    label: str
    value: Number
    unit: str
    text: str | None
    when: datetime.date | None
    change: Number
    change_label: str | None
    series: str
    note: str | None
    term: str | None
    what: list[str]


class LineModel(Shape):
    """A line of a chart, or the bars of one colour."""

    name: str
    role: str
    dashed: bool
    dates: list[datetime.date]
    values: list[Number]


class AreaModel(Shape):
    """An interval."""

    name: str
    role: str
    dates: list[datetime.date]
    low: list[Number]
    high: list[Number]


class SpanModel(Shape):
    """A phase behind the lines."""

    name: str
    stance: str
    start: datetime.date
    end: datetime.date


class ChartModel(OriginModel):
    """A chart: lines over time, or bars over `categories`."""

    id: str
    title: str
    unit: str
    summary: str
    categories: list[str]
    lines: list[LineModel]
    areas: list[AreaModel]
    spans: list[SpanModel]


class ColumnModel(Shape):
    """A column of a table; `unit` is a key of the units, or empty."""

    key: str
    title: str
    kind: str
    unit: str


class TableModel(OriginModel):
    """A table; a row holds a raw value for each column, `terms` are the words of the glossary in it."""

    id: str
    title: str
    columns: list[ColumnModel]
    rows: list[dict[str, Any]]
    terms: list[str]


class SectionSummary(Shape):
    """A part of the story, without its figures."""

    id: str
    title: str
    lead: list[str]


class SectionModel(SectionSummary):
    """A part of the story."""

    tiles: list[TileModel]
    charts: list[ChartModel]
    tables: list[TableModel]
    notes: list[str]


class BriefingModel(Shape):
    """The whole answer as of a day."""

    language: str
    as_of: datetime.date
    data_through: datetime.date
    version: str
    headline: str
    sections: list[SectionModel]


class Sections(Shape):
    """The parts of the story, in reading order."""

    language: str
    as_of: datetime.date
    sections: list[SectionSummary]


class SeriesEntry(Shape):
    """A series of the catalogue, and what is held of it (`first` to `last`; None if nothing is)."""

    id: str
    title: str
    publisher: str
    unit: str
    unit_label: str
    frequency: str
    date_means: str
    pillar: str | None
    rights: str
    note: str | None
    source: str | None
    retrieved: datetime.date | None
    first: datetime.date | None
    last: datetime.date | None
    count: int
    age_days: int | None


class Catalogue(Shape):
    """Every series of the catalogue."""

    language: str
    series: list[SeriesEntry]


class SeriesValues(Shape):
    """A series as it was known on a day.

    `single_vintage` is true where one vintage is held: publication dates then
    follow from the usual lag, and later revisions cannot be undone.
    """

    id: str
    title: str
    unit: str
    unit_label: str
    as_of: datetime.date
    single_vintage: bool
    source: str
    retrieved: datetime.date
    dates: list[datetime.date]
    values: list[float]
    known_on: list[datetime.date]


class BankModel(Shape):
    """A central bank."""

    id: str
    title: str
    short: str
    currency: str
    unit: str


class Banks(Shape):
    """The central banks."""

    language: str
    banks: list[BankModel]


class TermModel(Shape):
    """A word of the field, explained.

    `page` is the explanation of the model that it names, `hong_kong` the word used there, where it differs.
    """

    id: str
    title: str
    text: str
    page: str | None
    hong_kong: str | None


class Glossary(Shape):
    """The words of the field."""

    language: str
    terms: list[TermModel]


class RecordModel(Shape):
    """One dated announcement; `rules` say what holds from `effective` on."""

    id: str
    announced: datetime.date
    effective: datetime.date
    label: str
    phase: str | None
    certainty: str
    source: str
    rules: list[dict[str, Any]]


class ProgrammeModel(Shape):
    """What a bank had announced by a day, oldest first; amounts are billions of its currency."""

    language: str
    bank: str
    currency: str
    known_on: datetime.date | None
    announcements: list[RecordModel]


class ProjectionModel(Shape):
    """A path of a bank's Treasuries, billions of its currency; flows are since the date before."""

    bank: str
    currency: str
    plan: str
    frequency: str
    dates: list[datetime.date]
    series: dict[str, list[Number]]
    assumptions: list[str]


class AnswerModel(Shape):
    """The answer to a question of the reader's own.

    `result` holds what the command line prints with ``--json``; `section` says
    the same in sentences, tiles, charts and tables.
    """

    language: str
    question: dict[str, Any]
    result: dict[str, Any]
    section: SectionModel


class JobModel(Shape):
    """A piece of long work: ``state`` is waiting, running, done, failed or cancelled; `done` runs from 0 to 1."""

    id: str
    kind: str
    state: str
    done: float
    problems: list[str]
    result: dict[str, Any] | None
