"""``tidegate ledger``: what one operation does to everyone's books."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidegate.message import N_

if TYPE_CHECKING:
    from tidegate.bank.ledger import Demonstration, Line, Operation, TAccount
    from tidegate.locale import Translator

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_MILLIONS_PER_BN = 1_000
_AS_JSON = typer.Option("--json", help=N_("Print JSON."))


def operation_payload(op: Operation) -> dict[str, Any]:
    """Return an operation as the JSON answer of ``list`` has it."""
    from tidegate.bank.ledger.chart import titled
    from tidegate.bank.ledger.demonstration import pair

    return {
        "operation": op.id,
        "title": pair(op.title),
        "group": {"id": op.group, "title": pair(titled("groups", op.group))},
        "description": pair(op.description),
        "reverse": op.reverse,
        "parameters": [
            {
                "parameter": p.id,
                "title": pair(p.title),
                "unit": p.unit,
                "default": p.default,
                "choices": p.choices,
                "low": None if p.choices else p.low,
                "high": None if p.choices else p.high,
            }
            for p in op.parameters
        ],
    }


@app.command("list", help=N_("List the operations."))
def list_operations(as_json: Annotated[bool, _AS_JSON] = False) -> None:
    """List the operations under their headings."""
    from tidegate.bank.ledger import operations
    from tidegate.bank.ledger.chart import title_ids, titled
    from tidegate.cli.output import emit, say, table
    from tidegate.cli.session import session

    if as_json:
        emit({"operations": [operation_payload(op) for op in operations().values()]})
        return
    language = session().language
    for group in title_ids("groups"):
        rows = [(op.id, op.title.in_language(language)) for op in operations().values() if op.group == group]
        table(("", ""), rows, title=titled("groups", group).in_language(language))
        say("")


def millions_of(text: str) -> int:
    """Return an amount in billions as whole millions, exactly.

    Raises
    ------
    InputError
        If it is no number, not a whole number of millions, not above 0, or beyond any balance sheet.
    """
    from decimal import Decimal, InvalidOperation, Overflow

    from tidegate.bank.ledger.operation import AMOUNT_LIMIT
    from tidegate.errors import InputError

    try:
        amount = Decimal(text.replace(",", "")) * _MILLIONS_PER_BN
    except (InvalidOperation, Overflow):
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 < amount <= AMOUNT_LIMIT or amount % 1:
        raise InputError.of(
            N_(
                "--amount {text}: give billions of dollars from 0.001 to 1,000,000, "
                "with three decimals at most"
            ),
            text=text,
        )
    return int(amount)


@app.command(
    "show", help=N_("Show the books of every sector before and after an operation, and say what happened.")
)
def show(
    operation: Annotated[
        str, typer.Argument(metavar="OPERATION", help=N_("An operation of `tidegate ledger list`."))
    ],
    amount: Annotated[str, typer.Option(metavar="BN", help=N_("Billions of dollars."))] = "100",
    security: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help=N_("Treasury security: treasury_bills, treasury_coupons, tips or frn."),
        ),
    ] = None,
    issued: Annotated[
        str | None, typer.Option(metavar="ID", help=N_("What the Treasury issues instead; the same ids."))
    ] = None,
    price: Annotated[
        float | None, typer.Option(metavar="PCT", help=N_("Price in percent of par; 100 if not given."))
    ] = None,
    book_price: Annotated[
        float | None,
        typer.Option(
            metavar="PCT",
            help=N_("Carrying value in percent of par; 100 if not given. Above the price, a sale loses."),
        ),
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(
            metavar="PCT",
            help=N_("Interest rate in percent per year; with it, the amount is the balance."),
        ),
    ] = None,
    days: Annotated[
        int | None, typer.Option(metavar="N", help=N_("Days of interest; 30 if not given."))
    ] = None,
    changed: Annotated[bool, typer.Option("--changed", help=N_("Show only the lines that change."))] = False,
    as_json: Annotated[bool, _AS_JSON] = False,
) -> None:
    """Show the T-accounts of every sector."""
    from tidegate.bank.ledger import Entry, demonstrate
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.locale import LANGUAGES, translator

    options = {
        "security": security,
        "issued": issued,
        "price_pct": price,
        "book_price_pct": book_price,
        "rate_pct": rate,
        "days": days,
    }
    given = {name: value for name, value in options.items() if value is not None}
    shown = demonstrate(Entry.of(operation, millions_of(amount), **given))
    if as_json:
        emit(shown.as_dict({name: translator(name) for name in LANGUAGES}))
        return
    tr = session().translate
    say(paragraphs(shown.sentence.text(tr)))
    say("")
    _print_accounts(shown, tr, changed)
    say(paragraphs(shown.note.in_language(tr.language)))


def _print_accounts(shown: Demonstration, tr: Translator, changed: bool) -> None:
    """Print one table for each sector."""
    from tidegate.catalog import units
    from tidegate.cli.output import say, table

    unit = units()["bn_usd"]
    heading = (
        unit.label.in_language(tr.language),
        tr(N_("before")),
        tr(N_("after")),
        tr(N_("change")),
    )
    for account in shown.accounts:
        if changed and not account.changed:
            continue
        rows = list(_rows(account, tr, changed))
        table(heading, rows, title=account.title.in_language(tr.language))
        say("")


def _rows(account: TAccount, tr: Translator, changed: bool) -> Iterator[tuple[str, str, str, str]]:
    """Yield the lines of a T-account: assets, then liabilities, then net worth."""
    # A hundred million is the finest step that one decimal of a billion shows.
    lines = (*account.assets, *account.liabilities, account.net_worth)
    fine = any(line.before % 100 or line.after % 100 for line in lines)

    def figure(millions: int, signed: bool = False) -> str:
        if tr.language == "zh-Hant":
            return tr.number(millions / 100, 2 if fine else 0, signed=signed)
        return tr.number(millions / _MILLIONS_PER_BN, 3 if fine else 1, signed=signed)

    def row(line: Line, indent: str = "  ") -> tuple[str, str, str, str]:
        title = indent + line.title.in_language(tr.language)
        change = figure(line.change, signed=True) if line.change else ""
        return (title, figure(line.before), figure(line.after), change)

    for name, side in (
        (N_("Assets"), account.assets),
        (N_("Liabilities"), account.liabilities),
    ):
        kept = [line for line in side if line.change or not changed]
        if kept:
            yield (tr(name), "", "", "")
            yield from map(row, kept)
    if account.net_worth.change or not changed:
        yield row(account.net_worth, "")
