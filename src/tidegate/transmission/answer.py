"""From a change of holdings to curve, borrowers, jobs and prices: one answer with an interval on everything.

The premium moves when the change becomes known and fades after it is done, as
the curve room has it; the economy answers that premium. Both disagreements
are carried: among calibrations of the curve, and among parameters of the
economy. The two models of the economy are shown side by side, none is picked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.economy.response import MODELS, Band, Model, Response, respond
from tidegate.transmission.markets.households import PaymentRow, payments
from tidegate.transmission.rates.premium.effect import CurveEffect, Estimate
from tidegate.transmission.rates.premium.pass_through import borrower_effects
from tidegate.units import MONTHS_PER_YEAR, points_from_bp

Floats = NDArray[np.float64]
VARIABLES = ("output_gap_pct", "unemployment_pct", "inflation_pct")
MONTHS_BEYOND = 36
"""How long the economy is followed after the change is done."""
LARGEST_CHANGE_BN = 50_000.0
_UNIT_POINTS = 1.0
_PREMIUM_DRAWS = 25
_KEPT_RESPONSES = 32
_DIGITS = 9
"""Of premiums relative to their mean: what rounding makes of the same mixture must not count as another one."""
_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Peak:
    """The largest deviation of a variable: its middle with an 80% interval, and the month in which it comes."""

    middle: float
    low: float
    high: float
    month: int


@dataclass(frozen=True)
class Answer:
    """What a change of holdings does.

    Attributes
    ----------
    curve
        Effect on yields when the change becomes known, basis points.
    borrowers
        Effect on mortgage and corporate yields, basis points.
    premium_pct
        Path of the ten-year premium that the economy was given, points, shape [months].
    economy
        By model and variable: path and 80% interval, shape [months].
    peaks
        By model and variable.
    payments
        What loans cost a month before and after.
    sources
        What it rests on.
    """

    curve: CurveEffect
    borrowers: dict[str, Estimate]
    premium_pct: Floats
    economy: dict[Model, dict[str, Band]]
    peaks: dict[Model, dict[str, Peak]]
    payments: tuple[PaymentRow, ...]
    sources: tuple[Message | str, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the stable JSON form; sentences are left as they are."""
        curve = self.curve
        return {
            **{k: v for k, v in curve.to_dict().items() if k not in _CURVE_KEYS},
            "curve": [
                {"years": float(y), "mean_bp": float(m), "p10_bp": float(a), "p90_bp": float(b)}
                for y, m, a, b in zip(
                    curve.maturities_years, curve.mean_bp, curve.p10_bp, curve.p90_bp, strict=True
                )
            ],
            "ten_year_bp": vars(curve.ten_year_bp),
            "funds_rate_equivalent_bp": vars(curve.funds_rate_bp),
            "borrowers_bp": {name: vars(each) for name, each in self.borrowers.items()},
            "economy": {
                model: {name: vars(peak) for name, peak in peaks.items()}
                for model, peaks in self.peaks.items()
            },
            "payments": [
                {
                    "loan": row.loan.id,
                    "currency": row.loan.currency,
                    "amount": row.loan.loan,
                    "months": row.loan.months,
                    "rate_before_pct": row.rate_before_pct,
                    "rate_after_pct": row.rate_after_pct,
                    "payment_before": row.payment_before,
                    "payment_after": row.payment_after,
                }
                for row in self.payments
            ],
            "sources": list(self.sources),
        }


_CURVE_KEYS = {"maturities_years", "mean_bp", "p10_bp", "p90_bp", "funds_rate_bp"}


def check_change(change_bn: float, months: int) -> None:
    """Refuse a change that cannot be answered, all problems at once.

    Raises
    ------
    InputError
        For a change that is no number, 0 or beyond 50 trillion, and for a
        horizon that is not 1 to 120 months.
    """
    found = []
    if not np.isfinite(change_bn) or change_bn == 0.0 or abs(change_bn) > LARGEST_CHANGE_BN:
        text = N_("change {value}: give billions other than 0, from {low} to {high}, for example -2500")
        values = {"value": change_bn, "low": -LARGEST_CHANGE_BN, "high": LARGEST_CHANGE_BN}
        found.append(Message(text, values))
    if not 1 <= months <= 10 * MONTHS_PER_YEAR:
        found.append(Message(N_("months {value}: give a whole number from 1 to 120"), {"value": months}))
    InputError.check(found)


def fading(done: int, months: int, half_life_years: float) -> Floats:
    """Return what is left in each month of a premium of 1 that fades after `done` months, shape [months]."""
    after = np.maximum(np.arange(1, months + 1) - done, 0) / MONTHS_PER_YEAR
    return np.asarray(0.5 ** (after / half_life_years))


def premium_path(curve: CurveEffect, months: int) -> Floats:
    """Return the ten-year premium over the months, points: at once, and fading after the change is done."""
    level = points_from_bp(curve.ten_year_bp.mean)
    return level * fading(curve.change.months, months, curve.change.half_life_years)


def answer(curve: CurveEffect, models: tuple[Model, ...] = MODELS, *, draws: int = 200) -> Answer:
    """Carry an effect on the curve through to borrowers and the economy.

    Parameters
    ----------
    curve
        From `tidegate.transmission.rates`.
    models
        Which models of the economy answer.
    draws
        Of the economy's parameters; each meets every one of 25 quantiles of the premium.

    Notes
    -----
    Both models are linear in the premium here (no lower bound), so a draw of
    the answer is a draw of the response to one point times a draw of the premium.
    """
    months = curve.change.months + MONTHS_BEYOND
    path = premium_path(curve, months)
    scale = points_from_bp(curve.ten_year_bp.mean)
    sizes = premium_draws(curve, _PREMIUM_DRAWS)
    unit = scale or 1.0  # studies that cancel out leave an interval around nothing
    relative = tuple(round(float(each), _DIGITS) for each in sizes / unit)
    asked = curve.change.months, months, curve.change.half_life_years
    economy: dict[Model, dict[str, Band]] = {}
    peaks: dict[Model, dict[str, Peak]] = {}
    sources: list[Message | str] = list(curve.sources)
    for model in models:
        bands = _bands(*asked, model, draws, relative)
        economy[model] = {name: _times(band, scale, unit) for name, band in bands.items()}
        peaks[model] = {name: _peak(band) for name, band in economy[model].items()}
        sources += _to_one_point(*asked, model, draws).sources
    rows = payments(path[-MONTHS_BEYOND - 1 : -MONTHS_BEYOND], 0.0)
    return Answer(curve, borrower_effects(curve), path, economy, peaks, rows, tuple(sources))


def premium_draws(curve: CurveEffect, count: int) -> Floats:
    """Return evenly spaced quantiles of the ten-year effect's mixture, points, shape [count]."""
    from tidegate.transmission.rates.premium.mixture import mixture_quantile

    ten = int(np.flatnonzero(np.isclose(curve.maturities_years, 10.0))[0])
    central = curve.by_calibration_bp[:, ten]
    weight = np.array([c.weight for c in curve.calibrations])
    own = np.abs(central) * np.array([c.relative_sd for c in curve.calibrations])
    at = (np.arange(count) + 0.5) / count
    everywhere = np.ones(count)
    found = mixture_quantile(np.outer(central, everywhere), np.outer(own, everywhere), weight, at)
    return points_from_bp(1.0) * found


@lru_cache(maxsize=_KEPT_RESPONSES)
def _to_one_point(done: int, months: int, half_life_years: float, model: Model, draws: int) -> Response:
    """Return what a premium of one point does: the same for every amount, so a moved slider asks it once."""
    return respond(_UNIT_POINTS * fading(done, months, half_life_years), 0.0, months, model, draws=draws)


@lru_cache(maxsize=_KEPT_RESPONSES)
def _bands(
    done: int, months: int, half_life_years: float, model: Model, draws: int, relative: tuple[float, ...]
) -> dict[str, Band]:
    """Return the response to one point, and the interval over every pair of a draw of it and a relative premium.

    The mixture is linear in the amount: relative to its mean it is the same for every amount of a kind, so
    that intervals are worked out once for all of them.
    """
    found = _to_one_point(done, months, half_life_years, model, draws)
    sizes = np.array(relative)

    def band(unit: Floats) -> Band:
        by_month = np.ascontiguousarray(
            unit.T
        )  # a month's pairs side by side: they are sorted where they lie
        every = (by_month[:, :, None] * sizes).reshape(len(by_month), -1)
        every.sort(axis=1)
        return Band(unit[0], sorted_quantile(every, _LOW), sorted_quantile(every, _HIGH))

    return {name: band(found.draws[name]) for name in VARIABLES}


def _times(band: Band, scale: float, unit: float) -> Band:
    """Return a band of one point for a mean premium of `scale` points, its interval in units of `unit`."""
    ends = unit * band.low, unit * band.high
    return Band(scale * band.middle, *(ends if unit > 0.0 else ends[::-1]))


def sorted_quantile(ordered: Floats, level: float) -> Floats:
    """Return a quantile of rows that are sorted, shape [rows], between neighbours by a straight line."""
    place = level * (ordered.shape[1] - 1)
    left = int(place)
    right = min(left + 1, ordered.shape[1] - 1)
    return np.asarray(ordered[:, left] + (place - left) * (ordered[:, right] - ordered[:, left]))


def _peak(band: Band) -> Peak:
    at = int(np.argmax(np.abs(band.middle)))
    return Peak(float(band.middle[at]), float(band.low[at]), float(band.high[at]), at + 1)
