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
from tidegate.bank.portfolio.bonds import clean_price, coupon_schedule
from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.units import DAYS_PER_YEAR, Days


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


def share_left(days: Days, maturity: Days, weight: ArrayLike) -> Floats:
    """Return the share of premiums still on the books when each is written off evenly to its maturity.

    Parameters
    ----------
    days
        Report days, shape [days]; the share is 1 on the first.
    maturity
        Of each security, shape [securities].
    weight
        Premium of each security on the first day, >= 0, in any unit.
    """
    life = np.maximum((maturity - days[0]).astype(float), 1.0)
    gone = (days - days[0]).astype(float)
    left = np.maximum(1.0 - gone[:, None] / life, 0.0) @ np.asarray(weight, dtype=float)
    return np.asarray(left / left[0])


def purchase_premiums(book: SecurityBook, years: ArrayLike, yield_pct: ArrayLike, real_pct: float) -> Floats:
    """Return what each coupon security of a book would cost above par at the yields at which it was bought, $ bn.

    Prices paid are not published by security: this stands in for their
    pattern, and only proportions matter. Securities worth less than par,
    bills and FRNs count 0.

    Parameters
    ----------
    years, yield_pct
        Par yields by term, percent: means over the time of the purchases.
    real_pct
        Real yield of TIPS over that time.
    """
    when = np.datetime64(book.as_of, "D")
    left = (book.maturity - when).astype(float) / DAYS_PER_YEAR
    rows = np.flatnonzero(((book.kind == Kind.COUPON) | (book.kind == Kind.TIPS)) & (left > 0))
    bought_at = np.interp(left[rows], np.asarray(years, dtype=float), np.asarray(yield_pct, dtype=float))
    bought_at = np.where(book.kind[rows] == Kind.TIPS, real_pct, bought_at)
    price = clean_price(coupon_schedule(when, book.maturity[rows]), book.coupon_pct[rows], bought_at)
    found = np.zeros(len(book.cusip))
    found[rows] = (book.par_bn + book.inflation_bn)[rows] * np.maximum(price / 100.0 - 1.0, 0.0)
    return found


def pool_left(opening_bn: ArrayLike, paydown_bn: ArrayLike) -> Floats:
    """Return the share of the opening pools of MBS still there, 1 first: later purchases do not fill the gap.

    Parameters
    ----------
    opening_bn, paydown_bn
        Face at the beginning of each interval and principal received in it, shape [..., intervals].

    Returns
    -------
    Shape [..., intervals + 1].
    """
    opening, paid = np.asarray(opening_bn, dtype=float), np.asarray(paydown_bn, dtype=float)
    kept = 1.0 - np.divide(paid, opening, out=np.zeros(np.broadcast(paid, opening).shape), where=opening > 0)
    return np.asarray(np.concatenate([np.ones((*kept.shape[:-1], 1)), np.cumprod(kept, axis=-1)], axis=-1))


def premium_left(treasury_left: ArrayLike, mbs_left: ArrayLike, rule: LinesRule) -> Floats:
    """Return the share of all premiums still on the books: Treasuries by `share_left`, MBS by `pool_left`."""
    treasuries, mbs = np.asarray(treasury_left, dtype=float), np.asarray(mbs_left, dtype=float)
    return np.asarray(rule.mbs_premium_share * mbs + (1.0 - rule.mbs_premium_share) * treasuries)


def premium_path(
    days: Days,
    premiums_bn: ArrayLike,
    discounts_bn: ArrayLike,
    rule: LinesRule,
    left: ArrayLike | None = None,
    added_bn: ArrayLike | None = None,
) -> PremiumPath:
    """Return premiums and discounts as they are amortised.

    Parameters
    ----------
    days
        Report days.
    premiums_bn, discounts_bn
        Balances on the first day, >= 0 (the discounts of bills left out: bills earn theirs as interest).
    rule
        Shares a year by which discounts, later purchases and, without `left`, premiums are written off.
    left
        Share of the opening premiums still there on each report day, 1 on the first; see `premium_left`.
    added_bn
        Premium paid on purchases in each interval, > 0 above par, < 0 below; shape [..., days - 1].
    """
    check(days, {"left": left}, {"added_bn": added_bn})
    added = np.zeros(days.size - 1) if added_bn is None else np.asarray(added_bn, dtype=float)
    years = years_between(days)
    above, below = np.maximum(added, 0.0), np.maximum(-added, 0.0)
    if left is None:
        premiums = _decayed(premiums_bn, rule.premium_decay_per_year, years, above)
    else:
        opening = np.asarray(premiums_bn, dtype=float)[..., None] * np.asarray(left, dtype=float)
        premiums = opening + _decayed(0.0, rule.premium_decay_per_year, years, above)
    discounts = _decayed(discounts_bn, rule.discount_decay_per_year, years, below)
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
    years = (days - days[0]) / np.timedelta64(1, "D") / DAYS_PER_YEAR
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
