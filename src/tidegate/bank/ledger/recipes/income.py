"""Recipes of the central bank's income, and of what becomes of it."""

from __future__ import annotations

from tidegate.bank.ledger.chart import Instrument
from tidegate.bank.ledger.legs import (
    BK,
    CB,
    FO,
    HB,
    MF,
    NB,
    TR,
    credited,
    debited,
    earned,
    mirrored,
    moves,
)
from tidegate.bank.ledger.measures import Measure
from tidegate.bank.ledger.operation import DAYS, RATE, Operation
from tidegate.message import N_

INTEREST = Measure.INTEREST
_ON_BALANCE = (RATE, DAYS)
_DUE = moves(TR, CB, Instrument.REMITTANCES_DUE)
_DEFERRED = moves(CB, TR, Instrument.DEFERRED_ASSET)

OPERATIONS = (
    Operation(
        "coupon_income",
        "income",
        debited(TR) + earned(TR, CB),
        N_(
            "The Treasury pays {amount} of coupons to {bank} out of its account: the account falls by "
            "{amount}; reserves do not change until the Treasury fills it again."
        ),
    ),
    Operation(
        "mbs_interest_income",
        "income",
        debited(HB) + earned(HB, CB),
        N_(
            "Home buyers pay {amount} of interest on MBS to {bank}: deposits and reserves both fall by "
            "{amount}."
        ),
    ),
    Operation(
        "loan_interest_income",
        "income",
        debited(BK) + earned(BK, CB),
        N_("Banks pay {amount} of interest on what they borrow from {bank}: reserves fall by {amount}."),
    ),
    Operation(
        "other_income",
        "income",
        debited(NB) + earned(NB, CB),
        N_("{bank} earns {amount} from the public: deposits and reserves both fall by {amount}."),
    ),
    Operation(
        "premium_amortisation",
        "income",
        mirrored(moves(CB, TR, Instrument.PREMIUMS)) + earned(CB, TR),
        N_(
            "{bank} writes off {amount} of the premium it paid for Treasuries: income and assets fall by "
            "{amount}, no money moves."
        ),
        (),
        "discount_accretion",
    ),
    Operation(
        "discount_accretion",
        "income",
        moves(CB, TR, Instrument.PREMIUMS) + earned(TR, CB),
        N_(
            "{bank} books {amount} of the discount at which it bought Treasuries: income and assets rise by "
            "{amount}, no money moves."
        ),
        (),
        "premium_amortisation",
    ),
    Operation(
        "mbs_premium_amortisation",
        "income",
        mirrored(moves(CB, HB, Instrument.PREMIUMS)) + earned(CB, HB),
        N_(
            "{bank} writes off {amount} of the premium it paid for MBS: income and assets fall by {amount}, "
            "no money moves."
        ),
    ),
    Operation(
        "inflation_compensation",
        "income",
        moves(CB, TR, Instrument.TIPS) + earned(TR, CB),
        N_(
            "Prices rise and the TIPS of {bank} are worth {amount} more: income and assets rise, no money "
            "moves."
        ),
        (),
        "deflation_compensation",
    ),
    Operation(
        "deflation_compensation",
        "income",
        mirrored(moves(CB, TR, Instrument.TIPS)) + earned(CB, TR),
        N_(
            "Prices fall and the TIPS of {bank} are worth {amount} less: income and assets fall, no money "
            "moves."
        ),
        (),
        "inflation_compensation",
    ),
    Operation(
        "interest_on_reserves",
        "income",
        credited(BK, INTEREST) + earned(CB, BK, INTEREST),
        N_(
            "{bank} pays banks {interest} of interest on reserves, in new reserves: reserves rise by "
            "{interest}."
        ),
        _ON_BALANCE,
    ),
    Operation(
        "charge_on_reserves",
        "income",
        debited(BK, INTEREST) + earned(BK, CB, INTEREST),
        N_("The deposit rate is negative and {bank} charges banks {interest}: reserves fall by {interest}."),
        _ON_BALANCE,
    ),
    Operation(
        "interest_on_on_rrp",
        "income",
        credited(MF, INTEREST) + earned(CB, MF, INTEREST),
        N_(
            "{bank} pays money funds {interest} of interest on ON RRP into their bank accounts: reserves and"
            " deposits both rise by {interest}."
        ),
        _ON_BALANCE,
    ),
    Operation(
        "interest_on_foreign_rrp",
        "income",
        credited(FO, INTEREST) + earned(CB, FO, INTEREST),
        N_(
            "{bank} pays foreign official holders {interest} of interest on the foreign pool: reserves and "
            "deposits both rise by {interest}."
        ),
        _ON_BALANCE,
    ),
    Operation(
        "operating_expense",
        "income",
        credited(NB) + earned(CB, NB),
        N_("{bank} pays {amount} of wages and bills: reserves and deposits both rise by {amount}."),
    ),
    Operation(
        "dividend",
        "income",
        credited(BK) + earned(CB, BK),
        N_("{bank} pays its member banks a dividend of {amount}: reserves rise by {amount}."),
    ),
    Operation(
        "remittance_accrual",
        "remittances",
        _DUE + earned(CB, TR),
        N_("{bank} sets {amount} of profit aside for the Treasury: it is owed, and not yet paid."),
        (),
        "remittance_release",
    ),
    Operation(
        "remittance_release",
        "remittances",
        mirrored(_DUE) + earned(TR, CB),
        N_("A loss uses up {amount} of the profit that {bank} had set aside for the Treasury."),
        (),
        "remittance_accrual",
    ),
    Operation(
        "remittance_payment",
        "remittances",
        mirrored(_DUE) + credited(TR),
        N_(
            "{bank} pays {amount} of profit into the Treasury's account: the account rises by {amount}; "
            "reserves rise only when the Treasury spends it."
        ),
    ),
    Operation(
        "deferred_asset_accrual",
        "remittances",
        _DEFERRED + earned(TR, CB),
        N_(
            "{bank} books a loss of {amount} as a deferred asset: its capital stays whole, and later profits"
            " must first make the loss good before the Treasury is paid."
        ),
        (),
        "deferred_asset_recovery",
    ),
    Operation(
        "deferred_asset_recovery",
        "remittances",
        mirrored(_DEFERRED) + earned(CB, TR),
        N_(
            "{bank} uses {amount} of profit to pay down its deferred asset; the Treasury is paid nothing yet."
        ),
        (),
        "deferred_asset_accrual",
    ),
)
