"""``tidegate monitor``: five pillars, one dial, four triggers, as known on a day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_

Ism = Annotated[
    Path | None,
    typer.Option("--ism", metavar="FILE", help=N_("Your own ISM figures: a CSV with date,value.")),
]
Statement = Annotated[
    Path | None,
    typer.Option(
        "--statement",
        metavar="FILE",
        help=N_("The latest FOMC statement (a saved page or text): its tone counts."),
    ),
]
Record = Annotated[
    bool, typer.Option("--replay", help=N_("Also run the reaction function over every month since 2008."))
]


def command(
    as_of: AsOf = None,
    ism: Ism = None,
    statement: Statement = None,
    replay: Record = False,
    as_json: AsJson = False,
) -> None:
    """Read the five pillars and say which way they lean."""
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.monitoring import monitor, read_ism, read_tone
    from tidegate.briefing.reaction import next_decision, replay_fed
    from tidegate.briefing.sections import monitor as section
    from tidegate.cli.output import emit, paragraphs, progress, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table
    from tidegate.policy.pillars.dial import PILLAR_WEIGHTS
    from tidegate.policy.reaction.contract import Cause, Sheet

    desk = open_desk(day_or_none(as_of, "as-of"))
    found = monitor(
        desk,
        ism=None if ism is None else read_ism(ism),
        tone=None if statement is None else read_tone(statement, desk.as_of),
    )
    decision = next_decision(desk, found)
    tr = session().translate
    record = None
    if replay:
        with progress(tr(N_("Replaying the record"))):
            record = replay_fed(last=desk.as_of.isoformat()[:7], store=desk.store, desk=desk)
    if as_json:
        payload = {
            "bank": "fed",
            "as_of": desk.as_of,
            "dial": {"score": found.dial.score, "word": found.dial.word, "coverage": found.dial.coverage},
            "pillars": [
                {
                    "pillar": p.pillar,
                    "score": p.score,
                    "step": p.step,
                    "weight": PILLAR_WEIGHTS[p.pillar],
                    "coverage": p.coverage,
                }
                for p in found.dial.pillars
            ],
            "indicators": [
                {
                    **row,
                    "title": row["title"].in_language(session().language),
                    "reason": row["reason"].in_language(session().language),
                }
                for row in map(section.indicator_row, found.indicators)
            ],
            "triggers": section.trigger_rows(found, decision),
            "decision": {
                "rate_pct": float(decision.rate_pct[0]),
                "notional_pct": float(decision.notional_pct[0]),
                "sheet": Sheet(int(decision.sheet[0])).name.lower(),
                "cause": Cause(int(decision.cause[0])).name.lower(),
                "recession": bool(decision.triggers.recession_on[0]),
                "stress": bool(decision.triggers.stress_on[0]),
            },
            "ism_stand_in": found.stand_in,
            "sentences": section.sentences(found, decision),
        }
        if record is not None:
            payload["replay"] = {
                "first": str(record.months[0]),
                "last": str(record.months[-1]),
                "agreement": record.agreement,
                "majority": record.majority,
                "rule": record.rule,
                "bank": record.bank,
                "misses": [
                    {"first": str(m.first), "last": str(m.last), "rule": m.rule, "bank": m.bank}
                    for m in record.misses
                ],
            }
        emit(payload)
        return
    for each in section.sentences(found, decision):
        say(paragraphs(tr.message(each)))
    shown = [section.pillar_table(found), section.trigger_table(found, decision)]
    shown += section.indicator_tables(found)
    if record is not None:
        shown.append(section.replay_table(record))
    for table in shown:
        say("")
        print_table(table)
    say("")
    if record is not None:
        say(paragraphs(tr.message(section.replay_sentence(record))))
    for each in section.notes():
        say(paragraphs(tr.message(each)))
