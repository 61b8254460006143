"""The hard limits of a portfolio, as a person writes them.

Three hold always and have no key: every cent is invested, nothing is
borrowed, nothing is sold short. An unknown key is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tidegate.catalog.assets import Group, investable
from tidegate.complaints import Refused, problems_of, reason
from tidegate.errors import InputError
from tidegate.message import N_, Message

MOST_BYTES = 2_000_000
"""A larger file has no limits in it."""
LIQUID = ("cash", "ust_1_3", "ust_7_10", "ust_20_plus")
"""What can be sold in a day at its price, whatever the market: bills and Treasuries."""
COST_BP: Mapping[str, float] = {
    Group.CASH: 0.0,
    Group.TREASURIES: 2.0,
    Group.CREDIT: 5.0,
    Group.HIGH_YIELD: 10.0,
    Group.EQUITY: 5.0,
    Group.REAL_ESTATE: 5.0,
    Group.GOLD: 5.0,
    Group.COMMODITIES: 10.0,
    Group.CRYPTO: 20.0,
}
"""Cost of buying or selling, basis points of the amount: half a fund's usual spread and a commission, rounded up."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(_Table):
    """Least and most that may be held, percent of the portfolio."""

    min_pct: float = Field(default=0.0, ge=0.0, le=100.0)
    max_pct: float = Field(default=100.0, ge=0.0, le=100.0)


class Limits(_Table):
    """Limits of a portfolio; percent of its value.

    Attributes
    ----------
    single_max_pct
        Most of any one asset other than cash.
    crypto_max_pct
        Most of all crypto together.
    assets, groups
        Ranges for named assets, and for groups of the catalogue.
    min_liquidity_pct
        Least in bills and Treasuries together.
    max_turnover_pct
        Most that may be sold at one review (and bought with it); None: no limit.
    min_position_pct
        A position is either nothing or at least this.
    min_positions, max_positions
        How many assets are held; None: no limit.
    max_cvar_pct
        Mean loss in the worst twentieth of cases over the horizon; None: as the level of risk says.
    cost_bp
        Cost of trading by asset, instead of the usual one of its group.
    """

    single_max_pct: float = Field(default=35.0, gt=0.0, le=100.0)
    crypto_max_pct: float = Field(default=3.0, ge=0.0, le=100.0)
    assets: Mapping[str, Range] = Field(default_factory=dict)
    groups: Mapping[str, Range] = Field(default_factory=dict)
    min_liquidity_pct: float = Field(default=5.0, ge=0.0, le=100.0)
    max_turnover_pct: float | None = Field(default=None, ge=0.0, le=100.0)
    min_position_pct: float = Field(default=0.0, ge=0.0, le=100.0)
    min_positions: int | None = Field(default=None, ge=1)
    max_positions: int | None = Field(default=None, ge=1)
    max_cvar_pct: float | None = Field(default=None, gt=0.0, le=100.0)
    cost_bp: Mapping[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _possible(self) -> Limits:
        Refused.check((*_unknown(self), *_contradictions(self)))
        return self

    def cost_of(self, asset_id: str, group: str) -> float:
        """Return the cost of trading an asset, as a fraction of the amount: that of `asset_id`, else of its `group`."""
        return self.cost_bp.get(asset_id, COST_BP.get(group, 10.0)) / 1e4


def _unknown(limits: Limits) -> Iterator[Message]:
    for kind, ranges, known in (
        (N_("asset"), limits.assets, investable()),
        (N_("group"), limits.groups, tuple(COST_BP)),
        (N_("asset"), limits.cost_bp, investable()),
    ):
        for name in ranges:
            if name not in known:
                names = ", ".join(map(str, known))
                values = {"kind": Message(kind), "value": name, "names": names}
                yield Message(N_("unknown {kind} {value!r}; known are: {names}"), values)


def _contradictions(limits: Limits) -> Iterator[Message]:
    for name, bounds in [*limits.assets.items(), *limits.groups.items()]:
        if bounds.min_pct > bounds.max_pct:
            values = {"name": name, "low": bounds.min_pct, "high": bounds.max_pct}
            text = N_(
                "{name} is at least {low}% and at most {high}%; give a least that is not above the most"
            )
            yield Message(text, values)
    low, high = limits.min_positions, limits.max_positions
    if low is not None and high is not None and low > high:
        text = N_("at least {low} positions and at most {high}; give a least that is not above the most")
        yield Message(text, {"low": low, "high": high})
    for name, cost in limits.cost_bp.items():
        if not 0.0 <= cost <= 1_000.0:
            text = N_("cost of {name} is {value} bp; give a number from 0 to 1000")
            yield Message(text, {"name": name, "value": cost})


DEFAULT = Limits(
    groups={
        Group.EQUITY: Range(max_pct=70.0),
        Group.CREDIT: Range(max_pct=40.0),
        Group.HIGH_YIELD: Range(max_pct=15.0),
        Group.REAL_ESTATE: Range(max_pct=15.0),
        Group.GOLD: Range(max_pct=15.0),
        Group.COMMODITIES: Range(max_pct=10.0),
    },
    assets={
        "taiwan": Range(max_pct=15.0),
        "hong_kong": Range(max_pct=10.0),
        "em_equity": Range(max_pct=15.0),
    },
)
"""What holds if nothing else is asked for: one asset a third at most, shares 70%, crypto 3%."""


def limits_from(table: Mapping[str, Any], base: Limits = DEFAULT, *, source: str = "limits") -> Limits:
    """Return limits from a table of keys; what it leaves out is as in `base`.

    Ranges of assets and groups add to those of `base`, one by one.

    Raises
    ------
    InputError
        For unknown keys, assets or groups, for numbers out of range, and for a
        least above a most: all problems at once.
    """
    merged: dict[str, Any] = base.model_dump() | dict(table)
    for key in ("assets", "groups", "cost_bp"):
        if isinstance(table.get(key), Mapping):
            merged[key] = base.model_dump()[key] | dict(table[key])
    try:
        found = Limits.model_validate(merged)
    except ValidationError as wrong:
        text = N_("{source}: {problem}")
        problems = problems_of(Limits.model_validate, merged, wrong, Limits)
        raise InputError(*(Message(text, {"source": source, "problem": p}) for p in problems)) from None
    return found


def read_limits(path: Path, base: Limits = DEFAULT) -> Limits:
    """Return the limits of a TOML file.

    Raises
    ------
    InputError
        If it cannot be read, is no TOML, or names what does not exist.
    """
    try:
        if path.stat().st_size > MOST_BYTES or not path.is_file():
            raise Refused(Message(N_("no ordinary file, or larger than 2 MB")))
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        raise InputError.of(
            N_("limits {path}: cannot be read ({reason}); give a TOML file"), path=path, reason=reason(wrong)
        ) from None
    return limits_from(table, base, source=str(path))


def groups_of(assets: Sequence[str]) -> tuple[str, ...]:
    """Return the group of each asset."""
    from tidegate.catalog.assets import asset

    return tuple(str(asset(a).group) for a in assets)
