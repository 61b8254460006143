"""Limits as linear rows over the weights, each row under the name of its limit.

The variables are the weights ``w`` and, where trading costs or is limited,
the amounts traded ``u >= |w - before|``. One equality: the weights sum to one.
Everything else is a row ``a'x <= b``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.limits import LIQUID, Limits, groups_of
from tidegate.catalog.assets import Group

Floats = NDArray[np.float64]
NO_SHORT, NO_LEVERAGE, TRADED = "no_short", "no_leverage", "traded"
BINDING_PCT = 1e-3
ALWAYS = (NO_SHORT, NO_LEVERAGE, TRADED)
"""Rows that define what a portfolio is; they are never in question."""


class Standing(NamedTuple):
    """How a limit stands in a portfolio: how far it is from binding, percent of the portfolio."""

    limit: str
    slack_pct: float
    binding: bool


@dataclass(frozen=True)
class Polytope:
    """The portfolios that the limits allow.

    Attributes
    ----------
    assets
        Ids, shape [n].
    before
        Weights before the review, shape [n]; None where nothing was held.
    cost
        Of trading, fractions, shape [n]; 0 where nothing was held before.
    rows, bounds
        ``rows @ x <= bounds``, shapes [m, k] and [m]; ``k`` is n, or 2n with the amounts traded.
    names
        Limit of each row.
    least_position
        A weight is 0 or at least this.
    fewest, most
        Number of positions; None without a limit.
    """

    assets: tuple[str, ...]
    before: Floats | None
    cost: Floats
    rows: Floats
    bounds: Floats
    names: tuple[str, ...]
    least_position: float = 0.0
    fewest: int | None = None
    most: int | None = None

    @property
    def count(self) -> int:
        """Number of assets."""
        return len(self.assets)

    @property
    def width(self) -> int:
        """Number of variables."""
        return int(self.rows.shape[1])

    @property
    def trades(self) -> bool:
        """Whether amounts traded are among the variables."""
        return self.width > self.count

    @property
    def counts_positions(self) -> bool:
        """Whether a limit depends on which assets are held at all."""
        return self.least_position > 0.0 or self.fewest is not None or self.most is not None

    @property
    def _counted(self) -> str:
        """The limit for whose sake positions are chosen."""
        if self.least_position > 0.0:
            return "min_position"
        return "min_positions" if self.most is None else "max_positions"

    def without(self, limits: Sequence[str]) -> Polytope:
        """Return the same without some limits."""
        kept = np.array([n not in limits for n in self.names])
        return replace(
            self,
            rows=self.rows[kept],
            bounds=self.bounds[kept],
            names=tuple(n for n, k in zip(self.names, kept, strict=True) if k),
            least_position=0.0 if "min_position" in limits else self.least_position,
            fewest=None if "min_positions" in limits else self.fewest,
            most=None if "max_positions" in limits else self.most,
        )

    def limit_names(self) -> tuple[str, ...]:
        """Return the limits in question, in order."""
        names = [n for n in dict.fromkeys(self.names) if n not in ALWAYS]
        names += ["min_position"] if self.least_position > 0.0 else []
        names += ["min_positions"] if self.fewest is not None else []
        names += ["max_positions"] if self.most is not None else []
        return tuple(names)

    def on_support(self, held: NDArray[np.bool_]) -> Polytope:
        """Return the same with some assets at nothing and the others at a position's least or more."""
        extra = np.zeros((self.count, self.width))
        extra[np.arange(self.count), np.arange(self.count)] = np.where(held, -1.0, 1.0)
        bounds = np.where(held, -self.least_position, 0.0)
        return replace(
            self,
            rows=np.vstack([self.rows, extra]),
            bounds=np.concatenate([self.bounds, bounds]),
            names=self.names + (self._counted,) * self.count,
            least_position=0.0,
            fewest=None,
            most=None,
        )

    def variables(self, weights: Floats) -> Floats:
        """Return all variables of a portfolio."""
        if not self.trades:
            return weights
        before = np.zeros(self.count) if self.before is None else self.before
        return np.concatenate([weights, np.abs(weights - before)])

    def excess(self, weights: Floats) -> float:
        """Return by how much the worst row (or the sum) is missed; 0 or less where all hold."""
        over = self.rows @ self.variables(weights) - self.bounds
        return max(float(over.max(initial=0.0)), abs(float(weights.sum()) - 1.0))

    def standing(self, weights: Floats) -> tuple[Standing, ...]:
        """Return how each limit stands in a portfolio, the tightest of its rows; in order of the limits."""
        slack = 100.0 * (self.bounds - self.rows @ self.variables(weights))
        found: dict[str, float] = {}
        for name, left in zip(self.names, slack.tolist(), strict=True):
            if name not in ALWAYS:
                found[name] = min(found.get(name, left), left)
        held = weights[weights > 0]
        if self.least_position > 0.0:
            found["min_position"] = 100.0 * float(held.min(initial=1.0) - self.least_position)
        return tuple(Standing(name, left, left < BINDING_PCT) for name, left in found.items())

    def trading_cost(self, weights: Floats) -> float:
        """Return what moving to these weights costs, a fraction of the portfolio."""
        return 0.0 if self.before is None else float(self.cost @ np.abs(weights - self.before))


def polytope(assets: Sequence[str], limits: Limits, before: Floats | None = None) -> Polytope:
    """Return the portfolios of some assets that limits allow.

    Parameters
    ----------
    assets
        Ids of the catalogue. Limits on others do not apply.
    limits
        As written.
    before
        Weights before the review, shape [n]; None where nothing was held.
    """
    n = len(assets)
    groups = groups_of(assets)
    trades = before is not None
    width = 2 * n if trades else n
    rows: list[Floats] = []
    bounds: list[float] = []
    names: list[str] = []

    def add(name: str, over: Floats, most: float) -> None:
        row = np.zeros(width)
        row[: over.size] = over
        rows.append(row)
        bounds.append(most)
        names.append(name)

    unit = np.eye(n)
    for i, asset in enumerate(assets):
        add(NO_SHORT, -unit[i], 0.0)
        own = limits.assets.get(asset)
        if own is not None:
            if own.max_pct < 100.0:
                add(f"asset_max:{asset}", unit[i], own.max_pct / 100.0)
            if own.min_pct > 0.0:
                add(f"asset_min:{asset}", -unit[i], -own.min_pct / 100.0)
        if groups[i] != Group.CASH and limits.single_max_pct < 100.0:
            add("single_max", unit[i], limits.single_max_pct / 100.0)
    for group in dict.fromkeys([*limits.groups]):
        member = np.array([float(g == group) for g in groups])
        bounds_of = limits.groups[group]
        if bounds_of.max_pct < 100.0 and member.any():
            add(f"group_max:{group}", member, bounds_of.max_pct / 100.0)
        if bounds_of.min_pct > 0.0:
            add(f"group_min:{group}", -member, -bounds_of.min_pct / 100.0)
    crypto = np.array([float(g == Group.CRYPTO) for g in groups])
    if crypto.any() and limits.crypto_max_pct < 100.0:
        add("crypto_max", crypto, limits.crypto_max_pct / 100.0)
    if limits.min_liquidity_pct > 0.0:
        liquid = np.array([float(a in LIQUID) for a in assets])
        add("min_liquidity", -liquid, -limits.min_liquidity_pct / 100.0)
    if trades and before is not None:
        for i in range(n):
            for sign in (1.0, -1.0):
                add(TRADED, np.concatenate([sign * unit[i], -unit[i]]), sign * float(before[i]))
        if limits.max_turnover_pct is not None:
            half = np.concatenate([np.zeros(n), np.full(n, 0.5)])
            add("max_turnover", half, limits.max_turnover_pct / 100.0)
    cost = np.array([limits.cost_of(a, g) for a, g in zip(assets, groups, strict=True)])
    return Polytope(
        tuple(assets),
        None if before is None else np.asarray(before, dtype=float),
        cost if trades else np.zeros(n),
        np.array(rows),
        np.array(bounds),
        tuple(names),
        limits.min_position_pct / 100.0,
        limits.min_positions,
        limits.max_positions,
    )
