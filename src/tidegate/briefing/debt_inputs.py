"""What the debt's path needs from the record: stock, yields, prices, tenor mix, deficits. As of the desk's day."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.indexation import LAG_MONTHS, extend_cpi
from tidegate.briefing.assembly import BREAKEVEN, PRICE_INDEX, Desk
from tidegate.briefing.curves import gdp_on
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.markets.bonds import reader
from tidegate.transmission.markets.government import DebtStock, Market, stock_from_statement
from tidegate.transmission.markets.government.financing import NOMINAL_YEARS, TENORS, TIPS
from tidegate.transmission.rates.fit import fit_par_yields
from tidegate.transmission.rates.par import par_from_discount
from tidegate.units import MONTHS_PER_YEAR

Floats = NDArray[np.float64]
Months = NDArray[np.datetime64]
YIELDS = {0.25: "DGS3MO", **{float(y): f"DGS{y}" for y in (1, 2, 3, 5, 7, 10, 20, 30)}}
_TIPS_TERMS = {"tips_5y": "5y", "tips_10y": "10y", "tips_30y": "30y"}
_PUBLIC_DEBT = "FYGFDPUN"
INFLATION_GOAL_PCT = 2.0


def stock_on(desk: Desk, when: date | None = None) -> DebtStock:
    """Return the debt of the last statement that was out on a day, by default the desk's."""
    wanted = when or desk.as_of
    table = desk.store.debt(wanted)
    return stock_from_statement(
        table.as_of or wanted,
        table["class"],
        table["maturity"],
        table["outstanding_bn"],
        table["interest_bn"],
    )


def monthly(desk: Desk, series_id: str, months: Months) -> Floats:
    """Return means by month, NaN where nothing is known."""
    if not len(months):
        return np.empty(0)
    found = desk.series(series_id)
    at = (found.dates.astype("datetime64[M]") - months[0]).astype(int)
    held = (at >= 0) & (at < len(months)) & np.isfinite(found.values)
    count = np.bincount(at[held], minlength=len(months))
    total = np.bincount(at[held], found.values[held], len(months))
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def latest_par(desk: Desk) -> tuple[Floats, Floats]:
    """Return maturities and the newest par yields, all as of one day.

    A maturity that has not been quoted on the newest day moves with those that
    have, and at the short end with the rate on reserves.
    """
    return desk.once("latest par yields", lambda: _latest_par(desk))


def _latest_par(desk: Desk) -> tuple[Floats, Floats]:
    last = {years: desk.series(name) for years, name in YIELDS.items()}
    newest = max(s.dates[-1] for s in last.values())
    years = np.array(list(last))
    level = np.array([float(s.values[-1]) for s in last.values()])
    old = np.array([s.dates[-1] for s in last.values()])
    stale = old < newest
    if stale.any() and (~stale).sum() >= 2:
        since = old[stale].min()
        knots, moves = [0.0], [_change(desk, "IORB", since)]
        for y, s in last.items():
            if s.dates[-1] == newest:
                knots.append(y)
                moves.append(float(s.values[-1]) - _at(s.dates, s.values, since))
        level = level + np.where(stale, np.asarray(moves) @ reader(knots, years), 0.0)
    return years, level


def _at(dates: Months, values: Floats, when: np.datetime64) -> float:
    return float(values[max(int(np.searchsorted(dates, when, side="right")) - 1, 0)])


def _change(desk: Desk, series_id: str, since: np.datetime64) -> float:
    if not desk.has(series_id):
        return 0.0
    found = desk.series(series_id)
    return float(found.values[-1]) - _at(found.dates, found.values, since)


def scenario_curve(desk: Desk, scenario: str, months: int) -> tuple[Floats, Floats]:
    """Return par yields at the nominal tenors and bill yields of the months ahead, shapes [months, 7] and [months].

    Parameters
    ----------
    scenario
        ``flat`` (today's curve stays), ``forward`` (what today's curve implies),
        or points that are added to today's curve at once, such as ``+1`` or ``-0.5``.

    Raises
    ------
    InputError
        For another word, or more than ten points.
    """
    years, level = latest_par(desk)
    tenors = np.array(NOMINAL_YEARS, dtype=float)
    if scenario == "forward":
        curve = fit_par_yields(np.array([desk.as_of], dtype="datetime64[D]"), years, level[None, :]).at(0)
        ahead = np.arange(1, months + 1) / MONTHS_PER_YEAR

        def discount(times: Floats) -> Floats:
            whole = curve.discount((ahead[:, None] + times).ravel()).reshape(months, len(times))
            return np.asarray(whole / curve.discount(ahead)[:, None])

        today = np.array([0.25, *tenors])
        found = par_from_discount(discount, today)
        fitted = curve.par_pct(today)
        # The fit's own error of today is kept, so that the path starts at the quoted curve.
        found = found + (level @ reader(years, today) - fitted)
        return np.asarray(found[:, 1:]), np.asarray(found[:, 0])
    try:
        points = 0.0 if scenario == "flat" else float(scenario)
        fine = abs(points) <= 10.0
    except ValueError:
        fine = False
    if not fine:
        raise InputError.of(
            N_("scenario of yields {value!r}: give flat, forward, or points from -10 to 10 such as +1"),
            value=scenario,
        )
    row = level @ reader(years, np.array([0.25, *tenors])) + points
    return np.tile(row[1:], (months, 1)), np.full(months, row[0])


def market_on(desk: Desk, first: np.datetime64, months: int, scenario: str) -> Market:
    """Return yields and prices from `first` on: the record to the desk's month, the scenario after it."""
    grid = first + np.arange(months)
    ahead = int(np.clip((np.datetime64(desk.as_of, "M") - first).astype(int) + 1, 0, months))
    par, bill = np.empty((months, len(NOMINAL_YEARS))), np.empty(months + MONTHS_PER_YEAR)
    par_ahead, bill_ahead = scenario_curve(desk, scenario, months - ahead)
    years, level = latest_par(desk)
    now = level @ reader(years, np.array(NOMINAL_YEARS, dtype=float))
    par[ahead:], bill[MONTHS_PER_YEAR + ahead :] = par_ahead, bill_ahead
    for column, tenor in enumerate(NOMINAL_YEARS):
        par[:ahead, column] = _filled(monthly(desk, f"DGS{tenor}", grid[:ahead]), now[column])
    past = first - MONTHS_PER_YEAR + np.arange(MONTHS_PER_YEAR + ahead)
    bill[: MONTHS_PER_YEAR + ahead] = _filled(monthly(desk, YIELDS[0.25], past), float(level[0]))
    breakeven = desk.store.latest(BREAKEVEN, desk.as_of).value
    ten = NOMINAL_YEARS.index(10)
    real = par[:, ten] - breakeven
    known = monthly(desk, "DFII10", grid[:ahead])
    real[:ahead] = np.where(np.isfinite(known), known, real[:ahead])
    return Market(par, bill, real, index_ratios(desk, grid))


def _filled(values: Floats, latest: float) -> Floats:
    """Fill months without a figure with the newest value."""
    return np.where(np.isfinite(values), values, latest)


def index_ratios(desk: Desk, grid: Months) -> Floats:
    """Return the reference index at the end of each month over that at its start."""
    prices = desk.series(PRICE_INDEX)
    breakeven = desk.store.latest(BREAKEVEN, desk.as_of).value
    months, cpi = extend_cpi(prices.dates.astype("datetime64[M]"), prices.values, grid[-1], breakeven)
    at = (grid - months[0]).astype(int) - LAG_MONTHS
    return np.asarray(cpi[at + 1] / cpi[at])


def sales_mix(desk: Desk, grid: Months) -> Floats:
    """Return the tenor mix of what is sold beside bills in each month, shape [months, 9].

    A quarter that had ended has its own offerings; the months after the last
    such quarter repeat its last four, so that no refunding season counts twice.
    TIPS, which are part of the coupons of their term, are the auctions of the last year with figures.
    """
    return desk.once(f"sales mix {grid[0]} {len(grid)}", lambda: _sales_mix(desk, grid))


def _sales_mix(desk: Desk, grid: Months) -> Floats:
    table = desk.store.offerings()
    period, tenor, amount = table["period"].astype("datetime64[M]"), table["tenor"], table["offering_bn"]
    quarterly, limit = table["frequency"] == "Q", np.datetime64(desk.as_of, "M")
    held = quarterly & (period + 3 <= limit)
    sold = {
        (int(p.astype(int)), str(t)): float(a)
        for p, t, a in zip(period[held], tenor[held], amount[held], strict=True)
    }
    quarters = sorted({key for key, _ in sold})
    if not quarters:
        raise InputError.of(N_("offerings: none known by {day}; choose a later day"), day=desk.as_of)
    linked: dict[tuple[int, str], float] = {}
    for p, t, a in zip(period[~quarterly], tenor[~quarterly], amount[~quarterly], strict=True):
        if t in _TIPS_TERMS and p <= limit:
            linked[int(p.astype(int)) % MONTHS_PER_YEAR, str(t)] = float(a)
    rows = np.zeros((len(grid), len(TENORS)))
    for row, month in enumerate(grid.astype(int)):
        quarter = int(month) // 3 * 3
        while quarter > quarters[-1]:
            quarter -= MONTHS_PER_YEAR
        quarter = max(quarter, quarters[0])
        for column, name in enumerate(TENORS[:TIPS]):
            rows[row, column] = sold.get((quarter, name), 0.0)
        for name, term in _TIPS_TERMS.items():
            part = sum(linked.get(((quarter + k) % MONTHS_PER_YEAR, name), 0.0) for k in range(3))
            column = TENORS.index(term)
            part = min(part, rows[row, column])
            rows[row, column] -= part
            rows[row, TIPS] += part
    return np.asarray(rows / rows.sum(axis=1, keepdims=True))


def bills_path(desk: Desk, opening_bn: float, grid: Months) -> Floats:
    """Return bills outstanding at month-ends from net issuance by quarter; NaN beyond the record."""
    issued = desk.series("NET_BILL_ISSUANCE")
    by_quarter = dict(zip(issued.dates.astype("datetime64[M]").astype(int), issued.values, strict=True))
    steps = np.array([by_quarter.get(int(m) // 3 * 3, np.nan) / 3 for m in grid.astype(int)])
    return np.asarray(opening_bn + np.cumsum(steps))


def public_debt(desk: Desk, grid: Months) -> Floats:
    """Return the growth of debt held by the public in each month, $ bn; the record by quarter, evenly within."""
    found = desk.series(_PUBLIC_DEBT)
    ends = found.dates.astype("datetime64[M]").astype(int) + 2
    if grid[-1].astype(int) > ends[-1] or grid[0].astype(int) - 1 < ends[0]:
        raise InputError.of(N_("debt held by the public: known to {last} only"), last=found.dates[-1])
    level = np.interp(
        np.arange(int(grid[0].astype(int)) - 1, int(grid[-1].astype(int)) + 1), ends, found.values
    )
    return np.diff(level)


def other_public_debt(desk: Desk, stock: DebtStock) -> float:
    """Return debt held by the public that is not marketable on the day of a statement, $ bn (savings bonds, ...)."""
    found = desk.series(_PUBLIC_DEBT)
    ends = found.dates.astype("datetime64[M]").astype(int) + 2
    at = int(np.datetime64(stock.as_of, "M").astype(int))
    return float(np.interp(at, ends, found.values)) - stock.marketable_bn if at <= ends[-1] else float("nan")


def growth_pct(desk: Desk) -> float:
    """Return growth of nominal GDP ahead: real potential over the last year, plus the inflation goal."""
    potential = desk.series("GDPPOT").values
    return float(100.0 * (potential[-1] / potential[-5] - 1.0) + INFLATION_GOAL_PCT)


def primary_pct(desk: Desk) -> float:
    """Return the deficit before net interest of the last fiscal year, percent of GDP."""
    balance, interest = desk.series("FYFSGDA188S"), desk.series("FYOINT")
    years = dict(zip(balance.dates.astype("datetime64[Y]").astype(int), balance.values, strict=True))
    year = min(max(years), int(interest.dates[-1].astype("datetime64[Y]").astype(int)))
    row = int(np.flatnonzero(interest.dates.astype("datetime64[Y]").astype(int) == year)[0])
    gdp = desk.series("GDP")
    last = np.datetime64(f"{1970 + year}-09", "M")
    inside = (gdp.dates.astype("datetime64[M]") > last - MONTHS_PER_YEAR) & (
        gdp.dates.astype("datetime64[M]") <= last
    )
    return float(-years[year] - 100.0 * interest.values[row] / gdp.values[inside].mean())


def gdp_now(desk: Desk) -> float:
    """Return nominal GDP of the last quarter known, a year's rate, $ bn."""
    return gdp_on(desk, desk.as_of)
