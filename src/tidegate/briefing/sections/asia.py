"""Taiwan and Hong Kong: where they stand, what a run-off and a hike do there, and how the model fared."""

from __future__ import annotations

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import transmit_curve
from tidegate.briefing.document import Chart, Section, Text, Tile
from tidegate.briefing.origin import Origin
from tidegate.briefing.regional import NEEDED, Latest, carry, latest, overnight
from tidegate.briefing.regional_charts import (
    SOURCE,
    balance_chart,
    band_chart,
    intervention_table,
    rates_chart,
    taiwan_chart,
)
from tidegate.briefing.regional_record import (
    episodes_table,
    estimates_note,
    known_band_replays,
    record_notes,
)
from tidegate.briefing.regional_tables import REGION_TITLES, region_table
from tidegate.briefing.sections.transmission import EXAMPLE_BN, EXAMPLE_MONTHS
from tidegate.message import N_, Message, Number, Quantity
from tidegate.policy.qt_end.month import Month
from tidegate.transmission.markets.regional.estimates import figure
from tidegate.transmission.markets.regional.rows import RegionalAnswer
from tidegate.units import day, points_from_bp

READ = tuple(name for names in NEEDED.values() for name in names)
"""Series of the two places; US rates and holdings are those of the section on transmission."""
TITLE = N_("Taiwan and Hong Kong")
EXAMPLE_RATE_BP = 100.0
DRAWS = 180


def regional_section(found: RegionalAnswer) -> Section:
    """Return one answer as a section, for the command line."""
    text = N_("A change of {change} over {months} months and {rate} percentage points on the policy rate.")
    params = {
        "change": Quantity(found.path.change_bn, "bn_usd", "short", signed=True),
        "months": found.path.months,
        "rate": Number(points_from_bp(found.path.mean_rate_bp), 2, signed=True),
    }
    lead: tuple[Text, ...] = (Message(text, params), *found.notes)
    return Section("asia", Message(REGION_TITLES[found.region]), lead, tables=(region_table(found),))


def _month(found: Latest) -> Month:
    return Month(np.datetime64(found.date, "M"))


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
            "month": _month(spot),
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
            "month": _month(found),
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


def charts_of(desk: Desk) -> tuple[Chart, ...]:
    """Return the charts that have a line to draw."""
    drawn = (band_chart(desk), balance_chart(desk), rates_chart(desk), taiwan_chart(desk))
    return tuple(chart for chart in drawn if len(chart.lines[0].dates) > 1)


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
        charts_of(desk),
        (
            region_table(*found["hk"]),
            region_table(*found["tw"]),
            intervention_table(),
            episodes_table(known_band_replays(desk)),
        ),
        (*record_notes(desk), *found["hk"][1].notes, *found["tw"][0].notes, estimates_note()),
        Origin(Message(SOURCE), desk.newest(*READ), desk.as_of, "regional_model"),
    )
