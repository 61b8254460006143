"""Texts, numbers and dates of a briefing, as one reader reads them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from tidegate.briefing.document import Column, Stance, Text, Tile
from tidegate.catalog import units
from tidegate.locale import Translator, translator
from tidegate.message import N_, Message, say

STANCES = {
    Stance.EASING: N_("easing"),
    Stance.TIGHTENING: N_("tightening"),
    Stance.HOLDING: N_("holding"),
    Stance.RESERVE_MANAGEMENT: N_("reserve management"),
}
_NUMBER = re.compile(
    r"^(?P<before>[^\d+\-]*(?:[+\-](?=\D))?[^\d+\-]*)(?P<number>[+\-]?\d[\d,.]*(?:\s兆\s[\d,.]+)?)(?P<after>.*)$"
)

_FINE = 3


class Figure(NamedTuple):
    """A formatted amount, cut so that its unit can stand smaller than its number."""

    before: str
    number: str
    after: str


class Change(NamedTuple):
    """A change, formatted; `direction` is 1, 0 or -1."""

    text: str
    direction: int
    since: str


@dataclass(frozen=True)
class Wording:
    """Puts the raw values of a briefing into one language.

    Attributes
    ----------
    tr
        Translator of the language.
    """

    tr: Translator

    @property
    def language(self) -> str:
        """The language: ``"zh-Hant"`` or ``"en"``."""
        return self.tr.language

    def text(self, value: Text | None) -> str:
        """Return a sentence, a bilingual text or a name as text; None as nothing."""
        return "" if value is None else str(say(value, self.tr))

    def __call__(self, template: str, **params: Any) -> str:
        """Return an English template, already marked for translation, with its values."""
        return Message(template, params).text(self.tr)

    def figure(self, tile: Tile) -> Figure:
        """Return the value of a tile, or its words, cut at the unit."""
        if tile.text is not None:
            return Figure("", self.text(tile.text), "")
        if tile.is_difference and tile.value is not None:
            return split(self.difference(tile.value, tile.unit))
        if tile.is_chance and tile.value is not None:
            return split(self.tr.percent(tile.value, 0))
        return split(
            self.tr.amount(tile.value, tile.unit, "short") if tile.unit else self.tr.number(tile.value)
        )

    def change(self, tile: Tile) -> Change | None:
        """Return the change of a tile, or None if it has none."""
        if tile.change is None or not math.isfinite(tile.change):
            return None
        direction = (tile.change > 0) - (tile.change < 0)
        return Change(self.difference(tile.change, tile.unit), direction, self.text(tile.change_label))

    def difference(self, value: float, unit: str) -> str:
        """Return a difference of two values of a unit; of percentages it is percentage points."""
        if not math.isfinite(value):
            return "—"
        if unit == "percent":
            return self(N_("{value} pp"), value=self.tr.number(value, units()[unit].decimals, signed=True))
        return self.tr.amount(value, unit, signed=True) if unit else self.tr.number(value, signed=True)

    def cell(self, column: Column, row: Mapping[str, Any]) -> str:
        """Return a cell of a table as text.

        Numbers carry their unit only where the column has none of its own
        heading for it; see `heading`.
        """
        value = row.get(column.key)
        if column.kind == "check":
            return {True: self(N_("yes")), False: self(N_("no"))}.get(value, "—")  # type: ignore[arg-type]
        if value is None:
            return "—"
        if column.kind in ("date", "month"):
            return str(getattr(self.tr, column.kind)(as_date(value)))
        if column.kind == "amount":
            unit = str(row.get("unit", ""))
            if column.signed:
                return self.difference(float(value), unit)
            return self.tr.amount(float(value), unit)
        if column.kind == "number":
            return self._number(column, float(value))
        return self.text(value)

    def _number(self, column: Column, value: float) -> str:
        unit = units().get(column.unit)
        if unit is None:
            decimals = column.decimals or 0
            least = 10.0**-decimals
            if 0.0 < value < least / 2.0 and decimals >= _FINE and not column.signed:
                return f"< {self.tr.number(least, decimals)}"  # a p value of 0.000 says what cannot be
            return self.tr.number(value, decimals, signed=column.signed)
        factor = unit.factor_zh if self.language == "zh-Hant" else 1.0
        decimals = unit.decimals if column.decimals is None else column.decimals
        shown = max(decimals - round(math.log10(factor)), 0)
        text = self.tr.number(value * factor, shown, signed=column.signed)
        return f"{text}%" if column.unit == "percent" and text != "—" else text

    def heading(self, column: Column) -> tuple[str, str]:
        """Return the heading of a column and the unit to stand under it (empty for percentages and bare numbers)."""
        unit = "" if column.unit in ("", "percent") else self.unit(column.unit)
        return self.text(column.title), unit

    def unit(self, unit_id: str) -> str:
        """Return the label of a unit."""
        return units()[unit_id].label.in_language(self.language) if unit_id else ""


def as_date(value: Any) -> date:
    """Return a date, a ``datetime64`` or an ISO text (of a day or a month) as a date."""
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return date.fromisoformat(f"{value}-01"[:10])
    result: date = value.astype("datetime64[D]").item()
    return result


def split(text: str) -> Figure:
    """Cut a formatted amount into what stands before its number, the number, and what stands after."""
    found = _NUMBER.match(text)
    return Figure(*found.group("before", "number", "after")) if found else Figure("", text, "")


def wording(language: str) -> Wording:
    """Return the wording of a language."""
    return Wording(translator(language))
