"""What a change of holdings does: curve, borrowers, jobs and prices, for a stated example or any other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import transmit_curve
from tidegate.briefing.document import Area, Chart, Column, Line, Role, Section, Table, Text, Tile
from tidegate.briefing.origin import Origin
from tidegate.briefing.regional import NEEDED, carry
from tidegate.briefing.regional_tables import region_table
from tidegate.message import N_, Message, Number, Quantity
from tidegate.transmission.answer import Answer, answer, check_change
from tidegate.transmission.economy.response import MODELS, Model
from tidegate.transmission.rates.premium.deviation import Mode, Refunding
from tidegate.transmission.rates.premium.effect import Estimate
from tidegate.units import Days, month_end, points_from_bp

EXAMPLE_BN, EXAMPLE_MONTHS = -2_500.0, 36
"""The run-off that the Board's staff and the New York Fed looked at in 2022."""
BORROWERS = {
    "mortgage_30y": N_("30-year mortgage"),
    "corporate_baa": N_("Corporate bonds, Baa"),
    "corporate_aaa": N_("Corporate bonds, Aaa"),
}
VARIABLES = {
    "output_gap_pct": N_("Output"),
    "unemployment_pct": N_("Unemployment"),
    "inflation_pct": N_("Inflation"),
}
MODEL_NAMES: dict[Model, str] = {
    "semi-structural": N_("Semi-structural model"),
    "four-equation": N_("Four-equation model"),
}
MODEL_ROLES: dict[Model, Role] = {"semi-structural": Role.MODEL, "four-equation": Role.ALTERNATIVE}
ABROAD = ("usd_broad", "usdtwd", "mortgage_rate", "mortgage_payment")
"""Rows of the answer for Taiwan that are shown here; the tab on Taiwan and Hong Kong has them all."""
REGIONAL_DRAWS = 900
SOURCE = N_("Source: published studies named in the answer; Tidegate's mixture of them.")


def transmit(
    desk: Desk,
    change_bn: float,
    months: int,
    mode: Mode = "passive",
    refunding: Refunding = "coupons",
    models: tuple[Model, ...] = MODELS,
) -> Answer:
    """Answer for a change of the Fed's holdings at the GDP of the day of the desk.

    Parameters
    ----------
    desk
        Figures and day.
    change_bn, months
        Change of the Fed's holdings, $ bn at face (QT is negative), and over how many months it happens.
    mode
        ``passive``: securities mature; ``active``: they are sold.
    refunding
        What the Treasury sells instead of what matures: ``coupons`` or ``bills``.
    models
        Models of the economy that answer.

    Raises
    ------
    InputError
        For a change or a horizon that cannot be answered, all problems at once.
    """
    check_change(change_bn, months)
    return answer(transmit_curve(desk, change_bn, months, mode, refunding), models)


def tiles_of(found: Answer) -> tuple[Tile, ...]:
    """Return the headline numbers of an answer."""
    ten, funds = found.curve.ten_year_bp, found.curve.funds_rate_bp

    def between(low: float, high: float) -> Message:
        values = {"low": Number(low, 2, signed=True), "high": Number(high, 2, signed=True)}
        return Message(N_("80% between {low} and {high}"), values)

    def points(label: str, bp: Estimate) -> Tile:
        mean, low, high = (points_from_bp(v) for v in (bp.mean, bp.p10, bp.p90))
        return Tile(Message(label), mean, "percent", note=between(low, high), is_difference=True)

    loan = next(row for row in found.payments if row.loan.id == "thirty_year_mortgage")
    payment = Message(
        N_("dollars a month, on a loan of {amount} over 30 years"), {"amount": Number(loan.loan.loan, 0)}
    )
    return (
        points(N_("Ten-year yield"), ten),
        points(N_("As much as a change of the policy rate of"), funds),
        points(N_("30-year mortgage rate"), found.borrowers["mortgage_30y"]),
        Tile(Message(N_("A household pays")), loan.change, note=payment, is_difference=True),
    )


def curve_chart(found: Answer) -> Chart:
    """Return the effect by maturity with its interval."""
    curve = found.curve
    shown = np.isin(curve.maturities_years, (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 20.0, 30.0))
    empty = np.array([], dtype="datetime64[D]")

    def points(values: np.ndarray) -> np.ndarray:
        return np.asarray(points_from_bp(1.0) * values[shown])

    categories: tuple[Text, ...] = tuple(
        Message(N_("{years} y"), {"years": Number(float(y))}) for y in curve.maturities_years[shown]
    )
    return Chart(
        "transmission-curve",
        Message(N_("What it does to the curve, percentage points")),
        "percent",
        (Line(Message(N_("Mean")), empty, points(curve.mean_bp), Role.MODEL),),
        Message(SOURCE),
        Message(
            N_(
                "Effect on yields by maturity when the change becomes known: the studies' mean, and their range."
            )
        ),
        areas=(
            Area(Message(N_("80% range")), empty, points(curve.p10_bp), points(curve.p90_bp), Role.MODEL),
        ),
        categories=categories,
        ordered=True,
    )


def months_after(desk: Desk, count: int) -> Days:
    """Return the ends of the months that follow the day of the desk."""
    first = np.datetime64(desk.as_of, "M") + 1
    return month_end(first + np.arange(count))


def path_chart(found: Answer, variable: str, identity: str, dates: Days) -> Chart:
    """Return what becomes of a variable month by month in each model, with its interval."""
    bands = {model: economy[variable] for model, economy in found.economy.items()}
    return Chart(
        identity,
        Message(
            N_("{variable}: difference, percentage points"),
            {"variable": Message(VARIABLES[variable])},
        ),
        "percent",
        tuple(
            Line(Message(MODEL_NAMES[model]), dates, band.middle, MODEL_ROLES[model])
            for model, band in bands.items()
        ),
        Message(N_("Source: Tidegate's two models of the economy.")),
        Message(
            N_(
                "Difference from what would have happened, the policy rate held; shaded: four fifths of the draws."
            )
        ),
        areas=tuple(
            Area(
                Message(N_("{name}, 80%"), {"name": Message(MODEL_NAMES[model])}),
                dates,
                band.low,
                band.high,
                MODEL_ROLES[model],
            )
            for model, band in bands.items()
        ),
    )


def charts_of(desk: Desk, found: Answer) -> tuple[Chart, ...]:
    """Return the curve, jobs and prices."""
    dates = months_after(desk, len(found.premium_pct))
    return (
        curve_chart(found),
        path_chart(found, "unemployment_pct", "transmission-unemployment", dates),
        path_chart(found, "inflation_pct", "transmission-inflation", dates),
    )


def abroad_table(desk: Desk, found: Answer) -> Table | None:
    """Return what it does to the dollar and in Taiwan; None where too little was known by then."""
    if not all(desk.has(name) for name in NEEDED["tw"]):
        return None
    table = region_table(carry(desk, "tw", found.curve, 0.0, REGIONAL_DRAWS), only=ABROAD)
    return replace(
        table, id="transmission-abroad", title=Message(N_("What it does to the dollar and in Taiwan"))
    )


def tables_of(found: Answer) -> tuple[Table, ...]:
    """Return borrowers and economy as tables, percentage points."""
    borrowers = tuple(
        {
            "borrower": Message(BORROWERS[name]),
            "mean": points_from_bp(each.mean),
            "low": points_from_bp(each.p10),
            "high": points_from_bp(each.p90),
        }
        for name, each in found.borrowers.items()
    )
    economy = tuple(
        {
            "model": Message(MODEL_NAMES[model]),
            "variable": Message(VARIABLES[name]),
            "mean": peak.middle,
            "low": peak.low,
            "high": peak.high,
            "month": peak.month,
        }
        for model, peaks in found.peaks.items()
        for name, peak in peaks.items()
    )

    def number(key: str, title: str) -> Column:
        return Column(key, Message(title), "number", "", 2, signed=True)

    interval = (number("mean", N_("Mean")), number("low", N_("Low (10%)")), number("high", N_("High (90%)")))
    return (
        Table(
            "transmission-borrowers",
            Message(N_("What borrowers pay more or less, percentage points")),
            (Column("borrower", Message(N_("Borrower"))), *interval),
            borrowers,
        ),
        Table(
            "transmission-economy",
            Message(N_("Largest effect on the economy, percentage points, the policy rate held")),
            (
                Column("model", Message(N_("Model"))),
                Column("variable", Message(N_("Variable"))),
                *interval,
                Column("month", Message(N_("Month")), "number", decimals=0),
            ),
            economy,
        ),
    )


def section_of(desk: Desk, found: Answer, identity: str = "transmission") -> Section:
    """Return an answer as a section."""
    change = found.curve.change
    abroad = abroad_table(desk, found)
    lead = Message(
        N_("A change of {change} over {months} months, {mode}: what it does when it becomes known."),
        {
            "change": Quantity(change.change_bn, "bn_usd", "short", signed=True),
            "months": change.months,
            "mode": Message(_MODES[change.mode]),
        },
    )
    notes = (
        Message(
            N_("The studies disagree, and the interval carries their disagreement; no one of them is picked.")
        ),
        Message(N_("The two models of the economy are far apart. Both are shown.")),
        Message(N_("Sources: {names}."), {"names": "; ".join(found.curve.sources)}),
    )
    return Section(
        identity,
        Message(N_("From holdings to yields and jobs")),
        (lead,),
        tiles_of(found),
        charts_of(desk, found),
        tables_of(found) + (() if abroad is None else (abroad,)),
        notes,
        Origin(Message(SOURCE), desk.newest("GDP", *NEEDED["tw"]), desk.as_of, "supply_effect"),
    )


_MODES = {"passive": N_("by letting securities mature (passive)"), "active": N_("by selling (active)")}


def write(desk: Desk) -> Section:
    """Return the section for the stated example."""
    return section_of(desk, transmit(desk, EXAMPLE_BN, EXAMPLE_MONTHS))
