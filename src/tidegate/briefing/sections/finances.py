"""Government finances: the debt by maturity, its interest rebuilt and recorded, ten years with and without QT."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.debt_inputs import YIELDS
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Table, Text, Tile
from tidegate.briefing.finances import Finances, finances
from tidegate.briefing.interest_rebuilt import Rebuilt, rebuilt
from tidegate.briefing.origin import Origin
from tidegate.errors import InputError
from tidegate.message import N_, Message, Number, Quantity
from tidegate.transmission.markets.government import DebtStock
from tidegate.transmission.markets.government.concepts import concepts
from tidegate.transmission.markets.government.official import official
from tidegate.units import MONTHS_PER_YEAR

SOURCE = N_("Source: Treasury (MSPD), BEA, OMB, CBO; projection: Tidegate.")
_GROUPS = ((0, 1), (1, 2), (2, 3), (3, 5), (5, 7), (7, 10), (10, 20), (20, 31))
"""Years to maturity by which the debt is shown."""


def debt_chart(stock: DebtStock) -> Chart:
    """Return the debt by years to maturity, as bars."""
    due = {
        N_("Notes and bonds"): stock.nominal_due_bn,
        N_("TIPS"): stock.tips_due_bn,
        N_("Floating-rate notes"): stock.frn_due_bn,
    }

    def grouped(amounts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.array([amounts[MONTHS_PER_YEAR * a : MONTHS_PER_YEAR * b].sum() for a, b in _GROUPS])

    bills = np.zeros(len(_GROUPS))
    bills[0] = stock.bills_bn
    empty = np.array([], dtype="datetime64[D]")
    roles = (Role.TREASURIES, Role.ACTUAL, Role.OTHER)
    lines = (
        Line(Message(N_("Bills")), empty, bills, Role.ON_RRP),
        *(
            Line(Message(name), empty, grouped(amounts), role)
            for (name, amounts), role in zip(due.items(), roles, strict=True)
        ),
    )
    labels: tuple[Text, ...] = tuple(
        Message(N_("over {low} years"), {"low": low})
        if high > 30
        else Message(N_("{low}-{high} years"), {"low": low, "high": high})
        for low, high in _GROUPS
    )
    return Chart(
        "debt-maturity",
        Message(N_("Marketable Treasury debt by years to maturity")),
        "bn_usd",
        lines,
        Message(SOURCE),
        Message(
            N_("{bn} at the end of {day}; {due} of it falls due within a year."),
            {
                "bn": Quantity(stock.marketable_bn, "bn_usd", "short"),
                "day": stock.as_of,
                "due": Quantity(stock.due_within_year_bn, "bn_usd", "short"),
            },
        ),
        categories=labels,
        origin=Origin(through=stock.as_of),
    )


def ahead_chart(found: Finances) -> Chart:
    """Return net interest by fiscal year, without the change and with it."""
    dates = np.array([f"{row.year}-09-30" for row in found.rows], dtype="datetime64[D]")
    return Chart(
        "interest-ahead",
        Message(N_("Net interest by fiscal year")),
        "bn_usd",
        (
            Line(
                Message(N_("Holdings as they are")),
                dates,
                np.array([row.net_interest_bn for row in found.rows]),
                Role.ACTUAL,
            ),
            Line(
                Message(N_("With the change of holdings")),
                dates,
                np.array([row.net_interest_with_bn for row in found.rows]),
                Role.MODEL,
                True,
            ),
        ),
        Message(SOURCE),
        Message(N_("Net interest over ten fiscal years, without the change of holdings and with it.")),
    )


def rebuilt_table(rows: tuple[Rebuilt, ...]) -> Table:
    """Return the interest rebuilt beside the record."""
    names = {
        key: Message(N_("national accounts") if key == "accounts" else N_("budget")) for key in concepts()
    }
    return Table(
        "interest-rebuilt",
        Message(N_("Interest rebuilt from the debt of March 2022 and later yields, beside the record")),
        (
            Column("concept", Message(N_("Concept"))),
            Column("year", Message(N_("Year"))),
            Column("months", Message(N_("Months")), "number", decimals=0),
            Column("rebuilt_bn", Message(N_("Rebuilt")), "number", "bn_usd", 0),
            Column("record_bn", Message(N_("Record")), "number", "bn_usd", 0),
            Column("error_pct", Message(N_("Error, %")), "number", "", 1, signed=True),
        ),
        tuple(
            {
                "concept": names[row.concept],
                "year": str(row.year),
                "months": row.months,
                "rebuilt_bn": row.rebuilt_bn,
                "record_bn": row.record_bn,
                "error_pct": row.error_pct,
            }
            for row in rows
        ),
        Message(SOURCE),
    )


def ahead_table(found: Finances) -> Table:
    """Return the ten-year table with and without the change."""

    def money(key: str, title: str, signed: bool = False) -> Column:
        return Column(key, Message(title), "number", "bn_usd", 0, signed=signed)

    return Table(
        "finances",
        Message(N_("Ten fiscal years, without and with the change of holdings")),
        (
            Column("year", Message(N_("Fiscal year"))),
            money("net_interest_bn", N_("Net interest")),
            money("net_interest_with_bn", N_("with the change")),
            money("effect_bn", N_("Difference"), signed=True),
            money("low_bn", N_("Low (10%)"), signed=True),
            money("high_bn", N_("High (90%)"), signed=True),
            money("official_bn", N_("CBO")),
            Column("debt_pct_gdp", Message(N_("Debt, % of GDP")), "number", "", 0),
            money("remittances_bn", N_("Remittances")),
            money("remittances_with_bn", N_("Remittances with the change")),
            money("cost_bn", N_("Cost to the Treasury"), signed=True),
        ),
        tuple(
            {
                **{k: v for k, v in vars(row).items() if k != "effect_bn"},
                "year": str(row.year),
                "effect_bn": row.effect_bn.mean,
                "low_bn": row.effect_bn.p10,
                "high_bn": row.effect_bn.p90,
            }
            for row in found.rows
        ),
        Message(SOURCE),
    )


def official_of(found: Finances) -> tuple[Message, ...]:
    """Return the CBO's debt and deficits of the last year shown beside ours, where they were out."""
    last = found.rows[-1]
    debt = official("debt", last.year, found.as_of)
    deficits = official("deficits_ten_years", last.year, found.as_of)
    if debt is None or deficits is None:
        return ()
    text = N_(
        "In {year} debt held by the public is {ours}% of GDP here and {theirs}% at the CBO ({published}); "
        "it grows by {grown} over the ten years, where the CBO has deficits of {deficits}."
    )
    values = {
        "year": last.year,
        "ours": Number(last.debt_pct_gdp, 0),
        "theirs": Number(debt.value, 0),
        "published": f"{debt.published:%Y-%m}",
        "grown": Quantity(found.deficits_bn, "bn_usd", "short"),
        "deficits": Quantity(deficits.value, "bn_usd", "short"),
    }
    return (Message(text, values),)


def lead_of(found: Finances) -> tuple[Message, ...]:
    """Return the answer in sentences."""
    change, total = found.effect.curve.change, found.effect.total_bn
    first, last = found.rows[0], found.rows[-1]
    return (
        Message(
            N_(
                "A change of holdings of {change} over {months} months moves interest on the debt by {mean} "
                "over the years to {year}; 80% between {low} and {high}."
            ),
            {
                "change": Quantity(change.change_bn, "bn_usd", "short", signed=True),
                "months": change.months,
                "mean": Quantity(total.mean, "bn_usd", signed=True),
                "year": last.year,
                "low": Quantity(total.p10, "bn_usd", signed=True),
                "high": Quantity(total.p90, "bn_usd", signed=True),
            },
        ),
        Message(
            N_(
                "Without it net interest goes from {first} in {start} to {last} in {end}, "
                "if yields are: {scenario}."
            ),
            {
                "first": Quantity(first.net_interest_bn, "bn_usd", "short"),
                "start": first.year,
                "last": Quantity(last.net_interest_bn, "bn_usd", "short"),
                "end": last.year,
                "scenario": scenario_text(found.scenario),
            },
        ),
    )


def scenario_text(scenario: str) -> Message:
    """Return a scenario of yields in words."""
    if scenario == "flat":
        return Message(N_("as today"))
    if scenario == "forward":
        return Message(N_("as today's curve implies"))
    return Message(N_("{points} points from today"), {"points": Number(float(scenario), 2, signed=True)})


def tiles_of(found: Finances) -> tuple[Tile, ...]:
    """Return the headline numbers."""
    stock, total = found.stock, found.effect.total_bn
    day, listed = stock.as_of, Origin(through=stock.as_of)
    low, high = (Quantity(value, "bn_usd", "short", signed=True) for value in (total.p10, total.p90))
    return (
        Tile(Message(N_("Marketable debt")), stock.marketable_bn, "bn_usd", when=day, origin=listed),
        Tile(
            Message(N_("Falls due within a year")),
            stock.due_within_year_bn,
            "bn_usd",
            when=day,
            origin=listed,
        ),
        Tile(
            Message(N_("Mean coupon of notes and bonds")),
            stock.mean_coupon_pct,
            "percent",
            when=day,
            origin=listed,
        ),
        Tile(
            Message(N_("Interest over ten years: the change costs")),
            total.mean,
            "bn_usd",
            note=Message(N_("80% between {low} and {high}"), {"low": low, "high": high}),
            is_difference=True,
        ),
    )


def notes_of(found: Finances) -> tuple[Message, ...]:
    """Return what was assumed and where it is weak."""
    return (
        Message(
            N_(
                "The policy rate, prices and the deficit before interest ({primary}% of GDP, growth {growth}%) are the "
                "same with and without: this is the price of the purchases or the run-off alone."
            ),
            {"primary": Number(found.primary_pct, 1), "growth": Number(found.growth_pct, 1)},
        ),
        Message(
            N_(
                "What the Fed holds is Treasury debt like the rest and the Treasury pays interest on it; what the Fed "
                "earns comes back as remittances once its past losses are made good for. They are at today's "
                "rates in every scenario of yields, but for what the change itself moves."
            )
        ),
        Message(
            N_("The CBO's figures are of their day, with its own yields and laws: a comparison, no target.")
        ),
        Message(
            N_(
                "The debt of May 2026 is a reconstruction from class totals: sums by class and by year are sound, "
                "single months are not exact."
            )
        )
        if found.stock.as_of.year >= 2026
        else Message(N_("The debt is that of the monthly statement of {day}."), {"day": found.stock.as_of}),
    )


def section_of(found: Finances, record: tuple[Rebuilt, ...] = (), through: date | None = None) -> Section:
    """Return an answer as a section; `through` is the day of the newest yield, if it is known."""
    worst = max((abs(row.error_pct) for row in record if row.concept == "accounts"), default=float("nan"))
    lead = (*lead_of(found), *official_of(found))
    if record:
        text = N_(
            "Rebuilt from the debt of March 2022, interest misses the national accounts by {worst}% at most."
        )
        lead = (*lead, Message(text, {"worst": Number(worst, 1)}))
    tables = (ahead_table(found), *((rebuilt_table(record),) if record else ()))
    return Section(
        "finances",
        Message(N_("Government finances")),
        lead,
        tiles_of(found),
        (debt_chart(found.stock), ahead_chart(found)),
        tables,
        notes_of(found),
        Origin(Message(SOURCE), through or found.stock.as_of, found.as_of, "debt_stack"),
    )


def record_of(desk: Desk) -> tuple[Rebuilt, ...]:
    """Return what can be rebuilt on the desk's day; nothing while less than a year has passed."""
    try:
        return rebuilt(desk)
    except InputError:
        return ()


def write(desk: Desk) -> Section:
    """Return the section for the stated example."""
    try:
        found = finances(desk)
    except InputError:
        early = N_(
            "The first statement of the debt held here is of March 2022; on {as_of} it was not out yet."
        )
        return Section(
            "finances", Message(N_("Government finances")), (Message(early, {"as_of": desk.as_of}),)
        )
    return section_of(found, record_of(desk), desk.newest(*YIELDS.values()))
