"""What prices did over the phases of easing and tightening: illustration, never proof.

A phase lasts for years, and growth, inflation, hikes and crises happen in it;
what was announced had moved prices before it began. So a whole phase says
nothing about what purchases or run-off did. `sign_traps` finds the cases in
which it even says the opposite of what the same news did on its day.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.units import BASIS_POINTS_PER_POINT, Days, day

Floats = NDArray[np.float64]
Stance = Literal["easing", "tightening", "holding", "reserve-management"]
STALE_DAYS = 7
"""Days: the mortgage survey comes once a week."""


@dataclass(frozen=True)
class Stretch:
    """A phase as investors saw it: from the close before its announcement or start to its end.

    Attributes
    ----------
    key
        Name.
    stance
        Which way the gate stood.
    start, end
        The change is from the last close up to one to the last close up to the other.
    """

    key: str
    stance: Stance
    start: date
    end: date


def _stretch(key: str, stance: Stance, start: str, end: str) -> Stretch:
    return Stretch(key, stance, date.fromisoformat(start), date.fromisoformat(end))


STRETCHES = (
    _stretch("QE1", "easing", "2008-11-24", "2010-03-31"),
    _stretch("QE2", "easing", "2010-11-03", "2011-06-30"),
    _stretch("MEP", "easing", "2011-09-20", "2012-12-31"),
    _stretch("QE3", "easing", "2012-09-12", "2014-10-29"),
    _stretch("REINVEST", "holding", "2014-10-29", "2017-09-29"),
    _stretch("QT1", "tightening", "2017-09-29", "2019-07-31"),
    _stretch("BILLS", "reserve-management", "2019-10-10", "2020-02-28"),
    _stretch("QE4", "easing", "2020-03-13", "2022-03-09"),
    _stretch("QT2", "tightening", "2022-05-31", "2025-12-01"),
    _stretch("RMP", "reserve-management", "2025-12-11", "2026-08-21"),
)
"""The last goes on; it is measured to the last day of the record."""


@dataclass(frozen=True)
class PhaseReturn:
    """What one asset did over one phase.

    Attributes
    ----------
    phase
        Key of a `Stretch`.
    asset
        Id of the catalogue of assets.
    unit
        ``pct`` of a price, ``bp`` of a yield.
    change
        NaN where there is no close near one of the ends.
    source
        Price.
    """

    phase: str
    asset: str
    unit: str
    change: float
    source: str


def change_over(dates: Days, values: Floats, stretch: Stretch, unit: str) -> float:
    """Return what a price or yield did over a phase.

    Parameters
    ----------
    dates, values
        Rising dates; prices, or yields in percent.
    stretch
        The phase.
    unit
        ``pct`` or ``bp``.

    Returns
    -------
    float
        NaN where the last close up to an end is more than a week older than it.

    Raises
    ------
    InputError
        For another unit.
    """
    if unit not in ("pct", "bp"):
        raise InputError.of(N_("unit {value!r}: give pct or bp"), value=unit)
    ends = []
    for when in (day(stretch.start), day(stretch.end)):
        at = int(np.searchsorted(dates, when, side="right")) - 1
        if at < 0 or when - dates[at] > np.timedelta64(STALE_DAYS, "D"):
            return math.nan
        ends.append(float(values[at]))
    first, last = ends
    return 100.0 * (last / first - 1.0) if unit == "pct" else BASIS_POINTS_PER_POINT * (last - first)


COLUMNS = tuple(PhaseReturn.__dataclass_fields__)


@cache
def published_returns() -> tuple[PhaseReturn, ...]:
    """Return the shipped changes of prices that may not be passed on themselves."""
    text = resources.files(__package__).joinpath("phase_returns.csv").read_text("utf-8")
    header, *rows = csv.reader(text.splitlines())
    if tuple(header) != COLUMNS:
        raise InputError.of(
            N_("table of phases: columns {found}; they must be {wanted}"), found=header, wanted=COLUMNS
        )
    return tuple(
        PhaseReturn(phase, asset, unit, float(change), source) for phase, asset, unit, change, source in rows
    )


def sign_traps(
    returns: Sequence[PhaseReturn], on_the_day: Mapping[str, float], stretches: Sequence[Stretch] = STRETCHES
) -> tuple[PhaseReturn, ...]:
    """Return the phases in which an asset went against what the same kind of news did on its day.

    Parameters
    ----------
    returns
        Changes over phases.
    on_the_day
        By asset its response to tightening news, of any size: its sign is compared.
    stretches
        The phases; only easing and tightening ones are compared.
    """
    wanted = {"tightening": 1.0, "easing": -1.0}
    sign_of = {s.key: wanted.get(s.stance, 0.0) for s in stretches}
    return tuple(
        r
        for r in returns
        if r.asset in on_the_day and sign_of.get(r.phase, 0.0) * on_the_day[r.asset] * r.change < 0.0
    )
