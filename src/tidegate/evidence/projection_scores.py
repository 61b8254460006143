"""Old projections against what happened: our own vintages, and the official ones of their time."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from tidegate.bank.projection import Projection
from tidegate.catalog.model import Bilingual
from tidegate.evidence.tracker import Levels
from tidegate.units import Days, day


@dataclass(frozen=True)
class OfficialProjection:
    """A published projection: who, when, of which line, and its values by day, $ bn."""

    id: str
    who: Bilingual
    published: date
    line: str
    source: str
    points: tuple[tuple[date, float], ...]


@dataclass(frozen=True)
class Score:
    """One projected value against the record.

    Attributes
    ----------
    vintage
        Day on which the plan was known.
    line
        Series of the projection.
    when
        Day projected.
    projected_bn, actual_bn
        In billions.
    """

    vintage: date
    line: str
    when: date
    projected_bn: float
    actual_bn: float

    @property
    def error_bn(self) -> float:
        """Projected less actual."""
        return self.projected_bn - self.actual_bn

    @property
    def error_pct(self) -> float:
        """Error in percent of the actual value."""
        return 100.0 * self.error_bn / self.actual_bn

    @property
    def quarters_ahead(self) -> int:
        """Whole quarters from the vintage to the day projected."""
        return max(int((day(self.when) - day(self.vintage)).astype(int) / 91.3125), 0)


@dataclass(frozen=True)
class Duel:
    """An official value, ours of the same time, and the record."""

    official: OfficialProjection
    when: date
    official_bn: float
    ours_bn: float
    actual_bn: float

    @property
    def closer(self) -> bool:
        """Whether ours was closer."""
        return abs(self.ours_bn - self.actual_bn) < abs(self.official_bn - self.actual_bn)


@cache
def official_projections() -> tuple[OfficialProjection, ...]:
    """Return the published projections held, earliest first."""
    text = files("tidegate.evidence").joinpath("official_projections.toml").read_text("utf-8")
    return tuple(
        sorted(
            (
                OfficialProjection(
                    row["id"],
                    Bilingual(row["who_en"], row["who_zh"]),
                    row["published"],
                    row["line"],
                    row["source"],
                    tuple((p["date"], float(p["value_bn"])) for p in row["points"]),
                )
                for row in tomllib.loads(text)["projection"]
            ),
            key=lambda p: p.published,
        )
    )


def quarter_end_wednesdays(first: date, last: date) -> Days:
    """Return the last Wednesday of each quarter after `first`, up to `last`."""
    days = np.arange(day(first) + 1, day(last) + 1)
    wednesdays = days[(days.astype(int) + 3) % 7 == 2]
    quarter = wednesdays.astype("datetime64[M]").astype(int) // 3
    later = (wednesdays + 7).astype("datetime64[M]").astype(int) // 3
    return np.asarray(wednesdays[quarter != later])


def value_on(projection: Projection, line: str, when: np.datetime64) -> float:
    """Return a line of a weekly projection on a Wednesday; NaN where it does not reach.

    ``securities_bn`` is Treasuries and MBS together with the agency debt.
    """
    at = np.flatnonzero(projection.dates == when)
    if not at.size:
        return float("nan")
    if line == "securities_bn":
        parts = ("treasuries_bn", "mbs_bn")
        return float(sum(projection.series[p][at[0]] for p in parts) + projection.detail.agency_debt_bn)
    return float(projection.series[line][at[0]])


def score(
    projection: Projection, vintage: date, records: Mapping[str, Levels], until: date
) -> tuple[Score, ...]:
    """Score a weekly projection on every quarter-end after its vintage.

    Parameters
    ----------
    projection
        Weekly.
    vintage
        Nothing before it is scored.
    records
        What happened, by series of the projection.
    until
        Nothing after it is scored.
    """
    found = []
    for when in quarter_end_wednesdays(vintage, until):
        for line, levels in records.items():
            projected, actual = value_on(projection, line, when), levels.at(when)
            if np.isfinite(projected) and np.isfinite(actual):
                found.append(Score(vintage, line, when.item(), projected, actual))
    return tuple(found)


def duels(
    projections: Mapping[date, Projection],
    records: Mapping[str, Levels],
    officials: Sequence[OfficialProjection] | None = None,
) -> tuple[Duel, ...]:
    """Compare official projections with ours of the last vintage before each.

    Parameters
    ----------
    projections
        Weekly, by vintage.
    records
        What happened; must hold the lines of the official projections.
    officials
        Default: all that are held.
    """
    found = []
    for official in official_projections() if officials is None else officials:
        earlier = [v for v in projections if v <= official.published]
        if not earlier:
            continue
        ours = projections[max(earlier)]
        for when, value in official.points:
            at = day(when)
            mine, actual = value_on(ours, official.line, at), records[official.line].at(at)
            if np.isfinite(mine) and np.isfinite(actual):
                found.append(Duel(official, when, value, mine, actual))
    return tuple(found)
