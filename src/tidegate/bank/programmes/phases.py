"""The phases of a balance sheet: easing, holding, tightening, as the announcements made them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.programmes.model import PhaseLabel, Programme, Record, Stance
from tidegate.bank.programmes.plan import Day, Plan
from tidegate.catalog.model import Bilingual
from tidegate.units import day as to_day
from tidegate.units import to_date

_ASIDE = {"policy_rate", "facility", "statement"}
_EASING_BN = 1e-9


@dataclass(frozen=True)
class Phase:
    """A stretch of time in which the balance sheet is run one way.

    Attributes
    ----------
    key
        Name of the regime, for example ``QT2``; ``REINVEST`` comes back.
    title
        In both languages.
    stance
        Which way the gate stands.
    start, end
        First day, and first day of the next phase (`None`: none is announced).
    announced
        When its beginning was announced.
    records
        Ids of the announcements whose balance-sheet rules take effect within it.
    """

    key: str
    title: Bilingual
    stance: Stance
    start: date
    end: date | None
    announced: date
    records: tuple[str, ...]

    @property
    def last_day(self) -> date | None:
        """Last day of the phase."""
        return None if self.end is None else self.end - timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Return whether a day falls in the phase."""
        return self.start <= day and (self.end is None or day < self.end)


def phases(programme: Programme, as_of: date | None = None) -> tuple[Phase, ...]:
    """Return the phases of a bank's balance sheet in order of time.

    Parameters
    ----------
    programme
        Its announcements; those with a `phase` begin one.
    as_of
        Leave out what was announced later. A phase already announced for a
        later day is there.
    """
    records = [r for r in programme.record if as_of is None or r.announced <= as_of]
    return _phases(records, programme.phases)


def _phases(records: Iterable[Record], labels: Mapping[str, PhaseLabel]) -> tuple[Phase, ...]:
    rows = sorted(records, key=lambda r: (r.effective, r.announced))
    begins: list[Record] = []
    for record in rows:
        if record.phase is None or (begins and record.announced < begins[-1].announced):
            continue  # a later announcement that already holds had replaced this plan
        if begins and begins[-1].effective == record.effective:
            begins.pop()
        if not begins or begins[-1].phase != record.phase:
            begins.append(record)
    ends = [*(record.effective for record in begins[1:]), None][: len(begins)]
    found = []
    for record, end in zip(begins, ends, strict=True):
        label = labels[record.phase or ""]
        ids = tuple(r.id for r in rows if _within(r, record.effective, end) and (r is record or _on_sheet(r)))
        title = Bilingual(label.title_en, label.title_zh)
        found.append(
            Phase(record.phase or "", title, label.stance, record.effective, end, record.announced, ids)
        )
    return tuple(found)


def _within(record: Record, start: date, end: date | None) -> bool:
    return start <= record.effective and (end is None or record.effective < end)


def _on_sheet(record: Record) -> bool:
    return any(rule.kind not in _ASIDE for rule in record.rules)


def phase_at(found: Sequence[Phase], day: Day) -> Phase | None:
    """Return the phase that holds on a day, if one does."""
    when = to_date(to_day(day))
    return next((phase for phase in found if phase.holds(when)), None)


def stance(plan: Plan, day: Day) -> Stance:
    """Return which way the gate stands on a day under a plan.

    The phase in force says so; in a plan that names no phases, its rules do:
    reductions tighten, purchases ease, purchases of bills alone manage reserves.
    """
    phase = phase_at(_phases(plan.records, plan.phases), day)
    if phase is not None:
        return phase.stance
    when = to_day(day)
    names = plan.instruments()
    month = when.astype("datetime64[M]")
    if any(
        plan.cap_bn(i, month) > 0 or plan.sale_pace_bn(i, when) > 0 or plan.envelope(i, when) for i in names
    ):
        return "tightening"
    buys = [i for i in names if not abs(plan.purchase_pace_bn(i, when)) <= _EASING_BN]
    if not buys:
        return "holding"
    return "reserve-management" if buys == ["treasury_bills"] else "easing"


def phase_labels(found: Sequence[Phase], months: ArrayLike) -> tuple[str, ...]:
    """Return the key of the phase that holds on most days of each month; a tie goes to the later.

    Parameters
    ----------
    found
        From :func:`phases`.
    months
        ``datetime64[M]``, one dimension. Before the first phase the label is empty.
    """
    return tuple(_label(found, month) for month in np.asarray(months, dtype="datetime64[M]"))


def _label(found: Sequence[Phase], month: np.datetime64) -> str:
    first, after = to_date(month), to_date(month + 1)
    best, key = 0, ""
    for phase in found:
        days = (min(phase.end or after, after) - max(phase.start, first)).days
        if days >= max(best, 1):
            best, key = days, phase.key
    return key
