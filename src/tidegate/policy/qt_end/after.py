"""What follows the end of run-off: hazards from the dated phases, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tidegate.bank.programmes.phases import Phase
from tidegate.policy.qt_end.parameters import AfterRules, default_parameters

Floats = NDArray[np.float64]
Months = NDArray[np.datetime64]
EVENTS = ("reserve-management", "run-off", "purchases")
_STANCE = {"reserve-management": EVENTS[0], "tightening": EVENTS[1], "easing": EVENTS[2]}
_STILL = ("holding", "reserve-management")
_DRAWS = 4000
_CUT_LOOK_BACK = 12


@dataclass(frozen=True)
class Chance:
    """A probability with its interval."""

    p: float
    low: float
    high: float


@dataclass(frozen=True)
class Hazard:
    """How often something happened: events over months at risk."""

    events: int
    months: int


@dataclass(frozen=True)
class Outlook:
    """What comes first within a horizon; the first four chances add up to one.

    Attributes
    ----------
    months
        Horizon.
    reserve_management
        Purchases that keep reserves ample begin (or go on, if they are under way).
    run_off
        QT restarts.
    purchases
        QE restarts.
    hold
        None of them (reserve management, if under way, is stopped).
    cuts
        At least one cut of the policy rate, whatever the balance sheet does.
    """

    months: int
    reserve_management: Chance
    run_off: Chance
    purchases: Chance
    hold: Chance
    cuts: Chance


@dataclass(frozen=True)
class After:
    """Everything that is said about the time after the end.

    Attributes
    ----------
    state
        ``holding`` or ``reserve-management``: where the count begins.
    at_bound
        Whether the policy rate stood at its lower bound on the day.
    hazards
        By event, with the rate above or at the bound as on the day.
    outlooks
        One for each horizon.
    """

    state: str
    at_bound: bool
    hazards: dict[str, Hazard]
    outlooks: tuple[Outlook, ...]


def still_hazards(
    phases: Sequence[Phase], as_of: date, bound_months: Months, at_bound: bool, rules: AfterRules
) -> dict[str, Hazard]:
    """Count how often the balance sheet left a standstill, and for what.

    Parameters
    ----------
    phases
        As announced by `as_of`.
    as_of
        Later months are not counted.
    bound_months
        Months in which the policy rate stood at its lower bound.
    at_bound
        Count the months at the bound, or those above it.
    rules
        First day counted.

    Notes
    -----
    At risk of reserve management are months of holding; of run-off and of
    purchases those of reserve management too. An event belongs to the month
    before it; a switch to another kind of holding is none. ``stopped`` counts
    ends of reserve management that led back to holding.
    """
    events = dict.fromkeys((*EVENTS, "stopped"), 0)
    months = dict.fromkeys((*EVENTS, "stopped"), 0)
    for this, after in zip(phases, [*phases[1:], None][: len(phases)], strict=True):
        if this.stance not in _STILL or this.end is not None and this.end <= rules.first:
            continue
        first = np.datetime64(max(this.start, rules.first), "M")
        last = np.datetime64(min(this.end or as_of, as_of), "M")
        span = np.arange(first, max(last, first + 1))
        within = np.isin(span, bound_months) == at_bound
        managed = this.stance == "reserve-management"
        for name in EVENTS[1:]:
            months[name] += int(within.sum())
        months["stopped" if managed else EVENTS[0]] += int(within.sum())
        if after is None or after.start > as_of or not within[-1]:
            continue
        if managed and after.stance == "holding":
            events["stopped"] += 1
        elif after.stance in _STANCE and after.stance != this.stance:
            events[_STANCE[after.stance]] += 1
    return {name: Hazard(events[name], months[name]) for name in events}


def _chance(draws: Floats, interval: float) -> Chance:
    low, high = np.quantile(draws, [0.5 * (1 - interval), 0.5 * (1 + interval)])
    return Chance(float(draws.mean()), float(low), float(high))


def cut_hazard(rate_months: Months, upper_pct: Floats, horizon: int) -> Hazard:
    """Count months like the last one, and those followed by a cut within a horizon.

    Parameters
    ----------
    rate_months, upper_pct
        Policy rate at each month's end, up to the last full month known, shape [n].
    horizon
        Months.

    Returns
    -------
    Hazard
        Windows overlap: their number is divided by the horizon to count only
        independent ones. Alike are months whose last change within a year went
        the same way (rise, fall, none), and as much as the last one at the bound.
    """
    step = np.sign(np.diff(upper_pct, prepend=upper_pct[0]))
    moved = np.where(step != 0, np.arange(len(step)), -_CUT_LOOK_BACK)
    last = np.maximum.accumulate(moved)
    recent = np.arange(len(step)) - last < _CUT_LOOK_BACK
    change = np.where(recent & (last >= 0), step[np.maximum(last, 0)], 0.0)[_CUT_LOOK_BACK:]
    level = upper_pct[_CUT_LOOK_BACK:]
    falls = np.diff(level) < 0
    bound = default_parameters().after.bound_pct
    alike = (change == change[-1]) & ((level <= bound) == (level[-1] <= bound))
    known = np.flatnonzero(alike[: len(level) - horizon])
    hits = sum(bool(falls[at : at + horizon].any()) for at in known)
    return Hazard(round(hits / horizon), round(len(known) / horizon))


def _cuts(found: Hazard, rng: Generator, interval: float) -> Chance:
    """Beta smoothing with Jeffreys' prior."""
    return _chance(rng.beta(found.events + 0.5, max(found.months - found.events, 0) + 0.5, _DRAWS), interval)


def after_the_end(
    phases: Sequence[Phase],
    as_of: date,
    rate_months: Months,
    upper_pct: Floats,
    managing: bool,
    rng: Generator,
    rules: AfterRules | None = None,
) -> After:
    """Return what comes after the end of run-off, by base rates alone.

    Parameters
    ----------
    phases
        As announced by `as_of`.
    as_of
        The day.
    rate_months, upper_pct
        Top of the target range (or the target) at each month's end, shape [n].
    managing
        Whether purchases for reserve management are under way.
    rng
        Seeded.
    rules
        Choices.
    """
    chosen = rules or default_parameters().after
    at_bound = bool(upper_pct[-1] <= chosen.bound_pct)
    hazards = still_hazards(phases, as_of, rate_months[upper_pct <= chosen.bound_pct], at_bound, chosen)
    leave = "stopped" if managing else EVENTS[0]
    names = (leave, *EVENTS[1:])
    rates = np.stack(
        [
            rng.gamma(hazards[n].events + chosen.prior_events, 1.0, _DRAWS)
            / (hazards[n].months + chosen.prior_months)
            for n in names
        ]
    )
    total = rates.sum(axis=0)
    outlooks = []
    for horizon in chosen.horizons:
        gone = -np.expm1(-total * horizon)
        left, run_off, purchases = (_chance(gone * r / total, chosen.interval) for r in rates)
        stay = _chance(1.0 - gone, chosen.interval)
        cuts = _cuts(cut_hazard(rate_months, upper_pct, horizon), rng, chosen.interval)
        managed, hold = (stay, left) if managing else (left, stay)
        outlooks.append(Outlook(horizon, managed, run_off, purchases, hold, cuts))
    return After("reserve-management" if managing else "holding", at_bound, hazards, tuple(outlooks))
