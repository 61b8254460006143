"""What goes into a decision and what comes out. All arrays have shape [paths]."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Sheet(IntEnum):
    """What the bank does with its balance sheet."""

    HOLD = 0
    """All that matures is reinvested."""
    QE = 1
    TAPER = 2
    RUNOFF = 3
    SLOW_RUNOFF = 4
    RESERVE_MANAGEMENT = 5


class Cause(IntEnum):
    """Why the balance sheet does what it does this month."""

    STAYS = 0
    """No condition for a change is met."""
    SPELL = 1
    """One is met, but the last decision is too fresh."""
    BOUND = 2
    """At the lower bound, and the rule asks for far less: purchases begin."""
    PROGRESS = 3
    """Unemployment has come down, or inflation is up: purchases taper."""
    TAPERED = 4
    """The taper is done: reinvestment."""
    RATES_FIRST = 5
    """Rates are well above the bound and should rise: run-off begins."""
    NEAR_AMPLE = 6
    """Reserves near the ample range: run-off slows."""
    AMPLE = 7
    """Reserves are ample no more, or nearly so: run-off stops."""
    RECESSION = 8
    """Recession or stress: run-off stops."""
    GROWTH = 9
    """Reserves must grow with the economy: purchases to manage them."""
    EASY = 10
    """Overnight rates are easy again: those purchases rest."""


@dataclass(frozen=True)
class Readings:
    """What the bank sees this month; NaN: not known, and then no switch that needs it is on.

    Attributes
    ----------
    inflation_pct
        Core PCE prices over a year.
    output_gap_pct
        Output over potential.
    unemployment_gap_pct
        Unemployment less its natural rate.
    unemployment_rise_pct
        Three-month mean of unemployment less its lowest in twelve months before.
    wages_pct
        Hourly earnings over a year.
    stability
        Easy conditions, leverage and valuations, -1 to 1.
    stress_rise
        Change of the financial conditions index over a quarter.
    reserves_pct
        Reserves, percent of GDP.
    funding_bp
        Overnight rate over interest on reserves.
    """

    inflation_pct: Floats
    output_gap_pct: Floats
    unemployment_gap_pct: Floats
    unemployment_rise_pct: Floats
    wages_pct: Floats
    stability: Floats
    stress_rise: Floats
    reserves_pct: Floats
    funding_bp: Floats


def readings(**values: ArrayLike) -> Readings:
    """Return readings from numbers or arrays, brought to one shape; what is left out is NaN."""
    names = Readings.__dataclass_fields__
    unknown = set(values) - set(names)
    if unknown:
        raise TypeError(f"no such reading: {', '.join(sorted(unknown))}")
    given = [np.atleast_1d(np.asarray(values.get(n, np.nan), dtype=np.float64)) for n in names]
    return Readings(*(np.array(a) for a in np.broadcast_arrays(*given)))


@dataclass(frozen=True)
class State:
    """Where policy stands before the decision.

    Attributes
    ----------
    rate_pct
        Policy rate, middle of the range.
    sheet
        `Sheet` values, int8.
    months
        Months that the sheet has done so, int64.
    """

    rate_pct: Floats
    sheet: NDArray[np.int8]
    months: NDArray[np.int64]


def state(rate_pct: ArrayLike, sheet: ArrayLike = Sheet.HOLD, months: ArrayLike = 0) -> State:
    """Return a state from numbers or arrays, brought to one shape."""
    rate, kind, spell = np.broadcast_arrays(
        np.atleast_1d(np.asarray(rate_pct, dtype=np.float64)), np.asarray(sheet), np.asarray(months)
    )
    return State(np.array(rate), kind.astype(np.int8), spell.astype(np.int64))


@dataclass(frozen=True)
class Triggers:
    """The four triggers, and the two switches that stop tightening: numbers and on/off, shape [paths].

    Attributes
    ----------
    inflation, overheating, labour, stability
        Inflation over target; output gap; unemployment under its natural rate;
        the monitor's number. In percentage points, the last from -1 to 1.
    inflation_on, overheating_on, labour_on, stability_on
        Whether each is over its threshold; labour also where wages are.
    recession_on, stress_on
        Unemployment has risen from its low; financial conditions have jumped.
    """

    inflation: Floats
    overheating: Floats
    labour: Floats
    stability: Floats
    inflation_on: Flags
    overheating_on: Flags
    labour_on: Flags
    stability_on: Flags
    recession_on: Flags
    stress_on: Flags


@dataclass(frozen=True)
class Decision:
    """What policy does this month.

    Attributes
    ----------
    rate_pct
        Policy rate from now on.
    notional_pct
        What the rule would set without inertia and without a bound.
    sheet, months
        What the balance sheet does from now on, and for how many months it has.
    cause
        `Cause` values, int8.
    triggers
        What was seen.
    """

    rate_pct: Floats
    notional_pct: Floats
    sheet: NDArray[np.int8]
    months: NDArray[np.int64]
    cause: NDArray[np.int8]
    triggers: Triggers

    @property
    def state(self) -> State:
        """The state before the next decision."""
        return State(self.rate_pct, self.sheet, self.months)
