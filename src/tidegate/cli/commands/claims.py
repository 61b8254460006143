"""``tidegate claims``: what is claimed of easing and tightening, and what the numbers say."""

from __future__ import annotations

from typing import Annotated

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_

Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help=N_("Claims, C01 to C40; all of them if none is given.")),
]
OfVerdict = Annotated[
    str | None,
    typer.Option(
        "--verdict",
        metavar="VERDICT",
        help=N_("Only claims with this verdict: supported, mixed, contradicted or 'not testable'."),
    ),
]


def command(ids: Ids = None, verdict: OfVerdict = None, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Judge the claims by a rule that was fixed beforehand."""
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.claims import claims
    from tidegate.briefing.sections import claims as section
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table

    desk = open_desk(day_or_none(as_of, "as-of"))
    found = claims(desk, ids, verdict)
    if as_json:
        emit([section.claim_json(each) for each in found])
        return
    tr = session().translate
    if not found:
        say(tr(N_("None of the claims asked for has this verdict.")))
        return
    if not ids:
        for sentence in section.lead(found):
            say(paragraphs(tr.message(sentence)))
        say("")
        print_table(section.claim_table(found))
    else:
        for each in found:
            for sentence in section.told(each):
                say(paragraphs(tr.message(sentence)))
            print_table(section.detail_table(each))
            say("")
    for note in section.notes(found[0].level, desk.as_of):
        say(paragraphs(tr.message(note)))
