"""From the store to months of history: what may be shipped, and what a user brings."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.panel import Panel
from tidegate.allocation.treasuries import bill_months, tips_months, treasury_months
from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import MATURITIES, yield_table
from tidegate.catalog.assets import asset, investable
from tidegate.data.asof import SeriesData
from tidegate.data.files import embedded_folder, read_manifest
from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import Days, month_end

Floats = NDArray[np.float64]
Months = NDArray[np.datetime64]
FIRST_MONTH = np.datetime64("1990-01", "M")
UNEMPLOYMENT_MOST = 1.0
"""Changes of unemployment in a month count up to this: April 2020 rose by ten points."""
_DIVIDEND_LAG_MONTHS = 6
_LEAST_DAYS = 10
MOST_BYTES = 20_000_000
"""A larger file has no prices or holdings of one person in it."""
_NEVER = np.datetime64("9999-12-31", "D")


@dataclass(frozen=True)
class Line:
    """A series by month: values, NaN where missing, and the day each became public."""

    values: Floats
    known: Days


def _monthly(found: SeriesData, months: Months, *, mean: bool) -> Line:
    """Return means of the days of each month (at least ten of a daily series), or the last value."""
    at = found.dates.astype("datetime64[M]")
    first = np.searchsorted(at, months)
    last = np.searchsorted(at, months, side="right")
    total = np.concatenate([[0.0], np.cumsum(found.values)])
    count = last - first
    least = _LEAST_DAYS if found.series.frequency == "D" and mean else 1
    held = count >= least
    end = np.maximum(last - 1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = (total[last] - total[first]) / count if mean else found.values[end]
    known = np.where(held, np.maximum(found.known_on[end], month_end(months) + 1), _NEVER)
    return Line(np.where(held, values, np.nan), known)


def _ratio(line: Line) -> Line:
    change = np.concatenate([[np.nan], line.values[1:] / line.values[:-1] - 1.0])
    return Line(change, _both(line.known))


def _step(line: Line) -> Line:
    return Line(np.concatenate([[np.nan], np.diff(line.values)]), _both(line.known))


def _both(known: Days) -> Days:
    """Return when a change is known: when both its ends are."""
    return np.concatenate([[_NEVER], np.maximum(known[1:], known[:-1])])


def _lagged(values: Floats, months: int) -> Floats:
    return np.concatenate([np.full(months, np.nan), values[:-months]])


def _carried(values: Floats) -> Floats:
    """Return values with gaps filled by the last one before."""
    at = np.maximum.accumulate(np.where(np.isfinite(values), np.arange(len(values)), 0))
    return values[at]


def history(desk: Desk) -> Panel:
    """Return the months that may be shipped, and assets without any as NaN throughout.

    Shares: Shiller's monthly means with dividends, whose yield is taken half a
    year late and carried on after its last figure. Treasuries and bills: from
    constant-maturity yields. Inflation-linked bonds: from the ten-year real
    yield. Gold, oil and exchange rates: monthly means; oil is the spot price,
    which nobody can hold.
    """
    return desk.once("allocation_history", lambda: _history(desk))


def _history(desk: Desk) -> Panel:
    months = np.arange(FIRST_MONTH - _DIVIDEND_LAG_MONTHS - 6, np.datetime64(desk.as_of, "M") + 1)
    table = yield_table(desk, date(1988, 12, 1))
    par, known_par = _monthly_yields(table.dates, table.par_pct, months)
    bill_line = Line(par[:, 0], known_par)
    bill = bill_months(par[:, 0])
    lines: dict[str, Line] = {
        name: Line(earned, _both(known_par))
        for name, earned in treasury_months(table.maturities_years, par).items()
    }
    lines["cash"] = Line(bill, _both(known_par))
    prices = _monthly(desk.series("CPIAUCSL"), months, mean=False)
    if desk.has("DFII10"):
        real = _monthly(desk.series("DFII10"), months, mean=True)
        lines["tips"] = Line(tips_months(real.values, prices.values), _both(real.known))
    lines["us_broad"] = _shares(desk, months)
    lines["gold"] = _ratio(_monthly(desk.series("GOLD"), months, mean=True))
    lines["oil"] = _ratio(_monthly(desk.series("DCOILWTICO"), months, mean=True))
    ten = Line(par[:, list(MATURITIES).index("DGS10")], known_par)
    jobs = _step(_monthly(desk.series("UNRATE"), months, mean=False))
    cpi = _ratio(prices)
    factor_lines = (
        _step(bill_line),
        _step(ten),
        Line(np.clip(jobs.values, -UNEMPLOYMENT_MOST, UNEMPLOYMENT_MOST), jobs.known),
        Line(100.0 * cpi.values, cpi.known),
        _ratio(_monthly(desk.series("FX_USDTWD"), months, mean=True)),
        _ratio(_monthly(desk.series("FX_USDHKD"), months, mean=True)),
    )
    nothing = Line(np.full(len(months), np.nan), np.full(len(months), _NEVER))
    columns = [lines.get(name, nothing) for name in investable()]
    return Panel(
        months,
        investable(),
        np.stack([c.values - bill for c in columns], axis=1),
        np.stack([f.values for f in factor_lines], axis=1),
        bill,
        tuple(_source(desk, name) if name in lines else "moments" for name in investable()),
        np.stack([c.known for c in columns], axis=1),
        np.stack([f.known for f in factor_lines], axis=1),
        np.ones(len(columns), dtype=bool),
    ).since(FIRST_MONTH)


def _source(desk: Desk, name: str) -> str:
    """Return whether the figures of an asset are the snapshot's, or were synced since."""
    shipped = read_manifest(embedded_folder()).date
    newer = [i for i in asset(name).series if desk.has(i) and desk.series(i).retrieved > shipped]
    return "synced" if newer else "snapshot"


def _monthly_yields(dates: Days, par_pct: Floats, months: Months) -> tuple[Floats, Days]:
    """Return monthly means of each yield, shape [t, m], and when the month was known."""
    at = dates.astype("datetime64[M]")
    first, last = np.searchsorted(at, months), np.searchsorted(at, months, side="right")
    finite = np.isfinite(par_pct)
    total = np.vstack([np.zeros(par_pct.shape[1]), np.cumsum(np.where(finite, par_pct, 0.0), axis=0)])
    count = np.vstack([np.zeros(par_pct.shape[1]), np.cumsum(finite, axis=0)])
    number = count[last] - count[first]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(number >= _LEAST_DAYS, (total[last] - total[first]) / number, np.nan)
    whole = np.isfinite(mean[:, 0])
    return mean, np.where(whole, month_end(months) + 1, _NEVER)


def _shares(desk: Desk, months: Months) -> Line:
    price = _monthly(desk.series("SPX"), months, mean=False)
    dividend = _monthly(desk.series("SPX_DIVIDEND"), months, mean=False)
    paid = _carried(_lagged(dividend.values / price.values, _DIVIDEND_LAG_MONTHS))
    earned = price.values[1:] / price.values[:-1] - 1.0 + paid[1:] / 12.0
    return Line(np.concatenate([[np.nan], earned]), _both(price.known))


def _rows(path: Path) -> list[list[str]]:
    """Return the rows of a user's CSV, if it is an ordinary file of a size that such a file has."""
    if path.stat().st_size > MOST_BYTES or not path.is_file():
        raise OSError
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def read_prices(path: Path) -> Mapping[str, tuple[Days, Floats]]:
    """Return the price columns of a user's file by asset id.

    Parameters
    ----------
    path
        CSV with the header ``date`` and one column for each asset: an id of the catalogue, or a name of
        one's own mapped to one, ``0050:taiwan``. Prices with dividends reinvested, in the asset's currency,
        daily or monthly; an empty cell is a missing price.

    Raises
    ------
    InputError
        All problems at once: what cannot be read, unknown assets, prices of 0 or less, days that do not rise.
    """
    try:
        rows = _rows(path)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError.of(N_("prices {path}: cannot be read; give a UTF-8 CSV"), path=path) from None
    if not rows or len(rows[0]) < 2 or rows[0][0].strip() != "date":
        raise InputError.of(
            N_(
                "prices {path}: the header must be date and one asset or more, for example date,us_broad,gold"
            ),
            path=path,
        )
    names = [cell.strip().rpartition(":")[2] for cell in rows[0][1:]]
    found = [
        Message(
            N_("prices {path}: unknown asset {name!r}; known are: {known}"),
            {"path": path, "name": n, "known": ", ".join(investable())},
        )
        for n in names
        if n not in investable()
    ]
    found += [
        Message(N_("prices {path}: {name} stands in two columns; give one"), {"path": path, "name": n})
        for n in dict.fromkeys(names)
        if names.count(n) > 1
    ]
    days, values = _cells(path, rows[1:], len(names), found)
    InputError.check(found)
    return {
        name: (days[np.isfinite(values[:, i])], values[np.isfinite(values[:, i]), i])
        for i, name in enumerate(names)
    }


def _cells(
    path: Path, rows: Sequence[Sequence[str]], width: int, found: list[Message]
) -> tuple[Days, Floats]:
    days: list[date] = []
    values: list[list[float]] = []
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            if len(row) != width + 1:
                raise ValueError
            when = date.fromisoformat(row[0].strip())
            prices = [float(c) if c.strip() else np.nan for c in row[1:]]
            if any(p <= 0 or np.isinf(p) for p in prices) or (days and when <= days[-1]):
                raise ValueError
        except ValueError:
            text = N_("prices {path}, line {line}: give a later day, YYYY-MM-DD, and prices above 0")
            found.append(Message(text, {"path": path, "line": number}))
            break
        days.append(when)
        values.append(prices)
    return np.array(days, dtype="datetime64[D]"), np.array(values, dtype=float).reshape(len(days), width)


def with_prices(panel: Panel, prices: Mapping[str, tuple[Days, Floats]]) -> Panel:
    """Return a panel in which a user's prices, at the end of each month, stand for those assets.

    Raises
    ------
    InputError
        For an asset with fewer than three years of months.
    """
    from dataclasses import replace

    from tidegate.allocation.moments import LEAST_MONTHS

    excess, known = panel.excess.copy(), panel.known_excess.copy()
    source, averaged = list(panel.source), panel.averaged.copy()
    problems = []
    for name, (days, values) in prices.items():
        column = panel.assets.index(name)
        at = days.astype("datetime64[M]")
        last = np.searchsorted(at, panel.months, side="right") - 1
        held = (
            (last >= 0) & (at[np.maximum(last, 0)] == panel.months)
            if len(at)
            else np.zeros(len(panel.months), bool)
        )
        level = (
            np.where(held, values[np.maximum(last, 0)], np.nan)
            if len(at)
            else np.full(len(panel.months), np.nan)
        )
        earned = np.concatenate([[np.nan], level[1:] / level[:-1] - 1.0])
        if np.isfinite(earned).sum() < LEAST_MONTHS:
            text = N_("prices of {name}: {months} months with a return; give {least} or more")
            values_of = {"name": name, "months": int(np.isfinite(earned).sum()), "least": LEAST_MONTHS}
            problems.append(Message(text, values_of))
        excess[:, column] = earned - panel.bill
        known[:, column] = month_end(panel.months) + 1
        source[column], averaged[column] = "user", False
    InputError.check(problems)
    return replace(panel, excess=excess, known_excess=known, source=tuple(source), averaged=averaged)


def read_holdings(path: Path) -> Mapping[str, float]:
    """Return what a user holds, by asset id, in any one unit: percent, shares of one, or an amount of money.

    Parameters
    ----------
    path
        CSV with the header ``asset,amount``; an asset is an id of the catalogue or a name mapped to one,
        ``0050:taiwan``. Amounts of the same asset add up.

    Raises
    ------
    InputError
        All problems at once.
    """
    try:
        rows = _rows(path)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError.of(N_("holdings {path}: cannot be read; give a UTF-8 CSV"), path=path) from None
    if not rows or [cell.strip() for cell in rows[0]] != ["asset", "amount"]:
        raise InputError.of(N_("holdings {path}: the header must be asset,amount"), path=path)
    found: dict[str, float] = {}
    problems = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            name, amount = row[0].strip().rpartition(":")[2], float(row[1])
            if name not in investable() or not 0 <= amount < float("inf"):
                raise ValueError
        except (ValueError, IndexError):
            text = N_("holdings {path}, line {line}: give an asset of {known}, and an amount of 0 or more")
            problems.append(Message(text, {"path": path, "line": number, "known": ", ".join(investable())}))
            continue
        found[name] = found.get(name, 0.0) + amount
    if not problems and sum(found.values()) <= 0:
        problems.append(Message(N_("holdings {path}: nothing is held; leave the file out"), {"path": path}))
    InputError.check(problems)
    return found
