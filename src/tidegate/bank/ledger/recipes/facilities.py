"""Recipes of lending to banks: standing repo, discount window, emergency programmes."""

from __future__ import annotations

from tidegate.bank.ledger.chart import Instrument
from tidegate.bank.ledger.legs import BK, CB, credited, debited, mirrored, moves
from tidegate.bank.ledger.operation import Operation
from tidegate.message import N_


def _pair(name: str, instrument: Instrument, draw: str, repay: str) -> tuple[Operation, Operation]:
    """Return the draw on a facility and its repayment."""
    lent = moves(CB, BK, instrument)
    return (
        Operation(f"{name}_draw", "facilities", lent + credited(BK), draw, (), f"{name}_repayment"),
        Operation(f"{name}_repayment", "facilities", mirrored(lent) + debited(BK), repay, (), f"{name}_draw"),
    )


OPERATIONS = (
    *_pair(
        "standing_repo",
        Instrument.STANDING_REPO,
        N_(
            "Banks borrow {amount} from the standing repo facility of {bank} against securities: reserves "
            "rise by {amount}."
        ),
        N_("Banks repay {amount} to the standing repo facility of {bank}: reserves fall by {amount}."),
    ),
    *_pair(
        "discount_loan",
        Instrument.DISCOUNT_LOANS,
        N_("Banks borrow {amount} at the discount window of {bank}: reserves rise by {amount}."),
        N_("Banks repay {amount} to the discount window of {bank}: reserves fall by {amount}."),
    ),
    *_pair(
        "emergency_loan",
        Instrument.EMERGENCY_LOANS,
        N_("Banks borrow {amount} from an emergency programme of {bank}: reserves rise by {amount}."),
        N_("Banks repay {amount} to an emergency programme of {bank}: reserves fall by {amount}."),
    ),
)
