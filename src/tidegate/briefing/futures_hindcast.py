"""Baselines begun in the past with what was known then, held against what came."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.fed_inputs import mortgage_rates
from tidegate.briefing.futures_opening import opening_on
from tidegate.briefing.liquidity import reserves
from tidegate.data import Store
from tidegate.evidence.hindcast import Judgement, autoregression, judged, random_walk
from tidegate.futures.library import scenario
from tidegate.futures.simulation import simulate
from tidegate.transmission.money_market.inputs import Reading
from tidegate.units import month_end, to_date

Floats = NDArray[np.float64]
Months = NDArray[np.datetime64]

HEADLINES = (
    "yield_2y_pct",
    "yield_10y_pct",
    "mortgage_30y_pct",
    "funds_rate_pct",
    "reserves_bn",
    "total_assets_bn",
    "unemployment_pct",
    "inflation_pct",
)
STOCKS = (4, 5)
"""Places of the stocks among them."""
HORIZONS = (3, 6, 12, 24)
PATHS, SEED = 1_000, 20260101
FIRST_PAST = np.datetime64("2009-07", "M")
"""Before mid-2009 reserves were another thing: the past of the two yardsticks begins there."""


def quarterly_starts(first: str = "2012-03", last: str = "2024-12") -> tuple[date, ...]:
    """Return the ends of quarters from one month to another."""
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
    return tuple(to_date(d) for d in month_end(months[months.astype(int) % 3 == 2]))


def headlines(desk: Desk, months: Months) -> Floats:
    """Return the eight headline variables by month, as known on the day of the desk, shape [months, 8].

    Means of the month, because whole balances move for a day at quarter-ends;
    NaN where a month is not known.
    """

    def mean(name: str | Reading) -> Floats:
        found = desk.series(name) if isinstance(name, str) else name
        month = found.dates.astype("datetime64[M]")
        first, last = np.searchsorted(month, months), np.searchsorted(month, months, side="right")
        total = np.concatenate([[0.0], np.cumsum(found.values)])
        count = last - first
        return np.where(count > 0, (total[last] - total[first]) / np.maximum(count, 1), np.nan)

    prices = desk.series("PCEPILFE")
    month = prices.dates.astype("datetime64[M]")
    place = np.searchsorted(month, months)
    inside = place < month.size
    place = np.minimum(place, month.size - 1)
    year = np.where(inside, 100.0 * (prices.values[place] / prices.values[place - 12] - 1.0), np.nan)
    rates, _ = mortgage_rates(desk.store, months, desk.as_of)
    last_rate = desk.series("MORTGAGE30Q").dates[-1].astype("datetime64[M]") + 2
    return np.column_stack(
        [
            mean("DGS2"),
            mean("DGS10"),
            np.where(months <= last_rate, rates, np.nan),
            0.5 * (mean("DFEDTARL") + mean("DFEDTARU")),
            mean(reserves(desk)),
            mean("WALCL"),
            mean("UNRATE"),
            year,
        ]
    )


def _effective(desk: Desk, months: Months) -> Floats:
    """Return the effective funds rate by month, the last one known carried on."""
    found = desk.series("FEDFUNDS")
    month = found.dates.astype("datetime64[M]")
    return np.asarray(found.values[np.minimum(np.searchsorted(month, months), month.size - 1)])


def _known(values: Floats) -> Floats:
    """Return the past with what is not yet known of its last months carried over from the last known month."""
    found = values.copy()
    for column in found.T:
        good = np.flatnonzero(np.isfinite(column))
        column[:] = np.interp(np.arange(column.size), good, column[good])
    return found


def hindcast(
    starts: Iterable[date] | None = None,
    store: Store | None = None,
    *,
    paths: int = PATHS,
    step: Callable[[str], None] = lambda _: None,
) -> tuple[Judgement, ...]:
    """Run the baseline from days in the past and score it, beside a random walk and an autoregression.

    Parameters
    ----------
    starts
        Default: the ends of the quarters of 2012 to 2024.
    store
        Default: the embedded snapshot, or the user's own synced data.
    paths
        Of each run.
    step
        Called with the day that is done.

    Notes
    -----
    Openings, shocks and yardsticks use only what had been published by the
    start. The store holds one vintage of most series: release dates are
    respected, later revisions cannot be undone. The parameters of the monthly
    model were estimated on simulated responses, those of liabilities and MBS
    on data to 2023; earlier starts use them all the same.
    """
    now = open_desk(store=store)
    found: list[Judgement] = []
    for start in starts or quarterly_starts():
        desk = open_desk(start, now.store)
        run = simulate(
            opening_on(desk), scenario("baseline"), paths=paths, months=max(HORIZONS), seed=SEED, keep=True
        )
        month = np.datetime64(start, "M")
        past = _known(headlines(desk, np.arange(FIRST_PAST, month + 1)))
        logs = past.copy()
        # At the lower bound the range does not move: the autoregression takes the effective rate.
        effective = _effective(desk, np.arange(FIRST_PAST, month + 1))
        logs[:, 3] = effective
        logs[:, STOCKS] = np.log(past[:, STOCKS])
        middle, width = autoregression(logs, max(HORIZONS))
        middle[:, 3] += past[-1, 3] - effective[-1]
        came = headlines(now, month + np.array(HORIZONS))
        for row, ahead in enumerate(HORIZONS):
            for column, name in enumerate(HEADLINES):
                actual = float(came[row, column])
                if not np.isfinite(actual):
                    continue
                # The mean of a month lies between the ends of the month before and of its own.
                values = (
                    run.of(name)[ahead - 2 : ahead].mean(axis=0)
                    if column in STOCKS
                    else run.of(name)[ahead - 1]
                )
                values = values[np.isfinite(values)]
                var = (float(middle[ahead - 1, column]), float(width[ahead - 1, column]))
                if column in STOCKS:
                    level = float(np.exp(min(var[0], 20.0)))
                    var = (level, level * var[1])
                walk = random_walk(past[:, column], ahead)
                found.append(judged(month, name, ahead, values, actual, walk, var))
        step(start.isoformat())
    return tuple(found)
