"""Taiwan and Hong Kong: where they stand, what a run-off and a hike do there, and how the model fared."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import transmit_curve
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Table, Text, Tile
from tidegate.briefing.regional import NEEDED, carry, latest, overnight
from tidegate.briefing.sections.transmission import EXAMPLE_BN, EXAMPLE_MONTHS
from tidegate.evidence.regional.replay import (
    VINTAGE_MONTHS,
    BandReplay,
    DirectionReplay,
    band_score,
    direction_score,
    shipped_band_replays,
    shipped_direction_replays,
)
from tidegate.message import N_, Message, Number, Quantity
from tidegate.policy.qt_end.month import Month
from tidegate.transmission.markets.regional.band import STRONG_SIDE, WEAK_SIDE
from tidegate.transmission.markets.regional.estimates import figure
from tidegate.transmission.markets.regional.intervention import INSTRUMENTS, SECTORS, intervention
from tidegate.transmission.markets.regional.rows import RegionalAnswer
from tidegate.units import day, points_from_bp

TITLE = N_("Taiwan and Hong Kong")
EXAMPLE_RATE_BP = 100.0
EXAMPLE_PURCHASE_BN = 10.0
DRAWS = 240
SURPRISED = 0.2
"""A chance below this that came all the same is told as a miss."""
CHART_FROM = date(2007, 1, 1)
BALANCE_FROM = date(2017, 12, 1)
SOURCE = N_(
    "Source: Board of Governors, H.10; Hong Kong Monetary Authority; Central Bank of the Republic of China (Taiwan);"
    " Tidegate's estimate."
)
REGION_TITLES = {"tw": N_("What it does in Taiwan"), "hk": N_("What it does in Hong Kong")}


def now_text(value: float | None, unit: str) -> Text:
    """Return a level as text in the reader's language."""
    return "" if value is None else Message("{value}", {"value": Quantity(value, unit, "short")})


def region_rows(found: RegionalAnswer, other: RegionalAnswer | None = None) -> tuple[dict[str, Any], ...]:
    """Return the rows of an answer, and beside each the change of another answer."""
    rows = []
    for row in found.rows:
        cells: dict[str, Any] = {
            "item": row.title,
            "unit": row.change_unit,
            "now": now_text(row.now, row.unit),
            "mean": row.change.mean,
            "low": row.change.p10,
            "high": row.change.p90,
        }
        if other is None:
            cells["source"] = row.source
        else:
            moved = other.row(row.id).change
            cells |= {"more_mean": moved.mean, "more_low": moved.p10, "more_high": moved.p90}
        rows.append(cells)
    return tuple(rows)


def _amounts(prefix: str, titles: tuple[str, str, str]) -> tuple[Column, ...]:
    keys = (f"{prefix}mean", f"{prefix}low", f"{prefix}high")
    return tuple(Column(k, Message(t), "amount", signed=True) for k, t in zip(keys, titles, strict=True))


def region_table(found: RegionalAnswer, other: RegionalAnswer | None = None) -> Table:
    """Return an answer as a table; with `other`, two changes side by side."""
    columns = (
        Column("item", Message(N_("What"))),
        Column("now", Message(N_("Now"))),
        *_amounts("", (N_("Change"), N_("Low (10%)"), N_("High (90%)"))),
    )
    if other is None:
        columns += (Column("source", Message(N_("Rests on"))),)
    else:
        columns += _amounts("more_", (N_("With a hike too"), N_("Low (10%)"), N_("High (90%)")))
    title = Message(REGION_TITLES[found.region])
    return Table(f"asia-{found.region}", title, columns, region_rows(found, other), Message(SOURCE))


def regional_section(found: RegionalAnswer) -> Section:
    """Return one answer as a section, for the command line."""
    text = N_("A change of {change} over {months} months and {rate} percentage points on the policy rate.")
    params = {
        "change": Quantity(found.path.change_bn, "bn_usd", "short", signed=True),
        "months": found.path.months,
        "rate": Number(points_from_bp(found.path.rate_bp), 2, signed=True),
    }
    lead: tuple[Text, ...] = (Message(text, params), *found.notes)
    return Section("asia", Message(REGION_TITLES[found.region]), lead, tables=(region_table(found),))


def place_sentence(desk: Desk) -> Message:
    """Return where the Hong Kong dollar stands, and which way the carry pushes it."""
    spot, hibor = latest(desk, "FX_USDHKD"), latest(desk, "HK_HIBOR_1M")
    gap = overnight(desk, day(hibor.date)).value - hibor.value
    pushes = N_("pushes it to the weak side") if gap > 0 else N_("pushes it to the strong side")
    return Message(
        N_(
            "Hong Kong: the US dollar stood at {spot} in {month}, in a band of 7.75 to 7.85. One-month HIBOR was"
            " {hibor}% and the US overnight rate {gap} points above it; that {pushes}."
        ),
        {
            "spot": Number(spot.value, 3),
            "month": Month(day(spot.date)),
            "hibor": Number(hibor.value, 2),
            "gap": Number(gap, 2, signed=True),
            "pushes": Message(pushes),
        },
    )


def balance_sentence(desk: Desk) -> Message:
    """Return the aggregate balance and what it is for."""
    found = latest(desk, "HK_AGGREGATE_BALANCE")
    return Message(
        N_(
            "The aggregate balance is the valve: {balance} on {when}. What the Monetary Authority buys at 7.85 is taken"
            " from it dollar for dollar, HIBOR rises, and the pressure goes."
        ),
        {"balance": Quantity(found.value, "bn_hkd"), "when": found.date},
    )


def taiwan_sentence(desk: Desk) -> Message:
    """Return how the Taiwan dollar answers."""
    found = latest(desk, "FX_USDTWD")
    return Message(
        N_(
            "Taiwan: the US dollar cost NT${spot} in {month}. For each percent that the broad dollar gains the Taiwan"
            " dollar loses {beta}% and the Korean won {won}%: the central bank leans against the wind."
        ),
        {
            "spot": Number(found.value, 2),
            "month": Month(day(found.date)),
            "beta": Number(figure("tw_beta_dollar").mean, 2),
            "won": Number(figure("kr_beta_dollar").mean, 2),
        },
    )


def tiles_of(desk: Desk, hong_kong: RegionalAnswer, more: RegionalAnswer) -> tuple[Tile, ...]:
    """Return the headline numbers."""
    hkd, twd = latest(desk, "FX_USDHKD"), latest(desk, "FX_USDTWD")
    balance, hibor = latest(desk, "HK_AGGREGATE_BALANCE"), latest(desk, "HK_HIBOR_1M")
    chance, with_hike = hong_kong.row("weak_side_chance"), more.row("weak_side_chance")
    assert chance.without is not None
    assert with_hike.with_change is not None
    months = Message(
        N_("within {months} months if nothing changes; {more}% with run-off and a hike of one point"),
        {"months": EXAMPLE_MONTHS, "more": Number(with_hike.with_change.mean, 0)},
    )
    return (
        Tile(
            Message(N_("US dollar in Hong Kong dollars")),
            hkd.value,
            "per_usd",
            when=hkd.date,
            series="FX_USDHKD",
        ),
        Tile(
            Message(N_("Aggregate balance")),
            balance.value,
            "bn_hkd",
            when=balance.date,
            series="HK_AGGREGATE_BALANCE",
        ),
        Tile(Message(N_("HIBOR, one month")), hibor.value, "percent", when=hibor.date, series="HK_HIBOR_1M"),
        Tile(
            Message(N_("Chance that 7.85 is met")),
            chance.without.mean,
            "percent",
            note=months,
            is_chance=True,
        ),
        Tile(
            Message(N_("US dollar in Taiwan dollars")),
            twd.value,
            "per_usd",
            when=twd.date,
            series="FX_USDTWD",
        ),
    )


def band_chart(desk: Desk) -> Chart:
    """Return USD/HKD in its band."""
    found = desk.series("FX_USDHKD", CHART_FROM)
    edge = np.ones(len(found.dates))
    return Chart(
        "asia-usdhkd",
        Message(N_("US dollar in Hong Kong dollars, in the band")),
        "per_usd",
        (
            Line(Message(N_("Month average")), found.dates, found.values, Role.ACTUAL),
            Line(Message(N_("Weak side, 7.85")), found.dates, WEAK_SIDE * edge, Role.OTHER, dashed=True),
            Line(Message(N_("Strong side, 7.75")), found.dates, STRONG_SIDE * edge, Role.OTHER, dashed=True),
        ),
        Message(SOURCE),
        Message(
            N_(
                "The rate lies at its weak side when the Fed raises rates faster than HIBOR follows, and never beyond."
            )
        ),
        zero_based=False,
    )


def balance_chart(desk: Desk) -> Chart:
    """Return the aggregate balance on published days."""
    found = desk.series("HK_AGGREGATE_BALANCE", BALANCE_FROM)
    return Chart(
        "asia-balance",
        Message(N_("Aggregate balance on published days")),
        "bn_hkd",
        (Line(Message(N_("Aggregate balance")), found.dates, found.values, Role.RESERVES),),
        Message(SOURCE),
        Message(N_("It falls where 7.85 is defended and rises where 7.75 is; a low balance lifts HIBOR.")),
    )


def rates_chart(desk: Desk) -> Chart:
    """Return HIBOR beside the US rate."""
    hibor = desk.series("HK_HIBOR_1M", BALANCE_FROM)
    us = np.array([overnight(desk, when).value for when in hibor.dates])
    return Chart(
        "asia-hibor",
        Message(N_("One-month HIBOR and the US overnight rate, ends of months")),
        "percent",
        (
            Line(Message(N_("HIBOR, one month")), hibor.dates, hibor.values, Role.MODEL),
            Line(Message(N_("US overnight rate")), hibor.dates, us, Role.ACTUAL),
        ),
        Message(SOURCE),
        Message(
            N_(
                "Where HIBOR lies below the US rate, selling Hong Kong dollars for US dollars earns the difference."
            )
        ),
    )


def taiwan_chart(desk: Desk) -> Chart:
    """Return USD/TWD."""
    found = desk.series("FX_USDTWD", CHART_FROM)
    return Chart(
        "asia-usdtwd",
        Message(N_("US dollar in Taiwan dollars")),
        "per_usd",
        (Line(Message(N_("Month average")), found.dates, found.values, Role.ACTUAL),),
        Message(SOURCE),
        Message(N_("Up: a weaker Taiwan dollar. It moves with the broad dollar, but less.")),
        zero_based=False,
    )


def intervention_table() -> Table:
    """Return one purchase at 7.85 in everyone's books."""
    done = intervention("weak", EXAMPLE_PURCHASE_BN)
    sides = {True: N_("asset"), False: N_("liability")}
    rows = tuple(
        {
            "sector": SECTORS[e.sector],
            "instrument": INSTRUMENTS[e.instrument],
            "side": Message(sides[e.is_asset]),
            "unit": "bn_hkd",
            "change": e.change_mn / 1_000,
        }
        for e in done.entries
    )
    return Table(
        "asia-intervention",
        Message(
            N_("The Monetary Authority buys {amount} at 7.85: whose books move"),
            {"amount": Quantity(EXAMPLE_PURCHASE_BN, "bn_hkd")},
        ),
        (
            Column("sector", Message(N_("Sector"))),
            Column("instrument", Message(N_("Instrument"))),
            Column("side", Message(N_("Side"))),
            Column("change", Message(N_("Change")), "amount", signed=True),
        ),
        rows,
    )


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
                    "Taiwan, {count} quarters since 2015: from US rates alone the direction of the Taiwan dollar was"
                    " right {rates} times, hardly better than a coin; given the broad dollar as it came, {both} times."
                ),
                {"count": rates.count, "rates": rates.hits, "both": both.hits},
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


def write(desk: Desk) -> Section:
    """Return the section for the stated example, or say that too little was known."""
    lost = [name for names in NEEDED.values() for name in names if not desk.has(name)]
    if lost:
        text = N_("Too little was known by then: {series}.")
        return Section("asia", Message(TITLE), (Message(text, {"series": ", ".join(lost)}),))
    curve = transmit_curve(desk, EXAMPLE_BN, EXAMPLE_MONTHS)
    found: dict[str, tuple[RegionalAnswer, RegionalAnswer]] = {}
    for region in ("hk", "tw"):
        alone = carry(desk, region, curve, 0.0, DRAWS)
        found[region] = alone, carry(desk, region, curve, EXAMPLE_RATE_BP, DRAWS, alone)
    example = Message(
        N_(
            "Below: a run-off of {change} over {months} months, and the same with a hike of one point that nobody"
            " expected. The run-off alone does little here; the policy rate does the rest."
        ),
        {"change": Quantity(-EXAMPLE_BN, "bn_usd", "short"), "months": EXAMPLE_MONTHS},
    )
    return Section(
        "asia",
        Message(TITLE),
        (place_sentence(desk), balance_sentence(desk), taiwan_sentence(desk), example),
        tiles_of(desk, *found["hk"]),
        (band_chart(desk), balance_chart(desk), rates_chart(desk), taiwan_chart(desk)),
        (
            region_table(*found["hk"]),
            region_table(*found["tw"]),
            intervention_table(),
            episodes_table(known_band_replays(desk)),
        ),
        (*record_notes(desk), *found["hk"][1].notes, *found["tw"][0].notes, estimates_note()),
    )
