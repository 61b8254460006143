"""The projection against what happened: QT2 replayed from the securities of March 2022."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from tidegate.bank.projection import Projection
from tidegate.briefing.assembly import Desk, project
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Table
from tidegate.briefing.origin import Origin
from tidegate.evidence.tracker import Levels
from tidegate.message import N_, Message, Number, Quantity
from tidegate.units import day

START = date(2022, 3, 30)
"""The last full list of holdings by CUSIP before QT2."""
ANNOUNCED = date(2022, 5, 4)
_END = date(2025, 12, 31)
OFFICIAL_REDEMPTIONS_BN = {2023: 719.994, 2024: 474.980}
"""Annual Reports of the Board of Governors 2023 and 2024, table G.1."""


def quarter_ends(projection: Projection, actual: Levels, until: date) -> tuple[dict[str, Any], ...]:
    """Compare a weekly projection with H.4.1 on the last Wednesday of each quarter, $ bn."""
    dates = projection.dates
    rows = []
    quarters = dates.astype("datetime64[M]").astype(int) // 3
    for quarter in np.unique(quarters):
        at = int(np.flatnonzero(quarters == quarter)[-1])
        complete = (dates[at] + 7).astype("datetime64[M]").astype(int) // 3 != quarter
        if not complete or dates[at] > min(day(until), actual.dates[-1]):
            continue
        model, record = float(projection.series["treasuries_bn"][at]), actual.at(dates[at])
        rows.append(
            {
                "date": dates[at].item(),
                "model_bn": model,
                "actual_bn": record,
                "error_bn": model - record,
                "error_pct": 100.0 * (model / record - 1.0),
            }
        )
    return tuple(rows)


def yearly_redemptions(projection: Projection, until: date) -> tuple[dict[str, Any], ...]:
    """Sum a projection's redemptions by whole year, beside the official figure where there is one, $ bn."""
    run = projection.run
    if run is None:
        return ()
    years = run.days.astype("datetime64[Y]").astype(int) + 1970
    return tuple(
        {
            "year": str(year),
            "coupons_bn": float(run.coupon_redemptions_bn[years == year].sum()),
            "bills_bn": float(run.bill_redemptions_bn[years == year].sum()),
            "total_bn": float(run.redemptions_bn[years == year].sum()),
            "official_bn": OFFICIAL_REDEMPTIONS_BN.get(int(year), float("nan")),
        }
        for year in np.unique(years)
        if date(int(year), 12, 31) <= until and year > START.year
    )


def as_announced(desk: Desk, last: str) -> Projection:
    """Return the Fed replayed from March 2022 as announced and realised by the day of the desk, weekly."""
    return desk.once(
        f"as-announced {last}",
        lambda: project("fed", START, f"known:{desk.as_of}", last, "weekly", desk=desk),
    )


def write(desk: Desk) -> Section:
    """Return the section."""
    title = Message(N_("The projection against what happened"))
    if desk.as_of <= START + timedelta(days=7):
        early = N_("The first holdings by CUSIP are of {start}; on {as_of} they were not yet known.")
        return Section("replay", title, (Message(early, {"start": START, "as_of": desk.as_of}),))
    end = min(_END, desk.as_of)
    last = f"{end:%Y-%m}" if end >= _END else f"{max(end, date(2022, 5, 31)):%Y-%m}"
    replay = as_announced(desk, last)
    actual = desk.series("TREAST", START)
    levels = Levels(actual.dates, actual.values)
    shown = actual.dates <= day(_END)
    lines = [
        Line(Message(N_("Treasuries held (H.4.1)")), actual.dates[shown], actual.values[shown], Role.ACTUAL),
        Line(
            Message(N_("Replay of what was announced")),
            replay.dates,
            replay.series["treasuries_bn"],
            Role.MODEL,
            True,
        ),
    ]
    lead = []
    known_notes: tuple[Message, ...] = ()
    rows = quarter_ends(replay, levels, desk.as_of)
    if rows:
        worst = max(rows, key=lambda r: abs(r["error_pct"]))
        text = N_("On {count} quarter-ends the replay misses H.4.1 by {worst}% at most ({when}).")
        values = {"count": len(rows), "worst": Number(abs(worst["error_pct"]), 2), "when": worst["date"]}
        lead.append(Message(text, values))
    if desk.as_of >= ANNOUNCED:
        known = project("fed", START, f"known:{ANNOUNCED}", last, "weekly", desk=desk)
        lines.append(
            Line(
                Message(N_("Plan as known on {day}"), {"day": ANNOUNCED}),
                known.dates,
                known.series["treasuries_bn"],
                Role.ALTERNATIVE,
                True,
            )
        )
        known_notes = tuple(a for a in known.assumptions if a not in replay.assumptions)
        gap = float(known.series["treasuries_bn"][-1]) - levels.at(known.dates[-1])
        text = N_(
            "The plan of May 2022, with what was known then, would have stood {gap} from the record by {when}."
        )
        lead.append(
            Message(
                text, {"gap": Quantity(gap, "bn_usd", "short", signed=True), "when": known.dates[-1].item()}
            )
        )
    chart = Chart(
        "replay",
        Message(N_("Treasuries: record, replay and first plan")),
        "bn_usd",
        tuple(lines),
        Message(N_("Source: H.4.1; SOMA holdings by CUSIP of 2022-03-30, Federal Reserve Bank of New York.")),
        Message(
            N_(
                "Weekly Treasuries held, and two projections from the securities of {start} under announced caps."
            ),
            {"start": START},
        ),
        zero_based=False,
    )
    quarters = Table(
        "quarter-ends",
        Message(N_("Last Wednesday of each quarter")),
        (
            Column("date", Message(N_("Date")), "date"),
            Column("model_bn", Message(N_("Replay")), "number", "bn_usd"),
            Column("actual_bn", Message(N_("H.4.1")), "number", "bn_usd"),
            Column("error_bn", Message(N_("Difference")), "number", "bn_usd", signed=True),
            Column("error_pct", Message(N_("Difference, %")), "number", "", 3, signed=True),
        ),
        rows,
    )
    years = Table(
        "redemptions",
        Message(N_("Treasuries redeemed in the year")),
        (
            Column("year", Message(N_("Year"))),
            Column("coupons_bn", Message(N_("Notes and bonds")), "number", "bn_usd"),
            Column("bills_bn", Message(N_("Bills")), "number", "bn_usd"),
            Column("total_bn", Message(N_("Together")), "number", "bn_usd"),
            Column("official_bn", Message(N_("Official")), "number", "bn_usd"),
        ),
        yearly_redemptions(replay, end),
        Message(N_("Official: Board of Governors, Annual Reports 2023 and 2024, table G.1.")),
    )
    notes = (
        *replay.assumptions,
        *(Message(N_("Plan of May 2022: {what}"), {"what": each}) for each in known_notes),
        Message(
            N_(
                "TIPS follow the seasonally adjusted CPI, the only one held; "
                "new TIPS are offered at their size of 2022."
            )
        ),
        Message(
            N_("MBS principal enters Treasuries only as far as the Fed said in advance how much it expected.")
        ),
    )
    tables = tuple(t for t in (quarters, years) if t.rows)
    origin = Origin(chart.source, actual.dates[-1].item(), desk.as_of, "projection_model")
    return Section("replay", title, tuple(lead), charts=(chart,), tables=tables, notes=notes, origin=origin)
