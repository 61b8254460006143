"""From a plan and a book to a path: what a central bank will hold, date by date."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.issuance import Issuance
from tidegate.bank.portfolio.runoff import Purchase, RunOff, run_off
from tidegate.bank.portfolio.settlement import business_days
from tidegate.bank.programmes.plan import Plan
from tidegate.bank.projection.contract import IDENTITY_TOLERANCE_BN, Frequency, Projection, report_dates
from tidegate.errors import IdentityError, InputError
from tidegate.message import N_, Message
from tidegate.units import Days

Daily = NDArray[np.float64]


def planned_purchases(
    plan: Plan,
    start: np.datetime64,
    end: np.datetime64,
    mbs_principal_bn: Mapping[str, Daily] | None = None,
) -> list[Purchase]:
    """Return the outright purchases of a plan after `start`, on the business days of each month.

    Reserve-management purchases, purchases under QE, and the principal of MBS
    that is reinvested in Treasuries.

    Parameters
    ----------
    plan
        What was announced.
    start, end
        The day before the first, and the last day.
    mbs_principal_bn
        By instrument bought (``treasuries``, ``treasury_bills``): principal of MBS
        put into it on each day after `start`. Without it, what the bank said
        that it expected.

    Raises
    ------
    InputError
        If the plan buys "as needed" and names no amount.
    """
    days = np.arange(start + 1, end + 1, dtype="datetime64[D]")
    is_open = np.isin(days, business_days(start + 1, end))
    month = days.astype("datetime64[M]")
    found: list[Purchase] = []
    for instrument, bills in (("treasury_bills", True), ("treasuries", False)):
        wanted = plan.purchases_by_day(instrument, days)
        if np.isnan(wanted).any():
            raise InputError.of(
                N_(
                    "plan {plan}: {instrument} are bought as needed on {day}, with no amount; "
                    "end before it or set one"
                ),
                plan=plan.name,
                instrument=instrument,
                day=days[np.isnan(wanted)][0],
            )
        if mbs_principal_bn is None:
            wanted = wanted + plan.planned_reinvestment_by_day("mbs", instrument, days)
        elif instrument in mbs_principal_bn:
            wanted = wanted + mbs_principal_bn[instrument]
        for each in np.unique(month[wanted > 0.0]):
            inside = (month == each) & (wanted > 0.0)
            trading = days[inside & is_open] if (inside & is_open).any() else days[inside][:1]
            found += [Purchase(d, float(wanted[inside].sum()) / len(trading), bills) for d in trading]
    return found


def monthly_caps(plan: Plan, start: np.datetime64, end: np.datetime64) -> dict[np.datetime64, float]:
    """Return the Treasury redemption caps of the months from `start` to `end`, $ bn."""
    months = np.arange(start.astype("datetime64[M]"), end.astype("datetime64[M]") + 1)
    return dict(zip(months, plan.caps("treasuries", months).tolist(), strict=True))


def project_treasuries(
    book: SecurityBook,
    plan: Plan,
    issues: Issuance,
    reference: NDArray[np.float64],
    end: np.datetime64,
    frequency: Frequency = "monthly",
    assumptions: tuple[Message, ...] = (),
) -> Projection:
    """Project the Treasury portfolio of a bank, security by security.

    Parameters
    ----------
    book
        Opening holdings by CUSIP.
    plan
        What was announced.
    issues
        Securities on offer for rollovers, from the book's date to `end`.
    reference
        Reference CPI for every day from the book's date to `end`.
    end
        Last day, ``datetime64[D]``.
    frequency
        Of the report.
    assumptions
        Sentences to carry along.

    Raises
    ------
    InputError, BookError
        For an impossible horizon or book.
    IdentityError
        If stocks and flows do not add up to 1e-6 bn.
    """
    start = np.datetime64(book.as_of, "D")
    dates = report_dates(start, end, frequency)
    run = run_off(
        book, issues, monthly_caps(plan, start, end), end, reference, planned_purchases(plan, start, end)
    )
    projection = Projection(
        plan.bank, plan.currency, plan.name, frequency, dates, treasury_series(run, dates), assumptions, run
    )
    worst = float(np.abs(projection.series["identity_residual_bn"]).max())
    if worst > IDENTITY_TOLERANCE_BN:
        raise IdentityError.of(
            N_("projection: stocks and flows differ by {worst:.2e} bn; at most {limit:.0e} is allowed"),
            worst=worst,
            limit=IDENTITY_TOLERANCE_BN,
        )
    return projection


def treasury_series(run: RunOff, dates: Days) -> dict[str, NDArray[np.float64]]:
    """Read stocks on the report dates and sum flows between them."""
    at = ((dates - run.days[0]) / np.timedelta64(1, "D")).astype(int)
    total = run.total_bn

    def flow(daily: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.diff(np.cumsum(daily)[at], prepend=0.0)

    series = {
        "treasuries_bn": total[at],
        "bills_bn": run.par_bn[at, Kind.BILL],
        "coupons_bn": run.par_bn[at, Kind.COUPON],
        "tips_bn": run.par_bn[at, Kind.TIPS],
        "frn_bn": run.par_bn[at, Kind.FRN],
        "inflation_compensation_bn": run.compensation_bn[at],
        "treasury_redemptions_bn": flow(run.redemptions_bn),
        "coupon_redemptions_bn": flow(run.coupon_redemptions_bn),
        "bill_redemptions_bn": flow(run.bill_redemptions_bn),
        "treasury_rollovers_bn": flow(run.rollovers_bn),
        "treasury_purchases_bn": flow(run.purchases_bn),
        "inflation_accrual_bn": flow(run.accrual_bn),
    }
    opening = np.concatenate([[total[0]], series["treasuries_bn"][:-1]])
    closing = series["treasuries_bn"]
    flows = (
        series["treasury_purchases_bn"] - series["treasury_redemptions_bn"] + series["inflation_accrual_bn"]
    )
    series["identity_residual_bn"] = opening + flows - closing
    return series
