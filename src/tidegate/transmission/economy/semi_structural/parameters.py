"""Parameters of the monthly model: values, ranges and sources from one file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.economy.semi_structural.equations import Floats, Value

_NORMAL_95 = 1.6448536269514722
"""The 95th percentile of the standard normal distribution."""


@dataclass(frozen=True)
class EconomyParameters:
    """Numbers of the monthly model: each a float, or an array of shape [paths].

    The file ``semi_structural.toml`` says what each means, the range that is
    allowed, how uncertain it is and where it comes from.
    """

    neutral_real_rate_pct: Value
    inflation_target_pct: Value
    natural_unemployment_pct: Value
    neutral_term_premium_pct: Value
    lower_bound_pct: Value
    rule_inertia: Value
    rule_on_inflation: Value
    rule_on_gap: Value
    term_premium_persistence: Value
    long_weight_now: Value
    long_weight_remembered: Value
    remembering_speed: Value
    short_rate_weight: Value
    broad_premium_weight: Value
    breadth: Value
    feeling_speed: Value
    gap_persistence: Value
    gap_sensitivity: Value
    okun: Value
    okun_speed: Value
    inflation_inertia: Value
    phillips_slope: Value
    import_weight: Value
    expectation_learning: Value
    expectation_anchoring: Value

    def __post_init__(self) -> None:
        text = N_("economy parameter {name}: {value} is not allowed; give a number from {low} to {high}")
        problems = []
        for name, row in parameter_table().items():
            values = np.asarray(getattr(self, name), dtype=float)
            low, high = row["allowed"]
            good = np.isfinite(values) & (values >= low) & (values <= high)
            if not bool(good.all()):
                bad = float(values[~good].flat[0]) if values.ndim else float(values)
                problems.append(Message(text, {"name": name, "value": bad, "low": low, "high": high}))
        InputError.check(problems)

    @property
    def neutral_rate_pct(self) -> Value:
        """Policy rate at rest: neutral real rate plus the target."""
        return self.neutral_real_rate_pct + self.inflation_target_pct

    def changed(self, changes: Mapping[str, Value]) -> EconomyParameters:
        """Return these parameters with some values changed.

        Raises
        ------
        UnknownName
            For a name that is no parameter; the message lists the nearest.
        InputError
            With every value that is out of its range.
        """
        for name in changes:
            if name not in parameter_table():
                raise unknown(N_("parameter"), name, parameter_table())
        return replace(self, **changes)


@cache
def parameter_table() -> Mapping[str, dict[str, Any]]:
    """Return by parameter its value, allowed range, uncertainty, meaning and source."""
    found: dict[str, dict[str, Any]] = parameter_file()["parameters"]
    return found


@cache
def parameter_file() -> Mapping[str, Any]:
    """Return the whole file: ``parameters``, ``estimation`` and the cited peaks under ``reference``."""
    folder = resources.files("tidegate.transmission.economy.semi_structural")
    return tomllib.loads(folder.joinpath("semi_structural.toml").read_text("utf-8"))


@cache
def economy_parameters() -> EconomyParameters:
    """Return the parameters shipped with the package (estimated by ``scripts/calibrate_economy.py``)."""
    return EconomyParameters(**{name: float(row["value"]) for name, row in parameter_table().items()})


def uncertain_names() -> tuple[str, ...]:
    """Return the parameters that carry an uncertainty."""
    return tuple(name for name, row in parameter_table().items() if row.keys() & {"range_90", "factors_90"})


def drawn_parameters(parameters: EconomyParameters, draws: int, seed: int) -> EconomyParameters:
    """Return parameters of shape [draws] over their stated ranges; the first draw is the middle.

    Independent of one another: uniform over a ``range_90``; around the value,
    split lognormal, where ``factors_90`` say which factors have 5% beyond them.

    Raises
    ------
    InputError
        Fewer than 2 or more than 100,000 draws.
    """
    if not 2 <= draws <= 100_000:
        raise InputError.of(
            N_("draws {value}: give a whole number from 2 to {most}"), value=draws, most=100_000
        )
    generator = np.random.default_rng(seed)
    found: dict[str, Floats] = {}
    for name in uncertain_names():
        row, value = parameter_table()[name], np.asarray(getattr(parameters, name), dtype=float)
        chance = generator.random(draws)
        found[name] = _spread(row, value, chance, generator.standard_normal(draws))
        found[name][0] = value
    return replace(parameters, **found)


def spread_over(row: Mapping[str, Any], value: Floats, chance: Floats) -> Floats:
    """Return a parameter's values at given chances over its stated range, shape [draws].

    Parameters
    ----------
    row
        Of `parameter_table`, with a ``range_90`` or ``factors_90``.
    value
        Its middle, a number or shape [draws].
    chance
        In (0, 1), shape [draws].
    """
    from scipy.special import ndtri  # type: ignore[import-untyped]

    return _spread(row, value, chance, np.asarray(ndtri(chance)))


def _spread(row: Mapping[str, Any], value: Floats, uniform: Floats, normal: Floats) -> Floats:
    if "range_90" in row:
        low, high = row["range_90"]
        drawn = low + (high - low) * uniform
    else:
        low, high = np.log(row["factors_90"])
        drawn = value * np.exp(np.where(normal < 0, -low, high) / _NORMAL_95 * normal)
    return np.asarray(np.clip(drawn, *row["allowed"]))
