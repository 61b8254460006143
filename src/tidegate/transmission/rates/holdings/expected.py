"""The path of holdings expected on a day: what was announced, and an assumption for what was not."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.plan import Plan
from tidegate.errors import DateOutOfRange, InputError
from tidegate.message import N_, Message
from tidegate.transmission.rates.holdings.ladder import (
    PURCHASE_MIXES,
    RUNGS,
    Floats,
    new_issues,
    purchase_mixes,
)
from tidegate.units import MONTHS_PER_YEAR, day

HORIZON_MONTHS = 360
PLAN_MONTHS = 48
"""Months over which a plan is read; what it says for the last of them stands for all after."""
GDP_GROWTH_PCT = 4.0
"""Nominal growth expected, percent a year: two of prices, two of volume (assumption)."""
_MBS_INTO = {"mbs": 0, "agency_debt": 0, "treasuries": 1, "treasury_bills": 2}


@dataclass(frozen=True)
class Expectation:
    """What observers expected beyond the announcements, from a day on; see `expectations.toml`."""

    since: date
    purchase_months: int
    hold_months: int
    treasury_cap: float
    mbs_cap: float
    normal_pct_gdp: float
    mbs_cpr_pct: float
    source: str


@cache
def expectations() -> tuple[Expectation, ...]:
    """Return the assumptions, earliest first."""
    text = resources.files(__package__).joinpath("expectations.toml").read_text("utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["expectation"]
    for row in rows:
        for cap in ("treasury_cap", "mbs_cap"):
            row[cap] = np.inf if row[cap] == "all" else float(row[cap])
    return tuple(Expectation(**row) for row in rows)


def expectation_on(when: date) -> Expectation:
    """Return the assumption that held on a day.

    Raises
    ------
    DateOutOfRange
        Before the first programme.
    """
    held = [e for e in expectations() if e.since <= when]
    if not held:
        text = N_("{value}: before the first purchase programme; choose a day from {first}")
        raise DateOutOfRange.of(text, value=when, first=expectations()[0].since)
    return held[-1]


@dataclass(frozen=True)
class Holdings:
    """What the central bank holds on a day, $ bn.

    Attributes
    ----------
    date
        Of the figures.
    ladder_bn
        Coupon Treasuries by month of remaining maturity, shape [360].
    bills_bn, mbs_bn
        Bills; MBS with agency debt.
    gdp_bn
        Nominal GDP, a year's rate.
    """

    date: date
    ladder_bn: Floats
    bills_bn: float
    mbs_bn: float
    gdp_bn: float

    def __post_init__(self) -> None:
        problems = []
        if self.ladder_bn.shape != (RUNGS,) or not (self.ladder_bn >= 0).all():
            problems.append(Message(N_("holdings: give 360 amounts of 0 or more, one for each month"), {}))
        for name in ("bills_bn", "mbs_bn", "gdp_bn"):
            value = getattr(self, name)
            if not np.isfinite(value) or value < 0 or (name == "gdp_bn" and value == 0):
                text = N_("holdings {name}: {value}; give $ bn, 0 or more (GDP above 0)")
                problems.append(Message(text, {"name": name, "value": value}))
        InputError.check(problems)


@dataclass(frozen=True)
class ExpectedPath:
    """Holdings month by month from a day on, seen from that day.

    Attributes
    ----------
    start
        The day.
    weighted_bn
        Coupon Treasuries weighted by each row of the weights asked for, $ bn
        times the weight, shape [months + 1, weights]; row 0 is the day itself.
    treasuries_bn, bills_bn, mbs_bn
        Stocks, shape [months + 1]; the first are coupon Treasuries.
    gdp_bn
        Expected GDP, shape [months + 1].
    """

    start: date
    weighted_bn: Floats
    treasuries_bn: Floats
    bills_bn: Floats
    mbs_bn: Floats
    gdp_bn: Floats


@dataclass(frozen=True)
class _Announced:
    """What a plan says month by month, $ bn; the last month stands for all after it."""

    treasuries: Floats
    sold: Floats
    bills: Floats
    mbs: Floats
    treasury_cap: Floats
    mbs_cap: Floats
    mbs_into: NDArray[np.int64]


def _announced(plan: Plan | None, first: np.datetime64, months: int) -> _Announced:
    """Read a plan over its first years; amounts bought "as needed" count as nothing."""
    zero = np.zeros(months)
    if plan is None:
        return _Announced(zero, zero, zero, zero, zero, zero, np.zeros(months, dtype=np.int64))
    near = min(months, PLAN_MONTHS)
    begin = first.astype("datetime64[M]")
    starts = np.concatenate([[first], (begin + np.arange(1, near + 1)).astype("datetime64[D]")])
    days = np.arange(starts[0], starts[-1])
    edges = (starts[:-1] - starts[0]).astype(int)

    def held(values: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([values, np.full(months - near, values[-1])])

    def bought(instrument: str) -> Floats:
        return held(np.add.reduceat(np.nan_to_num(plan.purchases_by_day(instrument, days)), edges))

    pairs = list(zip(starts[:-1], starts[1:], strict=True))
    into = [_MBS_INTO.get(plan.reinvest_into("mbs", a).into or "mbs", 0) for a, _ in pairs]
    return _Announced(
        bought("treasuries"),
        held(np.array([plan.sales_bn("treasuries", a, b) for a, b in pairs])),
        bought("treasury_bills"),
        bought("mbs") + bought("agency_debt"),
        plan.caps("treasuries", begin + np.arange(months)),
        plan.caps("mbs", begin + np.arange(months)),
        held(np.array(into, dtype=np.int64)),
    )


def expected_path(
    now: Holdings,
    plan: Plan | None,
    weights: Floats,
    expectation: Expectation | None = None,
    months: int = HORIZON_MONTHS,
) -> ExpectedPath:
    """Return the path of holdings expected on a day.

    Parameters
    ----------
    now
        Holdings on the day.
    plan
        As known on that day; None for a path without any purchases, under
        the same expectation of the rest.
    weights
        Weights of the rungs, shape [w, 360], for example ten-year
        equivalents of each month of maturity.
    expectation
        Default: the assumption that held on the day.
    months
        Length of the path, 1 to 600.
    """
    from tidegate.transmission.rates.holdings import kernel  # compiled: only where it is needed

    if not 1 <= months <= 600:
        raise InputError.of(N_("months {value}: choose 1 to 600"), value=months)
    assumed = expectation or expectation_on(now.date)
    first = day(now.date)
    when = first.astype("datetime64[M]") + np.arange(months)
    gdp = now.gdp_bn * (1.0 + GDP_GROWTH_PCT / 100.0) ** (np.arange(months + 1) / MONTHS_PER_YEAR)
    said = _announced(plan, first, months)
    # A pace without an end goes on for the months expected; a total ends by itself.
    net, bills, mbs = (
        np.where((f[-1] > 0) & (np.arange(months) >= assumed.purchase_months), 0.0, f)
        for f in (said.treasuries, said.bills, said.mbs)
    )
    buying = np.flatnonzero((net > 0) | (mbs > 0))
    ended = int(buying[-1]) + 1 if buying.size else 0
    treasury_cap, mbs_cap = said.treasury_cap.copy(), said.mbs_cap.copy()
    exit_from = ended
    if not (treasury_cap[-1] > 0 or treasury_cap[0] > 0):
        # No run-off is announced: one is expected after the pause.
        exit_from = min(ended + assumed.hold_months, months)
        treasury_cap[exit_from:], mbs_cap[exit_from:] = assumed.treasury_cap, assumed.mbs_cap
    purchases = np.zeros((months, len(PURCHASE_MIXES)))
    purchases[np.arange(months), _mix_on(when, said.sold > 0)] = net
    exposure = np.empty((months + 1, len(weights)))
    stocks = np.empty((months + 1, 3))
    speed = 1.0 - (1.0 - assumed.mbs_cpr_pct / 100.0) ** (1.0 / MONTHS_PER_YEAR)
    kernel.run_months(
        now.ladder_bn,
        now.bills_bn,
        now.mbs_bn,
        purchases,
        purchase_mixes(),
        said.sold,
        bills,
        mbs,
        treasury_cap,
        mbs_cap,
        said.mbs_into,
        assumed.normal_pct_gdp / 100.0 * gdp[1:],
        np.arange(months) >= exit_from,
        new_issues(),
        speed,
        np.ascontiguousarray(weights, dtype=float),
        exposure,
        stocks,
    )
    return ExpectedPath(now.date, exposure, stocks[:, 0], stocks[:, 1], stocks[:, 2], gdp)


def _mix_on(when: NDArray[np.datetime64], twisting: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return which purchase mix holds in each month: the last that had begun; 2011 is the twist's."""
    begun = np.array([int(y) for y in PURCHASE_MIXES])
    years = when.astype("datetime64[Y]").astype(int) + 1970
    found = np.clip(np.searchsorted(begun, years, side="right") - 1, 0, len(begun) - 1)
    twist = list(PURCHASE_MIXES).index("2011")
    return np.where(twisting, twist, np.where(found == twist, twist - 1, found))


def realised_ladder(
    when: date, coupons_bn: float, snapshots: tuple[tuple[date, Floats], ...], history: Floats | None = None
) -> Floats:
    """Return the ladder on a day between published distributions, scaled to what was held.

    Shares by rung are interpolated between the published days; after the last,
    the ladder ages and what is added are new issues.

    Parameters
    ----------
    when
        The day.
    coupons_bn
        Coupon Treasuries held then, $ bn.
    snapshots
        Days and ladders, earliest first.
    history
        After the last published day: month-end holdings from the month after
        it to the month of `when`, $ bn.
    """
    days = np.array([day(d) for d, _ in snapshots])
    ladders = np.stack([rungs / rungs.sum() for _, rungs in snapshots])
    at = day(when)
    if at <= days[0]:
        return np.asarray(ladders[0] * coupons_bn)
    if at >= days[-1]:
        if history is None or len(history) == 0:
            return np.asarray(ladders[-1] * coupons_bn)
        from tidegate.transmission.rates.holdings import kernel

        out = np.empty((len(history), RUNGS))
        kernel.roll_forward(snapshots[-1][1], np.asarray(history, dtype=float), new_issues(), out)
        return np.asarray(out[-1] / out[-1].sum() * coupons_bn)
    row = int(np.searchsorted(days, at, side="right")) - 1
    part = float((at - days[row]) / (days[row + 1] - days[row]))
    return np.asarray(((1 - part) * ladders[row] + part * ladders[row + 1]) * coupons_bn)
