"""Recipes of the Treasury's account at the central bank."""

from __future__ import annotations

from tidegate.bank.ledger.chart import Instrument
from tidegate.bank.ledger.legs import BK, CB, MF, NB, TR, credited, debited, earned, mirrored, moves
from tidegate.bank.ledger.operation import ISSUED_BILLS, Operation, Slot
from tidegate.message import N_

_FILLED = moves(TR, CB, Instrument.TGA)
_RRP_OUT = mirrored(moves(MF, CB, Instrument.ON_RRP))

OPERATIONS = (
    Operation(
        "tga_rebuild_by_tax",
        "treasury",
        debited(NB) + _FILLED + earned(NB, TR),
        N_(
            "The public pays {amount} of taxes into the Treasury's account at {bank}: deposits and reserves "
            "both fall by {amount}, one for one."
        ),
        (),
        "tga_spend_down",
    ),
    Operation(
        "tga_spend_down",
        "treasury",
        credited(NB) + mirrored(_FILLED) + earned(TR, NB),
        N_(
            "The Treasury spends {amount} out of its account at {bank}: deposits and reserves both rise by "
            "{amount}, one for one."
        ),
        (),
        "tga_rebuild_by_tax",
    ),
    Operation(
        "tga_rebuild_by_issuance_to_non_banks",
        "treasury",
        moves(NB, TR, Slot.ISSUED) + debited(NB) + _FILLED,
        N_(
            "The Treasury sells {amount} of {issued} to households and funds and keeps the money at {bank}: "
            "deposits and reserves both fall by {amount}, one for one."
        ),
        (ISSUED_BILLS,),
        "tga_paydown_to_non_banks",
    ),
    Operation(
        "tga_rebuild_by_issuance_to_banks",
        "treasury",
        moves(BK, TR, Slot.ISSUED) + debited(BK) + _FILLED,
        N_(
            "The Treasury sells {amount} of {issued} to banks and keeps the money at {bank}: reserves fall "
            "by {amount}, one for one, and deposits do not change."
        ),
        (ISSUED_BILLS,),
        "tga_paydown_to_banks",
    ),
    Operation(
        "tga_rebuild_by_issuance_to_money_funds",
        "treasury",
        moves(MF, TR, Slot.ISSUED) + _RRP_OUT + _FILLED,
        N_(
            "The Treasury sells {amount} of {issued} to money funds, which pay out of ON RRP, and keeps the "
            "money at {bank}: ON RRP falls by {amount}, reserves and deposits do not change."
        ),
        (ISSUED_BILLS,),
        "tga_paydown_to_money_funds",
    ),
    Operation(
        "tga_paydown_to_non_banks",
        "treasury",
        mirrored(moves(NB, TR, Slot.ISSUED)) + credited(NB) + mirrored(_FILLED),
        N_(
            "The Treasury repays {amount} of {issued} to households and funds out of its account at {bank}: "
            "deposits and reserves both rise by {amount}."
        ),
        (ISSUED_BILLS,),
        "tga_rebuild_by_issuance_to_non_banks",
    ),
    Operation(
        "tga_paydown_to_banks",
        "treasury",
        mirrored(moves(BK, TR, Slot.ISSUED)) + credited(BK) + mirrored(_FILLED),
        N_(
            "The Treasury repays {amount} of {issued} to banks out of its account at {bank}: reserves rise "
            "by {amount} and deposits do not change."
        ),
        (ISSUED_BILLS,),
        "tga_rebuild_by_issuance_to_banks",
    ),
    Operation(
        "tga_paydown_to_money_funds",
        "treasury",
        mirrored(moves(MF, TR, Slot.ISSUED)) + mirrored(_RRP_OUT) + mirrored(_FILLED),
        N_(
            "The Treasury repays {amount} of {issued} to money funds out of its account at {bank}, and they "
            "place the cash in ON RRP: ON RRP rises by {amount}, reserves and deposits do not change."
        ),
        (ISSUED_BILLS,),
        "tga_rebuild_by_issuance_to_money_funds",
    ),
)
