"""The curve, the term premium and what announcements did to yields."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import (
    FIRST_STOCK_DAY,
    TERM_PREMIUM,
    curve_on,
    event_study,
    term_premium,
    yield_table,
)
from tidegate.briefing.document import Area, Chart, Column, Line, Role, Section, Table, Text, Tile
from tidegate.briefing.origin import Origin
from tidegate.catalog import Bilingual
from tidegate.message import N_, Message, Number
from tidegate.transmission.rates.events import GRRS_DAYS, Announcement, EventMoves
from tidegate.transmission.rates.fit import CurveFit
from tidegate.transmission.rates.premium.slow import TermPremium

YEARS = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 20.0, 30.0)
CURVE_SOURCE = N_("Source: Board of Governors, H.15 (constant maturities); curves fitted by Tidegate.")
PREMIUM_SOURCE = N_(
    "Source: Board of Governors, Kim and Wright term premium; supply effect by Tidegate with published calibrations."
)
_YEAR = timedelta(days=365)
_KIND = {
    "rule": N_("purchases, holdings"),
    "facility": N_("facility"),
    "statement": N_("words"),
}


def _tenor(years: float) -> Message:
    """Return a maturity as a short label."""
    if years < 1:
        return Message(N_("{months} mo"), {"months": round(years * 12)})
    return Message(N_("{years} y"), {"years": f"{years:g}"})


def curve_table(now: CurveFit, before: CurveFit) -> Table:
    """Return the fitted curve of two days: par, zero and forward yields."""
    here, then = now.at(0), before.at(0)
    par, zero, ahead, past = (
        here.par_pct(YEARS),
        here.zero_pct(YEARS),
        here.forward_pct(YEARS),
        then.par_pct(YEARS),
    )
    rows = tuple(
        {
            "maturity": _tenor(y),
            "years": y,
            "par_pct": float(par[i]),
            "zero_pct": float(zero[i]),
            "forward_pct": float(ahead[i]),
            "par_year_ago_pct": float(past[i]),
            "change_pct": float(par[i] - past[i]),
        }
        for i, y in enumerate(YEARS)
    )
    columns = (
        Column("maturity", Message(N_("Maturity"))),
        Column("par_pct", Message(N_("Par yield")), "number", "percent"),
        Column("par_year_ago_pct", Message(N_("A year before")), "number", "percent"),
        Column("change_pct", Message(N_("Change")), "number", "percent", signed=True),
        Column("zero_pct", Message(N_("Zero yield")), "number", "percent"),
        Column("forward_pct", Message(N_("Forward rate")), "number", "percent"),
    )
    title = Message(
        N_("The curve of {now}, fitted (mean error {error} basis points)"),
        {"now": now.dates[0].item(), "error": Number(float(now.rmse_bp[0]), 1)},
    )
    return Table("curve", title, columns, rows, Message(CURVE_SOURCE))


def curve_chart(now: CurveFit, before: CurveFit) -> Chart:
    """Return the two curves side by side."""
    names = (
        Message(N_("Now ({day})"), {"day": now.dates[0].item()}),
        Message(N_("A year before ({day})"), {"day": before.dates[0].item()}),
    )
    lines = tuple(
        Line(name, np.array([], dtype="datetime64[D]"), f.at(0).par_pct(YEARS), role)
        for name, f, role in zip(names, (now, before), (Role.MODEL, Role.ACTUAL), strict=True)
    )
    return Chart(
        "yield-curve",
        Message(N_("The Treasury curve, now and a year before")),
        "percent",
        lines,
        Message(CURVE_SOURCE),
        Message(
            N_("Fitted par yields by maturity on {now} and {before}."),
            {"now": now.dates[0].item(), "before": before.dates[0].item()},
        ),
        categories=tuple(_tenor(y) for y in YEARS),
        zero_based=False,
        ordered=True,
    )


def premium_charts(found: TermPremium) -> tuple[Chart, ...]:
    """Return the term premium with its slow part, and the supply effect with its interval."""
    end = found.dates[-1].item()
    premium = Chart(
        "term-premium",
        Message(N_("The ten-year term premium, and without the Fed's holdings")),
        "percent",
        (
            Line(Message(N_("Published (Kim and Wright)")), found.dates, found.published_pct, Role.ACTUAL),
            Line(Message(N_("Its slow component")), found.dates, found.trend_pct, Role.OTHER, dashed=True),
            Line(Message(N_("Without holdings")), found.dates, found.without_holdings_pct, Role.ALTERNATIVE),
        ),
        Message(PREMIUM_SOURCE),
        Message(
            N_("Quarterly to {end}: as published, its slow component, and without the supply effect."),
            {"end": end},
        ),
        origin=Origin(through=end, method="supply_effect"),
    )
    supply = Chart(
        "supply-effect",
        Message(N_("How far the Fed's holdings hold the ten-year yield down")),
        "percent",
        (Line(Message(N_("Mean of the calibrations")), found.dates, found.supply_mean_pct, Role.MODEL),),
        Message(PREMIUM_SOURCE),
        Message(
            N_("Quarterly to {end}: mean and middle 80% of all calibrations, percentage points."),
            {"end": end},
        ),
        areas=(
            Area(
                Message(N_("Middle 80%")),
                found.dates,
                found.supply_p10_pct,
                found.supply_p90_pct,
                Role.MODEL,
            ),
        ),
        origin=Origin(through=end, method="supply_effect"),
    )
    return premium, supply


def event_rows(said: tuple[Announcement, ...], moves: EventMoves) -> tuple[dict[str, Any], ...]:
    """Return one row for each day of announcements: labels, kind and moves in basis points; None if missing."""
    rows = []
    for i, one in enumerate(said):
        row: dict[str, Any] = {
            "day": one.day,
            "ids": [r.id for r in one.records],
            "what": Bilingual(one.records[0].label_en, one.records[0].label_zh),
            "kind": Message(_KIND[one.kind]),
        }
        for t, tenor in enumerate(moves.tenors):
            for w, window in enumerate(moves.windows_days):
                value = float(moves.moves_bp[i, t, w])
                row[f"move_{tenor}_{window}d_bp"] = value if np.isfinite(value) else None
        rows.append(row)
    return tuple(rows)


def event_table(said: tuple[Announcement, ...], moves: EventMoves) -> Table:
    """Return what yields did on the days of announcements, latest first."""
    columns = (
        Column("day", Message(N_("Announced")), "date"),
        Column("what", Message(N_("What"))),
        Column("kind", Message(N_("About"))),
        *(
            Column(
                f"move_{tenor}_{window}d_bp",
                Message(title, {"tenor": _tenor(float(tenor.removesuffix("y")))}),
                "number",
                decimals=0,
                signed=True,
            )
            for tenor in moves.tenors
            for window, title in ((1, N_("{tenor}, 1 day")), (2, N_("{tenor}, 2 days")))
            if window == 1 or tenor == "10y"
        ),
    )
    title = Message(N_("What yields did on the days of announcements, basis points"))
    rows = event_rows(said, moves)[::-1]
    measured = [row["day"] for row in rows if any(row[c.key] is not None for c in columns[3:])]
    origin = Origin(through=max(measured, default=None), method="surprise")
    return Table("announcement-days", title, columns, rows, Message(CURVE_SOURCE), origin)


def _lead(now: CurveFit, before: CurveFit, premium: TermPremium | None, eight_bp: float) -> list[Text]:
    ends = now.at(0).par_pct([2.0, 10.0])
    past = before.at(0).par_pct([10.0])
    found: list[Text] = [
        Message(
            N_(
                "On {when} the ten-year yield was {ten}%, {change} points from a year before "
                "and {slope} points from the two-year yield."
            ),
            {
                "when": now.dates[0].item(),
                "ten": Number(float(ends[1]), 2),
                "change": Number(float(ends[1] - past[0]), 2, signed=True),
                "slope": Number(float(ends[1] - ends[0]), 2, signed=True),
            },
        )
    ]
    if premium is not None:
        found.append(
            Message(
                N_(
                    "What the Fed holds and is expected to hold moves the ten-year yield by {mean} points; "
                    "the middle 80% of the calibrations lies between {low} and {high}."
                ),
                {
                    "mean": Number(float(premium.supply_mean_pct[-1]), 2, signed=True),
                    "low": Number(float(premium.supply_p10_pct[-1]), 2, signed=True),
                    "high": Number(float(premium.supply_p90_pct[-1]), 2, signed=True),
                },
            )
        )
    if np.isfinite(eight_bp):
        text = N_(
            "On the eight days on which QE1 was announced and wound down, "
            "the ten-year yield moved {sum} basis points in all."
        )
        found.append(Message(text, {"sum": Number(eight_bp, 0, signed=True)}))
    return found


def _tiles(desk: Desk) -> tuple[Tile, ...]:
    found = []
    for code, label in (
        ("DGS2", N_("2-year Treasury yield")),
        ("DGS10", N_("10-year Treasury yield")),
        ("DGS30", N_("30-year Treasury yield")),
        (TERM_PREMIUM, N_("10-year term premium")),
    ):
        if desk.has(code):
            last = desk.series(code)
            found.append(
                Tile(
                    Message(label), float(last.values[-1]), "percent", when=last.dates[-1].item(), series=code
                )
            )
    return tuple(found)


def _notes(desk: Desk, now: CurveFit) -> tuple[Text, ...]:
    notes: list[Text] = [
        Message(
            N_("A move is measured from the last close before the day; other news of the day is in it too.")
        ),
        Message(
            N_(
                "The supply effect rests on announcements known at the time and, beyond them, "
                "on stated assumptions about exit, duration and growth."
            )
        ),
    ]
    latest = yield_table(desk).dates[-1].item()
    if latest > now.dates[0].item():
        text = N_(
            "After {full} only some maturities are at hand (last {latest}); "
            "the curve is that of the last full day."
        )
        notes.append(Message(text, {"full": now.dates[0].item(), "latest": latest}))
    return tuple(notes)


def write(desk: Desk) -> Section:
    """Return the section."""
    now = curve_on(desk)
    last: date = now.dates[0].item()
    before = curve_on(desk, last - _YEAR)
    known = desk.as_of >= FIRST_STOCK_DAY and desk.has(TERM_PREMIUM) and desk.has("TREAST")
    premium = term_premium(desk) if known else None
    said, moves = event_study(desk)
    _, eight = event_study(desk, GRRS_DAYS)
    charts = (curve_chart(now, before), *(premium_charts(premium) if premium is not None else ()))
    tables = [curve_table(now, before)]
    if said:
        tables.append(event_table(said, moves))
    return Section(
        "curve",
        Message(N_("The curve and the term premium")),
        tuple(_lead(now, before, premium, float(eight.of("10y").sum()))),
        _tiles(desk),
        charts,
        tuple(tables),
        _notes(desk, now),
        Origin(Message(CURVE_SOURCE), last, desk.as_of, "curve_fit"),
    )
