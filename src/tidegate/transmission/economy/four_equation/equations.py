"""The equations of Sims, Wu and Zhang, one function each, as what is left when they do not hold.

Numbers in brackets are those of the paper's linear model. All variables are
deviations from the steady state: output gap `x` in percent; inflation `pi`,
the policy rate `r` and the natural rate `r_star` in percent a quarter; the
central bank's real long bonds `qe` and the intermediaries' borrowing capacity
`theta` in percent.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from tidegate.transmission.economy.four_equation.parameters import FourEquationParameters
from tidegate.transmission.economy.linear import LinearModel

Parameters = FourEquationParameters


@dataclass(frozen=True)
class Moment:
    """Values of one quarter; see the module for units."""

    x: float = 0.0
    pi: float = 0.0
    r: float = 0.0
    qe: float = 0.0
    theta: float = 0.0
    r_star: float = 0.0


@dataclass(frozen=True)
class Innovations:
    """What nobody foresaw in one quarter, in the units of what it moves."""

    qe: float = 0.0
    theta: float = 0.0
    r_star: float = 0.0
    e_r: float = 0.0


VARIABLES: tuple[str, ...] = tuple(field.name for field in fields(Moment))
SHOCKS: tuple[str, ...] = tuple(field.name for field in fields(Innovations))


def long_bond_holdings(p: Parameters, now: Moment) -> float:
    """``bFI theta + bcb qe``: long bonds that intermediaries and the central bank can hold."""
    return p.b_fi * now.theta + p.b_cb * now.qe


def is_curve(p: Parameters, ahead: Moment, now: Moment) -> float:
    """Return (1), the IS curve: savers react to the real rate, the others to the change in long bonds."""
    real_rate_gap = now.r - ahead.pi - now.r_star
    bonds = long_bond_holdings(p, ahead) - long_bond_holdings(p, now)
    return now.x - (ahead.x - (1.0 - p.z) / p.sigma * real_rate_gap - p.z * bonds)


def phillips_curve(p: Parameters, ahead: Moment, now: Moment) -> float:
    """Return (2), the Phillips curve: long bonds held raise what savers' wages need not, and so lower prices."""
    slope, elasticity = p.marginal_cost_slope, p.marginal_cost_elasticity
    wealth = p.z * slope * p.sigma / (1.0 - p.z) * long_bond_holdings(p, now)
    return now.pi - (slope * elasticity * now.x - wealth + p.beta * ahead.pi)


def taylor_rule(p: Parameters, now: Moment, before: Moment, surprise: Innovations) -> float:
    """Return (3), the policy rate: inertia, inflation, the gap, and a surprise."""
    wanted = p.phi_pi * now.pi + p.phi_x * now.x
    return now.r - (p.rho_r * before.r + (1.0 - p.rho_r) * wanted + surprise.e_r)


def bond_holdings_rule(p: Parameters, now: Moment, before: Moment, surprise: Innovations) -> float:
    """Return (4), QE: the central bank's long bonds."""
    return now.qe - (p.rho_q * before.qe + surprise.qe)


def credit_conditions(p: Parameters, now: Moment, before: Moment, surprise: Innovations) -> float:
    """Return the process of the intermediaries' borrowing capacity."""
    return now.theta - (p.rho_theta * before.theta + surprise.theta)


def natural_rate(p: Parameters, now: Moment, before: Moment, surprise: Innovations) -> float:
    """Return the process of the natural rate."""
    return now.r_star - (p.rho_r_star * before.r_star + surprise.r_star)


def excess_return(p: Parameters, ahead: Moment, now: Moment) -> float:
    """Return the real return of long bonds expected over the next quarter, percent a quarter.

    ``E r_b(t+1) - E pi(t+1) = sigma (bFI (E theta' - theta) + bcb (E qe' - qe))``.
    """
    return p.sigma * (long_bond_holdings(p, ahead) - long_bond_holdings(p, now))


def residuals(
    p: Parameters, ahead: Moment, now: Moment, before: Moment, surprise: Innovations
) -> dict[str, float]:
    """Return what is left of each equation, by its name."""
    return {
        "is_curve": is_curve(p, ahead, now),
        "phillips_curve": phillips_curve(p, ahead, now),
        "taylor_rule": taylor_rule(p, now, before, surprise),
        "bond_holdings_rule": bond_holdings_rule(p, now, before, surprise),
        "credit_conditions": credit_conditions(p, now, before, surprise),
        "natural_rate": natural_rate(p, now, before, surprise),
    }


def linear_model(p: Parameters) -> LinearModel:
    """Return the coefficients of the equations, read off the equations themselves.

    They are linear, so that a variable's coefficient is what it alone leaves over.
    """
    nil, calm = Moment(), Innovations()

    def left(
        ahead: Moment = nil, now: Moment = nil, before: Moment = nil, e: Innovations = calm
    ) -> list[float]:
        return list(residuals(p, ahead, now, before, e).values())

    units = [replace(nil, **{name: 1.0}) for name in VARIABLES]
    return LinearModel(
        np.array([left(ahead=unit) for unit in units]).T,
        np.array([left(now=unit) for unit in units]).T,
        np.array([left(before=unit) for unit in units]).T,
        np.array([left(e=replace(calm, **{name: 1.0})) for name in SHOCKS]).T,
    )
