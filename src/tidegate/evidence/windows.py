"""What a price did around an announcement, with clocks and holidays minded.

An announcement at 14:00 in New York is 2:00 or 3:00 of the next day in Taipei:
shares there answer a day later, and the dollar index of H.10, taken at noon in
New York, does too. So every price has a closing time and a zone. The window
opens at the last close before the announcement and ends at a close that the
announcement had time to reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.units import Days

Floats = NDArray[np.float64]
REACTION_MINUTES = 60
"""A close sooner after the announcement has not had time: with a press conference half an hour later, none."""
STALE_DAYS = 5
"""A close further away from the announcement than this, beyond the window itself, is none."""
NEW_YORK = "America/New_York"


@dataclass(frozen=True)
class Closes:
    """Closing prices or yields and their clock.

    Attributes
    ----------
    dates
        Local dates, rising, shape [n].
    values
        Shape [n], no NaN.
    minutes
        Local time of the close, minutes after midnight of its date; may exceed
        a day (Bitcoin closes at 24:00 UTC).
    zone
        Name of the time zone.
    """

    dates: Days
    values: Floats
    minutes: int
    zone: str

    def moments(self) -> NDArray[np.datetime64]:
        """Return the local moments of the closes, ``datetime64[m]``."""
        midnights: NDArray[np.datetime64] = self.dates.astype("datetime64[m]")
        return np.asarray(midnights + np.timedelta64(self.minutes, "m"), dtype="datetime64[m]")


@dataclass(frozen=True)
class Episode:
    """One independent event: an announcement, or several whose windows overlap.

    Attributes
    ----------
    members
        Positions of the announcements.
    """

    members: tuple[int, ...]


@dataclass(frozen=True)
class Moves:
    """What a price did around independent events.

    Attributes
    ----------
    episodes
        The events, in order, shape [events].
    before, after
        Values at the two ends of each window, shape [events].
    """

    episodes: tuple[Episode, ...]
    before: Floats
    after: Floats

    def change(self) -> Floats:
        """Return differences in the unit of the values."""
        return np.asarray(self.after - self.before)

    def percent(self) -> Floats:
        """Return changes in percent."""
        return np.asarray(100.0 * (self.after / self.before - 1.0))

    def sums(self, surprises: Floats) -> Floats:
        """Return surprises [announcements, ...] added up by event."""
        return sums_by_event(self.episodes, surprises)


def sums_by_event(episodes: Sequence[Episode], surprises: Floats) -> Floats:
    """Return surprises [announcements, ...] added up by event, shape [events, ...]."""
    counts = [len(e.members) for e in episodes]
    flat = [i for e in episodes for i in e.members]
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(int)
    return np.asarray(np.add.reduceat(surprises[flat], starts, axis=0))


def local_moments(announced: Sequence[datetime], zone: str) -> NDArray[np.datetime64]:
    """Return moments of announcements on the clocks of a zone, ``datetime64[m]`` without zone.

    Parameters
    ----------
    announced
        With a zone, or on the clocks of New York without one.
    """
    return _local(tuple(announced), zone)


@lru_cache(maxsize=64)
def _local(announced: tuple[datetime, ...], zone: str) -> NDArray[np.datetime64]:
    here, there = ZoneInfo(NEW_YORK), ZoneInfo(zone)
    local = [(a if a.tzinfo else a.replace(tzinfo=here)).astimezone(there) for a in announced]
    return np.array([a.replace(tzinfo=None) for a in local], dtype="datetime64[m]")


def moves_around(
    announced: Sequence[datetime],
    closes: Closes,
    days: int,
    keep: ArrayLike | None = None,
    every_days: int = 1,
) -> Moves:
    """Return what a price did from the last close before to the `days`-th close after announcements.

    Events whose windows overlap are one event: from the close before the
    first to the close after the last, with their surprises added up.

    Parameters
    ----------
    announced
        Rising; on the clocks of New York if without a zone.
    closes
        The price.
    days
        1: the first close that the announcement had time to reach.
    keep
        Shape [announcements], bool; the others are left out. All by default.
    every_days
        Days between two closes (7 for a weekly figure); decides when one is stale.

    Returns
    -------
    Moves
        Announcements without closes around them are left out.

    Raises
    ------
    InputError
        For a window below one close, or dates that do not rise.
    """
    if days < 1:
        raise InputError.of(N_("windows {value}: give at least one, each of 1 day or more"), value=days)
    if (np.diff(closes.dates.astype(int)) <= 0).any() or (
        len(announced) > 1 and any(b <= a for a, b in zip(announced, announced[1:], strict=False))
    ):
        raise InputError.of(N_("announcements and closes: dates must rise"))
    kept = np.ones(len(announced), bool) if keep is None else np.asarray(keep, bool)
    moments = closes.moments()
    local = local_moments(announced, closes.zone)
    first = np.searchsorted(moments, local, side="left") - 1
    last = np.searchsorted(moments, local + np.timedelta64(REACTION_MINUTES, "m"), side="left") + days - 1
    stale = np.timedelta64((STALE_DAYS + every_days - 1) * 24 * 60, "m")
    reach = stale + np.timedelta64((2 * days * every_days) * 24 * 60, "m")
    there = (first >= 0) & (last < len(moments))
    at_first, at_last = np.clip(first, 0, None), np.clip(last, None, len(moments) - 1)
    there &= (local - moments[at_first] <= stale) & (moments[at_last] - local <= reach)
    groups: list[list[int]] = []
    for i in np.flatnonzero(there & kept):
        if groups and first[i] < last[groups[-1][-1]]:
            groups[-1].append(int(i))
        else:
            groups.append([int(i)])
    return Moves(
        tuple(Episode(tuple(g)) for g in groups),
        closes.values[[first[g[0]] for g in groups]],
        closes.values[[last[g[-1]] for g in groups]],
    )
