"""The government's interest bill rebuilt from the debt of March 2022 and later yields, beside the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from tidegate.briefing import debt_inputs as inputs
from tidegate.briefing.assembly import Desk
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.transmission.markets.government import Financing, roll_debt
from tidegate.transmission.markets.government.concepts import concepts
from tidegate.transmission.markets.government.roll import by_year
from tidegate.units import MONTHS_PER_YEAR

REBUILT_FROM = date(2022, 4, 30)
"""On this day the statement of 31 March 2022 is the last that is out."""


@dataclass(frozen=True)
class Rebuilt:
    """Interest of one year rebuilt from the debt of March 2022 and later yields, beside the record. $ bn.

    Attributes
    ----------
    concept
        ``accounts`` (calendar years) or ``budget`` (fiscal years).
    year, months
        Which year, and how many of its months are in it: 9 in 2022.
    rebuilt_bn, record_bn
        The two figures.
    """

    concept: str
    year: int
    months: int
    rebuilt_bn: float
    record_bn: float

    @property
    def error_pct(self) -> float:
        """Rebuilt over record, percent."""
        return 100.0 * (self.rebuilt_bn / self.record_bn - 1.0)


def rebuilt(desk: Desk) -> tuple[Rebuilt, ...]:
    """Return the interest bill since April 2022 rebuilt from the debt of March 2022, year by year.

    Known for it are the debt of 31 March 2022 by maturity, and from then on
    yields, prices, the growth of the public debt, bills issued and the tenors
    offered; nothing of the record of interest.
    """
    stock = inputs.stock_on(desk, REBUILT_FROM)
    first = np.datetime64(stock.as_of, "M") + 1
    grid = first + np.arange(_rebuilt_months(desk, first))
    market = inputs.market_on(desk, first, len(grid), "flat")
    financing = Financing(
        inputs.sales_mix(desk, grid),
        stock.bill_share,
        inputs.bills_path(desk, stock.bills_bn, grid),
        inputs.public_debt(desk, grid),
    )
    interest = roll_debt(stock, market, financing).interest_bn
    rows = []
    accounts, budget = concepts()["accounts"], concepts()["budget"]
    quarters = desk.series(accounts.series)
    begun = quarters.dates.astype("datetime64[M]")
    years = grid.astype("datetime64[Y]").astype(int) + 1970
    for year in np.unique(years):
        mine = years == year
        held = (begun >= grid[mine][0]) & (begun <= grid[mine][-1])
        if mine.sum() == 3 * held.sum() and (year == years[0] or mine.sum() == MONTHS_PER_YEAR):
            count = int(mine.sum())
            other = accounts.other_bn * count / MONTHS_PER_YEAR
            rows.append(
                Rebuilt(
                    accounts.id,
                    int(year),
                    count,
                    float(interest[mine].sum()) + other,
                    float(quarters.values[held].sum()) / 4.0,
                )
            )
    record = desk.series(budget.series)
    paid = dict(zip(record.dates.astype("datetime64[Y]").astype(int) + 1970, record.values, strict=True))
    for year, total in by_year(interest, first, budget.first_of_year).items():
        if year in paid:
            rows.append(Rebuilt(budget.id, year, 12, float(total) + budget.other_bn, float(paid[year])))
    return tuple(rows)


def _rebuilt_months(desk: Desk, first: np.datetime64) -> int:
    """Return how many months can be rebuilt: to the last quarter for which the public debt is known."""
    last = desk.series("FYGFDPUN").dates[-1].astype("datetime64[M]") + 2
    months = int((last - first).astype(int)) + 1
    if months < MONTHS_PER_YEAR:
        raise InputError.of(
            N_("interest rebuilt: needs a year of figures after {day}; choose a later day"), day=REBUILT_FROM
        )
    return months
