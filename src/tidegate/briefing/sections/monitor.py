"""What to watch: five pillars, one dial, four triggers, and what the reaction function makes of them."""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Any

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Table, Tile
from tidegate.briefing.monitoring import Monitor, monitor
from tidegate.briefing.origin import Origin
from tidegate.briefing.reaction import next_decision
from tidegate.catalog import pillars, units
from tidegate.catalog.indicators import Trigger
from tidegate.message import N_, Message, Number
from tidegate.policy.pillars.dial import PILLAR_WEIGHTS, DialWord
from tidegate.policy.pillars.signals import Assessed, Direction, Step
from tidegate.policy.reaction.contract import Cause, Decision, Sheet
from tidegate.policy.reaction.parameters import ReactionParameters
from tidegate.policy.reaction.replay import EASE, HOLD, MANAGE, TIGHTEN, Replay
from tidegate.units import to_date

WORDS = {
    DialWord.STRONG_EASE: N_("strongly to easing"),
    DialWord.EASE: N_("to easing"),
    DialWord.BALANCED: N_("neither way"),
    DialWord.TIGHTEN: N_("to tightening"),
    DialWord.STRONG_TIGHTEN: N_("strongly to tightening"),
}
STEPS = {Step.TIGHTEN: N_("tighten"), Step.HOLD: N_("hold"), Step.EASE: N_("ease")}
DIRECTIONS = {
    Direction.RISING: N_("rising"),
    Direction.STEADY: N_("steady"),
    Direction.FALLING: N_("falling"),
}
TRIGGERS = {
    Trigger.INFLATION: N_("Inflation over target"),
    Trigger.OVERHEATING: N_("Overheating"),
    Trigger.LABOUR: N_("Tight labour market"),
    Trigger.STABILITY: N_("Financial stability"),
}
MEASURES = {
    "inflation": N_("core PCE less 2%, points"),
    "overheating": N_("output gap, percent"),
    "labour": N_("natural rate less unemployment, points; or wages over {wages}% (now {now}%)"),
    "stability": N_("easy conditions, leverage, valuations; -1 to 1"),
}
SHEETS = {
    Sheet.HOLD: N_("hold, reinvesting what matures"),
    Sheet.QE: N_("buy (QE)"),
    Sheet.TAPER: N_("taper purchases"),
    Sheet.RUNOFF: N_("run off (QT)"),
    Sheet.SLOW_RUNOFF: N_("run off more slowly"),
    Sheet.RESERVE_MANAGEMENT: N_("buy to keep reserves ample"),
}
CAUSES = {
    Cause.STAYS: N_("no condition for a turn is met"),
    Cause.SPELL: N_("a turn is called for, but the last one is too fresh"),
    Cause.BOUND: N_("rates are at the lower bound and the rule asks for far less"),
    Cause.PROGRESS: N_("unemployment has come down far enough, or inflation is up"),
    Cause.TAPERED: N_("the taper is done"),
    Cause.RATES_FIRST: N_("rates are well above the bound and there are reserves to drain"),
    Cause.NEAR_AMPLE: N_("reserves are near the ample range"),
    Cause.AMPLE: N_("reserves are at the edge of ample"),
    Cause.RECESSION: N_("recession or stress stops run-off"),
    Cause.GROWTH: N_("reserves are at the edge of ample and cash is no longer cheap"),
    Cause.EASY: N_("cash is cheap again"),
}
SOURCE = N_(
    "Source: Bureau of Economic Analysis, Bureau of Labor Statistics, Department of Labor,"
    " Congressional Budget Office, Federal Reserve, Treasury; ranges with their reasons: tidegate monitor --json."
)


def dial_sentence(found: Monitor) -> Message:
    """Return the dial in one sentence."""
    if found.dial.word is None:
        return Message(N_("No indicator was held on that day."))
    return Message(
        N_("The dial stands at {score} of 100: the figures lean {word} (-100: ease; +100: tighten)."),
        {"score": Number(found.dial.score, 0, signed=True), "word": Message(WORDS[found.dial.word])},
    )


def weight_sentence(found: Monitor) -> Message:
    """Return how much of the full weight is fresh enough to count."""
    return Message(
        N_("{share}% of the full weight stands behind it; older figures fade, missing ones are left out."),
        {"share": Number(100 * found.dial.coverage, 0)},
    )


def ism_sentence(found: Monitor) -> Message:
    """Return where ISM comes from."""
    if found.stand_in:
        return Message(
            N_(
                "ISM may not be passed on: industrial production stands in for it"
                " (bring your own figures with --ism FILE)."
            )
        )
    return Message(N_("The ISM index comes from your own file."))


def decision_sentence(found: Decision) -> Message:
    """Return what the reaction function would do from where the Fed stands."""
    return Message(
        N_(
            "The reaction function, from where the Fed stands, would {sheet}, because {cause};"
            " its rate without inertia would be {rate}%."
        ),
        {
            "sheet": Message(SHEETS[Sheet(int(found.sheet[0]))]),
            "cause": Message(CAUSES[Cause(int(found.cause[0]))]),
            "rate": Number(float(found.notional_pct[0]), 2),
        },
    )


def unknown_decision(found: Decision) -> bool:
    """Return whether the rule lacks the figures for a rate."""
    return not isfinite(float(found.notional_pct[0]))


def indicator_row(one: Assessed) -> dict[str, Any]:
    """Return one indicator as a row: raw values."""
    entry = one.indicator
    return {
        "id": entry.id,
        "pillar": entry.pillar,
        "title": entry.title,
        "value": one.value,
        "unit": entry.unit,
        "date": one.when,
        "age_days": one.age_days,
        "old": one.old,
        "change": one.change,
        "direction": one.direction,
        "low": one.normal.low,
        "high": one.normal.high,
        "target": one.normal.middle,
        "distance": one.distance,
        "signal": one.signal,
        "step": one.step,
        "weight": entry.weight,
        "weight_now": one.weight if entry.counts else 0.0,
        "trigger": entry.trigger,
        "reason": entry.reason,
        "source": entry.source,
    }


def trigger_rows(
    found: Monitor, decision: Decision, parameters: ReactionParameters | None = None
) -> tuple[dict[str, Any], ...]:
    """Return the four triggers: number, threshold, switch, and what the indicators say together."""
    rules = (parameters or ReactionParameters()).triggers
    edges = {
        "inflation": rules.inflation_above_pct,
        "overheating": rules.output_gap_pct,
        "labour": -rules.unemployment_gap_pct,
        "stability": rules.stability,
    }
    return tuple(
        {
            "trigger": one.trigger,
            "number": float(getattr(decision.triggers, one.trigger)[0]),
            "threshold": edges[one.trigger],
            "on": bool(getattr(decision.triggers, f"{one.trigger}_on")[0]),
            "signal": one.number,
        }
        for one in found.dial.triggers
    )


def _word(one: Any, words: dict[Any, str]) -> Message | None:
    return None if one is None else Message(words[one])


def _range(one: Assessed) -> Message | None:
    if not isfinite(one.normal.middle):
        return None
    digits = units()[one.indicator.unit].decimals
    return Message(
        N_("{low} to {high}"),
        {"low": Number(one.normal.low, digits), "high": Number(one.normal.high, digits)},
    )


def pillar_table(found: Monitor) -> Table:
    """Return scores of the pillars."""
    return Table(
        "monitor-pillars",
        Message(N_("Pillars")),
        (
            Column("title", Message(N_("Pillar"))),
            Column("score", Message(N_("Score, -100 to 100")), "number", decimals=0, signed=True),
            Column("step", Message(N_("Argues for"))),
            Column("share", Message(N_("Weight, %")), "number", decimals=0),
            Column("coverage", Message(N_("Figures fresh, %")), "number", decimals=0),
        ),
        tuple(
            {
                "title": pillars()[p.pillar].title,
                "score": p.score,
                "step": _word(p.step, STEPS),
                "share": 100 * PILLAR_WEIGHTS[p.pillar],
                "coverage": 100 * p.coverage,
            }
            for p in found.dial.pillars
        ),
    )


def trigger_table(found: Monitor, decision: Decision) -> Table:
    """Return the four triggers as a table."""
    rules = ReactionParameters().triggers
    wages = next(a.value for a in found.indicators if a.indicator.id == "wages")
    return Table(
        "monitor-triggers",
        Message(N_("The four triggers for turning to tightening")),
        (
            Column("title", Message(N_("Trigger"))),
            Column("measure", Message(N_("Measured by"))),
            Column("number", Message(N_("Now")), "number", decimals=2, signed=True),
            Column("threshold", Message(N_("On above")), "number", decimals=2),
            Column("on", Message(N_("On?")), "check"),
            Column("signal", Message(N_("Its indicators, -1 to 1")), "number", decimals=2, signed=True),
        ),
        tuple(
            {
                **row,
                "title": Message(TRIGGERS[row["trigger"]]),
                "measure": Message(
                    MEASURES[row["trigger"]], {"wages": Number(rules.wages_pct, 1), "now": Number(wages, 1)}
                ),
            }
            for row in trigger_rows(found, decision)
        ),
    )


def indicator_tables(found: Monitor) -> tuple[Table, ...]:
    """Return one table a pillar; indicators without any figure are left out."""
    columns = (
        Column("title", Message(N_("Indicator"))),
        Column("value", Message(N_("Latest")), "amount"),
        Column("range", Message(N_("Normal range"))),
        Column("distance", Message(N_("From its middle")), "amount", signed=True),
        Column("change", Message(N_("Change in three months")), "amount", signed=True),
        Column("direction", Message(N_("Direction"))),
        Column("step", Message(N_("Argues for"))),
        Column("signal", Message(N_("Signal, -1 to 1")), "number", decimals=2, signed=True),
        Column("date", Message(N_("Observed")), "date"),
        Column("age_days", Message(N_("Age, days")), "number", decimals=0),
    )
    tables = []
    for pillar in pillars().values():
        rows = tuple(
            {
                **indicator_row(one),
                "range": _range(one),
                "direction": _word(one.direction, DIRECTIONS),
                "step": _word(one.step, STEPS),
            }
            for one in found.indicators
            if one.indicator.pillar == pillar.id and one.weight > 0
        )
        if rows:
            newest = max((row["date"] for row in rows if row["date"] is not None), default=None)
            origin = Origin(through=newest)
            tables.append(Table(f"monitor-{pillar.id}", pillar.title, columns, rows, origin=origin))
    return tuple(tables)


def _chart(found: Monitor) -> Chart:
    scores = [p.score for p in found.dial.pillars]
    days = np.full(len(scores), np.datetime64(found.as_of, "D"))
    return Chart(
        "monitor-scores",
        Message(N_("Where each pillar points")),
        "index",
        (Line(Message(N_("Score")), days, np.array(scores), Role.ACTUAL),),
        Message(SOURCE),
        Message(N_("Scores of the five pillars: above zero they argue for tightening, below it for easing.")),
        categories=tuple(pillars()[p.pillar].title for p in found.dial.pillars),
    )


def sentences(found: Monitor, decision: Decision) -> tuple[Message, ...]:
    """Return what the monitor says, in sentences."""
    said = [dial_sentence(found), weight_sentence(found), ism_sentence(found)]
    if not unknown_decision(decision):
        said.insert(1, decision_sentence(decision))
    return tuple(said)


def notes() -> tuple[Message, ...]:
    """Return how the numbers are to be read."""
    return (
        Message(
            N_(
                "The dial says what the figures argue for next, not what the Fed does now."
                " A signal is 0 at the middle of the normal range, a quarter at its edge, and never reaches 1."
            )
        ),
        Message(
            N_(
                "In the pillar of liquidity, to tighten means that there is room for run-off, to ease that there"
                " is none. Bank credit and CAPE inform the trigger of financial stability and no score."
            )
        ),
    )


ACTIONS = {EASE: N_("buy"), HOLD: N_("hold"), TIGHTEN: N_("run off"), MANAGE: N_("manage reserves")}


def replay_sentence(found: Replay) -> Message:
    """Return how often the rule, running freely, did what the Fed did."""
    return Message(
        N_(
            "Running freely from {first}, the rule did with the balance sheet what the Fed did in {share}% of {n}"
            " months; always naming the most frequent action would reach {base}%."
        ),
        {
            "first": to_date(found.months[0]),
            "share": Number(100 * found.agreement, 0),
            "n": len(found.months),
            "base": Number(100 * found.majority, 0),
        },
    )


def replay_table(found: Replay) -> Table:
    """Return the months in which rule and Fed differ."""
    return Table(
        "monitor-replay",
        Message(N_("Where rule and Fed differ")),
        (
            Column("first", Message(N_("First month")), "month"),
            Column("last", Message(N_("Last month")), "month"),
            Column("months", Message(N_("Months")), "number", decimals=0),
            Column("rule", Message(N_("The rule"))),
            Column("bank", Message(N_("The Fed"))),
        ),
        tuple(
            {
                "first": m.first,
                "last": m.last,
                "months": m.months,
                "rule": Message(ACTIONS[m.rule]),
                "bank": Message(ACTIONS[m.bank]),
            }
            for m in found.misses
        ),
    )


def write(desk: Desk) -> Section:
    """Return the section."""
    found = desk.once("monitor", lambda: monitor(desk))
    decision = next_decision(desk, found)
    dial = Tile(
        Message(N_("Dial, -100 (ease) to +100 (tighten)")),
        value=found.dial.score if isfinite(found.dial.score) else None,
        when=desk.as_of,
    )
    *said, stand_in = sentences(found, decision)
    return Section(
        "monitor",
        Message(N_("What to watch: five pillars and one dial")),
        tuple(said),
        tiles=(dial,),
        charts=(_chart(found),),
        tables=(pillar_table(found), trigger_table(found, decision), *indicator_tables(found)),
        notes=(*notes(), stand_in),
        origin=Origin(Message(SOURCE), _newest(found), desk.as_of, "dial"),
    )


def _newest(found: Monitor) -> date | None:
    """Return the day of the newest figure of an indicator that is a series: what is counted is counted daily."""
    return max(
        (
            a.when
            for a in found.indicators
            if a.when is not None and not any(name.startswith("@") for name in a.indicator.series)
        ),
        default=None,
    )
