"""Recipes of the public: banknotes, money funds, the foreign pool, bank credit."""

from __future__ import annotations

from tidegate.bank.ledger.chart import Instrument
from tidegate.bank.ledger.legs import BK, CB, FO, MF, NB, credited, debited, mirrored, moves
from tidegate.bank.ledger.operation import Operation
from tidegate.message import N_

_NOTES = moves(NB, CB, Instrument.CURRENCY)
_RRP = moves(MF, CB, Instrument.ON_RRP)
_POOL = moves(FO, CB, Instrument.FOREIGN_RRP)
_OTHER = moves(NB, CB, Instrument.OTHER_DEPOSITS)
_SHARES = moves(NB, MF, Instrument.FUND_SHARES)
_LOAN = moves(BK, NB, Instrument.BANK_LOANS) + moves(NB, BK, Instrument.DEPOSITS)
# The fund is paid out of the investor's deposit, and keeps the money at the central bank.
_SUBSCRIPTION = _SHARES + debited(NB) + _RRP

OPERATIONS = (
    Operation(
        "currency_withdrawal",
        "public",
        _NOTES + debited(NB),
        N_(
            "The public takes {amount} in banknotes: deposits fall by {amount}, and banks buy the notes from"
            " {bank} with {amount} of reserves."
        ),
        (),
        "currency_return",
    ),
    Operation(
        "currency_return",
        "public",
        mirrored(_NOTES) + credited(NB),
        N_(
            "The public brings back {amount} in banknotes: deposits and reserves at {bank} both rise by "
            "{amount}."
        ),
        (),
        "currency_withdrawal",
    ),
    Operation(
        "fund_subscription",
        "public",
        _SUBSCRIPTION,
        N_(
            "Households and firms move {amount} from deposits into money funds, which place it in ON RRP at "
            "{bank}: deposits and reserves fall by {amount}, ON RRP rises by {amount}."
        ),
        (),
        "fund_redemption",
    ),
    Operation(
        "fund_redemption",
        "public",
        mirrored(_SUBSCRIPTION),
        N_(
            "Households and firms take {amount} out of money funds, which draw it from ON RRP at {bank}: ON "
            "RRP falls by {amount}, deposits and reserves rise by {amount}."
        ),
        (),
        "fund_subscription",
    ),
    Operation(
        "on_rrp_in",
        "public",
        _RRP + debited(MF),
        N_(
            "Money funds move {amount} from bank deposits into ON RRP at {bank}: deposits and reserves both "
            "fall by {amount}."
        ),
        (),
        "on_rrp_out",
    ),
    Operation(
        "on_rrp_out",
        "public",
        mirrored(_RRP) + credited(MF),
        N_(
            "Money funds move {amount} from ON RRP at {bank} into bank deposits: deposits and reserves both "
            "rise by {amount}."
        ),
        (),
        "on_rrp_in",
    ),
    Operation(
        "foreign_rrp_in",
        "public",
        _POOL + debited(FO),
        N_(
            "Foreign official holders move {amount} from bank deposits into the foreign pool at {bank}: "
            "deposits and reserves both fall by {amount}."
        ),
        (),
        "foreign_rrp_out",
    ),
    Operation(
        "foreign_rrp_out",
        "public",
        mirrored(_POOL) + credited(FO),
        N_(
            "Foreign official holders move {amount} from the foreign pool at {bank} into bank deposits: "
            "deposits and reserves both rise by {amount}."
        ),
        (),
        "foreign_rrp_in",
    ),
    Operation(
        "other_deposit_in",
        "public",
        _OTHER + debited(NB),
        N_(
            "Clearing houses and housing agencies place {amount} at {bank}: deposits and reserves both fall "
            "by {amount}."
        ),
        (),
        "other_deposit_out",
    ),
    Operation(
        "other_deposit_out",
        "public",
        mirrored(_OTHER) + credited(NB),
        N_(
            "Clearing houses and housing agencies draw {amount} from {bank}: deposits and reserves both rise"
            " by {amount}."
        ),
        (),
        "other_deposit_in",
    ),
    Operation(
        "bank_loan",
        "public",
        _LOAN,
        N_(
            "A bank lends {amount}: the loan and the borrower's deposit appear together, and no reserves of "
            "{bank} are used."
        ),
        (),
        "bank_loan_repayment",
    ),
    Operation(
        "bank_loan_repayment",
        "public",
        mirrored(_LOAN),
        N_(
            "Borrowers repay {amount} to a bank: the loan and the deposit disappear together, and reserves "
            "at {bank} do not change."
        ),
        (),
        "bank_loan",
    ),
)
