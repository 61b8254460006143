"""Doubts about one series: each a rule of thumb that the figures at hand must bear out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog.model import Frequency, Series, Stamp
from tidegate.data.asof import period_end
from tidegate.message import N_, Message, Number
from tidegate.units import Days

ENOUGH = 24
"""So many observations must be held before habits are inferred from them."""
UNIT_FACTORS = (1e-6, 1e-3, 1e-2, 1e2, 1e3, 1e6)
NEAR = 0.12
"""How near a ratio lies to a power of ten to be taken for one: a fifth either way, as log10."""
FIRST_YEAR = 1700
STALE_RUN = {Frequency.DAILY: 15, Frequency.WEEKLY: 8, Frequency.MONTHLY: 6, Frequency.QUARTERLY: 5}
HOLE_DAYS = {Frequency.DAILY: 16, Frequency.WEEKLY: 21, Frequency.MONTHLY: 95, Frequency.QUARTERLY: 280}
REWRITTEN_SHARE = 0.5
REWRITTEN_BY = 0.02
LOST_SHARE = 0.02
PERCENT_BOUNDS = (-40.0, 200.0)
"""The federal deficit of 1943 was 26.9% of GDP."""
LEVELS = ("bn_", "thousand_", "persons", "index", "usd_per", "hours")


@dataclass(frozen=True)
class Doubt:
    """Why figures are not believed.

    Attributes
    ----------
    kind
        ``unit``, ``dates``, ``gaps``, ``stale``, ``impossible``, ``rewritten``, ``jump``, ``identity``
        or ``table``.
    reason
        In a sentence, with the figures.
    """

    kind: str
    reason: Message


@dataclass(frozen=True)
class History:
    """One series by date, in the canonical unit, the latest value of each date.

    Attributes
    ----------
    dates, values
        Shape [n], strictly rising dates.
    """

    dates: Days
    values: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of observations."""
        return len(self.dates)


@dataclass(frozen=True)
class Case:
    """What a check looks at.

    Attributes
    ----------
    entry
        The series.
    held
        As it is held; empty before the first synchronisation.
    read
        As it was read, in the canonical unit.
    today
        The day of the question.
    """

    entry: Series
    held: History
    read: History
    today: date

    @property
    def habits(self) -> bool:
        """Whether enough is held to infer habits from."""
        return len(self.held) >= ENOUGH

    def overlap(self) -> tuple[NDArray[np.float64], NDArray[np.float64], Days]:
        """Return held and read values of the dates that both have, and those dates."""
        common, left, right = np.intersect1d(self.held.dates, self.read.dates, return_indices=True)
        return self.held.values[left], self.read.values[right], common

    def fresh(self) -> NDArray[np.bool_]:
        """Return which of the dates read lie after everything held."""
        if not len(self.held):
            return np.ones(len(self.read), dtype=bool)
        return np.asarray(self.read.dates > self.held.dates[-1])


def doubts(case: Case) -> tuple[Doubt, ...]:
    """Return every doubt about a series; none is good news.

    Without a history only dates and impossible values can be judged: the first
    synchronisation of a series has to be trusted for its unit.
    """
    found: list[Doubt] = []
    for check in CHECKS:
        found += check(case)
    return tuple(found)


def unit(case: Case) -> Iterator[Doubt]:
    """Doubt values that differ from what is held by about a power of ten that units differ by."""
    held, read, when = case.overlap()
    if not case.habits:
        return
    usable = (np.abs(held) > 0) & (np.abs(read) > 0) & (np.sign(held) == np.sign(read))
    ratios = np.log10(read[usable] / held[usable])
    for factor in UNIT_FACTORS:
        off = np.abs(ratios - np.log10(factor)) < NEAR
        # A single figure may be revised a hundredfold from near nothing; a thousandfold is a unit.
        if off.sum() >= (1 if factor in (1e-3, 1e3, 1e-6, 1e6) and _steady(case) else max(3, 0.1 * len(off))):
            at = int(np.flatnonzero(usable)[np.flatnonzero(off)[0]])
            yield Doubt(
                "unit",
                Message(
                    N_(
                        "{count} values are about {factor} times what is held, first on {day}: {old} became {new}"
                    ),
                    {
                        "count": int(off.sum()),
                        "factor": f"{factor:g}",
                        "day": when[at].item(),
                        "old": Number(float(held[at]), 3),
                        "new": Number(float(read[at]), 3),
                    },
                ),
            )
            return


def _steady(case: Case) -> bool:
    """Return whether the series never moved near zero or a hundredfold between two dates."""
    values = np.abs(case.held.values)
    return bool((values > 0).all() and _largest_step(values) < 30)


def _largest_step(values: NDArray[np.float64]) -> float:
    if len(values) < 2:
        return 1.0
    steps = np.abs(np.diff(np.log10(np.maximum(np.abs(values), 1e-12))))
    return float(10 ** steps.max())


def jump(case: Case) -> Iterator[Doubt]:
    """Doubt a step between two dates that is tenfold the largest there ever was (at least thirtyfold)."""
    fresh = case.fresh()
    if not case.habits or not fresh.any() or not _steady(case):
        return
    values = np.concatenate([case.held.values[-1:], case.read.values[fresh]])
    limit = max(30.0, 10 * _largest_step(np.abs(case.held.values)))
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.abs(np.log10(np.abs(values[1:]) / np.abs(values[:-1])))
    far = np.flatnonzero(~(steps < np.log10(limit)))
    if far.size:
        at = int(far[0])
        yield Doubt(
            "jump",
            Message(
                N_("a step from {old} to {new} on {day}: larger than any before, as if the unit had changed"),
                {
                    "old": Number(float(values[at]), 3),
                    "new": Number(float(values[at + 1]), 3),
                    "day": case.read.dates[fresh][at].item(),
                },
            ),
        )


def dates(case: Case) -> Iterator[Doubt]:
    """Doubt dates in the future, before there were statistics, or on the wrong day of the period."""
    stamps = case.read.dates
    projected = bool(len(case.held)) and case.held.dates[-1] > np.datetime64(case.today, "D")
    # East of here it may be tomorrow already; the week of an average may not have ended.
    last = np.datetime64(case.today, "D") + np.timedelta64(1 if case.entry.stamp is Stamp.DAY else 7, "D")
    if case.entry.stamp is not Stamp.DAY and case.entry.frequency not in (Frequency.DAILY, Frequency.WEEKLY):
        last = last + np.timedelta64(31, "D")
    if stamps[-1] > last and not projected:
        reason = N_("{day} lies in the future")
        yield Doubt("dates", Message(reason, {"day": stamps[-1].item()}))
    if stamps[0] < np.datetime64(f"{FIRST_YEAR}-01-01"):
        reason = N_("{day} lies before there were statistics")
        yield Doubt("dates", Message(reason, {"day": stamps[0].item()}))
    if case.entry.stamp is Stamp.PERIOD_START and case.entry.frequency in (
        Frequency.MONTHLY,
        Frequency.QUARTERLY,
        Frequency.ANNUAL,
    ):
        wrong = stamps != stamps.astype("datetime64[M]").astype("datetime64[D]")
        if wrong.any():
            reason = N_("{day} is not the first day of a period, as this series writes them")
            yield Doubt("dates", Message(reason, {"day": stamps[wrong][0].item()}))
    if case.entry.frequency is Frequency.WEEKLY and case.habits:
        yield from _weekdays(case)


def _weekdays(case: Case) -> Iterator[Doubt]:
    """Doubt a weekly series that falls on another day of the week than it did."""
    usual = _days_of_week(case.held.dates[-104:])
    habit = int(np.bincount(usual, minlength=7).argmax())
    fresh = case.read.dates[case.fresh()]
    if (usual == habit).mean() > 0.95 and len(fresh) >= 3 and (_days_of_week(fresh) != habit).mean() > 0.5:
        reason = N_("{day} falls on another day of the week than the figures held")
        yield Doubt("dates", Message(reason, {"day": fresh[0].item()}))


def _days_of_week(days: Days) -> NDArray[np.int64]:
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7


def gaps(case: Case) -> Iterator[Doubt]:
    """Doubt an answer in which dates are missing that are held, or new ones leave a hole."""
    if not len(case.held):
        return
    inside = (case.held.dates >= case.read.dates[0]) & (case.held.dates <= case.read.dates[-1])
    lost = np.setdiff1d(case.held.dates[inside], case.read.dates)
    if inside.sum() and len(lost) > max(2, LOST_SHARE * inside.sum()):
        reason = N_("{count} dates that are held are missing in the answer, first {day}")
        yield Doubt("gaps", Message(reason, {"count": len(lost), "day": lost[0].item()}))
    if len(case.held) and case.read.dates[-1] < case.held.dates[-1]:
        reason = N_("the answer ends on {last}; figures are held up to {held}")
        values = {"last": case.read.dates[-1].item(), "held": case.held.dates[-1].item()}
        yield Doubt("gaps", Message(reason, values))
    fresh = case.fresh()
    most = HOLE_DAYS.get(case.entry.frequency)
    if most is None or not fresh.any() or not case.habits:
        return
    days = np.concatenate([case.held.dates[-1:], case.read.dates[fresh]])
    usual = int(np.diff(case.held.dates[-260:]).astype(np.int64).max())
    holes = np.diff(days).astype(np.int64)[1:]  # the first step is the time that nobody asked
    if holes.size and holes.max() > max(most, usual):
        at = int(holes.argmax()) + 1
        reason = N_("no figure between {first} and {last}")
        yield Doubt("gaps", Message(reason, {"first": days[at].item(), "last": days[at + 1].item()}))


def stale(case: Case) -> Iterator[Doubt]:
    """Doubt new values that repeat one value far longer than the series ever did."""
    fresh = case.read.values[case.fresh()]
    limit = STALE_RUN.get(case.entry.frequency)
    if limit is None or len(fresh) < limit or not case.habits:
        return
    longest = int(max(_runs(case.held.values).max(), 1))
    run = int(_runs(fresh).max())
    if run >= max(limit, 2 * longest):
        reason = N_("the same value {count} times in a row; before, at most {longest} times")
        yield Doubt("stale", Message(reason, {"count": run, "longest": longest}))


def _runs(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the lengths of runs of equal values."""
    edges = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1], [True]]))
    return np.diff(edges).astype(np.int64)


def impossible(case: Case) -> Iterator[Doubt]:
    """Doubt levels below zero where there never were any, and rates that no economy has seen."""
    values = case.read.values
    if case.entry.unit == "percent":
        low, high = PERCENT_BOUNDS
        if len(case.held):
            low, high = min(low, float(case.held.values.min())), max(high, float(case.held.values.max()))
        wrong = np.flatnonzero((values < low) | (values > high))
    elif case.entry.unit.startswith(LEVELS) and case.habits and case.held.values.min() > 0:
        wrong = np.flatnonzero(values < 0)
    else:
        return
    if wrong.size:
        at = int(wrong[0])
        reason = N_("{value} on {day} is not possible")
        yield Doubt(
            "impossible",
            Message(reason, {"value": Number(float(values[at]), 3), "day": case.read.dates[at].item()}),
        )


def rewritten(case: Case) -> Iterator[Doubt]:
    """Doubt an answer that changes most of what is held by more than two per cent: a new base, or another series."""
    held, read, when = case.overlap()
    if not case.habits or len(held) < ENOUGH:
        return
    size = np.maximum(np.abs(held), np.median(np.abs(held)) * 0.1)
    size[size == 0] = 1.0
    changed = np.abs(read - held) / size > REWRITTEN_BY
    if changed.mean() > REWRITTEN_SHARE:
        at = int(np.flatnonzero(changed)[0])
        yield Doubt(
            "rewritten",
            Message(
                N_(
                    "{count} of {total} values held would change by more than 2%, first on {day}: {old} became {new}"
                ),
                {
                    "count": int(changed.sum()),
                    "total": len(held),
                    "day": when[at].item(),
                    "old": Number(float(held[at]), 3),
                    "new": Number(float(read[at]), 3),
                },
            ),
        )


def not_yet_ended(entry: Series, stamps: Days, today: date) -> NDArray[np.bool_]:
    """Return which stamps stand for a period that has not ended by `today`."""
    return np.asarray(period_end(stamps, entry) > np.datetime64(today, "D"))


Check = Callable[[Case], Iterator[Doubt]]
CHECKS: tuple[Check, ...] = (unit, jump, dates, gaps, stale, impossible, rewritten)
