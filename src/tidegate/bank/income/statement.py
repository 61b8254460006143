"""The income statement interval by interval: `income_statement`."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.income.parameters import IncomeParameters, expenses_path, income_parameters
from tidegate.bank.income.rates import RatePath, check_grid, interest, running
from tidegate.bank.income.remittances import Remittances, remit
from tidegate.bank.liabilities.grid import Floats, path_problems
from tidegate.errors import InputError
from tidegate.units import Days


@dataclass(frozen=True)
class Balances:
    """What earns and what costs interest. $ bn on the report days, shape [days] or [paths, days].

    Attributes
    ----------
    treasury_interest_bn
        A year's coupons of what is held that day: notes, bonds, TIPS on
        indexed principal, the spread of FRNs (`RunOff.interest_bn` summed over kinds).
    bills_bn, frn_bn
        Face of bills and of floating-rate notes.
    bill_yield_pct
        What the bills earn (see `rates.bill_book_yield`); `frn_index_pct`: the
        13-week bill rate of that day.
    mbs_bn, mbs_coupon_pct
        Face and mean net coupon.
    lending_bn
        Loans and repos, at the upper end of the target range.
    reserves_bn, interest_deposits_bn
        Both earn the IORB.
    on_rrp_bn, foreign_rrp_bn
        Both earn the ON RRP rate.
    ten_year_pct
        For the dividends.
    """

    treasury_interest_bn: ArrayLike
    bills_bn: ArrayLike
    bill_yield_pct: ArrayLike
    frn_bn: ArrayLike
    frn_index_pct: ArrayLike
    mbs_bn: ArrayLike
    mbs_coupon_pct: ArrayLike
    lending_bn: ArrayLike
    reserves_bn: ArrayLike
    interest_deposits_bn: ArrayLike
    on_rrp_bn: ArrayLike
    foreign_rrp_bn: ArrayLike
    ten_year_pct: ArrayLike


@dataclass(frozen=True)
class IncomeStatement:
    """Income and expense of each interval, $ bn, shape [days - 1] or [paths, days - 1].

    Attributes
    ----------
    days
        Report days, shape [days]; interval i runs from day i (left out) to day i + 1.
    coupons_bn, bills_bn, floating_bn
        Interest of notes, bonds, TIPS and FRN spreads; of bills; the 13-week index of FRNs.
    inflation_bn
        Inflation accrued on TIPS.
    mbs_bn
        Net coupons of MBS.
    amortisation_bn
        Premiums written off less discounts accreted; taken off.
    lending_bn
        Interest of loans and repos.
    realised_gains_bn
        On sales of securities.
    other_income_bn
        Services and the rest.
    reserves_interest_bn, reverse_repo_interest_bn, foreign_interest_bn
        Paid on reserves (with deposits of market utilities), ON RRP, and the foreign pool.
    expenses_bn
        Operating expenses with assessments.
    dividends_bn
        To member banks.
    remittances
        What becomes of the rest.
    """

    days: Days
    coupons_bn: Floats
    bills_bn: Floats
    floating_bn: Floats
    inflation_bn: Floats
    mbs_bn: Floats
    amortisation_bn: Floats
    lending_bn: Floats
    realised_gains_bn: Floats
    other_income_bn: Floats
    reserves_interest_bn: Floats
    reverse_repo_interest_bn: Floats
    foreign_interest_bn: Floats
    expenses_bn: Floats
    dividends_bn: Floats
    remittances: Remittances

    @property
    def treasury_interest_bn(self) -> Floats:
        """All interest of Treasuries before amortisation."""
        return np.asarray(self.coupons_bn + self.bills_bn + self.floating_bn + self.inflation_bn)

    @property
    def portfolio_income_bn(self) -> Floats:
        """Interest income of the securities after amortisation."""
        return np.asarray(self.treasury_interest_bn + self.mbs_bn - self.amortisation_bn)

    @property
    def interest_expense_bn(self) -> Floats:
        """Interest on reserves and on all reverse repos."""
        return np.asarray(
            self.reserves_interest_bn + self.reverse_repo_interest_bn + self.foreign_interest_bn
        )

    @property
    def net_income_bn(self) -> Floats:
        """Net income before dividends and remittances."""
        income = self.portfolio_income_bn + self.lending_bn + self.realised_gains_bn + self.other_income_bn
        return np.asarray(income - self.interest_expense_bn - self.expenses_bn)

    @property
    def identity_residual_bn(self) -> Floats:
        """Net income less dividends, less remittances, plus the rise of the deferred asset: 0 but for rounding."""
        rise = np.diff(self.remittances.deferred_asset_bn)
        return np.asarray(self.net_income_bn - self.dividends_bn - self.remittances.remitted_bn + rise)

    def by_year(self, values: Floats) -> dict[int, Floats]:
        """Return a flow summed by calendar year; intervals that cross the new year are divided by their days."""
        year = self.days.astype("datetime64[Y]").astype(int) + 1970
        found: dict[int, Floats] = {}
        for one in range(int(year[0]), int(year[-1]) + 1):
            edges = np.array([f"{one - 1}-12-31", f"{one}-12-31"], dtype="datetime64[D]")
            low, high = np.maximum(self.days[:-1], edges[0]), np.minimum(self.days[1:], edges[1])
            part = np.maximum((high - low).astype(float), 0.0) / np.diff(self.days).astype(float)
            found[one] = np.asarray((values * part).sum(axis=-1))
        return found


def income_statement(
    days: Days,
    balances: Balances,
    rates: RatePath,
    inflation_bn: ArrayLike,
    amortisation_bn: ArrayLike,
    opening_deferred_bn: ArrayLike = 0.0,
    *,
    realised_gains_bn: ArrayLike = 0.0,
    still_remitting_bn: ArrayLike | None = None,
    expenses_bn: ArrayLike | None = None,
    period_means: bool = False,
    parameters: IncomeParameters | None = None,
) -> IncomeStatement:
    """Return income, expense, remittances and the deferred asset of each interval.

    Parameters
    ----------
    days
        Report days, the opening day first, shape [days]; intervals may differ in length.
    balances
        On the report days.
    rates
        Policy rates on every calendar day from the first report day to the last.
    inflation_bn, amortisation_bn, realised_gains_bn
        Of each interval, shape [..., days - 1]; one number holds for all.
    opening_deferred_bn
        Deferred asset on the first day, >= 0.
    still_remitting_bn
        See `remittances.remit`.
    expenses_bn
        Yearly amounts on the report days, in the place of `parameters.expenses_path`.
    period_means
        Reserves and deposits are means of the interval that ends on the day, as H.4.1's averages.
    parameters
        Default: those shipped.

    Raises
    ------
    InputError
        Naming every path that does not fit.
    """
    rules = parameters or income_parameters()
    check_grid(days, rates)
    paths = {f.name: getattr(balances, f.name) for f in fields(balances)}
    flows = {
        "inflation_bn": _spread(inflation_bn, days.size - 1),
        "amortisation_bn": _spread(amortisation_bn, days.size - 1),
        "realised_gains_bn": _spread(realised_gains_bn, days.size - 1),
    }
    rate_named = {n: v for n, v in paths.items() if n.endswith("_pct") or n == "treasury_interest_bn"}
    stocks = {n: v for n, v in paths.items() if n not in rate_named}
    found = path_problems(stocks, days.size) + path_problems(rate_named, days.size)
    found += path_problems(flows, days.size - 1)
    found += path_problems({"expenses_bn": expenses_bn}, days.size)
    InputError.check(found)
    of: dict[str, Floats] = {name: np.asarray(values, dtype=float) for name, values in paths.items()}
    year = rules.coupon_days

    def overnight(balance: Floats, rate: Floats, means: bool = False) -> Floats:
        first = int((days[0] - rates.days[0]).astype(int))
        last = int((days[-1] - rates.days[0]).astype(int))
        inside = slice(first, last + 1)
        return interest(days, balance, rates.days[inside], rate[..., inside], rules.money_market_days, means)

    yearly_expenses = (
        expenses_path(days, rules) if expenses_bn is None else np.asarray(expenses_bn, dtype=float)
    )
    dividend_pct = np.clip(of["ten_year_pct"], 0.0, rules.dividend_ceiling_pct)
    shape = np.broadcast_shapes(
        *(v.shape[:-1] for v in (*of.values(), *flows.values(), rates.reserves_pct, yearly_expenses)),
        np.shape(opening_deferred_bn),
    )

    def wide(values: Floats) -> Floats:
        return np.broadcast_to(values, (*shape, days.size - 1))

    lines: dict[str, Floats] = {
        "coupons_bn": running(days, of["treasury_interest_bn"], year),
        "bills_bn": running(days, of["bills_bn"] * of["bill_yield_pct"] / 100.0, year),
        "floating_bn": running(days, of["frn_bn"] * of["frn_index_pct"] / 100.0, year),
        "inflation_bn": flows["inflation_bn"],
        "mbs_bn": running(days, of["mbs_bn"] * of["mbs_coupon_pct"] / 100.0, year),
        "amortisation_bn": flows["amortisation_bn"],
        "lending_bn": overnight(of["lending_bn"], rates.upper_pct),
        "realised_gains_bn": flows["realised_gains_bn"],
        "other_income_bn": running(days, np.full(days.size, rules.other_income_bn), year),
        "reserves_interest_bn": overnight(
            of["reserves_bn"] + of["interest_deposits_bn"], rates.reserves_pct, period_means
        ),
        "reverse_repo_interest_bn": overnight(of["on_rrp_bn"], rates.reverse_repo_pct),
        "foreign_interest_bn": overnight(of["foreign_rrp_bn"], rates.reverse_repo_pct),
        "expenses_bn": running(days, yearly_expenses, year),
        "dividends_bn": running(days, rules.paid_in_capital_bn * dividend_pct / 100.0, year),
    }
    lines = {name: wide(values) for name, values in lines.items()}
    draft = IncomeStatement(days, **lines, remittances=_nothing(days, shape))
    after_dividends = draft.net_income_bn - draft.dividends_bn
    settled = remit(days, after_dividends, opening_deferred_bn, rules, still_remitting_bn)
    return IncomeStatement(days, **lines, remittances=settled)


def _spread(flow: ArrayLike, count: int) -> Floats:
    values = np.asarray(flow, dtype=float)
    return np.full(count, float(values)) if values.ndim == 0 else values


def _nothing(days: NDArray[np.datetime64], shape: tuple[int, ...]) -> Remittances:
    flows, stock = np.zeros((*shape, days.size - 1)), np.zeros((*shape, days.size))
    return Remittances(days, flows, flows, stock)
