"""Whose books move: one operation on everyone's balance sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tidegate.bank.ledger import Demonstration, Entry, demonstrate
from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Section, Table, Tile
from tidegate.briefing.origin import Origin
from tidegate.message import N_, Message
from tidegate.units import MILLIONS_PER_BILLION

EXAMPLE, EXAMPLE_BN = "purchase_from_non_bank", 100
SOURCE = N_("Source: Tidegate's ledger on stylised books in round numbers.")
TOTALS = {
    "central_bank_assets": N_("The Fed's assets"),
    "reserves": N_("Reserves"),
    "deposits_of_the_public": N_("Bank deposits of the public"),
    "currency": N_("Banknotes"),
}
"""What a reader asks of any operation, in this order."""


def shown(operation: str, amount_bn: int, given: Mapping[str, Any] | None = None) -> Demonstration:
    """Return an operation of so many $ bn on the stylised books.

    Raises
    ------
    UnknownName, InputError
        For an operation that there is not, or values that it does not take.
    """
    return demonstrate(Entry.of(operation, amount_bn * MILLIONS_PER_BILLION, **dict(given or {})))


def tiles_of(found: Demonstration) -> tuple[Tile, ...]:
    """Return by how much the totals change that a reader asks for."""
    totals = found.totals()
    return tuple(
        Tile(Message(title), totals[name]["change"] / MILLIONS_PER_BILLION, "bn_usd", is_difference=True)
        for name, title in TOTALS.items()
    )


def rows_of(found: Demonstration) -> tuple[dict[str, Any], ...]:
    """Return every line that changes, in $ bn; liabilities and net worth count positive."""
    return tuple(
        {
            "sector": account.title,
            "side": Message(side),
            "line": line.title,
            "before_bn": line.before / MILLIONS_PER_BILLION,
            "after_bn": line.after / MILLIONS_PER_BILLION,
            "change_bn": line.change / MILLIONS_PER_BILLION,
        }
        for account in found.accounts
        for side, lines in (
            (N_("Assets"), account.assets),
            (N_("Liabilities"), account.liabilities),
            (N_("Net worth"), (account.net_worth,)),
        )
        for line in lines
        if line.change
    )


def section_of(found: Demonstration) -> Section:
    """Return an operation as a section."""

    def bn(key: str, title: str, *, signed: bool = False) -> Column:
        return Column(key, Message(title), "number", "bn_usd", decimals=1, signed=signed)

    table = Table(
        "ledger",
        Message(N_("Every line that changes; all other lines stay")),
        (
            Column("sector", Message(N_("Whose books"))),
            Column("side", Message(N_("Side"))),
            Column("line", Message(N_("Line"))),
            bn("before_bn", N_("before")),
            bn("after_bn", N_("after")),
            bn("change_bn", N_("change"), signed=True),
        ),
        rows_of(found),
    )
    notes = (
        found.note,
        Message(
            N_(
                "On every balance sheet assets equal liabilities plus net worth, and every claim is someone's "
                "debt; an operation that broke this would be refused."
            )
        ),
    )
    title = Message(N_("Whose books move"))
    origin = Origin(Message(SOURCE), method="ledger", undated=True)
    return Section("ledger", title, (found.sentence,), tiles_of(found), (), (table,), notes, origin)


def write(desk: Desk) -> Section:
    """Return the section for the example; the books are stylised and the same on every day."""
    return section_of(shown(EXAMPLE, EXAMPLE_BN))
