"""The Fed's whole balance sheet under a plan: securities, liabilities, income, posted through the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.income.parameters import income_parameters, interest_deposits
from tidegate.bank.income.rates import RatePath, announced_rates, bill_book_yield
from tidegate.bank.income.statement import Balances, IncomeStatement, income_statement
from tidegate.bank.liabilities.grid import quarterly_to_intervals
from tidegate.bank.liabilities.lines import (
    PremiumPath,
    other_assets_path,
    pool_left,
    premium_left,
    premium_path,
    share_left,
    total_assets,
)
from tidegate.bank.liabilities.parameters import liability_parameters
from tidegate.bank.liabilities.projection import Liabilities, OpeningLiabilities, project_liabilities
from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.issuance import Issuance
from tidegate.bank.portfolio.mbs_book import CohortBook
from tidegate.bank.portfolio.runoff import RunOff, run_off
from tidegate.bank.programmes.plan import Plan
from tidegate.bank.projection.contract import Frequency, Projection, report_dates
from tidegate.bank.projection.mortgages import MbsPath, mbs_path
from tidegate.bank.projection.posting import post_fed
from tidegate.bank.projection.stopping import AMPLE_PCT_OF_GDP, reached, stopped
from tidegate.bank.projection.treasuries import monthly_caps, planned_purchases, treasury_series
from tidegate.message import N_, Message, Number
from tidegate.units import Days

Daily = NDArray[np.float64]
SETTLED_BN = 1e-4
"""The deferred asset and what reserves cost depend on each other; they agree to this when the rounds end."""
_MOST_ROUNDS = 60


@dataclass(frozen=True)
class Opening:
    """The Fed on the opening day beside its securities by CUSIP and its MBS cohorts, $ bn.

    Attributes
    ----------
    agency_debt_bn
        Held to the end: the last of it matures after 2029.
    premiums_bn, discounts_bn
        Unamortised, both >= 0.
    other_assets_bn
        Gold, SDR, foreign currency, premises, accrued interest, what is being wound up.
    liabilities
        All but reserves, which close the balance.
    deferred_asset_bn
        Losses not yet made good for, >= 0.
    """

    agency_debt_bn: float
    premiums_bn: float
    discounts_bn: float
    other_assets_bn: float
    liabilities: OpeningLiabilities
    deferred_asset_bn: float = 0.0


@dataclass(frozen=True)
class Conditions:
    """What the world does to the balance sheet. Daily arrays run from the opening day to the end.

    Attributes
    ----------
    reference_cpi, gdp_bn, ten_year_pct, lending_bn
        Each day: price index of TIPS; nominal GDP at an annual rate; ten-year
        yield; loans, repos and swaps.
    bill_days, bill_yield_pct
        Three-month bill yield of every day from half a year before the opening.
    mortgage_rate_pct, mortgage_history_pct
        Mean 30-year rate of every month after the opening one, and the three before those.
    bill_quarters, net_bills_bn
        First month of each quarter, and Treasury bills issued less repaid in it.
    overrides
        Daily paths that take the place of a rule: see `liabilities.projection.OVERRIDES`.
    rates
        Policy rates each day in the place of those announced in the plan.
    ample_pct_of_gdp
        Reserves at which run-off stops, as the plan of 2022 itself says; None
        lets it go on.
    """

    reference_cpi: Daily
    gdp_bn: Daily
    ten_year_pct: Daily
    lending_bn: Daily
    bill_days: Days
    bill_yield_pct: Daily
    mortgage_rate_pct: Daily
    mortgage_history_pct: Daily
    bill_quarters: NDArray[np.datetime64]
    net_bills_bn: Daily
    overrides: Mapping[str, Daily] = field(default_factory=dict)
    rates: RatePath | None = None
    ample_pct_of_gdp: float | None = AMPLE_PCT_OF_GDP


@dataclass(frozen=True)
class FedBooks:
    """All that the Fed holds on the opening day.

    Attributes
    ----------
    treasuries
        By CUSIP.
    premium_weight_bn
        Premium paid on each of them, in any unit: each is written off evenly
        to its maturity (`liabilities.lines.purchase_premiums`). None: a
        constant share a year.
    mbs, cmbs_bn, commitments_bn
        Cohorts, agency commercial MBS, and purchases that are still to settle.
    opening
        All other lines.
    """

    treasuries: SecurityBook
    premium_weight_bn: NDArray[np.float64] | None
    mbs: CohortBook
    cmbs_bn: float
    commitments_bn: tuple[float, ...]
    opening: Opening


@dataclass(frozen=True)
class FedPath:
    """A projection in full, on the grid of Wednesdays and month-ends. Stocks [grid], flows [grid - 1]."""

    grid: Days
    treasuries: RunOff
    mbs: MbsPath
    premiums: PremiumPath
    other_assets_bn: Daily
    lending_bn: Daily
    agency_debt_bn: float
    liabilities: Liabilities
    income: IncomeStatement


def report_grid(start: np.datetime64, end: np.datetime64) -> Days:
    """Return the opening day, every Wednesday and month-end after it, and the end."""
    both = [report_dates(start, end, frequency) for frequency in ("weekly", "monthly")]
    return np.unique(np.concatenate([[start], *both, [end]]))


def fed_path(
    books: FedBooks, issues: Issuance, plan: Plan, conditions: Conditions, end: np.datetime64
) -> FedPath:
    """Follow the Fed's balance sheet from its opening day to `end`.

    Raises
    ------
    InputError, BookError
        For inputs that do not fit together: all problems of a part at once.
    """
    start = np.datetime64(books.treasuries.as_of, "D")
    grid = report_grid(start, end)
    at = (grid - start).astype(int)
    mbs = mbs_path(
        books.mbs,
        books.cmbs_bn,
        books.commitments_bn,
        plan,
        end,
        conditions.mortgage_rate_pct,
        conditions.mortgage_history_pct,
    )
    run = run_off(
        books.treasuries,
        issues,
        monthly_caps(plan, start, end),
        end,
        conditions.reference_cpi,
        planned_purchases(plan, start, end, mbs.into_bn),
    )
    rules = liability_parameters()
    opening = books.opening
    securities = run.total_bn[at] + mbs.level_bn[at] + opening.agency_debt_bn
    left = _premium_left(books, mbs, grid)
    premiums = premium_path(grid, opening.premiums_bn, opening.discounts_bn, rules.lines, left)
    other_assets = other_assets_path(grid, securities, opening.other_assets_bn, rules.lines)
    lending = conditions.lending_bn[at]
    assets = total_assets(securities, premiums, lending, other_assets)
    rates = conditions.rates or announced_rates(plan, start, end)
    net_bills = quarterly_to_intervals(grid, conditions.bill_quarters, conditions.net_bills_bn)
    given = {name: path[at] for name, path in conditions.overrides.items()}
    amortisation = premiums.amortisation_bn
    inflation = np.diff(np.cumsum(run.accrual_bn)[at])
    fixed = _earning(grid, at, run, mbs, lending, conditions)
    deferred = np.full(grid.size, opening.deferred_asset_bn)
    rounds = 0
    while True:
        liabilities = project_liabilities(
            grid,
            assets,
            opening.liabilities,
            conditions.gdp_bn[at],
            rates.on(grid, "reverse_repo_pct"),
            net_bills,
            deferred,
            given,
        )
        balances = replace(
            fixed,
            reserves_bn=liabilities.reserves_bn,
            interest_deposits_bn=interest_deposits(liabilities.other_bn, income_parameters()),
            on_rrp_bn=liabilities.on_rrp_bn,
            foreign_rrp_bn=liabilities.foreign_rrp_bn,
        )
        income = income_statement(grid, balances, rates, inflation, amortisation, opening.deferred_asset_bn)
        found = income.remittances.deferred_asset_bn
        rounds += 1
        gap = float(np.abs(found - deferred).max())
        if gap <= SETTLED_BN or rounds >= _MOST_ROUNDS:
            break
        deferred = found
    return FedPath(
        grid, run, mbs, premiums, other_assets, lending, opening.agency_debt_bn, liabilities, income
    )


def _premium_left(books: FedBooks, mbs: MbsPath, grid: Days) -> Daily | None:
    """Return the share of the opening premiums still there: Treasuries by security, MBS with their pools."""
    if books.premium_weight_bn is None:
        return None
    kept = pool_left(mbs.monthly.opening_bn, mbs.monthly.paydown_bn)
    month = mbs.monthly.months[0].astype("datetime64[D]")
    edges = np.concatenate([[month], (mbs.monthly.months + 1).astype("datetime64[D]")])
    pools = np.interp(grid.astype(float), edges.astype(float), kept)
    return premium_left(
        share_left(grid, books.treasuries.maturity, books.premium_weight_bn),
        pools,
        liability_parameters().lines,
    )


def _earning(
    grid: Days, at: NDArray[np.int64], run: RunOff, mbs: MbsPath, lending: Daily, conditions: Conditions
) -> Balances:
    """Return what earns interest; the liabilities are filled in once they are known."""
    month = np.clip(
        (grid.astype("datetime64[M]") - mbs.monthly.months[0]).astype(int), 0, len(mbs.monthly.months) - 1
    )
    coupon = 1200.0 * mbs.monthly.interest_bn / np.maximum(mbs.monthly.opening_bn, 1e-12)
    nothing = np.zeros(grid.size)
    index = np.interp(grid.astype(float), conditions.bill_days.astype(float), conditions.bill_yield_pct)
    return Balances(
        treasury_interest_bn=run.interest_bn[at].sum(axis=1),
        bills_bn=run.par_bn[at, Kind.BILL],
        bill_yield_pct=bill_book_yield(grid, conditions.bill_days, conditions.bill_yield_pct),
        frn_bn=run.par_bn[at, Kind.FRN],
        frn_index_pct=index,
        mbs_bn=mbs.level_bn[at],
        mbs_coupon_pct=coupon[month],
        lending_bn=lending,
        reserves_bn=nothing,
        interest_deposits_bn=nothing,
        on_rrp_bn=nothing,
        foreign_rrp_bn=nothing,
        ten_year_pct=conditions.ten_year_pct[at],
    )


def fed_path_to_ample(
    books: FedBooks, issues: Issuance, plan: Plan, conditions: Conditions, end: np.datetime64
) -> tuple[FedPath, Plan, np.datetime64 | None]:
    """Follow the balance sheet, and stop run-off where reserves are ample no more.

    Returns
    -------
    FedPath
        The path.
    Plan
        The plan that was followed: the one given, or that with the stop in it.
    month
        In which run-off stops, if it does before the plan itself ends it.
    """
    path = fed_path(books, issues, plan, conditions, end)
    if conditions.ample_pct_of_gdp is None:
        return path, plan, None
    at = ((path.grid - path.grid[0]) / np.timedelta64(1, "D")).astype(int)
    gdp = conditions.gdp_bn[at]
    month = reached(path.grid, path.liabilities.reserves_bn, gdp, plan, conditions.ample_pct_of_gdp)
    if month is None:
        return path, plan, None
    followed = stopped(plan, month)
    return fed_path(books, issues, followed, conditions, end), followed, month


def project_fed(
    books: FedBooks,
    issues: Issuance,
    plan: Plan,
    conditions: Conditions,
    end: np.datetime64,
    frequency: Frequency = "monthly",
    assumptions: tuple[Message, ...] = (),
) -> Projection:
    """Project the Fed's whole balance sheet and income, and post it through the ledger.

    Parameters
    ----------
    books
        What it holds and owes on the opening day.
    issues
        Treasury securities on offer, with their coupons.
    plan
        What was announced.
    conditions
        Rates, prices, GDP, and paths that take the place of rules.
    end
        Last day.
    frequency
        ``monthly`` or ``weekly``.
    assumptions
        Sentences to carry along.

    Raises
    ------
    InputError, BookError
        For inputs that do not fit together.
    IdentityError
        If the ledger does not balance, or differs from the model by more than rounding.
    """
    start = np.datetime64(books.treasuries.as_of, "D")
    dates = report_dates(start, end, frequency)
    path, _, stop = fed_path_to_ample(books, issues, plan, conditions, end)
    if stop is not None:
        text = N_(
            "Run-off stops in {month}, when reserves come down to {share}% of GDP; nothing is bought after that."
        )
        said = Message(text, {"month": str(stop), "share": Number(conditions.ample_pct_of_gdp or 0.0, 1)})
        assumptions = (*assumptions, said)
    at = np.searchsorted(path.grid, dates)
    series = post_fed(path, at)
    securities = treasury_series(path.treasuries, dates)
    # Levels are the ledger's, to the million; what it does not tell apart comes from the securities.
    for name in (
        "inflation_compensation_bn",
        "treasury_redemptions_bn",
        "coupon_redemptions_bn",
        "bill_redemptions_bn",
        "treasury_rollovers_bn",
        "treasury_purchases_bn",
        "inflation_accrual_bn",
    ):
        series[name] = securities[name]
    days = ((dates - start) / np.timedelta64(1, "D")).astype(int)
    series["mbs_paydowns_bn"] = np.diff(np.cumsum(path.mbs.paydowns_bn)[days], prepend=0.0)
    series["mbs_settled_bn"] = np.diff(np.cumsum(path.mbs.settled_bn)[days], prepend=0.0)
    return Projection(
        plan.bank, plan.currency, plan.name, frequency, dates, series, assumptions, path.treasuries, path
    )
