"""From a plan to a path for the ECB, the Bank of England and the Bank of Japan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.abroad.orders import orders_of, periods
from tidegate.bank.portfolio.aggregate import StockPath, run_stock
from tidegate.bank.portfolio.aggregate_profile import Shares
from tidegate.bank.portfolio.sales import Bearer, Curve, SaleBucket, sell
from tidegate.bank.programmes.plan import Plan
from tidegate.bank.projection.contract import IDENTITY_TOLERANCE_BN, Frequency, Projection, report_dates
from tidegate.errors import IdentityError, InputError
from tidegate.message import N_, Message
from tidegate.units import Days

FLOWS = ("redemptions_bn", "reinvested_bn", "purchases_bn", "sales_bn", "accrual_bn")


@dataclass(frozen=True)
class Book:
    """A portfolio followed as one stock.

    Attributes
    ----------
    name
        Of its series: ``app``, ``pepp``, ``gilts``, ``jgb``, ...
    instrument
        What the plan calls it.
    opening_bn
        Stock on the first day.
    known_redemptions_bn
        What matures in each month of `orders.periods`; NaN where not known.
    profile, at_purchase
        Remaining maturities of the stock, and maturities of what is bought.
    later_profile
        Remaining maturities once the known redemptions end.
    accrual_per_quarter
        Change of book value at quarter-ends, as a part of it.
    """

    name: str
    instrument: str
    opening_bn: float
    known_redemptions_bn: NDArray[np.float64]
    profile: Shares
    at_purchase: Shares
    later_profile: Shares | None = None
    accrual_per_quarter: float = 0.0


@dataclass(frozen=True)
class SaleTerms:
    """At what prices bonds are sold, and who bears the difference to their cost.

    Attributes
    ----------
    buckets
        The bonds of each maturity sector.
    curve_on
        Curve of a day.
    bearer
        ``treasury`` where an indemnity passes gains and losses on.
    """

    buckets: tuple[SaleBucket, ...]
    curve_on: Callable[[np.datetime64], Curve]
    bearer: Bearer


def project_abroad(
    bank: str,
    plan: Plan,
    start: np.datetime64,
    end: np.datetime64,
    books: Sequence[Book],
    frequency: Frequency = "monthly",
    sale_terms: SaleTerms | None = None,
    assumptions: tuple[Message, ...] = (),
) -> Projection:
    """Project a bank's portfolios under a plan, each as one stock.

    Parameters
    ----------
    bank
        Id of the catalogue.
    plan
        What was announced, or what a person would have announced.
    start, end
        Day of the opening stocks, and last day.
    books
        The portfolios.
    frequency
        Of the report. Within a month flows are spread evenly.
    sale_terms
        Needed where the plan sells.
    assumptions
        Sentences to carry along.

    Returns
    -------
    Projection
        In billions of the bank's currency: for each book ``<name>_bn`` and its
        flows, their sums (``total_bn``, ``redemptions_bn``, ``reinvested_bn``,
        ``purchases_bn``, ``sales_bn``, ``accrual_bn``), ``runoff_bn``
        (principal let go), and for sales ``realised_loss_bn`` (a gain is
        negative), ``indemnity_bn`` (paid by the Treasury) and
        ``loss_borne_bn``. Flows are those since the date before.

    Raises
    ------
    InputError, BookError
        For an impossible horizon, a plan without amounts, or sales above holdings.
    IdentityError
        If stocks and flows do not add up to 1e-6 bn.
    """
    if not books:
        raise InputError.of(N_("bank {bank!r}: no portfolio to project; give at least one"), bank=bank)
    dates = report_dates(start, end, frequency)
    paths = [_run(plan, book, start, end) for book in books]
    marks = np.concatenate([[start], paths[0].ends])
    series: dict[str, NDArray[np.float64]] = {}
    for path in paths:
        series |= {f"{path.name}_{k}": _since(dates, marks, v) for k, v in path.series().items()}
    for flow in FLOWS:
        series[flow] = np.sum([series[f"{p.name}_{flow}"] for p in paths], axis=0)
    for path in paths:
        levels = np.concatenate([[path.opening_bn], path.stock_bn])
        series[f"{path.name}_bn"] = _at(dates, marks, levels)
    series["total_bn"] = np.sum([series[f"{p.name}_bn"] for p in paths], axis=0)
    series["runoff_bn"] = series["redemptions_bn"] - series["reinvested_bn"]
    series |= {k: _since(dates, marks, v) for k, v in _losses(plan, books, paths, sale_terms).items()}
    opening = sum(p.opening_bn for p in paths)
    before = np.concatenate([[opening], series["total_bn"][:-1]])
    series["identity_residual_bn"] = (
        before
        + series["purchases_bn"]
        - series["redemptions_bn"]
        - series["sales_bn"]
        + series["accrual_bn"]
        - series["total_bn"]
    )
    worst = float(np.abs(series["identity_residual_bn"]).max())
    if worst > IDENTITY_TOLERANCE_BN * max(1.0, opening / 1e4):
        raise IdentityError.of(
            N_("projection: stocks and flows differ by {worst:.2e} bn; at most {limit:.0e} is allowed"),
            worst=worst,
            limit=IDENTITY_TOLERANCE_BN,
        )
    first = [f"{p.name}_bn" for p in paths] + ["total_bn"]
    ordered = {k: series[k] for k in [*first, *(k for k in series if k not in first)]}
    return Projection(bank, plan.currency, plan.name, frequency, dates, ordered, assumptions)


def _run(plan: Plan, book: Book, start: np.datetime64, end: np.datetime64) -> StockPath:
    orders = orders_of(
        plan,
        book.instrument,
        start,
        end,
        book.opening_bn,
        book.known_redemptions_bn,
        book.accrual_per_quarter,
    )
    return run_stock(book.name, book.opening_bn, orders, book.profile, book.at_purchase, book.later_profile)


def _at(dates: Days, marks: Days, levels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.interp(dates.astype(float), marks.astype(float), levels), dtype=np.float64)


def _since(dates: Days, marks: Days, flow: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum a flow of the periods between the report dates."""
    return np.diff(_at(dates, marks, np.concatenate([[0.0], np.cumsum(flow)])), prepend=0.0)


def _losses(
    plan: Plan, books: Sequence[Book], paths: Sequence[StockPath], terms: SaleTerms | None
) -> Mapping[str, NDArray[np.float64]]:
    """Price the sales of government bonds; other sales are taken at cost."""
    ends = paths[0].ends
    loss, indemnity = np.zeros(len(ends)), np.zeros(len(ends))
    for book, path in zip(books, paths, strict=True):
        if book.instrument != "treasuries" or not path.sales_bn.any():
            continue
        if terms is None:
            raise InputError.of(
                N_(
                    "plan {plan}: {name} are sold, but there is no curve to price them; give the terms of sale"
                ),
                plan=plan.name,
                name=book.name,
            )
        for now in np.flatnonzero(path.sales_bn):
            envelope = plan.envelope(book.instrument, ends[now])
            split = envelope.sales_split if envelope else {}
            sale = sell(
                float(path.sales_bn[now]), split, terms.buckets, terms.curve_on(ends[now]), terms.bearer
            )
            loss[now] -= sale.gain_bn
            indemnity[now] += sale.indemnity_bn
    return {"realised_loss_bn": loss, "indemnity_bn": indemnity, "loss_borne_bn": loss - indemnity}


__all__ = ["Book", "SaleTerms", "periods", "project_abroad"]
