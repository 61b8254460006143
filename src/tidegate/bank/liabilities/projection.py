"""All liabilities on the report days, closing to the assets: `project_liabilities`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.liabilities.absorption import absorb
from tidegate.bank.liabilities.grid import Floats, check, path_problems
from tidegate.bank.liabilities.parameters import LiabilityParameters, liability_parameters
from tidegate.bank.liabilities.paths import currency_path, foreign_pool_path, other_path, tga_path
from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import Days

OVERRIDES = ("currency_bn", "tga_bn", "foreign_rrp_bn", "other_bn", "on_rrp_bn", "reserves_bn")


@dataclass(frozen=True)
class OpeningLiabilities:
    """Liabilities on the opening day, $ bn.

    Attributes
    ----------
    currency_bn, tga_bn, foreign_rrp_bn, on_rrp_bn
        As H.4.1 reports them, >= 0.
    other_bn
        Everything else with capital, without the deferred asset: deposits of
        market utilities and others, other liabilities and capital, less the
        coins that the Treasury issues.
    """

    currency_bn: float
    tga_bn: float
    foreign_rrp_bn: float
    on_rrp_bn: float
    other_bn: float

    def __post_init__(self) -> None:
        given = {n: [getattr(self, n)] for n in ("currency_bn", "tga_bn", "foreign_rrp_bn", "on_rrp_bn")}
        InputError.check(
            [*path_problems(given, 1, lowest=0.0), *path_problems({"other_bn": [self.other_bn]}, 1)]
        )


@dataclass(frozen=True)
class Liabilities:
    """Liabilities on the report days, $ bn, shape [days] or [paths, days].

    Attributes
    ----------
    days
        ``datetime64[D]``, the opening day first.
    total_assets_bn
        What they stand against.
    currency_bn, tga_bn, foreign_rrp_bn, on_rrp_bn, reserves_bn, other_bn
        `other_bn` with capital; see `OpeningLiabilities`.
    deferred_asset_bn
        Losses not yet recovered, >= 0. H.4.1 books them as a negative
        liability, so they are taken off the others here. Reserves are reported
        as they come out: below zero if the assets do not suffice.
    """

    days: Days
    total_assets_bn: Floats
    currency_bn: Floats
    tga_bn: Floats
    foreign_rrp_bn: Floats
    on_rrp_bn: Floats
    reserves_bn: Floats
    other_bn: Floats
    deferred_asset_bn: Floats

    @property
    def identity_residual_bn(self) -> Floats:
        """Assets less all liabilities and capital: 0 but for rounding."""
        liabilities = (
            self.currency_bn
            + self.tga_bn
            + self.foreign_rrp_bn
            + self.on_rrp_bn
            + self.reserves_bn
            + self.other_bn
        )
        return np.asarray(self.total_assets_bn - (liabilities - self.deferred_asset_bn))


def project_liabilities(
    days: Days,
    total_assets_bn: ArrayLike,
    opening: OpeningLiabilities,
    gdp_bn: ArrayLike,
    on_rrp_rate_pct: ArrayLike,
    net_bills_bn: ArrayLike | None = None,
    deferred_asset_bn: ArrayLike = 0.0,
    overrides: Mapping[str, ArrayLike] | None = None,
    tga_target_bn: ArrayLike | None = None,
    parameters: LiabilityParameters | None = None,
) -> Liabilities:
    """Project the liabilities that stand against a path of assets.

    Parameters
    ----------
    days
        Report days, the opening day first, shape [days].
    total_assets_bn
        As H.4.1 (without the deferred asset), shape [days] or [paths, days].
    opening
        On the first day.
    gdp_bn
        Nominal GDP at an annual rate, > 0.
    on_rrp_rate_pct
        ON RRP rate on the report days.
    net_bills_bn
        Treasury bills issued less repaid, of each interval; default 0.
    deferred_asset_bn
        From `tidegate.bank.income`, >= 0, on the report days; one number holds throughout.
    overrides
        Paths that take the place of a rule, by name (`OVERRIDES`); of ON RRP
        and reserves at most one, the other takes the rest.
    tga_target_bn
        Balance the Treasury announced; default: the account stays where it is.
    parameters
        Default: those shipped.

    Raises
    ------
    InputError
        Naming every path that does not fit, every unknown override.
    """
    rules = parameters or liability_parameters()
    given = {name: np.asarray(path, dtype=float) for name, path in (overrides or {}).items()}
    bills = (
        np.zeros(np.asarray(days).size - 1) if net_bills_bn is None else np.asarray(net_bills_bn, dtype=float)
    )
    deferred = np.asarray(deferred_asset_bn, dtype=float)
    deferred = np.broadcast_to(deferred, np.asarray(days).shape) if deferred.ndim == 0 else deferred
    _check(days, total_assets_bn, gdp_bn, on_rrp_rate_pct, bills, deferred, given)
    assets, gdp, rate = (np.asarray(x, dtype=float) for x in (total_assets_bn, gdp_bn, on_rrp_rate_pct))

    def path(name: str, rule: Callable[[], Floats]) -> Floats:
        return given[name] if name in given else rule()

    currency = path(
        "currency_bn", lambda: currency_path(days, opening.currency_bn, gdp, rate, rules.currency)
    )
    tga = path("tga_bn", lambda: tga_path(days, opening.tga_bn, tga_target_bn))
    foreign = path(
        "foreign_rrp_bn",
        lambda: foreign_pool_path(days, opening.foreign_rrp_bn, gdp, rate, rules.foreign_pool),
    )
    other = path("other_bn", lambda: other_path(days, opening.other_bn, assets, rules.other))
    total = np.asarray(assets - (currency + tga + foreign + other) + deferred)
    if "on_rrp_bn" in given:
        on_rrp = np.broadcast_to(given["on_rrp_bn"], total.shape)
        reserves = total - on_rrp
    elif "reserves_bn" in given:
        reserves = np.broadcast_to(given["reserves_bn"], total.shape)
        on_rrp = total - reserves
    else:
        on_rrp, reserves = absorb(total, opening.on_rrp_bn, bills, rate, gdp, rules.split)

    def wide(values: Floats) -> Floats:
        return np.broadcast_to(values, reserves.shape)

    return Liabilities(
        days=days,
        total_assets_bn=wide(assets),
        currency_bn=wide(currency),
        tga_bn=wide(tga),
        foreign_rrp_bn=wide(foreign),
        on_rrp_bn=wide(on_rrp),
        reserves_bn=wide(reserves),
        other_bn=wide(other),
        deferred_asset_bn=wide(deferred),
    )


def _check(
    days: Days,
    assets: ArrayLike,
    gdp: ArrayLike,
    rate: ArrayLike,
    bills: Floats,
    deferred: Floats,
    given: Mapping[str, Floats],
) -> None:
    check(days, {}, {})
    count = np.asarray(days).size
    found = path_problems({"total_assets_bn": assets, "deferred_asset_bn": deferred}, count, lowest=0.0)
    found += path_problems({"gdp_bn": gdp}, count, lowest=1e-9)
    found += path_problems({"on_rrp_rate_pct": rate}, count)
    found += path_problems({"net_bills_bn": bills}, count - 1)
    known = {name: given[name] for name in OVERRIDES if name in given}
    found += path_problems({n: v for n, v in known.items() if n != "other_bn"}, count, lowest=0.0)
    found += path_problems({n: v for n, v in known.items() if n == "other_bn"}, count)
    for name in given:
        if name not in OVERRIDES:
            text = N_("{name}: no such liability; choose from {allowed}")
            found.append(Message(text, {"name": name, "allowed": ", ".join(OVERRIDES)}))
    if "on_rrp_bn" in given and "reserves_bn" in given:
        found.append(Message(N_("on_rrp_bn and reserves_bn: give one of them; the other takes the rest"), {}))
    InputError.check(found)
