"""Quarterly responses of the monthly model to one shock, beside the reference's peaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.economy.semi_structural.equations import Floats
from tidegate.transmission.economy.semi_structural.model import differences, neutral_state, simulate
from tidegate.transmission.economy.semi_structural.parameters import (
    EconomyParameters,
    economy_parameters,
    parameter_file,
)

MOST_QUARTERS = 200
RESPONDING = (
    "output_gap_pct",
    "unemployment_pct",
    "inflation_pct",
    "funds_rate_pct",
    "long_rate_pct",
    "term_premium_pct",
)
"""Variables of a response: percent, points and percent a year, as deviations."""
_HITS = {
    "funds_rate": ("funds_rate_pct", "funds_rate_pct", None),
    "term_premium": ("term_premium_pct", "term_premium_pct", 0.0),
    "term_premium_broad": ("term_premium_pct", "term_premium_pct", 1.0),
    "demand": ("demand_pct", "output_gap_pct", None),
}
"""By shock: what it is added to, the variable by which its size is measured, and the breadth it implies."""
SHOCKS = tuple(_HITS)


@dataclass(frozen=True)
class QuarterlyResponse:
    """Deviations from rest after one shock in the first month of quarter 1.

    Attributes
    ----------
    shock
        One of `SHOCKS`.
    quarters
        Shape [quarters]: 1, 2, ...
    values
        By `RESPONDING`, shape [quarters]: means of the quarter.
    """

    shock: str
    quarters: np.ndarray[tuple[int], np.dtype[np.int64]]
    values: dict[str, Floats]

    def peak(self, name: str) -> tuple[float, int]:
        """Return the largest deviation in absolute value, with its sign, and its quarter."""
        found = self.values[name]
        place = int(np.abs(found).argmax())
        return float(found[place]), int(self.quarters[place])


@dataclass(frozen=True)
class PeakBesideReference:
    """A peak of the model and the reference's.

    Attributes
    ----------
    ratio
        Model over reference: 1 is equal, negative the wrong sign.
    """

    variable: str
    model: float
    model_quarter: int
    reference: float
    reference_quarter: int

    @property
    def ratio(self) -> float:
        """Return the model's peak over the reference's."""
        return self.model / self.reference


def impulse_response(
    shock: str, quarters: int = 40, parameters: EconomyParameters | None = None, size: float = 1.0
) -> QuarterlyResponse:
    """Return the response to a shock.

    Parameters
    ----------
    shock
        ``funds_rate``: the policy rate above its rule in one month;
        ``term_premium``: a premium on ten-year yields alone, fading as the
        parameters say; ``term_premium_broad``: on middle maturities too, and so
        on shares; ``demand``: output.
    parameters
        Default: those of the package. The lower bound does not enter.
    size
        Points (or percent of output), as the mean of quarter 1 of what is hit.

    Raises
    ------
    UnknownName
        For another shock.
    InputError
        For a horizon outside 1 to 200 quarters.
    """
    if shock not in _HITS:
        raise unknown(N_("shock"), shock, SHOCKS)
    if not 1 <= quarters <= MOST_QUARTERS:
        raise InputError.of(
            N_("quarters {value}: give a whole number from 1 to {most}"), value=quarters, most=MOST_QUARTERS
        )
    hit, measured, breadth = _HITS[shock]
    chosen = (parameters or economy_parameters()).changed({"lower_bound_pct": -5.0})
    if breadth is not None:
        chosen = chosen.changed({"breadth": breadth})
    start, months = neutral_state(chosen), 3 * quarters
    once = np.zeros(months)
    once[0] = 1.0
    path = differences(simulate(start, months, chosen, {hit: once}), simulate(start, months, chosen))
    values = {name: path.quarterly(name) for name in RESPONDING}
    scale = size / values[measured][0]
    return QuarterlyResponse(shock, np.arange(1, quarters + 1), {k: v * scale for k, v in values.items()})


def reference_peaks(shock: str) -> dict[str, tuple[float, int]]:
    """Return the peaks of the reference response to a shock of one point, and their quarters."""
    rows = parameter_file()["reference"].get(shock, {})
    return {name: (float(row["peak"]), int(row["quarter"])) for name, row in rows.items()}


def beside_reference(
    shock: str, parameters: EconomyParameters | None = None
) -> tuple[PeakBesideReference, ...]:
    """Return the model's peaks beside the reference's, for a shock of one point."""
    found = impulse_response(shock, 40, parameters)
    return tuple(
        PeakBesideReference(name, *found.peak(name), peak, quarter)
        for name, (peak, quarter) in reference_peaks(shock).items()
    )
