"""How the regional model fared: replays told with what had ended by the day of the question."""

from __future__ import annotations

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Table
from tidegate.briefing.regional_charts import SOURCE
from tidegate.evidence.regional.replay import (
    VINTAGE_MONTHS,
    BandReplay,
    DirectionReplay,
    band_score,
    direction_score,
    shipped_band_replays,
    shipped_direction_replays,
)
from tidegate.message import N_, Message, Number
from tidegate.policy.qt_end.month import Month
from tidegate.transmission.markets.regional.estimates import figure

SURPRISED = 0.2
"""A chance below this that came all the same is told as a miss."""


def known_band_replays(desk: Desk) -> tuple[BandReplay, ...]:
    """Return the replays whose end had come by the day of the desk."""
    last = np.datetime64(desk.as_of, "M")
    return tuple(r for r in shipped_band_replays() if np.datetime64(r.start, "M") + r.months < last)


def known_direction_replays(desk: Desk) -> tuple[DirectionReplay, ...]:
    """Return the quarters that had ended by the day of the desk."""
    last = np.datetime64(desk.as_of, "M")
    return tuple(r for r in shipped_direction_replays() if np.datetime64(r.quarter, "M") < last)


def episodes_table(rows: tuple[BandReplay, ...]) -> Table:
    """Return the defences of the weak side, replayed."""
    return Table(
        "asia-episodes",
        Message(N_("Three defences of 7.85, replayed from before they began, under the US rates that came")),
        (
            Column("start", Message(N_("Known until")), "month"),
            Column("months", Message(N_("Months ahead")), "number", decimals=0),
            Column("chance", Message(N_("Chance given to 7.85")), "number", "percent", 0),
            Column("came", Message(N_("Met")), "check"),
            Column("balance", Message(N_("Balance at the end: middle")), "amount"),
            Column("low", Message(N_("Low (10%)")), "amount"),
            Column("high", Message(N_("High (90%)")), "amount"),
            Column("actual", Message(N_("Actual")), "amount"),
        ),
        tuple(
            {
                "start": r.start,
                "months": r.months,
                "chance": 100.0 * r.chance,
                "came": r.came,
                "unit": "bn_hkd",
                "balance": r.balance_p50,
                "low": r.balance_p10,
                "high": r.balance_p90,
                "actual": r.balance_bn,
            }
            for r in rows
            if r.kind == "episode"
        ),
        Message(SOURCE),
    )


def missed_sentence(row: BandReplay) -> Message:
    """Return the worst miss."""
    return Message(
        N_(
            "The worst miss: with what was known at the end of {month} it gave 7.85 within {months} months {chance}"
            " chances in a hundred, and it was met. Flows that have nothing to do with interest rates – a wave of"
            " money into shares, then out again – are beyond it."
        ),
        {
            "month": Month(np.datetime64(row.start, "M")),
            "months": row.months,
            "chance": Number(100.0 * row.chance, 0),
        },
    )


def record_notes(desk: Desk) -> tuple[Message, ...]:
    """Return how the model fared, and where it loses."""
    told = []
    vintages = [r for r in known_band_replays(desk) if r.kind == "vintage"]
    if vintages:
        score = band_score(vintages)
        told.append(
            Message(
                N_(
                    "Hong Kong, {count} quarter-ends: the chance of 7.85 within {months} months has a mean squared"
                    " error of {brier}, against {naive} for always saying how often it came ({came} times). Of the 80%"
                    " ranges of the balance {balance}% held, of HIBOR {hibor}%: both are too narrow."
                ),
                {
                    "count": score.count,
                    "months": VINTAGE_MONTHS,
                    "came": score.came,
                    "brier": Number(score.brier, 3),
                    "naive": Number(score.brier_of_the_mean, 3),
                    "balance": Number(100 * score.balance_covered, 0),
                    "hibor": Number(100 * score.hibor_covered, 0),
                },
            )
        )
        missed = min((r for r in vintages if r.came), key=lambda r: r.chance, default=None)
        if missed is not None and missed.chance < SURPRISED:
            told.append(missed_sentence(missed))
    quarters = known_direction_replays(desk)
    if quarters:
        rates, both = (direction_score(quarters, by) for by in ("by_rates_pct", "by_dollar_pct"))
        told.append(
            Message(
                N_(
                    "Taiwan, {count} quarters since 2015: from the rate differential alone the direction of the"
                    " Taiwan dollar was right {rates} times, where a coin has {half}; given the broad dollar as it"
                    " came, {both} times."
                ),
                {"count": rates.count, "rates": rates.hits, "half": rates.count // 2, "both": both.hits},
            )
        )
    return tuple(told)


def estimates_note() -> Message:
    """Return from which months the estimates are, whatever the day of the question."""
    found = figure("hk_drift_carry")
    text = N_(
        "The estimates are from {first} to {last} whatever day is asked about; only the replays knew no more than the"
        " past."
    )
    params = {name: Month(np.datetime64(getattr(found, name), "M")) for name in ("first", "last")}
    return Message(text, params)
