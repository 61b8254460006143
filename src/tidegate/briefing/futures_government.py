"""What the government pays in interest on the paths of a run: its debt rolled at the run's own yields."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.briefing import debt_inputs as inputs
from tidegate.briefing.assembly import Desk
from tidegate.errors import InputError
from tidegate.futures.contract import Opening
from tidegate.futures.simulation import LEVELS, Run
from tidegate.futures.summary import exact_quantiles
from tidegate.message import N_
from tidegate.transmission.markets.government import Financing, primary_deficits
from tidegate.transmission.markets.government.concepts import concepts
from tidegate.transmission.markets.government.financing import NOMINAL_YEARS, Market
from tidegate.transmission.markets.government.roll import roll_debt
from tidegate.units import MONTHS_PER_YEAR, Days

Floats = NDArray[np.float64]

MOST_PATHS = 2_000
"""Beyond so many the tranches of all paths would not fit in memory; fewer say as much about interest."""


@dataclass(frozen=True)
class GovernmentRun:
    """Interest and debt on the paths of a run.

    Attributes
    ----------
    dates, levels
        As in `Run`.
    interest_bn
        Quantiles of the interest of the month on marketable debt, shape [levels, months].
    debt_bn
        Quantiles of marketable debt, the same.
    mean_interest_bn
        Shape [months].
    """

    dates: Days
    levels: tuple[float, ...]
    interest_bn: Floats
    debt_bn: Floats
    mean_interest_bn: Floats


def government(run: Run, opening: Opening, desk: Desk) -> GovernmentRun:
    """Return what the government pays on the paths of a run.

    From the last statement of the debt to the opening yields are the record;
    from then on they are the run's. The deficit before interest keeps its
    share of GDP, remittances are those of the run itself (`remittances_bn`).

    Parameters
    ----------
    run
        That kept its values, of at most 2,000 paths.
    opening
        Of the run.
    desk
        Of the opening day.

    Raises
    ------
    InputError
        If values were not kept, or for more paths.
    """
    if run.values is None or run.paths > MOST_PATHS:
        raise InputError.of(
            N_("government finances: keep the values of single paths (keep=True), of at most {most} paths"),
            most=MOST_PATHS,
        )
    stock = inputs.stock_on(desk)
    first = np.datetime64(stock.as_of, "M") + 1
    start = int((opening.month + 1 - first).astype(int))
    horizon = start + run.months
    known = inputs.market_on(desk, first, horizon, "flat")
    par = np.tile(known.par_pct, (run.paths, 1, 1))
    years = np.array(NOMINAL_YEARS, dtype=float)
    two, ten, thirty = (run.of(f"yield_{y}y_pct").T for y in (2, 10, 30))
    low = np.clip((10.0 - years) / 8.0, 0.0, 1.0)
    high = np.clip((years - 10.0) / 20.0, 0.0, 1.0)
    own = two[:, :, None] * low + ten[:, :, None] * (1.0 - low - high) + thirty[:, :, None] * high
    par[:, start:, :] = np.maximum(own, 0.0)
    bill = np.tile(known.bill_pct, (run.paths, 1))
    rate = run.of("funds_rate_pct").T + opening.yield_3m_pct - opening.funds_rate_pct
    bill[:, MONTHS_PER_YEAR + start :] = np.maximum(rate, 0.0)
    real = np.tile(known.real_pct, (run.paths, 1))
    real[:, start:] = ten - opening.expected_inflation_pct
    index = np.tile(known.index, (run.paths, 1))
    index[:, start:] = 1.0 + run.of("inflation_pct").T / (100.0 * MONTHS_PER_YEAR)
    deficits = primary_deficits(
        inputs.gdp_now(desk),
        horizon,
        inputs.primary_pct(desk),
        inputs.growth_pct(desk),
        concepts()["budget"].other_bn,
    )
    mix = inputs.sales_mix(desk, first + np.arange(horizon))
    financing = Financing(mix, stock.bill_share, primary_deficit_bn=deficits)
    path = roll_debt(stock, Market(par, bill, real, index), financing)
    both = np.ascontiguousarray(np.stack([path.interest_bn[:, start:].T, path.marketable_bn[:, start:].T]))
    quantiles, mean = exact_quantiles(both, LEVELS)
    return GovernmentRun(run.dates, LEVELS, quantiles[0], quantiles[1], mean[0])
