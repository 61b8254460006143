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
_Parts = Annotated[int, typer.Option("--parts", help=N_("Equal parts, one a month."))]
_Paths = Annotated[int, typer.Option("--paths", help=N_("Simulate so many paths of each scenario; 0: none."))]
_Trust = Annotated[
    float, typer.Option("--trust", help=N_("Weight of simulated paths against history, 0 to 1."))
]
_Instalments = Annotated[
    int, typer.Option("--instalments", help=N_("In how many parts long bonds are bought."))
]
_Every = Annotated[int, typer.Option("--every", metavar="MONTHS", help=N_("Months between two instalments."))]
_AtYield = Annotated[
    float | None,
    typer.Option("--at-yield", metavar="PCT", help=N_("Buy sooner at this thirty-year yield or above.")),
]
_AtChance = Annotated[
    float,
    typer.Option(
        "--at-end-chance", metavar="P", help=N_("Buy sooner at this chance that run-off ends in a year.")
    ),
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
    paths: _Paths = 0,
    trust: _Trust = 0.5,
    instalments: _Instalments = 8,
    every: _Every = 3,
    at_yield: _AtYield = None,
    at_end_chance: _AtChance = 0.5,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say what to own, within limits, and trace each change to the policy line that caused it."""
    if context.invoked_subcommand is not None:
        return
    from tidegate.allocation.limits import DEFAULT, read_limits
    from tidegate.allocation.paths import check_trust
    from tidegate.allocation.plan import Trigger, check_count
    from tidegate.briefing import allocation_words as words
    from tidegate.briefing.allocation import allocate
    from tidegate.briefing.allocation_answer import payload
    from tidegate.briefing.allocation_history import history, read_holdings, read_prices, with_prices
    from tidegate.briefing.assembly import open_desk
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table

    check_trust(trust)
    check_count(instalments)
    trigger = Trigger(every, at_yield, at_end_chance)
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
        paths=paths,
        trust=trust,
    )
    if as_json:
        emit(payload(found, trigger, instalments))
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
    say(paragraphs(tr.message(words.ladder_sentence(found, trigger, instalments))))
    say(paragraphs(tr.message(words.review_sentence(found))))


_Months = Annotated[bool, typer.Option("--months", help=N_("Show the plan begun in every month."))]
_HalfYearly = Annotated[
    bool, typer.Option("--half-yearly", help=N_("Review twice a year instead of quarterly."))
]
_First = Annotated[str, typer.Option("--first", metavar="MONTH", help=N_("Month of the first decision."))]
_Last = Annotated[str, typer.Option("--last", metavar="MONTH", help=N_("Month of the last decision."))]


@app.command("ladder", help=N_("Say what instalments into long Treasuries earned over bills in QT1 and QT2."))
def ladder_record(
    parts: _Parts = 6, months: _Months = False, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Say what instalments into 20-30 year Treasuries, begun in each month of a run-off, earned over bills."""
    from tidegate.briefing import long_bonds
    from tidegate.briefing.assembly import open_desk
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table

    found = long_bonds.ladder(open_desk(day_or_none(as_of, "as-of")), parts)
    if as_json:
        emit(
            {
                "as_of": found.as_of,
                "parts": parts,
                "summary": long_bonds.summary_rows(found),
                "plans": [
                    {"run_off": name, "month": str(month)}
                    | {
                        f"over_{h}_months_pct": v
                        for h, v in zip(each.horizons_months, row.tolist(), strict=True)
                    }
                    for name, each in found.by_run_off.items()
                    for month, row in zip(each.months, each.over_bills_pct, strict=True)
                ],
            }
        )
        return
    say(paragraphs(session().translate.message(long_bonds.verdict_sentence(found))))
    say("")
    print_table(long_bonds.summary_table(found))
    if months:
        say("")
        print_table(long_bonds.month_table(found))


@app.command("backtest", help=N_("Walk the same decision through the past, and say what it would have done."))
def walk_back(
    prices: _Prices = None,
    limits: _Limits = None,
    first: _First = "2004-12",
    last: _Last = "2025-09",
    half_yearly: _HalfYearly = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Decide at each quarter's end on what was known then, trade a month later, pay for it; beside benchmarks."""
    from tidegate.allocation.limits import DEFAULT, read_limits
    from tidegate.briefing import allocation_record as shown
    from tidegate.briefing.allocation_backtest import backtest
    from tidegate.briefing.allocation_history import history, read_prices, with_prices
    from tidegate.briefing.assembly import open_desk
    from tidegate.cli.output import emit, paragraphs, progress, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table
    from tidegate.units import parse_month

    own_limits = DEFAULT if limits is None else read_limits(limits)
    own_prices = None if prices is None else read_prices(prices)
    span = parse_month(first, "first"), parse_month(last, "last")
    desk = open_desk(day_or_none(as_of, "as-of"))
    panel = history(desk) if own_prices is None else with_prices(history(desk), own_prices)
    tr = session().translate
    with progress(tr(N_("Walking through the past")), shown.STRATEGIES) as step:
        found = backtest(
            desk,
            panel,
            first=span[0],
            last=span[1],
            limits=own_limits,
            every_months=6 if half_yearly else 3,
            step=step,
        )
    if as_json:
        emit(shown.payload(found))
        return
    for each in shown.sentences(found):
        say(paragraphs(tr.message(each)))
    for table in (shown.summary_table(shown.rows_of(found)), shown.phase_table(found)):
        say("")
        print_table(table)
