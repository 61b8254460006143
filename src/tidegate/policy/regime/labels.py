"""The two labels of a regime, and what an answer about them holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tidegate.units import Days

Floats = NDArray[np.float64]


class Sheet(StrEnum):
    """How the balance sheet is run."""

    SCARCE = "SCARCE"
    """Reserves scarce by design; in 2008 with crisis lending on top."""
    QE = "QE"
    TAPER = "TAPER"
    """Still buying, at a pace that is being stepped down."""
    REINVEST = "REINVEST"
    """Holdings kept level: reinvested, or held while a little runs off."""
    QT = "QT"
    RESERVE_MGMT = "RESERVE-MGMT"
    """Buying bills so that reserves keep up with demand."""


class Rates(StrEnum):
    """How the policy rate is run."""

    CUT = "CUT"
    HIKE = "HIKE"
    HOLD = "HOLD"
    ZLB = "ZLB"
    """Held at the lower bound."""


SHEETS = tuple(Sheet)
RATES = tuple(Rates)

PHASE_SHEET: Mapping[str, Sheet] = {
    "SCARCE": Sheet.SCARCE,
    "QE1": Sheet.QE,
    "HOLD": Sheet.REINVEST,
    "REINVEST": Sheet.REINVEST,
    "QE2": Sheet.QE,
    "MEP": Sheet.REINVEST,
    "QE3": Sheet.QE,
    "TAPER": Sheet.TAPER,
    "QT1": Sheet.QT,
    "RESERVE-MGMT": Sheet.RESERVE_MGMT,
    "QE4": Sheet.QE,
    "QT2": Sheet.QT,
}
"""Phase of the announcements to label. Maturity extension sold what it bought: the size was kept."""


@dataclass(frozen=True)
class TrackRecord:
    """Share of weeks since 2008 in which the real-time label was right, by what it was made from."""

    alone: float
    announced: float


SHEET_RECORD = TrackRecord(alone=0.86, announced=0.97)
RATES_RECORD = TrackRecord(alone=0.84, announced=0.93)


@dataclass(frozen=True)
class Path:
    """Probabilities of the labels of one kind over time.

    Attributes
    ----------
    dates
        Shape [t], ascending.
    labels
        The k labels.
    probabilities
        Shape [t, k]; each row sums to 1.
    """

    dates: Days
    labels: tuple[str, ...]
    probabilities: Floats

    @property
    def best(self) -> NDArray[np.str_]:
        """Most probable label of each date, shape [t]."""
        named: NDArray[np.str_] = np.array([str(label) for label in self.labels])
        found: NDArray[np.str_] = named[self.probabilities.argmax(axis=1)]
        return found

    def last(self, right: float = 1.0) -> dict[str, float]:
        """Return the probabilities on the last date, by label.

        Parameters
        ----------
        right
            Share of weeks in which the label was right on the record: no
            probability exceeds it, and what is missing is spread over the others.
        """
        floor = (1.0 - right) / (len(self.labels) - 1)
        found = floor + (1.0 - len(self.labels) * floor) * self.probabilities[-1]
        return {str(k): float(p) for k, p in zip(self.labels, found, strict=True)}


@dataclass(frozen=True)
class Turn:
    """A switch from one label to another.

    Attributes
    ----------
    date
        First day of the new label.
    before, after
        The labels.
    measures
        What was measured on that day, by name; NaN where not known.
    announced
        Id of the announcement behind it, or ``""``.
    """

    date: np.datetime64
    before: str
    after: str
    measures: Mapping[str, float]
    announced: str = ""


def turns(path: Path, measures: Mapping[str, Floats] | None = None) -> tuple[Turn, ...]:
    """Return the switches of the most probable label, with what was measured on their days."""
    best = path.best
    seen = measures or {}
    rows = np.flatnonzero(best[1:] != best[:-1]) + 1
    return tuple(
        Turn(
            path.dates[row],
            str(best[row - 1]),
            str(best[row]),
            {name: float(values[row]) for name, values in seen.items()},
        )
        for row in rows
    )


def monthly(dates: Days, labels: NDArray[np.str_], months: NDArray[np.datetime64]) -> tuple[str, ...]:
    """Return the label of most dates of each month; a tie goes to the later; ``""`` without dates.

    Parameters
    ----------
    dates, labels
        Shape [t].
    months
        ``datetime64[M]``, one dimension.
    """
    of = dates.astype("datetime64[M]")
    found = []
    for month in months:
        here = list(labels[of == month])
        count = {label: here.count(label) for label in reversed(here)}
        found.append(str(max(count, key=lambda k: count[k])) if count else "")
    return tuple(found)
