"""``tidegate data``: how the figures stand, whether they are sound, and what to do where they are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidegate.cli.options import AsJson
from tidegate.message import N_, Message

if TYPE_CHECKING:
    from tidegate.data.own import Added

app = typer.Typer(rich_markup_mode=None, add_completion=False)
quarantine = typer.Typer(rich_markup_mode=None, add_completion=False)
app.add_typer(
    quarantine, name="quarantine", help=N_("See, release or throw away batches that were not believed.")
)

Id = Annotated[
    str, typer.Argument(metavar="ID", help=N_("Name of the batch, as `list` shows it."), show_default=False)
]


def _today() -> date:
    from datetime import datetime

    return datetime.now().astimezone().date()


def _say(template: str, **values: Any) -> None:
    from tidegate.cli.output import say
    from tidegate.cli.session import session

    say(Message(template, values).text(session().translate))


@app.command("status", help=N_("Say how old the figures are, series by series."))
def status(
    every: Annotated[
        bool, typer.Option("--all", help=N_("Show every series, not only the old ones."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say how old the figures are."""
    from tidegate.cli.output import emit, table
    from tidegate.cli.session import session
    from tidegate.data.status import status as read

    found = read(_today())
    if as_json:
        emit(
            {
                "folder": found.folder,
                "generation": found.generation or None,
                "synced": found.synced,
                "bytes": found.bytes,
                "quarantine": len(found.quarantine),
                "old": len(found.old),
                "series": found.rows,
            }
        )
        return
    tr = session().translate
    if found.synced is None:
        _say(N_("only the embedded snapshot is there; `tidegate sync` brings newer figures"))
    else:
        text = N_("last synchronised {day}; {folder}, {size} MB")
        _say(text, day=found.synced, folder=found.folder, size=f"{found.bytes / 1e6:.1f}")
    values = {"count": len(found.rows), "old": len(found.old), "aside": len(found.quarantine)}
    _say(N_("{count} series held, {old} of them old; {aside} batches in quarantine"), **values)
    rows = found.rows if every else found.old
    words = (N_("Series"), N_("Last"), N_("Age, days"), N_("Retrieved"), N_("Provider"))
    if rows:
        cells = [[r.series, str(r.last), str(r.age_days), str(r.retrieved), r.provider] for r in rows]
        table([tr(w) for w in words], cells)


@app.command("check", help=N_("Check every file, date, value and sum; exit code 2 if anything is wrong."))
def check(as_json: AsJson = False) -> None:
    """Validate everything that is held."""
    from tidegate.cli.output import emit
    from tidegate.data.status import check as judge

    found = judge(_today())
    if as_json:
        emit({"sound": not found, "findings": [{"about": f.about, "problem": f.problem} for f in found]})
    else:
        for each in found:
            _say(N_("{about}: {problem}"), about=each.about, problem=each.problem)
        _say(N_("everything is sound") if not found else N_("{count} findings"), count=len(found))
    if found:
        raise typer.Exit(2)


@app.command("repair", help=N_("Go back to the last sound state of the store."))
def repair(as_json: AsJson = False) -> None:
    """Let the newest sound state count."""
    from tidegate.cli.output import emit
    from tidegate.data import generations
    from tidegate.data.files import user_folder

    chosen, aside = generations.repair(user_folder())
    if as_json:
        emit({"generation": chosen.name if chosen else None, "set_aside": list(aside)})
    elif chosen is None:
        _say(N_("no sound state of an own store; the embedded snapshot serves. `tidegate sync` begins anew"))
    else:
        text = N_("{name} counts; {count} damaged ones set aside. `tidegate sync` brings what is missing")
        _say(text, name=chosen.name, count=len(aside))


@app.command(
    "add", help=N_("Add figures of your own to a series: a CSV or Parquet file with date and value.")
)
def add(
    series: Annotated[
        str, typer.Argument(metavar="SERIES", help=N_("Id of the series."), show_default=False)
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=N_("CSV or Parquet file."), show_default=False)
    ],
    column: Annotated[
        str | None, typer.Option("--column", metavar="NAME", help=N_("Column, if it is not the second."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add a file to a series."""
    from tidegate.data.own import add_file

    _tell(add_file(file, series, column, _today()), as_json=as_json)


@quarantine.command("list", help=N_("List the batches that were not believed, and why."))
def list_all(as_json: AsJson = False) -> None:
    """List what is in quarantine."""
    from tidegate.cli.output import emit
    from tidegate.data.files import user_folder
    from tidegate.data.quarantine import listed

    found = listed(user_folder())
    if as_json:
        rows = [
            {
                "id": h.id,
                "name": h.name,
                "kind": h.kind,
                "since": h.since,
                "source": h.source,
                "count": h.count,
                "first": h.first,
                "last": h.last,
                "doubts": [{"kind": d.kind, "reason": d.reason} for d in h.doubts],
            }
            for h in found
        ]
        emit({"quarantine": rows})
        return
    if not found:
        _say(N_("nothing is in quarantine"))
    for each in found:
        text = N_("{id} ({since}, {count} rows): {reason}")
        for doubt in each.doubts:
            _say(text, id=each.id, since=each.since, count=each.count, reason=doubt.reason)


@quarantine.command("release", help=N_("Let a batch into the store after all."))
def release(batch: Id, as_json: AsJson = False) -> None:
    """Release a batch."""
    from tidegate.data.own import release as let_in

    _tell(let_in(batch, _today()), as_json=as_json)


@quarantine.command("drop", help=N_("Throw a batch away."))
def drop(batch: Id, as_json: AsJson = False) -> None:
    """Throw a batch away."""
    from tidegate.cli.output import emit
    from tidegate.data.own import drop as throw

    throw(batch)
    if as_json:
        emit({"dropped": batch})
    else:
        _say(N_("{id} is thrown away"), id=batch)


def _tell(found: Added, *, as_json: bool) -> None:
    """Say what became of figures that a person brought."""
    from tidegate.cli.output import emit

    if as_json:
        doubts = [{"kind": d.kind, "reason": d.reason} for d in found.doubts]
        row = {"name": found.name, "new": found.new, "revised": found.revised}
        emit({**row, "quarantine": found.quarantine or None, "doubts": doubts})
    elif found.doubts:
        for each in found.doubts:
            text = N_("{name}: in quarantine as {id}. {reason}")
            _say(text, name=found.name, id=found.quarantine, reason=each.reason)
    else:
        _say(
            N_("{name}: {new} new, {revised} revised"), name=found.name, new=found.new, revised=found.revised
        )
    if found.doubts:
        raise typer.Exit(2)
