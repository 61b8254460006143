"""What the scenarios that ship come to: results kept beside their files, written by ``scripts/run_scenarios.py``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tidegate.units import Days

Floats = NDArray[np.float64]

AS_OF = date(2026, 10, 8)
"""Opening day of the scenarios that have none of their own: the last day of figures when they were run."""
PATHS, MONTHS, SEED = 1_000, 60, 20260101
SHOWN_MONTHS = (12, 24, 60)
MEANT_MONTH = 24
VARIABLES = (
    "unemployment_pct",
    "inflation_pct",
    "funds_rate_pct",
    "yield_10y_pct",
    "mortgage_30y_pct",
    "total_assets_bn",
    "reserves_bn",
    "funding_bp",
    "deferred_asset_bn",
)
FAN = ("reserves_bn", "total_assets_bn", "yield_10y_pct", "unemployment_pct")
FAN_LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Expected:
    """One variable of one scenario in one month: median and 80% band, and the digest of the whole run."""

    scenario: str
    start: date
    variable: str
    month: int
    p10: float
    p50: float
    p90: float
    digest: str


@dataclass(frozen=True)
class Meant:
    """What a scenario means for people beside the baseline from the same day, in one month: mean and 80% interval.

    Attributes
    ----------
    scenario, start
        As in `Expected`.
    month
        Of `MEANT_MONTH`, counted from the start.
    what
        ``payment``: of a 30-year mortgage taken out then, $ a month; ``usdtwd``: US dollar in Taiwan dollars,
        percent; there is none under funding stress, or where too little was known at the start.
    """

    scenario: str
    start: date
    month: int
    what: str
    mean: float
    p10: float
    p90: float


@dataclass(frozen=True)
class Fan:
    """The baseline's bands of one variable by month, shape [months]; `bands` by level, low to high."""

    variable: str
    dates: Days
    bands: dict[float, Floats]


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def expected() -> tuple[Expected, ...]:
    """Return every row, scenario by scenario."""
    return tuple(
        Expected(
            r["scenario"],
            date.fromisoformat(r["start"]),
            r["variable"],
            int(r["month"]),
            float(r["p10"]),
            float(r["p50"]),
            float(r["p90"]),
            r["digest"],
        )
        for r in _rows("expected.csv")
    )


@cache
def meant() -> tuple[Meant, ...]:
    """Return what every scenario but the baseline means for people, scenario by scenario."""
    return tuple(
        Meant(
            r["scenario"],
            date.fromisoformat(r["start"]),
            int(r["month"]),
            r["what"],
            float(r["mean"]),
            float(r["p10"]),
            float(r["p90"]),
        )
        for r in _rows("consequences.csv")
    )


@cache
def fans() -> tuple[Fan, ...]:
    """Return the baseline's fans, in the order of `FAN`."""
    found = []
    rows = _rows("fan.csv")
    for name in FAN:
        mine = [r for r in rows if r["variable"] == name]
        dates = np.array([r["date"] for r in mine], dtype="datetime64[D]")
        bands = {
            level: np.array([float(r[f"p{round(100 * level):02d}"]) for r in mine]) for level in FAN_LEVELS
        }
        found.append(Fan(name, dates, bands))
    return tuple(found)
