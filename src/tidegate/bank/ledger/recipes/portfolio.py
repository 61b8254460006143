"""Recipes of the portfolio: purchases, sales, maturities, reinvestment.

Securities stand at par in every balance sheet. A trade away from par marks the
traded block: what the holder paid above par is a premium, which the issuer owes
above par; what the central bank loses on a sale is what the issuer's debt lost
in value.
"""

from __future__ import annotations

from tidegate.bank.ledger.chart import Instrument, Sector
from tidegate.bank.ledger.legs import (
    BK,
    CB,
    HB,
    MF,
    NB,
    TR,
    Legs,
    credited,
    debited,
    earned,
    gains,
    gives,
    loses,
    mirrored,
    moves,
    owes,
    profits,
    settles,
)
from tidegate.bank.ledger.measures import Measure
from tidegate.bank.ledger.operation import (
    BOOK_PRICE,
    ISSUED,
    ISSUED_BILLS,
    PRICE,
    SECURITY,
    Operation,
    Slot,
)
from tidegate.message import N_

MBS = Instrument.AGENCY_MBS
PREMIUMS = Instrument.PREMIUMS


def _bought(seller: Sector, what: Instrument | Slot, issuer: Sector) -> Legs:
    """Return the recipe of a purchase: the seller realises the premium, the issuer owes it."""
    premium = Measure.PREMIUM
    return (
        gains(CB, what)
        + gives(seller, what)
        + credited(seller, Measure.CASH)
        + moves(CB, issuer, PREMIUMS, premium)
        + earned(issuer, seller, premium)
    )


def _sold(buyer: Sector, what: Instrument | Slot, issuer: Sector) -> Legs:
    """Return the recipe of a sale: carrying value out, cash in, the difference is the loss."""
    return (
        gives(CB, what)
        + gains(buyer, what)
        + debited(buyer, Measure.CASH)
        + gives(CB, PREMIUMS, Measure.BOOK_PREMIUM)
        + gains(buyer, PREMIUMS, Measure.PREMIUM)
        + settles(issuer, PREMIUMS, Measure.BOOK_PREMIUM)
        + owes(issuer, PREMIUMS, Measure.PREMIUM)
        + loses(CB, Measure.LOSS)
        + profits(issuer, Measure.LOSS)
    )


_REPLACED = gives(CB, Slot.SECURITY) + settles(TR, Slot.SECURITY)
"""The central bank's security matures."""

_PURCHASES = (
    Operation(
        "purchase_from_bank",
        "purchases",
        _bought(BK, Slot.SECURITY, TR),
        N_(
            "{bank} buys {amount} of {security} from a bank: the bank swaps securities for {cash} of "
            "reserves, deposits stay as they were, and no banknotes are involved."
        ),
        (SECURITY, PRICE),
        "sale_to_bank",
    ),
    Operation(
        "purchase_from_non_bank",
        "purchases",
        _bought(NB, Slot.SECURITY, TR),
        N_(
            "{bank} buys {amount} of {security} from a fund: reserves and deposits both rise by {cash}; no "
            "banknotes are involved."
        ),
        (SECURITY, PRICE),
        "sale_to_non_bank",
    ),
    Operation(
        "mbs_purchase_from_bank",
        "purchases",
        _bought(BK, MBS, HB),
        N_(
            "{bank} buys {amount} of agency MBS from a bank: the bank swaps securities for {cash} of "
            "reserves, deposits stay as they were, and no banknotes are involved."
        ),
        (PRICE,),
        "mbs_sale_to_bank",
    ),
    Operation(
        "mbs_purchase_from_non_bank",
        "purchases",
        _bought(NB, MBS, HB),
        N_(
            "{bank} buys {amount} of agency MBS from a fund: reserves and deposits both rise by {cash}; no "
            "banknotes are involved."
        ),
        (PRICE,),
        "mbs_sale_to_non_bank",
    ),
    Operation(
        "other_asset_increase",
        "purchases",
        moves(CB, NB, Instrument.OTHER_ASSETS) + credited(NB),
        N_(
            "{bank} acquires {amount} of other assets from the public: reserves and deposits both rise by "
            "{amount}."
        ),
        (),
        "other_asset_decrease",
    ),
)

_REDEMPTIONS = (
    Operation(
        "maturity_refunded_by_banks",
        "redemptions",
        _REPLACED + moves(BK, TR, Slot.ISSUED) + debited(BK),
        N_(
            "{amount} of {security} matures and {bank} does not reinvest; the Treasury borrows the money "
            "again from banks, which pay out of reserves: reserves fall by {amount}, deposits do not change."
        ),
        (SECURITY, ISSUED),
    ),
    Operation(
        "maturity_refunded_by_non_banks",
        "redemptions",
        _REPLACED + moves(NB, TR, Slot.ISSUED) + debited(NB),
        N_(
            "{amount} of {security} matures and {bank} does not reinvest; households and funds buy the "
            "Treasury's new debt out of their deposits: deposits and reserves both fall by {amount}."
        ),
        (SECURITY, ISSUED),
    ),
    Operation(
        "maturity_refunded_by_money_funds",
        "redemptions",
        _REPLACED + moves(MF, TR, Slot.ISSUED) + mirrored(moves(MF, CB, Instrument.ON_RRP)),
        N_(
            "{amount} of {security} matures and {bank} does not reinvest; money funds buy the Treasury's new"
            " debt with cash taken out of ON RRP: ON RRP falls by {amount}, reserves and deposits do not "
            "change."
        ),
        (SECURITY, ISSUED_BILLS),
    ),
    Operation(
        "maturity_paid_from_tga",
        "redemptions",
        _REPLACED + debited(TR),
        N_(
            "{amount} of {security} matures and the Treasury repays {bank} out of its account: the account "
            "falls by {amount}; reserves do not change until the Treasury fills it again."
        ),
        (SECURITY,),
    ),
    Operation(
        "reinvestment_at_auction",
        "redemptions",
        _REPLACED + moves(CB, TR, Slot.ISSUED),
        N_(
            "{amount} of {security} matures and {bank} rolls it over at the auction into {issued}: only the "
            "security changes, no money moves."
        ),
        (SECURITY, ISSUED),
    ),
    Operation(
        "mbs_paydown",
        "redemptions",
        mirrored(moves(CB, HB, MBS)) + debited(HB),
        N_(
            "Home buyers repay {amount} of principal and {bank} does not reinvest: their deposits and the "
            "reserves of banks both fall by {amount}."
        ),
    ),
    Operation(
        "mbs_paydown_refinanced_by_banks",
        "redemptions",
        gives(CB, MBS) + gains(BK, MBS) + debited(BK),
        N_(
            "Home buyers refinance {amount} of mortgages held by {bank}, and banks buy the new MBS: reserves"
            " fall by {amount}, deposits do not change."
        ),
    ),
    Operation(
        "mbs_paydown_refinanced_by_non_banks",
        "redemptions",
        gives(CB, MBS) + gains(NB, MBS) + debited(NB),
        N_(
            "Home buyers refinance {amount} of mortgages held by {bank}, and households and funds buy the "
            "new MBS: deposits and reserves both fall by {amount}."
        ),
    ),
    Operation(
        "other_asset_decrease",
        "redemptions",
        mirrored(moves(CB, NB, Instrument.OTHER_ASSETS)) + debited(NB),
        N_("Other assets of {bank} are repaid by {amount}: reserves and deposits both fall by {amount}."),
        (),
        "other_asset_increase",
    ),
)

_SALES = (
    Operation(
        "sale_to_bank",
        "sales",
        _sold(BK, Slot.SECURITY, TR),
        N_(
            "{bank} sells {amount} of {security} to a bank for {cash}: reserves fall by {cash}, deposits do "
            "not change; {outcome}."
        ),
        (SECURITY, PRICE, BOOK_PRICE),
        "purchase_from_bank",
    ),
    Operation(
        "sale_to_non_bank",
        "sales",
        _sold(NB, Slot.SECURITY, TR),
        N_(
            "{bank} sells {amount} of {security} to a fund: reserves and deposits both fall by {cash}; "
            "{outcome}."
        ),
        (SECURITY, PRICE, BOOK_PRICE),
        "purchase_from_non_bank",
    ),
    Operation(
        "mbs_sale_to_bank",
        "sales",
        _sold(BK, MBS, HB),
        N_(
            "{bank} sells {amount} of agency MBS to a bank for {cash}: reserves fall by {cash}, deposits do "
            "not change; {outcome}."
        ),
        (PRICE, BOOK_PRICE),
        "mbs_purchase_from_bank",
    ),
    Operation(
        "mbs_sale_to_non_bank",
        "sales",
        _sold(NB, MBS, HB),
        N_(
            "{bank} sells {amount} of agency MBS to a fund: reserves and deposits both fall by {cash}; "
            "{outcome}."
        ),
        (PRICE, BOOK_PRICE),
        "mbs_purchase_from_non_bank",
    ),
)

OPERATIONS = _PURCHASES + _REDEMPTIONS + _SALES
