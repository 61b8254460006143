"""How a reading is compared: with the year before, and with its usual age."""

from __future__ import annotations

import numpy as np

from tidegate.catalog import Frequency
from tidegate.data.asof import SeriesData
from tidegate.units import MONTHS_PER_YEAR

_BY_PERIOD = (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.ANNUAL)
_WEEKS_52 = np.timedelta64(364, "D")
_TOLERANCE = np.timedelta64(14, "D")
STALE_AFTER = {"D": 14, "W": 21, "M": 75, "Q": 200, "A": 500}
"""Days after the end of its period at which a reading is called old, by frequency.

About twice what a reading's age usually is on the day before the next one.
"""


def year_ago(found: SeriesData) -> float:
    """Return the value of one year before the last observation; NaN where there is none.

    Daily and weekly series are compared over 52 weeks, so that a Wednesday
    meets a Wednesday, with the last value of the two weeks before.
    """
    last = found.dates[-1]
    if found.series.frequency in _BY_PERIOD:
        wanted = last.astype("datetime64[M]") - MONTHS_PER_YEAR
        at = np.flatnonzero(found.dates.astype("datetime64[M]") == wanted)
        return float(found.values[at[-1]]) if at.size else float("nan")
    position = int(np.searchsorted(found.dates, last - _WEEKS_52, side="right")) - 1
    if position < 0 or last - _WEEKS_52 - found.dates[position] > _TOLERANCE:
        return float("nan")
    return float(found.values[position])
