"""Operations: named recipes of balanced legs."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.ledger.chart import (
    COLUMN,
    INSTRUMENTS,
    ROW,
    SECTORS,
    TREASURIES,
    Instrument,
    Sector,
    titled,
)
from tidegate.bank.ledger.measures import PRICE_UNIT, RATE_UNIT, Measure, measured
from tidegate.catalog.model import Bilingual
from tidegate.errors import IdentityError
from tidegate.message import N_, Message

AMOUNT_LIMIT = 1_000_000_000
"""Largest amount of one entry, in millions: beyond any balance sheet, and safe in int64."""


class Slot(StrEnum):
    """A place in a recipe that a parameter fills with an instrument."""

    SECURITY = "security"
    ISSUED = "issued"


@dataclass(frozen=True)
class Leg:
    """One movement of one position.

    Attributes
    ----------
    sector, instrument
        Whose position, in what; a `Slot` is filled from the parameters.
    sign
        +1 raises the signed position (more assets, or less debt), -1 lowers it.
    measure
        Which amount it moves by.
    """

    sector: Sector
    instrument: Instrument | Slot
    sign: int
    measure: Measure = Measure.AMOUNT


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation besides its amount.

    Attributes
    ----------
    id
        Name in the API and, with dashes, on the command line.
    unit
        ``percent of par``, ``percent per year``, ``days``; empty for a choice.
    default
        Value if it is not given; None: not used unless given.
    choices
        Allowed values, if it is a choice.
    low, high
        Allowed range, ends included, if it is a number.
    scale
        The integer used in exact arithmetic is value x `scale`, rounded.
    """

    id: str
    unit: str = ""
    default: Any = None
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    scale: int = 1

    @property
    def title(self) -> Bilingual:
        """Name in both languages."""
        return titled("parameters", self.id)

    def problem(self, value: Any) -> Message | None:
        """Return what is wrong with a scalar value, or None."""
        if value is None and self.default is None:
            return None
        if self.choices:
            if isinstance(value, str) and value in self.choices:
                return None
            text = N_("{name}: {value!r} is not one of {choices}")
            return Message(text, {"name": self.id, "value": str(value), "choices": ", ".join(self.choices)})
        whole = self.scale == 1
        try:
            number = operator.index(value) if whole else float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not isinstance(value, bool) and math.isfinite(number) and self.low <= number <= self.high:
            return None
        shown = {"name": self.id, "value": value, "low": f"{self.low:g}", "high": f"{self.high:g}"}
        if whole:
            return Message(N_("{name}: {value!r} must be a whole number from {low} to {high}"), shown)
        return Message(N_("{name}: {value!r} must be a number from {low} to {high}"), shown)

    def integer(self, value: Any) -> Any:
        """Return a checked value as used in exact arithmetic; arrays become int64 arrays."""
        if value is None or self.choices:
            return value
        if isinstance(value, np.ndarray):
            return np.rint(value * self.scale).astype(np.int64)
        return round(value * self.scale)


SECURITY = Parameter(Slot.SECURITY, default=str(Instrument.TREASURY_COUPONS), choices=TREASURIES)
ISSUED = Parameter(Slot.ISSUED, default=str(Instrument.TREASURY_COUPONS), choices=TREASURIES)
ISSUED_BILLS = Parameter(Slot.ISSUED, default=str(Instrument.TREASURY_BILLS), choices=TREASURIES)
PRICE = Parameter("price_pct", "percent of par", 100.0, low=1.0, high=200.0, scale=PRICE_UNIT)
BOOK_PRICE = Parameter("book_price_pct", "percent of par", 100.0, low=1.0, high=200.0, scale=PRICE_UNIT)
RATE = Parameter("rate_pct", "percent per year", None, low=0.0, high=100.0, scale=RATE_UNIT)
DAYS = Parameter("days", "days", 30, low=1, high=366)


@dataclass(frozen=True)
class Operation:
    """A named recipe.

    Attributes
    ----------
    id
        Stable name, ``purchase_from_bank``.
    group
        Heading under which it is listed.
    legs
        The recipe. Per sector, and per instrument, it sums to zero whatever
        the measures are: `check` proves it.
    sentence
        English template of the sentence that says what happened; its fields are
        listed in :mod:`tidegate.bank.ledger.wording`.
    parameters
        Besides the amount.
    reverse
        Operation that undoes it at par, or None.
    """

    id: str
    group: str
    legs: tuple[Leg, ...]
    sentence: str
    parameters: tuple[Parameter, ...] = ()
    reverse: str | None = None
    _matrices: dict[tuple[str, ...], Mapping[Measure, NDArray[np.int64]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def title(self) -> Bilingual:
        """Name in both languages."""
        return titled("operations", self.id)

    @property
    def description(self) -> Bilingual:
        """What it stands for in the real world, in both languages."""
        return titled("operations", self.id, "description")

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """Default of every parameter, by id."""
        return MappingProxyType({p.id: p.default for p in self.parameters})

    def filled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return all parameters as used in arithmetic: defaults filled, numbers as scaled integers."""
        return {p.id: p.integer(given.get(p.id, p.default)) for p in self.parameters}

    def coefficients(self, filled: Mapping[str, Any]) -> Mapping[Measure, NDArray[np.int64]]:
        """Return the recipe as one matrix [sectors, instruments] for each measure it uses.

        The change of the books is the sum over measures of matrix x amount.
        """
        key = tuple(str(filled[slot]) for slot in Slot if slot in filled)
        if key not in self._matrices:
            matrices: dict[Measure, NDArray[np.int64]] = {}
            for leg in self.legs:
                name = filled[leg.instrument] if isinstance(leg.instrument, Slot) else leg.instrument
                matrix = matrices.setdefault(
                    leg.measure, np.zeros((len(SECTORS), len(INSTRUMENTS)), dtype=np.int64)
                )
                matrix[ROW[leg.sector], COLUMN[Instrument(name)]] += leg.sign
            self._matrices[key] = MappingProxyType(matrices)
        return self._matrices[key]

    def movements(self, amount: int, filled: Mapping[str, Any]) -> NDArray[np.int64]:
        """Return the change of the books, shape [sectors, instruments], in millions.

        `amount` is in millions, and `filled` holds the parameters as `Operation.filled` gives them.
        """
        measures = measured(amount, filled)
        change = np.zeros((len(SECTORS), len(INSTRUMENTS)), dtype=np.int64)
        for measure, matrix in self.coefficients(filled).items():
            change += matrix * measures[measure]
        return change

    def check(self, amount: int = 1_000, **parameters: Any) -> None:
        """Prove that the recipe balances for an `amount` in millions and its `parameters`, by id.

        Raises
        ------
        IdentityError
            Naming every sector and instrument in which it does not.
        """
        change = self.movements(amount, self.filled(parameters))
        text = N_("operation {operation}: the legs of {name} sum to {residual}, not to zero")
        rows = [(s, change[ROW[s]].sum()) for s in SECTORS]
        columns = [(i, change[:, COLUMN[i]].sum()) for i in INSTRUMENTS]
        IdentityError.check(
            Message(text, {"operation": self.id, "name": name, "residual": int(residual)})
            for name, residual in (*rows, *columns)
            if residual
        )
