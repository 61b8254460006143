"""``tidegate project``: what a central bank will hold, owe and earn under a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_

_SHOWN = {
    "total_assets_bn": N_("Total assets"),
    "treasuries_bn": N_("Treasuries"),
    "mbs_bn": N_("MBS"),
    "reserves_bn": N_("Reserves"),
    "on_rrp_bn": N_("ON RRP"),
    "net_income_bn": N_("Net income"),
    "deferred_asset_bn": N_("Deferred asset"),
    "app_bn": N_("APP"),
    "pepp_bn": N_("PEPP"),
    "gilts_bn": N_("Gilts"),
    "jgb_bn": N_("JGBs"),
    "redemptions_bn": N_("Redeemed"),
    "purchases_bn": N_("Bought"),
    "sales_bn": N_("Sold"),
}
"""Columns at the prompt, where a projection has them; ``--json`` and ``--out`` give everything."""


app = typer.Typer(rich_markup_mode=None, add_completion=False, invoke_without_command=True)


@app.callback()
def command(
    context: typer.Context,
    bank: Annotated[str, typer.Option(metavar="BANK", help=N_("Whose: fed, ecb, boe or boj."))] = "fed",
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
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=N_("Write to a file: .csv, .parquet, .nc, .json or .svg (a chart).")
        ),
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Project a balance sheet."""
    if context.invoked_subcommand is not None:
        return
    from tidegate.briefing.assembly import project
    from tidegate.cli.export import check_ending, write_projection
    from tidegate.cli.output import emit, paragraphs, say, table
    from tidegate.cli.session import session

    if out is not None:
        check_ending(out)
    found = project(
        bank,
        day_or_none(start, "start"),
        plan,
        end,
        frequency,  # type: ignore[arg-type]  # an unknown word is refused by name
        as_of=day_or_none(as_of, "as-of"),
    )
    tr = session().translate
    payload: dict[str, Any] = {**found.to_dict(), "assumptions": [tr.message(a) for a in found.assumptions]}
    if out is not None:
        write_projection(found, out, payload, session().language)
    if as_json:
        emit(payload)
        return
    names = {name: tr(title) for name, title in _SHOWN.items() if name in found.series}
    unit = f"bn_{found.currency.lower()}"
    rows = [
        [str(day), *(tr.amount(float(found.series[name][i]), unit) for name in names)]
        for i, day in enumerate(found.dates)
    ]
    table([tr(N_("Date")), *names.values()], rows, title=f"{found.bank} · {found.plan}")
    for assumption in found.assumptions:
        say(paragraphs(tr.message(assumption)))
    if out is not None:
        say(str(out.resolve()))


@app.command("score", help=N_("Score every plan vintage against the record and official projections."))
def score(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Score old projections."""
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.report import plain
    from tidegate.briefing.sections.scores import duel_rows, score_rows, scored
    from tidegate.briefing.sections.scores import write as write_scores
    from tidegate.briefing.wording import wording
    from tidegate.cli.output import emit
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_section

    desk = open_desk(day_or_none(as_of, "as-of"))
    if not as_json:
        print_section(write_scores(desk))
        return
    words = wording(session().language)
    rows, found = scored(desk)

    def listed(table: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
        return [{key: plain(value, words) for key, value in row.items()} for row in table]

    emit({"bank": "fed", "vintages": listed(score_rows(rows)), "official": listed(duel_rows(found))})
