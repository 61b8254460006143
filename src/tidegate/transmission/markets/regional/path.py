"""The Fed path that is carried abroad: draws of yields, of what a hike would equal, and of the dollar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.markets.regional.responses import respond
from tidegate.transmission.rates.premium.effect import CurveEffect
from tidegate.units import points_from_bp

Floats = NDArray[np.float64]
LARGEST_RATE_BP = 1_000.0
_YEARS = (2.0, 10.0)


@dataclass(frozen=True)
class FedPath:
    """A change of holdings and of the policy rate, and n draws of what they do at home.

    Attributes
    ----------
    change_bn, months, mode
        The change of holdings.
    rate_bp
        Change of the policy rate from the first month on, shape [n]: one asked for, or that of two futures.
    ten_year_bp, two_year_bp
        Effect of the holdings on US yields, shape [n].
    equivalent_bp
        The change of the policy rate that counts as much, shape [n].
    abroad
        How much of that equivalence holds abroad, 0 to 1, shape [n]: not known, so all of it is as likely.
    dollar_pct
        Broad dollar, percent, + stronger, shape [n].
    """

    change_bn: float
    months: int
    mode: str
    rate_bp: Floats
    ten_year_bp: Floats
    two_year_bp: Floats
    equivalent_bp: Floats
    abroad: Floats
    dollar_pct: Floats

    @property
    def count(self) -> int:
        """Number of draws."""
        return len(self.ten_year_bp)

    @property
    def mean_rate_bp(self) -> float:
        """Mean change of the policy rate, basis points."""
        return float(self.rate_bp.mean())

    @property
    def short_rate_pct(self) -> Floats:
        """Change of the US short rate as it is felt abroad: the policy rate and part of the equivalence, points."""
        return np.asarray(
            points_from_bp(self.rate_bp) + points_from_bp(1.0) * self.abroad * self.equivalent_bp
        )

    @property
    def pull_pct(self) -> Floats:
        """The part of it that no short rate shows: what holdings alone draw abroad, in points of carry."""
        return np.asarray(points_from_bp(1.0) * self.abroad * self.equivalent_bp)


def check_rate(rate_bp: float) -> None:
    """Refuse a change of the policy rate that cannot be.

    Raises
    ------
    InputError
        For one that is no number or beyond ten points.
    """
    if not (np.isfinite(rate_bp) and abs(rate_bp) <= LARGEST_RATE_BP):
        text = N_("rate change {value}: give basis points from {low} to {high}, for example 50")
        raise InputError.of(text, value=rate_bp, low=-LARGEST_RATE_BP, high=LARGEST_RATE_BP)


def fed_path(curve: CurveEffect, rate_bp: float, count: int, rng: Generator) -> FedPath:
    """Draw what a change of holdings and of the policy rate does at home.

    A draw is of one calibration of the curve, by its weight, with that
    calibration's own error; maturities and the equivalent hike move together in it.

    Raises
    ------
    InputError
        For a change of the policy rate that cannot be.
    """
    check_rate(rate_bp)
    weight = np.array([c.weight for c in curve.calibrations])
    which = rng.choice(len(weight), size=count, p=weight / weight.sum())
    own = np.array([c.relative_sd for c in curve.calibrations])[which]
    size = 1.0 + own * rng.standard_normal(count)
    rows = [int(np.flatnonzero(np.isclose(curve.maturities_years, y))[0]) for y in _YEARS]
    two, ten = (curve.by_calibration_bp[which, row] * size for row in rows)
    rates = np.full(count, rate_bp)
    return FedPath(
        curve.change.change_bn,
        curve.change.months,
        curve.change.mode,
        rates,
        ten,
        two,
        curve.funds_rate_by_calibration_bp[which] * size,
        rng.random(count),
        respond("usd_broad", ten, rates, rng),
    )


def path_between(
    change_bn: float,
    months: int,
    ten_year_bp: Floats,
    two_year_bp: Floats,
    equivalent_bp: Floats,
    rate_bp: Floats,
    rng: Generator,
) -> FedPath:
    """Return what sets one future apart from another, path by path, as it is felt abroad.

    Parameters
    ----------
    change_bn
        Mean difference of the holdings, $ bn.
    months
        How far ahead the two are compared.
    ten_year_bp
        Difference of what the holdings do to the ten-year yield, shape [n].
    two_year_bp
        Difference of the two-year yield beyond that of the policy rate, shape [n].
    equivalent_bp
        The change of the policy rate that `ten_year_bp` is worth, shape [n].
    rate_bp
        Difference of the policy rate, shape [n]; taken as a surprise, as all that the two differ by.
    rng
        Draws the responses, and how much of the equivalence holds abroad.
    """
    return FedPath(
        change_bn,
        months,
        "passive",
        rate_bp,
        ten_year_bp,
        two_year_bp,
        equivalent_bp,
        rng.random(len(ten_year_bp)),
        respond("usd_broad", ten_year_bp, rate_bp, rng),
    )
