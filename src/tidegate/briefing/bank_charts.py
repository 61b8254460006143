"""Charts of four central banks: stocks in percent of their peak, over GDP, and the ECB against its record."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from tidegate.briefing.abroad import EURO_SERIES, project_bank
from tidegate.briefing.assembly import Desk
from tidegate.briefing.comparison import Compared, Stocks, stocks
from tidegate.briefing.document import Chart, Line, Role
from tidegate.catalog import Bilingual
from tidegate.catalog import banks as catalogue_banks
from tidegate.errors import TidegateError
from tidegate.message import N_, Message, Number
from tidegate.units import day, to_date

ROLES = {"fed": Role.TREASURIES, "ecb": Role.MBS, "boe": Role.RESERVES, "boj": Role.ON_RRP}
SOURCE = N_(
    "Source: Board of Governors (H.4.1); ECB, APP and PEPP; Bank of England, APF; Bank of Japan; nominal GDP as in "
    "the notes. Stocks that were last published long ago are carried on by the announced plan."
)
FORECAST_KNOWN = date(2023, 6, 15)
"""The ECB had just said that reinvestment of the APP would stop in July."""
FORECAST_START = date(2023, 5, 31)
REPLAY_START = date(2022, 6, 30)


def short(bank: str) -> Bilingual:
    """Return the short name of a bank."""
    return catalogue_banks()[bank].short


def index_chart(desk: Desk, rows: Sequence[Compared]) -> Chart | None:
    """Draw every stock in percent of its peak."""
    lines = []
    for row in rows:
        held = stocks(desk, row.bank)
        if held is None or row.start is None or not row.peak_bn > 0.0:
            continue
        lines += _index_lines(held, row)
    if not lines:
        return None
    return Chart(
        "bank-index",
        Message(N_("Stocks in percent of their peak")),
        "percent",
        tuple(lines),
        Message(SOURCE),
        Message(
            N_(
                "The four portfolios since 2021, each in percent of its highest stock; planned parts are dashed."
            )
        ),
        zero_based=False,
    )


def _index_lines(held: Stocks, row: Compared) -> list[Line]:
    shown = held.dates >= day("2021-01-01")
    values = 100.0 * held.values_bn / row.peak_bn
    last = day(held.published_until) if held.published_until else held.dates[-1]
    record = shown & (held.dates <= last)
    lines = []
    if record.any():
        lines.append(Line(short(row.bank), held.dates[record], values[record], ROLES[row.bank]))
    later = shown & (held.dates >= last)
    if (held.dates > last).any():
        text = Message(N_("{bank}, under the plan"), {"bank": short(row.bank)})
        lines.append(Line(text, held.dates[later], values[later], ROLES[row.bank], True))
    return lines


def gdp_chart(rows: Sequence[Compared]) -> Chart | None:
    """Draw what each bank holds over a year's GDP, at its peak and now."""
    shown = [r for r in rows if math.isfinite(r.peak_gdp_pct) and math.isfinite(r.now_gdp_pct)]
    if len(shown) < 2:
        return None
    none = np.array([], dtype="datetime64[D]")
    return Chart(
        "bank-gdp",
        Message(N_("Stocks over a year's GDP, at the peak and now")),
        "percent",
        (
            Line(Message(N_("At the peak")), none, np.array([r.peak_gdp_pct for r in shown]), Role.OTHER),
            Line(Message(N_("Now")), none, np.array([r.now_gdp_pct for r in shown]), Role.MODEL),
        ),
        Message(SOURCE),
        Message(N_("Portfolios in percent of nominal GDP at their peak and at the last stock.")),
        categories=tuple(short(r.bank) for r in shown),
    )


def euro_check(desk: Desk) -> tuple[Chart, tuple[Message, ...]] | None:
    """Draw the APP against the published record: a replay, and a forecast made in June 2023."""
    if desk.as_of < date(2023, 9, 30):
        return None
    record = desk.series(EURO_SERIES["app"][1], REPLAY_START)
    last = f"{to_date(record.dates[-1]):%Y-%m}"
    try:
        replay = project_bank("ecb", REPLAY_START, f"known:{desk.as_of}", last, desk=desk)
        forecast = project_bank("ecb", FORECAST_START, f"known:{FORECAST_KNOWN}", last, desk=desk)
    except TidegateError:
        return None
    lines = (
        Line(Message(N_("APP, published")), record.dates, record.values, Role.ACTUAL),
        Line(
            Message(N_("Replay, with what matured as published")),
            replay.dates,
            replay.series["app_bn"],
            Role.MODEL,
            True,
        ),
        Line(
            Message(N_("Forecast from what was known on {day}"), {"day": FORECAST_KNOWN}),
            forecast.dates,
            forecast.series["app_bn"],
            Role.ALTERNATIVE,
            True,
        ),
    )
    text = N_(
        "The ECB's APP: the replay misses the published stock by {replay}% at most; a forecast with what was known "
        "on {day} by {forecast}% at most, {last}% at the end ({when})."
    )
    missed = _errors(replay.dates, replay.series["app_bn"], record.dates, record.values)
    ahead = _errors(forecast.dates, forecast.series["app_bn"], record.dates, record.values)
    said = Message(
        text,
        {
            "replay": Number(float(np.abs(missed).max()), 2),
            "forecast": Number(float(np.abs(ahead).max()), 2),
            "last": Number(float(ahead[-1]), 2, True),
            "day": FORECAST_KNOWN,
            "when": to_date(record.dates[-1]),
        },
    )
    chart = Chart(
        "bank-app",
        Message(N_("The ECB's APP: record, replay and forecast")),
        "bn_eur",
        lines,
        Message(N_("Source: ECB, history of the APP.")),
        Message(
            N_("Month-end holdings of the APP, published and projected as one stock from the announced plan.")
        ),
        zero_based=False,
    )
    return chart, (said,)


def _errors(dates: Any, values: Any, record_dates: Any, record: Any) -> Any:
    """Return errors in percent on the dates that both have."""
    _, mine, theirs = np.intersect1d(dates, record_dates, return_indices=True)
    return 100.0 * (values[mine] / record[theirs] - 1.0)
