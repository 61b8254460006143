"""What had been announced by each day: the phase of the balance sheet and the regime of the policy rate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.model import Programme
from tidegate.bank.programmes.phases import Phase, phase_at, phases
from tidegate.bank.programmes.rate_regimes import RateRegime, rate_regimes
from tidegate.policy.regime.labels import PHASE_SHEET, Floats
from tidegate.units import Days, to_date

Known = TypeVar("Known")
TRUST = 0.98
"""Chance that the bank does what it announced for a day. Every phase on record began as last announced."""


def announced_sheet(programme: Programme, dates: Days) -> tuple[str, ...]:
    """Return the label that the announcements known on each day give it, ``""`` before the first."""

    def label(known: tuple[Phase, ...], when: np.datetime64) -> str:
        phase = phase_at(known, when)
        return "" if phase is None else str(PHASE_SHEET[phase.key])

    told = (r.announced for r in programme.record if r.phase is not None)
    return _by_day(told, dates, lambda day: phases(programme, day), label)


def announced_rates(programme: Programme, dates: Days) -> tuple[str, ...]:
    """Return the regime of the policy rate that the decisions known on each day give it."""

    def label(known: tuple[RateRegime, ...], when: np.datetime64) -> str:
        day = to_date(when)
        begun = [r.key for r in known if r.start <= day]
        return begun[-1] if begun else ""

    told = (r.announced for r in programme.record if any(rule.kind == "policy_rate" for rule in r.rules))
    return _by_day(told, dates, lambda day: rate_regimes(programme, day), label)


def _by_day(
    announced: Iterable[date],
    dates: Days,
    known_on: Callable[[date], Known],
    label: Callable[[Known, np.datetime64], str],
) -> tuple[str, ...]:
    told = np.array(sorted(set(announced)), dtype="datetime64[D]")
    latest = np.searchsorted(told, dates, side="right") - 1
    cache: dict[int, Known] = {}
    found = []
    for row, when in zip(latest.tolist(), dates, strict=True):
        if row < 0:
            found.append("")
            continue
        if row not in cache:
            cache[row] = known_on(to_date(told[row]))
        found.append(label(cache[row], when))
    return tuple(found)


def weight(announced: tuple[str, ...], labels: tuple[str, ...]) -> Floats:
    """Return the log-weight that announcements give each label, shape [t, k]; 0 where none is known."""
    known = np.array(announced)[:, None] == np.array([str(label) for label in labels])[None, :]
    any_known: NDArray[np.bool_] = known.any(axis=1, keepdims=True)
    found = np.where(known, np.log(TRUST), np.log((1.0 - TRUST) / (len(labels) - 1)))
    return np.where(any_known, found, 0.0)
