"""The regimes of the policy rate: holds, cuts, hikes and the lower bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.programmes.model import PolicyRate, Programme, Record
from tidegate.units import to_date

RateKey = Literal["HOLD", "CUT", "HIKE", "ZLB"]

LOWER_BOUND_PCT = 0.25
"""Below this level (middle of a range) the policy rate counts as at its lower bound."""


@dataclass(frozen=True)
class RateRegime:
    """A stretch of time in which the policy rate is moved one way, or held.

    Attributes
    ----------
    key
        ``HOLD``, ``CUT``, ``HIKE`` or ``ZLB`` (held, or cut further, at the lower bound).
    start, end
        A cycle of moves starts with the decision of its first move and ends
        when its last one takes effect, which is when a hold starts. `None`:
        still open.
    start_pct, end_pct
        Policy rate before and at the end of it: the middle of a range.
    moves
        Ids of the records of its moves.
    """

    key: RateKey
    start: date
    end: date | None
    start_pct: float
    end_pct: float
    moves: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Event:
    record: Record
    level_pct: float
    pause: bool


def _events(programme: Programme, as_of: date | None) -> Iterator[_Event]:
    """Yield the decisions on the main policy rate in order.

    That is the middle of the target range, or the rate on reserves (deposit
    facility) for a bank that gives no other.
    """
    rows = sorted(programme.record, key=lambda r: (r.announced, r.effective))
    pairs = [(r, rule) for r in rows for rule in r.rules if isinstance(rule, PolicyRate)]
    ranged = any(rule.upper_pct is not None for _, rule in pairs)
    for record, rule in pairs:
        level = rule.upper_pct if ranged else rule.reserves_pct
        if level is None or (as_of is not None and record.announced > as_of):
            continue
        if ranged and rule.lower_pct is not None:
            level = (level + rule.lower_pct) / 2
        yield _Event(record, level, rule.pause)


def rate_regimes(programme: Programme, as_of: date | None = None) -> tuple[RateRegime, ...]:
    """Return the regimes of the policy rate in order of time.

    Moves in one direction belong to one cycle, however far apart, unless the
    bank said in between that it paused; the last cycle stays open until then.

    Parameters
    ----------
    programme
        Its announcements.
    as_of
        Leave out what was announced later.
    """
    found: list[RateRegime] = []
    last_effective: date | None = None
    for event in _events(programme, as_of):
        level, told = event.level_pct, event.record.announced
        if not found:
            key: RateKey = "ZLB" if level < LOWER_BOUND_PCT else "HOLD"
            found.append(RateRegime(key, event.record.effective, None, level, level))
            continue
        now = found[-1]
        if abs(level - now.end_pct) > 1e-9:
            direction: RateKey = "HIKE" if level > now.end_pct else "CUT"
            if now.key == direction or (now.key == "ZLB" and direction == "CUT"):
                found[-1] = replace(now, end_pct=level, moves=(*now.moves, event.record.id))
            else:
                _close(found, last_effective)
                found[-1] = replace(found[-1], end=told)
                found.append(RateRegime(direction, told, None, now.end_pct, level, (event.record.id,)))
            last_effective = event.record.effective
            if direction == "CUT" and level < LOWER_BOUND_PCT and found[-1].key == "CUT":
                found[-1] = replace(found[-1], end=last_effective)
                found.append(RateRegime("ZLB", last_effective, None, level, level))
        if event.pause:
            _close(found, last_effective)
    return tuple(r for r in found if r.end is None or r.start < r.end)


def _close(found: list[RateRegime], last_effective: date | None) -> None:
    """End an open cycle of moves where its last move took effect, and start a hold there."""
    now = found[-1]
    if now.key in ("CUT", "HIKE") and last_effective is not None:
        end = max(last_effective, now.start + timedelta(days=1))  # decided and in effect on one day
        found[-1] = replace(now, end=end)
        found.append(RateRegime("HOLD", end, None, now.end_pct, now.end_pct))


def rate_labels(found: Sequence[RateRegime], months: ArrayLike) -> tuple[str, ...]:
    """Return the regime of each month: of its cycle if one began, ran or ended in it, else of its last day.

    Parameters
    ----------
    found
        From :func:`rate_regimes`.
    months
        ``datetime64[M]``, one dimension. Before the first regime the label is empty.
    """
    return tuple(_label(found, month) for month in np.asarray(months, dtype="datetime64[M]"))


def _label(found: Sequence[RateRegime], month: np.datetime64) -> str:
    first, after = to_date(month), to_date(month + 1)
    here = [r for r in found if r.start < after and (r.end is None or first < r.end)]
    moving = [r for r in here if r.key in ("CUT", "HIKE")]
    return (moving or here)[-1].key if here else ""
