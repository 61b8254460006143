"""The debt month by month: what falls due and the deficit are sold anew, and interest is counted.

A security earns its coupon to the end of the month in which it falls due, and
one that takes its place earns from the next month on. Interest is counted as
it accrues, as the budget and the national accounts do: bills at the yields at
which they were sold, TIPS with the rise of their principal.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from tidegate.transmission.markets.government.financing import (
    FRN,
    FRN_SPREAD_PCT,
    TENORS,
    TERM_MONTHS,
    TIPS,
    Financing,
    Market,
)
from tidegate.transmission.markets.government.stock import DebtStock
from tidegate.units import MONTHS_PER_YEAR

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DebtPath:
    """The debt and its interest, $ bn, shape [..., months]. Stocks are of month-ends.

    Attributes
    ----------
    bills_bn, nominal_bn, frn_bn, tips_bn
        Stocks; TIPS with their inflation adjustment.
    bills_interest_bn, nominal_interest_bn, frn_interest_bn, tips_interest_bn
        Interest of the month; of TIPS the coupon alone.
    inflation_bn
        Rise of the principal of TIPS.
    sold_bn
        Sold beside bills.
    """

    bills_bn: Floats
    nominal_bn: Floats
    frn_bn: Floats
    tips_bn: Floats
    bills_interest_bn: Floats
    nominal_interest_bn: Floats
    frn_interest_bn: Floats
    tips_interest_bn: Floats
    inflation_bn: Floats
    sold_bn: Floats

    @property
    def marketable_bn(self) -> Floats:
        """Marketable debt."""
        return self.bills_bn + self.nominal_bn + self.frn_bn + self.tips_bn

    @property
    def interest_bn(self) -> Floats:
        """Interest of the month on all of it, with the inflation adjustment of TIPS."""
        return (
            self.bills_interest_bn
            + self.nominal_interest_bn
            + self.frn_interest_bn
            + self.tips_interest_bn
            + self.inflation_bn
        )


_INTEREST = (
    "bills_interest_bn",
    "nominal_interest_bn",
    "frn_interest_bn",
    "tips_interest_bn",
    "inflation_bn",
)


class _Live:
    """What is outstanding of securities sold within the horizon, by tenor; leading axes first."""

    def __init__(self, lead: tuple[int, ...], months: int) -> None:
        self.face = np.zeros((*lead, months, len(TENORS)))
        self.interest = np.zeros((*lead, months, len(TENORS)))
        self.standing = np.zeros((*lead, len(TENORS)))
        self.earning = np.zeros((*lead, len(TENORS)))

    def grow(self, ratio: Floats) -> None:
        """Raise principal and coupons of TIPS with prices."""
        for each in (self.face, self.interest):
            each[..., TIPS] *= ratio[..., None]
        for each in (self.standing, self.earning):
            each[..., TIPS] *= ratio

    def retire(self, month: int) -> None:
        """Take out what falls due in a month."""
        for tenor, term in enumerate(TERM_MONTHS):
            if month >= term:
                self.standing[..., tenor] -= self.face[..., month - term, tenor]
                self.earning[..., tenor] -= self.interest[..., month - term, tenor]

    def sell(self, month: int, face: Floats, yield_pct: Floats) -> None:
        """Add what is sold at the end of a month."""
        self.face[..., month, :], self.interest[..., month, :] = face, face * yield_pct / 100.0
        self.standing += self.face[..., month, :]
        self.earning += self.interest[..., month, :]


def roll_debt(stock: DebtStock, market: Market, financing: Financing) -> DebtPath:
    """Follow the debt over the months of the market.

    Parameters
    ----------
    stock
        The opening stock; the first month is the one after it.
    market
        Yields and prices; leading axes are paths.
    financing
        Borrowing and tenors.

    Raises
    ------
    InputError
        For monthly inputs of another length than the market.
    """
    months = market.months
    financing.check_months(months)
    lead = np.broadcast_shapes(
        market.par_pct.shape[:-2],
        market.bill_pct.shape[:-1],
        market.real_pct.shape[:-1],
        market.index.shape[:-1],
    )
    path = DebtPath(**{f.name: np.empty((*lead, months)) for f in fields(DebtPath)})
    live, bill_cost = _Live(lead, months), market.bill_cost_pct
    left, coupons = stock.nominal_due_bn.sum(), stock.nominal_interest_bn.sum()
    frn_left, bills = stock.frn_due_bn.sum(), np.full(lead, stock.bills_bn)
    whole: Floats = np.full(lead, stock.marketable_bn)
    # Ratio of principal of old TIPS to that of the statement: all grow alike.
    ratio, tips_left, tips_coupons = np.ones(lead), stock.tips_due_bn.sum(), stock.tips_interest_bn.sum()
    for t in range(months):
        step = market.index[..., t]
        floating = market.bill_pct[..., MONTHS_PER_YEAR + t] + FRN_SPREAD_PCT
        interest = (
            bills * bill_cost[..., t] / 100.0 / MONTHS_PER_YEAR,
            (coupons + live.earning[..., :FRN].sum(-1)) / MONTHS_PER_YEAR,
            (frn_left + live.standing[..., FRN]) * floating / 100.0 / MONTHS_PER_YEAR,
            (tips_coupons * ratio + live.earning[..., TIPS]) / MONTHS_PER_YEAR,
            (tips_left * ratio + live.standing[..., TIPS]) * (step - 1.0),
        )
        for name, amount in zip(_INTEREST, interest, strict=True):
            getattr(path, name)[..., t] = amount
        ratio = ratio * step
        live.grow(step)
        live.retire(t)
        left, coupons = left - stock.nominal_due_bn[t], coupons - stock.nominal_interest_bn[t]
        frn_left = frn_left - stock.frn_due_bn[t]
        tips_left, tips_coupons = tips_left - stock.tips_due_bn[t], tips_coupons - stock.tips_interest_bn[t]
        held = left + frn_left + tips_left * ratio + live.standing.sum(-1)
        if financing.net_borrowing_bn is not None:
            whole = whole + financing.net_borrowing_bn[t]
        else:
            whole = whole + financing.primary_deficit_bn[t] + sum(interest)
        sold = _sales(financing, t, whole, held)
        live.sell(t, sold, _issue_yields(market, t))
        bills = whole - held - sold.sum(-1)
        path.bills_bn[..., t] = bills
        path.nominal_bn[..., t] = left + live.standing[..., :FRN].sum(-1)
        path.frn_bn[..., t] = frn_left + live.standing[..., FRN]
        path.tips_bn[..., t] = tips_left * ratio + live.standing[..., TIPS]
        path.sold_bn[..., t] = sold.sum(-1)
    return path


def _sales(financing: Financing, month: int, whole: Floats, held: Floats) -> Floats:
    """Return what is sold of each tenor, so that bills come to their amount or their share."""
    given = np.nan if financing.bills_bn is None else financing.bills_bn[month]
    bills = financing.bill_share * whole if np.isnan(given) else given
    mix = financing.mix if financing.mix.ndim == 1 else financing.mix[month]
    return np.asarray(np.maximum(whole - bills - held, 0.0)[..., None] * mix)


def _issue_yields(market: Market, month: int) -> Floats:
    """Return the yields of what is sold in a month, in the order of `TENORS`; FRNs are counted apart."""
    par, real = market.par_pct[..., month, :], market.real_pct[..., month]
    lead = np.broadcast_shapes(par.shape[:-1], real.shape)
    return np.concatenate(
        [
            np.broadcast_to(par, (*lead, FRN)),
            np.zeros((*lead, 1)),
            np.broadcast_to(np.maximum(real, 0.0), lead)[..., None],
        ],
        axis=-1,
    )


def by_year(path: Floats, first_month: np.datetime64, first_of_year: int = 1) -> dict[int, Floats]:
    """Return yearly sums of a monthly flow for the years that are whole.

    Parameters
    ----------
    path
        Shape [..., months].
    first_month
        ``datetime64[M]`` of the first column.
    first_of_year
        1 for calendar years; 10 for the federal fiscal year, named after the year in which it ends.
    """
    months = first_month.astype("datetime64[M]") + np.arange(path.shape[-1])
    shifted = months + (MONTHS_PER_YEAR + 1 - first_of_year) % MONTHS_PER_YEAR
    year = shifted.astype("datetime64[Y]").astype(int) + 1970
    return {
        int(y): path[..., year == y].sum(-1) for y in np.unique(year) if (year == y).sum() == MONTHS_PER_YEAR
    }
