"""What others measured: ranges of responses, with how sure the figure is."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.markets.effects import SAMPLES, SURPRISES, UNITS

CERTAINTIES = ("read", "high", "med-high", "med")
"""Read in the source; or remembered with high to medium certainty. Less certain figures are not in the table."""


@dataclass(frozen=True)
class Published:
    """A published response of one asset to a surprise of +10 bp, that is, to tightening.

    Attributes
    ----------
    asset, surprise, unit
        As in `Effect`.
    low, high
        Range, read as a 90% interval; infinite where only a sign is known.
    certainty
        One of `CERTAINTIES`.
    source
        Study, the figure as published, and how it was brought to +10 bp.
    sample
        ``all``, or the years that the study speaks of.
    """

    asset: str
    surprise: str
    low: float
    high: float
    unit: str
    certainty: str
    source: str
    sample: str = "all"

    @property
    def is_range(self) -> bool:
        """Whether both ends are known."""
        return math.isfinite(self.low) and math.isfinite(self.high)


COLUMNS = tuple(Published.__dataclass_fields__)


def parse(lines: Sequence[str]) -> tuple[Published, ...]:
    """Read lines of the table, the first with the names of the columns.

    Raises
    ------
    InputError
        For other columns, unknown words, or a range whose ends are turned round. All problems at once.
    """
    rows = list(csv.reader(lines))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise InputError.of(
            N_("published ranges: columns {found}; they must be {wanted}"),
            found=tuple(rows[0]) if rows else (),
            wanted=COLUMNS,
        )
    found = tuple(
        Published(
            asset,
            surprise,
            float(low) if low else -math.inf,
            float(high) if high else math.inf,
            unit,
            certainty,
            source,
            sample,
        )
        for asset, surprise, low, high, unit, certainty, source, sample in rows[1:]
    )
    InputError.check(problem for row in found for problem in _problems(row))
    return found


def _problems(row: Published) -> list[Message]:
    told = [
        Message(
            N_("published ranges, {asset}: {value!r} is not one of {allowed}"),
            {"asset": row.asset, "value": value, "allowed": allowed},
        )
        for value, allowed in (
            (row.surprise, SURPRISES),
            (row.unit, UNITS),
            (row.certainty, CERTAINTIES),
            (row.sample, SAMPLES),
        )
        if value not in allowed
    ]
    if not row.low < row.high:
        told.append(
            Message(
                N_("published ranges, {asset}: {low} to {high}; the first must be below the second"),
                {"asset": row.asset, "low": row.low, "high": row.high},
            )
        )
    return told


@cache
def load_published() -> tuple[Published, ...]:
    """Return every published range of the shipped table."""
    folder = resources.files("tidegate.transmission.markets").joinpath("data")
    return parse(folder.joinpath("published.csv").read_text("utf-8").splitlines())


def published_for(asset: str, surprise: str) -> tuple[Published, ...]:
    """Return what is published on one response: ranges first, then signs; may be empty."""
    found = [p for p in load_published() if (p.asset, p.surprise) == (asset, surprise)]
    return tuple(sorted(found, key=lambda p: not p.is_range))
