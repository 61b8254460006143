"""From a plan and a book to a path: what a central bank will hold, date by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.issuance import Issuance
from tidegate.bank.portfolio.runoff import Purchase, RunOff, run_off
from tidegate.bank.portfolio.settlement import business_days
from tidegate.bank.programmes.plan import Plan
from tidegate.errors import IdentityError, InputError
from tidegate.message import N_, Message
from tidegate.units import Days, month_end

Frequency = Literal["monthly", "weekly"]
FREQUENCIES: tuple[Frequency, ...] = ("monthly", "weekly")
MAX_MONTHS = 600
IDENTITY_TOLERANCE_BN = 1e-6
_WEDNESDAY = 2


@dataclass(frozen=True)
class Projection:
    """A path of a bank's balance sheet on report dates.

    Attributes
    ----------
    bank, currency, plan
        Whose, in which currency, under which plan.
    frequency
        ``monthly`` (month-ends) or ``weekly`` (Wednesdays, as H.4.1).
    dates
        ``datetime64[D]``, shape [dates].
    series
        By name, each of shape [dates], billions of `currency`. Names that end
        in ``_redemptions_bn``, ``_purchases_bn``, ``_rollovers_bn`` or
        ``_accrual_bn`` are flows since the date before (for the first date:
        since the book). ``identity_residual_bn`` is opening stock + purchases
        - redemptions + accrual - closing stock.
    assumptions
        What was assumed where nothing was known, as sentences.
    run
        The daily path by security behind it.
    """

    bank: str
    currency: str
    plan: str
    frequency: Frequency
    dates: Days
    series: Mapping[str, NDArray[np.float64]]
    assumptions: tuple[Message, ...] = ()
    run: RunOff | None = field(default=None, repr=False, compare=False)

    def to_dict(self) -> dict[str, object]:
        """Return the stable JSON form: bank, currency, plan, frequency, dates and series."""
        return {
            "bank": self.bank,
            "currency": self.currency,
            "plan": self.plan,
            "frequency": self.frequency,
            "dates": [str(d) for d in self.dates],
            "series": {name: values.tolist() for name, values in self.series.items()},
            "assumptions": [str(a) for a in self.assumptions],
        }


def report_dates(start: np.datetime64, end: np.datetime64, frequency: Frequency) -> Days:
    """Return the report dates after `start` up to `end`: month-ends, or Wednesdays.

    Raises
    ------
    InputError
        If no report date lies between the two, the horizon is longer than 600
        months, or the frequency is unknown.
    """
    if frequency not in FREQUENCIES:
        raise InputError.of(
            N_("frequency: {value!r} is not known; choose one of {allowed}"),
            value=frequency,
            allowed=", ".join(FREQUENCIES),
        )
    months = int((end.astype("datetime64[M]") - start.astype("datetime64[M]")).astype(int))
    if months > MAX_MONTHS:
        raise InputError.of(
            N_("end: {end} is {months} months after {start}; choose at most {limit} months"),
            end=end,
            months=months,
            start=start,
            limit=MAX_MONTHS,
        )
    days = np.arange(start + 1, end + 1, dtype="datetime64[D]")
    keep = (days.astype(int) + 3) % 7 == _WEDNESDAY if frequency == "weekly" else days == month_end(days)
    if not keep.any():
        raise InputError.of(
            N_("end: no report date ({frequency}) between {start} and {end}; choose a later end"),
            frequency=frequency,
            start=start,
            end=end,
        )
    return np.asarray(days[keep])


def planned_purchases(plan: Plan, start: np.datetime64, end: np.datetime64) -> list[Purchase]:
    """Return the outright purchases of a plan after `start`, on the business days of each month.

    Reserve-management purchases, purchases under QE, and the principal of MBS
    that is reinvested in Treasuries, where the bank said how much it expected.

    Raises
    ------
    InputError
        If the plan buys "as needed" and names no amount.
    """
    days = np.arange(start + 1, end + 1, dtype="datetime64[D]")
    open_days = np.isin(days, business_days(start + 1, end))
    month = days.astype("datetime64[M]")
    found: list[Purchase] = []
    for instrument, bills in (("treasury_bills", True), ("treasuries", False)):
        wanted = plan.purchases_by_day(instrument, days)
        if np.isnan(wanted).any():
            raise InputError.of(
                N_(
                    "plan {plan}: {instrument} are bought as needed on {day}, with no amount; end before it or set one"
                ),
                plan=plan.name,
                instrument=instrument,
                day=days[np.isnan(wanted)][0],
            )
        wanted = wanted + plan.planned_reinvestment_by_day("mbs", instrument, days)
        for each in np.unique(month[wanted > 0.0]):
            inside = (month == each) & (wanted > 0.0)
            trading = days[inside & open_days] if (inside & open_days).any() else days[inside][:1]
            found += [Purchase(d, float(wanted[inside].sum()) / len(trading), bills) for d in trading]
    return found


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
    months = np.arange(start.astype("datetime64[M]"), end.astype("datetime64[M]") + 1)
    caps = dict(zip(months, plan.caps("treasuries", months).tolist(), strict=True))
    run = run_off(book, issues, caps, end, reference, planned_purchases(plan, start, end))
    projection = Projection(
        plan.bank, plan.currency, plan.name, frequency, dates, _sample(run, dates), assumptions, run
    )
    worst = float(np.abs(projection.series["identity_residual_bn"]).max())
    if worst > IDENTITY_TOLERANCE_BN:
        raise IdentityError.of(
            N_("projection: stocks and flows differ by {worst:.2e} bn; at most {limit:.0e} is allowed"),
            worst=worst,
            limit=IDENTITY_TOLERANCE_BN,
        )
    return projection


def _sample(run: RunOff, dates: Days) -> dict[str, NDArray[np.float64]]:
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
