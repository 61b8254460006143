"""The named calibrations: whose numbers, which constants, how much they count."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import UnknownName
from tidegate.message import N_
from tidegate.transmission.rates.duration import TEN_YEARS, par_note_duration
from tidegate.transmission.rates.premium.structure import (
    REFERENCE_YIELD_PCT,
    RiskPrices,
    crisis_kappa,
    sensitivity,
)

Floats = NDArray[np.float64]
Equivalence = Literal["frb-us", "same-ten-year", "three-to-one"]

FRB_US_POINTS = 1.41
"""Points of the funds rate, held for five years, that lower output as much as one point of term premium
held on 5, 10 and 30 years with the funds rate unchanged: from the impulse responses of the Board's FRB/US
model with VAR expectations. On the ten-year rate alone 0.55; over three years 1.54 and 0.68."""
THREE_TO_ONE = 3.0
"""The Fed's rule of thumb of 2017: short rates move three times as much as long ones (LHMeyer, 2017)."""


@dataclass(frozen=True)
class Calibration:
    """One set of constants.

    Attributes
    ----------
    name
        For example ``ihrig-2018``.
    prices
        Constants of the structure.
    equivalence
        How a yield effect becomes points of the policy rate.
    relative_sd
        Standard deviation of its effects, relative to their size.
    weight
        In the mixture; weights of all calibrations sum to 1.
    rests_on
        The published figure behind it, in English.
    source
        Citation.
    """

    name: str
    prices: RiskPrices
    equivalence: Equivalence
    relative_sd: float
    weight: float
    rests_on: str
    source: str

    def funds_rate_bp(self, ten_year_bp: float) -> float:
        """Return the change of the policy rate worth as much as a ten-year effect, basis points."""
        if self.equivalence == "frb-us":
            return FRB_US_POINTS * ten_year_bp
        if self.equivalence == "three-to-one":
            return THREE_TO_ONE * ten_year_bp
        return ten_year_bp / float(self.prices.rate_response([TEN_YEARS])[0])


def _prices(row: dict[str, Any], shared: dict[str, Any]) -> RiskPrices:
    gamma = float(row.get("gamma_bp", shared.get("gamma_bp", 0.0)))
    kappa, aversion = float(shared["kappa"]), float(row.get("risk_aversion", 1.0))
    if aversion != 1.0:
        # Gamma is per ten-year equivalent; keep it the same per unit of rate sensitivity.
        ten = par_note_duration(TEN_YEARS, REFERENCE_YIELD_PCT)
        changed = crisis_kappa(kappa, float(shared["kappa_rate"]), aversion)
        gamma *= float(sensitivity(ten, changed) / sensitivity(ten, kappa))
        kappa = changed
    return RiskPrices(
        gamma, kappa, aversion, float(shared["demand_risk"]), float(shared.get("kappa_demand", 0.053))
    )


@cache
def calibrations() -> tuple[Calibration, ...]:
    """Return every calibration, in the order of the file."""
    text = resources.files(__package__).joinpath("calibrations.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return tuple(
        Calibration(
            row["name"],
            _prices(row, table["structure"][row["structure"]]),
            row["equivalence"],
            row["relative_sd"],
            row["weight"],
            row["rests_on"],
            row["source"],
        )
        for row in table["calibration"]
    )


def choose(names: Iterable[str] | None = None) -> tuple[Calibration, ...]:
    """Return calibrations by name; all of them for None.

    Raises
    ------
    UnknownName
        For a name that is not there, or no name at all; the message lists those there are.
    """
    known = {c.name: c for c in calibrations()}
    if names is None:
        return calibrations()
    wanted = tuple(names)
    missing = [n for n in wanted if n not in known]
    if missing or not wanted:
        text = N_("calibration {value!r} is not known; choose from {allowed}")
        raise UnknownName.of(text, value=", ".join(missing), allowed=", ".join(known))
    return tuple(known[n] for n in wanted)
