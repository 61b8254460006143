"""The record behind the shocks of futures: monthly figures as known on a day, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.briefing.assembly import Desk
from tidegate.briefing.fed_inputs import mortgage_rates
from tidegate.briefing.liquidity import reserves, spreads
from tidegate.futures.longer_run import neutral_real_on
from tidegate.futures.record import Funding, Panel, Record, record_of, standing
from tidegate.policy.reaction.parameters import ReactionParameters
from tidegate.transmission.economy.semi_structural.parameters import economy_parameters
from tidegate.units import day, month_end

Floats = NDArray[np.float64]
Months = NDArray[np.datetime64]

FIRST_MONTH = np.datetime64("1985-01", "M")
FIRST_FUNDING_MONTH = np.datetime64("2009-06", "M")
_FACILITY_FROM = np.datetime64("2013-10", "M")
_SERIES = ("UNRATE", "PCEPILFE", "FEDFUNDS", "DGS2", "DGS10", "NFCI")


@dataclass(frozen=True)
class Memory:
    """What the model's memories are on a day; `stress_past` has shape [3]."""

    expected_inflation_pct: float
    remembered_rate_pct: float
    stress_past: Floats


def _mean(desk: Desk, name: str, months: Months) -> Floats:
    """Return the monthly means of a series; NaN where a month has none."""
    found = desk.series(name)
    month = found.dates.astype("datetime64[M]")
    first, last = np.searchsorted(month, months), np.searchsorted(month, months, side="right")
    total = np.concatenate([[0.0], np.cumsum(found.values)])
    count = last - first
    return np.where(count > 0, (total[last] - total[first]) / np.maximum(count, 1), np.nan)


def _full(values: Floats) -> Floats:
    """Return values with gaps filled on straight lines: a month was not surveyed in October 2025."""
    known = np.flatnonzero(np.isfinite(values))
    return np.asarray(np.interp(np.arange(values.size), known, values[known]))


def _between(desk: Desk, name: str, months: Months) -> Floats:
    """Return a series on straight lines between its dates, at the middle of each month; level beyond its ends."""
    found = desk.series(name)
    middle = months.astype("datetime64[D]") + 14
    return np.asarray(np.interp(middle.astype(float), found.dates.astype(float), found.values))


def last_months(desk: Desk, name: str, count: int) -> float:
    """Return the growth of a price index over its last months at a yearly rate, percent."""
    values = desk.series(name).values.tolist()
    return float(100.0 * ((values[-1] / values[-1 - count]) ** (12.0 / count) - 1.0))


def panel_on(desk: Desk) -> Panel:
    """Return the macro record as known on the day of the desk, to the last month in which all of it is known."""
    ends = [desk.series(n).dates[-1].astype("datetime64[M]") for n in _SERIES]
    months = np.arange(FIRST_MONTH, min(ends) + 1)
    level = _full(_mean(desk, "PCEPILFE", np.arange(FIRST_MONTH - 1, months[-1] + 1)))
    growth = 1200.0 * np.diff(np.log(level))
    gap = 100.0 * (_between(desk, "GDPC1", months) / _between(desk, "GDPPOT", months) - 1.0)
    return Panel(
        months=months,
        unemployment_pct=_full(_mean(desk, "UNRATE", months)),
        natural_pct=_between(desk, "NROU", months),
        output_gap_pct=gap,
        inflation_pct=growth,
        funds_rate_pct=_full(_mean(desk, "FEDFUNDS", months)),
        yield_2y_pct=_full(_mean(desk, "DGS2", months)),
        yield_10y_pct=_full(_mean(desk, "DGS10", months)),
        neutral_real_pct=neutral_real_on(month_end(months)),
        stress=_full(_mean(desk, "NFCI", months)),
    )


def funding_on(desk: Desk) -> Funding:
    """Return the record of liquidity as known on the day of the desk."""
    last = np.datetime64(desk.as_of, "M") - 1
    months = np.arange(FIRST_FUNDING_MONTH, last + 1)
    gdp = _between(desk, "GDP", months)
    known = spreads(desk)
    quotes = known.get("effr")
    spread = np.full(months.size, np.nan)
    if quotes is not None:
        month = quotes.dates.astype("datetime64[M]")
        for place, each in enumerate(months):
            inside = month == each
            if inside.any():
                spread[place] = quotes.spread_bp[inside].mean()
    tga = _mean(desk, "WTREGEN", months)
    held = reserves(desk)
    reserve = np.interp(
        (months.astype("datetime64[D]") + 14).astype(float), held.dates.astype(float), held.values
    )
    rest = _between(desk, "WALCL", months) - _between(desk, "WCURCIR", months) - reserve - tga
    on_rrp = (
        np.nan_to_num(_mean(desk, "RRPONTSYD", months)) if desk.has("RRPONTSYD") else np.zeros(months.size)
    )
    rest = rest - on_rrp
    # The facility began in September 2013.
    offered = months >= _FACILITY_FROM
    securities = sum((_between(desk, n, months) for n in ("TREAST", "WSHOMCB")), np.zeros(months.size))
    rates, _ = mortgage_rates(desk.store, months, desk.as_of)
    return Funding(
        months=months,
        mortgage_spread_pct=rates - _mean(desk, "DGS10", months),
        spread_bp=spread,
        tga_pct_gdp=100.0 * tga / gdp,
        other_pct_gdp=100.0 * rest / gdp,
        assets_pct_gdp=100.0 * (_between(desk, "WALCL", months) - securities) / gdp,
        on_rrp_pct_gdp=np.where(offered, 100.0 * on_rrp / gdp, np.nan),
        liquidity_pct_gdp=100.0 * (on_rrp + reserve) / gdp,
    )


def record_on(desk: Desk) -> Record:
    """Return the shocks of the past as known on the day of the desk."""
    return record_of(panel_on(desk), funding_on(desk), economy_parameters(), ReactionParameters())


def series_standing(desk: Desk) -> Memory:
    """Return the model's memories on the day of the desk."""
    panel = panel_on(desk)
    found = standing(panel, economy_parameters())
    index = desk.series("NFCI")
    ends = day(desk.as_of) - np.array([61, 30, 0])
    at = np.maximum(np.searchsorted(index.dates, ends, side="right") - 1, 0)
    return Memory(
        float(found.expected_inflation_pct[-1]), float(found.remembered_rate_pct[-1]), index.values[at]
    )
