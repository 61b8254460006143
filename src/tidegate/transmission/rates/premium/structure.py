"""What duration in private hands does to the curve: one structure for every calibration.

Arbitrageurs hold what others do not and are paid for its risk (Greenwood and
Vayanos 2014, Review of Financial Studies 27; Vayanos and Vila 2021,
Econometrica 89). With one rate factor a bond of maturity t moves by
``A(t) = (1 - exp(-kappa t)) / kappa`` when the short rate moves by one, under
the risk-neutral mean reversion kappa. If private investors are expected to
hold S(u) more at time u, weighted by A, every bond earns A times a price of
risk times S(u) more at that time, so that the yield of maturity t rises by

    (gamma / t) * integral from 0 to t of A(t - u) S(u) du.

That is the present value of expected holdings over the life of the bond.
S is in ten-year equivalents, percent of GDP.

Demand of other investors is uncertain too. Its shocks, which decay at
kappa_d, move bonds by ``K(t) = integral of exp(-kappa_d (t - s)) A(s) ds``
times the price of risk itself, so that bearing them is paid with the cube of
risk aversion: it matters little in normal times and much in a crisis. To
first order this adds the same integral with K in the place of A.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.rates.duration import TEN_YEARS, par_note_duration
from tidegate.transmission.rates.holdings.ladder import YEARS
from tidegate.units import MONTHS_PER_YEAR

Floats = NDArray[np.float64]

REFERENCE_YIELD_PCT = 3.0
"""Yield at which the durations of the ladder are taken (assumption; about the mean of 2008-2026)."""
MBS_DURATION_YEARS = 4.5
"""Duration of MBS held (assumption: between the 2-3 years of a refinancing wave and the 6-7 of 2022)."""


def sensitivity(years: ArrayLike, kappa: float) -> Floats:
    """Return A(t): what a zero bond of t years moves per unit of the short rate, years."""
    t = np.asarray(years, dtype=float)
    return np.asarray(t if kappa < 1e-9 else -np.expm1(-kappa * t) / kappa)


def demand_sensitivity(years: ArrayLike, kappa: float, kappa_demand: float) -> Floats:
    """Return K(t), the integral of ``exp(-kappa_demand (t - s)) A(s)`` over s from 0 to t, years squared."""
    t = np.asarray(years, dtype=float)
    slow = sensitivity(t, kappa_demand)
    if kappa < 1e-9:
        return np.asarray((t - slow) / kappa_demand if kappa_demand > 1e-9 else t**2 / 2.0)
    gap = kappa - kappa_demand
    mixed = np.exp(-kappa * t) * (t if abs(gap) < 1e-9 else np.expm1(gap * t) / gap)
    return np.asarray((slow - mixed) / kappa)


@dataclass(frozen=True)
class RiskPrices:
    """The constants of the structure.

    Attributes
    ----------
    gamma_bp
        Basis points of yearly return that a unit of A earns for each percent of
        GDP in ten-year equivalents held by the public, at normal risk aversion.
    kappa
        Risk-neutral mean reversion of the rate factor, per year, >= 0.
    risk_aversion
        1 in normal times.
    demand_risk
        Price of demand risk relative to `gamma_bp` at normal risk aversion, >= 0.
    kappa_demand
        Decay of demand shocks, per year, >= 0.
    """

    gamma_bp: float
    kappa: float
    risk_aversion: float = 1.0
    demand_risk: float = 0.0
    kappa_demand: float = 0.053

    def __post_init__(self) -> None:
        if not (self.gamma_bp >= 0 and self.kappa >= 0 and self.risk_aversion > 0 and self.demand_risk >= 0):
            text = N_(
                "prices of risk: gamma {gamma}, kappa {kappa}, risk aversion {a}; give numbers of 0 or more"
            )
            raise InputError.of(text, gamma=self.gamma_bp, kappa=self.kappa, a=self.risk_aversion)

    def weights(self, years: ArrayLike) -> Floats:
        """Return ten-year equivalents per unit held, by duration in years, shape [2, ...].

        Row 0 for rate risk (A), row 1 for demand risk (K); both are 1 at the
        duration of a ten-year par note.
        """
        ten = par_note_duration(TEN_YEARS, REFERENCE_YIELD_PCT)
        k, d = self.kappa, self.kappa_demand
        rate = sensitivity(years, k) / sensitivity(ten, k)
        demand = demand_sensitivity(years, k, d) / demand_sensitivity(ten, k, d)
        return np.stack([rate, demand])

    def rungs(self) -> Floats:
        """Return the weights of the 360 rungs of a ladder of par notes, shape [2, 360]."""
        return self.weights(par_note_duration(YEARS, REFERENCE_YIELD_PCT))

    def effect_bp(self, supply_pct_gdp: Floats, maturities_years: ArrayLike) -> Floats:
        """Return the effect on zero yields of more supply in private hands, basis points, shape [m].

        Parameters
        ----------
        supply_pct_gdp
            Expected path of what the public holds more, in ten-year
            equivalents, percent of GDP, for rate risk and demand risk, shape
            [2, months + 1]; the first is today. Negative: the central bank
            holds it. The last value stands beyond the path.
        maturities_years
            Shape [m], above 0.
        """
        years = np.atleast_1d(np.asarray(maturities_years, dtype=float))
        if not (np.isfinite(years) & (years > 0)).all():
            raise InputError.of(
                N_("maturities {value}: give a list of years, each above 0"), value=years.tolist()
            )
        middle = (supply_pct_gdp[:, :-1] + supply_pct_gdp[:, 1:]) / 2.0
        ten = par_note_duration(TEN_YEARS, REFERENCE_YIELD_PCT)
        scale = sensitivity(ten, self.kappa) / demand_sensitivity(ten, self.kappa, self.kappa_demand)
        found = np.empty(len(years))
        for row, maturity in enumerate(years):
            # Steps of a month, and a shorter last one where the maturity is not whole months.
            edges = np.append(np.arange(0.0, maturity, 1.0 / MONTHS_PER_YEAR), maturity)
            at, width = (edges[1:] + edges[:-1]) / 2.0, np.diff(edges)
            held = middle[:, np.minimum((at * MONTHS_PER_YEAR).astype(int), middle.shape[1] - 1)]
            rate = sensitivity(maturity - at, self.kappa) * held[0]
            demand = scale * demand_sensitivity(maturity - at, self.kappa, self.kappa_demand) * held[1]
            paid = rate + self.demand_risk * self.risk_aversion**2 * demand
            found[row] = self.gamma_bp * self.risk_aversion * float((paid * width).sum()) / maturity
        return found

    def rate_response(self, maturities_years: ArrayLike) -> Floats:
        """Return what zero yields move per unit of the short rate, A(t) / t, shape [m]."""
        years = np.atleast_1d(np.asarray(maturities_years, dtype=float))
        return np.asarray(sensitivity(years, self.kappa) / years)


def crisis_kappa(kappa: float, kappa_rate: float, risk_aversion: float) -> float:
    """Return the mean reversion under other risk aversion, from Vayanos and Vila's fixed point.

    ``kappa - kappa_rate`` is risk aversion times the squared sensitivity of
    the bonds that price-elastic investors hold; for long bonds that is
    ``1 / kappa`` squared, so ``(kappa - kappa_rate) kappa**2`` is
    proportional to risk aversion. With none, kappa is `kappa_rate`.
    """
    wanted = risk_aversion * (kappa - kappa_rate) * kappa**2
    low, high = kappa_rate, max(kappa * max(risk_aversion, 1.0), kappa_rate + 1.0)
    for _ in range(200):
        middle = (low + high) / 2.0
        if (middle - kappa_rate) * middle**2 < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0
