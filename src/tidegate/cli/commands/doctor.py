"""``tidegate doctor``: whether this installation is well."""

from __future__ import annotations

from typing import Annotated

import typer

from tidegate.cli.options import AsJson
from tidegate.message import N_, Message

WORDS = {"ok": N_("well"), "warning": N_("mind"), "problem": N_("wrong")}


def command(
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", help=N_("Port that `serve` will use."))
    ] = 8300,
    as_json: AsJson = False,
) -> None:
    """Look at everything; exit code 2 if something is wrong."""
    from tidegate.cli.diagnosis import diagnose
    from tidegate.cli.output import emit, say
    from tidegate.cli.session import session

    found = diagnose(port)
    wrong = any(f.level == "problem" for f in found)
    if as_json:
        rows = [{"check": f.check, "level": f.level, "said": f.said, "values": dict(f.values)} for f in found]
        emit({"well": not wrong, "checks": rows})
    else:
        tr = session().translate
        for each in found:
            text = N_("{word}: {said}")
            say(Message(text, {"word": Message(WORDS[each.level]), "said": each.said}).text(tr))
    if wrong:
        raise typer.Exit(2)
