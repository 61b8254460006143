"""How good a path of returns was, and how sure one can be of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri  # type: ignore[import-untyped]

from tidegate.allocation.risk import drawdown
from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]
MONTHS = 12
_EULER = 0.5772156649015329


@dataclass(frozen=True)
class Performance:
    """A path summed up; a year's figures, percent.

    Attributes
    ----------
    return_pct
        Compound.
    volatility_pct
        Standard deviation.
    sharpe, sharpe_se
        Mean over bills by volatility, with its standard error.
    drawdown_pct
        Deepest fall from a high, negative.
    turnover_pct
        Bought (and sold) a year, of the portfolio.
    cost_pct
        Cost of trading a year.
    months
        How many.
    """

    return_pct: float
    volatility_pct: float
    sharpe: float
    sharpe_se: float
    drawdown_pct: float
    turnover_pct: float
    cost_pct: float
    months: int


def sharpe_ratio(excess: ArrayLike) -> tuple[float, float]:
    """Return the Sharpe ratio of monthly returns over bills, a year's, and its standard error.

    The error counts skewness and fat tails (Mertens 2002; Opdyke 2007, Journal of Asset Management 8):
    ``sqrt((1 - g S + (k - 1) / 4 S^2) / T)`` for a month's ratio ``S``, with skewness ``g`` and kurtosis ``k``.

    Raises
    ------
    InputError
        For fewer than a year of months.
    """
    x = np.asarray(excess, dtype=float)
    if x.size < MONTHS:
        raise InputError.of(N_("returns: {count} months; give twelve or more"), count=x.size)
    spread = x.std(ddof=1)
    if spread == 0:
        return 0.0, float("nan")
    ratio = float(x.mean() / spread)
    error = np.sqrt(max(_variance(ratio, x), 0.0) / x.size)
    return ratio * np.sqrt(MONTHS), float(error * np.sqrt(MONTHS))


def _variance(ratio: float, x: Floats) -> float:
    z = (x - x.mean()) / x.std()
    skewness, kurtosis = float((z**3).mean()), float((z**4).mean())
    return 1.0 - skewness * ratio + (kurtosis - 1.0) / 4.0 * ratio**2


def performance(returns: ArrayLike, bills: ArrayLike, turnover: ArrayLike, cost: ArrayLike) -> Performance:
    """Sum up monthly returns after cost.

    Parameters
    ----------
    returns, bills, turnover, cost
        By month, fractions, shape [t].
    """
    r, b = np.asarray(returns, dtype=float), np.asarray(bills, dtype=float)
    ratio, error = sharpe_ratio(r - b)
    wealth = np.cumprod(1.0 + r)
    years = r.size / MONTHS
    return Performance(
        100.0 * float(wealth[-1] ** (1.0 / years) - 1.0),
        100.0 * float(r.std(ddof=1) * np.sqrt(MONTHS)),
        ratio,
        error,
        100.0 * float(drawdown(wealth).min()),
        100.0 * float(np.sum(turnover)) / years,
        100.0 * float(np.sum(cost)) / years,
        r.size,
    )


def best_by_luck(sharpes: Sequence[float]) -> float:
    """Return the best Sharpe ratio that so many variants without skill would show, on average.

    Bailey and López de Prado (2014, Journal of Portfolio Management 40):
    ``sd ((1 - c) z(1 - 1/N) + c z(1 - 1/(N e)))`` with Euler's constant ``c``.
    """
    count = len(sharpes)
    if count < 2:
        return 0.0
    spread = float(np.std(sharpes, ddof=1))
    first, second = ndtri(1.0 - 1.0 / count), ndtri(1.0 - 1.0 / (count * np.e))
    return float(spread * ((1.0 - _EULER) * first + _EULER * second))


def deflated_sharpe(excess: ArrayLike, tried: Sequence[float]) -> float:
    """Return the chance that a path's true Sharpe ratio is above what luck among the variants tried would show.

    Parameters
    ----------
    excess
        Monthly returns over bills of the variant that is judged.
    tried
        Sharpe ratios, a year's, of all variants tried, with this one.
    """
    x = np.asarray(excess, dtype=float)
    ratio = float(x.mean() / x.std(ddof=1))
    lucky = best_by_luck(tried) / np.sqrt(MONTHS)
    error = np.sqrt(max(_variance(ratio, x), 1e-12) / (x.size - 1))
    return float(ndtr((ratio - lucky) / error))
