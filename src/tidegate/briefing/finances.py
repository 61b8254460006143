"""The government's interest bill, ten years ahead with and without QE or QT."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.briefing import debt_inputs as inputs
from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import transmit_curve
from tidegate.briefing.sections.replay import START, as_announced
from tidegate.transmission.answer import check_change
from tidegate.transmission.markets.government import (
    DebtStock,
    Financing,
    GovernmentEffect,
    government_effect,
    primary_deficits,
)
from tidegate.transmission.markets.government.concepts import concepts
from tidegate.transmission.markets.government.effect import yield_paths
from tidegate.transmission.markets.government.financing import FRN
from tidegate.transmission.markets.government.official import official
from tidegate.transmission.markets.government.remittances import (
    RemittanceChange,
    holdings_path,
    income_change,
    remittance_change,
)
from tidegate.transmission.markets.government.roll import by_year
from tidegate.transmission.rates.premium.deviation import Mode, Refunding
from tidegate.transmission.rates.premium.effect import Estimate
from tidegate.units import MONTHS_PER_YEAR, day

Floats = NDArray[np.float64]
YEARS_AHEAD = 10
FISCAL_YEAR_START = 10
"""The federal fiscal year begins in October and is named after the year in which it ends."""
PROJECTION_YEARS = 6


@dataclass(frozen=True)
class FinanceRow:
    """One fiscal year ahead, $ bn unless said otherwise.

    Attributes
    ----------
    year
        Fiscal year.
    net_interest_bn, net_interest_with_bn
        Net interest in the budget's sense, without the change of holdings and with it (mean).
    effect_bn
        Their difference with its 80% interval.
    official_bn
        Net interest that the CBO projected, NaN where no figure can be passed on.
    debt_bn, debt_pct_gdp
        Debt held by the public without the change, and over nominal GDP.
    remittances_bn, remittances_with_bn
        What the Fed remits, without and with (mean).
    cost_bn
        Change of interest less change of remittances: what it costs the Treasury (mean).
    """

    year: int
    net_interest_bn: float
    net_interest_with_bn: float
    effect_bn: Estimate
    official_bn: float
    debt_bn: float
    debt_pct_gdp: float
    remittances_bn: float
    remittances_with_bn: float
    cost_bn: float


@dataclass(frozen=True)
class Finances:
    """The government's interest bill over ten fiscal years.

    Attributes
    ----------
    as_of, statement
        Day of the question, and of the statement of the debt that was out.
    scenario
        Yields ahead: ``flat``, ``forward`` or points.
    stock
        The debt by maturity.
    effect
        Everything behind the difference.
    remittances
        Everything behind what the Fed pays; None before the first projection is possible.
    rows
        By fiscal year.
    primary_pct, growth_pct, mean_rate_pct
        Deficit before net interest (percent of GDP), nominal growth, and what
        marketable debt costs over the last of the years.
    """

    as_of: date
    statement: date
    scenario: str
    stock: DebtStock
    effect: GovernmentEffect
    remittances: RemittanceChange | None
    rows: tuple[FinanceRow, ...]
    primary_pct: float
    growth_pct: float
    mean_rate_pct: float

    @property
    def deficits_bn(self) -> float:
        """Growth of debt held by the public over the ten years without the change, $ bn."""
        return self.rows[-1].debt_bn - self.opening_debt_bn

    @property
    def opening_debt_bn(self) -> float:
        """Debt held by the public at the end of the fiscal year before the first row, $ bn."""
        months = self.effect.first_month + np.arange(self.effect.without.marketable_bn.shape[-1])
        before = np.flatnonzero(months == np.datetime64(f"{self.rows[0].year - 1}-09", "M"))
        whole = self.effect.without.marketable_bn
        opening = float(whole[before[0]]) if before.size else self.stock.marketable_bn
        return opening + (self.rows[0].debt_bn - _end_of_year(whole, months, self.rows[0].year))

    def to_dict(self) -> dict[str, object]:
        """Return the stable JSON form."""
        change = self.effect.curve.change
        stock = self.stock
        return {
            "as_of": self.as_of.isoformat(),
            "statement": self.statement.isoformat(),
            "scenario": self.scenario,
            "change_bn": change.change_bn,
            "months": change.months,
            "mode": change.mode,
            "refunding": change.refunding,
            "ten_year_bp": vars(self.effect.curve.ten_year_bp),
            "total_interest_bn": vars(self.effect.total_bn),
            "debt": {
                "marketable_bn": stock.marketable_bn,
                "bills_bn": stock.bills_bn,
                "due_within_year_bn": stock.due_within_year_bn,
                "mean_coupon_pct": stock.mean_coupon_pct,
            },
            "primary_deficit_pct_gdp": self.primary_pct,
            "growth_pct": self.growth_pct,
            "mean_rate_pct": self.mean_rate_pct,
            "deficits_bn": self.deficits_bn,
            "years": [
                {
                    **{k: v for k, v in vars(row).items() if k != "effect_bn"},
                    "effect_bn": row.effect_bn.mean,
                    "effect_p10_bn": row.effect_bn.p10,
                    "effect_p90_bn": row.effect_bn.p90,
                }
                for row in self.rows
            ],
            "sources": list(self.effect.curve.sources),
        }


def _end_of_year(path: Floats, months: NDArray[np.datetime64], year: int) -> float:
    return float(path[np.flatnonzero(months == np.datetime64(f"{year}-09", "M"))[0]])


def interest_effect(
    desk: Desk,
    change_bn: float,
    months: int,
    scenario: str = "flat",
    mode: Mode = "passive",
    refunding: Refunding = "coupons",
) -> GovernmentEffect:
    """Return what a change of the Fed's holdings does to interest on the federal debt over ten fiscal years.

    `GovernmentEffect.total_bn` has the sum with its 80% interval, `years` each
    year, `interval_bn` the sum's interval at another confidence.

    Raises
    ------
    InputError
        For a change, horizon or scenario that cannot be answered.
    DateOutOfRange
        If no statement of the debt was out yet.
    """
    check_change(change_bn, months)
    stock = inputs.stock_on(desk)
    first = np.datetime64(stock.as_of, "M") + 1
    horizon = int(
        (np.datetime64(f"{_first_year(desk, stock) + YEARS_AHEAD - 1}-10", "M") - first).astype(int)
    )
    grid = first + np.arange(horizon)
    start = int((np.datetime64(desk.as_of, "M") + 1 - first).astype(int))
    market = inputs.market_on(desk, first, horizon, scenario)
    growth = inputs.growth_pct(desk)
    deficits = primary_deficits(
        inputs.gdp_now(desk), horizon, inputs.primary_pct(desk), growth, concepts()["budget"].other_bn
    )
    financing = Financing(inputs.sales_mix(desk, grid), stock.bill_share, primary_deficit_bn=deficits)
    curve = transmit_curve(desk, change_bn, months, mode, refunding)
    return government_effect(stock, market, financing, curve, start)


def _first_year(desk: Desk, stock: DebtStock) -> int:
    """Return the first fiscal year that is not over and begins after the statement of the debt."""

    def fiscal(month: np.datetime64) -> int:
        return (
            int((month + MONTHS_PER_YEAR + 1 - FISCAL_YEAR_START).astype("datetime64[Y]").astype(int)) + 1970
        )

    first = np.datetime64(stock.as_of, "M") + 1
    # The year of the month before is either over or has begun before the statement.
    return max(fiscal(first - 1) + 1, fiscal(np.datetime64(desk.as_of, "M") + 1))


def _income_ahead(desk: Desk, first: np.datetime64, months: int) -> tuple[Floats, float]:
    """Return the Fed's income after dividends by month from `first` on, and its deferred asset before that.

    The projection of the balance sheet gives it; beyond its end the last year is repeated.
    """
    path = as_announced(desk, f"{desk.as_of.year + PROJECTION_YEARS}-12")
    income = path.series["net_income_bn"] - path.series["dividends_bn"]
    at = (path.dates.astype("datetime64[M]") - first).astype(int)
    whole = np.bincount(at[at >= 0], income[at >= 0])[:months]
    repeats = np.resize(whole[-MONTHS_PER_YEAR:], max(months - len(whole), 0))
    before = int(np.searchsorted(path.dates, day(first)) - 1)
    deferred = float(path.series["deferred_asset_bn"][max(before, 0)])
    return np.concatenate([whole, repeats]), deferred


def _remittances(desk: Desk, effect: GovernmentEffect) -> RemittanceChange | None:
    """Return remittances of the whole path, at the mean effect on yields."""
    if day(desk.as_of) <= day(START) + 60:
        return None
    first, market, change = effect.first_month, effect.market, effect.curve.change
    income, deferred = _income_ahead(desk, first, market.months)
    mix = inputs.sales_mix(desk, first + np.arange(market.months))[:, :FRN]
    moved = np.tensordot(effect.weights, yield_paths(effect.curve, market.months, effect.start)[0], axes=1)
    bought = ((market.par_pct + moved) * mix).sum(-1) / mix.sum(-1)
    bills = market.bill_pct[MONTHS_PER_YEAR:]
    over = desk.store.latest("IORB", desk.as_of).value - bills[effect.start] if desk.has("IORB") else 0.0
    path = holdings_path(change.change_bn, change.months, market.months, effect.start)
    return remittance_change(first, income, deferred, income_change(path, bought, bills + over))


def finances(
    desk: Desk,
    change_bn: float = -2_500.0,
    months: int = 36,
    scenario: str = "flat",
    mode: Mode = "passive",
    refunding: Refunding = "coupons",
) -> Finances:
    """Return the government's interest bill over ten fiscal years, with and without a change of holdings.

    Parameters
    ----------
    desk
        Figures and day.
    change_bn, months
        Change of the Fed's holdings, $ bn (QT is negative), and over how many months.
    scenario
        Yields ahead: ``flat``, ``forward``, or points added to today's curve (``+1``).
    mode, refunding
        As in `tidegate.transmit`.

    Raises
    ------
    InputError
        For a change, horizon or scenario that cannot be answered.
    DateOutOfRange
        If no statement of the debt was out yet.
    """
    effect = interest_effect(desk, change_bn, months, scenario, mode, refunding)
    stock = inputs.stock_on(desk)
    total = effect.without.marketable_bn.shape[-1]
    remitted = _remittances(desk, effect)
    growth, other = inputs.growth_pct(desk), concepts()["budget"].other_bn
    rest = inputs.other_public_debt(desk, stock)
    rest = 0.0 if np.isnan(rest) else rest
    grid = effect.first_month + np.arange(total)
    plain = by_year(effect.without.interest_bn, effect.first_month, FISCAL_YEAR_START)
    paid = by_year(remitted.without.remitted_bn, effect.first_month, FISCAL_YEAR_START) if remitted else {}
    paid_with = (
        by_year(remitted.changed.remitted_bn, effect.first_month, FISCAL_YEAR_START) if remitted else {}
    )
    rows, first_year = [], _first_year(desk, stock)
    for year, change in effect.years(FISCAL_YEAR_START).items():
        if year < first_year:
            continue
        at = int(np.flatnonzero(grid == np.datetime64(f"{year}-09", "M"))[0])
        gdp = inputs.gdp_now(desk) * (1.0 + growth / 100.0) ** ((at + 1) / MONTHS_PER_YEAR)
        interest, debt = float(plain[year]) + other, float(effect.without.marketable_bn[at]) + rest
        known = official("net_interest", year, desk.as_of)
        before, after = float(paid.get(year, np.nan)), float(paid_with.get(year, np.nan))
        rows.append(
            FinanceRow(
                year,
                interest,
                interest + change.mean,
                change,
                known.value if known else float("nan"),
                debt,
                100.0 * debt / gdp,
                before,
                after,
                change.mean - (after - before),
            )
        )
    whole = effect.without
    last = 1200.0 * float(whole.interest_bn[-12:].sum() / whole.marketable_bn[-12:].sum())
    return Finances(
        desk.as_of,
        stock.as_of,
        scenario,
        stock,
        effect,
        remitted,
        tuple(rows),
        inputs.primary_pct(desk),
        growth,
        last,
    )
