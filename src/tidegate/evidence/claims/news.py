"""News about holdings: days on which more or less was planned than the day before, and what bonds then did.

Whether a day brought news of more or of less is read from the announcements
alone, never from what markets did.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.flow import flow
from tidegate.bank.programmes.model import Programme, Record, RedemptionCap, Rule
from tidegate.bank.programmes.timeline import Segment, Slot, at, in_force, slot
from tidegate.evidence.claims.rule import Sampled
from tidegate.transmission.rates.events import event_moves
from tidegate.units import Days, day

Floats = NDArray[np.float64]

HORIZON_DAYS = 183
"""Over how long planned holdings are added up: beyond half a year a pace is seldom meant, and a total seldom ends."""
LEAST_CHANGE_BN = 5.0
"""A smaller change of the plan is no news."""
ALL_BN_PER_MONTH = 20.0
"""What a cap of "all" counts as: agency MBS ran off by twenty to thirty billion a month in 2010."""
_FAMILIES = ("purchases", "sales", "redemption_cap")
SHORT = ("treasury_bills",)
SHORT_SECTORS = ("0-3y",)
CAPPED = ("treasuries", "mbs")
ORDINARY_DAYS = 250
"""Trading days before an event from which the size of ordinary moves is taken."""


@dataclass(frozen=True)
class News:
    """A day of news about holdings.

    Attributes
    ----------
    day
        When it was announced.
    change_bn
        Change of what is planned for the half-year to come, billions; infinite
        where purchases are announced (or ended) without an amount.
    """

    day: date
    change_bn: float


Entries = Mapping[Slot, Sequence[tuple[Record, Rule]]]


def _entries(programme: Programme) -> Entries:
    """Return the rules about holdings by what they are about, with their announcements."""
    found: dict[Slot, list[tuple[Record, Rule]]] = {}
    for record in programme.record:
        for rule in record.rules:
            if (about := slot(rule))[0] in _FAMILIES:
                found.setdefault(about, []).append((record, rule))
    return found


def _planned_bn(about: Slot, known: Sequence[tuple[Record, Rule]], when: date) -> float:
    """Return what the rules of one slot add to holdings over half a year, billions; infinite: as needed."""
    family = about[0]
    if not known:
        return 0.0
    if family == "redemption_cap":
        return -_capped_bn(in_force(known), when)
    amount = float(flow(_from(in_force(known), when)).between(day(when), day(when) + HORIZON_DAYS))
    amount = math.inf if math.isnan(amount) else amount
    return amount if family == "purchases" else -amount


def _from(segments: tuple[Segment, ...], when: date) -> tuple[Segment, ...]:
    """Return the segments that reach beyond a day; all of them where a total counts what was bought before."""
    late = tuple(s for s in segments if s.end is None or s.end > when)
    return segments if any(getattr(s.rule, "since", None) for s in late) else late


def _capped_bn(segments: tuple[Segment, ...], when: date) -> float:
    """Return the sum of half a year's monthly caps, billions."""
    total = 0.0
    for month in day(when).astype("datetime64[M]") + np.arange(HORIZON_DAYS // 30):
        found = at(segments, max(month.astype("datetime64[D]").item(), when))
        if found is not None and isinstance(found.rule, RedemptionCap):
            cap = found.rule.bn_per_month
            total += ALL_BN_PER_MONTH if cap is None else cap
    return total


def _counts(about: Slot) -> bool:
    """Return whether a slot is about long securities."""
    family, instrument, sector = about
    if family == "redemption_cap":
        return instrument in CAPPED
    return instrument not in SHORT and sector not in SHORT_SECTORS


def news(programme: Programme, until: date, since: date = date(2008, 1, 1)) -> tuple[News, ...]:
    """Return the days on which the plan for long securities changed, earliest first.

    The plan of a day, over the half-year from it, is compared with the plan
    that was known the day before.

    Parameters
    ----------
    programme
        A bank's announcements.
    until, since
        Later and earlier announcements are left out.
    """
    slots = {about: entries for about, entries in _entries(programme).items() if _counts(about)}
    changes: dict[date, float] = {}
    for about, entries in slots.items():
        for when in {r.announced for r, _ in entries if since <= r.announced <= until}:
            old, new = _before_and_after(about, entries, when)
            same = math.isinf(old) and math.isinf(new)
            changes[when] = changes.get(when, 0.0) + (0.0 if same else new - old)
    for when, change in changes.items():
        if math.isfinite(change) and any(_as_needed(entries, when) for entries in slots.values()):
            changes[when] = 0.0  # amounts named beside purchases as needed are no news
    return tuple(News(d, c) for d, c in sorted(changes.items()) if abs(c) >= LEAST_CHANGE_BN)


def _before_and_after(about: Slot, entries: Sequence[tuple[Record, Rule]], when: date) -> tuple[float, float]:
    """Return what one slot adds as known the day before, and as known on a day."""
    old = _planned_bn(about, [e for e in entries if e[0].announced < when], when)
    return old, _planned_bn(about, [e for e in entries if e[0].announced <= when], when)


def _as_needed(entries: Sequence[tuple[Record, Rule]], when: date) -> bool:
    """Return whether what was announced last, before a day, are purchases without an amount."""
    known = [rule for record, rule in entries if record.announced < when]
    return bool(known) and known[-1].kind == "purchase_pace" and known[-1].bn_per_month is None


def first_purchases(programme: Programme, since: date, until: date) -> date | None:
    """Return the first day in a span on which purchases are planned, bills included, where none were the day before.

    Parameters
    ----------
    programme
        A bank's announcements.
    since, until
        First and last day; None is returned if there is no such day.
    """
    slots = {k: v for k, v in _entries(programme).items() if k[0] == "purchases"}
    days = sorted({r.announced for entries in slots.values() for r, _ in entries})
    for when in days:
        if since <= when <= until:
            pairs = [_before_and_after(*each, when) for each in slots.items()]
            if sum(old for old, _ in pairs) < LEAST_CHANGE_BN <= sum(new for _, new in pairs):
                return when
    return None


@dataclass(frozen=True)
class DayMoves:
    """What a quantity did on days of news.

    Attributes
    ----------
    days
        Those with closes around them, shape [n].
    moves
        From the close before to the close of the day, shape [n].
    ordinary
        Standard deviation of moves on ordinary days before each, shape [n].
    """

    days: Days
    moves: Floats
    ordinary: Floats

    def against_ordinary_days(self) -> Sampled:
        """Return the mean move, with the error that ordinary days have (MacKinlay 1997, equations 8 and 9)."""
        n = len(self.moves)
        se = float(np.sqrt((self.ordinary**2).sum())) / n if n else math.nan
        return Sampled(float(self.moves.mean()) if n else math.nan, se, n)

    def across_events(self) -> Sampled:
        """Return the mean move, with the error of the spread across events."""
        n = len(self.moves)
        if n < 2:
            return Sampled(math.nan, math.nan, n)
        return Sampled(float(self.moves.mean()), float(self.moves.std(ddof=1)) / math.sqrt(n), n)


def moves_on(days: Sequence[date], every_news: Sequence[date], dates: Days, yields_pct: Floats) -> DayMoves:
    """Return one-day moves of a yield on days of news, basis points.

    Parameters
    ----------
    days
        The days asked for.
    every_news
        All days of news, which are no ordinary days; neither are the days after them.
    dates, yields_pct
        Closes: rising days, and percent a year.
    """
    found = event_moves(tuple(days), {"yield": (dates, yields_pct)}, (1,))
    moves = found.of("yield")
    usual = 100.0 * np.diff(yields_pct)
    special = np.zeros(len(usual), dtype=bool)
    for each in every_news:
        at_close = int(np.searchsorted(dates, day(each)))
        special[max(at_close - 1, 0) : at_close + 1] = True
    ordinary = np.full(len(moves), np.nan)
    for i, when in enumerate(found.days):
        stop = int(np.searchsorted(dates, when)) - 1
        window = slice(max(stop - ORDINARY_DAYS, 0), max(stop, 0))
        kept = usual[window][~special[window]]
        if len(kept) >= ORDINARY_DAYS // 2:
            ordinary[i] = kept.std(ddof=1)
    good = np.isfinite(moves) & np.isfinite(ordinary)
    return DayMoves(found.trading_days[good], moves[good], ordinary[good])
