"""``tidegate statement``: what a statement says of the balance sheet, its tone, and what changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidegate.cli.options import AsJson
from tidegate.message import N_

if TYPE_CHECKING:
    from tidegate.policy.communication import Announcement, Communication, Difference, Finding, Score


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=N_("Statement or minutes: a saved page or plain text."))
    ],
    previous: Annotated[
        Path | None,
        typer.Option("--previous", metavar="FILE", help=N_("The statement before, to compare with.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read a statement: its tone, its balance-sheet sentences, and what changed."""
    from tidegate.briefing.statements import difference_sentence, label, tone_sentence
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.policy.communication import announcements, compare, find
    from tidegate.policy.communication.tone import score_sentences

    current = _read(file)
    before = None if previous is None else _read(previous)
    score = score_sentences(current.body)
    findings = find(current)
    news = announcements(current, before)
    difference = None if before is None else compare(before, current)
    if as_json:
        emit(_payload(current, score, findings, news, difference))
        return
    tr = session().translate
    say(paragraphs(tr.message(tone_sentence(score))))
    say("")
    say(
        tr(N_("Sentences about the balance sheet"))
        if findings
        else tr(N_("No sentence is about the balance sheet."))
    )
    fresh = {a.finding for a in news}
    for finding in findings:
        say(
            paragraphs(
                f"\n{'*' if finding in fresh else '-'} {label(tr, finding)}\n  {finding.sentence.text}"
            )
        )
    if findings:
        note = (
            N_(
                "* decides something by its wording; give the statement before with --previous to see what is new."
            )
            if before is None
            else N_("* was not in the statement before.")
        )
        say("\n" + paragraphs(tr(note)))
    if difference is not None:
        say("")
        say(paragraphs(tr.message(difference_sentence(difference))))
        say("")
        say(paragraphs(difference.marked(context_words=12)))


def _read(path: Path) -> Communication:
    """Return a file as sentences; at most as much is read as may be used."""
    from tidegate.complaints import reason
    from tidegate.data.providers import fed_site
    from tidegate.errors import InputError
    from tidegate.policy.communication import read

    try:
        with path.open("rb") as stream:
            body = stream.read(fed_site.MAX_BYTES + 1)
    except OSError as error:
        raise InputError.of(
            N_("{path}: cannot be read ({reason})"), path=path, reason=reason(error)
        ) from error
    return read(fed_site.parse(body, path.name).text)


def _payload(
    current: Communication,
    score: Score,
    findings: tuple[Finding, ...],
    news: tuple[Announcement, ...],
    difference: Difference | None,
) -> dict[str, Any]:
    why = {a.finding: a.why for a in news}
    return {
        "released": current.released,
        "sentences": len(current.body),
        "score": {
            "value": score.value,
            "hawkish": score.hawkish,
            "dovish": score.dovish,
            "neutral": score.neutral,
            "sentences": [
                {
                    "text": s.sentence.text,
                    "tone": s.tone,
                    "value": round(s.value, 6),
                    "hits": [
                        {"words": h.words, "value": round(h.value, 6), "reason": h.reason} for h in s.hits
                    ],
                }
                for s in score.sentences
            ],
        },
        "balance_sheet": [
            {
                "text": f.sentence.text,
                "topics": list(f.topics),
                "direction": f.direction,
                "action": f.action,
                "instruments": sorted(f.instruments),
                "amounts": list(f.amounts),
                "announcement": f in why,
                "why": why.get(f),
            }
            for f in findings
        ],
        "announces": bool(news),
        "difference": None
        if difference is None
        else {
            "similarity": difference.similarity,
            "words_before": difference.words_before,
            "words_after": difference.words_after,
            "words_same": difference.words_same,
            "runs": list(difference.runs),
            "html": difference.html(),
        },
    }
