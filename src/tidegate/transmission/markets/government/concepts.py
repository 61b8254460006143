"""Which interest is meant: three official concepts, and what each has beside interest on marketable debt.

The difference is measured once, before the years that are rebuilt, and held
in dollars; the file beside this module says from what.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tidegate.catalog import Bilingual
from tidegate.catalog.loader import unknown
from tidegate.message import N_


@dataclass(frozen=True)
class Concept:
    """An official measure of the interest the government pays.

    Attributes
    ----------
    id
        ``accounts`` or ``budget``.
    title, why
        What it is, and what is in it beside interest on marketable debt; in both languages.
    series
        Catalogue id of the record.
    first_of_year
        1 for calendar years, 10 for fiscal years.
    other_bn
        Record less interest on marketable debt, $ bn a year.
    source
        Where `other_bn` comes from.
    """

    id: str
    title: Bilingual
    why: Bilingual
    series: str
    first_of_year: int
    other_bn: float
    source: str


def _concept(key: str, row: Mapping[str, Any]) -> Concept:
    return Concept(
        key,
        Bilingual(row["title_en"], row["title_zh"]),
        Bilingual(row["why_en"], row["why_zh"]),
        row["series"],
        row["first_of_year"],
        float(row["other_bn"]),
        row["source"],
    )


@cache
def concepts() -> Mapping[str, Concept]:
    """Return the concepts by id."""
    folder = resources.files("tidegate.transmission.markets.government")
    rows = tomllib.loads(folder.joinpath("concepts.toml").read_text("utf-8"))
    return {key: _concept(key, row) for key, row in rows.items()}


def concept(name: str) -> Concept:
    """Return one concept.

    Raises
    ------
    UnknownName
        If there is no such concept; the message lists those there are.
    """
    found = concepts().get(name)
    if found is None:
        raise unknown(N_("concept of interest"), name, concepts())
    return found
