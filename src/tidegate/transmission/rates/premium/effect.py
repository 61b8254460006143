"""What a change of holdings does to the curve, with every calibration and all of them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import UnknownName
from tidegate.message import N_
from tidegate.transmission.rates.duration import TEN_YEARS
from tidegate.transmission.rates.premium.calibrations import Calibration, choose
from tidegate.transmission.rates.premium.deviation import (
    HALF_LIFE_YEARS,
    Change,
    Mode,
    Refunding,
    supply_path,
)
from tidegate.transmission.rates.premium.mixture import mixture_quantile

Floats = NDArray[np.float64]

MATURITIES_YEARS = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0)
LOW, HIGH = 0.1, 0.9
_KEPT = 64


@dataclass(frozen=True)
class Estimate:
    """A number with its interval.

    Attributes
    ----------
    mean
        Mean of the mixture.
    p10, p90
        Its tenth and ninetieth percentiles.
    """

    mean: float
    p10: float
    p90: float

    def scaled(self, factor: float) -> Estimate:
        """Return the estimate times a number."""
        ends = sorted((self.p10 * factor, self.p90 * factor))
        return Estimate(self.mean * factor, ends[0], ends[1])


@dataclass(frozen=True)
class CurveEffect:
    """The effect of a change of holdings on yields, when the change becomes known.

    Basis points on zero yields; positive: yields rise.

    Attributes
    ----------
    change
        What was asked.
    gdp_bn
        Nominal GDP used for scale.
    maturities_years
        Shape [m].
    mean_bp, p10_bp, p90_bp
        Of the mixture, shape [m].
    calibrations
        In order, c of them; their weights are scaled to sum to 1 in the mixture.
    by_calibration_bp
        Central effect of each, shape [c, m].
    funds_rate_by_calibration_bp
        What each counts it worth in the policy rate, shape [c].
    funds_rate_bp
        The same for the mixture.
    """

    change: Change
    gdp_bn: float
    maturities_years: Floats
    mean_bp: Floats
    p10_bp: Floats
    p90_bp: Floats
    calibrations: tuple[Calibration, ...]
    by_calibration_bp: Floats
    funds_rate_by_calibration_bp: Floats
    funds_rate_bp: Estimate

    def at(self, years: float) -> Estimate:
        """Return the effect at one of the maturities.

        Raises
        ------
        UnknownName
            For a maturity that was not asked for.
        """
        rows = np.flatnonzero(np.isclose(self.maturities_years, years))
        if not rows.size:
            text = N_("maturity {value}: not among {allowed}")
            raise UnknownName.of(text, value=years, allowed=self.maturities_years.tolist())
        i = int(rows[0])
        return Estimate(float(self.mean_bp[i]), float(self.p10_bp[i]), float(self.p90_bp[i]))

    @property
    def ten_year_bp(self) -> Estimate:
        """Effect on the ten-year yield."""
        return self.at(TEN_YEARS)

    @property
    def sources(self) -> tuple[str, ...]:
        """What the numbers rest on, each once."""
        return tuple(dict.fromkeys(c.source for c in self.calibrations))

    def to_dict(self) -> dict[str, object]:
        """Return the stable JSON form."""
        ten = int(np.flatnonzero(np.isclose(self.maturities_years, TEN_YEARS))[0])
        return {
            "change_bn": self.change.change_bn,
            "months": self.change.months,
            "mode": self.change.mode,
            "refunding": self.change.refunding,
            "mbs_share": self.change.mbs_share,
            "half_life_years": self.change.half_life_years,
            "gdp_bn": self.gdp_bn,
            "maturities_years": self.maturities_years.tolist(),
            "mean_bp": self.mean_bp.tolist(),
            "p10_bp": self.p10_bp.tolist(),
            "p90_bp": self.p90_bp.tolist(),
            "funds_rate_bp": vars(self.funds_rate_bp),
            "calibrations": [
                {
                    "name": c.name,
                    "weight": c.weight,
                    "ten_year_bp": float(self.by_calibration_bp[i, ten]),
                    "funds_rate_bp": float(self.funds_rate_by_calibration_bp[i]),
                    "equivalence": c.equivalence,
                    "rests_on": c.rests_on,
                    "source": c.source,
                }
                for i, c in enumerate(self.calibrations)
            ],
        }


def summarise(
    central: ArrayLike, chosen: tuple[Calibration, ...], relative_sd: ArrayLike | None = None
) -> tuple[Floats, Floats, Floats]:
    """Return mean, tenth and ninetieth percentile of the mixture from central values [c, ...]."""
    values = np.asarray(central, dtype=float)
    weights = np.array([c.weight for c in chosen])
    own = np.array([c.relative_sd for c in chosen]) if relative_sd is None else np.asarray(relative_sd)
    sds = np.abs(values) * own.reshape((-1,) + (1,) * (values.ndim - 1))
    mean = np.tensordot(weights / weights.sum(), values, axes=1)
    return (
        np.asarray(mean),
        mixture_quantile(values, sds, weights, LOW),
        mixture_quantile(values, sds, weights, HIGH),
    )


@lru_cache(maxsize=_KEPT)
def _central(change: Change, gdp_bn: float, names: tuple[str, ...], years: tuple[float, ...]) -> Floats:
    """Return what a change does to yields by calibration, basis points, shape [calibrations, m].

    It is linear in the amount, and kept: whoever asks for another amount asks for the same path again.
    """
    at = np.array(years)
    found = [c.prices.effect_bp(supply_path(change, c.prices, gdp_bn), at) for c in choose(names)]
    return np.stack(found)


def curve_effect(
    change_bn: float,
    months: int,
    mode: Mode = "passive",
    refunding: Refunding = "coupons",
    gdp_bn: float = 32_000.0,
    calibrations: Iterable[str] | None = None,
    *,
    mbs_share: float = 0.35,
    half_life_years: float = HALF_LIFE_YEARS,
    maturities_years: ArrayLike = MATURITIES_YEARS,
) -> CurveEffect:
    """Return what a change of the central bank's holdings does to the whole curve.

    Parameters
    ----------
    change_bn
        $ bn at face; negative: holdings fall and yields rise.
    months
        Over which it comes about.
    mode
        ``passive`` (run-off) or ``active`` (sales, or purchases of the same mix).
    refunding
        ``coupons`` or ``bills``: what the Treasury issues for what runs off.
    gdp_bn
        Nominal GDP; effects go with the change over GDP.
    calibrations
        Names; default: all, as a mixture.
    mbs_share
        Part of the change in MBS; 0.35 is their part in the caps of 2022.
    half_life_years
        How fast the difference fades once complete.
    maturities_years
        Ten years must be among them.

    Raises
    ------
    InputError
        For values that cannot be; all of them at once where possible.
    UnknownName
        For a calibration that does not exist.
    """
    change = Change(change_bn, months, mode, refunding, mbs_share, half_life_years)
    chosen = choose(calibrations)
    years = np.atleast_1d(np.asarray(maturities_years, dtype=float))
    one = replace(change, change_bn=1.0)
    central = change_bn * _central(one, gdp_bn, tuple(c.name for c in chosen), tuple(years.tolist()))
    ten = np.flatnonzero(np.isclose(years, TEN_YEARS))
    if not ten.size:
        raise UnknownName.of(N_("maturities {value}: ten years must be among them"), value=years.tolist())
    funds = np.array([c.funds_rate_bp(float(row[ten[0]])) for c, row in zip(chosen, central, strict=True)])
    mean, p10, p90 = summarise(central, chosen)
    worth = [float(v) for v in summarise(funds, chosen)]
    return CurveEffect(
        change, gdp_bn, years, mean, p10, p90, chosen, central, funds, Estimate(worth[0], worth[1], worth[2])
    )
