"""Posting entries: all of them, or none."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from tidegate.bank.ledger.books import Books, Positions, misplaced
from tidegate.bank.ledger.chart import INSTRUMENTS, SECTORS, instrument_title, sector_title, sides
from tidegate.bank.ledger.operation import AMOUNT_LIMIT, Operation
from tidegate.bank.ledger.recipes import operation, operations
from tidegate.errors import InputError, UnknownName
from tidegate.message import N_, Message


@dataclass(frozen=True)
class Entry:
    """An operation with its amount, not yet checked.

    Attributes
    ----------
    operation
        Id of an `Operation`.
    amount
        Whole millions of the central bank's currency, more than 0: par for
        securities, money otherwise; for interest with a rate, the balance.
    parameters
        Those of the operation; the ones left out take their defaults.
    """

    operation: str
    amount: int
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, operation_id: str, amount: int, **parameters: Any) -> Entry:
        """Return an entry of the operation `operation_id` for an `amount` in millions, its `parameters` by name."""
        return cls(operation_id, amount, MappingProxyType(parameters))


def amount_problem(name: str, amount: Any) -> Message | None:
    """Return what is wrong with the amount of an entry, or None."""
    try:
        whole = operator.index(amount)
    except TypeError:
        whole = 0
    if not isinstance(amount, bool) and 0 < whole <= AMOUNT_LIMIT:
        return None
    text = N_("{operation}: amount {amount!r} must be a whole number of millions, from 1 to {limit:,}")
    return Message(text, {"operation": name, "amount": amount, "limit": AMOUNT_LIMIT})


def parameter_problems(op: Operation, parameters: Mapping[str, Any]) -> list[Message]:
    """Return what is wrong with scalar parameters: unknown names, values out of range."""
    found = []
    known = {p.id: p for p in op.parameters}
    for name, value in parameters.items():
        if name not in known:
            allowed = ", ".join(known) or "-"
            text = N_("{operation} has no parameter {name!r}; it takes amount and: {allowed}")
            found.append(Message(text, {"operation": op.id, "name": name, "allowed": allowed}))
        elif (problem := known[name].problem(value)) is not None:
            found.append(Message(N_("{operation}: {problem}"), {"operation": op.id, "problem": problem}))
    return found


def entry_problems(entry: Entry) -> list[Message]:
    """Return everything that is wrong with an entry by itself, whatever the books."""
    found = []
    try:
        found += parameter_problems(operation(entry.operation), entry.parameters)
    except UnknownName as error:
        found += error.problems
    if (problem := amount_problem(str(entry.operation), entry.amount)) is not None:
        found.append(problem)
    return found


def post(books: Books, *entries: Entry) -> Books:
    """Post entries one after the other, all or nothing.

    Parameters
    ----------
    books
        Left untouched.
    *entries
        In order; each sees what those before it left.

    Returns
    -------
    Books
        New books, in which every identity holds.

    Raises
    ------
    InputError
        Naming every problem of every entry: an unknown operation, an amount
        that is not a positive whole number of millions, a parameter unknown or
        out of range; or else every position that would end on the wrong side,
        such as more securities sold than held.
    IdentityError
        If a recipe does not balance.
    """
    InputError.check(problem for entry in entries for problem in entry_problems(entry))
    positions = books.positions
    problems: list[Message] = []
    for entry in entries:
        op = operations()[entry.operation]
        change = op.movements(operator.index(entry.amount), op.filled(entry.parameters))
        after = positions + change
        problems += _shortages(op, positions, change)
        positions = after
    InputError.check(problems)
    return Books(positions)


def _shortages(op: Operation, positions: Positions, change: Positions) -> list[Message]:
    """Return what an entry needs and is not there, each instrument once, as its holder sees it."""
    # A position that was already misplaced is reported only if this entry moves it.
    wrong = misplaced(positions + change) & (change != 0)
    text = N_(
        "{operation}: {sector}, {instrument}: {before:,} million there, {needed:,} million needed; "
        "lower the amount"
    )
    found = []
    for column in np.flatnonzero(wrong.any(axis=0)):
        rows = np.flatnonzero(wrong[:, column])
        holders = rows[sides()[rows, column] == 1]
        for row in holders if holders.size else rows:
            params = {
                "operation": op.id,
                "sector": sector_title(SECTORS[row]),
                "instrument": instrument_title(INSTRUMENTS[column]),
                "before": abs(int(positions[row, column])),
                "needed": abs(int(change[row, column])),
            }
            found.append(Message(text, params))
    return found
