"""When run-off ends, or what comes after it: chances, the four criteria, the Street, the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Table, Text, Tile
from tidegate.briefing.liquidity import MEASURES
from tidegate.briefing.origin import Origin
from tidegate.briefing.qt_end import QtEnd, qt_end
from tidegate.catalog.model import Bilingual
from tidegate.errors import InputError
from tidegate.message import N_, Message, Number, Quantity
from tidegate.policy.qt_end.after import Chance
from tidegate.policy.qt_end.criteria import Answer
from tidegate.policy.qt_end.distribution import Distribution
from tidegate.policy.qt_end.falsifiers import afterwards, while_running
from tidegate.policy.qt_end.month import Month
from tidegate.policy.qt_end.parameters import call_of_the_time, judged
from tidegate.policy.qt_end.vintages import row_of
from tidegate.units import month_end

TITLE = N_("When does QT end, and what follows?")
READ = (
    *("WRESBAL", "WRBWFRBL", "RRPONTSYD", "WTREGEN", "WCURCIR", "TREAST", "WSHOMCB"),
    *("GDP", "TOTBKCR", "PCEPILFE", "UNRATE", *MEASURES.values()),
)
"""Series that the chances and the criteria are read from."""
SOURCE = N_(
    "Source: Board of Governors, H.4.1 and H.8; Federal Reserve Bank of New York; FOMC statements;"
    " Tidegate's simulation."
)
ANSWERS = {
    Answer.MET: N_("met"),
    Answer.NOT_MET: N_("not met"),
    Answer.UNKNOWN: N_("unknown"),
}
_SHOWN = 0.97


def _percent(share: float) -> Number:
    return Number(100.0 * share, 0)


def end_sentence(found: Distribution) -> Message:
    """Return when run-off ends, in one sentence."""
    return Message(
        N_(
            "Run-off most likely ends by {median}: that is the middle of the chances, and eight in ten lie"
            " between {low} and {high}."
        ),
        {"median": Month(found.median), "low": Month(found.p10), "high": Month(found.p90)},
    )


def level_sentence(found: Distribution) -> Message:
    """Return the level of reserves at which it ends."""
    level = found.level
    return Message(
        N_(
            "It ends when reserves reach about {middle}, {share}% of GDP, with eight chances in ten between"
            " {low} and {high}; {count} published levels and the estimated curve say so."
        ),
        {
            "middle": Quantity(level.median_bn, "bn_usd", "short"),
            "share": Number(level.median_pct_of_gdp, 1),
            "low": Quantity(level.p10_bn, "bn_usd", "short"),
            "high": Quantity(level.p90_bn, "bn_usd", "short"),
            "count": len(level.anchors),
        },
    )


def outlook_sentence(found: QtEnd) -> Message:
    """Return what comes next after the end, over a year."""
    year = next(o for o in found.after.outlooks if o.months == 12)
    params = {
        "hold": _percent(year.hold.p),
        "manage": _percent(year.reserve_management.p),
        "run_off": _percent(year.run_off.p),
        "purchases": _percent(year.purchases.p),
        "cuts": _percent(year.cuts.p),
    }
    return Message(
        N_(
            "What comes first within twelve months, by the record of earlier standstills: hold {hold}%, purchases that"
            " keep reserves ample {manage}%, run-off again {run_off}%, QE {purchases}%; a cut of the policy"
            " rate {cuts}%."
        ),
        params,
    )


def record_sentence(found: QtEnd) -> Message:
    """Return how thin the record is."""
    counts = found.after.hazards
    return Message(
        N_(
            "The record is thin: {months} months at a standstill with the rate {where}; exits into run-off: {qt},"
            " into QE: {qe}."
        ),
        {
            "months": counts["run-off"].months,
            "where": Message(
                N_("at its lower bound") if found.after.at_bound else N_("above its lower bound")
            ),
            "qt": counts["run-off"].events,
            "qe": counts["purchases"].events,
        },
    )


def sentences(found: QtEnd) -> list[Message]:
    """Return the answer in sentences."""
    met = sum(c.answer is Answer.MET for c in found.criteria)
    count = Message(N_("Of the four criteria {met} are met."), {"met": met})
    if found.distribution is not None:
        return [end_sentence(found.distribution), level_sentence(found.distribution), count]
    if found.easing:
        told = Message(
            N_(
                "QE goes on: the chances of what comes next count from the standstill after it, not from today."
            )
        )
    elif found.ended is not None:
        told = Message(
            N_("No run-off goes on: the last one ended in {month}."), {"month": Month(found.ended)}
        )
    else:
        told = Message(N_("No run-off goes on, and none has ended yet."))
    return [told, outlook_sentence(found), record_sentence(found), count]


def tiles_of(found: QtEnd) -> tuple[Tile, ...]:
    """Return the headline numbers: when run-off ends, or what comes first after it."""
    if found.distribution is not None:
        ends, level = found.distribution, found.distribution.level
        between = Message(
            N_("eight in ten: {low} to {high}"), {"low": Month(ends.p10), "high": Month(ends.p90)}
        )
        return (
            Tile(
                Message(N_("Run-off ends, middle of the chances")),
                text=Message(N_("about {month}"), {"month": Month(ends.median)}),
                note=between,
            ),
            Tile(Message(N_("At reserves of")), level.median_bn, "bn_usd", term="ample_reserves"),
        )
    year = next(o for o in found.after.outlooks if o.months == 12)
    return tuple(
        Tile(
            Message(N_("Within twelve months: {event}"), {"event": Message(title)}),
            100.0 * chance.p,
            "percent",
            note=Message(
                N_("80% interval: {low} to {high}%"),
                {"low": _percent(chance.low), "high": _percent(chance.high)},
            ),
            is_chance=True,
            term=term,
        )
        for title, chance, term in (
            (N_("Hold"), year.hold, "reinvestment"),
            (N_("Reserve management"), year.reserve_management, "rmp"),
            (N_("QT restarts"), year.run_off, "qt"),
            (N_("QE restarts"), year.purchases, "qe"),
        )
    )


def falsifiers(found: QtEnd) -> tuple[Message, ...]:
    """Return what would show that the call is wrong."""
    return afterwards() if found.distribution is None else while_running(found.distribution)


def probability_chart(found: Distribution) -> Chart:
    """Return the chance that run-off has ended, and that of each month."""
    last = int(np.searchsorted(found.cumulative, _SHOWN)) + 2
    months = found.months[:last]
    dates = month_end(months)
    return Chart(
        "qt-end-chances",
        Message(N_("Chance that run-off ends")),
        "percent",
        (
            Line(Message(N_("By this month")), dates, 100.0 * found.cumulative[:last], Role.MODEL),
            Line(Message(N_("In this month")), dates, 100.0 * found.probability[:last], Role.ALTERNATIVE),
        ),
        Message(SOURCE),
        Message(
            N_(
                "The chance reaches one half in {median}; a month counts as the end if it is the first without run-off."
            ),
            {"median": Month(found.median)},
        ),
    )


_AFTER = (
    ("hold", N_("Hold"), Role.OTHER),
    ("reserve_management", N_("Reserve management"), Role.RESERVES),
    ("run_off", N_("QT restarts"), Role.MODEL),
    ("purchases", N_("QE restarts"), Role.ALTERNATIVE),
)


def after_chart(found: QtEnd) -> Chart:
    """Return what comes first after the end of run-off, by horizon, as bars."""
    outlooks, none = found.after.outlooks, np.array([], dtype="datetime64[D]")
    return Chart(
        "qt-end-next",
        Message(N_("What comes first, and when")),
        "percent",
        tuple(
            Line(Message(title), none, np.array([100.0 * getattr(each, key).p for each in outlooks]), role)
            for key, title, role in _AFTER
        ),
        Message(SOURCE),
        Message(N_("Chance of each within so many months; the four add up to 100.")),
        categories=tuple(Message(N_("Within {months} months"), {"months": o.months}) for o in outlooks),
    )


def criteria_table(found: QtEnd) -> Table:
    """Return the four criteria with their evidence."""
    return Table(
        "qt-end-criteria",
        Message(N_("The four criteria")),
        (
            Column("title", Message(N_("Criterion"))),
            Column("answer", Message(N_("Answer"))),
            Column("evidence", Message(N_("Evidence"))),
            Column("falsifier", Message(N_("What would change the answer"))),
        ),
        tuple(
            {
                "title": c.title,
                "answer": Message(ANSWERS[c.answer]),
                "evidence": c.evidence,
                "falsifier": c.falsifier,
            }
            for c in found.criteria
        ),
    )


def after_table(found: QtEnd) -> Table:
    """Return what follows the end, with intervals."""
    kinds: tuple[tuple[str, Text], ...] = (
        ("hold", Message(N_("Hold"))),
        ("reserve_management", Message(N_("Reserve management"))),
        ("run_off", Message(N_("QT restarts"))),
        ("purchases", Message(N_("QE restarts"))),
        ("cuts", Message(N_("The policy rate is cut"))),
    )
    rows = []
    for key, title in kinds:
        row: dict[str, Any] = {"event": title}
        for outlook in found.after.outlooks:
            chance: Chance = getattr(outlook, key)
            row[f"m{outlook.months}"] = 100.0 * chance.p
            row[f"range{outlook.months}"] = Message(
                N_("{low} to {high}%"), {"low": _percent(chance.low), "high": _percent(chance.high)}
            )
        rows.append(row)
    columns = [Column("event", Message(N_("What comes first")))]
    for outlook in found.after.outlooks:
        columns += [
            Column(
                f"m{outlook.months}",
                Message(N_("Within {months} months"), {"months": outlook.months}),
                "number",
                "percent",
                0,
            ),
            Column(f"range{outlook.months}", Message(N_("80% interval"))),
        ]
    return Table("qt-end-after", Message(N_("After the end of run-off")), tuple(columns), tuple(rows))


def street_table(found: QtEnd) -> Table:
    """Return what others expected by then."""
    return Table(
        "qt-end-street",
        Message(N_("What others expected by then")),
        (
            Column("published", Message(N_("Published")), "date"),
            Column("who", Message(N_("Who"))),
            Column("said", Message(N_("Expected"))),
            Column("source", Message(N_("Source"))),
        ),
        tuple(
            {
                "published": c.published,
                "who": Bilingual(c.who, c.who_zh),
                "said": Bilingual(c.said_en, c.said_zh),
                "source": c.source,
            }
            for c in found.street
        ),
        Message(N_("Source: the publishers named beside each call.")),
        Origin(through=max((c.published for c in found.street), default=None), published=True),
    )


def judged_rows(as_of: Any) -> list[dict[str, Any]]:
    """Return the judged vintages whose end was known on a day, beside the calls of their time."""
    rows = []
    ends = {"QT1": np.datetime64("2019-08", "M"), "QT2": np.datetime64("2025-12", "M")}
    for each in judged():
        actual = ends[each.run_off]
        if np.datetime64(as_of, "M") < actual:
            continue
        row, call = row_of(each.as_of), call_of_the_time(each)
        missed = int((np.datetime64(call.expected, "M") - actual).astype(int))
        rows.append(
            {
                "run_off": each.run_off,
                "as_of": each.as_of,
                "median": row.median,
                "p10": row.p10,
                "p90": row.p90,
                "actual": str(actual),
                "error_months": row.error_months,
                "covered": row.covered,
                "who": call.who,
                "who_zh": call.who_zh,
                "expected": call.expected,
                "call_error_months": missed,
                "closer": abs(row.error_months) < abs(missed),
            }
        )
    return rows


def _range(row: Mapping[str, Any]) -> Message:
    """Return the 80% range of a judged vintage as words."""
    low, high = (Month(np.datetime64(row[key], "M") if row[key] else None) for key in ("p10", "p90"))
    return Message(N_("{first} to {last}"), {"first": low, "last": high})


def judged_table(as_of: Any) -> Table:
    """Return medians made in real time beside the calls of their time."""
    return Table(
        "qt-end-judged",
        Message(N_("Said in real time, and what happened")),
        (
            Column("run_off", Message(N_("Run-off"))),
            Column("as_of", Message(N_("As of")), "date"),
            Column("median", Message(N_("Median")), "month"),
            Column("range", Message(N_("80% range"))),
            Column("actual", Message(N_("Actual")), "month"),
            Column("error_months", Message(N_("Error, months")), "number", decimals=0, signed=True),
            Column("who", Message(N_("Call of the time"))),
            Column("expected", Message(N_("Expected")), "month"),
            Column("call_error_months", Message(N_("Its error, months")), "number", decimals=0, signed=True),
            Column("closer", Message(N_("Closer")), "check"),
        ),
        tuple(
            row | {"who": Bilingual(row["who"], row["who_zh"]), "range": _range(row)}
            for row in judged_rows(as_of)
        ),
    )


def write(desk: Desk) -> Section:
    """Return the section."""
    try:
        found = qt_end(desk)
    except InputError:
        return Section(
            "qt_end",
            Message(TITLE),
            (Message(N_("Not to be said for this day: too little was known yet about overnight rates.")),),
        )
    tables = [criteria_table(found), after_table(found)]
    if found.street:
        tables.append(street_table(found))
    if judged_rows(desk.as_of):
        tables.append(judged_table(desk.as_of))
    ends = found.distribution
    charts = (after_chart(found) if ends is None else probability_chart(ends),)
    return Section(
        "qt_end",
        Message(TITLE),
        tuple(sentences(found)),
        tiles_of(found),
        charts,
        tuple(tables),
        falsifiers(found),
        Origin(Message(SOURCE), desk.newest(*READ), desk.as_of, "qt_end_model"),
    )
