"""What the economy feels: responses to a hike and to a term premium, the mandate, household payments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Table, Text
from tidegate.briefing.origin import Origin
from tidegate.message import N_, Message, Number
from tidegate.transmission.economy.mandate import (
    HikeEquivalent,
    PolicyPath,
    TradeOffRow,
    hike_equivalent,
    trade_off,
)
from tidegate.transmission.economy.response import MODELS, Band
from tidegate.transmission.economy.semi_structural.responses import beside_reference, impulse_response
from tidegate.transmission.markets.households import HouseholdLoan, PaymentRow, household_loans, payments

MONTHS = 36
QUARTERS = 16
PREMIUM_POINTS = 0.5
"""Term premium added over the horizon by the illustrated run-off, points."""
HIKE_POINTS = 1.0
_NO_DATES = np.array([], dtype="datetime64[D]")
_SHOCKS = (
    ("funds_rate", N_("Policy rate +1"), Role.MODEL),
    ("term_premium", N_("Premium +1, 10 years alone"), Role.TREASURIES),
    ("term_premium_broad", N_("Premium +1, whole curve"), Role.MBS),
)
_SHOWN = (
    ("output_gap_pct", N_("Output gap after a shock of one point"), N_("Output gap")),
    ("unemployment_pct", N_("Unemployment after a shock of one point"), N_("Unemployment rate")),
    ("inflation_pct", N_("Core inflation after a shock of one point"), N_("Core inflation")),
)
_VARIABLE = {
    **{name: title for name, _, title in _SHOWN},
    "funds_rate_pct": N_("Policy rate"),
    "long_rate_pct": N_("10-year yield"),
}
_MODEL = {"semi-structural": N_("Monthly model"), "four-equation": N_("Four-equation model")}
SOURCE = N_(
    "Source: Tidegate's monthly model, estimated on responses of the Federal Reserve Board's FRB/US model."
)


def charts() -> tuple[Chart, ...]:
    """Return one chart a variable: quarters 1 to 16 after each shock."""
    found = {shock: impulse_response(shock, QUARTERS) for shock, _, _ in _SHOCKS}
    return tuple(
        Chart(
            f"economy-{name.removesuffix('_pct').replace('_', '-')}",
            Message(title),
            "percent",
            tuple(
                Line(Message(label), _NO_DATES, found[shock].values[name], role)
                for shock, label, role in _SHOCKS
            ),
            Message(SOURCE),
            Message(
                N_(
                    "{variable}, quarters 1 to {quarters} after each of three shocks, as a deviation in points."
                ),
                {"variable": Message(variable), "quarters": QUARTERS},
            ),
            categories=tuple(str(q) for q in range(1, QUARTERS + 1)),
            ordered=True,
        )
        for name, title, variable in _SHOWN
    )


def policies() -> tuple[PolicyPath, ...]:
    """Return the illustrated policies: a run-off, a hike, purchases."""
    points = {"points": Number(PREMIUM_POINTS, 1)}
    ramp = np.linspace(0.0, PREMIUM_POINTS, MONTHS + 1)[1:]
    return (
        PolicyPath(Message(N_("QT: term premium +{points} points over three years"), points), ramp, 0.0),
        PolicyPath(
            Message(N_("Hike: +{points} point for three years"), {"points": Number(HIKE_POINTS)}),
            0.0,
            HIKE_POINTS,
        ),
        PolicyPath(Message(N_("QE: term premium −{points} points over three years"), points), -ramp, 0.0),
    )


def _interval(band: Band, decimals: int) -> Message:
    ends = {"low": Number(float(band.low), decimals, True), "high": Number(float(band.high), decimals, True)}
    return Message(N_("{low} to {high}"), ends)


def trade_off_rows(
    desk: Desk, paths: tuple[PolicyPath, ...] | None = None, months: int = MONTHS
) -> tuple[dict[str, Any], ...]:
    """Return the mandate's rows: one for each policy (default: the illustrated ones) and model."""
    payrolls = float(desk.series("PAYEMS").values[-1])
    jobless = float(desk.series("UNRATE").values[-1])
    return tuple(
        _trade_off_row(model, row)
        for model in MODELS
        for row in trade_off(
            policies() if paths is None else paths,
            months,
            model,
            payrolls_thousand=payrolls,
            unemployment_pct=jobless,
        )
    )


def _trade_off_row(model: str, row: TradeOffRow) -> dict[str, Any]:
    bands = {
        "output_year_pct": (row.output_year_pct, 2),
        "unemployment_pct": (row.unemployment_peak_pct, 2),
        "jobs_thousand": (row.jobs_thousand, 0),
        "inflation_pct": (row.inflation_end_pct, 2),
    }
    values: dict[str, Any] = {"model_id": model, "model": Message(_MODEL[model]), "policy": row.path.name}
    for name, (band, decimals) in bands.items():
        values[name] = float(band.middle)
        values |= {f"{name}_low": float(band.low), f"{name}_high": float(band.high)}
        values[f"{name}_range"] = _interval(band, decimals)
    return values


def trade_off_table(
    rows: tuple[dict[str, Any], ...], months: int = MONTHS, through: date | None = None
) -> Table:
    """Return the mandate's table; `through` is the day of the payrolls and the unemployment it starts from."""
    span = N_("90% range")
    return Table(
        "mandate",
        Message(N_("Jobs and growth against inflation, over {months} months"), {"months": months}),
        (
            Column("policy", Message(N_("Policy"))),
            Column("model", Message(N_("Model"))),
            Column("output_year_pct", Message(N_("Output, % of a year")), "number", "", 2, signed=True),
            Column("output_year_pct_range", Message(span)),
            Column("jobs_thousand", Message(N_("Jobs at the peak, thousand")), "number", "", 0, signed=True),
            Column("jobs_thousand_range", Message(span)),
            Column(
                "inflation_pct",
                Message(N_("Inflation in the last year, points")),
                "number",
                "",
                2,
                signed=True,
            ),
            Column("inflation_pct_range", Message(span)),
        ),
        rows,
        Message(
            N_(
                "Source: Tidegate's two models, from payrolls and unemployment of the Bureau of Labor Statistics. "
                "Deviations from a baseline, one policy at a time; intervals: uncertain parameters."
            )
        ),
        Origin(through=through),
    )


def equivalence(found: HikeEquivalent) -> Message:
    """Return the sentence that turns the run-off into hikes."""
    return Message(
        N_(
            "{model}: a run-off that adds {premium} points of term premium over three years slows output as a "
            "hike of {points} points held for as long ({low} to {high}); inflation moves {ratio} times as much."
        ),
        {
            "model": Message(_MODEL[found.model]),
            "premium": Number(PREMIUM_POINTS, 1),
            "points": Number(float(found.funds_rate_pct.middle), 2),
            "low": Number(float(found.funds_rate_pct.low), 2),
            "high": Number(float(found.funds_rate_pct.high), 2),
            "ratio": Number(float(found.inflation_ratio.middle), 1),
        },
    )


def reference_table() -> Table:
    """Return the model's peaks beside the reference's."""
    rows = tuple(
        {
            "shock": Message(label),
            "variable": Message(_VARIABLE[row.variable]),
            "model": row.model,
            "model_quarter": row.model_quarter,
            "reference": row.reference,
            "reference_quarter": row.reference_quarter,
            "ratio": row.ratio,
        }
        for shock, label, _ in _SHOCKS
        for row in beside_reference(shock)
    )
    columns = (
        Column("shock", Message(N_("Shock"))),
        Column("variable", Message(N_("Variable"))),
        Column("model", Message(N_("Model's peak")), "number", "", 3, signed=True),
        Column("model_quarter", Message(N_("Quarter")), "number"),
        Column("reference", Message(N_("FRB/US peak")), "number", "", 3, signed=True),
        Column("reference_quarter", Message(N_("Quarter")), "number"),
        Column("ratio", Message(N_("Ratio")), "number", "", 2),
    )
    return Table("economy-reference", Message(N_("The monthly model beside its reference")), columns, rows)


def loans_on(desk: Desk) -> dict[str, HouseholdLoan]:
    """Return the loans whose rate was known on the day, at their latest rate."""
    found = {}
    for name, loan in household_loans().items():
        if loan.series and desk.has(loan.series):
            seen = desk.series(loan.series)
            found[name] = replace(loan, rate_pct=float(seen.values[-1]), rate_date=seen.dates[-1].item())
        elif loan.rate_date <= desk.as_of:
            found[name] = loan
    return found


def payment_table(rows: tuple[PaymentRow, ...]) -> Table:
    """Return what each loan costs a month before and after."""
    columns = (
        Column("loan", Message(N_("Loan"))),
        Column("amount", Message(N_("Amount")), "number", "", 0),
        Column("currency", Message(N_("Currency"))),
        Column("rate_date", Message(N_("Observed")), "date"),
        Column("rate_before_pct", Message(N_("Rate before")), "number", "percent"),
        Column("rate_after_pct", Message(N_("Rate after")), "number", "percent"),
        Column("payment_before", Message(N_("A month before")), "number", "", 0),
        Column("payment_after", Message(N_("A month after")), "number", "", 0),
        Column("change", Message(N_("Change")), "number", "", 0, signed=True),
    )
    values = tuple(
        {
            "loan": row.loan.title,
            "amount": row.loan.loan,
            "currency": row.loan.currency,
            "rate_date": row.loan.rate_date,
            "rate_before_pct": row.rate_before_pct,
            "rate_after_pct": row.rate_after_pct,
            "payment_before": row.payment_before,
            "payment_after": row.payment_after,
            "change": row.change,
        }
        for row in rows
    )
    title = N_("What borrowers pay a month if yields and the policy rate rise by {points} points")
    return Table(
        "payments",
        Message(title, {"points": Number(PREMIUM_POINTS, 1)}),
        columns,
        values,
        Message(
            N_(
                "Source: Federal Reserve (G.19), Freddie Mac, central bank of Taiwan, banks in Hong Kong; pass-through "
                "by Tidegate since 2007. Level payments on stated loans; for the card, interest alone."
            )
        ),
        Origin(through=max(row.loan.rate_date for row in rows), method="pass_through"),
    )


def write(desk: Desk) -> Section:
    """Return the section."""
    lead: list[Text] = [
        equivalence(hike_equivalent(policies()[0].term_premium_pct, MONTHS, model)) for model in MODELS
    ]
    lead.append(
        Message(
            N_(
                "The two models disagree, and neither is picked: in the first people look back and long yields "
                "matter little by themselves, in the second some households live on long bonds."
            )
        )
    )
    tables = []
    if desk.has("PAYEMS") and desk.has("UNRATE"):
        tables.append(trade_off_table(trade_off_rows(desk), through=desk.newest("PAYEMS", "UNRATE")))
    loans = loans_on(desk)
    if loans:
        tables.append(payment_table(payments(PREMIUM_POINTS, PREMIUM_POINTS, loans)))
    tables.append(reference_table())
    notes: tuple[Text, ...] = (
        Message(
            N_(
                "The monthly model keeps within 35% of the FRB/US peaks; FRB/US itself lets inflation move "
                "very little, and other studies find several times as much."
            )
        ),
    )
    if len(loans) < len(household_loans()):
        late = N_("Loans whose rate had not been observed by this day are left out.")
        notes = (*notes, Message(late))
    return Section(
        "economy",
        Message(N_("What the economy feels")),
        tuple(lead),
        (),
        charts(),
        tuple(tables),
        notes,
        Origin(Message(SOURCE), worked_out=desk.as_of, method="semi_structural", undated=True),
    )
