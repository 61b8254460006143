"""Are reserves ample: the demand for reserves, ON RRP, and the days on which rates jump."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Area, Chart, Column, Line, Role, Section, Table, Text, Tile
from tidegate.briefing.liquidity import MoneyMarket, money_market, reserves
from tidegate.briefing.origin import Origin
from tidegate.briefing.reserve_words import (
    VERDICTS,
    bn,
    buffer_sentence,
    definitions,
    distance_sentence,
    percent,
    threshold_sentence,
    treasury_sentence,
    verdict_sentence,
)
from tidegate.errors import InputError
from tidegate.message import N_, Message, Number
from tidegate.transmission.money_market.parameters import default_parameters
from tidegate.transmission.money_market.special_days import DayKind
from tidegate.transmission.money_market.verdict import Assessment, Interval
from tidegate.units import points_from_bp, to_date

_PERCENT = 100.0
KINDS = {
    DayKind.ORDINARY: N_("Ordinary day"),
    DayKind.SETTLEMENT: N_("Settlement of Treasury coupons"),
    DayKind.TAX: N_("Tax day and the day after"),
    DayKind.MONTH_END: N_("Month-end"),
    DayKind.QUARTER_END: N_("Quarter-end"),
    DayKind.YEAR_END: N_("Year-end"),
}
SOURCE = N_(
    "Source: Federal Reserve Bank of New York (EFFR, SOFR, ON RRP); Board of Governors, H.4.1 and H.8;"
    " Bureau of Economic Analysis (GDP); Tidegate's estimate."
)


def spike_rows(found: MoneyMarket) -> tuple[dict[str, Any], ...]:
    """Return the risk of a spike by kind of day, bp and shares in percent."""
    return tuple(
        {
            "kind": risk.kind.name.lower(),
            "day": Message(KINDS[risk.kind]),
            "days": risk.spikes.of,
            "spike_pct": _PERCENT * risk.spikes.share,
            "low_pct": _PERCENT * risk.spikes.low,
            "high_pct": _PERCENT * risk.spikes.high,
            "median_bp": risk.median_bp,
            "ninetieth_bp": risk.ninetieth_bp,
            "worst_bp": risk.worst_bp,
            "like_now": risk.like_now,
        }
        for risk in found.spikes
    )


def spike_table(found: MoneyMarket) -> Table:
    """Return the risk of a spike by kind of day as a table."""
    columns = (
        Column("day", Message(N_("Kind of day"))),
        Column("days", Message(N_("Days seen")), "number"),
        Column("spike_pct", Message(N_("Chance of a spike")), "number", "percent", decimals=0),
        Column("low_pct", Message(N_("At least")), "number", "percent", decimals=0),
        Column("high_pct", Message(N_("At most")), "number", "percent", decimals=0),
        Column("median_bp", Message(N_("Median rise, bp")), "number", decimals=1, signed=True),
        Column("ninetieth_bp", Message(N_("One in ten, bp")), "number", decimals=1, signed=True),
        Column("worst_bp", Message(N_("Worst, bp")), "number", decimals=0, signed=True),
        Column("like_now", Message(N_("As tight as now?")), "check"),
    )
    title = Message(
        N_("How often {rate} jumped {bp} bp or more over the ten ordinary days before"),
        {
            "rate": found.spike_measure.upper(),
            "bp": Number(default_parameters().spikes.spike_bp),
        },
    )
    return Table("spikes", title, columns, spike_rows(found), Message(SOURCE))


def coming_rows(found: MoneyMarket) -> tuple[dict[str, Any], ...]:
    """Return the next days that are not ordinary, with the chance of a spike."""
    risk = {r.kind: r for r in found.spikes}
    return tuple(
        {
            "date": to_date(day),
            "day": Message(KINDS[DayKind(int(kind))]),
            "spike_pct": _PERCENT * risk[DayKind(int(kind))].spikes.share,
        }
        for day, kind in zip(found.coming, found.coming_kinds, strict=True)
    )


def coming_table(found: MoneyMarket) -> Table:
    """Return the next days to watch as a table."""
    columns = (
        Column("date", Message(N_("Date")), "date"),
        Column("day", Message(N_("Kind of day"))),
        Column("spike_pct", Message(N_("Chance of a spike")), "number", "percent", decimals=0),
    )
    return Table("coming-days", Message(N_("The next days to watch")), columns, coming_rows(found))


def tiles(found: Assessment, when: np.datetime64) -> tuple[Tile, ...]:
    """Return the numbers to be seen first."""
    day = to_date(when)

    def between(interval: Interval) -> Text | None:
        if not (isfinite(interval.low) and isfinite(interval.high)):
            return None
        return Message(
            N_("{confidence}% interval: {low} to {high}."),
            {
                "confidence": percent(found.confidence),
                "low": bn(interval.low),
                "high": bn(interval.high),
            },
        )

    rows = [
        Tile(Message(N_("Reserves are")), text=Message(VERDICTS[found.verdict]), when=day),
        Tile(
            Message(N_("Chance that reserves are ample")),
            _PERCENT * found.p_ample,
            "percent",
            when=day,
            is_chance=True,
        ),
    ]
    if isfinite(found.threshold_bn.middle):
        rows += [
            Tile(
                Message(N_("Where the curve bends")),
                found.threshold_bn.middle,
                "bn_usd",
                when=day,
                note=between(found.threshold_bn),
            ),
            Tile(
                Message(N_("Distance to scarcity")),
                found.distance_bn.middle,
                "bn_usd",
                when=day,
                note=between(found.distance_bn),
            ),
        ]
    rows.append(
        Tile(Message(N_("What ON RRP can still absorb")), found.buffer.above_floor_bn, "bn_usd", when=day)
    )
    return tuple(rows)


def ratio_chart(found: MoneyMarket) -> Chart:
    """Return reserves over GDP with the band in which the curve bends, as estimated today."""
    panel = found.panel
    gdp = found.demand.scale_bn["gdp"]
    band = found.assessment.threshold_bn
    flat = np.ones(len(panel.dates))
    reserves_line = Line(Message(N_("Reserves")), panel.dates, panel.ratio_pct("gdp"), Role.RESERVES)
    lines: tuple[Line, ...] = (reserves_line,)
    areas: tuple[Area, ...] = ()
    if isfinite(band.middle):
        share = _PERCENT / gdp
        lines += (
            Line(Message(N_("The bend")), panel.dates, share * band.middle * flat, Role.MODEL, dashed=True),
        )
        if isfinite(band.low):
            name = Message(
                N_("{confidence}% band of the bend"), {"confidence": percent(found.assessment.confidence)}
            )
            areas = (Area(name, panel.dates, share * band.low * flat, share * band.high * flat, Role.MODEL),)
    return Chart(
        "reserves-and-the-bend",
        Message(N_("Reserves in percent of GDP, and where the curve bends")),
        "percent",
        lines,
        Message(SOURCE),
        Message(
            N_(
                "Weekly reserves over GDP to {end}, with the level at which overnight rates begin to"
                " rise, as estimated now."
            ),
            {"end": to_date(panel.dates[-1])},
        ),
        areas=areas,
    )


def spread_chart(found: MoneyMarket) -> Chart:
    """Return the funds rate over interest on reserves, and the fitted curve with and without its bend."""
    fit = next(f for f in found.demand.fits if (f.measure, f.scale) == ("effr", "gdp"))
    actual = found.panel.spread_bp["effr"]
    return Chart(
        "reserve-demand",
        Message(N_("The federal funds rate over interest on reserves")),
        "percent",
        (
            Line(Message(N_("Observed")), found.panel.dates, points_from_bp(1.0) * actual, Role.ACTUAL),
            Line(Message(N_("Fitted curve")), fit.dates, points_from_bp(1.0) * fit.fitted_bp, Role.MODEL),
            Line(
                Message(N_("Without the bend")),
                fit.dates,
                points_from_bp(1.0) * fit.level_bp,
                Role.ALTERNATIVE,
                dashed=True,
            ),
        ),
        Message(SOURCE),
        Message(
            N_(
                "Weekly medians, percentage points. The gap between the two fitted lines is what"
                " short reserves add;"
                " the level without the bend drifts with demand."
            )
        ),
        zero_based=False,
    )


def _too_early(desk: Desk) -> Section:
    level = reserves(desk)
    found = level.values[-1]
    return Section(
        "money_market",
        Message(N_("Are reserves ample?")),
        (
            Message(
                N_(
                    "Not to be said yet: three years of rates with interest on reserves are needed, so"
                    " from 2013."
                )
            ),
        ),
        (
            Tile(
                Message(N_("Reserve balances")),
                float(found),
                "bn_usd",
                when=to_date(level.dates[-1]),
                series="WRESBAL",
            ),
        ),
    )


def write(desk: Desk) -> Section:
    """Return the section."""
    try:
        found = money_market(desk)
    except InputError:
        return _too_early(desk)
    where = found.assessment
    lead = [
        verdict_sentence(where),
        threshold_sentence(where),
        distance_sentence(where),
        buffer_sentence(where),
    ]
    announced = treasury_sentence(where)
    if announced is not None:
        lead.append(announced)
    if where.conflict is not None:
        lead.insert(1, where.conflict)
    return Section(
        "money_market",
        Message(N_("Are reserves ample?")),
        tuple(lead),
        tiles(where, found.panel.dates[-1]),
        (ratio_chart(found), spread_chart(found)),
        (coming_table(found), spike_table(found)),
        definitions(),
        Origin(Message(SOURCE), to_date(found.panel.dates[-1]), desk.as_of, "reserve_demand"),
    )
