"""The linked exchange rate month by month: carry moves the rate, the band stops it, the balance pays.

HIBOR follows the US rate in part at once and catches up later. The rate drifts
with what a holder of US dollars earns more than one of Hong Kong dollars (the
carry), and back towards the middle; at a bound the balance gives way instead,
and HIBOR with it, until the carry no longer pushes. Drift is estimated on the
months since 2007. How HIBOR answers the balance, and how deep the pressure is,
differs so much between the three episodes there were that none is picked: a
draw is like one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from math import log

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.markets.regional.band import check_start, defend, position
from tidegate.transmission.markets.regional.estimates import figure
from tidegate.transmission.markets.regional.hibor import hibor_pct

Floats = NDArray[np.float64]
EPISODES = ("2018-20", "2022-23", "2025-26")
"""The three times since the Fed first raised rates after 2008 that the weak side was defended."""
TOUCH = 0.96
"""A month whose mean rate lies this far in the band is one in which 7.85 was met: the months with interventions do."""
LONGEST_MONTHS = 120
SCARCITY_PCT = (1.0, 6.0)
"""Points of HIBOR if half of the balance at which the defences ended were gone. Judgement: every defence
since 2018 ended at HK$45 to 54 bn, and no smaller balance has been seen since 2009."""


@dataclass(frozen=True)
class Drift:
    """How the month's mean rate moves inside the band, in band widths a month.

    Attributes
    ----------
    mean, covariance
        Of (constant, for each point of carry, back for each band width from 7.75), shapes [3] and [3, 3].
    shock_sd
        Of what is left.
    impact, correction
        Mean and standard error of the part of a change of the US rate that
        HIBOR follows in the same month, and of the part of what is missing
        that it makes up in a month.
    """

    mean: Floats
    covariance: Floats
    shock_sd: float
    impact: tuple[float, float]
    correction: tuple[float, float]


@dataclass(frozen=True)
class Parameters:
    """Draws of what is not known, each of shape [n]; units in the names, band widths a month for the drift."""

    constant: Floats
    carry: Floats
    reversion: Floats
    shock_sd: Floats
    level_pct: Floats
    slope_pct: Floats
    spread_sd_pct: Floats
    spread_rho: Floats
    depth_bn: Floats
    scarce_below_bn: Floats
    scarcity_pct: Floats
    impact: Floats
    correction: Floats

    def hibor(self, us_rate_pct: ArrayLike, balance_bn: Floats, disturbance_pct: ArrayLike = 0.0) -> Floats:
        """Return one-month HIBOR of every draw, percent, shape [n]."""
        return hibor_pct(
            us_rate_pct,
            balance_bn,
            self.level_pct,
            self.slope_pct,
            disturbance_pct,
            self.scarce_below_bn,
            self.scarcity_pct,
        )

    @property
    def count(self) -> int:
        """Number of draws."""
        return len(self.constant)

    def twice(self) -> Parameters:
        """Return the same draws two times over, for two paths at once."""
        return Parameters(*(np.tile(getattr(self, f.name), 2) for f in fields(self)))


@dataclass(frozen=True)
class Start:
    """Where Hong Kong stands.

    Attributes
    ----------
    spot_hkd
        HK$ per US$.
    balance_bn
        Aggregate balance, HK$ bn.
    hibor_pct, us_rate_pct
        One-month HIBOR and the US overnight rate.
    """

    spot_hkd: float
    balance_bn: float
    hibor_pct: float
    us_rate_pct: float


@dataclass(frozen=True)
class Paths:
    """What follows, row 0 being the start.

    Attributes
    ----------
    position
        Place in the band, 0 strong to 1 weak, shape [months + 1, n].
    balance_bn, hibor_pct
        Same shape.
    intervention_bn
        Change of the balance in each month, shape [months, n].
    """

    position: Floats
    balance_bn: Floats
    hibor_pct: Floats
    intervention_bn: Floats

    def part(self, columns: slice) -> Paths:
        """Return some of the draws."""
        return Paths(*(getattr(self, f.name)[:, columns] for f in fields(self)))

    @property
    def touches_weak(self) -> NDArray[np.bool_]:
        """Whether 7.85 is met in any month after the start, shape [n]."""
        return np.asarray((self.position[1:] >= TOUCH).any(axis=0))

    @property
    def drained_bn(self) -> Floats:
        """Hong Kong dollars bought in all, HK$ bn, 0 or more, shape [n]."""
        return np.asarray(-np.minimum(self.intervention_bn, 0.0).sum(axis=0))


def drift() -> Drift:
    """Return the drift as estimated on all months."""
    names = ("constant", "carry", "reversion")
    rows = [figure(f"hk_drift_{name}") for name in names]
    covariance = np.diag([row.se**2 for row in rows])
    for i, j in ((0, 1), (0, 2), (1, 2)):
        covariance[i, j] = covariance[j, i] = figure(f"hk_drift_cov_{names[i]}_{names[j]}").mean
    follows = [figure(f"hk_hibor_{name}") for name in ("impact", "correction")]
    return Drift(
        np.array([row.mean for row in rows]),
        covariance,
        figure("hk_drift_shock_sd").mean,
        *((row.mean, row.se) for row in follows),
    )


def draw(
    count: int, rng: Generator, found: Drift | None = None, episodes: tuple[str, ...] = EPISODES
) -> Parameters:
    """Return draws of the parameters; each is like one of the episodes, all as likely.

    Parameters
    ----------
    rng
        Seeded.
    found
        Default: estimated on all months; a replay passes what was known then.
    episodes
        Which episodes count; a replay leaves its own out.
    """
    known = found or drift()
    moved = rng.multivariate_normal(known.mean, known.covariance, size=count, method="cholesky")
    like = np.arange(count) % len(episodes)

    def normal(name: str) -> Floats:
        rows = [figure(name, e) for e in episodes]
        mean, se = np.array([r.mean for r in rows])[like], np.array([r.se for r in rows])[like]
        return np.asarray(mean + np.nan_to_num(se) * rng.standard_normal(count))

    def fixed(name: str) -> Floats:
        return np.array([figure(name, e).mean for e in episodes])[like]

    return Parameters(
        moved[:, 0],
        np.maximum(moved[:, 1], 0.0),
        np.clip(moved[:, 2], 0.0, 1.0),
        np.full(count, known.shock_sd),
        normal("hk_spread_level"),
        np.maximum(normal("hk_spread_slope"), 0.0),
        fixed("hk_spread_sd"),
        np.clip(fixed("hk_spread_rho"), 0.0, 0.95),
        fixed("hk_depth"),
        fixed("hk_defence_end"),
        np.exp(rng.uniform(log(SCARCITY_PCT[0]), log(SCARCITY_PCT[1]), count)),
        np.clip(known.impact[0] + known.impact[1] * rng.standard_normal(count), 0.0, 1.0),
        np.clip(known.correction[0] + known.correction[1] * rng.standard_normal(count), 0.05, 1.0),
    )


def check_path(us_rate_pct: Floats) -> None:
    """Refuse a path of US rates that cannot be used.

    Raises
    ------
    InputError
        If it has no month or too many, or a value that is not a rate.
    """
    problems = []
    if not 1 <= len(us_rate_pct) <= LONGEST_MONTHS:
        text = N_("path of US rates: {count} months; give 1 to {most}")
        problems.append(Message(text, {"count": len(us_rate_pct), "most": LONGEST_MONTHS}))
    if not bool((np.isfinite(us_rate_pct) & (np.abs(us_rate_pct) <= 50)).all()):
        problems.append(Message(N_("path of US rates: give percent a year, from -50 to 50, for every month")))
    InputError.check(problems)


def simulate(
    start: Start,
    us_rate_pct: ArrayLike,
    rules: Parameters,
    shocks: Floats,
    pull_pct: ArrayLike = 0.0,
) -> Paths:
    """Carry a path of US rates through the band.

    Parameters
    ----------
    us_rate_pct
        US overnight rate of each month, percent, shape [months] or [months, n].
    rules
        n draws.
    shocks
        Standard normal, shape [2, months, n]: of the rate, and of HIBOR. The
        same shocks for two paths make their difference that of the paths.
    pull_pct
        Outflows of another kind, stated as the carry that would cause as much, points, shape
        [months], [months, n] or one number.

    Raises
    ------
    InputError
        For a start or a path that cannot be.
    """
    check_start(start.spot_hkd, start.balance_bn)
    rates = np.atleast_1d(np.asarray(us_rate_pct, dtype=float))
    check_path(rates)
    months, count = len(rates), rules.count
    rates = np.broadcast_to(rates[:, None] if rates.ndim == 1 else rates, (months, count))
    pull = np.asarray(pull_pct, dtype=float)
    pull = np.broadcast_to(pull[:, None] if pull.ndim == 1 else pull, (months, count))
    place, balance, hibor = np.empty((3, months + 1, count))
    moved = np.empty((months, count))
    place[0], balance[0] = position(start.spot_hkd), start.balance_bn
    hibor[0] = start.hibor_pct
    disturbance = start.hibor_pct - rules.hibor(start.us_rate_pct, balance[0])
    before = np.full(count, start.us_rate_pct - start.hibor_pct)
    rises = np.diff(rates, axis=0, prepend=start.us_rate_pct)
    missing = np.zeros(count)
    innovation = rules.spread_sd_pct * np.sqrt(1.0 - rules.spread_rho**2)
    for at in range(months):
        disturbance = rules.spread_rho * disturbance + innovation * shocks[1, at]
        missing = (1.0 - rules.correction) * missing + (1.0 - rules.impact) * rises[at]
        other = disturbance - missing
        drifted = (1.0 - rules.reversion) * place[at] + rules.constant + rules.shock_sd * shocks[0, at]
        press = pressure_of(rates[at], drifted + rules.carry * pull[at], before, other, rules)
        done = defend(press, balance[at], rules.depth_bn)
        place[at + 1], balance[at + 1], moved[at] = done.position, done.balance_bn, done.intervention_bn
        hibor[at + 1] = rules.hibor(rates[at], balance[at + 1], other)
        before = rates[at] - hibor[at + 1]
    return Paths(place, balance, hibor, moved)


def pressure_of(
    us_rate_pct: Floats, drifted: Floats, carry_before: Floats, disturbance: Floats, rules: Parameters
) -> Callable[[Floats], Floats]:
    """Return where the rate would go as a function of the balance at the end of the month.

    Half of the month's carry is that of its beginning, half that of its end.
    """

    def place(balance_bn: Floats) -> Floats:
        now = us_rate_pct - rules.hibor(us_rate_pct, balance_bn, disturbance)
        return np.asarray(drifted + rules.carry * 0.5 * (carry_before + now))

    return place
