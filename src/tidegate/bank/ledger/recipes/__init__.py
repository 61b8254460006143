"""All operations, by id, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tidegate.bank.ledger.operation import Operation
from tidegate.bank.ledger.recipes import facilities, income, portfolio, public, treasury
from tidegate.catalog.loader import unknown
from tidegate.message import N_


@cache
def operations() -> Mapping[str, Operation]:
    """Return every operation by id."""
    rooms = (portfolio, treasury, public, facilities, income)
    return MappingProxyType({op.id: op for room in rooms for op in room.OPERATIONS})


def operation(operation_id: str) -> Operation:
    """Return one operation.

    Raises
    ------
    UnknownName
        If there is no such operation; the message lists the nearest.
    """
    found = operations().get(operation_id)
    if found is None:
        raise unknown(N_("operation"), str(operation_id), operations())
    return found
