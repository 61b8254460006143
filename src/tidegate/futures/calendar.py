"""What is settled beforehand of the months ahead: announcements, and over them what a scenario says."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.futures.choices import choices
from tidegate.futures.contract import Opening
from tidegate.futures.inputs import SHOCKS
from tidegate.futures.plan import RULE
from tidegate.futures.scenario import Policy, Scenario
from tidegate.message import N_, Message
from tidegate.policy.reaction.contract import Sheet

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OPEN_ENDED = 1_000_000
"""In `Overlaid.runoff_end`: nobody knows when run-off ends."""


class Overlaid(NamedTuple):
    """See `inputs.Calendar`; each of shape [months]."""

    sheet: Ints
    runoff_end: Ints
    treasury_cap_bn: Floats
    mbs_cap_bn: Floats
    mbs_sales_bn: Floats
    mbs_into: Ints
    treasury_purchases_bn: Floats
    mbs_purchases_bn: Floats
    bill_purchases_bn: Floats
    set_rate_pct: Floats
    added: Floats


def overlaid(opening: Opening, scenario: Scenario, months: int) -> Overlaid:
    """Return the months ahead as a scenario has them.

    Raises
    ------
    InputError
        For what lies beyond the horizon: all problems at once.
    """
    InputError.check(_beyond(scenario, months))
    plan, told, own = opening.announced, scenario.policy, choices().policy

    def ahead(values: NDArray[np.generic], beyond: float) -> NDArray[np.generic]:
        extra = max(months - values.size, 0)
        return np.concatenate([values[:months], np.full(extra, beyond, dtype=values.dtype)])

    sheet = ahead(plan.sheet, RULE).astype(np.int64)
    end = np.full(months, OPEN_ENDED, dtype=np.int64)
    caps = ahead(plan.treasury_cap_bn, np.nan).astype(float)
    mbs_caps = ahead(plan.mbs_cap_bn, np.nan).astype(float)
    usual = own.treasury_cap_pct_gdp * opening.gdp_bn / 100.0, own.mbs_cap_pct_gdp * opening.gdp_bn / 100.0
    caps, mbs_caps = _carried(caps, usual[0]), _carried(mbs_caps, usual[1])
    if told.treasury_cap_bn is not None:
        caps = np.full(months, told.treasury_cap_bn)
    if told.mbs_cap_bn is not None:
        mbs_caps = np.full(months, told.mbs_cap_bn)
    _run_off(sheet, end, told)
    bills = ahead(plan.bill_purchases_bn, np.nan).astype(float)
    if told.qe_start_month is not None:
        sheet[told.qe_start_month - 1 : told.qe_start_month - 1 + told.qe_months] = int(Sheet.QE)
    if told.management_start_month is not None:
        inside = slice(
            told.management_start_month - 1, told.management_start_month - 1 + told.management_months
        )
        sheet[inside] = int(Sheet.RESERVE_MANAGEMENT)
        if told.management_bn is not None:
            bills[inside] = told.management_bn
    rate = np.full(months, np.nan)
    if told.funds_rate_pct is not None:
        rate[: told.funds_rate_months] = told.funds_rate_pct
    added = np.zeros((months, len(SHOCKS)))
    for shock in scenario.shocks:
        added[shock.from_month - 1 : shock.from_month - 1 + shock.months, SHOCKS.index(shock.name)] += (
            shock.each
        )
    return Overlaid(
        sheet,
        end,
        caps,
        mbs_caps,
        np.full(months, told.mbs_sales_bn),
        ahead(plan.mbs_into, plan.mbs_into[-1]).astype(np.int64),
        ahead(plan.treasury_purchases_bn, np.nan).astype(float),
        ahead(plan.mbs_purchases_bn, np.nan).astype(float),
        bills,
        rate,
        added,
    )


def _run_off(sheet: Ints, end: Ints, told: Policy) -> None:
    """Write forced run-off and its known end, in place."""
    start, stop, least = told.runoff_start_month, told.runoff_end_month, told.runoff_least_months
    begin = (start or 1) - 1
    if start is not None and stop is None and least is None:
        sheet[begin] = int(Sheet.RUNOFF)
    if least is not None:
        sheet[begin : begin + least] = int(Sheet.RUNOFF)
        end[: begin + least] = begin + least
    if stop is not None:
        sheet[begin : stop - 1] = int(Sheet.RUNOFF)
        sheet[stop - 1 : stop - 1 + max(told.hold_months, 1)] = int(Sheet.HOLD)
        end[: stop - 1] = stop - 1


def _carried(values: Floats, usual: float) -> Floats:
    """Return caps with gaps filled: the last announced one goes on; without any, the usual one."""
    known = np.flatnonzero(np.isfinite(values) & (values > 0))
    if not known.size:
        return np.full(values.size, usual)
    found = values.copy()
    found[known[-1] + 1 :] = values[known[-1]]
    gaps = ~np.isfinite(found)
    found[gaps] = values[known[0]]
    return found


def _beyond(scenario: Scenario, months: int) -> list[Message]:
    told, found = scenario.policy, []
    named: dict[str, int | None] = {
        n: getattr(told, n)
        for n in ("runoff_start_month", "runoff_end_month", "qe_start_month", "management_start_month")
    }
    named |= {f"shock {s.name}": s.from_month for s in scenario.shocks}
    for name, value in named.items():
        if value is not None and value > months:
            text = N_(
                "scenario {where}: {name} is month {value}, beyond the {months} months of the run; lengthen it"
            )
            found.append(
                Message(text, {"where": scenario.name, "name": name, "value": value, "months": months})
            )
    return found
