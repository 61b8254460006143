"""What a briefing is made of, before it has a language or a shape.

A `Briefing` is a list of sections; a section holds sentences, tiles, charts
and tables. The printed report, the page, the terminal and the JSON twin all
render these same values, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.briefing.origin import Origin
from tidegate.briefing.origin import Text as Text
from tidegate.catalog import series as catalogue_series
from tidegate.message import N_, Message
from tidegate.units import Days, to_date


class Role(StrEnum):
    """What a line is, so that colours mean the same everywhere."""

    ACTUAL = "actual"
    MODEL = "model"
    ALTERNATIVE = "alternative"
    TREASURIES = "treasuries"
    MBS = "mbs"
    RESERVES = "reserves"
    ON_RRP = "on_rrp"
    TGA = "tga"
    CURRENCY = "currency"
    OTHER = "other"


class Stance(StrEnum):
    """Which way the gate stands, in the words of the programme files."""

    EASING = "easing"
    TIGHTENING = "tightening"
    HOLDING = "holding"
    RESERVE_MANAGEMENT = "reserve-management"


@dataclass(frozen=True)
class Tile:
    """One number that a reader should see first.

    Attributes
    ----------
    label
        What it is.
    value
        In the canonical unit; None where it is not known.
    unit
        Key of `catalog.units()`, or ``""`` for a plain word in `text`.
    text
        Words instead of a number (a stance, a phase).
    when
        Date of the observation.
    change, change_label
        Change in the same unit, and since when.
    series
        Catalogue id behind it, or ``""`` if it is computed.
    note
        One sentence on what it means or how it was computed.
    is_difference
        Whether the value is itself a difference: shown with its sign, of percentages in points.
    is_chance
        Whether the value is a probability in percent: shown without decimals.
    term
        Word of the glossary that says what it is; ``""`` where `series` or `about` does.
    about
        One sentence that says what it is, where no word of the glossary does.
    origin
        Where it comes from and how old it is; of a `series` its publisher and `when`.
    """

    label: Text
    value: float | None = None
    unit: str = ""
    text: Text | None = None
    when: date | None = None
    change: float | None = None
    change_label: Text | None = None
    series: str = ""
    note: Text | None = None
    is_difference: bool = False
    is_chance: bool = False
    term: str = ""
    about: Text | None = None
    origin: Origin = Origin()

    def within(self, whole: Origin) -> Tile:
        """Return this tile with what its origin lacks from that of its section."""
        if self.series:  # published: whatever is worked out beside it
            names = {"names": catalogue_series(self.series).publisher}
            own = Origin(Message(N_("Source: {names}"), names), self.when, published=True)
            return replace(self, origin=own.within(whole))
        return replace(self, origin=self.origin.within(whole))


@dataclass(frozen=True)
class Line:
    """A line of a chart; NaN leaves a gap."""

    name: Text
    dates: Days
    values: NDArray[np.float64]
    role: Role
    dashed: bool = False


@dataclass(frozen=True)
class Area:
    """An interval around a line: lower and upper values on its dates."""

    name: Text
    dates: Days
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    role: Role


@dataclass(frozen=True)
class Span:
    """A stretch of time behind the lines: a phase and its stance."""

    name: Text
    start: date
    end: date
    stance: Stance


@dataclass(frozen=True)
class Chart:
    """Lines over time, or bars over categories if `categories` is given.

    Attributes
    ----------
    id
        Unique in the briefing, used in links and file names.
    unit
        Key of `catalog.units()` for the vertical axis.
    source
        Where the figures come from, shown under the chart.
    summary
        One sentence that says what the chart shows, also its text alternative.
    categories
        If given, `lines` hold one value for each category and bars are drawn; `areas` are then intervals
        around the bars of the only line.
    ordered
        The categories are steps of one scale (maturities, quarters): lines join the values.
    origin
        How old its figures are; not given, the last observation drawn, or what the section says.
    """

    id: str
    title: Text
    unit: str
    lines: tuple[Line, ...]
    source: Text
    summary: Text
    spans: tuple[Span, ...] = ()
    areas: tuple[Area, ...] = ()
    categories: tuple[Text, ...] = ()
    zero_based: bool = True
    ordered: bool = False
    origin: Origin = Origin()

    def __post_init__(self) -> None:
        object.__setattr__(self, "origin", replace(self.origin, source=self.source))

    def within(self, whole: Origin) -> Chart:
        """Return this chart with what its origin lacks from that of its section."""
        seen = self._observed(self.origin.worked_out or whole.worked_out)
        return replace(self, origin=self.origin.within(whole, seen))

    def _observed(self, day: date | None) -> date | None:
        """Return the last observation drawn: of no dashed line, of no model's, and not after the day."""
        if self.categories:
            return None
        last = [
            to_date(line.dates[known[-1]])
            for line in self.lines
            if len(line.dates) and line.role not in _WORKED_OUT and not line.dashed
            if len(known := np.flatnonzero(np.isfinite(line.values)))
        ]
        return max((each for each in last if day is None or each <= day), default=None)


_WORKED_OUT = (Role.MODEL, Role.ALTERNATIVE)


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    key
        Name in the JSON rows.
    kind
        ``text``, ``date``, ``month``, ``number``, ``check`` (True, False or
        None), or ``amount``: a number in the unit that the row names under ``unit``.
    unit
        Key of `catalog.units()` for numbers; ``""`` for a bare number.
    decimals
        Overrides the unit's digits.
    signed
        Show a plus sign.
    term
        Word of the glossary that the title means, where it is not called so itself.
    """

    key: str
    title: Text
    kind: str = "text"
    unit: str = ""
    decimals: int | None = None
    signed: bool = False
    term: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of raw values; the renderer formats them.

    Attributes
    ----------
    source
        Where the figures come from, shown under the table; None where the section says it.
    origin
        How old they are; what it does not say, the section says.
    """

    id: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    source: Text | None = None
    origin: Origin = Origin()

    def __post_init__(self) -> None:
        if self.source is not None:
            object.__setattr__(self, "origin", replace(self.origin, source=self.source))

    def within(self, whole: Origin) -> Table:
        """Return this table with what its origin lacks from that of its section."""
        told = self.origin.within(whole)
        return replace(self, source=told.source, origin=told)


@dataclass(frozen=True)
class Section:
    """One part of the story.

    Attributes
    ----------
    origin
        Where its figures come from and how old they are, for all tiles, charts and tables that do not say so
        themselves.
    """

    id: str
    title: Text
    lead: tuple[Text, ...] = ()
    tiles: tuple[Tile, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[Text, ...] = ()
    origin: Origin = Origin()

    def __post_init__(self) -> None:
        for name in ("tiles", "charts", "tables"):
            parts = tuple(each.within(self.origin) for each in getattr(self, name))
            object.__setattr__(self, name, parts)


@dataclass(frozen=True)
class Briefing:
    """The whole answer as of a date.

    Attributes
    ----------
    as_of
        Nothing in it was known only later.
    data_through
        Last observation of the balance sheet used.
    headline
        One sentence: where the gate stands.
    sections
        In reading order.
    """

    as_of: date
    data_through: date
    headline: Text
    sections: tuple[Section, ...]
    version: str = field(default="")
