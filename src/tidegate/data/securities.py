"""Securities by CUSIP: choosing holdings and terms out of the store's tables."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import numpy as np

from tidegate.data.table import Column, Table
from tidegate.errors import DateOutOfRange, UnknownName
from tidegate.message import N_
from tidegate.units import to_date

STATEMENT_LAG = timedelta(days=7)
"""The monthly statement of the public debt comes out on the fourth business day."""


def dates_of(column: Column) -> tuple[date, ...]:
    """Return the different dates of a column, earliest first."""
    return tuple(to_date(d) for d in np.unique(column))


def holdings_on(table: Table, bank: str, as_of: date | None, types: Collection[str]) -> Table:
    """Return the rows of the last holdings of `bank` dated on or before `as_of`.

    Raises
    ------
    UnknownName
        If there are no holdings of the bank.
    DateOutOfRange
        If there are none that early.
    """
    own = table.where(table["bank"] == bank)
    dates = dates_of(own["as_of"])
    if not dates:
        raise UnknownName.of(N_("no holdings by security for bank {value!r}"), value=bank)
    before = [d for d in dates if as_of is None or d <= as_of]
    if not before:
        raise DateOutOfRange.of(
            N_("no holdings of {bank!r} on or before {value}; they begin on {first}"),
            bank=bank,
            value=as_of,
            first=dates[0],
        )
    chosen = own.where(
        (own["as_of"] == np.datetime64(before[-1], "D")) & np.isin(own["security_type"], list(types))
    )
    return Table({k: v for k, v in chosen.columns.items() if k not in ("bank", "as_of")}, before[-1])


def terms_on(table: Table, record_date: date | None, describing: date) -> Table:
    """Return the statement of `record_date`, or the first on or after the day `describing`.

    Raises
    ------
    DateOutOfRange
        If there is no such statement; the message lists those there are.
    """
    dates = dates_of(table["record_date"])
    wanted = record_date or next((d for d in dates if d >= describing), dates[-1])
    if wanted not in dates:
        raise DateOutOfRange.of(
            N_("no statement of the public debt for {value}; there are {known}"),
            value=wanted,
            known=", ".join(map(str, dates)),
        )
    rows = table.where(table["record_date"] == np.datetime64(wanted, "D"))
    return Table({k: v for k, v in rows.columns.items() if k != "record_date"}, wanted)


def debt_on(table: Table, as_of: date) -> Table:
    """Return the last statement of the debt by maturity that was out on a day, a week after its date.

    Raises
    ------
    DateOutOfRange
        If there is none that early.
    """
    dates = dates_of(table["record_date"])
    before = [d for d in dates if d + STATEMENT_LAG <= as_of]
    if not before:
        raise DateOutOfRange.of(
            N_("no statement of the public debt for {value}; there are {known}"),
            value=as_of,
            known=", ".join(map(str, dates)),
        )
    rows = table.where(table["record_date"] == np.datetime64(before[-1], "D"))
    return Table({k: v for k, v in rows.columns.items() if k != "record_date"}, before[-1])
