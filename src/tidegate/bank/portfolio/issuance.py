"""The Treasury's issues into which maturing holdings roll: the record, and the pattern beyond it.

The record is the list of past auctions; beyond its last day the pattern of
the Treasury's regular auctions is continued: bills weekly, 2-, 5- and 7-year
notes and floating-rate notes at month-end, 3-, 10- and 30-year securities on
the 15th, 20-year bonds at month-end, TIPS on the last business day. Source of the
pattern: Treasury, "General Auction Timing".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.book import Kind
from tidegate.bank.portfolio.settlement import next_business_day, previous_business_day
from tidegate.units import Days, last_day_of

DAYS_PER_WEEK = 7
_TUESDAY, _THURSDAY = 1, 3
# Tenor -> (settlement weekday, weeks between issues): the regular bills.
_BILLS = {
    "4w": (_TUESDAY, 1),
    "6w": (_THURSDAY, 1),
    "8w": (_TUESDAY, 1),
    "13w": (_THURSDAY, 1),
    "17w": (_TUESDAY, 1),
    "26w": (_THURSDAY, 1),
    "52w": (_THURSDAY, 4),
}
_BILL_WEEKS = {"4w": 4, "6w": 6, "8w": 8, "13w": 13, "17w": 17, "26w": 26, "52w": 52}
# Tenor -> years, for securities dated the last day or the 15th of a month.
_MONTH_END = {"2y": 2, "5y": 5, "7y": 7}
_MID_MONTH = {"3y": 3, "10y": 10, "30y": 30}
_QUARTERLY = {2, 5, 8, 11}  # months in which 10-, 20- and 30-year securities are new, not reopened
_TIPS_MONTHS = {
    "tips5": {4: 0, 6: 2, 10: 0, 12: 2},
    "tips10": {1: 0, 3: 2, 5: 4, 7: 0, 9: 2, 11: 4},
    "tips30": {2: 0, 8: 6},
}
_TIPS_YEARS = {"tips5": 5, "tips10": 10, "tips30": 30}


@dataclass(frozen=True)
class Issuance:
    """Securities on offer, one row an auction, sorted by issue day. Shape [issues].

    Attributes
    ----------
    label
        CUSIP where it is known, otherwise tenor and issue day (``2y 2027-01-31``).
    kind
        `Kind` codes, int8.
    tenor
        ``4w`` ... ``52w``, ``2y`` ... ``30y``, ``frn``, ``tips5`` ... ``tips30``,
        ``cmb`` for cash-management bills.
    issue, maturity
        ``datetime64[D]``.
    offering_bn
        Announced offering amount, $ bn, > 0: only proportions among the issues
        of one day matter.
    coupon_pct
        Percent per year: coupon of notes and bonds, real coupon of TIPS, spread
        of FRNs, 0 for bills. NaN where it is not known; see `with_coupons`.
    """

    label: tuple[str, ...]
    kind: NDArray[np.int8]
    tenor: tuple[str, ...]
    issue: Days
    maturity: Days
    offering_bn: NDArray[np.float64]
    coupon_pct: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.label)


def tenor_of(security_type: str, term: str, issue: np.datetime64, maturity: np.datetime64, frn: bool) -> str:
    """Return the tenor of an auction from the words the Treasury publishes.

    Reopenings ("9-Year 10-Month") belong to the tenor of the issue they add
    to. A note that is dated the 15th but sold at month-end is a TIPS.
    """
    days = int((maturity - issue) / np.timedelta64(1, "D"))
    if security_type == "Bill":
        weeks = round(days / DAYS_PER_WEEK)
        regular = weeks in _BILL_WEEKS.values() and abs(days - weeks * DAYS_PER_WEEK) <= 1 and days > 26
        return f"{weeks}w" if regular else "cmb"
    if frn:
        return "frn"
    years = days / 365.25
    sold_day = (
        int((issue - issue.astype("datetime64[M]").astype("datetime64[D]")) / np.timedelta64(1, "D")) + 1
    )
    due_day = (
        int((maturity - maturity.astype("datetime64[M]").astype("datetime64[D]")) / np.timedelta64(1, "D"))
        + 1
    )
    at_month_end = sold_day > 20 or sold_day < 6
    if due_day == 15 and at_month_end and not 19 <= years <= 20.2:
        for tenor, full in _TIPS_YEARS.items():
            if full - 1.1 <= years <= full + 0.2:
                return tenor
    for full in (2, 3, 5, 7, 10, 20, 30):
        if full - 0.95 <= years <= full + 0.2:
            return f"{full}y"
    return f"{round(years)}y"


def kind_of_tenor(tenor: str) -> Kind:
    """Return the class of securities of a tenor."""
    if tenor.endswith("w") or tenor == "cmb":
        return Kind.BILL
    if tenor.startswith("tips"):
        return Kind.TIPS
    return Kind.FRN if tenor == "frn" else Kind.COUPON


def from_auctions(
    label: tuple[str, ...],
    security_type: tuple[str, ...],
    term: tuple[str, ...],
    issue: Days,
    maturity: Days,
    sizes_bn: Mapping[tuple[str, str], float],
    latest_bn: Mapping[str, float],
) -> Issuance:
    """Build the record of issuance from the published list of auctions.

    Parameters
    ----------
    label, security_type, term, issue, maturity
        Columns of the list: CUSIP, Bill/Note/Bond, "9-Year 10-Month", dates.
    sizes_bn
        Offering amount of one tenor over a quarter, $ bn, by (quarter as
        ``2022Q4``, tenor); divided evenly over the quarter's auctions of it.
    latest_bn
        Amount of a single auction by tenor where `sizes_bn` has none.

    Notes
    -----
    Floating-rate notes are the two-year notes that are reopened.
    """
    reopened = {c for c, t in zip(label, term, strict=True) if t.startswith(("1-Year 10", "1-Year 11"))}
    tenors = [
        tenor_of(s, t, i, m, c in reopened)
        for c, s, t, i, m in zip(label, security_type, term, issue, maturity, strict=True)
    ]
    # A floating-rate note whose first reopening lies beyond the list: two 2-year notes settle on one day.
    first_2y: dict[np.datetime64, int] = {}
    for row in sorted(range(len(tenors)), key=lambda r: (issue[r], label[r])):
        if tenors[row] == "2y":
            other = first_2y.setdefault(issue[row], row)
            if other != row and label[other] != label[row]:
                tenors[row] = "frn"
    quarters = _quarter(issue)
    count: dict[tuple[str, str], int] = {}
    for key in zip(quarters, tenors, strict=True):
        count[key] = count.get(key, 0) + 1
    offered = np.array(
        [
            sizes_bn[key] / count[key] if sizes_bn.get(key, 0.0) > 0 else latest_bn.get(key[1], 1.0)
            for key in zip(quarters, tenors, strict=True)
        ]
    )
    order = np.argsort(issue, kind="stable")
    return _take(
        label,
        np.array([kind_of_tenor(t) for t in tenors], dtype=np.int8),
        tenors,
        issue,
        maturity,
        offered,
        order,
    )


def _quarter(days: Days) -> list[str]:
    months = days.astype("datetime64[M]").astype(int)
    return [f"{1970 + m // 12}Q{m % 12 // 3 + 1}" for m in months]


def _take(label, kind, tenor, issue, maturity, offering, rows) -> Issuance:  # type: ignore[no-untyped-def]
    return Issuance(
        tuple(label[r] for r in rows),
        kind[rows],
        tuple(tenor[r] for r in rows),
        issue[rows],
        maturity[rows],
        offering[rows],
        np.full(len(rows), np.nan),
    )


def with_coupons(issues: Issuance, coupon_pct: NDArray[np.float64]) -> Issuance:
    """Return the same issues with their coupons, percent per year, shape [issues]."""
    return replace(issues, coupon_pct=np.asarray(coupon_pct, dtype=float))


def regular(start: np.datetime64, end: np.datetime64, size_bn: Mapping[str, float]) -> Issuance:
    """Continue the Treasury's regular pattern of auctions.

    Parameters
    ----------
    start, end
        First and last possible issue day, ``datetime64[D]``.
    size_bn
        Offering amount of a single auction by tenor, $ bn; tenors that are
        missing or 0 are not offered.
    """
    rows: list[tuple[np.datetime64, np.datetime64, str]] = []
    for tenor, (weekday, every) in _BILLS.items():
        rows += [(i, m, tenor) for i, m in _weekly(start, end, weekday, every, _BILL_WEEKS[tenor])]
    months = np.arange(start.astype("datetime64[M]"), end.astype("datetime64[M]") + 1)
    for month in months:
        rows += _monthly(month)
    rows = [(i, m, t) for i, m, t in rows if start <= i <= end and size_bn.get(t, 0.0) > 0]
    rows.sort(key=lambda r: (int(r[0].astype(int)), r[2]))
    tenors = [t for _, _, t in rows]
    return Issuance(
        tuple(f"{t} {i}" for i, _, t in rows),
        np.array([kind_of_tenor(t) for t in tenors], dtype=np.int8),
        tuple(tenors),
        np.array([i for i, _, _ in rows], dtype="datetime64[D]"),
        np.array([m for _, m, _ in rows], dtype="datetime64[D]"),
        np.array([size_bn[t] for t in tenors], dtype=float),
        np.full(len(rows), np.nan),
    )


def _weekly(
    start: np.datetime64, end: np.datetime64, weekday: int, every: int, weeks: int
) -> list[tuple[np.datetime64, np.datetime64]]:
    """Issue and maturity days of one bill tenor: whole weeks apart, moved off holidays."""
    epoch = np.datetime64("1970-01-05", "D") + weekday  # a Monday, moved to the weekday
    first = int((start - epoch) / np.timedelta64(1, "D")) // (DAYS_PER_WEEK * every) + 1
    last = int((end - epoch) / np.timedelta64(1, "D")) // (DAYS_PER_WEEK * every)
    if last < first:
        return []
    days = epoch + np.arange(first, last + 1) * DAYS_PER_WEEK * every
    return list(zip(next_business_day(days), next_business_day(days + weeks * DAYS_PER_WEEK), strict=True))


def _forward(when: np.datetime64) -> np.datetime64:
    return cast(np.datetime64, next_business_day(when)[()])


def _backward(when: np.datetime64) -> np.datetime64:
    return cast(np.datetime64, previous_business_day(when)[()])


@cache
def _monthly(month: np.datetime64) -> tuple[tuple[np.datetime64, np.datetime64, str], ...]:
    """Issues of one month but bills: (issue day, maturity, tenor)."""
    number = int(month.astype(int)) % 12 + 1
    fifteenth = month.astype("datetime64[D]") + 14
    settle_mid = _forward(fifteenth)
    settle_end = _forward(last_day_of(month))
    last = _backward(last_day_of(month))
    rows: list[tuple[np.datetime64, np.datetime64, str]] = [
        (settle_end, last_day_of(month + 12 * y), tenor) for tenor, y in _MONTH_END.items()
    ]
    # Reopened floating-rate notes settle on the last Friday, new ones with the other month-end notes.
    friday = last_day_of(month) - (int(last_day_of(month).astype(int)) + 6) % DAYS_PER_WEEK
    rows.append(
        (
            settle_end if number % 3 == 1 else _backward(friday),
            last_day_of(month + 24 - (number - 1) % 3),
            "frn",
        )
    )
    since_new = min((number - q) % 12 for q in _QUARTERLY)
    for tenor, years in _MID_MONTH.items():
        back = 0 if tenor == "3y" else since_new
        rows.append((settle_mid, (month - back + 12 * years).astype("datetime64[D]") + 14, tenor))
    rows.append((settle_end, (month - since_new + 12 * 20).astype("datetime64[D]") + 14, "20y"))
    for tenor, calendar in _TIPS_MONTHS.items():
        if number in calendar:
            base = month - calendar[number] + 12 * _TIPS_YEARS[tenor]
            rows.append((last, base.astype("datetime64[D]") + 14, tenor))
    return tuple(rows)


def joined(record: Issuance, beyond: Issuance) -> Issuance:
    """Return the record followed by the part of `beyond` issued after its last day."""
    if len(record) == 0:
        return beyond
    rows = np.flatnonzero(beyond.issue > record.issue.max())
    tail = _take(
        beyond.label, beyond.kind, beyond.tenor, beyond.issue, beyond.maturity, beyond.offering_bn, rows
    )
    return Issuance(
        record.label + tail.label,
        np.concatenate([record.kind, tail.kind]),
        record.tenor + tail.tenor,
        np.concatenate([record.issue, tail.issue]),
        np.concatenate([record.maturity, tail.maturity]),
        np.concatenate([record.offering_bn, tail.offering_bn]),
        np.concatenate([record.coupon_pct, tail.coupon_pct]),
    )
