"""``tidegate alerts``: a word when a figure crosses a line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tidegate.cli.options import AsJson
from tidegate.message import N_, Message

app = typer.Typer(rich_markup_mode=None, add_completion=False)

File = Annotated[
    Path | None,
    typer.Option(
        "--file", metavar="FILE", help=N_("The lines; default: alerts.toml in the user's data folder.")
    ),
]


@app.command("check", help=N_("Look at every line, and tell what has crossed one since the last time."))
def check(file: File = None, as_json: AsJson = False) -> None:
    """Look, and tell."""
    from datetime import datetime

    from tidegate.cli.logs import open_logs
    from tidegate.cli.output import emit, say
    from tidegate.cli.session import session
    from tidegate.data.alerts import check as look
    from tidegate.data.alerts import read_rules
    from tidegate.data.alerts.deliver import ways
    from tidegate.data.store import open_store

    open_logs()
    tr = session().translate
    rules = read_rules(file)
    told = ways(rules, lambda event: tr.message(event.sentence))
    store = open_store()
    try:
        events, problems = look(rules, store, datetime.now().astimezone().date(), told)
    finally:
        store.close()
    if as_json:
        rows = [
            {
                "id": e.id,
                "name": e.name,
                "kind": e.kind,
                "series": e.series,
                "value": e.value,
                "unit": e.unit or None,
                "date": e.date,
                "sentence": e.sentence,
                "delivered": e.delivered,
                "problems": list(e.problems),
            }
            for e in events
        ]
        emit({"lines": len(rules.alert), "events": rows, "problems": list(problems)})
    else:
        for event in events:
            say(tr.message(event.sentence))
        for problem in (*problems, *(p for e in events for p in e.problems)):
            say(Message(N_("problem: {problem}"), {"problem": problem}).text(tr))
        if not events and not problems:
            say(Message(N_("{count} lines, nothing new"), {"count": len(rules.alert)}).text(tr))
    if problems or not all(e.delivered for e in events):
        raise typer.Exit(2)


@app.command("list", help=N_("List the lines, and which alerts are on."))
def list_all(file: File = None, as_json: AsJson = False) -> None:
    """List the lines."""
    from tidegate.cli.output import emit, table
    from tidegate.cli.session import session
    from tidegate.data.alerts import read_rules, state_path
    from tidegate.data.alerts.watch import remembered

    rules = read_rules(file)
    on = {name for name, kept in remembered(state_path()).items() if kept.get("on") is True}
    rows = [
        {
            "name": a.name,
            "series": a.series,
            "below": a.below,
            "above": a.above,
            "older_than_days": a.older_than_days,
            "clear": None if a.older_than_days is not None else a.back,
            "on": a.name in on,
        }
        for a in rules.alert
    ]
    if as_json:
        emit({"alerts": rows, "webhook": rules.webhook, "email": rules.email is not None})
        return
    tr = session().translate
    words = (N_("Name"), N_("Series"), N_("Below"), N_("Above"), N_("Older than, days"), N_("Ringing"))
    keys = ("name", "series", "below", "above", "older_than_days")
    cells = [
        [*("" if r[k] is None else str(r[k]) for k in keys), tr(N_("yes")) if r["on"] else ""] for r in rows
    ]
    table([tr(w) for w in words], cells)
