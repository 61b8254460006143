"""Sentences, numbers, amounts and dates as a reader of one language writes them."""

from __future__ import annotations

import datetime
import gettext
import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from tidegate.catalog import units
from tidegate.locale.choice import language_of
from tidegate.message import N_, Message

Style = Literal["table", "short", "text"]

MISSING = "—"
"""What stands where there is no value."""

_TRILLION_BN = 1_000.0
_YI_PER_ZHAO = 10_000
_BABEL_LOCALES = {"en": "en", "zh-Hant": "zh_Hant_TW"}
_DAYS_IN_WORDS = 60
_MONTHS_IN_WORDS = 24
_DAYS_PER_MONTH = 365.25 / 12
_BETWEEN_IDEOGRAPHS = re.compile(
    "(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) (?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)


@cache
def _sentences(language: str) -> gettext.NullTranslations:
    """Return the gettext catalogue of a language; English is its own."""
    if language == "en":
        return gettext.NullTranslations()
    compiled = files("tidegate.locale").joinpath("zh_Hant", "LC_MESSAGES", "tidegate.mo")
    with compiled.open("rb") as stream:
        return gettext.GNUTranslations(stream)


@dataclass(frozen=True)
class Translator:
    """One language: called with an English template, it returns the sentence's template in that language.

    Attributes
    ----------
    language
        ``"zh-Hant"`` or ``"en"``.
    """

    language: str

    def __call__(self, template: str) -> str:
        """Return the translation of an English template; the template itself if there is none."""
        return _sentences(self.language).gettext(template) if template else ""

    def message(self, message: Message) -> str:
        """Return a message with its values filled in."""
        return message.text(self)

    def tidy(self, text: str) -> str:
        """Return a finished sentence as it is typeset: in Chinese no space stands between two ideographs."""
        return text if self.language == "en" else _BETWEEN_IDEOGRAPHS.sub("", text)

    @property
    def _locale(self) -> str:
        return _BABEL_LOCALES[self.language]

    def number(self, value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
        """Return a number with grouped thousands and exactly `decimals` digits after the point.

        Parameters
        ----------
        value
            None, NaN and infinities are shown as a dash.
        decimals
            Digits after the point; halves are rounded to even.
        signed
            Write ``+`` before a positive number.
        """
        from babel.numbers import format_decimal

        if value is None or not math.isfinite(value):
            return MISSING
        rounded = round(float(value), decimals) + 0.0  # + 0.0 turns -0.0 into 0.0
        pattern = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
        text: str = format_decimal(rounded, format=pattern, locale=self._locale)
        return f"+{text}" if signed and rounded > 0 else text

    def percent(self, value_pct: float | None, decimals: int = 2, *, signed: bool = False) -> str:
        """Return `value_pct`, which is already in percent, with the sign of percent: ``4.25%``.

        `decimals` and `signed` are as in `number`.
        """
        number = self.number(value_pct, decimals, signed=signed)
        return number if number == MISSING else f"{number}%"

    def amount(
        self, value: float | None, unit_id: str, style: Style = "table", *, signed: bool = False
    ) -> str:
        """Return a value in a canonical unit, with the unit.

        Parameters
        ----------
        value
            In the unit `unit_id`; None and NaN are shown as a dash.
        unit_id
            A key of `tidegate.catalog.units()`.
        style
            For money only. ``"table"`` keeps one scale in a column
            (``$8,965.5 bn``, ``89,655 億美元``), ``"short"`` suits a headline
            (``$8.97 tn``, ``8.97 兆美元``), ``"text"`` a sentence
            (``$8,965.5 billion``, ``8 兆 9,655 億美元``).
        signed
            Write ``+`` before a positive value.

        Raises
        ------
        KeyError
            If the catalogue has no such unit.
        """
        unit = units()[unit_id]
        if value is None or not math.isfinite(value):
            return MISSING
        if unit_id in ("percent", "pct"):
            return self.percent(value, unit.decimals, signed=signed)
        if unit_id.startswith("bn_"):
            sign = "-" if value < 0 else "+" if signed and value > 0 else ""
            money = self._money_zh if self.language == "zh-Hant" else self._money_en
            return sign + money(abs(value), unit_id, style)
        return f"{self.number(value, unit.decimals, signed=signed)} {unit.label.in_language(self.language)}"

    def _money_en(self, value_bn: float, unit_id: str, style: Style) -> str:
        unit = units()[unit_id]
        symbol = unit.label.en.split()[0]
        if style == "short" and round(value_bn) >= _TRILLION_BN:
            return f"{symbol}{self.number(value_bn / _TRILLION_BN, 2)} tn"
        scale = "billion" if style == "text" else "bn"
        return f"{symbol}{self.number(value_bn, unit.decimals)} {scale}"

    def _money_zh(self, value_bn: float, unit_id: str, style: Style) -> str:
        unit = units()[unit_id]
        currency = unit.label.zh.removeprefix("億")
        value_yi = value_bn * unit.factor_zh
        decimals = max(unit.decimals - round(math.log10(unit.factor_zh)), 0)
        if style == "short" and round(value_bn) >= _TRILLION_BN:
            return f"{self.number(value_yi / _YI_PER_ZHAO, 2)} 兆{currency}"
        if style == "text":
            zhao, yi = divmod(round(value_yi, decimals), _YI_PER_ZHAO)
            if zhao:
                rest = f" {self.number(yi, decimals)} 億" if yi else ""
                return f"{self.number(zhao)} 兆{rest}{currency}"
        return f"{self.number(value_yi, decimals)} 億{currency}"

    def date(self, value: datetime.date | None) -> str:
        """Return a day: ``Apr 13, 2022``, ``2022 年 4 月 13 日``."""
        return self._dated(value, "MMM d, y", "y 年 M 月 d 日")

    def month(self, value: datetime.date | None) -> str:
        """Return the month of a day: ``Apr 2022``, ``2022 年 4 月``."""
        return self._dated(value, "MMM y", "y 年 M 月")

    def _dated(self, value: datetime.date | None, english: str, chinese: str) -> str:
        from babel.dates import format_date

        pattern = english if self.language == "en" else chinese
        return MISSING if value is None else format_date(value, pattern, locale=self._locale)

    def age(self, days: int | None) -> str:
        """Return a length of time: days up to two months, then months, then years."""
        if days is None:
            return MISSING
        if days <= _DAYS_IN_WORDS:
            return self(N_("1 day") if days == 1 else N_("{count} days")).format(count=days)
        months = round(days / _DAYS_PER_MONTH)
        if months < _MONTHS_IN_WORDS:
            return self(N_("{count} months")).format(count=months)
        return self(N_("{count} years")).format(count=round(months / 12))


@cache
def translator(language: str) -> Translator:
    """Return the translator of a language.

    Parameters
    ----------
    language
        ``"zh-Hant"``, ``"en"``, or a tag that one of them serves (``zh-TW``, ``en-GB``).

    Raises
    ------
    UnknownName
        If there is no such language; the message lists those that exist.
    """
    return Translator(language_of(language))
