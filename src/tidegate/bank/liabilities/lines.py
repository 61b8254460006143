"""Lines of H.4.1 beside the securities: premiums, discounts, lending, other assets.

Total assets = securities + unamortised premiums - unamortised discounts
+ loans, repos and swaps + other assets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.liabilities.grid import Floats, check, years_between
from tidegate.bank.liabilities.parameters import LinesRule
from tidegate.units import Days


@dataclass(frozen=True)
class PremiumPath:
    """Unamortised premiums and discounts. Arrays have shape [..., days], flows [..., days - 1].

    Attributes
    ----------
    premiums_bn, discounts_bn
        Both >= 0 as balances; H.4.1 shows discounts with a minus sign.
    amortisation_bn
        Premium written off less discount accreted in each interval: what is
        taken off interest income.
    """

    premiums_bn: Floats
    discounts_bn: Floats
    amortisation_bn: Floats


def premium_path(
    days: Days,
    premiums_bn: ArrayLike,
    discounts_bn: ArrayLike,
    rule: LinesRule,
    added_bn: ArrayLike | None = None,
) -> PremiumPath:
    """Return premiums and discounts that are amortised by a constant share a year.

    Parameters
    ----------
    days
        Report days.
    premiums_bn, discounts_bn
        Balances on the first day, >= 0 (the discounts of bills left out: bills earn theirs as interest).
    rule
        Shares a year.
    added_bn
        Premium paid on purchases in each interval, > 0 above par, < 0 below; shape [..., days - 1].
    """
    check(days, {}, {"added_bn": added_bn})
    added = np.zeros(days.size - 1) if added_bn is None else np.asarray(added_bn, dtype=float)
    years = years_between(days)
    premiums = _decayed(premiums_bn, rule.premium_decay_per_year, years, np.maximum(added, 0.0))
    discounts = _decayed(discounts_bn, rule.discount_decay_per_year, years, np.maximum(-added, 0.0))
    return PremiumPath(premiums, discounts, added - np.diff(premiums) + np.diff(discounts))


def _decayed(opening: ArrayLike, decay: float, years: Floats, added: Floats) -> Floats:
    start = np.asarray(opening, dtype=float)
    shape = np.broadcast_shapes(start.shape, added.shape[:-1])
    found = np.empty((*shape, years.size + 1))
    found[..., 0] = start
    for step, length in enumerate(years):
        found[..., step + 1] = found[..., step] * np.exp(-decay * length) + added[..., step]
    return found


def other_assets_path(
    days: Days, securities_bn: ArrayLike, opening_bn: float | None, rule: LinesRule
) -> Floats:
    """Return gold, SDR, foreign currency, premises, accrued interest and what is being wound up.

    Parameters
    ----------
    days
        Report days.
    securities_bn
        Securities held outright: interest accrues on them.
    opening_bn
        Other assets on the first day; what exceeds the usual amount is
        temporary and halves in `temporary_half_life_years`. None: the usual amount.
    """
    usual = rule.fixed_other_assets_bn + rule.accrued_share * np.asarray(securities_bn, dtype=float)
    if opening_bn is None:
        return usual
    years = (days - days[0]) / np.timedelta64(1, "D") / 365.25
    return np.asarray(usual + (opening_bn - usual[..., :1]) * 0.5 ** (years / rule.temporary_half_life_years))


def total_assets(
    securities_bn: ArrayLike, premiums: PremiumPath, lending_bn: ArrayLike, other_assets_bn: ArrayLike
) -> Floats:
    """Return total assets as H.4.1 adds them up; lending is loans, repos and liquidity swaps."""
    return np.asarray(
        np.asarray(securities_bn, dtype=float)
        + premiums.premiums_bn
        - premiums.discounts_bn
        + np.asarray(lending_bn, dtype=float)
        + np.asarray(other_assets_bn, dtype=float)
    )


def implied_lending(
    total_assets_bn: ArrayLike, securities_bn: ArrayLike, premiums: PremiumPath, other_assets_bn: ArrayLike
) -> Floats:
    """Return what total assets hold beside all other lines, not below 0: a realised path of loans, repos and swaps.

    For weeks in which total assets and securities are published but the loans
    are not at hand (the banking stress of 2023). It inherits the errors of the
    other lines, some tens of billions.
    """
    rest = np.asarray(total_assets_bn, dtype=float) - total_assets(
        securities_bn, premiums, 0.0, other_assets_bn
    )
    return np.maximum(rest, 0.0)
