"""Parameters that differ by path: drawn from what the calibrations and estimates disagree about.

Every draw is a function of seed, path and parameter alone, so that two
scenarios with one seed meet the same parameters on the same path.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri  # type: ignore[import-untyped]

from tidegate.futures.choices import choices
from tidegate.futures.contract import Opening
from tidegate.futures.inputs import Economy, Own
from tidegate.futures.scenario import Scenario
from tidegate.futures.steps.chance import PARAMETERS, uniforms
from tidegate.policy.reaction.parameters import ReactionParameters
from tidegate.transmission.economy.semi_structural.parameters import (
    EconomyParameters,
    economy_parameters,
    parameter_table,
    spread_over,
    uncertain_names,
)
from tidegate.transmission.rates.premium.calibrations import calibrations
from tidegate.transmission.rates.premium.pass_through import pass_through

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NORMAL_95 = 1.6448536269514722
MOST_SCALE = 2.5
"""Of speeds: beyond it a month's intensity would leave the series that the compiled step uses."""
_NAMES = (
    "neutral_real", "natural", "ample", "scarce", "curve", "calibration", "supply", "pass_through",
    "turnover", "refinancing", "runoff_rate", "taper_gap", "qe_notional", "purchases",
)  # fmt: skip


class _Chance:
    """Draws for some paths, by the name of what they are for."""

    def __init__(self, seed: int, paths: Ints, certain: bool) -> None:
        self._seed, self._paths, self.certain = seed, paths, certain
        self._places = {n: i for i, n in enumerate((*_NAMES, *uncertain_names()))}

    def uniform(self, name: str) -> Floats:
        """Return numbers in (0, 1); one half where nothing is uncertain."""
        if self.certain:
            return np.full(self._paths.size, 0.5)
        return uniforms(self._seed, self._paths, PARAMETERS + self._places[name])

    def normal(self, name: str) -> Floats:
        """Return standard normal numbers; 0 where nothing is uncertain."""
        return np.asarray(ndtri(self.uniform(name)))

    def around(self, name: str, spread: float) -> Floats:
        """Return numbers spread evenly over ``-spread`` to ``spread``; 0 where nothing is uncertain."""
        return np.asarray(spread * (2.0 * self.uniform(name) - 1.0))

    def factor(self, name: str, high_95: float) -> Floats:
        """Return lognormal factors with 5% above `high_95`; 1 where nothing is uncertain."""
        return np.asarray(high_95 ** (self.normal(name) / _NORMAL_95))


def economy_of(opening: Opening, scenario: Scenario, seed: int, paths: Ints) -> Economy:
    """Return the parameters of the monthly model, each of shape [paths]."""
    chance = _Chance(seed, paths, scenario.certain)
    base = middle_economy(opening, scenario)
    wide = choices().uncertainty
    found: dict[str, Floats] = {}
    for f in fields(EconomyParameters):
        value = np.full(paths.size, float(np.asarray(getattr(base, f.name))))
        if f.name in uncertain_names() and not scenario.certain:
            value = spread_over(parameter_table()[f.name], value, chance.uniform(f.name))
        found[f.name] = value
    real = wide.neutral_real_90 / _NORMAL_95 * chance.normal("neutral_real")
    natural = wide.natural_unemployment_90 / _NORMAL_95 * chance.normal("natural")
    found["neutral_real_rate_pct"] = found["neutral_real_rate_pct"] + real
    found["natural_unemployment_pct"] = np.maximum(found["natural_unemployment_pct"] + natural, 1.0)
    return Economy(**found)


def middle_economy(opening: Opening, scenario: Scenario) -> EconomyParameters:
    """Return the parameters in the middle: the room's, as seen on the day, with the scenario's overrides."""
    seen = {
        "neutral_real_rate_pct": opening.neutral_real_pct,
        "natural_unemployment_pct": opening.natural_unemployment_pct,
    }
    return economy_parameters().changed({**seen, **scenario.economy})


def calibration_of(seed: int, paths: Ints, *, certain: bool = False) -> Ints:
    """Return by which calibration of the term premium each path prices holdings, by its place, shape [paths]."""
    weight = np.cumsum([c.weight for c in calibrations()])
    found = np.searchsorted(
        weight / weight[-1], _Chance(seed, paths, certain).uniform("calibration"), side="right"
    )
    return np.minimum(found, len(weight) - 1).astype(np.int64)


def own_of(opening: Opening, scenario: Scenario, reaction: ReactionParameters, seed: int, paths: Ints) -> Own:
    """Return the other parameters that differ by path, each of shape [paths]."""
    chance = _Chance(seed, paths, scenario.certain)
    policy, wide = choices().policy, choices().uncertainty
    ample = chance.around("ample", policy.ample_spread_pct)
    scarce = chance.around("scarce", policy.scarce_spread_pct)
    count = opening.threshold_pct.size
    curve = np.minimum((chance.uniform("curve") * count).astype(np.int64), count - 1)
    which = calibration_of(seed, paths, certain=scenario.certain)
    sds = np.array([c.relative_sd for c in calibrations()])
    rows = next(row for row in pass_through() if row.borrower == "mortgage_30y").values
    passed = np.array(rows)[
        np.minimum((chance.uniform("pass_through") * len(rows)).astype(int), len(rows) - 1)
    ]
    slope, threshold, width = opening.slope_bp[curve], opening.threshold_pct[curve], opening.width_pct[curve]
    if scenario.certain:
        middle = (np.median(opening.slope_bp), np.median(opening.threshold_pct), np.median(opening.width_pct))
        slope, threshold, width = (np.full(paths.size, float(m)) for m in middle)
        passed = np.full(paths.size, float(np.mean(rows)))
    rules = reaction.sheet
    ample_pct = rules.ample_reserves_pct + ample
    if opening.ample_pct.size and "ample_reserves_pct" not in scenario.reaction:
        # What was published or estimated by the day takes the place of the rule's number; what hangs on it moves along.
        seen = np.sort(opening.ample_pct)
        ample_pct = np.quantile(seen, chance.uniform("ample"))
        ample = ample_pct - rules.ample_reserves_pct
        scarce = scarce + ample
    return Own(
        ample_pct=ample_pct,
        scarce_pct=np.minimum(rules.scarce_reserves_pct + scarce, ample_pct),
        slow_pct=rules.slow_reserves_pct + ample,
        threshold_pct=threshold,
        width_pct=width,
        slope_bp=slope,
        calibration=which,
        supply_scale=np.maximum(1.0 + sds[which] * chance.normal("supply"), 0.0),
        mortgage_pass_through=passed,
        turnover_scale=np.minimum(chance.factor("turnover", wide.turnover_factor_90), MOST_SCALE),
        refinancing_scale=np.minimum(chance.factor("refinancing", wide.refinancing_factor_90), MOST_SCALE),
        runoff_rate_pct=rules.runoff_rate_pct + chance.around("runoff_rate", policy.runoff_rate_spread_pct),
        taper_gap_pct=rules.taper_unemployment_gap_pct + chance.around("taper_gap", policy.taper_spread_pct),
        qe_notional_pct=rules.qe_notional_pct + chance.around("qe_notional", policy.qe_spread_pct),
        purchase_scale=chance.factor("purchases", policy.purchases_factor_90),
        act=np.full(paths.size, 1.0 if scenario.certain else policy.act),
    )


def drawn(
    opening: Opening, scenario: Scenario, reaction: ReactionParameters, seed: int, paths: Ints
) -> Floats:
    """Return all of them side by side, shape [paths, columns]; see `columns`."""
    both = (*economy_of(opening, scenario, seed, paths), *own_of(opening, scenario, reaction, seed, paths))
    return np.ascontiguousarray(np.stack([np.asarray(column, dtype=float) for column in both], axis=1))
