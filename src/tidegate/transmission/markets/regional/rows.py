"""The rows of a regional answer: what it is now, and with and without the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tidegate.message import Message
from tidegate.transmission.markets.regional.band import spot
from tidegate.transmission.markets.regional.hong_kong import Paths
from tidegate.transmission.markets.regional.intervention import intervention
from tidegate.transmission.markets.regional.path import FedPath

Floats = NDArray[np.float64]
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Interval:
    """A mean with the tenth and ninetieth percentile of the draws."""

    mean: float
    p10: float
    p90: float


def interval(draws: Floats) -> Interval:
    """Return mean and 80% interval of draws."""
    low, high = np.quantile(draws, [LOW, HIGH])
    return Interval(float(draws.mean()), float(low), float(high))


@dataclass(frozen=True)
class Row:
    """One line of the answer.

    Attributes
    ----------
    id, title
        Key, and what it is.
    unit
        Of levels, a key of `catalog.units()`: ``percent`` is a rate or a chance,
        ``hkd`` and ``twd`` are a payment a month.
    change
        What the Fed's change does by the end of its months, in `change_unit`.
    change_unit
        As `unit`; ``pct`` is a percentage change, ``percent`` percentage points.
    now
        Latest observed level, or None.
    without, with_change
        Level at the end without and with the change, or None.
    source
        What it rests on.
    """

    id: str
    title: Message
    unit: str
    change: Interval
    change_unit: str
    source: Message | str
    now: float | None = None
    without: Interval | None = None
    with_change: Interval | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the stable JSON form; the title is left as it is."""
        return {
            "id": self.id,
            "title": self.title,
            "unit": self.unit,
            "now": self.now,
            "without": vars(self.without) if self.without else None,
            "with": vars(self.with_change) if self.with_change else None,
            "change": vars(self.change),
            "change_unit": self.change_unit,
            "source": self.source,
        }


def paths_of(found: Paths) -> dict[str, dict[str, list[float]]]:
    """Return middle and 80% range of Hong Kong's paths by month, the start first."""
    lines = {
        "usdhkd": spot(found.position),
        "aggregate_balance_bn": found.balance_bn,
        "hibor_1m_pct": found.hibor_pct,
    }
    told = {}
    for name, values in lines.items():
        low, middle, high = np.quantile(values, [LOW, 0.5, HIGH], axis=1)
        told[name] = {"p10": low.tolist(), "median": middle.tolist(), "p90": high.tolist()}
    return told


def defence_of(found: Paths) -> dict[str, object] | None:
    """Return the books of the mean amount bought at 7.85 in all; None where nothing is bought."""
    bought_bn = float(found.drained_bn.mean())
    return intervention("weak", bought_bn).to_dict() if bought_bn >= 0.001 else None


@dataclass(frozen=True)
class RegionalAnswer:
    """A Fed path carried to a region.

    Attributes
    ----------
    region
        ``tw`` or ``hk``.
    path
        What was carried.
    rows
        In reading order.
    notes
        What a reader must know.
    loan
        The stated loan: ``id``, ``amount``, ``currency``, ``months``.
    without, with_change
        Hong Kong: the simulated paths.
    """

    region: str
    path: FedPath
    rows: tuple[Row, ...]
    notes: tuple[Message, ...]
    loan: Mapping[str, object] = field(default_factory=dict)
    without: Paths | None = None
    with_change: Paths | None = None

    def row(self, name: str) -> Row:
        """Return one row by its id."""
        return next(r for r in self.rows if r.id == name)

    def to_dict(self) -> dict[str, object]:
        """Return the stable JSON form; sentences are left as they are."""
        path = self.path
        return {
            "region": self.region,
            "change_bn": path.change_bn,
            "months": path.months,
            "mode": path.mode,
            "rate_bp": path.mean_rate_bp,
            "ten_year_bp": vars(interval(path.ten_year_bp)),
            "funds_rate_equivalent_bp": vars(interval(path.equivalent_bp)),
            "loan": dict(self.loan),
            "rows": [row.to_dict() for row in self.rows],
            "paths": {} if self.with_change is None else paths_of(self.with_change),
            "defence": None if self.with_change is None else defence_of(self.with_change),
            "notes": list(self.notes),
        }
