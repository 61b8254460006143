"""How good the labels are: months right, and how late each switch was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tidegate.policy.regime.labels import Path, turns


@dataclass(frozen=True)
class MonthScore:
    """Share of months with the right label, and the others as (month, said, right)."""

    share: float
    months: int
    wrong: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Found:
    """One switch of the calendar, and when it was found.

    Attributes
    ----------
    effective
        First day of the new label.
    after
        The new label.
    found
        First day on which it was the most probable one; None: never, before the next switch.
    days_late
        Days from the effective day; None if never.
    """

    effective: np.datetime64
    after: str
    found: np.datetime64 | None
    days_late: int | None


@dataclass(frozen=True)
class SwitchScore:
    """All switches of the calendar, and the switches that none of them explains."""

    found: tuple[Found, ...]
    false: tuple[tuple[np.datetime64, str, str], ...]

    def within(self, days: int) -> int:
        """Return how many were found at most so many days late."""
        return sum(f.days_late is not None and f.days_late <= days for f in self.found)


def score_months(said: Sequence[str], right: Sequence[str], months: Sequence[str]) -> MonthScore:
    """Return how many months carry the right label."""
    rows = zip(months, said, right, strict=True)
    wrong = tuple((m, s, r) for m, s, r in rows if s != r)
    return MonthScore(1.0 - len(wrong) / len(months), len(months), wrong)


def score_switches(
    path: Path, calendar: Sequence[tuple[np.datetime64, str]], early_days: int = 31
) -> SwitchScore:
    """Return when each switch of a calendar was found, and which switches were false.

    Parameters
    ----------
    path
        Probabilities in real time.
    calendar
        Effective day and label of each regime, the first one included as the start.
    early_days
        A switch to the coming label this many days ahead is early, not false.
    """
    best, dates = path.best, path.dates
    found = []
    for row, (day, label) in enumerate(calendar[1:], start=1):
        until = calendar[row + 1][0] if row + 1 < len(calendar) else dates[-1] + 1
        # A switch may still be found after the next one is due: what counts is its own stretch.
        hits = np.flatnonzero((dates >= day) & (dates < until) & (best == label))
        when = dates[hits[0]] if hits.size else None
        late = None if when is None else int((when - day).astype(int))
        found.append(Found(day, label, when, late))
    starts = np.array([day for day, _ in calendar], dtype="datetime64[D]")
    false = []
    for turn in turns(path):
        if turn.date < starts[0]:
            continue
        now = int(np.searchsorted(starts, turn.date, side="right")) - 1
        soon = int(np.searchsorted(starts, turn.date + early_days, side="right")) - 1
        if turn.after not in {calendar[now][1], calendar[soon][1]}:
            false.append((turn.date, turn.before, turn.after))
    return SwitchScore(tuple(found), tuple(false))
