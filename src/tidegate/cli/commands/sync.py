"""``tidegate sync``: bring the figures up to date, and say what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidegate.cli.options import AsJson, day_or_none
from tidegate.message import N_, Message

if TYPE_CHECKING:
    from tidegate.data.outcome import Outcome, Summary


def payload(found: Summary) -> dict[str, Any]:
    """Return the JSON answer."""
    return {
        "as_of": found.day,
        "ok": found.ok,
        "counts": found.counts,
        "generation": found.generation,
        "seconds": round(found.seconds, 2),
        "series": [_row(o) for o in found.outcomes],
    }


def _row(told: Outcome) -> dict[str, Any]:
    return {
        "series": told.name,
        "provider": told.provider,
        "outcome": told.kind,
        "new": told.new,
        "revised": told.revised,
        "reasons": list(told.reasons),
        "last": told.last,
        "age_days": told.age_days,
        "required": told.required,
        "quarantine": told.quarantine or None,
    }


def command(
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="NAME", help=N_("A series, table or provider; may be given several times.")
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help=N_("Ask for everything from this day on."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring the figures up to date; exit code 2 if one that the answer needs did not come."""
    from tidegate.cli.logs import open_logs
    from tidegate.cli.output import emit, progress, say
    from tidegate.cli.session import session
    from tidegate.data.sync import chosen, sync

    open_logs()
    tr = session().translate
    first = day_or_none(since, "since")
    names = [n for text in only for n in text.split(",") if n] if only else None
    total = len(chosen(names))
    with progress(tr(N_("Asking the publishers")), total) as step:
        found = sync(names, first, progress=lambda done, count, key: step(key))
    if as_json:
        emit(payload(found))
    else:
        text = N_(
            "{count} series and tables: {new} new, {revised} revised, {unchanged} unchanged, {failed} failed, "
            "{quarantined} in quarantine"
        )
        say(Message(text, {"count": len(found.outcomes), **found.counts}).text(tr))
        for each in found.outcomes:
            if each.kind != "unchanged":
                say("  " + _sentence(each).text(tr))
        for each in found.missing:
            text = N_(
                "needed and not had: {name}. Answers go on with the figures up to {last} ({age} days old)"
            )
            values = {
                "name": each.name,
                "last": each.last or "–",
                "age": "–" if each.age_days is None else each.age_days,
            }
            say(Message(text, values).text(tr))
    if not found.ok:
        raise typer.Exit(2)


def _sentence(told: Outcome) -> Message:
    """Return what became of one series."""
    if told.kind == "failed":
        return Message(N_("{name}: failed. {reason}"), {"name": told.name, "reason": told.reasons[0]})
    if told.kind == "quarantined":
        text = N_("{name}: in quarantine as {id}. {reason}")
        return Message(text, {"name": told.name, "id": told.quarantine, "reason": told.reasons[0]})
    if told.kind == "revised":
        return Message(N_("{name}: {revised} revised"), {"name": told.name, "revised": told.revised})
    text = N_("{name}: {new} new, {revised} revised, up to {last}")
    values = {"name": told.name, "new": told.new, "revised": told.revised, "last": told.last or "–"}
    return Message(text, values)
