"""``tidegate finances``: interest on the federal debt over ten years, with and without QE or QT."""

from __future__ import annotations

from typing import Annotated

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_


def command(
    change_bn: Annotated[
        float,
        typer.Option(
            "--change-bn", metavar="BN", help=N_("Change of the Fed's holdings, $ bn; QT is negative.")
        ),
    ] = -2_500.0,
    months: Annotated[int, typer.Option(metavar="N", help=N_("Months over which it happens."))] = 36,
    scenario_yields: Annotated[
        str,
        typer.Option(
            metavar="WORD",
            help=N_("Yields ahead: flat, forward, or points added to today's curve, such as +1."),
        ),
    ] = "flat",
    mode: Annotated[
        str, typer.Option(metavar="WORD", help=N_("passive (securities mature) or active (they are sold)."))
    ] = "passive",
    refunding: Annotated[
        str,
        typer.Option(metavar="WORD", help=N_("What the Treasury sells instead: coupons or bills.")),
    ] = "coupons",
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say what a change of holdings does to the government's interest bill."""
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.finances import finances
    from tidegate.briefing.sections.finances import record_of, section_of
    from tidegate.catalog.loader import unknown
    from tidegate.cli.output import emit
    from tidegate.cli.sheet import print_section

    for name, value, allowed in (
        (N_("mode"), mode, ("passive", "active")),
        (N_("refunding"), refunding, ("coupons", "bills")),
    ):
        if value not in allowed:
            raise unknown(name, value, allowed)
    desk = open_desk(day_or_none(as_of, "as-of"))
    found = finances(desk, change_bn, months, scenario_yields, mode, refunding)  # type: ignore[arg-type]  # checked above
    record = record_of(desk)
    if not as_json:
        print_section(section_of(found, record))
        return
    rows = [{**vars(row), "error_pct": row.error_pct} for row in record]
    emit({**found.to_dict(), "as_of": desk.as_of, "rebuilt": rows})
