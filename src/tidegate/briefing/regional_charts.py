"""Charts and books of Taiwan and Hong Kong: the band, the balance, HIBOR, USD/TWD, one intervention."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Chart, Column, Line, Role, Table
from tidegate.briefing.origin import Origin
from tidegate.briefing.regional import overnight_path
from tidegate.message import N_, Message, Quantity
from tidegate.transmission.markets.regional.band import STRONG_SIDE, WEAK_SIDE
from tidegate.transmission.markets.regional.intervention import INSTRUMENTS, SECTORS, intervention
from tidegate.units import Days

EXAMPLE_PURCHASE_BN = 10.0
FAR_DAYS, ANOTHER_LEVEL = 300, 0.2
CHART_FROM = date(2007, 1, 1)
BALANCE_FROM = date(2017, 12, 1)
SOURCE = N_(
    "Source: Board of Governors, H.10; Hong Kong Monetary Authority; Central Bank of the Republic of China (Taiwan);"
    " Tidegate's estimate."
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


def with_gaps(days: Days, values: NDArray[np.float64]) -> tuple[Days, NDArray[np.float64]]:
    """Return published days with a gap where the next is far off and at another level: the way there is not known."""
    far = np.diff(days) > np.timedelta64(FAR_DAYS, "D")
    moved = np.abs(np.diff(np.log(values))) > ANOTHER_LEVEL
    after = np.flatnonzero(far & moved) + 1
    gaps = days[after - 1] + np.timedelta64(1, "D")
    return np.insert(days, after, gaps), np.insert(values, after, np.nan)


def balance_chart(desk: Desk) -> Chart:
    """Return the aggregate balance on published days."""
    found = desk.series("HK_AGGREGATE_BALANCE", BALANCE_FROM)
    dates, values = with_gaps(found.dates, found.values)
    return Chart(
        "asia-balance",
        Message(N_("Aggregate balance on published days")),
        "bn_hkd",
        (Line(Message(N_("Aggregate balance")), dates, values, Role.RESERVES),),
        Message(SOURCE),
        Message(
            N_(
                "It falls where 7.85 is defended and rises where 7.75 is. How far a low balance lifted HIBOR"
                " differed each time."
            )
        ),
    )


def rates_chart(desk: Desk) -> Chart:
    """Return HIBOR beside the US rate."""
    hibor = desk.series("HK_HIBOR_1M", BALANCE_FROM)
    us = overnight_path(desk, hibor.dates)
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
            Column("side", Message(N_("Asset or liability"))),
            Column("change", Message(N_("Change")), "amount", signed=True),
        ),
        rows,
        Message(N_("Source: Tidegate's ledger; an example in a round number.")),
        Origin(method="ledger", undated=True),
    )
