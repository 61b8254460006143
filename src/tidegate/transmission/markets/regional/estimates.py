"""What was estimated for Taiwan and Hong Kong: one shipped table, written by ``scripts/estimate_regional.py``."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from tidegate.catalog.loader import unknown
from tidegate.message import N_

WHOLE = "all"


@dataclass(frozen=True)
class Figure:
    """One estimate.

    Attributes
    ----------
    name, sample
        What, and from which months: ``all`` or the name of an episode.
    mean, se
        With the standard error that its `method` names; NaN where there is none.
    n
        Months, years or events.
    first, last
        First and last period.
    unit, method
        In words.
    """

    name: str
    sample: str
    mean: float
    se: float
    n: int
    first: str
    last: str
    unit: str
    method: str


def read_figures(text: str) -> dict[tuple[str, str], Figure]:
    """Return the rows of a table by name and sample."""
    kinds = {f.name: f.type for f in fields(Figure)}
    found = {}
    for row in csv.DictReader(io.StringIO(text)):
        values = {
            k: float(v or "nan") if kinds[k] == "float" else int(v) if kinds[k] == "int" else v
            for k, v in row.items()
        }
        found[row["name"], row["sample"]] = Figure(**values)  # type: ignore[arg-type]  # typed by the fields
    return found


@cache
def figures() -> Mapping[tuple[str, str], Figure]:
    """Return the shipped estimates by name and sample."""
    return read_figures(files(__package__).joinpath("data/estimates.csv").read_text("utf-8"))


def figure(name: str, sample: str = WHOLE) -> Figure:
    """Return one estimate.

    Raises
    ------
    UnknownName
        If there is none; the message lists the nearest.
    """
    found = figures().get((name, sample))
    if found is None:
        raise unknown(N_("estimate"), f"{name}/{sample}", [f"{n}/{s}" for n, s in figures()])
    return found
