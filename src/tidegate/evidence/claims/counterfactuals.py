"""What the house's models say of a change of holdings, with a range over calibrations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.evidence.claims.figures import Figure
from tidegate.evidence.claims.rule import MODEL_LEVEL, Ranged
from tidegate.message import N_, Message
from tidegate.transmission.rates.premium.effect import CurveEffect
from tidegate.transmission.rates.premium.mixture import mixture_quantile
from tidegate.units import BASIS_POINTS_PER_POINT

Floats = NDArray[np.float64]

CHANGE_BN = 2_500.0
MONTHS = 36
"""The example that the Board's staff and the New York Fed looked at in 2022; run-off or purchases of that size."""
ISSUED_YEARS = 5.0
"""How many years of new debt bear the changed yields."""
_LOW, _HIGH = (1.0 - MODEL_LEVEL) / 2.0, (1.0 + MODEL_LEVEL) / 2.0
SOURCE = N_("Tidegate's mixture of published calibrations, {change} over {months} months")


def mixture_figure(effect: CurveEffect, central: ArrayLike, window: str, source: Message | str) -> Figure:
    """Return a quantity over the calibrations of an effect, each with its own error.

    Parameters
    ----------
    effect
        Gives the calibrations, their weights and relative errors.
    central
        The quantity by calibration, shape [c].
    window, source
        As in `Figure`.
    """
    values = np.asarray(central, dtype=float)
    weights = np.array([c.weight for c in effect.calibrations])
    sds = np.abs(values) * np.array([c.relative_sd for c in effect.calibrations])
    low, high = (float(mixture_quantile(values, sds, weights, p)) for p in (_LOW, _HIGH))
    mean = float(weights @ values / weights.sum())
    by_name = {c.name: float(v) for c, v in zip(effect.calibrations, values, strict=True)}
    return Figure(Ranged(mean, low, high, len(values)), window, source, by_name)


def ten_year_bp(effect: CurveEffect) -> Floats:
    """Return the effect on the ten-year yield by calibration, basis points, shape [c]."""
    ten = int(np.flatnonzero(np.isclose(effect.maturities_years, 10.0))[0])
    return np.asarray(effect.by_calibration_bp[:, ten])


def interest_cost_bn(effect: CurveEffect, issued_bn_per_year: Mapping[float, float]) -> Floats:
    """Return what the debt issued over five years costs more a year after them, $ bn, by calibration.

    Parameters
    ----------
    effect
        On the curve; taken to last for the five years.
    issued_bn_per_year
        Debt sold a year, by maturity in years. What matures within the five
        years is sold anew, so that of a maturity of n years n years' sales are
        outstanding, at most five.
    """
    total = np.zeros(len(effect.calibrations))
    for years, amount in issued_bn_per_year.items():
        by_maturity = np.array(
            [np.interp(years, effect.maturities_years, row) for row in effect.by_calibration_bp]
        )
        outstanding = amount * min(years, ISSUED_YEARS)
        total += outstanding * by_maturity / (100.0 * BASIS_POINTS_PER_POINT)
    return total


def peak(draws: Floats) -> Floats:
    """Return the largest deviation of each draw with its sign, shape [draws], from paths [draws, months]."""
    at = np.abs(draws).argmax(axis=1)
    return np.asarray(draws[np.arange(len(draws)), at])


def economy_figure(
    unit_peaks: Floats, premium_points: Floats, central_points: float, window: str, source: Message
) -> Figure:
    """Return the deviation of a variable over draws of the model and quantiles of the premium.

    Parameters
    ----------
    unit_peaks
        Largest deviation for one point of premium, by draw of the model, the central one first, shape [draws].
    premium_points
        Evenly spaced quantiles of the premium, points, shape [q].
    central_points
        Its mean.
    window, source
        As in `Figure`.
    """
    every = np.outer(premium_points, unit_peaks).ravel()
    low, high = (float(v) for v in np.quantile(every, [_LOW, _HIGH]))
    return Figure(Ranged(float(unit_peaks[0]) * central_points, low, high, len(unit_peaks)), window, source)
