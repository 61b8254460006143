"""What households pay: how far loan rates follow yields and the policy rate, and the payment a month.

Rates follow with the measured pass-through of ``households.toml``: mortgages in
the United States follow the ten-year yield, other loans and Taiwan's mortgages
the policy rate, Hong Kong's the lower of HIBOR plus a margin and a cap under
the prime rate.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.catalog import Bilingual
from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import MONTHS_PER_YEAR

Floats = NDArray[np.float64]
HIGHEST_RATE_PCT = 100.0


@dataclass(frozen=True)
class HongKongTerms:
    """Terms of an H-plan: HIBOR plus a margin, capped by the prime rate less a discount.

    Attributes
    ----------
    hibor_pct, prime_pct
        One-month HIBOR and the prime rate now.
    margin_pct, discount_pct
        What is added to the first and taken off the second.
    hibor_beta
        Points of HIBOR for each point of US policy rate: 1 under the peg in the long run.
    """

    hibor_pct: float
    margin_pct: float
    prime_pct: float
    discount_pct: float
    hibor_beta: float


@dataclass(frozen=True)
class HouseholdLoan:
    """A kind of loan: where its rate stands, what it follows and how far.

    Attributes
    ----------
    id
        Name in the table.
    title
        In both languages.
    country
        ``us``, ``tw`` or ``hk``.
    follows
        ``long_rate`` (ten-year yield), ``funds_rate`` or ``hong_kong``.
    up, down
        Points for each point while the rate followed is above or below its
        start (Hong Kong: of the prime rate).
    range_90
        Of the pass-through.
    rate_pct, rate_date
        Latest observed rate and its date.
    loan, currency, months
        A stated example, and its term; 0 months: interest alone is paid.
    source
        Where the numbers come from.
    series
        Catalogue id of the rate, or ``""``.
    hong_kong
        Terms of an H-plan, or None.
    """

    id: str
    title: Bilingual
    country: str
    follows: str
    up: float
    down: float
    range_90: tuple[float, float]
    rate_pct: float
    rate_date: date
    loan: float
    currency: str
    months: int
    source: str
    series: str = ""
    hong_kong: HongKongTerms | None = None


@cache
def household_loans() -> Mapping[str, HouseholdLoan]:
    """Return the loans by id."""
    text = (
        resources.files("tidegate.transmission.markets").joinpath("data/households.toml").read_text("utf-8")
    )
    return {name: _loan(name, row) for name, row in tomllib.loads(text).items()}


def household_loan(name: str) -> HouseholdLoan:
    """Return one loan.

    Raises
    ------
    UnknownName
        If there is no such loan; the message lists the nearest.
    """
    found = household_loans().get(name)
    if found is None:
        raise unknown(N_("loan"), name, household_loans())
    return found


def _loan(name: str, row: Mapping[str, Any]) -> HouseholdLoan:
    terms = None
    if row["follows"] == "hong_kong":
        terms = HongKongTerms(
            row["hibor"], row["hibor_margin"], row["prime"], row["prime_discount"], row["hibor_beta"]
        )
    return HouseholdLoan(
        name,
        Bilingual(row["title_en"], row["title_zh"]),
        row["country"],
        row["follows"],
        row["up"],
        row["down"],
        (row["range_90"][0], row["range_90"][1]),
        row["level"],
        row["level_date"],
        float(row["loan"]),
        row["currency"],
        row["months"],
        row["source"],
        row.get("series", ""),
        terms,
    )


def level_payment(loan: float, rate_pct: ArrayLike, months: int) -> Floats:
    """Return the level payment a month that pays a loan back.

    ``loan i / (1 - (1 + i)**-n)`` with i a twelfth of the yearly rate; at a rate
    of nil ``loan / n``. With `months` = 0 nothing is paid back: interest alone.

    Parameters
    ----------
    rate_pct
        Percent a year, any shape.

    Returns
    -------
    array
        In the loan's currency, shape of `rate_pct`.

    Raises
    ------
    InputError
        For a loan, rate or term that cannot be; all problems at once.
    """
    rates = np.asarray(rate_pct, dtype=float)
    problems = []
    if not (np.isfinite(loan) and loan >= 0):
        problems.append(Message(N_("loan {value}: give an amount of 0 or more"), {"value": loan}))
    if not 0 <= months <= 1200:
        text = N_("term {value} months: give 0 (interest alone) to 1200")
        problems.append(Message(text, {"value": months}))
    if not bool((np.isfinite(rates) & (rates >= 0) & (rates <= HIGHEST_RATE_PCT)).all()):
        text = N_("loan rate: give percent a year from 0 to {most}")
        problems.append(Message(text, {"most": HIGHEST_RATE_PCT}))
    InputError.check(problems)
    monthly = rates / 100.0 / MONTHS_PER_YEAR
    if months == 0:
        return np.asarray(loan * monthly)
    positive = np.where(monthly > 0, monthly, 1.0)
    return np.asarray(
        np.where(monthly > 0, loan * positive / -np.expm1(-months * np.log1p(positive)), loan / months)
    )


def passed_through(change: ArrayLike, up: float, down: float) -> Floats:
    """Return the change of a loan rate: `up` a point above the start, `down` a point below it."""
    moved = np.asarray(change, dtype=float)
    return np.asarray(np.where(moved >= 0, up, down) * moved)


def h_plan_rate(hibor_pct: ArrayLike, prime_pct: ArrayLike, terms: HongKongTerms) -> Floats:
    """Return Hong Kong's effective mortgage rate: the lower of HIBOR plus margin and the prime cap."""
    floating = np.asarray(hibor_pct, dtype=float) + terms.margin_pct
    return np.minimum(floating, np.asarray(prime_pct, dtype=float) - terms.discount_pct)


def loan_rate_path(loan: HouseholdLoan, long_rate_change: ArrayLike, funds_rate_change: ArrayLike) -> Floats:
    """Return the rate of a loan along changes of yields and policy rates, not below 0.

    Parameters
    ----------
    long_rate_change, funds_rate_change
        Points from the start, arrays of one shape (or numbers).

    Returns
    -------
    array
        Percent a year, shape of both arguments together.

    Raises
    ------
    InputError
        For changes that are not finite, or of shapes that do not fit.
    """
    long, short = np.asarray(long_rate_change, dtype=float), np.asarray(funds_rate_change, dtype=float)
    if not bool(np.isfinite(long).all() and np.isfinite(short).all()):
        raise InputError.of(
            N_("changes of rates: must be finite numbers of points; give 0 where there is none")
        )
    try:
        long, short = np.broadcast_arrays(long, short)
    except ValueError:
        raise InputError.of(
            N_("changes of rates: shapes {long} and {short} do not fit; give one value a month for both"),
            long=long.shape,
            short=short.shape,
        ) from None
    if loan.hong_kong is not None:
        terms = loan.hong_kong
        prime = terms.prime_pct + passed_through(short, loan.up, loan.down)
        return np.maximum(h_plan_rate(terms.hibor_pct + terms.hibor_beta * short, prime, terms), 0.0)
    followed = long if loan.follows == "long_rate" else short
    return np.maximum(loan.rate_pct + passed_through(followed, loan.up, loan.down), 0.0)


@dataclass(frozen=True)
class PaymentRow:
    """A loan before and after a policy path.

    Attributes
    ----------
    loan
        The loan, with its amount and term.
    rate_before_pct, rate_after_pct
        Percent a year; after is the end of the path.
    rate_after_low_pct, rate_after_high_pct
        The same over the 90% range of the pass-through.
    payment_before, payment_after, change
        A month, in the loan's currency.
    """

    loan: HouseholdLoan
    rate_before_pct: float
    rate_after_pct: float
    rate_after_low_pct: float
    rate_after_high_pct: float
    payment_before: float
    payment_after: float

    @property
    def change(self) -> float:
        """Return what is paid more (+) or less (-) a month."""
        return self.payment_after - self.payment_before


def payments(
    long_rate_change: ArrayLike,
    funds_rate_change: ArrayLike,
    loans: Mapping[str, HouseholdLoan] | None = None,
) -> tuple[PaymentRow, ...]:
    """Return what each loan costs a month before and after a policy path.

    Parameters
    ----------
    long_rate_change, funds_rate_change
        Points from the start, shape [months] or one number; the last value counts.
    loans
        Default: those of the table. For another amount or a newer rate:
        ``replace(loan, loan=..., rate_pct=...)``.

    Raises
    ------
    InputError
        For changes that cannot be used.
    """
    return tuple(
        _payment(loan, long_rate_change, funds_rate_change) for loan in (loans or household_loans()).values()
    )


def _payment(loan: HouseholdLoan, long: ArrayLike, short: ArrayLike) -> PaymentRow:
    def end(each: HouseholdLoan) -> float:
        return float(np.atleast_1d(loan_rate_path(each, long, short))[-1])

    before = float(loan_rate_path(loan, 0.0, 0.0))
    edges = [end(replace(loan, up=beta, down=beta)) for beta in loan.range_90]
    after = end(loan)
    return PaymentRow(
        loan,
        before,
        after,
        min(*edges, after),
        max(*edges, after),
        float(level_payment(loan.loan, before, loan.months)),
        float(level_payment(loan.loan, after, loan.months)),
    )
