"""What QE or QT does to the government's interest bill: the same debt rolled at two sets of yields.

The curve room gives the effect on yields with every calibration; each is
carried through the debt by itself, so that the interval on the interest bill
holds the calibrations' disagreement and not only their mean. The policy rate,
the deficit before interest and prices are held: what is asked is the price
of the purchases or the run-off alone.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.markets.government.financing import NOMINAL_YEARS, Financing, Market
from tidegate.transmission.markets.government.roll import DebtPath, by_year, roll_debt
from tidegate.transmission.markets.government.stock import DebtStock
from tidegate.transmission.rates.duration import TEN_YEARS
from tidegate.transmission.rates.premium.effect import CurveEffect, Estimate
from tidegate.transmission.rates.premium.mixture import mixture_quantile
from tidegate.units import MONTHS_PER_YEAR, points_from_bp

Floats = NDArray[np.float64]
BILL_YEARS = 0.25
_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True)
class GovernmentEffect:
    """Interest with a change of the central bank's holdings less interest without it.

    Attributes
    ----------
    curve
        The effect on yields behind it.
    first_month
        ``datetime64[M]`` of the first column.
    start
        Months before the change becomes known.
    market
        Yields without the change.
    without, changed
        The debt without the change, shape [months], and with it by calibration, shape [c, months].
    """

    curve: CurveEffect
    first_month: np.datetime64
    start: int
    market: Market
    without: DebtPath
    changed: DebtPath

    @property
    def monthly_bn(self) -> Floats:
        """Difference of interest by calibration, $ bn a month, shape [c, months]; positive: it costs more."""
        return self.changed.interest_bn - self.without.interest_bn

    def years(self, first_of_year: int = 10) -> dict[int, Estimate]:
        """Return the difference by whole year, $ bn: fiscal years, or calendar years with 1."""
        sums = by_year(self.monthly_bn, self.first_month, first_of_year)
        if not sums:
            return {}
        every = np.stack(list(sums.values()), axis=-1)
        mean, low, high = self.weights @ every, self._quantile(every, _LOW), self._quantile(every, _HIGH)
        return {year: Estimate(float(mean[i]), float(low[i]), float(high[i])) for i, year in enumerate(sums)}

    @cached_property
    def total_bn(self) -> Estimate:
        """The difference over the whole horizon, $ bn."""
        sums = self.monthly_bn.sum(-1)
        mean = float(self.weights @ sums)
        return Estimate(mean, float(self._quantile(sums, _LOW)), float(self._quantile(sums, _HIGH)))

    def interval_bn(self, confidence: float) -> tuple[float, float]:
        """Return the interval of `total_bn` at another confidence, for example 0.9."""
        if not 0 < confidence < 1:
            raise InputError.of(
                N_("confidence {value}: give a number between 0 and 1, for example 0.9"), value=confidence
            )
        tail = (1.0 - confidence) / 2.0
        sums = self.monthly_bn.sum(-1)
        return float(self._quantile(sums, tail)), float(self._quantile(sums, 1.0 - tail))

    def _quantile(self, central: Floats, probability: float) -> Floats:
        """Return a quantile of the mixture from central values, shape [c, ...]."""
        own = np.array([c.relative_sd for c in self.curve.calibrations])
        spread = np.abs(central) * own.reshape((-1,) + (1,) * (central.ndim - 1))
        return mixture_quantile(central, spread, self.weights, probability)

    @property
    def weights(self) -> Floats:
        """Weights of the calibrations, shape [c]; they sum to 1."""
        given = np.array([c.weight for c in self.curve.calibrations])
        return np.asarray(given / given.sum())


def yield_paths(curve: CurveEffect, months: int, start: int = 0) -> tuple[Floats, Floats, Floats]:
    """Return how far yields move in each month, by calibration, points.

    They move when the change becomes known and fade at the curve room's half-life once it is done.

    Parameters
    ----------
    curve
        Effect on the curve; its zero yields are taken for par yields.
    months
        Length of the path.
    start
        Months before the change becomes known.

    Returns
    -------
    par_points
        At the nominal tenors, shape [c, months, 7].
    bill_points, real_points
        Bills, and ten-year real yields (a term premium is real), shape [c, months].
    """
    month = np.arange(months) - start
    after = np.maximum(month + 1 - curve.change.months, 0) / MONTHS_PER_YEAR
    shape = np.where(month >= 0, 0.5 ** (after / curve.change.half_life_years), 0.0)

    def at(years: float) -> Floats:
        column = int(np.argmin(np.abs(curve.maturities_years - years)))
        return points_from_bp(1.0) * curve.by_calibration_bp[:, column]

    par = np.stack([at(float(y)) for y in NOMINAL_YEARS], axis=-1)
    return (
        par[:, None, :] * shape[None, :, None],
        at(BILL_YEARS)[:, None] * shape,
        at(TEN_YEARS)[:, None] * shape,
    )


def government_effect(
    stock: DebtStock, market: Market, financing: Financing, curve: CurveEffect, start: int = 0
) -> GovernmentEffect:
    """Return what a change of holdings does to the interest on the federal debt.

    Parameters
    ----------
    stock
        Opening debt.
    market
        Yields without the change, without leading axes.
    financing
        Deficits before interest and the tenor mix; both the same with the change.
    curve
        From `tidegate.transmission.rates.premium.effect.curve_effect`.
    start
        Months before the change becomes known.

    Notes
    -----
    More interest is borrowed too, and costs interest itself. What the central
    bank holds or lets go is Treasury debt either way, so the stock is the same.
    """
    months = np.datetime64(stock.as_of, "M") + 1
    # Row 0 is the market as it is: one roll serves both.
    moved = [
        np.concatenate([np.zeros((1, *each.shape[1:])), each])
        for each in yield_paths(curve, market.months, start)
    ]
    every = roll_debt(stock, market.shifted(moved[0], moved[1], moved[2]), financing)
    return GovernmentEffect(curve, months, start, market, _rows(every, 0), _rows(every, slice(1, None)))


def _rows(path: DebtPath, rows: int | slice) -> DebtPath:
    """Return some of the paths."""
    return DebtPath(**{f.name: getattr(path, f.name)[rows] for f in fields(DebtPath)})
