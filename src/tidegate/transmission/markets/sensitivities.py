"""The same responses under other choices of announcements and of surprises."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.markets import effects
from tidegate.transmission.markets.effects import Effect

VARIANTS = (
    "scheduled",
    "without_2008_crisis",
    "without_spring_2020",
    "without_both",
    "statements_alone",
    "swanson_2021",
    "unforeseen",
)
COLUMNS = ("variant", *effects.COLUMNS)


@dataclass(frozen=True)
class Sensitivity:
    """A response under another choice.

    Attributes
    ----------
    variant
        ``scheduled``: scheduled meetings alone. ``without_2008_crisis``: not
        September 2008 to June 2009. ``without_spring_2020``: not March and
        April 2020. ``without_both``. ``statements_alone``: surprises from the
        statement without the press conference. ``swanson_2021``: the published
        factors, to June 2019. ``unforeseen``: what six predictors known before
        leave of the surprise, to 2023.
    effect
        Over one day (or the week's survey), all other announcements.
    """

    variant: str
    effect: Effect


def parse(lines: Sequence[str]) -> tuple[Sensitivity, ...]:
    """Read lines of the table, the first with the names of the columns.

    Raises
    ------
    InputError
        For other columns or another variant.
    """
    rows = list(csv.reader(lines))
    header = tuple(rows[0]) if rows else ()
    strange = sorted({row[0] for row in rows[1:]} - set(VARIANTS))
    if header != COLUMNS or strange:
        raise InputError.of(
            N_(
                "table of sensitivities: columns {found}, variants {strange}; known are {wanted} and {variants}"
            ),
            found=header,
            strange=strange,
            wanted=COLUMNS,
            variants=VARIANTS,
        )
    return tuple(Sensitivity(row[0], effects.effect_of(row[1:])) for row in rows[1:])


@cache
def load_sensitivities() -> tuple[Sensitivity, ...]:
    """Return every row of the shipped table."""
    folder = resources.files("tidegate.transmission.markets").joinpath("data")
    return parse(folder.joinpath("sensitivities.csv").read_text("utf-8").splitlines())
