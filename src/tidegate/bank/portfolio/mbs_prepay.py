"""Why borrowers pay early, equation by equation.

Two reasons compete: they move house (turnover) or a new loan is cheaper
(refinancing). Each has an intensity per year, and a month's survival is
``exp(-(turnover + refinancing) / 12)``. The decomposition into turnover with
seasoning, seasonality and lock-in, and refinancing with an S-curve and
burnout, follows Richard and Roll (1989) and Hayre and Rajan (Salomon
Brothers, 1995); the burnout factor is that of Hall (2000, J. Housing Econ.
9(4)) in its simplest form; lock-in is measured by Batzer, Coste, Doerner and
Seiler (FHFA Working Paper 24-03): the probability of a sale falls by 18.1%
with every point by which the market rate exceeds the borrower's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.portfolio.mbs_amortisation import Floats
from tidegate.errors import BookError
from tidegate.message import N_, Message

HISTORY_MONTHS = 3
"""Months of mortgage rates before the first payment that the speeds still feel."""


def incentive_points(wac_pct: ArrayLike, mortgage_rate_pct: ArrayLike) -> Floats:
    """Return what refinancing would save: the borrower's rate less the market's, percentage points."""
    return np.asarray(np.asarray(wac_pct, dtype=float) - np.asarray(mortgage_rate_pct, dtype=float))


def refinancing_curve(incentive: ArrayLike, middle: float, width: float) -> Floats:
    """Return the S-curve in the incentive: a logistic from 0 to 1, 1/2 at `middle`, `width` in points."""
    return np.asarray(1.0 / (1.0 + np.exp(-(np.asarray(incentive, dtype=float) - middle) / width)))


def lock_in(incentive: ArrayLike, per_point: float) -> Floats:
    """Return the share of turnover left when moving means giving up a cheap loan.

    1 while the incentive is not negative, then ``exp(per_point * incentive)``.
    A fall of 18.1% a point (FHFA) is ``per_point = 0.20``.
    """
    return np.asarray(np.exp(per_point * np.minimum(np.asarray(incentive, dtype=float), 0.0)))


def seasoning(age_months: ArrayLike, ramp_months: float) -> Floats:
    """Return the ramp of a new loan's speed: from 0 to 1 in a straight line over `ramp_months`."""
    return np.minimum(np.asarray(age_months, dtype=float) / ramp_months, 1.0)


def seasonality(month_number: ArrayLike, amplitude: float, peak_month: float) -> Floats:
    """Return the calendar factor of turnover, mean 1 over a year, highest at `peak_month` (1 to 12)."""
    turn = 2.0 * np.pi * (np.asarray(month_number, dtype=float) - peak_month) / 12.0
    return np.asarray(1.0 + amplitude * np.cos(turn))


def burnout(unrefinanced: ArrayLike, floor: float) -> Floats:
    """Return what is left of refinancing when only `unrefinanced` of the borrowers have not refinanced.

    1 for a new pool, falling in a straight line to `floor` as the keen ones leave.
    """
    return floor + (1.0 - floor) * np.asarray(unrefinanced, dtype=float)


def felt_rate(last_rates_pct: ArrayLike, weights: ArrayLike) -> Floats:
    """Return the mortgage rate behind a payment: a weighted mean of the months before it.

    Parameters
    ----------
    last_rates_pct
        Shape [..., 3], oldest first: the months before the payment's.
    weights
        Shape [3], newest first, summing to 1.
    """
    return np.asarray(np.asarray(last_rates_pct, dtype=float)[..., ::-1] @ np.asarray(weights, dtype=float))


@dataclass(frozen=True)
class PrepaymentParameters:
    """Numbers of the prepayment equations.

    Attributes
    ----------
    turnover_per_year
        Intensity of turnover of a seasoned pool without lock-in, by `Issuer`.
    refinancing_per_year
        Highest intensity of refinancing of a pool without burnout, by `Issuer`.
    lock_in_per_point
        See `lock_in`, >= 0.
    incentive_middle_points, incentive_width_points
        See `refinancing_curve`; the width is at least 0.05.
    seasonal_amplitude, seasonal_peak_month
        See `seasonality`; months are those in which borrowers pay, one before
        the holder is paid. Amplitude in [0, 1).
    turnover_ramp_months, refinancing_ramp_months
        See `seasoning`, > 0.
    burnout_floor
        See `burnout`, in [0, 1].
    rate_weights
        Weights of the mortgage rates one, two and three months before the
        holder is paid, summing to 1.
    short_term_discount_points
        By how much a 15-year mortgage is cheaper than a 30-year one.
    wedge_points
        Borrower's rate less the net coupon of newly bought pools: guarantee
        and servicing fees.
    settlement_lag_months
        Months from the payment of principal to the settlement of the MBS
        bought with it, 0 to 3.
    """

    turnover_per_year: tuple[float, float, float]
    refinancing_per_year: tuple[float, float, float]
    lock_in_per_point: float
    incentive_middle_points: float
    incentive_width_points: float
    seasonal_amplitude: float
    seasonal_peak_month: float
    turnover_ramp_months: float
    refinancing_ramp_months: float
    burnout_floor: float
    rate_weights: tuple[float, float, float]
    short_term_discount_points: float
    wedge_points: float
    settlement_lag_months: int

    def __post_init__(self) -> None:
        BookError.check(self._problems())

    def _problems(self) -> list[Message]:
        text = N_("prepayment parameter {name}: {value} is not allowed; give {allowed}")
        weights = np.asarray(self.rate_weights, dtype=float)
        rules: tuple[tuple[str, bool, str], ...] = (
            ("turnover_per_year", _three(self.turnover_per_year), "3 x >= 0"),
            ("refinancing_per_year", _three(self.refinancing_per_year), "3 x >= 0"),
            ("lock_in_per_point", 0 <= self.lock_in_per_point <= 5, "0 ... 5"),
            ("incentive_middle_points", abs(self.incentive_middle_points) <= 10, "-10 ... 10"),
            ("incentive_width_points", 0.05 <= self.incentive_width_points <= 10, "0.05 ... 10"),
            ("seasonal_amplitude", 0 <= self.seasonal_amplitude < 1, "0 ... < 1"),
            ("seasonal_peak_month", 0 <= self.seasonal_peak_month <= 13, "1 ... 12"),
            ("turnover_ramp_months", 0 < self.turnover_ramp_months <= 360, "> 0 ... 360"),
            ("refinancing_ramp_months", 0 < self.refinancing_ramp_months <= 360, "> 0 ... 360"),
            ("burnout_floor", 0 <= self.burnout_floor <= 1, "0 ... 1"),
            (
                "rate_weights",
                weights.shape == (HISTORY_MONTHS,)
                and bool((weights >= 0).all() and abs(weights.sum() - 1) < 1e-9),
                "3 x >= 0, sum = 1",
            ),
            ("short_term_discount_points", 0 <= self.short_term_discount_points <= 5, "0 ... 5"),
            ("wedge_points", 0 <= self.wedge_points <= 5, "0 ... 5"),
            ("settlement_lag_months", self.settlement_lag_months in range(HISTORY_MONTHS + 1), "0, 1, 2, 3"),
        )
        return [
            Message(text, {"name": name, "value": getattr(self, name), "allowed": allowed})
            for name, good, allowed in rules
            if not good
        ]


def constant_speed(cpr: float) -> PrepaymentParameters:
    """Return parameters under which every pool prepays `cpr` (a fraction a year), whatever mortgage rates do.

    The null model: what the equations above must beat where rates moved.

    Raises
    ------
    BookError
        `cpr` outside [0, 1).
    """
    if not 0 <= cpr < 1:
        raise BookError.of(
            N_("constant speed {cpr}: give a fraction a year from 0 to below 1, for example 0.06"), cpr=cpr
        )
    intensity = float(-np.log1p(-cpr))
    return replace(
        prepayment_parameters(),
        turnover_per_year=(intensity, intensity, intensity),
        refinancing_per_year=(0.0, 0.0, 0.0),
        lock_in_per_point=0.0,
        seasonal_amplitude=0.0,
        turnover_ramp_months=1e-9,
    )


def _three(values: Sequence[float]) -> bool:
    numbers = np.asarray(values, dtype=float)
    return numbers.shape == (3,) and bool((np.isfinite(numbers) & (numbers >= 0)).all())


@cache
def parameter_table() -> dict[str, Any]:
    """Return the file of parameters: ``assumed``, ``estimated``, ``null`` (constant speeds) and ``cmbs``."""
    text = resources.files("tidegate.bank.portfolio").joinpath("data/mbs_parameters.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def prepayment_parameters() -> PrepaymentParameters:
    """Return the parameters shipped with the package (estimated by ``scripts/calibrate_mbs.py``)."""
    table = parameter_table()
    names = {field.name for field in fields(PrepaymentParameters)}
    merged = {**table["assumed"], **table["estimated"]}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in merged.items()
        if name in names
    }
    return PrepaymentParameters(**values)


def prepayment_rate(
    parameters: PrepaymentParameters,
    issuer: int,
    wac_pct: ArrayLike,
    age_months: ArrayLike,
    unrefinanced: ArrayLike,
    mortgage_rate_pct: ArrayLike,
    month_number: ArrayLike,
) -> Floats:
    """Return the yearly speed (CPR, a fraction) of a pool, in one line of the model.

    Parameters
    ----------
    mortgage_rate_pct
        The rate that its borrowers would pay on the same term now.
    month_number
        1 to 12, the month in which the borrowers pay.
    """
    gain = incentive_points(wac_pct, mortgage_rate_pct)
    return np.asarray(
        -np.expm1(
            -turnover_intensity(parameters, issuer, gain, age_months, month_number)
            - refinancing_intensity(parameters, issuer, gain, age_months, unrefinanced)
        )
    )


def turnover_intensity(
    parameters: PrepaymentParameters,
    issuer: int,
    incentive: ArrayLike,
    age_months: ArrayLike,
    month_number: ArrayLike,
) -> Floats:
    """Return how fast borrowers move, per year."""
    return np.asarray(
        parameters.turnover_per_year[issuer]
        * seasonality(month_number, parameters.seasonal_amplitude, parameters.seasonal_peak_month)
        * seasoning(age_months, parameters.turnover_ramp_months)
        * lock_in(incentive, parameters.lock_in_per_point)
    )


def refinancing_intensity(
    parameters: PrepaymentParameters,
    issuer: int,
    incentive: ArrayLike,
    age_months: ArrayLike,
    unrefinanced: ArrayLike,
) -> Floats:
    """Return how fast borrowers refinance, per year."""
    return np.asarray(
        parameters.refinancing_per_year[issuer]
        * refinancing_curve(incentive, parameters.incentive_middle_points, parameters.incentive_width_points)
        * seasoning(age_months, parameters.refinancing_ramp_months)
        * burnout(unrefinanced, parameters.burnout_floor)
    )
