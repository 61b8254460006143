"""Purchases and sales as a rate in time, integrated over days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.programmes.model import PurchaseTotal, SaleTotal
from tidegate.bank.programmes.timeline import Segment
from tidegate.units import day as to_day

_DAY = np.timedelta64(1, "D")
_FAR = np.datetime64("9999-12-31", "D")


def month_clock(days: ArrayLike) -> NDArray[np.float64]:
    """Return months since 1970-01-01, each day counting one part in the days of its month.

    Parameters
    ----------
    days
        ``datetime64[D]``, any shape: the start of each day.
    """
    when = np.asarray(days, dtype="datetime64[D]")
    months = when.astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    length = ((months + 1).astype("datetime64[D]") - first) / _DAY
    return np.asarray(months.astype(np.int64) + ((when - first) / _DAY) / length, dtype=np.float64)


def days_in_month(day: np.datetime64) -> float:
    """Return the number of days of the month in which a day falls."""
    month = day.astype("datetime64[M]")
    return float(((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")) / _DAY)


@dataclass(frozen=True)
class _Piece:
    """One stretch of days at one rate, billions per month or (a total) per day; NaN: no amount announced."""

    start: np.datetime64
    end: np.datetime64
    rate: float
    per_day: bool

    def between(self, start: NDArray[np.datetime64], end: NDArray[np.datetime64]) -> NDArray[np.float64]:
        low, high = np.clip(start, self.start, self.end), np.clip(end, self.start, self.end)
        span = (high - low) / _DAY if self.per_day else month_clock(high) - month_clock(low)
        return np.where(high > low, np.maximum(span, 0.0) * self.rate, 0.0)


@dataclass(frozen=True)
class Flow:
    """The purchases (or sales) of one slot over time.

    Parameters
    ----------
    pieces
        Stretches that do not overlap, in order; outside them nothing is bought.
    """

    pieces: tuple[_Piece, ...] = ()

    def between(self, start: ArrayLike, end: ArrayLike) -> NDArray[np.float64]:
        """Return billions bought from `start` (included) to `end` (excluded), of the shape of both.

        NaN where a stretch without an announced amount falls within.
        """
        first, last = np.asarray(start, "datetime64[D]"), np.asarray(end, "datetime64[D]")
        total: NDArray[np.float64] = np.zeros(np.broadcast_shapes(first.shape, last.shape))
        if not total.size:
            return total
        earliest, latest = first.min(), last.max()
        for piece in self.pieces:
            if piece.start < latest and piece.end > earliest:  # most pieces lie wholly in the past
                total = total + piece.between(first, last)
        return total

    def pace(self, day: np.datetime64) -> float:
        """Return billions per month in force on a day."""
        for piece in self.pieces:
            if piece.start <= day < piece.end:
                return piece.rate * days_in_month(day) if piece.per_day else piece.rate
        return 0.0


def flow(segments: Sequence[Segment]) -> Flow:
    """Turn the segments of a slot into a flow.

    A total is spread evenly from its first day to `until`; with `since`, what
    the plan had bought from then on counts towards it and only the rest is
    spread.
    """
    pieces: list[_Piece] = []
    for segment in segments:
        start = to_day(segment.start)
        end = to_day(segment.end) if segment.end else _FAR
        rule = segment.rule
        if isinstance(rule, PurchaseTotal | SaleTotal):
            bought = (
                0.0 if rule.since is None else float(Flow(tuple(pieces)).between(to_day(rule.since), start))
            )
            stop = to_day(rule.until + timedelta(days=1))
            rate = max(rule.total_bn - bought, 0.0) / float((stop - start) / _DAY)
            pieces.append(_Piece(start, min(stop, end), rate, per_day=True))
        else:
            pace = rule.bn_per_month  # type: ignore[union-attr]  # only paces and totals are in these slots
            pieces.append(_Piece(start, end, np.nan if pace is None else pace, per_day=False))
    return Flow(tuple(pieces))
