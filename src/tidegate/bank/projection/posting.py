"""A projection of the Fed posted through the ledger: what does not balance cannot be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.ledger import Books, Flow, Instrument, PostedSeries, Sector, post_series, signed_flows
from tidegate.bank.portfolio.book import Kind
from tidegate.errors import IdentityError
from tidegate.message import N_
from tidegate.units import MILLIONS_PER_BILLION

if TYPE_CHECKING:
    from tidegate.bank.projection.fed import FedPath

Millions = NDArray[np.int64]
CAPITAL_BN = 43.0
"""Paid-in capital and surplus: the Federal Reserve Act caps the surplus at 6.785 bn, paid-in capital is about 36."""
ROUNDING_MILLIONS = 40
"""Each of the lines is rounded to the million once: reserves, which close them all, may differ by their sum."""
_CLASS = {
    Kind.BILL: Instrument.TREASURY_BILLS,
    Kind.COUPON: Instrument.TREASURY_COUPONS,
    Kind.TIPS: Instrument.TIPS,
    Kind.FRN: Instrument.FRN,
}
_SIMPLE_INTEREST = {"rate_pct": 100.0, "days": 360}
"""Posts an amount of interest as it is: 100 percent over a year of 360 days."""


def rounded(level_bn: NDArray[np.float64]) -> Millions:
    """Return a level in whole millions."""
    return np.asarray(np.rint(np.asarray(level_bn) * MILLIONS_PER_BILLION).astype(np.int64))


def _flow(flow_bn: NDArray[np.float64]) -> Millions:
    """Return flows in whole millions whose running sum never drifts."""
    return np.diff(rounded(np.cumsum(flow_bn)), prepend=0)


def opening_books(path: FedPath) -> Books:
    """Return everyone's books on the opening day around the Fed's."""
    liabilities, run = path.liabilities, path.treasuries
    classes = {
        instrument: int(rounded(_by_class(run.par_bn, run.compensation_bn, kind)[0]))
        for kind, instrument in _CLASS.items()
    }
    return Books.from_central_bank(
        {
            **classes,
            Instrument.AGENCY_MBS: int(rounded(path.mbs.level_bn[0])),
            Instrument.PREMIUMS: int(rounded(path.premiums.premiums_bn[0] - path.premiums.discounts_bn[0])),
            Instrument.EMERGENCY_LOANS: int(rounded(path.lending_bn[0])),
            Instrument.OTHER_ASSETS: int(rounded(path.other_assets_bn[0] + path.agency_debt_bn)),
            Instrument.CURRENCY: int(rounded(liabilities.currency_bn[0])),
            Instrument.TGA: int(rounded(liabilities.tga_bn[0])),
            Instrument.FOREIGN_RRP: int(rounded(liabilities.foreign_rrp_bn[0])),
            Instrument.ON_RRP: int(rounded(liabilities.on_rrp_bn[0])),
            Instrument.RESERVES: int(rounded(liabilities.reserves_bn[0])),
            Instrument.OTHER_DEPOSITS: int(rounded(liabilities.other_bn[0] - CAPITAL_BN)),
            Instrument.DEFERRED_ASSET: int(rounded(liabilities.deferred_asset_bn[0])),
        }
    )


def _by_class(
    par_bn: NDArray[np.float64], compensation_bn: NDArray[np.float64], kind: Kind
) -> NDArray[np.float64]:
    held = par_bn[:, kind]
    return np.asarray(held + compensation_bn if kind == Kind.TIPS else held)


def security_flows(path: FedPath) -> list[Flow]:
    """Return redemptions, purchases, inflation and rollovers of Treasuries; paydowns and deliveries of MBS."""
    run = path.treasuries
    at = ((path.grid - run.days[0]) / np.timedelta64(1, "D")).astype(int)

    def between(daily: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.diff(np.cumsum(daily)[at])

    bills, coupons = Instrument.TREASURY_BILLS, Instrument.TREASURY_COUPONS
    inflation = _flow(between(run.accrual_bn))
    redeemed = {
        coupons: _flow(between(run.coupon_redemptions_bn)),
        bills: _flow(between(run.bill_redemptions_bn)),
    }
    bought = {
        coupons: _flow(between(run.purchases_bn - run.bill_purchases_bn)),
        bills: _flow(between(run.bill_purchases_bn)),
    }
    flows = [*signed_flows("inflation_compensation", inflation)]
    for security, amounts in redeemed.items():
        flows.append(
            Flow("maturity_refunded_by_non_banks", amounts, {"security": security, "issued": coupons})
        )
    for security, amounts in bought.items():
        flows.append(Flow("purchase_from_non_bank", amounts, {"security": security}))
    # What is left of each class's change went from class to class at auction, by way of notes and bonds.
    for kind, instrument in _CLASS.items():
        if instrument is coupons:
            continue
        change = np.diff(rounded(_by_class(run.par_bn, run.compensation_bn, kind)[at]))
        explained = bought[bills] - redeemed[bills] if instrument is bills else 0
        explained = explained + (inflation if kind == Kind.TIPS else 0)
        rolled = change - explained
        flows.append(
            Flow(
                "reinvestment_at_auction", np.maximum(rolled, 0), {"security": coupons, "issued": instrument}
            )
        )
        flows.append(
            Flow(
                "reinvestment_at_auction", np.maximum(-rolled, 0), {"security": instrument, "issued": coupons}
            )
        )
    flows.append(Flow("mbs_paydown_refinanced_by_non_banks", _flow(between(path.mbs.paydowns_bn))))
    flows.append(Flow("mbs_purchase_from_non_bank", _flow(between(path.mbs.settled_bn))))
    return flows


def other_flows(path: FedPath) -> list[Flow]:
    """Return lending, other assets, income and expense, and the liabilities but reserves."""
    income, liabilities = path.income, path.liabilities
    flows = [
        *signed_flows("emergency_loan_draw", np.diff(rounded(path.lending_bn))),
        *signed_flows("other_asset_increase", np.diff(rounded(path.other_assets_bn + path.agency_debt_bn))),
        *signed_flows("premium_amortisation", _flow(income.amortisation_bn)),
    ]
    from_treasury = _flow(income.coupons_bn + income.bills_bn + income.floating_bn)
    remitted = _flow(income.remittances.remitted_bn)
    deferred = np.diff(rounded(income.remittances.deferred_asset_bn))
    flows += [
        Flow("coupon_income", from_treasury),
        Flow("mbs_interest_income", _flow(income.mbs_bn)),
        Flow("loan_interest_income", _flow(income.lending_bn)),
        Flow("other_income", _flow(income.other_income_bn)),
        Flow("interest_on_reserves", _flow(income.reserves_interest_bn), _SIMPLE_INTEREST),
        Flow("interest_on_on_rrp", _flow(income.reverse_repo_interest_bn), _SIMPLE_INTEREST),
        Flow("interest_on_foreign_rrp", _flow(income.foreign_interest_bn), _SIMPLE_INTEREST),
        Flow("operating_expense", _flow(income.expenses_bn)),
        Flow("dividend", _flow(income.dividends_bn)),
        Flow("remittance_accrual", remitted),
        Flow("remittance_payment", remitted),
        *signed_flows("deferred_asset_accrual", deferred),
        *signed_flows("currency_withdrawal", np.diff(rounded(liabilities.currency_bn))),
        # The Treasury pays coupons out of its account and gets remittances into it: taxes and spending do the rest.
        *signed_flows("tga_rebuild_by_tax", np.diff(rounded(liabilities.tga_bn)) + from_treasury - remitted),
        *signed_flows("foreign_rrp_in", np.diff(rounded(liabilities.foreign_rrp_bn))),
        *signed_flows("on_rrp_in", np.diff(rounded(liabilities.on_rrp_bn))),
        *signed_flows("other_deposit_in", np.diff(rounded(liabilities.other_bn - CAPITAL_BN))),
    ]
    return flows


def post_fed(path: FedPath, at: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Post a projection and read its series on some of the grid's days.

    Parameters
    ----------
    path
        The projection.
    at
        Places of the report dates in the grid.

    Returns
    -------
    dict
        Levels in $ bn to the million, flows since the report date before.

    Raises
    ------
    IdentityError
        If the books do not balance, or their reserves differ from the model's
        by more than the rounding of the lines.
    """
    posted = post_series(opening_books(path), [*security_flows(path), *other_flows(path)])
    reserves = -posted.position(Sector.CENTRAL_BANK, Instrument.RESERVES)
    apart = int(np.abs(reserves - rounded(path.liabilities.reserves_bn)).max())
    if apart > ROUNDING_MILLIONS:
        raise IdentityError.of(
            N_(
                "projection: reserves of the ledger and of the model differ by {apart} million; at most {limit}"
            ),
            apart=apart,
            limit=ROUNDING_MILLIONS,
        )
    return {**_levels(posted, path, at), **_flows(path, at)}


def _levels(posted: PostedSeries, path: FedPath, at: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    def held(*instruments: Instrument) -> Millions:
        total = sum(posted.position(Sector.CENTRAL_BANK, i) for i in instruments)
        return np.asarray(total)[at]

    assets = held(
        *_CLASS.values(),
        Instrument.AGENCY_MBS,
        Instrument.PREMIUMS,
        Instrument.EMERGENCY_LOANS,
        Instrument.OTHER_ASSETS,
    )
    liabilities = -held(
        Instrument.RESERVES,
        Instrument.CURRENCY,
        Instrument.ON_RRP,
        Instrument.FOREIGN_RRP,
        Instrument.TGA,
        Instrument.OTHER_DEPOSITS,
        Instrument.REMITTANCES_DUE,
    )
    capital = -held(Instrument.NET_WORTH)
    deferred = held(Instrument.DEFERRED_ASSET)
    millions = {
        "total_assets_bn": assets,
        "treasuries_bn": held(*_CLASS.values()),
        "bills_bn": held(Instrument.TREASURY_BILLS),
        "coupons_bn": held(Instrument.TREASURY_COUPONS),
        "tips_bn": held(Instrument.TIPS),
        "frn_bn": held(Instrument.FRN),
        "mbs_bn": held(Instrument.AGENCY_MBS),
        "net_premiums_bn": held(Instrument.PREMIUMS),
        "lending_bn": held(Instrument.EMERGENCY_LOANS),
        "other_assets_bn": held(Instrument.OTHER_ASSETS),
        "reserves_bn": -held(Instrument.RESERVES),
        "on_rrp_bn": -held(Instrument.ON_RRP),
        "foreign_rrp_bn": -held(Instrument.FOREIGN_RRP),
        "tga_bn": -held(Instrument.TGA),
        "currency_bn": -held(Instrument.CURRENCY),
        "other_deposits_bn": -held(Instrument.OTHER_DEPOSITS),
        "capital_bn": capital,
        "deferred_asset_bn": deferred,
        # H.4.1 books the deferred asset as a negative liability.
        "identity_residual_bn": assets - (liabilities - deferred + capital),
    }
    return {name: values / MILLIONS_PER_BILLION for name, values in millions.items()}


def _flows(path: FedPath, at: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    income = path.income

    def since(flow_bn: NDArray[np.float64]) -> NDArray[np.float64]:
        running = np.concatenate([[0.0], np.cumsum(flow_bn)])
        return np.diff(running[at], prepend=0.0)

    return {
        "interest_income_bn": since(income.portfolio_income_bn + income.lending_bn),
        "treasury_interest_bn": since(income.treasury_interest_bn),
        "mbs_interest_bn": since(income.mbs_bn),
        "premium_amortisation_bn": since(income.amortisation_bn),
        "reserves_interest_bn": since(income.reserves_interest_bn),
        "reverse_repo_interest_bn": since(income.reverse_repo_interest_bn + income.foreign_interest_bn),
        "expenses_bn": since(income.expenses_bn),
        "dividends_bn": since(income.dividends_bn),
        "net_income_bn": since(income.net_income_bn),
        "remittances_bn": since(income.remittances.remitted_bn),
    }
