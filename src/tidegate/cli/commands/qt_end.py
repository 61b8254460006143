"""``tidegate qt-end``: when run-off ends, how good earlier answers were, and the record of what was said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_

if TYPE_CHECKING:
    from tidegate.briefing.qt_end import QtEnd

app = typer.Typer(rich_markup_mode=None, add_completion=False, invoke_without_command=True)
log = typer.Typer(rich_markup_mode=None, add_completion=False)
app.add_typer(log, name="log", help=N_("Check the record of what was said when."))

_RECORD = "qt-end.jsonl"
_Path = Annotated[
    Path | None,
    typer.Option("--path", metavar="FILE", help=N_("The record; default: in the user's data folder.")),
]
_Record = Annotated[bool, typer.Option("--record", help=N_("Append the answer to the record."))]
_RecordPath = Annotated[
    Path | None, typer.Option("--record-to", metavar="FILE", help=N_("Append the answer to this record."))
]
_Fresh = Annotated[
    bool, typer.Option("--fresh", help=N_("Make every vintage anew instead of reading the table."))
]


def _month(value: Any) -> str | None:
    return None if value is None else str(value)


def payload(found: QtEnd) -> dict[str, Any]:
    """Return the JSON answer."""
    from tidegate.briefing.sections import qt_end as section

    when = found.distribution
    level = None if when is None else when.level
    return {
        "bank": "fed",
        "currency": "USD",
        "as_of": found.as_of,
        "run_off": found.situation.run_off.name if found.situation.run_off else None,
        "ended": _month(found.ended),
        "easing": found.easing,
        "median": _month(when.median) if when else None,
        "p10": _month(when.p10) if when else None,
        "p90": _month(when.p90) if when else None,
        "probability_by_month": {}
        if when is None
        else {
            str(m): round(float(p), 4) for m, p in zip(when.months, when.probability, strict=True) if p > 0
        },
        "criteria": [
            {"criterion": c.key, "answer": c.answer, "evidence": c.evidence, "falsifier": c.falsifier}
            for c in found.criteria
        ],
        "threshold": None
        if level is None
        else {
            "median_bn": level.median_bn,
            "p10_bn": level.p10_bn,
            "p90_bn": level.p90_bn,
            "median_pct_of_gdp": level.median_pct_of_gdp,
            "curve_median_bn": level.curve_median_bn,
            "published_median_bn": level.anchors_median_bn,
            "curve_share": level.curve_share,
            "published": [
                {"published": a.published, "who": a.who, "low": a.low, "high": a.high, "scale": a.scale}
                for a in level.anchors
            ],
        },
        "street": [
            {
                "published": c.published,
                "who": c.who,
                "expected": c.expected,
                "said": c.said_en,
                "source": c.source,
            }
            for c in found.street
        ],
        "after": {
            "state": found.after.state,
            "at_lower_bound": found.after.at_bound,
            "hazards": found.after.hazards,
            "outlooks": found.after.outlooks,
        },
        "falsifiers": section.falsifiers(found),
        "sentences": section.sentences(found),
    }


@app.callback()
def answer(
    context: typer.Context,
    as_of: AsOf = None,
    as_json: AsJson = False,
    record: _Record = False,
    record_to: _RecordPath = None,
) -> None:
    """Say when run-off ends, at which reserves, and what follows."""
    if context.invoked_subcommand is not None:
        return
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.qt_end import qt_end
    from tidegate.briefing.sections import qt_end as section
    from tidegate.cli.output import emit, paragraphs, plain, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table

    found = qt_end(open_desk(day_or_none(as_of, "as-of")))
    told = payload(found)
    tr = session().translate
    if record or record_to is not None:
        from datetime import UTC, datetime

        from tidegate.briefing.qt_end_record import append, default_path

        where = record_to or default_path(_RECORD)
        append(where, datetime.now(UTC).isoformat(timespec="seconds"), plain(told), plain(found.situation))
    if as_json:
        emit(told)
        return
    for each in section.sentences(found):
        say(paragraphs(tr.message(each)))
    tables = [section.criteria_table(found), section.after_table(found)]
    for table in [*tables, *([section.street_table(found)] if found.street else [])]:
        say("")
        print_table(table)
    say("")
    for each in section.falsifiers(found):
        say(paragraphs(tr.message(each)))


@app.command(
    "score", help=N_("Score the answers of every month of QT1 and QT2, made with what was known then.")
)
def score(as_json: AsJson = False, fresh: _Fresh = False) -> None:
    """Print scores of all vintages, misses included."""
    from tidegate.briefing import qt_end_scores as scores
    from tidegate.briefing.qt_end import score_all, vintage_days
    from tidegate.briefing.sections import qt_end as section
    from tidegate.cli.output import emit, progress, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table
    from tidegate.policy.qt_end.vintages import reliability_table, summary, table_row, vintages

    rows = vintages()
    if fresh:
        with progress(session().translate(N_("Making every vintage")), len(vintage_days())) as step:
            made = score_all(step=step)
        rows = tuple(table_row(v.run_off, v.as_of, v.distribution, v.score) for v in made)
    last = rows[-1].as_of.replace(year=rows[-1].as_of.year + 1)
    if as_json:
        emit(
            {
                "judged": section.judged_rows(last),
                "summaries": [summary(rows, name) for name in ("QT1", "QT2")],
                "reliability": {f"within_{m}_months": reliability_table(rows, m) for m in (6, 12, 24)},
                "vintages": rows,
            }
        )
        return
    for table in (
        section.judged_table(last),
        scores.summary_table(rows),
        scores.reliability_sheet(rows),
        scores.vintage_table(rows),
    ):
        print_table(table)
        say("")


@log.command("verify", help=N_("Check that no line of the record was changed, removed or moved."))
def verify_log(path: _Path = None, as_json: AsJson = False) -> None:
    """Verify the record; the exit code is 2 where it does not hold."""
    from tidegate.briefing.qt_end_record import check, default_path
    from tidegate.cli.output import emit, say
    from tidegate.cli.session import session
    from tidegate.errors import DataError
    from tidegate.message import Message

    where = path or default_path(_RECORD)
    found = check(where)
    if as_json:
        emit(
            {
                "path": where,
                "sound": found.sound,
                "entries": found.entries,
                "last": found.last,
                "problem": found.problem,
            }
        )
        if not found.sound:
            raise typer.Exit(2)
        return
    DataError.check([found.problem] if found.problem else [])
    text = Message(
        N_("{count} entries, every one as it was written; the last hash is {last}."),
        {"count": found.entries, "last": found.last},
    )
    say(session().translate.message(text))
