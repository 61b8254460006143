"""When principal reaches the holder, and the Wednesday level that H.4.1 prints.

Borrowers pay during a month; the holder is paid in the next: Freddie Mac's
legacy pools on the 15th, Ginnie Mae's on the 20th, UMBS on the 25th, or the
next business day. H.4.1 counts a payment on its day. Purchases settle by the
20th. H.4.1's line also holds agency commercial MBS.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.portfolio.mbs_amortisation import Floats
from tidegate.bank.portfolio.mbs_book import Issuer
from tidegate.bank.portfolio.mbs_projection import MbsProjection
from tidegate.errors import DateOutOfRange
from tidegate.message import N_
from tidegate.units import day as as_day

PAYMENT_DAY = {Issuer.UMBS: 25, Issuer.GNMA: 20, Issuer.LEGACY: 15}
SETTLEMENT_DAY = 20


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the Federal Reserve Banks' holidays of a year, on the days they are observed."""

    def nth_monday(month: int, n: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(7 - first.weekday()) % 7 + 7 * (n - 1))

    last_may = date(year, 5, 31)
    november = date(year, 11, 1)
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year >= 2022:
        fixed.append(date(year, 6, 19))
    # A holiday on a Sunday is kept on Monday; on a Saturday the banks stay open on Friday.
    observed = [d + timedelta(days=1) if d.weekday() == 6 else d for d in fixed]
    return frozenset(
        [
            *observed,
            nth_monday(1, 3),
            nth_monday(2, 3),
            last_may - timedelta(days=last_may.weekday()),
            nth_monday(9, 1),
            nth_monday(10, 2),
            november + timedelta(days=(3 - november.weekday()) % 7 + 21),
        ]
    )


def payment_date(issuer: Issuer, year: int, month: int) -> date:
    """Return the day on which an issuer's pools pay in a month: its day, or the next business day."""
    when = date(year, month, PAYMENT_DAY[issuer])
    while when.weekday() >= 5 or when in bank_holidays(when.year):
        when += timedelta(days=1)
    return when


def h41_level_bn(projection: MbsProjection, days: ArrayLike, cmbs_bn: ArrayLike = 0.0) -> Floats:
    """Return the level of MBS that H.4.1 shows at the close of each day.

    Parameters
    ----------
    projection
        Of one path or many.
    days
        Dates (H.4.1 prints Wednesdays), shape [days], within the months projected.
    cmbs_bn
        Agency commercial MBS on those days, a number or shape [days]; see `cmbs_path_bn`.

    Returns
    -------
    ndarray
        $ bn, shape [days] or [paths, days].

    Raises
    ------
    DateOutOfRange
        A day outside the months projected.
    """
    when = np.atleast_1d(np.asarray(days, dtype="datetime64[D]"))
    index = (when.astype("datetime64[M]") - projection.months[0]).astype(int)
    if ((index < 0) | (index >= projection.months.size)).any():
        raise DateOutOfRange.of(
            N_("H.4.1 level: {first} to {last} asked, {start} to {end} projected; ask within these months"),
            first=when.min(),
            last=when.max(),
            start=projection.months[0],
            end=projection.months[-1],
        )
    level = projection.balance_bn[..., index].copy()
    for issuer in Issuer:
        due = [as_day(payment_date(issuer, d.year, d.month)) for d in when.tolist()]
        level += np.where(when < np.asarray(due), projection.paid_by_issuer_bn[..., index, issuer], 0.0)
    early = when < when.astype("datetime64[M]").astype("datetime64[D]") + np.timedelta64(
        SETTLEMENT_DAY - 1, "D"
    )
    level -= np.where(early, projection.settled_bn[..., index], 0.0)
    return np.asarray(level + np.asarray(cmbs_bn, dtype=float))


def cmbs_path_bn(opening_bn: float, opening: date, days: ArrayLike, yearly_decline: float) -> Floats:
    """Return the Fed's agency commercial MBS on later days: a steady decline, as a fraction a year."""
    years = (np.asarray(days, dtype="datetime64[D]") - np.datetime64(opening, "D")).astype(float) / 365.25
    return np.asarray(opening_bn * (1.0 - yearly_decline) ** years)
