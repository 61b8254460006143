"""What the publishers know: figures made up or from the snapshot, in the publisher's unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from tidegate.catalog import series, series_ids
from tidegate.catalog.model import Frequency, Series, Stamp
from tidegate.data import open_store
from tidegate.units import month_end, to_date

Points = list[tuple[date, float]]
VERSION_STEP = 1e-5


@dataclass
class World:
    """What the publishers know: figures by id of the catalogue, in the publisher's unit.

    Attributes
    ----------
    today
        Nothing later is served.
    version
        Counts up what is new: so many periods more than the snapshot has.
    """

    today: date
    version: int = 1
    kept: dict[str, Points] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = open_store()

    def points(self, entry: Series) -> Points:
        """Return a series as its publisher has it now."""
        if entry.id not in self.kept:
            self.kept[entry.id] = self._old(entry)
        old = self.kept[entry.id]
        new: Points = []
        last = old[-1]
        for step in range(self.version):
            day = following(last[0], entry)
            if day > self.today:
                break
            # Every version also revises what is new by a little, so that it can be told from any new value.
            last = (
                day,
                round((old[-1][1] or 0.01) * (1 + 0.001 * (step + 1) + VERSION_STEP * self.version), 6),
            )
            new.append(last)
        return old + new

    def _old(self, entry: Series) -> Points:
        if not entry.live and entry.id in self.store.ids():
            found = [self.store.series(entry.id, self.today), self.store.projected(entry.id)]
            unit = round(1 / entry.scale) if entry.scale < 1 else 1 / entry.scale
            rows: dict[date, float] = {}
            for part in found:
                values = np.round(part.values * unit, 4).tolist()
                rows |= dict(zip((to_date(d) for d in part.dates), values, strict=True))
            return sorted(rows.items())
        day = date(self.today.year - 2, 1, 3 if entry.frequency is Frequency.WEEKLY else 1)
        found_points: Points = []
        while day < self.today - timedelta(8):
            wave = 1 + 0.01 * np.sin(len(found_points))
            base = 4.0 if entry.unit == "percent" else 500.0 / entry.scale
            found_points.append((day, round(float(base * wave), 6)))
            day = following(day, entry)
        return found_points


def following(day: date, entry: Series) -> date:
    """Return the stamp after one."""
    if entry.frequency is Frequency.WEEKLY:
        return day + timedelta(7)
    if entry.frequency is Frequency.DAILY:
        return day + timedelta(3 if day.weekday() == 4 else 1)
    months = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}[entry.frequency]
    month = np.datetime64(day, "M") + months
    ends = entry.stamp is Stamp.PERIOD_END
    return to_date(month_end(month)[()] if ends else month.astype("datetime64[D]"))


def by_code(provider: str, code: str) -> Series:
    """Return the series that a provider has under a code."""
    return next(e for i in series_ids() if (e := series(i)).provider == provider and e.code == code)


def text(points: Points, header: str, *, start: str = "") -> str:
    """Return a CSV of date and value."""
    return "".join([f"{header}\n", *(f"{d},{v!r}\n" for d, v in points if str(d) >= start)])
