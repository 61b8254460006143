"""The whole balance sheet projected: assets, reserves, income and the deferred asset, beside the record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from tidegate.bank.programmes.plan import AS_ANNOUNCED
from tidegate.bank.projection import Projection
from tidegate.briefing.assembly import Desk
from tidegate.briefing.bank_charts import short
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Table, Text
from tidegate.briefing.origin import Origin
from tidegate.briefing.projection_band import band_chart
from tidegate.briefing.sections.replay import START, as_announced
from tidegate.evidence.tracker import Levels
from tidegate.message import N_, Message, Number, Quantity
from tidegate.units import day

AHEAD_YEARS = 6
"""How far the projection goes beyond the day of the desk."""
OFFICIAL_NET_INCOME_BN = {2022: 58.8, 2023: -114.3, 2024: -77.6, 2025: -18.7}
"""Combined financial statements of the Federal Reserve Banks, audited, 2022 to 2025."""
RECORD = ("WALCL", "WSHOMCB", "WRESBAL", "RRPONTSYD")
"""Series of the record, and the newest that the projection starts to differ from."""
_FIRST_WHOLE_YEAR = 2023
SOURCE = N_("Source: H.4.1 and combined financial statements, Federal Reserve; projection: Tidegate.")
_LINES = (
    ("total_assets_bn", N_("Total assets"), Role.ACTUAL),
    ("treasuries_bn", N_("Treasuries"), Role.TREASURIES),
    ("mbs_bn", N_("MBS"), Role.MBS),
    ("reserves_bn", N_("Reserves"), Role.RESERVES),
    ("on_rrp_bn", N_("ON RRP"), Role.ON_RRP),
    ("app_bn", N_("APP"), Role.TREASURIES),
    ("pepp_bn", N_("PEPP"), Role.MBS),
    ("gilts_bn", N_("Gilts"), Role.TREASURIES),
    ("jgb_bn", N_("JGBs"), Role.TREASURIES),
)


def _plan_words(plan: str) -> Text:
    """Return the name of a plan as a reader says it."""
    if plan == AS_ANNOUNCED:
        return Message(N_("as announced"))
    kind, _, day_said = plan.partition(":")
    if kind == "known" and day_said:
        return Message(N_("plan known on {day}"), {"day": date.fromisoformat(day_said)})
    return Message(N_("plan {plan}"), {"plan": plan})


def chart_of(found: Projection, identity: str = "projection") -> Chart:
    """Return a chart of the main lines of any projection."""
    lines = tuple(
        Line(Message(title), found.dates, found.series[name], role)
        for name, title, role in _LINES
        if name in found.series
    )
    summary = N_("Projection of {bank}, {plan}: {lines} lines from {start} to {end}.")
    values = {
        "bank": short(found.bank),
        "plan": _plan_words(found.plan),
        "lines": len(lines),
        "start": found.dates[0].item(),
        "end": found.dates[-1].item(),
    }
    return Chart(
        identity,
        Message(N_("Balance sheet of {bank}, {plan}"), {"bank": values["bank"], "plan": values["plan"]}),
        f"bn_{found.currency.lower()}",
        lines,
        Message(SOURCE),
        Message(summary, values),
    )


def income_rows(found: Projection, until: date) -> tuple[dict[str, Any], ...]:
    """Return net income and its parts by whole year, beside the audited result where there is one, $ bn."""
    income = found.detail.income
    parts = {
        "income_bn": income.by_year(income.portfolio_income_bn + income.lending_bn),
        "reserves_bn": income.by_year(income.reserves_interest_bn),
        "reverse_repo_bn": income.by_year(income.reverse_repo_interest_bn + income.foreign_interest_bn),
        "net_bn": income.by_year(income.net_income_bn),
    }
    years = [y for y in sorted(parts["net_bn"]) if y >= _FIRST_WHOLE_YEAR and date(y, 12, 31) <= until]
    return tuple(
        {
            "year": str(year),
            **{name: float(values[year]) for name, values in parts.items()},
            "official_bn": OFFICIAL_NET_INCOME_BN.get(year, float("nan")),
        }
        for year in years
    )


def miss_rows(found: Projection, records: dict[str, Levels], until: date) -> tuple[dict[str, Any], ...]:
    """Return errors in percent on the last Wednesday of each quarter, for each line of the record."""
    dates = found.dates
    quarters = dates.astype("datetime64[M]").astype(int) // 3
    rows = []
    for quarter in np.unique(quarters):
        at = int(np.flatnonzero(quarters == quarter)[-1])
        when = dates[at]
        if (when + 7).astype("datetime64[M]").astype(int) // 3 == quarter or when > day(until):
            continue
        row: dict[str, Any] = {"date": when.item()}
        for name, levels in records.items():
            model = sum(float(found.series[part][at]) for part in name.split("+"))
            row[name] = 100.0 * (model / levels.at(when) - 1.0)
        if all(np.isfinite(v) for k, v in row.items() if k != "date"):
            rows.append(row)
    return tuple(rows)


def write(desk: Desk) -> Section:
    """Return the section."""
    title = Message(N_("The whole balance sheet, projected"))
    if desk.as_of <= START + timedelta(days=60):
        early = N_("The first holdings by CUSIP are of {start}; on {as_of} they were not yet known.")
        return Section("projection", title, (Message(early, {"start": START, "as_of": desk.as_of}),))
    found = as_announced(desk, f"{desk.as_of.year + AHEAD_YEARS}-12")
    reserves, on_rrp = desk.levels("WRESBAL"), desk.levels("RRPONTSYD")
    both = Levels(reserves.dates, reserves.values_bn + np.array([on_rrp.at(d) for d in reserves.dates]))
    records = {
        "total_assets_bn": desk.levels("WALCL"),
        "mbs_bn": desk.levels("WSHOMCB"),
        "reserves_bn+on_rrp_bn": both,
        "reserves_bn": reserves,
    }
    misses = miss_rows(found, records, desk.as_of)
    now = int(np.searchsorted(found.dates, day(desk.as_of)))
    deferred = found.series["deferred_asset_bn"]
    cleared = found.detail.income.remittances.cleared_day[()]
    lead = [
        Message(
            N_(
                "Every figure below was posted through the ledger: assets equal liabilities and capital to the million."
            )
        ),
        Message(
            N_("Under the plan in force reserves go from {now} to {later} by {when}."),
            {
                "now": Quantity(
                    float(found.series["reserves_bn"][min(now, len(found.dates) - 1)]), "bn_usd", "short"
                ),
                "later": Quantity(float(found.series["reserves_bn"][-1]), "bn_usd", "short"),
                "when": found.dates[-1].item(),
            },
        ),
    ]
    if deferred.max() > 0:
        text = N_("The deferred asset peaks at {peak} on {when}; {cleared}")
        gone = (
            Message(N_("it is not made good for by {end}."), {"end": found.dates[-1].item()})
            if np.isnat(cleared)
            else Message(N_("it is made good for by {day}."), {"day": cleared.item()})
        )
        values = {
            "peak": Quantity(float(deferred.max()), "bn_usd"),
            "when": found.dates[int(deferred.argmax())].item(),
            "cleared": gone,
        }
        lead.append(Message(text, values))
    if misses:
        worst = {k: max(abs(r[k]) for r in misses) for k in records}
        text = N_(
            "Largest misses on {count} quarter-ends: assets {assets}%, MBS {mbs}%, "
            "reserves with ON RRP {both}%, reserves {reserves}%."
        )
        values = {"count": len(misses)}
        names = zip(("assets", "mbs", "both", "reserves"), worst.values(), strict=True)
        lead.append(Message(text, {**values, **{n: Number(v, 1) for n, v in names}}))
    misses_table = Table(
        "misses",
        Message(N_("Projection less record, last Wednesday of each quarter, %")),
        (
            Column("date", Message(N_("Date")), "date"),
            Column("total_assets_bn", Message(N_("Total assets")), "number", "", 2, signed=True),
            Column("mbs_bn", Message(N_("MBS")), "number", "", 2, signed=True),
            Column("reserves_bn+on_rrp_bn", Message(N_("Reserves and ON RRP")), "number", "", 2, signed=True),
            Column("reserves_bn", Message(N_("Reserves")), "number", "", 2, signed=True),
        ),
        misses,
    )
    income = Table(
        "income",
        Message(N_("Income by year")),
        (
            Column("year", Message(N_("Year"))),
            Column("income_bn", Message(N_("Interest income")), "number", "bn_usd"),
            Column("reserves_bn", Message(N_("Interest on reserves")), "number", "bn_usd"),
            Column("reverse_repo_bn", Message(N_("Interest on reverse repos")), "number", "bn_usd"),
            Column("net_bn", Message(N_("Net income")), "number", "bn_usd", signed=True),
            Column("official_bn", Message(N_("Audited")), "number", "bn_usd", signed=True),
        ),
        income_rows(found, date(desk.as_of.year + AHEAD_YEARS, 12, 31)),
    )
    actual = desk.series("WALCL", START)
    chart = chart_of(found)
    record_line = Line(Message(N_("Total assets (H.4.1)")), actual.dates, actual.values, Role.OTHER, True)
    chart = Chart(chart.id, chart.title, chart.unit, (*chart.lines, record_line), chart.source, chart.summary)
    deferred_chart = Chart(
        "deferred-asset",
        Message(N_("Losses not yet made good for: the deferred asset")),
        "bn_usd",
        (Line(Message(N_("Deferred asset")), found.dates, deferred, Role.MODEL),),
        Message(SOURCE),
        Message(N_("Cumulative losses that the Fed must recover before it pays the Treasury again.")),
    )
    tables = tuple(t for t in (misses_table, income) if t.rows)
    charts = tuple(each for each in (band_chart(desk, found), chart, deferred_chart) if each is not None)
    notes = (
        *found.assumptions,
        Message(
            N_("Reserves of the record are averages of the week; the projection's are Wednesday levels.")
        ),
        Message(
            N_(
                "Other liabilities return to their usual share of the balance sheet. The rule uses data to March "
                "2022 only, but it was chosen after a constant had missed reserves by up to 8.5%."
            )
        ),
        Message(
            N_("Lending of 2023 and 2024 is taken as total assets imply it: emergencies cannot be projected.")
        ),
    )
    origin = Origin(Message(SOURCE), desk.newest(*RECORD), desk.as_of, "projection_model")
    return Section("projection", title, tuple(lead), charts=charts, tables=tables, notes=notes, origin=origin)
