"""Addresses that answer a reader's own question: what a change of holdings does, whose books move."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Path, Query

from tidegate.bank.ledger.recipes import operation as operation_of
from tidegate.briefing.document import Section
from tidegate.briefing.sections import ledger as books
from tidegate.briefing.sections.transmission import EXAMPLE_BN, EXAMPLE_MONTHS, section_of, transmit
from tidegate.briefing.wording import Wording
from tidegate.complaints import shown
from tidegate.errors import InputError
from tidegate.locale import LANGUAGES, translator
from tidegate.message import N_, Message
from tidegate.transmission.economy.response import MODELS
from tidegate.transmission.rates.premium.deviation import Mode, Refunding
from tidegate.web.api import conversion, models
from tidegate.web.api.parameters import LONGEST_NAME, AsOf, Reader, desk, failures

router = APIRouter(prefix="/answers", tags=["answers"])

ANSWERS_KEPT = 64
CHANGE = Query(description=N_("Change of the Fed's holdings, $ bn; QT is negative."))
MONTHS = Query(description=N_("Months over which it happens."))
MODE = Query(max_length=16, description=N_("passive (securities mature) or active (they are sold)."))
REFUNDING = Query(max_length=16, description=N_("What the Treasury sells instead: coupons or bills."))
OPERATION = Path(max_length=LONGEST_NAME, description=N_("An operation of `tidegate ledger list`."))
AMOUNT = Query(ge=1, le=1_000_000, description=N_("Billions of dollars, whole."))


@router.get("/transmit", responses=failures(422, 503), summary=N_("What a change of holdings does"))
def transmission(
    words: Reader,
    as_of: AsOf,
    change_bn: Annotated[float, CHANGE] = EXAMPLE_BN,
    months: Annotated[int, MONTHS] = EXAMPLE_MONTHS,
    mode: Annotated[str, MODE] = "passive",
    refunding: Annotated[str, REFUNDING] = "coupons",
) -> models.AnswerModel:
    """Return curve, borrowers, jobs and prices after a change of holdings, as ``tidegate transmit --json`` does."""
    problems = [
        Message(
            N_("{name} = {value} is not allowed; choose from: {allowed}"),
            {"name": name, "value": shown(value), "allowed": ", ".join(get_args(allowed))},
        )
        for name, value, allowed in (("mode", mode, Mode), ("refunding", refunding, Refunding))
        if value not in get_args(allowed)
    ]
    InputError.check(problems)
    here = desk(as_of)
    found = transmit(here, change_bn, months, mode, refunding, MODELS)  # type: ignore[arg-type]  # checked above
    question = {"change_bn": change_bn, "months": months, "mode": mode, "refunding": refunding}
    return _answer(words, question, found.to_dict(), section_of(here, found))


@router.get(
    "/ledger/{operation}", responses=failures(404, 422, 503), summary=N_("Whose books an operation moves")
)
def ledger(
    operation: Annotated[str, OPERATION], words: Reader, amount_bn: Annotated[int, AMOUNT] = books.EXAMPLE_BN
) -> models.AnswerModel:
    """Return the T-accounts of every sector, as ``tidegate ledger show --json`` does."""
    operation_of(operation)  # an address that is not there, where the name is unknown
    return _books(operation, amount_bn, words)


@lru_cache(maxsize=ANSWERS_KEPT)
def _books(operation: str, amount_bn: int, words: Wording) -> models.AnswerModel:
    """Return the books after an operation: they rest on no figures, so that an answer stays right."""
    found = books.shown(operation, amount_bn)
    payload = found.as_dict({name: translator(name) for name in LANGUAGES})
    question = {"operation": operation, "amount_bn": amount_bn}
    return _answer(words, question, payload, books.section_of(found))


def _answer(
    words: Wording, question: dict[str, Any], result: dict[str, Any], section: Section
) -> models.AnswerModel:
    return models.AnswerModel(
        language=words.language,
        question=question,
        result=conversion.tree(result, words),
        section=conversion.section(section, words),
    )
