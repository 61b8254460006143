"""The typed entries of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Bilingual:
    """A text in both languages, neither of them derived from the other."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """Return the text for ``"en"`` or ``"zh-Hant"``."""
        return self.en if language == "en" else self.zh


class Frequency(StrEnum):
    """How often a series is observed."""

    DAILY = "D"
    WEEKLY = "W"
    MONTHLY = "M"
    QUARTERLY = "Q"
    ANNUAL = "A"


class Stamp(StrEnum):
    """What the date on an observation means."""

    DAY = "day"
    """The observation is of that very day (a Wednesday level, a closing rate)."""
    PERIOD_START = "period_start"
    """The date is the first day of the month, quarter or year observed."""
    PERIOD_END = "period_end"
    """The date is the last day of the week, month, quarter or year observed."""


class Rights(StrEnum):
    """Under which terms the figures may be passed on."""

    PUBLIC_DOMAIN = "public-domain"
    ATTRIBUTION = "attribution"
    PDDL = "PDDL-1.0"
    NOT_SHIPPED = "not-shipped"


@dataclass(frozen=True)
class Unit:
    """A canonical unit.

    Attributes
    ----------
    id
        For example ``bn_usd``, ``percent``, ``index``.
    label
        Short form for axes and tables, in both languages.
    decimals
        Digits after the point that a reader wants to see.
    factor_zh
        What a value is multiplied by before the Chinese label fits it:
        1 bn is 10 億. For display only.
    """

    id: str
    label: Bilingual
    decimals: int
    factor_zh: float = 1.0


@dataclass(frozen=True)
class Pillar:
    """One of the five pillars of the monitoring framework."""

    id: str
    title: Bilingual


@dataclass(frozen=True)
class Series:
    """A published series, its unit and what its dates mean.

    Attributes
    ----------
    id
        The publisher's own mnemonic where it has one (``WALCL``).
    title
        In both languages.
    publisher
        Who makes the figures.
    provider, code
        The source file of :mod:`tidegate.data.providers` and the name there.
    unit
        Canonical unit, a key of `units()`.
    source_unit
        The unit in which the provider serves it, in words.
    scale
        Canonical value = source value x `scale`. The only place for it.
    frequency, stamp
        How often, and what the date on an observation means.
    averaged
        True where the value is the mean over its period, not a level.
    release_lag_days
        Days from the end of the observed period to publication, used for
        as-of queries where only one vintage is held.
    revised
        True where later vintages change earlier values.
    rights
        Whether the snapshot may carry it.
    pillar
        Pillar that it informs, or None.
    aside
        True if it supports a calculation but is no headline reading.
    note
        Traps in reading it, in both languages; may be empty.
    live
        True if it is only held once it was synchronised: the snapshot has none of it.
    """

    id: str
    title: Bilingual
    publisher: str
    provider: str
    code: str
    unit: str
    source_unit: str
    scale: float
    frequency: Frequency
    stamp: Stamp
    averaged: bool
    release_lag_days: int
    revised: bool
    rights: Rights
    pillar: str | None
    aside: bool
    note: Bilingual
    live: bool = False


@dataclass(frozen=True)
class Bank:
    """A central bank: its names, currency and what Tidegate holds of it."""

    id: str
    title: Bilingual
    short: Bilingual
    currency: str
    unit: str


@dataclass(frozen=True)
class Term:
    """A word of the field, explained in both languages.

    Attributes
    ----------
    id, title, text
        The Chinese title is the word used in Taiwan.
    page
        The explanation of the model that it names, a file of ``docs/explanation``; ``""`` for any other word.
    also
        Other labels that mean it, in English as the source has them.
    hong_kong
        The word used in Hong Kong where it differs; else empty.
    """

    id: str
    title: Bilingual
    text: Bilingual
    page: str = ""
    also: tuple[str, ...] = ()
    hong_kong: str = ""
