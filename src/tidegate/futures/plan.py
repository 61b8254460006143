"""What a bank had announced, month by month, in the form that the monthly step takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.plan import Plan
from tidegate.policy.reaction.contract import Sheet
from tidegate.units import month_end

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RULE = -1
"""In `Announced.sheet`: the rule decides."""
_NOTHING_BN = 1.0
"""A month's purchases under this are none: what is left of rounding, or of sales that balance them."""
INTO = {"mbs": 0, "treasuries": 1, "treasury_bills": 2}


@dataclass(frozen=True)
class Announced:
    """Announcements by month, the first being the one after the opening day. Arrays of shape [months].

    Attributes
    ----------
    sheet
        `Sheet` where an announcement settles it, else `RULE`.
    treasury_cap_bn, mbs_cap_bn
        Caps of run-off where one is going on or announced, else NaN.
    mbs_into
        Where principal of MBS goes that is not redeemed; see `INTO`.
    treasury_purchases_bn, mbs_purchases_bn, bill_purchases_bn
        Purchases announced; NaN where there is no amount.
    """

    sheet: Ints
    treasury_cap_bn: Floats
    mbs_cap_bn: Floats
    mbs_into: Ints
    treasury_purchases_bn: Floats
    mbs_purchases_bn: Floats
    bill_purchases_bn: Floats


def announced(plan: Plan, opening_month: np.datetime64, months: int, sheet: Sheet) -> Announced:
    """Read a plan as it was known over the months ahead.

    Run-off, purchases and reinvestment that were announced with dates hold on
    those dates; what was left open is left to the rule of the reaction function.

    Parameters
    ----------
    plan
        As known on the opening day.
    opening_month
        Month of that day.
    months
        How many.
    sheet
        What the balance sheet does on the opening day.
    """
    month = opening_month + 1 + np.arange(months)
    ends = month_end(month)
    caps, mbs_caps = plan.caps("treasuries", month), plan.caps("mbs", month)
    runs = (caps > 0) | (mbs_caps > 0)
    bought = {name: _bought(plan, name, month) for name in ("treasuries", "mbs", "treasury_bills")}
    starts = [np.datetime64(m, "D") for m in (*month, month[-1] + 1)]
    # Maturity extension sells what it buys: on balance it buys nothing.
    sold = np.array([plan.sales_bn("treasuries", a, b) for a, b in zip(starts[:-1], starts[1:], strict=True)])
    exchanged = (sold > _NOTHING_BN) & (np.abs(bought["treasuries"] - sold) <= _NOTHING_BN)
    bought["treasuries"] = bought["treasuries"] - sold
    buys = np.nan_to_num(bought["treasuries"]) + np.nan_to_num(bought["mbs"]) > _NOTHING_BN
    kind = np.full(months, RULE, dtype=np.int64)
    # What ends or begins on an announced day does; what just goes on may be changed by the rule.
    first_run = int(np.argmax(runs)) if runs.any() else months
    last_run = months - int(np.argmax(runs[::-1])) if runs.any() else 0
    running = sheet in (Sheet.RUNOFF, Sheet.SLOW_RUNOFF)
    if runs.any() and not running:
        kind[:first_run] = np.where(buys[:first_run], int(sheet), int(Sheet.HOLD))
        kind[first_run] = int(Sheet.RUNOFF)
    elif running and last_run < months:
        kind[:last_run] = int(Sheet.RUNOFF)
        kind[last_run] = int(Sheet.HOLD)
    if not runs.any() and sheet in (Sheet.QE, Sheet.TAPER):
        last_buy = months - int(np.argmax(buys[::-1])) if buys.any() else 0
        if 0 < last_buy < months:
            kind[:last_buy] = np.where(buys[:last_buy], int(sheet), int(Sheet.HOLD))
            kind[last_buy] = int(Sheet.HOLD)
    kind[exchanged & (kind == RULE)] = int(Sheet.HOLD)
    into = np.array([INTO.get(plan.reinvest_into("mbs", e).into or "mbs", 1) for e in ends], dtype=np.int64)
    nothing = np.isnan(bought["treasuries"]) | ~buys
    bills = np.nan_to_num(bought["treasury_bills"])
    return Announced(
        kind,
        np.where(runs, caps, np.nan),
        np.where(runs, mbs_caps, np.nan),
        into,
        np.where(nothing, np.nan, bought["treasuries"]),
        np.where(nothing, np.nan, np.nan_to_num(bought["mbs"])),
        np.where(bills > 0, bills, np.nan),
    )


def _bought(plan: Plan, instrument: str, month: NDArray[np.datetime64]) -> Floats:
    """Return net purchases of each month; NaN where they are made as needed."""
    starts = month.astype("datetime64[D]")
    days = np.arange(starts[0], (month[-1] + 1).astype("datetime64[D]"))
    daily = plan.purchases_by_day(instrument, days)
    return np.asarray(np.add.reduceat(daily, (starts - starts[0]).astype(int)))
