"""``tidegate project``: what a central bank will hold under a plan."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_


def command(
    bank: Annotated[str, typer.Option(metavar="BANK", help=N_("Whose holdings: fed."))] = "fed",
    start: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=N_("Day of the opening holdings; by default the last there are.")),
    ] = None,
    plan: Annotated[
        str,
        typer.Option(
            metavar="PLAN",
            help=N_("as-announced, known:DATE (only what was announced by that day), or a plan file."),
        ),
    ] = "as-announced",
    end: Annotated[str, typer.Option(metavar="YYYY-MM", help=N_("Last month."))] = "2025-12",
    frequency: Annotated[
        str, typer.Option(metavar="WORD", help=N_("monthly (month-ends) or weekly (Wednesdays)."))
    ] = "monthly",
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Project holdings, security by security."""
    from tidegate.briefing.assembly import project
    from tidegate.cli.output import emit, paragraphs, say, table
    from tidegate.cli.session import session

    found = project(
        bank,
        day_or_none(start, "start"),
        plan,
        end,
        frequency,  # type: ignore[arg-type]  # an unknown word is refused by name
        as_of=day_or_none(as_of, "as-of"),
    )
    tr = session().translate
    if as_json:
        payload: dict[str, Any] = found.to_dict()
        emit({**payload, "assumptions": [tr.message(a) for a in found.assumptions]})
        return
    names = {
        "treasuries_bn": tr(N_("Treasuries")),
        "treasury_redemptions_bn": tr(N_("Redeemed")),
        "treasury_purchases_bn": tr(N_("Bought")),
        "inflation_accrual_bn": tr(N_("Inflation accrual")),
    }
    unit = f"bn_{found.currency.lower()}"
    rows = [
        [str(day), *(tr.amount(float(found.series[name][i]), unit) for name in names)]
        for i, day in enumerate(found.dates)
    ]
    table([tr(N_("Date")), *names.values()], rows, title=f"{found.bank} · {found.plan}")
    for assumption in found.assumptions:
        say(paragraphs(tr.message(assumption)))
