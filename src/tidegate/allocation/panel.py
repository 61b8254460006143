"""Months of history side by side: returns over bills, and what moved markets in the same months."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import Days

Floats = NDArray[np.float64]
Months = NDArray[np.datetime64]
FACTORS = ("bill", "ten_year", "unemployment", "inflation", "usdtwd", "usdhkd")
"""What a month is described by besides returns.

Changes of the bill and the ten-year yield and of unemployment, in points;
inflation of the month, percent; changes of both exchange rates, fractions
(up is a weaker local currency).
"""


@dataclass(frozen=True)
class Panel:
    """History by month.

    Attributes
    ----------
    months
        ``datetime64[M]``, without gaps, shape [t].
    assets
        Ids, shape [n].
    excess
        Return of the month in the asset's own currency less that of US bills, fractions, shape [t, n];
        NaN where not held.
    factors
        Shape [t, len(FACTORS)]; NaN where not known.
    bill
        Return of US bills, fractions, shape [t].
    source
        Where each asset's months come from: ``snapshot``, ``synced``, ``user``, or ``moments`` (no months
        at all, NaN throughout). Shape [n].
    known_excess, known_factors
        Day on which each cell became public, shapes of `excess` and `factors`.
    averaged
        Whether an asset's prices are means of their month rather than of its last day, shape [n]. Returns
        between means vary less: their variance is two thirds (Working 1960, Econometrica 28).
    """

    months: Months
    assets: tuple[str, ...]
    excess: Floats
    factors: Floats
    bill: Floats
    source: tuple[str, ...]
    known_excess: Days
    known_factors: Days
    averaged: NDArray[np.bool_]

    def __post_init__(self) -> None:
        t, n = len(self.months), len(self.assets)
        found = []
        for name, got, wanted in (
            ("excess", self.excess.shape, (t, n)),
            ("factors", self.factors.shape, (t, len(FACTORS))),
            ("bill", self.bill.shape, (t,)),
            ("source", (len(self.source),), (n,)),
            ("averaged", self.averaged.shape, (n,)),
            ("known_excess", self.known_excess.shape, (t, n)),
            ("known_factors", self.known_factors.shape, (t, len(FACTORS))),
        ):
            if got != wanted:
                text = N_("panel: {name} has shape {got}; it must be {wanted}")
                found.append(Message(text, {"name": name, "got": got, "wanted": wanted}))
        if t > 1 and (np.diff(self.months).astype(int) != 1).any():
            found.append(Message(N_("panel: months must follow each other without a gap")))
        InputError.check(found)

    def known_on(self, day: np.datetime64) -> Panel:
        """Return what was public on a day: later cells are NaN, and months of which nothing was known are gone."""
        excess = np.where(self.known_excess <= day, self.excess, np.nan)
        factors = np.where(self.known_factors <= day, self.factors, np.nan)
        held = np.isfinite(excess).any(axis=1)
        last = int(np.flatnonzero(held)[-1]) + 1 if held.any() else 0
        return replace(self, excess=excess, factors=factors)._rows(slice(0, last))

    def until(self, month: np.datetime64) -> Panel:
        """Return the months up to one and with it."""
        return self._rows(slice(0, int((self.months <= month).sum())))

    def since(self, month: np.datetime64) -> Panel:
        """Return the months from one on."""
        return self._rows(slice(int((self.months < month).sum()), None))

    def _rows(self, rows: slice) -> Panel:
        return replace(
            self,
            months=self.months[rows],
            excess=self.excess[rows],
            factors=self.factors[rows],
            bill=self.bill[rows],
            known_excess=self.known_excess[rows],
            known_factors=self.known_factors[rows],
        )

    def only(self, assets: tuple[str, ...]) -> Panel:
        """Return some assets, in a given order."""
        at = [self.assets.index(a) for a in assets]
        return replace(
            self,
            assets=assets,
            excess=self.excess[:, at],
            known_excess=self.known_excess[:, at],
            source=tuple(self.source[i] for i in at),
            averaged=self.averaged[at],
        )

    def held_months(self) -> NDArray[np.intp]:
        """Return how many months are held of each asset, shape [n]."""
        return np.asarray(np.isfinite(self.excess).sum(axis=0))

    def total(self) -> Floats:
        """Return whole returns of the month, fractions, shape [t, n]."""
        return np.asarray(self.excess + self.bill[:, None])
