"""``tidegate allocate``: what to own, why, and what it would have done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_

app = typer.Typer(rich_markup_mode=None, add_completion=False, invoke_without_command=True)

_Risk = Annotated[str, typer.Option("--risk", help=N_("How much may be lost: low, medium or high."))]
_Scenario = Annotated[
    str, typer.Option("--scenario", metavar="NAME", help=N_("Take one scenario for certain."))
]
_Currency = Annotated[str, typer.Option("--currency", help=N_("Count in USD, TWD or HKD."))]
_Hedged = Annotated[bool, typer.Option("--hedged", help=N_("Hedge foreign assets."))]
_Objective = Annotated[
    str,
    typer.Option("--objective", help=N_("max-return, min-cvar, min-variance or worst-scenario.")),
]
_Limits = Annotated[
    Path | None, typer.Option("--limits", metavar="FILE", help=N_("Limits of your own, a TOML file."))
]
_Prices = Annotated[
    Path | None, typer.Option("--prices", metavar="FILE", help=N_("Prices of your own, a CSV file."))
]
_Holdings = Annotated[
    Path | None, typer.Option("--holdings", metavar="FILE", help=N_("What you hold now, a CSV file."))
]


@app.callback()
def answer(
    context: typer.Context,
    risk: _Risk = "medium",
    scenario: _Scenario = "",
    currency: _Currency = "USD",
    hedged: _Hedged = False,
    objective: _Objective = "max-return",
    limits: _Limits = None,
    prices: _Prices = None,
    holdings: _Holdings = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say what to own, within limits, and trace each change to the policy line that caused it."""
    if context.invoked_subcommand is not None:
        return
    from tidegate.allocation.limits import DEFAULT, read_limits
    from tidegate.briefing import allocation_words as words
    from tidegate.briefing.allocation import allocate
    from tidegate.briefing.allocation_history import history, read_holdings, read_prices, with_prices
    from tidegate.briefing.assembly import open_desk
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table

    own_limits = DEFAULT if limits is None else read_limits(limits)
    own_prices = None if prices is None else read_prices(prices)
    own_holdings = None if holdings is None else read_holdings(holdings)
    desk = open_desk(day_or_none(as_of, "as-of"))
    found = allocate(
        desk,
        risk,
        scenario_name=scenario,
        currency=currency,
        hedged=hedged,
        objective=objective,
        limits=own_limits,
        holdings=own_holdings,
        panel=None if own_prices is None else with_prices(history(desk), own_prices),
    )
    if as_json:
        emit(words.payload(found))
        return
    tr = session().translate
    for each in words.lead_sentences(found):
        say(paragraphs(tr.message(each)))
    about_currency = words.currency_sentence(found)
    if about_currency is not None:
        say(paragraphs(tr.message(about_currency)))
    for table in (words.weights_table(found), words.scenario_table(found), words.limits_table(found)):
        say("")
        print_table(table)
    say("")
    for link in found.links[:8]:
        say(paragraphs(tr.message(words.chain(found, link))))
    say("")
    say(paragraphs(tr.message(words.ladder_sentence(found))))
    say(paragraphs(tr.message(words.review_sentence(found))))
