"""A sentence before it has a language.

The core speaks in :class:`Message` values: an English template (which is also
the gettext key) and its parameters. Only the edges (`briefing`, `cli`, `web`)
turn one into text, through a translator from :mod:`tidegate.locale`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Translate = Callable[[str], str]
"""Turns an English template into the reader's language.

A `tidegate.locale.Translator` is one, and also knows how that reader writes
amounts and dates; plain `str` leaves everything in English.
"""


def N_(template: str) -> str:
    """Mark `template` for the translation catalogue and return it unchanged."""
    return template


@dataclass(frozen=True)
class Quantity:
    """An amount inside a sentence, written as the reader's language writes it.

    Parameters
    ----------
    value
        In the canonical unit.
    unit
        Key of the catalogue's units.
    style
        ``text`` (``8 兆 9,655 億美元``), ``short`` (``8.97 兆美元``) or ``table``.
    signed
        Write a plus sign.
    """

    value: float
    unit: str
    style: str = "text"
    signed: bool = False

    def text(self, translate: Translate = str) -> str:
        """Return the amount as text."""
        write = getattr(translate, "amount", None)
        if write is None:
            return f"{self.value:+,.1f} {self.unit}" if self.signed else f"{self.value:,.1f} {self.unit}"
        written: str = write(self.value, self.unit, self.style, signed=self.signed)
        return written


@dataclass(frozen=True)
class Number:
    """A bare number inside a sentence, with `decimals` digits after the point."""

    value: float
    decimals: int = 0
    signed: bool = False

    def text(self, translate: Translate = str) -> str:
        """Return the number as text."""
        write = getattr(translate, "number", None)
        if write is None:
            return f"{self.value:{'+' if self.signed else ''},.{self.decimals}f}"
        written: str = write(self.value, self.decimals, signed=self.signed)
        return written


def say(value: Any, translate: Translate = str) -> Any:
    """Return a parameter's `value` as the reader's language writes it, through its `translate`.

    Messages, quantities and texts that exist in both languages become text,
    dates are written out; anything else is left to `str.format`.
    """
    if hasattr(value, "text"):
        return value.text(translate)
    if hasattr(value, "in_language"):
        return value.in_language(getattr(translate, "language", "en"))
    if isinstance(value, date) and hasattr(translate, "date"):
        return translate.date(value)
    return value


@dataclass(frozen=True)
class Message:
    """An English template with `str.format` fields, and the values for them.

    Parameters
    ----------
    template
        English sentence, marked with :func:`N_` where it is written.
    params
        Values for the fields: plain values, or anything that `say` can put
        into the reader's language.
    """

    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, translate: Translate = str) -> str:
        """Return the sentence in the language of `translate` (default: English)."""
        values = {k: say(v, translate) for k, v in self.params.items()}
        said = translate(self.template).format(**values)
        tidy = getattr(translate, "tidy", None)
        return said if tidy is None else str(tidy(said))

    def __str__(self) -> str:
        return self.text()
