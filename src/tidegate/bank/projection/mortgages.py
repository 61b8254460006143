"""The MBS of a bank under a plan, day by day as H.4.1 books them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.mbs_book import CohortBook
from tidegate.bank.portfolio.mbs_plan import MbsPlan
from tidegate.bank.portfolio.mbs_projection import project_mbs
from tidegate.bank.portfolio.mbs_result import MbsProjection
from tidegate.bank.portfolio.mbs_settlement import SETTLEMENT_DAY, cmbs_path_bn, h41_level_bn
from tidegate.bank.programmes.plan import Plan
from tidegate.units import Days, month_end

Daily = NDArray[np.float64]
LAG_MONTHS = 2
"""Months from the purchase of MBS to their delivery: what was bought before the start settles in them."""


@dataclass(frozen=True)
class MbsPath:
    """MBS day by day. Arrays of shape [days], days from the date of the book to the end.

    Attributes
    ----------
    level_bn
        Face held as H.4.1 prints it, agency commercial MBS among it.
    paydowns_bn
        Principal received on the day.
    settled_bn
        MBS delivered on the day.
    interest_bn
        Net coupon accrued on the day.
    into_bn
        By instrument: principal put into it on the day, without what bought MBS again.
    monthly
        The months behind it, cohort by cohort.
    """

    days: Days
    level_bn: Daily
    paydowns_bn: Daily
    settled_bn: Daily
    interest_bn: Daily
    into_bn: Mapping[str, Daily]
    monthly: MbsProjection


def mbs_rules(
    plan: Plan, months: NDArray[np.datetime64], principal_bn: NDArray[np.float64] | None = None
) -> tuple[MbsPlan, list[str]]:
    """Translate a bank's plan into monthly rules of the MBS book.

    Parameters
    ----------
    plan
        What was announced.
    months
        ``datetime64[M]``.
    principal_bn
        A first estimate of the months' principal: only needed where a rule
        moves principal elsewhere up to an amount.

    Returns
    -------
    MbsPlan
        Cap and the share that buys MBS again, by month.
    list of str
        Where the other principal goes, by month.
    """
    caps = plan.caps("mbs", months)
    share = np.zeros(len(months))
    elsewhere = []
    for place, month in enumerate(months):
        rule = plan.reinvest_into("mbs", month.astype("datetime64[D]"))
        other = rule.beyond if rule.into == "mbs" else rule.into
        elsewhere.append(other or "treasuries")
        if rule.up_to_bn_per_month is None:
            share[place] = 1.0 if rule.into == "mbs" else 0.0
        elif principal_bn is not None and principal_bn[place] > 0:
            kept = min(rule.up_to_bn_per_month, float(principal_bn[place])) / float(principal_bn[place])
            share[place] = kept if rule.into == "mbs" else 1.0 - kept
    return MbsPlan(cap_bn=caps, mbs_share=share), elsewhere


def mbs_path(
    book: CohortBook,
    cmbs_bn: float,
    commitments_bn: tuple[float, ...],
    plan: Plan,
    end: np.datetime64,
    mortgage_rate_pct: NDArray[np.float64],
    history_pct: NDArray[np.float64],
) -> MbsPath:
    """Project the MBS of a bank from its book's date to `end`.

    Parameters
    ----------
    book
        Opening cohorts.
    cmbs_bn
        Agency commercial MBS on the book's date.
    commitments_bn
        Purchases made before the book's date that settle in the first months.
        Where there are none although everything was being reinvested, the
        book's own first months of principal stand in for them.
    plan
        What was announced.
    end
        Last day.
    mortgage_rate_pct
        Mean 30-year rate of every month after the book's, to that of `end`.
    history_pct
        The three months before them.
    """
    start = np.datetime64(book.as_of, "D")
    first = start.astype("datetime64[M]") + 1
    months = np.arange(first, max(end.astype("datetime64[M]"), first) + 1)
    rates = mortgage_rate_pct[: len(months)]
    draft = project_mbs(book, rates, history_pct, MbsPlan(cap_bn=np.inf))
    rules, elsewhere = mbs_rules(plan, months, draft.paydown_bn)
    settlements = np.zeros(len(months))
    settlements[: len(commitments_bn)] = commitments_bn[: len(months)]
    if not commitments_bn and plan.cap_bn("mbs", first - 1) == 0.0:
        settlements[:LAG_MONTHS] = draft.paydown_bn[:LAG_MONTHS]
    chosen = MbsPlan(rules.cap_bn, rules.mbs_share, settlements)
    monthly = project_mbs(book, rates, history_pct, chosen)

    days = np.arange(start, end + 1, dtype="datetime64[D]")
    inside = days >= first.astype("datetime64[D]")
    cmbs = cmbs_path_bn(cmbs_bn, book.as_of, days)
    level = float(book.face_bn.sum()) + cmbs
    level[inside] = h41_level_bn(monthly, days[inside], cmbs[inside])
    at = (days.astype("datetime64[M]") - months[0]).astype(int)
    settled = np.zeros(len(days))
    delivery = inside & (days == days.astype("datetime64[M]").astype("datetime64[D]") + (SETTLEMENT_DAY - 1))
    settled[delivery] = monthly.settled_bn[at[delivery]]
    month_days = (month_end(days) - days.astype("datetime64[M]").astype("datetime64[D]")).astype(int) + 1
    interest = np.zeros(len(days))
    interest[inside] = (monthly.interest_bn[at] / month_days)[inside]
    before = ~inside
    if before.any():
        interest[before] = monthly.interest_bn[0] / month_days[before]
    elsewhere_bn = monthly.reinvested_elsewhere_bn
    into = {}
    for name in sorted(set(elsewhere)):
        mine = np.array([e == name for e in elsewhere])
        daily = np.zeros(len(days))
        daily[inside] = ((elsewhere_bn * mine)[at] / month_days)[inside]
        if daily.any():
            into[name] = daily[1:]
    paydowns = settled - np.diff(level, prepend=level[0])
    return MbsPath(days, level, paydowns, settled, interest, into, monthly)
