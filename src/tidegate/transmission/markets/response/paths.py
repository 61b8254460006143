"""Total-return paths of every asset that can be owned, over all paths and months at once."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.markets.bonds import MONTH_YEARS
from tidegate.transmission.markets.response.parameters import SURPRISES, Response, response_parameters

Floats = NDArray[np.float64]
LEAST_MATURITIES = 2
_one_at_a_time = Lock()
"""Without OpenMP on the machine, numba ends the whole process when two threads enter a parallel kernel."""


@dataclass(frozen=True)
class MarketPaths:
    """What happens, month by month. Shapes [paths, months], with opening values [paths, months + 1].

    Attributes
    ----------
    maturities_years
        Of the par curves, rising, the first at most three months, shape [m].
    par_pct
        Par yields, percent, shape [paths, months + 1, m].
    real_pct, mortgage_pct
        Ten-year real yield (see `real_yield`) and 30-year mortgage rate, [paths, months + 1].
    inflation_pct
        Prices over the month, at a year's rate.
    activity_points
        Change of the output gap over the month: news of growth.
    inflation_news_points
        Change of inflation over a year that comes with the month.
    target_bp, path_bp, balance_sheet_bp
        Monetary surprises; positive is tightening. They move what is not
        repriced from the yields themselves; yields must already hold them.
    shock
        Return of US shares for all other reasons, a fraction; 0 where not given.
    own
        Further return of each asset, a fraction, shape broadcasting to [paths,
        months, assets]; 0 where not given.
    """

    maturities_years: Floats
    par_pct: Floats
    real_pct: Floats
    mortgage_pct: Floats
    inflation_pct: Floats
    activity_points: Floats
    inflation_news_points: Floats
    target_bp: Floats
    path_bp: Floats
    balance_sheet_bp: Floats
    shock: Floats | None = None
    own: Floats | None = None

    def __post_init__(self) -> None:
        shape = self.inflation_pct.shape
        found = []
        years = np.asarray(self.maturities_years, dtype=float)
        if years.ndim != 1 or len(years) < LEAST_MATURITIES or (np.diff(years) <= 0).any() or years[0] > 0.25:
            text = N_(
                "maturities {value}: give at least two that rise, the first at most a quarter of a year"
            )
            found.append(Message(text, {"value": years.tolist()}))
        wanted = dict.fromkeys(_MONTHLY, shape)
        if len(shape) == 2:
            wanted |= dict.fromkeys(("real_pct", "mortgage_pct"), (shape[0], shape[1] + 1))
            wanted["par_pct"] = (shape[0], shape[1] + 1, len(years))
        else:
            text = N_("market paths: inflation_pct has shape {shape}; give [paths, months]")
            found.append(Message(text, {"shape": shape}))
        for name, size in wanted.items():
            given = getattr(self, name)
            if given is not None and given.shape != size:
                text = N_("market paths: {name} has shape {shape}; give {wanted}")
                found.append(Message(text, {"name": name, "shape": given.shape, "wanted": size}))
        InputError.check(found)


_MONTHLY = (
    "inflation_pct",
    "activity_points",
    "inflation_news_points",
    "target_bp",
    "path_bp",
    "balance_sheet_bp",
    "shock",
)


@dataclass(frozen=True)
class MarketOpening:
    """Where spreads stand at the opening, percent.

    Attributes
    ----------
    spreads_pct
        By asset (``ig_credit``, ``hy_credit``, ``em_bonds``); the usual one where not given.
    pool_rate_pct
        Mean rate of the mortgages in agency pools.
    dividend_pct
        Carry of an asset in the place of the table's, by asset, percent.
    """

    spreads_pct: tuple[tuple[str, float], ...] = ()
    pool_rate_pct: float = 4.0
    dividend_pct: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class AssetReturns:
    """Monthly total returns.

    Attributes
    ----------
    assets
        Ids, shape [assets].
    monthly
        Fractions, shape [paths, months, assets]; NaN where an input is missing.
    """

    assets: tuple[str, ...]
    monthly: Floats

    @property
    def index(self) -> Floats:
        """What 1 has become at each month-end, shape [paths, months, assets]."""
        return np.asarray(np.cumprod(1.0 + self.monthly, axis=1))

    @property
    def yearly_pct(self) -> Floats:
        """Compound return a year over the whole path, percent, shape [paths, assets]."""
        months = self.monthly.shape[1]
        return np.asarray(100.0 * (np.prod(1.0 + self.monthly, axis=1) ** (12.0 / months) - 1.0))


def real_yield(nominal_pct: ArrayLike, expected_inflation_pct: ArrayLike) -> Floats:
    """Return the real yield that a nominal one and expected inflation leave: the breakeven is what is expected.

    Parameters
    ----------
    nominal_pct, expected_inflation_pct
        Percent a year, of the same term; shapes that go together.
    """
    return np.asarray(np.asarray(nominal_pct, dtype=float) - np.asarray(expected_inflation_pct, dtype=float))


def draw_elasticities(parameters: Response, normals: Floats) -> Floats:
    """Return elasticities with their uncertainty from standard normals, shape [paths, assets, 3].

    Parameters
    ----------
    parameters
        Means and standard errors, shape [assets, 3].
    normals
        Shape [paths, assets, 3]; an array of zeros gives the means.
    """
    return np.asarray(parameters.elasticity + parameters.elasticity_se * normals)


def asset_returns(
    paths: MarketPaths,
    opening: MarketOpening | None = None,
    parameters: Response | None = None,
    elasticity: Floats | None = None,
    out: Floats | None = None,
) -> AssetReturns:
    """Return monthly total returns of every asset that can be owned.

    Parameters
    ----------
    paths
        Yields, news, growth and inflation.
    opening
        Spreads and carries at the start; the table's where None.
    parameters
        Default: those shipped.
    elasticity
        From `draw_elasticities`, to carry their uncertainty; default: the means.
    out
        Array to write into, float64, shape [paths, months, assets], to save allocating it again.

    Raises
    ------
    InputError
        For spreads of an asset that has none, or elasticities or an output of the wrong shape.
    """
    from tidegate.transmission.markets.response.kernel import CREDIT, LINEAR, run

    rules, start = parameters or response_parameters(), opening or MarketOpening()
    count, months = paths.inflation_pct.shape
    shape = (count, months, len(rules.assets))
    numbers, spreads = rules.numbers.copy(), rules.numbers[:, 6].copy()
    found = []
    for given, column, kind, target in (
        (start.spreads_pct, None, CREDIT, spreads),
        (start.dividend_pct, 0, LINEAR, numbers),
    ):
        for asset, value in given:
            if asset not in rules.assets or rules.kinds[rules.index(asset)] != kind:
                text = N_("opening of markets: {asset!r} has no such number; leave it out")
                found.append(Message(text, {"asset": asset}))
            elif column is None:
                target[rules.index(asset)] = value
            else:
                growth = rules.numbers[rules.index(asset), 0] - _table_carry(asset)
                target[rules.index(asset), column] = value + growth
    chosen = rules.elasticity[None] if elasticity is None else elasticity
    own = np.zeros((1, 1, shape[2])) if paths.own is None else np.broadcast_to(paths.own, shape)
    result = np.empty(shape) if out is None else out
    for name, array, sizes in (
        ("elasticity", chosen, ((1, shape[2], len(SURPRISES)), (count, shape[2], len(SURPRISES)))),
        ("out", result, (shape,)),
    ):
        if array.shape not in sizes:
            text = N_("market paths: {name} has shape {shape}; give {wanted}")
            found.append(Message(text, {"name": name, "shape": array.shape, "wanted": sizes[-1]}))
    InputError.check(found)
    left, share = _rungs(paths.maturities_years, rules.rung_years)
    with _one_at_a_time:
        run(
            np.ascontiguousarray(paths.par_pct),
            np.ascontiguousarray(paths.real_pct),
            np.ascontiguousarray(paths.mortgage_pct),
            _economy(paths),
            own,
            rules.kinds,
            rules.rung_asset,
            rules.rung_years,
            rules.rung_weight,
            left,
            share,
            numbers,
            chosen,
            spreads,
            np.concatenate([[start.pool_rate_pct], rules.pool]),
            rules.expected_inflation_pct,
            result,
        )
    return AssetReturns(rules.assets, result)


def _economy(paths: MarketPaths) -> Floats:
    """Return the monthly inputs side by side, shape [paths, 7, months]."""
    packed = np.zeros((paths.inflation_pct.shape[0], len(_MONTHLY), paths.inflation_pct.shape[1]))
    for row, name in enumerate(_MONTHLY):
        given = getattr(paths, name)
        if given is not None:
            packed[:, row, :] = given
    return packed


def _table_carry(asset: str) -> float:
    from tidegate.transmission.markets.response.parameters import parameter_table

    return float(parameter_table()[asset].get("carry_pct", 0.0))


def _rungs(maturities: Floats, years: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return between which maturities each rung lies at the start and a month later, shapes [rungs, 2]."""
    at = np.clip(np.stack([years, years - MONTH_YEARS], axis=1), maturities[0], maturities[-1])
    left = np.clip(np.searchsorted(maturities, at, side="right") - 1, 0, len(maturities) - 2)
    return left, (at - maturities[left]) / (maturities[left + 1] - maturities[left])
