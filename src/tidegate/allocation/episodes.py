"""What years of a kind have brought: bills, jobs and shares, in every twelve months on record by a day.

Windows overlap and recessions are few: four begin between 1990 and 2025. The
numbers say what happened, not what must.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.panel import FACTORS, Months, Panel
from tidegate.allocation.reference import MARKET
from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]
KINDS = ("no_recession", "held", "cut", "recession")
YEAR = 12
CUT_POINTS = -0.4
"""Bills that fall by more have seen cuts: two steps of a quarter point, less what was expected of them."""
LEAST_WINDOWS = 6


@dataclass(frozen=True)
class Episode:
    """Means over the windows of a kind.

    Attributes
    ----------
    bill_points, unemployment_points
        Change over the year less its mean over all windows, points.
    shares
        Return of US shares over bills less its mean over all windows, a fraction.
    windows
        How many there were.
    """

    bill_points: float
    unemployment_points: float
    shares: float
    windows: int


def episodes(
    panel: Panel, recession_months: Months, in_recession: NDArray[np.bool_]
) -> Mapping[str, Episode]:
    """Return what years of each kind brought.

    Parameters
    ----------
    panel
        Months known on the day.
    recession_months, in_recession
        Months that had been dated by the day, and whether each was in recession, shape [m].

    Raises
    ------
    InputError
        If there are fewer than six windows of a kind: the day lies too early.
    """
    dated = panel.months <= recession_months[-1]
    months = panel.months[dated]
    flags = in_recession[np.searchsorted(recession_months, months)]
    columns = np.stack(
        [
            panel.factors[dated, FACTORS.index("bill")],
            panel.factors[dated, FACTORS.index("unemployment")],
            np.log1p(panel.excess[dated, panel.assets.index(MARKET)]),
        ],
        axis=1,
    )
    count = len(months) - YEAR
    if count < LEAST_WINDOWS:
        raise InputError.of(
            N_("history: only {count} months are dated; choose a later day"), count=len(months)
        )
    total = np.cumsum(np.vstack([np.zeros(3), np.nan_to_num(columns[1:])]), axis=0)
    moved = total[YEAR:] - total[:count]
    began = np.array([flags[i + 1 : i + 1 + YEAR].any() for i in range(count)])
    before = flags[:count]
    calm = ~began & ~before
    cut = moved[:, 0] < CUT_POINTS
    chosen = {
        "no_recession": calm,
        "held": calm & ~cut,
        "cut": calm & cut,
        "recession": began & ~before,
    }
    usual = moved.mean(axis=0)
    found = {}
    for kind, rows in chosen.items():
        if rows.sum() < LEAST_WINDOWS:
            raise InputError.of(
                N_(
                    "history: {count} years of the kind {kind} by then; {least} are needed; choose a later day"
                ),
                count=int(rows.sum()),
                kind=kind,
                least=LEAST_WINDOWS,
            )
        mean = moved[rows].mean(axis=0) - usual
        found[kind] = Episode(float(mean[0]), float(mean[1]), float(mean[2]), int(rows.sum()))
    return found
