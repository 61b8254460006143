"""What yields did on the days of announcements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.model import Programme, Record
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.units import BASIS_POINTS_PER_POINT, Days, day

Floats = NDArray[np.float64]

GRRS_DAYS = tuple(
    date.fromisoformat(d)
    for d in (
        "2008-11-25",
        "2008-12-01",
        "2008-12-16",
        "2009-01-28",
        "2009-03-18",
        "2009-08-12",
        "2009-09-23",
        "2009-11-04",
    )
)
"""Baseline events of Gagnon, Raskin, Remache and Sack (2011): FOMC days, a press release and a speech."""
WINDOWS_DAYS = (1, 2)
_STALE_DAYS = 5


@dataclass(frozen=True)
class Announcement:
    """A day on which something about the balance sheet was announced.

    Attributes
    ----------
    day
        When it was said.
    records
        Announcements of that day.
    """

    day: date
    records: tuple[Record, ...]

    @property
    def kind(self) -> str:
        """``rule`` if holdings or purchases are ruled, else ``facility`` or ``statement`` (words only)."""
        kinds = {rule.kind for record in self.records for rule in record.rules}
        if kinds - {"facility", "statement", "policy_rate"}:
            return "rule"
        return "facility" if "facility" in kinds else "statement"


def announcements(programme: Programme, since: date = date(2008, 1, 1)) -> tuple[Announcement, ...]:
    """Return the days on which a bank said something about its balance sheet, earliest first.

    Records that only set policy rates are left out.
    """
    by_day: dict[date, list[Record]] = {}
    for record in programme.record:
        if record.announced >= since and any(rule.kind != "policy_rate" for rule in record.rules):
            by_day.setdefault(record.announced, []).append(record)
    return tuple(Announcement(d, tuple(by_day[d])) for d in sorted(by_day))


@dataclass(frozen=True)
class EventMoves:
    """Moves of yields around days, basis points.

    Attributes
    ----------
    days
        The days asked for, shape [n].
    trading_days
        First day with a close on or after each, shape [n]; NaT if none.
    tenors
        Names, t of them.
    windows_days
        From the last close before to the close of so many trading days, w of them.
    moves_bp
        Shape [n, t, w]; NaN where a close is missing.
    """

    days: Days
    trading_days: Days
    tenors: tuple[str, ...]
    windows_days: tuple[int, ...]
    moves_bp: Floats

    def of(self, tenor: str, window_days: int = 1) -> Floats:
        """Return the moves of one tenor over one window, shape [n]."""
        return np.asarray(self.moves_bp[:, self.tenors.index(tenor), self.windows_days.index(window_days)])


def event_moves(
    days: Sequence[date],
    yields: Mapping[str, tuple[Days, Floats]],
    windows_days: tuple[int, ...] = WINDOWS_DAYS,
) -> EventMoves:
    """Return what yields did from the close before each day.

    Parameters
    ----------
    days
        Any days; what is said on a day without trading moves the next close.
    yields
        Dates (rising) and values in percent by tenor.
    windows_days
        1: to the close of the day itself; 2: to the close after it.

    Returns
    -------
    EventMoves
        A move is NaN where the closes around it are missing, or more than
        five days before or after the day.

    Raises
    ------
    InputError
        For windows below one day, or no yields.
    """
    if not yields or not windows_days or min(windows_days) < 1:
        text = N_("windows {value}: give at least one, each of 1 day or more, and yields by tenor")
        raise InputError.of(text, value=windows_days)
    when = np.array([day(d) for d in days], dtype="datetime64[D]")
    moves = np.full((len(when), len(yields), len(windows_days)), np.nan)
    trading = np.full(len(when), np.datetime64("NaT"), dtype="datetime64[D]")
    for t, (dates, values) in enumerate(yields.values()):
        at = np.searchsorted(dates, when)
        for i, first in enumerate(at):
            if first >= len(dates) or dates[first] - when[i] > np.timedelta64(_STALE_DAYS, "D"):
                continue
            if np.isnat(trading[i]):
                trading[i] = dates[first]
            if first == 0 or when[i] - dates[first - 1] > np.timedelta64(_STALE_DAYS, "D"):
                continue
            for w, window in enumerate(windows_days):
                last = first + window - 1
                if last < len(dates) and dates[last] - when[i] <= np.timedelta64(_STALE_DAYS + window, "D"):
                    moves[i, t, w] = (values[last] - values[first - 1]) * BASIS_POINTS_PER_POINT
    return EventMoves(when, trading, tuple(yields), windows_days, moves)
