"""How often the verdict cried wolf: real-time verdicts, judged by what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.money_market.parameters import AlarmRules
from tidegate.transmission.money_market.proportions import Share, wilson
from tidegate.transmission.money_market.verdict import Verdict

Months = NDArray[np.datetime64]


@dataclass(frozen=True)
class AlarmRecord:
    """Alarms within one window.

    Attributes
    ----------
    first, last
        Months, ``datetime64[M]``.
    alarms
        Months with a verdict of scarce, of all months. The window was chosen
        because nothing broke in it: read strictly, every one is false.
    false
        Of all months, those whose alarm was not followed by an episode within
        the horizon.
    watches
        Months with the word near the edge.
    runs, false_runs
        Uninterrupted stretches of alarms, and those in which no month's alarm was justified.
        Neighbouring months are not independent, so the intervals of the
        shares by month are too narrow; the runs say how many separate events there were.
    """

    first: np.datetime64
    last: np.datetime64
    alarms: Share
    false: Share
    watches: Share
    runs: int
    false_runs: int


def justified(month: np.datetime64, rules: AlarmRules) -> bool:
    """Return whether an episode began after the month's end and within the horizon."""
    return any(
        0 < (np.datetime64(e, "M") - month).astype(int) <= rules.horizon_months for e in rules.episodes
    )


def alarm_records(
    months: Months, verdicts: Sequence[Verdict], rules: AlarmRules, confidence: float = 0.8
) -> tuple[AlarmRecord, ...]:
    """Count alarms and false alarms in every window of the definitions.

    Parameters
    ----------
    months
        ``datetime64[M]``, rising: each verdict used only what was known at the month's end.
    verdicts
        One for each month.
    rules
        Windows, episodes and horizon.
    confidence
        Of the intervals (Wilson).

    Raises
    ------
    InputError
        If months and verdicts differ in number.
    """
    if len(months) != len(verdicts):
        raise InputError.of(
            N_("alarms: {months} months but {verdicts} verdicts; give one for each month"),
            months=len(months),
            verdicts=len(verdicts),
        )
    records = []
    for begin, end in rules.windows:
        first, last = np.datetime64(begin, "M"), np.datetime64(end, "M")
        rows = np.flatnonzero((months >= first) & (months <= last))
        words = [verdicts[int(r)] for r in rows]
        alarm = np.array([w is Verdict.SCARCE for w in words], dtype=np.bool_)
        right = np.array([justified(months[r], rules) for r in rows], dtype=np.bool_)
        watch = words.count(Verdict.NEAR_EDGE)
        starts = np.flatnonzero(alarm & ~np.concatenate([[False], alarm[:-1]])) if len(rows) else rows
        ends = np.flatnonzero(alarm & ~np.concatenate([alarm[1:], [False]])) if len(rows) else rows
        false_runs = sum(not right[a : b + 1].any() for a, b in zip(starts, ends, strict=True))
        records.append(
            AlarmRecord(
                first,
                last,
                wilson(int(alarm.sum()), len(rows), confidence),
                wilson(int((alarm & ~right).sum()), len(rows), confidence),
                wilson(watch, len(rows), confidence),
                len(starts),
                int(false_runs),
            )
        )
    return tuple(records)
