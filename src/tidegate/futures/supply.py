"""From the calibrations of the term premium to the numbers that the compiled month takes.

Every effect is `RiskPrices.effect_bp` of a path of supply, which is linear in
the path: so it is worked out once for a unit held today and once for a unit
that builds up over each number of months, with the fading of the premium room.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from tidegate.futures.inputs import Supply
from tidegate.futures.steps.holdings import MOST_AHEAD
from tidegate.transmission.rates.holdings.expected import GDP_GROWTH_PCT, HORIZON_MONTHS
from tidegate.transmission.rates.holdings.ladder import NEW_ISSUES, YEARS, new_issues, purchase_mixes
from tidegate.transmission.rates.premium.calibrations import calibrations
from tidegate.transmission.rates.premium.deviation import HALF_LIFE_YEARS
from tidegate.transmission.rates.premium.stock import HELD_BILL_YEARS, baseline_pct_gdp
from tidegate.transmission.rates.premium.structure import MBS_DURATION_YEARS, RiskPrices
from tidegate.units import MONTHS_PER_YEAR

Floats = NDArray[np.float64]
TEN_YEARS = 10.0


def faded(months: int) -> Floats:
    """Return a unit that builds up evenly over some months and then fades, percent of GDP as GDP grows.

    Shape [361], the first today. With 0 months the unit is there today.
    """
    at = np.arange(HORIZON_MONTHS + 1)
    built = np.ones(at.size) if months == 0 else np.minimum(at / months, 1.0)
    after = np.maximum(at - months, 0) / MONTHS_PER_YEAR
    growth = (1.0 + GDP_GROWTH_PCT / 100.0) ** (at / MONTHS_PER_YEAR)
    return np.asarray(built * 0.5 ** (after / HALF_LIFE_YEARS) / growth)


def unit_effects(prices: RiskPrices, months: int) -> Floats:
    """Return the ten-year effect of a unit of supply in each kind of risk, basis points, shape [2]."""
    path, none = faded(months), np.zeros(HORIZON_MONTHS + 1)
    kinds = (np.stack([path, none]), np.stack([none, path]))
    found = [float(prices.effect_bp(kind, TEN_YEARS)[0]) for kind in kinds]
    if prices.demand_risk == 0.0:
        found[1] = 0.0
    return np.array(found)


@cache
def supply_rules() -> Supply:
    """Return the numbers of all calibrations."""
    known = calibrations()
    kinds = list(dict.fromkeys((c.prices.kappa, c.prices.kappa_demand) for c in known))
    example = [next(c.prices for c in known if (c.prices.kappa, c.prices.kappa_demand) == k) for k in kinds]
    rungs = np.stack([p.rungs() for p in example])
    mix = purchase_mixes()[-1]
    each = {}
    for c in known:
        if c.prices not in each:
            each[c.prices] = np.stack([unit_effects(c.prices, m) for m in range(MOST_AHEAD + 1)], axis=1)
    ahead = np.stack([each[c.prices] for c in known])
    low = np.clip((TEN_YEARS - YEARS) / 8.0, 0.0, 1.0)
    high = np.clip((YEARS - TEN_YEARS) / 20.0, 0.0, 1.0)
    places = np.array([y * MONTHS_PER_YEAR - 1 for y in NEW_ISSUES], dtype=np.int64)
    shares = np.array(list(NEW_ISSUES.values()))
    return Supply(
        issue_places=places,
        issue_shares=shares / shares.sum(),
        curve=np.stack([low, 1.0 - low - high, high]),
        purchase_mix=np.ascontiguousarray(mix),
        weights=np.ascontiguousarray(np.concatenate([rungs, rungs], axis=2)),
        units=np.stack(
            [
                np.stack([p.weights(HELD_BILL_YEARS) for p in example]),
                np.stack([p.weights(MBS_DURATION_YEARS) for p in example]),
                rungs @ new_issues(),
                rungs @ mix,
                np.array([baseline_pct_gdp(p) for p in example]),
            ]
        ),
        kind=np.array([kinds.index((c.prices.kappa, c.prices.kappa_demand)) for c in known], dtype=np.int64),
        unit_bp=np.ascontiguousarray(ahead),
    )
