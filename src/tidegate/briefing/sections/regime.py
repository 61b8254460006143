"""Which regime holds: the balance sheet, the policy rate, and when they turned."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Table, Tile
from tidegate.briefing.origin import Origin
from tidegate.briefing.regimes import Answer, Regimes, regimes
from tidegate.message import N_, Message, Number
from tidegate.policy.regime.markov import MarkovFit
from tidegate.units import to_date

SHEET_NAMES = {
    "SCARCE": N_("scarce reserves and crisis lending"),
    "QE": N_("quantitative easing"),
    "TAPER": N_("taper"),
    "REINVEST": N_("reinvestment, size held"),
    "QT": N_("quantitative tightening"),
    "RESERVE-MGMT": N_("reserve management"),
}
RATE_NAMES = {
    "CUT": N_("cuts"),
    "HIKE": N_("hikes"),
    "HOLD": N_("hold"),
    "ZLB": N_("held at the lower bound"),
}
SOURCE = N_(
    "Source: Board of Governors, H.4.1; Federal Reserve Bank of New York, SOMA; BEA (GDP); Tidegate's rules."
)
_NAMES = SHEET_NAMES | RATE_NAMES
_FIGURES_LAG_DAYS = 120
"""Figures have found every switch that they find at all within this time."""


def name(label: str) -> Message:
    """Return a label in words."""
    return Message(_NAMES[label])


def _percent(share: float) -> Number:
    return Number(100.0 * share, 0)


def sheet_sentence(found: Regimes) -> Message:
    """Return how the balance sheet is run, in one sentence."""
    answer = found.sheet
    return Message(
        N_("The balance sheet is in {label} since {since} ({p}%)."),
        {
            "label": name(answer.label),
            "since": answer.since,
            "p": _percent(answer.probabilities[answer.label]),
        },
    )


def rates_sentence(found: Regimes) -> Message:
    """Return how the policy rate is run, in one sentence."""
    answer = found.rates
    return Message(
        N_("The policy rate is in {label} since {since} ({p}%)."),
        {
            "label": name(answer.label),
            "since": answer.since,
            "p": _percent(answer.probabilities[answer.label]),
        },
    )


def data_sentence(found: Regimes) -> Message:
    """Return what the figures alone say."""
    answer = found.sheet
    fields = {
        "label": name(answer.data_label),
        "p": _percent(answer.data_probabilities[answer.data_label]),
        "through": found.data_through,
    }
    if answer.data_label == answer.label:
        return Message(N_("The figures alone, to {through}, say the same ({p}%)."), fields)
    if (found.as_of - answer.since).days <= _FIGURES_LAG_DAYS:
        return Message(
            N_("The figures alone, to {through}, still say {label} ({p}%): announcements are ahead of them."),
            fields,
        )
    return Message(
        N_("The figures alone, to {through}, say {label} ({p}%), which no announcement bears out."), fields
    )


def evidence(found: Regimes) -> tuple[Message, ...]:
    """Return the readings behind the labels, one sentence each."""
    seen = found.measures
    rows = [
        Message(
            N_("Treasuries change by {bp} basis points of GDP a month (five weeks to {through})."),
            {"bp": Number(seen["treasuries"], 1, signed=True), "through": found.data_through},
        ),
        Message(
            N_("All securities change by {bp} basis points of GDP a month (thirteen weeks)."),
            {"bp": Number(seen["trend"], 1, signed=True)},
        ),
        Message(
            N_("The largest rise of Treasuries in one of the five weeks is {bp} basis points of GDP."),
            {"bp": Number(seen["rise"], 1)},
        ),
    ]
    if isfinite(seen["bill_share"]):
        share = Message(
            N_("Bills are {share}% of the Treasuries added."), {"share": _percent(seen["bill_share"])}
        )
        rows.append(share)
    elif seen["treasuries"] > 1.0:
        rows.append(Message(N_("How much of it is bills has not been published: only the pace tells.")))
    if isfinite(seen["slowing"]):
        rows.append(
            Message(N_("The pace is {share}% of the pace held before."), {"share": _percent(seen["slowing"])})
        )
    if found.phase is not None:
        rows.append(
            Message(
                N_("Announced on {announced}, in force from {start}: {title}."),
                {"announced": found.phase.announced, "start": found.phase.start, "title": found.phase.title},
            )
        )
    if found.moved_on is not None:
        rows.append(
            Message(
                N_("The policy rate is {level}%; its last move was {move} basis points on {when}."),
                {
                    "level": Number(found.level_pct, 3),
                    "move": Number(found.last_move_bp, 0, signed=True),
                    "when": found.moved_on,
                },
            )
        )
    return tuple(rows)


def _probability_rows(answer: Answer) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "key": label,
            "label": name(label),
            "all_pct": 100.0 * p,
            "data_pct": 100.0 * answer.data_probabilities[label],
        }
        for label, p in answer.probabilities.items()
    )


def probability_tables(found: Regimes) -> tuple[Table, ...]:
    """Return the probabilities of all labels, with announcements and from figures alone."""
    columns = (
        Column("label", Message(N_("Regime"))),
        Column("all_pct", Message(N_("With announcements")), "number", "percent", decimals=0),
        Column("data_pct", Message(N_("Figures alone")), "number", "percent", decimals=0),
    )
    sheet, rates = Message(N_("How the balance sheet is run")), Message(N_("How the policy rate is run"))
    return (
        Table("regime-balance-sheet", sheet, columns, _probability_rows(found.sheet)),
        Table("regime-rates", rates, columns, _probability_rows(found.rates)),
    )


def turning_rows(found: Regimes) -> tuple[dict[str, Any], ...]:
    """Return the turning points of the balance sheet, as raw rows."""
    return tuple(
        {
            "date": to_date(each.turn.date),
            "before": name(each.turn.before),
            "after": name(each.turn.after),
            "label": each.turn.after,
            "seen_on": each.seen_on,
            "effective": None if each.phase is None else each.phase.start,
            "announced": None if each.phase is None else each.phase.announced,
            "treasuries_bp": each.turn.measures["treasuries"],
            "trend_bp": each.turn.measures["trend"],
        }
        for each in found.turning_points
    )


def turning_table(found: Regimes) -> Table:
    """Return the turning points of the balance sheet with their evidence."""
    columns = (
        Column("date", Message(N_("Turned on")), "date"),
        Column("after", Message(N_("To"))),
        Column("seen_on", Message(N_("Seen at the time on")), "date"),
        Column("effective", Message(N_("In force from")), "date"),
        Column("announced", Message(N_("Announced")), "date"),
        Column(
            "treasuries_bp", Message(N_("Treasuries, bp of GDP a month")), "number", decimals=1, signed=True
        ),
        Column(
            "trend_bp", Message(N_("All securities, bp of GDP a month")), "number", decimals=1, signed=True
        ),
    )
    title = Message(N_("Turning points that the figures alone show, dated in hindsight"))
    return Table("regime-turns", title, columns, turning_rows(found), Message(SOURCE))


def chart(found: Regimes) -> Chart:
    """Return the pace of Treasuries and of all securities."""
    dates = found.path.dates
    share = 0.01
    return Chart(
        "regime-pace",
        Message(N_("Net purchases a month, percent of GDP")),
        "percent",
        (
            Line(
                Message(N_("Treasuries, five weeks")),
                dates,
                share * found.history["treasuries"],
                Role.TREASURIES,
            ),
            Line(
                Message(N_("All securities, thirteen weeks")),
                dates,
                share * found.history["trend"],
                Role.ACTUAL,
            ),
        ),
        Message(SOURCE),
        Message(
            N_("Monthly pace of purchases (above zero) and run-off (below) to {through}, percent of GDP."),
            {"through": found.data_through},
        ),
    )


ABOUT_TILE = N_("The likeliest label of how it is run now; the day is the first on which it held.")
MARKOV_TITLES = {
    "balance_sheet": N_("Markov switching: monthly change of securities, bp of GDP"),
    "rates": N_("Markov switching: monthly change of the policy rate, bp"),
}


def _markov_rows(fit: MarkovFit) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "middle_bp": float(fit.centres[k]),
            "low_bp": float(fit.low[k]),
            "high_bp": float(fit.high[k]),
            "stay_pct": 100.0 * float(fit.stay[k]),
            "now_pct": 100.0 * float(fit.filtered[-1, k]),
        }
        for k in range(len(fit.centres))
    )


def markov_table(which: str, fit: MarkovFit) -> Table:
    """Return the regimes of a Markov-switching model, lowest first."""
    columns = (
        Column("middle_bp", Message(N_("Middle")), "number", decimals=1, signed=True),
        Column("low_bp", Message(N_("One deviation below")), "number", decimals=1, signed=True),
        Column("high_bp", Message(N_("One deviation above")), "number", decimals=1, signed=True),
        Column("stay_pct", Message(N_("Chance to go on a month")), "number", "percent", decimals=0),
        Column("now_pct", Message(N_("Chance that it holds now")), "number", "percent", decimals=0),
    )
    return Table(f"markov-{which}", Message(MARKOV_TITLES[which]), columns, _markov_rows(fit))


def markov_json(fit: MarkovFit) -> dict[str, Any]:
    """Return a Markov-switching model as JSON holds it, with the months in which its regime switches."""
    best = fit.smoothed.argmax(axis=1)
    switched = np.flatnonzero(best[1:] != best[:-1]) + 1
    return {
        "regimes": _markov_rows(fit),
        "log_likelihood": fit.log_likelihood,
        "starts": fit.starts,
        "first_month": str(fit.months[0]),
        "switches": [{"month": str(fit.months[r]), "to": int(best[r])} for r in switched],
    }


def notes() -> tuple[Message, ...]:
    """Return what a reader must know of the method."""
    return (
        Message(
            N_(
                "Treasuries are counted without the inflation compensation of indexed bonds; maturity extension"
                " (2011-2012) kept the size and counts as reinvestment."
            )
        ),
        Message(
            N_(
                "Agency MBS settle about two months after they are bought, so figures alone find the beginning"
                " and end of such purchases late."
            )
        ),
    )


def write(desk: Desk) -> Section:
    """Return the section."""
    found = regimes(desk)
    return Section(
        "regime",
        Message(N_("Which regime holds?")),
        (sheet_sentence(found), rates_sentence(found), data_sentence(found)),
        (
            Tile(
                Message(N_("Balance sheet")),
                text=name(found.sheet.label),
                when=found.sheet.since,
                about=Message(ABOUT_TILE),
            ),
            Tile(
                Message(N_("Policy rate")),
                text=name(found.rates.label),
                when=found.rates.since,
                about=Message(ABOUT_TILE),
            ),
        ),
        (chart(found),),
        (*probability_tables(found), turning_table(found)),
        (*evidence(found), *notes()),
        Origin(Message(SOURCE), found.data_through, desk.as_of, "regime"),
    )
