"""What a briefing is made of, before it has a language or a shape.

A `Briefing` is a list of sections; a section holds sentences, tiles, charts
and tables. The printed report, the page, the terminal and the JSON twin all
render these same values, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog import Bilingual
from tidegate.message import Message
from tidegate.units import Days

Text = Message | Bilingual | str
"""A sentence to be translated, a text that exists in both languages, or a proper name."""


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
    """

    key: str
    title: Text
    kind: str = "text"
    unit: str = ""
    decimals: int | None = None
    signed: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of raw values; the renderer formats them."""

    id: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    source: Text | None = None


@dataclass(frozen=True)
class Section:
    """One part of the story."""

    id: str
    title: Text
    lead: tuple[Text, ...] = ()
    tiles: tuple[Tile, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[Text, ...] = ()


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
