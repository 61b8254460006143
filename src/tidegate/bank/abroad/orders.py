"""What a plan asks of a stock in each month: one reading of the policy for every bank."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.abroad.profiles import Known
from tidegate.bank.portfolio.aggregate import Orders
from tidegate.bank.programmes.flow import month_clock
from tidegate.bank.programmes.plan import Plan
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.units import Days, day, month_end

_DAY = np.timedelta64(1, "D")
QUARTER_MONTHS = 3


def periods(start: np.datetime64, end: np.datetime64) -> tuple[Days, Days]:
    """Return the first days and the last days of the months from the day after `start` to `end`.

    The first period is what is left of its month; the last ends with the month of `end`.
    """
    first_month = (start + _DAY).astype("datetime64[M]")
    months = np.arange(first_month, end.astype("datetime64[M]") + 1)
    ends = month_end(months)
    firsts = months.astype("datetime64[D]")
    firsts[0] = start + _DAY
    return firsts, ends


def orders_of(
    plan: Plan,
    instrument: str,
    start: np.datetime64,
    end: np.datetime64,
    opening_bn: float,
    known_redemptions_bn: NDArray[np.float64],
    accrual_per_quarter: float = 0.0,
) -> Orders:
    """Read a plan month by month.

    Parameters
    ----------
    plan
        What was announced.
    instrument
        Which of its instruments the stock is.
    start, end
        Day of the opening stock, and last day.
    opening_bn
        Opening stock: an envelope with a target that began earlier is met from here.
    known_redemptions_bn
        What matures in each period of `periods`, NaN where it is not known.
    accrual_per_quarter
        Change of book value at each quarter-end, as a part of it.

    Raises
    ------
    InputError
        If the plan buys "as needed", with no amount.
    """
    firsts, ends = periods(start, end)
    after = ends + _DAY
    both = list(zip(firsts, after, strict=True))
    months = month_clock(after) - month_clock(firsts)
    net = np.array([plan.purchases_bn(instrument, a, b) for a, b in both])
    if np.isnan(net).any():
        raise InputError.of(
            N_(
                "plan {plan}: {instrument} are bought as needed from {day}, with no amount; start later or set one"
            ),
            plan=plan.name,
            instrument=instrument,
            day=firsts[np.isnan(net)][0],
        )
    gross = np.full(len(ends), np.nan)
    for row, (a, b) in enumerate(both):
        if plan.buys_gross(instrument, b - _DAY):
            gross[row] = plan.gross_purchases_bn(instrument, a, b)
    quarter_end = ends.astype("datetime64[M]").astype(int) % QUARTER_MONTHS == QUARTER_MONTHS - 1
    return Orders(
        ends,
        months,
        net,
        gross,
        plan.caps(instrument, ends) * months,
        _falls(plan, instrument, firsts, after, opening_bn),
        np.array([plan.sales_bn(instrument, a, b) for a, b in both]),
        known_redemptions_bn,
        np.where(quarter_end, accrual_per_quarter, 0.0),
    )


def _falls(plan: Plan, instrument: str, firsts: Days, after: Days, opening_bn: float) -> NDArray[np.float64]:
    """Spread the envelopes over their days; one that is under way is met from the opening stock."""
    falls = np.full(len(firsts), np.nan)
    for envelope in plan.envelopes(instrument):
        begin, stop = day(envelope.start), day(envelope.until) + _DAY
        total = envelope.total_bn
        if begin < firsts[0] < stop and envelope.target_stock_bn is not None:
            begin, total = firsts[0], max(opening_bn - envelope.target_stock_bn, 0.0)
        days = np.clip((np.minimum(after, stop) - np.maximum(firsts, begin)) / _DAY, 0.0, None)
        inside = days > 0.0
        falls[inside] = np.nan_to_num(falls[inside]) + total * days[inside] / float((stop - begin) / _DAY)
    return falls


def spread(rows: Iterable[Known], firsts: Days, ends: Days) -> NDArray[np.float64]:
    """Spread what is known to mature in windows evenly over their days.

    Returns
    -------
    ndarray, shape [periods]
        NaN for a period that no window covers whole.
    """
    found, covered = np.zeros(len(firsts)), np.zeros(len(firsts))
    for row in rows:
        begin, stop = day(row.since), day(row.until) + _DAY
        days = np.clip((np.minimum(ends + _DAY, stop) - np.maximum(firsts, begin)) / _DAY, 0.0, None)
        found += row.value * days / float((stop - begin) / _DAY)
        covered += days
    whole = (ends + _DAY - firsts) / _DAY
    return np.where(covered >= whole - 0.5, found, np.nan)


def last_known(rows: Iterable[Known], on: date) -> Known | None:
    """Return the last figure about a day up to `on`."""
    found = [row for row in rows if row.until <= on]
    return found[-1] if found else None
