"""When principal reaches the holder, and the Wednesday level that H.4.1 prints.

Borrowers pay during a month; the holder is paid in the next: Freddie Mac's
legacy pools on the 15th, Ginnie Mae's on the 20th, UMBS on the 25th, or the
next business day. H.4.1 counts a payment on its day. Purchases settle about
the 14th. H.4.1's line also holds agency commercial MBS.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.portfolio.mbs_amortisation import Floats
from tidegate.bank.portfolio.mbs_book import Issuer
from tidegate.bank.portfolio.mbs_prepay import parameter_table
from tidegate.bank.portfolio.mbs_result import MbsProjection
from tidegate.bank.portfolio.settlement import next_business_day
from tidegate.errors import DateOutOfRange
from tidegate.message import N_
from tidegate.units import Days

PAYMENT_DAY = {Issuer.UMBS: 25, Issuer.GNMA: 20, Issuer.LEGACY: 15}
SETTLEMENT_DAY = 14
"""About when most 30-year MBS bought forward are delivered."""


def payment_dates(issuer: Issuer, months: ArrayLike) -> Days:
    """Return the day on which an issuer's pools pay in each month: its day, or the next business day."""
    first = np.asarray(months, dtype="datetime64[M]").astype("datetime64[D]")
    return next_business_day(first + np.timedelta64(PAYMENT_DAY[issuer] - 1, "D"))


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
        not_yet = when < payment_dates(issuer, when)
        level += np.where(not_yet, projection.paid_by_issuer_bn[..., index, issuer], 0.0)
    settled = when.astype("datetime64[M]").astype("datetime64[D]") + np.timedelta64(SETTLEMENT_DAY - 1, "D")
    level -= np.where(when < settled, projection.settled_bn[..., index], 0.0)
    return np.asarray(level + np.asarray(cmbs_bn, dtype=float))


def cmbs_path_bn(
    opening_bn: float, opening: date, days: ArrayLike, yearly_decline: float | None = None
) -> Floats:
    """Return the Fed's agency commercial MBS on later days, $ bn: a steady decline.

    Parameters
    ----------
    opening_bn, opening
        Holdings on a day, see `MbsOpening`.
    days
        Dates, shape [days].
    yearly_decline
        A fraction a year; by default as from June 2022 to the end of 2023.
    """
    decline = float(parameter_table()["cmbs"]["yearly_decline"]) if yearly_decline is None else yearly_decline
    years = (np.asarray(days, dtype="datetime64[D]") - np.datetime64(opening, "D")).astype(float) / 365.25
    return np.asarray(opening_bn * (1.0 - decline) ** years)
