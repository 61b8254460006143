"""The dual mandate as a table, and what a run-off is worth in rate hikes.

Each policy path buys growth and jobs and pays in inflation, or the other way
round; both are read off the same response of a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.economy.response import Band, Response, band_of, respond
from tidegate.transmission.economy.semi_structural.equations import Floats
from tidegate.units import MONTHS_PER_YEAR


@dataclass(frozen=True)
class PolicyPath:
    """A policy as a deviation from a baseline.

    Attributes
    ----------
    name
        What it is called, in any language.
    term_premium_pct
        Points on the ten-year term premium, one number or [months].
    funds_rate_pct
        Points on the policy rate, one number or [months]; None: the rule decides.
    """

    name: Message | str
    term_premium_pct: ArrayLike = 0.0
    funds_rate_pct: ArrayLike | None = 0.0


@dataclass(frozen=True)
class TradeOffRow:
    """What one path does to the mandate's two sides; every value is central, low, high.

    Attributes
    ----------
    path
        The policy.
    output_year_pct
        Output gained (+) or lost (-) over the horizon, percent of a year's output.
    unemployment_peak_pct
        Largest change of the unemployment rate, points.
    jobs_thousand
        Jobs gained or lost at that peak.
    inflation_end_pct
        Change of core inflation in the last year of the horizon, points.
    prices_end_pct
        Change of the price level at the end, percent.
    sacrifice
        Percent of a year's output lost for each point by which inflation is lower
        at the end; NaN where inflation moves by less than 0.005 points.
    """

    path: PolicyPath
    output_year_pct: Band
    unemployment_peak_pct: Band
    jobs_thousand: Band
    inflation_end_pct: Band
    prices_end_pct: Band
    sacrifice: Band


def trade_off(
    paths: Sequence[PolicyPath],
    months: int,
    model: str = "semi-structural",
    *,
    payrolls_thousand: float,
    unemployment_pct: float,
    draws: int = 200,
    seed: int = 20_220_601,
) -> tuple[TradeOffRow, ...]:
    """Return one row a policy path: jobs and growth against inflation.

    Parameters
    ----------
    paths
        Policies, in the order of the rows.
    months
        Horizon; at least 12, because inflation is read over its last year.
    payrolls_thousand, unemployment_pct
        Jobs and unemployment now: a point of unemployment is
        ``payrolls / (100 - unemployment)`` jobs.

    Raises
    ------
    InputError
        For a horizon under a year, or jobs and unemployment that cannot be.
    """
    problems = []
    if months < MONTHS_PER_YEAR:
        text = N_("months {value}: give 12 or more, because inflation is read over the last year")
        problems.append(Message(text, {"value": months}))
    if not (np.isfinite(payrolls_thousand) and payrolls_thousand > 0):
        text = N_("payrolls {value}: give thousands of jobs, more than 0")
        problems.append(Message(text, {"value": payrolls_thousand}))
    if not 0 <= unemployment_pct < 100:
        text = N_("unemployment {value}: give percent of the labour force, from 0 to below 100")
        problems.append(Message(text, {"value": unemployment_pct}))
    InputError.check(problems)
    jobs_per_point = payrolls_thousand / (100.0 - unemployment_pct)
    return tuple(
        _row(
            path,
            respond(path.term_premium_pct, path.funds_rate_pct, months, model, draws=draws, seed=seed),
            jobs_per_point,
        )
        for path in paths
    )


def _row(path: PolicyPath, found: Response, jobs_per_point: float) -> TradeOffRow:
    output = found.draws["output_gap_pct"].sum(axis=1) / MONTHS_PER_YEAR
    jobless = found.draws["unemployment_pct"]
    peak = jobless[np.arange(len(jobless)), np.abs(jobless).argmax(axis=1)]
    prices = found.draws["inflation_pct"]
    last_year = prices[:, -MONTHS_PER_YEAR:].mean(axis=1)
    moved = np.abs(last_year) >= 0.005
    price = np.where(moved, output / np.where(moved, last_year, 1.0), np.nan)
    return TradeOffRow(
        path,
        band_of(output),
        band_of(peak),
        band_of(-jobs_per_point * peak),
        band_of(last_year),
        band_of(prices.sum(axis=1) / MONTHS_PER_YEAR),
        _band_where_known(price),
    )


def _band_where_known(values: NDArray[np.float64]) -> Band:
    """Return a band over the draws that have a value; NaN where the central one has none."""
    known = values[np.isfinite(values)]
    if not np.isfinite(values[0]) or not len(known):
        nothing = np.asarray(np.nan)
        return Band(nothing, nothing, nothing)
    return band_of(np.concatenate((values[:1], known)))


@dataclass(frozen=True)
class HikeEquivalent:
    """How many points of policy rate, held over the horizon, slow output as a run-off does.

    Attributes
    ----------
    funds_rate_pct
        Points, central, low and high.
    inflation_ratio
        Inflation moved by the run-off over that moved by the equivalent hike:
        below 1, the run-off leaves more of it.
    months, model
        Horizon and model.
    """

    funds_rate_pct: Band
    inflation_ratio: Band
    months: int
    model: str


def hike_equivalent(
    term_premium_path_pct: ArrayLike,
    months: int,
    model: str = "semi-structural",
    *,
    draws: int = 200,
    seed: int = 20_220_601,
) -> HikeEquivalent:
    """Return the sustained hike that costs as much output as a path of the term premium.

    Both with the other instrument unmoved; output is compared by its mean over
    the horizon. The models are linear, so the answer is a ratio, taken draw by
    draw: parameters that both share cancel.

    Raises
    ------
    InputError
        For a path or horizon that cannot be used.
    """
    runoff = respond(term_premium_path_pct, 0.0, months, model, draws=draws, seed=seed)
    hike = respond(0.0, 1.0, months, model, draws=draws, seed=seed)
    points = _mean(runoff, "output_gap_pct") / _mean(hike, "output_gap_pct")
    moved = np.abs(points) > 1e-9
    equal = np.where(moved, points, np.nan) * _mean(hike, "inflation_pct")
    ratio = _mean(runoff, "inflation_pct") / equal
    return HikeEquivalent(band_of(points), _band_where_known(ratio), months, model)


def _mean(found: Response, name: str) -> Floats:
    return np.asarray(found.draws[name].mean(axis=1))
