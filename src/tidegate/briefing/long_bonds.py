"""Long Treasuries bought in instalments during run-off, against bills: every month of QT1 and QT2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.treasuries import bill_months, treasury_months
from tidegate.bank.programmes.phases import phases
from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import yield_table
from tidegate.briefing.document import Column, Table
from tidegate.message import N_, Message, Number
from tidegate.transmission.markets.instalments import HORIZONS_MONTHS, PARTS, Plans, plans
from tidegate.units import Days

Floats = NDArray[np.float64]
RUN_OFFS = ("QT1", "QT2")
LONG_BONDS = "ust_20_plus"
_FIRST = date(2016, 12, 1)


@dataclass(frozen=True)
class Ladder:
    """The record of instalments begun during each run-off.

    Attributes
    ----------
    as_of
        The day.
    by_run_off
        Plans begun in each of its months.
    """

    as_of: date
    by_run_off: Mapping[str, Plans]

    def late(self, name: str) -> NDArray[np.bool_]:
        """Return which plans began in the second half of a run-off, shape [n]."""
        count = len(self.by_run_off[name].months)
        return np.asarray(np.arange(count) >= count // 2)


def month_end_returns(desk: Desk) -> tuple[NDArray[np.datetime64], Floats, Floats]:
    """Return months, and what 20-30 year Treasuries and bills earned in each, from yields of its last day."""
    table = yield_table(desk, _FIRST)
    months = np.arange(np.datetime64(_FIRST, "M"), np.datetime64(desk.as_of, "M") + 1)
    par = _last_of_month(table.dates, table.par_pct, months)
    # A month that goes on, or whose last days are not held, is no month yet.
    whole = np.isfinite(par[:, 0])
    par[~whole] = np.nan
    return months, treasury_months(table.maturities_years, par)[LONG_BONDS], bill_months(par[:, 0])


def _last_of_month(dates: Days, par_pct: Floats, months: NDArray[np.datetime64]) -> Floats:
    """Return the last yields of each month, if they are of its last five days; else NaN."""
    found = np.full((len(months), par_pct.shape[1]), np.nan)
    for i, month in enumerate(months):
        end = (month + 1).astype("datetime64[D]")
        rows = np.flatnonzero((dates >= end - 5) & (dates < end) & np.isfinite(par_pct[:, 0]))
        if rows.size:
            found[i] = par_pct[rows[-1]]
    return found


def ladder(desk: Desk, parts: int = PARTS, horizons_months: tuple[int, ...] = HORIZONS_MONTHS) -> Ladder:
    """Return what instalments into long Treasuries earned over bills, begun at each month's end of QT1 and QT2.

    Parameters
    ----------
    desk
        Figures and day; months after it are not used.
    parts
        Equal parts, one a month.
    horizons_months
        From the first purchase.
    """
    months, bonds, bills = month_end_returns(desk)
    found = {}
    for phase in phases(desk.fed, desk.as_of):
        if phase.key not in RUN_OFFS or phase.start >= desk.as_of:
            continue
        first = np.datetime64(phase.start, "M")
        last = np.datetime64(phase.last_day or desk.as_of, "M")
        found[phase.key] = plans(months, bonds, bills, first, min(last, months[-1]), parts, horizons_months)
    return Ladder(desk.as_of, found)


def summary_rows(found: Ladder) -> list[dict[str, Any]]:
    """Return means by run-off and half, with errors, numbers of plans and the share above bills."""
    rows = []
    for name, each in found.by_run_off.items():
        late = found.late(name)
        for part, chosen in (("all", late | True), ("first_half", ~late), ("second_half", late)):
            mean, error, count = each.mean(chosen)
            for column, horizon in enumerate(each.horizons_months):
                x = each.over_bills_pct[chosen, column]
                x = x[np.isfinite(x)]
                rows.append(
                    {
                        "run_off": name,
                        "part": part,
                        "horizon_months": horizon,
                        "mean_pct": float(mean[column]),
                        "se_pct": float(error[column]),
                        "plans": int(count[column]),
                        "above_bills": float((x > 0).mean()) if x.size else float("nan"),
                    }
                )
    return rows


PART_TITLES = {
    "all": N_("all months"),
    "first_half": N_("first half"),
    "second_half": N_("second half"),
}


def summary_table(found: Ladder) -> Table:
    """Return the means as a table."""
    return Table(
        "ladder-summary",
        Message(N_("Instalments into long Treasuries, return over bills")),
        (
            Column("run_off", Message(N_("Run-off"))),
            Column("part", Message(N_("Begun in"))),
            Column("horizon_months", Message(N_("Months")), "number"),
            Column("mean_pct", Message(N_("Mean")), "number", "percent", 1, signed=True),
            Column("se_pct", Message(N_("Standard error")), "number", "percent", 1),
            Column("plans", Message(N_("Plans")), "number"),
            Column("above", Message(N_("Above bills")), "number", "percent", 0),
        ),
        tuple(
            row | {"part": Message(PART_TITLES[row["part"]]), "above": 100.0 * row["above_bills"]}
            for row in summary_rows(found)
            if row["plans"]
        ),
    )


def month_table(found: Ladder) -> Table:
    """Return every plan."""
    horizons = next(iter(found.by_run_off.values())).horizons_months if found.by_run_off else ()
    rows = [
        {"run_off": name, "month": month}
        | {f"over_{h}": None if np.isnan(v) else float(v) for h, v in zip(horizons, values, strict=True)}
        for name, each in found.by_run_off.items()
        for month, values in zip(each.months, each.over_bills_pct, strict=True)
    ]
    return Table(
        "ladder-months",
        Message(N_("By month of the first purchase, return over bills")),
        (
            Column("run_off", Message(N_("Run-off"))),
            Column("month", Message(N_("First bought at the end of")), "month"),
            *(
                Column(
                    f"over_{h}",
                    Message(N_("{months} months"), {"months": h}),
                    "number",
                    "percent",
                    1,
                    signed=True,
                )
                for h in horizons
            ),
        ),
        tuple(rows),
    )


def verdict_sentence(found: Ladder) -> Message:
    """Return what the record says of long bonds bought late in run-off."""
    rows = [r for r in summary_rows(found) if r["part"] == "second_half" and r["horizon_months"] == 12]
    parts = [
        Message(
            N_("{name}: {mean}% (standard error {se}, {plans} plans)"),
            {
                "name": r["run_off"],
                "mean": Number(r["mean_pct"], 1, signed=True),
                "se": Number(r["se_pct"], 1),
                "plans": r["plans"],
            },
        )
        for r in rows
        if r["plans"]
    ]
    text = N_("Begun in the second half of run-off, over twelve months against bills: {first}; {second}.")
    none = Message(N_("no other run-off yet"))
    return Message(
        text, {"first": parts[0] if parts else none, "second": parts[1] if len(parts) > 1 else none}
    )
