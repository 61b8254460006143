"""The distribution before any view: a year of returns drawn from history, centred on what is paid today.

Paths of twelve months are drawn in blocks from the months held (stationary
bootstrap: Politis and Romano 1994, Journal of the American Statistical
Association 89). Months that are not held of an asset are drawn given those
that are, from estimated correlations. The past decides how far things move
and how they move together; it does not decide means: Treasuries earn today's
carry and roll-down, other assets a premium that is pulled towards a prior by
as much as its error says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tidegate.allocation.moments import LEAST_MONTHS, Moments, nearest_correlation, sharpe_error
from tidegate.allocation.panel import FACTORS, Panel
from tidegate.catalog.assets import Kind, asset
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.units import MONTHS_PER_YEAR

Floats = NDArray[np.float64]
BLOCK_MONTHS = 12.0
DRAWS = 3_000
COPIES = 8
"""How often each month is drawn anew where something of it is not held."""
AVERAGED = np.sqrt(1.5)
"""Volatility over that of returns between monthly means (Working 1960)."""
ANCHOR, MARKET = "ust_7_10", "us_broad"
SPOT = "oil"
"""Measured at a spot price, which nobody can hold: it moves as futures do, but its past return is nobody's."""
_LINKED = (Kind.CREDIT, Kind.MBS, Kind.TIPS)


@dataclass(frozen=True)
class Conditions:
    """What is paid on the day.

    Attributes
    ----------
    bill_pct
        Yield of three-month bills.
    carry_pct
        Carry and roll-down of Treasuries by asset, percent a year.
    """

    bill_pct: float
    carry_pct: Mapping[str, float]


@dataclass(frozen=True)
class Beliefs:
    """What is known of each asset and factor. Columns: assets, then factors.

    Attributes
    ----------
    assets
        Those with enough history or estimates, shape [n].
    volatility
        A year's, fractions (factors: their own units), shape [n + factors].
    correlation
        Shape [n + factors, n + factors].
    mean
        Expected return over bills, a year's, fractions, shape [n].
    mean_error
        Its standard error, shape [n].
    source
        ``moments`` where no months are held; else as the panel says, shape [n].
    """

    assets: tuple[str, ...]
    volatility: Floats
    correlation: Floats
    mean: Floats
    mean_error: Floats
    source: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """Scenarios of a year.

    Attributes
    ----------
    assets
        Shape [n].
    returns
        Over the horizon in each asset's own currency, fractions, shape [draws, n].
    factors
        Sum over the horizon of each factor, shape [draws, factors].
    horizon_months
        Length of a path.
    beliefs
        What they were drawn from.
    """

    assets: tuple[str, ...]
    returns: Floats
    factors: Floats
    horizon_months: int
    beliefs: Beliefs

    def factor(self, name: str) -> Floats:
        """Return one factor, shape [draws]."""
        return np.asarray(self.factors[:, FACTORS.index(name)])


@cache
def priors() -> tuple[float, Mapping[str, float]]:
    """Return the standard deviation and the prior Sharpe ratios by kind."""
    table = tomllib.loads((files(__package__) / "data" / "priors.toml").read_text("utf-8"))
    return float(table["sd"]), MappingProxyType({k: float(v) for k, v in table["sharpe"].items()})


def shrunk(sharpe: float, years: float, prior: float, sd: float) -> tuple[float, float]:
    """Return a Sharpe ratio pulled towards a prior, and its standard deviation afterwards."""
    if years <= 0:
        return prior, sd
    error = sharpe_error(sharpe, years)
    weight = sd**2 / (sd**2 + error**2)
    return weight * sharpe + (1.0 - weight) * prior, float(np.sqrt(weight) * error)


def beliefs(panel: Panel, moments: Moments | None, conditions: Conditions) -> Beliefs:
    """Return what is known of the assets on a day.

    Parameters
    ----------
    panel
        Months known on the day.
    moments
        Estimates known on the day, for what has fewer than 36 months; None: those assets drop out.
    conditions
        What is paid on the day.

    Raises
    ------
    InputError
        If no Treasuries are among what is known: everything is centred on them.
    """
    held = panel.held_months() >= LEAST_MONTHS
    known = tuple(
        a
        for a, h in zip(panel.assets, held, strict=True)
        if a == "cash" or h or (moments is not None and a in moments.volatility)
    )
    if ANCHOR not in known:
        raise InputError.of(
            N_("history: {asset} has {months} months; at least {least} are needed"),
            asset=ANCHOR,
            months=int(panel.held_months()[panel.assets.index(ANCHOR)]) if ANCHOR in panel.assets else 0,
            least=LEAST_MONTHS,
        )
    own = panel.only(known)
    months = np.concatenate([own.held_months(), np.isfinite(own.factors).sum(axis=0)])
    columns = np.hstack([own.excess, own.factors])
    names = (*known, *FACTORS)
    count = len(known)
    scale = _scale(own)
    volatility, sharpe, years = np.zeros(len(names)), np.zeros(count), np.zeros(count)
    for i, name in enumerate(names):
        if name == "cash":
            continue
        if months[i] >= LEAST_MONTHS:
            x = columns[np.isfinite(columns[:, i]), i]
            volatility[i] = x.std(ddof=1) * np.sqrt(MONTHS_PER_YEAR) * scale[i]
            if i < count:
                sharpe[i], years[i] = MONTHS_PER_YEAR * x.mean() / volatility[i], len(x) / MONTHS_PER_YEAR
        elif i < count and moments is not None:
            volatility[i] = moments.volatility[name].value
            sharpe[i], years[i] = moments.sharpe[name].value, moments.sharpe[name].months / MONTHS_PER_YEAR
    correlation = nearest_correlation(_correlations(columns, names, moments))
    mean, error = _means(known, volatility[:count], correlation[:count, :count], sharpe, years, conditions)
    source = tuple(
        s if m >= LEAST_MONTHS or a == "cash" else "moments"
        for a, s, m in zip(known, own.source, own.held_months(), strict=True)
    )
    return Beliefs(known, volatility, correlation, mean, error, source)


def _scale(panel: Panel) -> Floats:
    """Return by how much volatility exceeds that of the panel's returns, shape [n + factors]."""
    return np.concatenate([np.where(panel.averaged, AVERAGED, 1.0), np.ones(len(FACTORS))])


def _correlations(columns: Floats, names: tuple[str, ...], moments: Moments | None) -> Floats:
    """Return correlations over the months both are held, from estimates where those are too few, else 0."""
    finite = np.isfinite(columns)
    both = finite.T.astype(float) @ finite.astype(float)
    filled = np.where(finite, columns, 0.0)
    hit = finite.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (filled.T @ hit) / both  # of the row's column over shared months
        square = ((filled**2).T @ hit) / both
        variance = square - mean**2
        cross = (filled.T @ filled) / both - mean * mean.T
        found = cross / np.sqrt(variance * variance.T)
    matrix = np.where((both >= LEAST_MONTHS) & np.isfinite(found), found, 0.0)
    if moments is not None:
        for i, first in enumerate(names):
            for j, second in enumerate(names):
                if i != j and both[i, j] < LEAST_MONTHS and (first, second) in moments.correlation:
                    matrix[i, j] = moments.correlation[first, second].value
    np.fill_diagonal(matrix, 1.0)
    return np.asarray(matrix)


def _means(
    known: tuple[str, ...],
    volatility: Floats,
    correlation: Floats,
    sharpe: Floats,
    years: Floats,
    conditions: Conditions,
) -> tuple[Floats, Floats]:
    """Return expected returns over bills and their errors, a year's, fractions."""
    sd, prior = priors()
    anchor = known.index(ANCHOR)
    paid = (conditions.carry_pct[ANCHOR] - conditions.bill_pct) / 100.0
    mean, error = np.zeros(len(known)), np.zeros(len(known))
    for i, name in enumerate(known):
        kind = asset(name).kind
        if kind is Kind.CASH:
            continue
        if kind is Kind.TREASURY:
            mean[i] = (conditions.carry_pct[name] - conditions.bill_pct) / 100.0
            error[i] = sd * volatility[i]  # yields may drift: no history pulls this in
        elif kind in _LINKED:
            # The Treasury in it earns what is paid today; what is left has a premium of its own.
            beta = correlation[i, anchor] * volatility[i] / volatility[anchor]
            rest = volatility[i] * np.sqrt(max(1.0 - correlation[i, anchor] ** 2, 1e-6))
            own = sharpe[i] * volatility[i] - beta * sharpe[anchor] * volatility[anchor]
            # Mortgage returns are rebuilt without changes of their spread, so their past says too little of risk.
            span = 0.0 if kind is Kind.MBS else years[i]
            ratio, sure = shrunk(own / rest, span, prior[kind], sd)
            mean[i], error[i] = beta * paid + ratio * rest, sure * rest
        else:
            # Shares are paid for the risk they share with the market (Sharpe 1964), not for their own.
            common = correlation[i, known.index(MARKET)] if kind is Kind.EQUITY and MARKET in known else 1.0
            span = 0.0 if name == SPOT else years[i]
            ratio, sure = shrunk(sharpe[i], span, common * prior[kind], sd)
            mean[i], error[i] = ratio * volatility[i], sure * volatility[i]
    return mean, error


def draw_months(count: int, draws: int, horizon: int, rng: Generator) -> NDArray[np.intp]:
    """Return positions of months, shape [draws, horizon]: blocks of random length, a year on average, wrapped."""
    start = rng.integers(0, count, size=(draws, horizon))
    fresh = rng.random((draws, horizon)) < 1.0 / BLOCK_MONTHS
    fresh[:, 0] = True
    steps = np.arange(horizon)
    begun = np.maximum.accumulate(np.where(fresh, steps, 0), axis=1)
    first = np.take_along_axis(start, begun, axis=1)
    return np.asarray((first + steps - begun) % count)


def reference(
    panel: Panel,
    moments: Moments | None,
    conditions: Conditions,
    rng: Generator,
    draws: int = DRAWS,
    horizon_months: int = MONTHS_PER_YEAR,
) -> Reference:
    """Draw the distribution before any view.

    Parameters
    ----------
    panel, moments, conditions
        As for `beliefs`.
    rng
        Source of chance; the same state gives the same scenarios.
    draws, horizon_months
        How many paths of how many months.
    """
    known = beliefs(panel, moments, conditions)
    own = panel.only(known.assets)
    columns = np.hstack([own.excess, own.factors])
    usable = np.isfinite(columns[:, known.assets.index(ANCHOR)])
    columns = columns[usable]
    with np.errstate(invalid="ignore"):
        seen = np.isfinite(columns).sum(axis=0) >= LEAST_MONTHS
        columns = np.where(seen, columns, np.nan)
    monthly = known.volatility / np.sqrt(MONTHS_PER_YEAR) / _scale(own)
    centre = np.where(seen, np.nansum(columns, axis=0) / np.maximum(np.isfinite(columns).sum(axis=0), 1), 0.0)
    standard = (columns - centre) / np.where(monthly > 0, monthly, 1.0)
    at = draw_months(len(columns), draws, horizon_months, rng)
    copy = rng.integers(0, COPIES, size=at.shape)
    whole = complete(np.tile(standard, (COPIES, 1)), known.correlation, rng)
    moved = np.zeros((draws, whole.shape[1]))
    for step in range(horizon_months):
        moved += whole[at[:, step] + len(columns) * copy[:, step]]
    count = len(known.assets)
    # Returns over the horizon vary as their volatility says, whatever prices are averages of; factors,
    # whose changes persist, keep the spread of their blocks.
    wanted = known.volatility * np.sqrt(horizon_months / MONTHS_PER_YEAR)
    spread = moved.std(axis=0)
    scale = np.where(spread > 0, wanted / np.where(spread > 0, spread, 1.0), 0.0)
    scale[count:] = monthly[count:]
    factors = (moved - moved.mean(axis=0)) * scale
    years = horizon_months / MONTHS_PER_YEAR
    bills = np.maximum(conditions.bill_pct + 0.5 * factors[:, count + FACTORS.index("bill")], 0.0)
    growth = np.exp(factors[:, :count])
    expected = 1.0 + years * (bills[:, None] / 100.0 + known.mean)
    return Reference(
        known.assets,
        np.asarray(expected * growth / growth.mean(axis=0) - 1.0),
        np.asarray(factors[:, count:]),
        horizon_months,
        known,
    )


def complete(standard: Floats, correlation: Floats, rng: Generator) -> Floats:
    """Return months with what is not held drawn given what is: normal, from the correlations.

    Parameters
    ----------
    standard
        Months in units of their standard deviation, shape [t, n]; NaN where not held.
    correlation
        Shape [n, n].
    rng
        Source of chance. A month that is given several times is drawn anew each time (multiple imputation:
        Rubin 1987).
    """
    whole = standard.copy()
    missing = ~np.isfinite(standard)
    pattern = missing @ (1 << np.arange(standard.shape[1], dtype=np.int64))  # a number for each set of gaps
    for number in np.unique(pattern[pattern > 0]):
        rows = np.flatnonzero(pattern == number)
        gap = missing[rows[0]]
        held = ~gap
        across = correlation[np.ix_(gap, held)]
        weights = np.linalg.solve(correlation[np.ix_(held, held)], across.T)
        left = correlation[np.ix_(gap, gap)] - across @ weights
        values, vectors = np.linalg.eigh(left)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        block = whole[rows]
        noise = rng.standard_normal((len(rows), int(gap.sum())))
        block[:, gap] = block[:, held] @ weights + noise @ root.T
        whole[rows] = block
    return whole
