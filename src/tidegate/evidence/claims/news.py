"""News about holdings: days on which more or less was planned than the day before, and what bonds then did.

Whether a day brought news of more or of less is read from the announcements
alone, never from what markets did.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.flow import flow
from tidegate.bank.programmes.model import Programme, Record, RedemptionCap
from tidegate.bank.programmes.timeline import Segment, at, timelines
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
_RULING = {
    "purchase_pace",
    "purchase_total",
    "gross_purchase_pace",
    "sale_pace",
    "sale_total",
    "redemption_cap",
}
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


def planned_bn(records: Sequence[Record], when: date, *, bills: bool = False) -> float:
    """Return the securities that a bank means to add over half a year from a day, net of caps and sales, billions.

    Parameters
    ----------
    records
        Announcements known.
    when
        First day.
    bills
        Count bills and the shortest sector too.

    Returns
    -------
    float
        Infinite where purchases are as needed.
    """
    start, end = day(when), day(when) + HORIZON_DAYS
    total = 0.0
    for (family, instrument, sector), segments in timelines(records).items():
        if not bills and (instrument in SHORT or sector in SHORT_SECTORS):
            continue
        if family in ("purchases", "sales"):
            amount = float(flow(segments).between(start, end))
            amount = math.inf if math.isnan(amount) else amount
            total += amount if family == "purchases" else -amount
        elif family == "redemption_cap" and instrument in CAPPED:
            total -= _capped_bn(segments, when)
    return total


def purchases_bn(records: Sequence[Record], when: date) -> float:
    """Return the purchases planned over half a year from a day, bills included, billions; infinite: as needed."""
    start, end = day(when), day(when) + HORIZON_DAYS
    amounts = [
        float(flow(segments).between(start, end))
        for (family, _, _), segments in timelines(records).items()
        if family == "purchases"
    ]
    return math.inf if any(math.isnan(a) for a in amounts) else sum(amounts)


def _capped_bn(segments: tuple[Segment, ...], when: date) -> float:
    """Return the sum of half a year's monthly caps."""
    months = day(when).astype("datetime64[M]") + np.arange(HORIZON_DAYS // 30)
    total = 0.0
    for month in months:
        found = at(segments, max(month.astype("datetime64[D]").item(), when))
        if found is not None and isinstance(found.rule, RedemptionCap):
            cap = found.rule.bn_per_month
            total += ALL_BN_PER_MONTH if cap is None else cap
    return total


def _ruled(programme: Programme) -> tuple[Record, ...]:
    """Return the announcements that rule holdings."""
    return tuple(r for r in programme.record if any(rule.kind in _RULING for rule in r.rules))


def news(programme: Programme, until: date, since: date = date(2008, 1, 1)) -> tuple[News, ...]:
    """Return the days on which the plan for long securities changed, earliest first.

    Parameters
    ----------
    programme
        A bank's announcements.
    until, since
        Later and earlier announcements are left out.
    """
    found = []
    ruled = _ruled(programme)
    for when in sorted({r.announced for r in ruled if since <= r.announced <= until}):
        before = [r for r in ruled if r.announced < when]
        now = [r for r in ruled if r.announced <= when]
        old, new = planned_bn(before, when), planned_bn(now, when)
        change = 0.0 if math.isinf(old) and math.isinf(new) else new - old
        if abs(change) >= LEAST_CHANGE_BN:
            found.append(News(when, change))
    return tuple(found)


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


def first_purchases(programme: Programme, until: date) -> tuple[date, ...]:
    """Return the days on which purchases were planned where none had been the day before."""
    found = []
    ruled = _ruled(programme)
    for when in sorted({r.announced for r in ruled if r.announced <= until}):
        before = [r for r in ruled if r.announced < when]
        now = [r for r in ruled if r.announced <= when]
        if purchases_bn(now, when) >= LEAST_CHANGE_BN > purchases_bn(before, when - timedelta(days=1)):
            found.append(when)
    return tuple(found)
