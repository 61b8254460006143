"""The Nelson-Siegel-Svensson curve: zero yields, forwards and discount factors.

``y(t) = b0 + b1 s(t/tau1) + b2 c(t/tau1) + b3 c(t/tau2)`` with slope
``s(x) = (1 - exp(-x)) / x`` and curvature ``c(x) = s(x) - exp(-x)``; yields are
continuously compounded, in percent. Sources: Nelson and Siegel (1987, Journal
of Business 60), Svensson (1994, NBER 4871), Gurkaynak, Sack and Wright
(2007, Journal of Monetary Economics 54).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.rates.par import par_from_discount

Floats = NDArray[np.float64]
_SMALL = 1e-5


def slope_loading(scaled: ArrayLike) -> Floats:
    """Return ``(1 - exp(-x)) / x`` for x >= 0; 1 at x = 0."""
    x = np.asarray(scaled, dtype=float)
    safe = np.where(x < _SMALL, 1.0, x)
    return np.where(x < _SMALL, 1.0 - x / 2.0, -np.expm1(-x) / safe)


def curvature_loading(scaled: ArrayLike) -> Floats:
    """Return ``(1 - exp(-x)) / x - exp(-x)`` for x >= 0; 0 at x = 0."""
    x = np.asarray(scaled, dtype=float)
    return np.where(x < _SMALL, x / 2.0, slope_loading(x) - np.exp(-x))


def loadings(years: ArrayLike, tau1: ArrayLike, tau2: ArrayLike) -> Floats:
    """Return the four loadings of zero yields, shape [..., 4], broadcasting maturities against decays."""
    t, first, second = np.broadcast_arrays(
        np.asarray(years, dtype=float), np.asarray(tau1, dtype=float), np.asarray(tau2, dtype=float)
    )
    one = np.ones(t.shape)
    return np.stack(
        [one, slope_loading(t / first), curvature_loading(t / first), curvature_loading(t / second)], axis=-1
    )


@dataclass(frozen=True)
class SvenssonCurve:
    """One curve, or many at once.

    Attributes
    ----------
    beta_pct
        Level, slope and the two curvatures, percent, shape [..., 4].
    tau_years
        The two decays, years, > 0, shape [..., 2]. A Nelson-Siegel curve has
        a last beta of 0.

    Every method takes maturities in years of shape [m] (>= 0) and returns an
    array of shape [..., m]. Parameters that are NaN (no fit) give NaN.
    """

    beta_pct: Floats
    tau_years: Floats

    def __post_init__(self) -> None:
        beta, tau = np.asarray(self.beta_pct, dtype=float), np.asarray(self.tau_years, dtype=float)
        problems = []
        if beta.shape[-1:] != (4,) or tau.shape[-1:] != (2,) or beta.shape[:-1] != tau.shape[:-1]:
            text = N_("curve: parameters of shapes {beta} and {tau}; give [..., 4] betas and [..., 2] decays")
            problems.append(Message(text, {"beta": beta.shape, "tau": tau.shape}))
        elif (tau <= 0).any():
            text = N_("curve: a decay of {value} years; give decays above 0")
            problems.append(Message(text, {"value": float(tau[tau <= 0][0])}))
        InputError.check(problems)
        object.__setattr__(self, "beta_pct", beta)
        object.__setattr__(self, "tau_years", tau)

    def _scaled(self, years: ArrayLike) -> tuple[Floats, Floats, Floats]:
        t = np.atleast_1d(np.asarray(years, dtype=float))
        if t.ndim != 1 or not (t >= 0).all():
            text = N_("maturities {value}: give a list of years, each 0 or more")
            raise InputError.of(text, value=np.asarray(years).tolist())
        return t, t / self.tau_years[..., :1], t / self.tau_years[..., 1:]

    def zero_pct(self, years: ArrayLike) -> Floats:
        """Return zero-coupon (spot) yields, continuously compounded, percent."""
        _, first, second = self._scaled(years)
        b = self.beta_pct
        return (
            b[..., :1]
            + b[..., 1:2] * slope_loading(first)
            + b[..., 2:3] * curvature_loading(first)
            + b[..., 3:] * curvature_loading(second)
        )

    def forward_pct(self, years: ArrayLike) -> Floats:
        """Return instantaneous forward rates, continuously compounded, percent."""
        _, first, second = self._scaled(years)
        b = self.beta_pct
        return (
            b[..., :1]
            + (b[..., 1:2] + b[..., 2:3] * first) * np.exp(-first)
            + b[..., 3:] * second * np.exp(-second)
        )

    def discount(self, years: ArrayLike) -> Floats:
        """Return the price of 1 due at each maturity."""
        t = np.atleast_1d(np.asarray(years, dtype=float))
        return np.exp(-t * self.zero_pct(t) / 100.0)

    def forward_between_pct(self, start_years: float, end_years: float) -> Floats:
        """Return the forward rate from one maturity to a later one, continuously compounded, shape [...].

        Five to ten years is the rate known as 5y5y.
        """
        if not 0 <= start_years < end_years:
            text = N_("forward from {start} to {end} years: the end must lie after the start, both 0 or more")
            raise InputError.of(text, start=start_years, end=end_years)
        ends = np.array([start_years, end_years])
        growth = self.zero_pct(ends) * ends
        return np.asarray((growth[..., 1] - growth[..., 0]) / (end_years - start_years))

    def par_pct(self, years: ArrayLike) -> Floats:
        """Return par yields as the Treasury quotes constant maturities; see `tidegate.transmission.rates.par`."""
        return par_from_discount(self.discount, years)
