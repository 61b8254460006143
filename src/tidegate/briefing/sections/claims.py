"""Forty claims about easing and tightening, with verdicts that a rule makes of numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.claims import LINES, claims
from tidegate.briefing.claims_follow import follow
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Table, Tile
from tidegate.briefing.markets import stretches_over
from tidegate.briefing.origin import Origin
from tidegate.evidence.claims.judge import SECONDARY_LEVEL, Found, JudgedClaim, JudgedPart
from tidegate.evidence.claims.registry import Claim
from tidegate.evidence.claims.rule import FALSE_COVERAGE, VERDICTS, Sampled
from tidegate.evidence.claims.words import (
    METHODS,
    VERDICT_NAMES,
    claim_reason,
    episodes,
    interval,
    listed,
    measured,
    reason,
    size,
    window,
)
from tidegate.message import N_, Message, Number

SOURCE = N_(
    "Source: Tidegate's tables of effects and statistics, the Fed's announcements, H.4.1, Treasury yields; "
    "the rule is told in the documentation."
)
MOST_SHOWN = 3.0
"""Bars of the chart are cut here."""


def _edge(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _number(found: Found, level: float) -> dict[str, Any]:
    low, high = found.interval(level)
    function, data = follow(found)
    return {
        "measure": found.name,
        "effect": found.figure.reading.mean,
        "interval": [low, high],
        "unit": found.unit,
        "method": found.method,
        "window": found.figure.window,
        "n_events": found.figure.reading.n,
        "source": found.figure.source,
        "function": function,
        "data": data,
    }


_NO_NUMBER = dict.fromkeys(
    ("measure", "effect", "interval", "unit", "method", "window", "n_events", "source", "function", "data")
)


def part_json(part: JudgedPart, level: float) -> dict[str, Any]:
    """Return one part of a claim as JSON holds it."""
    asserted = part.test.asserted
    number = _NO_NUMBER if part.found is None else _number(part.found, level)
    return {
        "id": part.test.id,
        "about": None if part.test.about is None else Message("{about}", {"about": part.test.about}),
        "verdict": part.verdict,
        "reason": reason(part),
        **number,
        "kind": part.test.kind,
        "above": _edge(asserted.above),
        "below": _edge(asserted.below),
        "smallest": asserted.smallest,
        "episodes": {} if part.found is None else dict(part.found.figure.episodes),
        "check": part.check,
        "checked_by": None if part.checked_by is None else _number(part.checked_by, level),
    }


def claim_json(judged: JudgedClaim) -> dict[str, Any]:
    """Return a judged claim as JSON holds it; sentences are left as they are."""
    head = part_json(judged.head, judged.level)
    first = ("effect", "interval", "unit", "method", "window", "n_events", "source")
    return {
        "id": judged.claim.id,
        "title": Message("{title}", {"title": judged.claim.title}),
        "verdict": judged.verdict,
        **{key: head[key] for key in first},
        "reason": claim_reason(judged),
        "changes": Message("{changes}", {"changes": judged.claim.changes}),
        "policy": judged.claim.policy,
        "level": judged.level,
        "parts": [part_json(p, judged.level) for p in judged.parts],
        "secondary": [_number(s, SECONDARY_LEVEL) for s in judged.secondary],
        "secondary_level": SECONDARY_LEVEL,
    }


def claim_rows(found: Sequence[JudgedClaim]) -> tuple[dict[str, Any], ...]:
    """Return a row for every part of every claim."""
    rows = []
    for judged in found:
        for number, part in enumerate(judged.parts):
            first = number == 0
            reading = None if part.found is None else part.found.figure.reading
            mean = math.nan if reading is None else reading.mean
            unit = part.test.unit
            title = judged.claim.title if first else ""
            about = part.test.about
            rows.append(
                {
                    "id": judged.claim.id if first else "",
                    "claim": title if about is None else _titled(title, about),
                    "verdict": Message(VERDICT_NAMES[judged.verdict]) if first else "",
                    "effect": size(mean, unit),
                    "interval": interval(*part.interval, unit),
                    "n_events": None if reading is None else reading.n,
                    "reason": reason(part),
                    "part": part.test.id,
                    "part_verdict": part.verdict,
                    "mean": mean,
                    "low": part.interval[0],
                    "high": part.interval[1],
                    "unit": unit,
                }
            )
    return tuple(rows)


def _titled(title: Any, about: Any) -> Message:
    if not title:
        return Message(N_("– {about}"), {"about": about})
    return Message(N_("{title} – {about}"), {"title": title, "about": about})


def claim_table(found: Sequence[JudgedClaim]) -> Table:
    """Return the table of claims."""
    columns = (
        Column("id", Message(N_("No."))),
        Column("claim", Message(N_("Claim"))),
        Column("verdict", Message(N_("Verdict"))),
        Column("effect", Message(N_("Effect"))),
        Column("interval", Message(N_("Interval"))),
        Column("n_events", Message(N_("Events")), "number", decimals=0),
        Column("reason", Message(N_("Why"))),
    )
    title = Message(N_("Claims, effects and verdicts"))
    return Table("claims", title, columns, claim_rows(found), Message(SOURCE))


def detail_table(judged: JudgedClaim) -> Table:
    """Return the numbers behind one claim, primary ones first."""
    rows = []
    for part in judged.parts:
        if part.found is not None:
            rows.append(_detail(judged, part.found, judged.level, Message(VERDICT_NAMES[part.verdict])))
        if part.checked_by is not None and part.check is not None:
            check = Message(N_("check: {verdict}"), {"verdict": Message(VERDICT_NAMES[part.check])})
            rows.append(_detail(judged, part.checked_by, judged.level, check))
    rows += [_detail(judged, s, SECONDARY_LEVEL, Message(N_("secondary"))) for s in judged.secondary]
    columns = (
        Column("measured", Message(N_("What was measured"))),
        Column("effect", Message(N_("Effect"))),
        Column("interval", Message(N_("Interval"))),
        Column("n_events", Message(N_("Events")), "number", decimals=0),
        Column("role", Message(N_("Verdict"))),
    )
    return Table(
        f"claim-{judged.claim.id}", Message(N_("Numbers behind it")), columns, tuple(rows), Message(SOURCE)
    )


def told(judged: JudgedClaim) -> tuple[Message, ...]:
    """Return a claim, its verdict with the reason, what would change it, and where to follow it to."""
    said = [
        Message(
            N_("{id} {title}: {verdict}"),
            {
                "id": judged.claim.id,
                "title": judged.claim.title,
                "verdict": Message(VERDICT_NAMES[judged.verdict]),
            },
        ),
        Message(N_("Why: {reason}."), {"reason": claim_reason(judged)}),
        Message(N_("What would change it: {changes}"), {"changes": judged.claim.changes}),
    ]
    by_episode = [e for e in (episodes(p) for p in judged.parts) if e is not None]
    said += [Message(N_("Episodes: {episodes}."), {"episodes": each}) for each in by_episode]
    if judged.head.found is not None:
        function, data = follow(judged.head.found)
        method = Message(METHODS[judged.head.found.method])
        text = N_("Method: {method}. Function: {function}. Data: {data}.")
        said.append(Message(text, {"method": method, "function": function, "data": data}))
    return tuple(said)


def _detail(judged: JudgedClaim, found: Found, level: float, role: Message) -> dict[str, Any]:
    return {
        "measured": measured(found, judged.claim),
        "effect": size(found.figure.reading.mean, found.unit),
        "interval": interval(*found.interval(level), found.unit),
        "n_events": found.figure.reading.n,
        "role": role,
        "method": Message(METHODS[found.method]),
        "window": window(found.figure.window),
    }


def standing(part: JudgedPart) -> float:
    """Return how far an estimate lies inside the region of its claim, in halves of its interval; NaN if untested.

    Above 1 the whole interval lies on the claim's side, below -1 on the other.
    """
    asserted = part.test.asserted
    if (
        part.found is None
        or part.verdict == "not testable"
        or not isinstance(part.found.figure.reading, Sampled)
    ):
        return math.nan
    mean = part.found.figure.reading.mean
    inside = mean - asserted.above if math.isfinite(asserted.above) else asserted.below - mean
    return inside / ((part.interval[1] - part.interval[0]) / 2.0)


def standing_charts(found: Sequence[JudgedClaim]) -> tuple[Chart, ...]:
    """Return where sampled estimates lie against the edges of their claims, easing and the rest, without unit."""
    easing = [j for j in found if j.claim.policy == "easing"]
    other = [j for j in found if j.claim.policy != "easing"]
    charts = (
        _standing_chart("claims-easing", Message(N_("Claims about QE: how clear the estimates are")), easing),
        _standing_chart(
            "claims-tightening",
            Message(N_("Claims about QT and structure: how clear the estimates are")),
            other,
        ),
    )
    return tuple(chart for chart in charts if chart.categories)


def _standing_chart(name: str, title: Message, found: Sequence[JudgedClaim]) -> Chart:
    shown = [(j, p, standing(p)) for j in found for p in j.parts]
    shown = [each for each in shown if math.isfinite(each[2])]
    values = np.clip(np.array([value for *_, value in shown]), -MOST_SHOWN, MOST_SHOWN)
    names = tuple((j.claim.id if len(j.parts) == 1 else p.test.id).removeprefix("C") for j, p, _ in shown)
    empty = np.array([], dtype="datetime64[D]")
    return Chart(
        name,
        title,
        "ratio",
        (Line(Message(N_("Estimate")), empty, values, Role.MODEL),),
        Message(N_("Source: Tidegate's table of effects; days of news about holdings.")),
        Message(
            N_(
                "By number of the claim: distance of the estimate from the edge of the claim, in halves of its "
                "interval. Above 1 the whole interval lies on the claim's side, below -1 on the other; between them "
                "the data cannot say. Only sampled tests are shown."
            )
        ),
        categories=names,
    )


def lead(found: Sequence[JudgedClaim]) -> tuple[Message, ...]:
    """Say how many claims have which verdict, and why many are mixed."""
    counted = Counter(j.verdict for j in found)
    count = N_(
        "Of {all} claims about easing and tightening, {supported} are supported, {mixed} mixed, "
        "{contradicted} contradicted, and {untested} cannot be tested with open data."
    )
    values = {
        "all": len(found),
        "supported": counted["supported"],
        "mixed": counted["mixed"],
        "contradicted": counted["contradicted"],
        "untested": counted["not testable"],
    }
    said = [Message(count, values)]
    for verdict, text in (
        ("supported", N_("Supported: {claims}.")),
        ("contradicted", N_("Contradicted: {claims}.")),
    ):
        named = [j.claim for j in found if j.verdict == verdict]
        if named:
            said.append(Message(text, {"claims": _listed(named)}))
    wide = [
        p.found.figure.reading
        for j in found
        for p in j.parts
        if p.found is not None and p.verdict == "mixed" and p.interval[0] < 0.0 < p.interval[1]
    ]
    carriers = [r.dof for r in wide if isinstance(r, Sampled) and math.isfinite(r.dof)]
    if carriers:
        said.append(
            Message(
                N_(
                    "In {count} tests on balance-sheet surprises the interval holds both signs: such surprises are "
                    "few, and in the middle one of these tests about {days} days carry what is known. "
                    "Mixed then means unknown, not refuted."
                ),
                {"count": len(carriers), "days": Number(float(np.median(carriers)))},
            )
        )
    return tuple(said)


def _listed(named: Sequence[Claim]) -> Message:
    return listed([Message(N_("{title} ({id})"), {"title": c.title, "id": c.id}) for c in named])


def notes(level: float, as_of: date) -> tuple[Message, ...]:
    """Return what a reader must know of rule and method; of phases only once the last one named was over."""
    phases = Message(
        N_(
            "Returns over a whole phase prove nothing: the ten-year yield rose during QE1, QE2, QE3 and QE4 and "
            "fell during QT1, and shares rose in every phase. Only news that was not expected, and what a "
            "balance sheet must do by arithmetic, counts here."
        )
    )
    told = any(stretch.key == "QT2" for stretch in stretches_over(as_of))
    return (
        Message(
            N_(
                "The rule and every test were fixed before any result was looked at. Supported: the whole interval "
                "lies where the claim says. Contradicted: it lies elsewhere, or an effect large enough to matter "
                "is ruled out."
            )
        ),
        Message(
            N_(
                "Sampled intervals hold at {level}%, so that of the decisive verdicts one in {one_in} is expected "
                "to rest on an interval that misses. A model alone is never more than mixed: its sign was put into it."
            ),
            {"level": Number(100.0 * level, 1), "one_in": Number(1.0 / FALSE_COVERAGE)},
        ),
        *((phases,) if told else ()),
        Message(
            N_(
                "Effects answer a surprise that moves the ten-year yield by 10 bp: down for claims about QE (tested at "
                "the lower bound), up for claims about QT (tested away from it)."
            )
        ),
    )


def write(desk: Desk) -> Section:
    """Return the section."""
    found = claims(desk)
    counted = Counter(j.verdict for j in found)
    tiles = tuple(
        Tile(Message(VERDICT_NAMES[verdict]), text=str(counted[verdict]), note=None) for verdict in VERDICTS
    )
    return Section(
        "claims",
        Message(N_("What is claimed, and what the numbers say")),
        lead(found),
        tiles,
        standing_charts(found),
        (claim_table(found),),
        notes(found[0].level, desk.as_of),
        Origin(Message(SOURCE), desk.newest("DGS10", *LINES.values()), desk.as_of, "verdict"),
    )
