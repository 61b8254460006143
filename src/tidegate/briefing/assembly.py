"""Where data and models meet: from the store to the values that the models ask for.

Every question is answered as of a day: nothing published later is used.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio import issuance
from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.indexation import LAG_MONTHS, extend_cpi, reference_cpi
from tidegate.bank.portfolio.issuance import Issuance
from tidegate.bank.programmes.loader import load, load_file
from tidegate.bank.programmes.model import Programme
from tidegate.bank.programmes.plan import AS_ANNOUNCED, Plan, plan_for
from tidegate.bank.projection import Frequency, Projection, report_dates
from tidegate.catalog import bank as catalogue_bank
from tidegate.data import Store, open_store
from tidegate.data.asof import SeriesData
from tidegate.data.table import Table
from tidegate.errors import DateOutOfRange, InputError, TidegateError
from tidegate.evidence.tracker import Levels
from tidegate.message import N_, Message, Number
from tidegate.units import day, last_day_of, month_end, parse_month

PRICE_INDEX = "CPIAUCSL"
BREAKEVEN = "T10YIE"
Kept = TypeVar("Kept")
FIRST_DAY = date(2007, 1, 1)
"""The story begins here; earlier dates are refused."""
_TIPS_TENORS = {"tips_5y": "tips5", "tips_10y": "tips10", "tips_30y": "tips30"}


@dataclass(frozen=True)
class Desk:
    """The store and the day of the question: all that a section or command needs to begin. Threads may share one.

    Attributes
    ----------
    store
        Where figures come from.
    as_of
        Nothing published later is used.
    """

    store: Store
    as_of: date
    _kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _read: dict[tuple[str, date | None], SeriesData] = field(default_factory=dict, repr=False, compare=False)
    _making: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)

    def series(self, series_id: str, start: date | None = None) -> SeriesData:
        """Return the series `series_id`, from `start` if given, as known on `as_of`; read once, then kept."""
        key = (series_id, start)
        if key not in self._read:
            self._read[key] = self.store.series(series_id, self.as_of, start)
        return self._read[key]

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """Return what `make` gives, computed the first time that `name` is asked for."""
        if name not in self._kept:
            with self._making:  # who asks meanwhile waits for it; `make` itself may ask for more
                if name not in self._kept:
                    self._kept[name] = make()
        kept: Kept = self._kept[name]
        return kept

    def has(self, series_id: str) -> bool:
        """Return whether anything of a series was known on `as_of`."""
        try:
            return len(self.series(series_id)) > 0
        except TidegateError:
            return False

    def newest(self, *series_ids: str) -> date | None:
        """Return the last day that some series tell of, as known on `as_of`; None if none of them is held."""
        last = [self.series(each).period_ends[-1].item() for each in series_ids if self.has(each)]
        return max(last, default=None)

    def levels(self, series_id: str) -> Levels:
        """Return a stock in billions, as the evidence room takes it."""
        found = self.series(series_id)
        return Levels(found.dates, found.values)

    @cached_property
    def fed(self) -> Programme:
        """The Fed's announcements."""
        return load("fed")

    @cached_property
    def plan(self) -> Plan:
        """The Fed's plan as it stood on `as_of`."""
        return plan_for(self.fed, f"known:{self.as_of.isoformat()}")


def open_desk(as_of: date | None = None, store: Store | None = None) -> Desk:
    """Open the store for questions as of a day.

    Parameters
    ----------
    as_of
        Default: the last day of the store's figures.
    store
        Default: the embedded snapshot, or the user's own synced data.

    Raises
    ------
    DateOutOfRange
        For a day in the future or before 2007.
    StoreError
        If the snapshot cannot be read.
    """
    opened = store or open_store()
    wanted = as_of or opened.today
    if wanted > opened.today:
        raise DateOutOfRange.of(
            N_("as-of {value}: lies in the future; choose a day from {first} to {last}"),
            value=wanted,
            first=FIRST_DAY,
            last=opened.today,
        )
    if wanted < FIRST_DAY:
        raise DateOutOfRange.of(
            N_("as-of {value}: before the data begin; choose a day from {first} to {last}"),
            value=wanted,
            first=FIRST_DAY,
            last=opened.today,
        )
    return Desk(opened, wanted)


def plan_from(spec: str, bank: str, as_of: date) -> Plan:
    """Return a plan from what a person wrote: ``as-announced``, ``known:DATE`` or a plan file.

    Raises
    ------
    PlanError
        For another word, or a file with problems: all of them at once.
    """
    if spec == AS_ANNOUNCED or spec.startswith("known:"):
        known = plan_for(load(bank), spec)
        if known.known_on is not None and known.known_on > as_of:
            raise DateOutOfRange.of(
                N_("plan {value}: lies in the future; choose a day up to {last}"), value=spec, last=as_of
            )
        return known
    if spec.endswith(".toml") or Path(spec).exists():
        programme = load_file(Path(spec))
        if programme.bank != bank:
            raise InputError.of(
                N_("plan {value}: is for bank {found!r}, not {bank!r}; give --bank {found}"),
                value=spec,
                found=programme.bank,
                bank=bank,
            )
        return plan_for(programme)
    return plan_for(load(bank), spec)


def book_on(desk: Desk, start: date, bank: str = "fed") -> SecurityBook:
    """Return a central bank's Treasury holdings by CUSIP on a day for which they are held.

    Raises
    ------
    DateOutOfRange
        If there are none for that very day; the message lists the days there are.
    """
    dates = desk.store.holding_dates(bank)
    if not dates:
        with_books = [b for b in ("fed",) if desk.store.holding_dates(b)]
        raise InputError.of(
            N_("bank {bank!r}: no holdings by security to start from; projections are possible for {banks}"),
            bank=bank,
            banks=", ".join(with_books),
        )
    if start not in dates:
        raise DateOutOfRange.of(
            N_("start {value}: no holdings by CUSIP for that day; choose one of {known}"),
            value=start,
            known=", ".join(map(str, dates)),
        )
    table = desk.store.holdings(bank, start)
    return SecurityBook(
        start,
        tuple(table["cusip"].tolist()),
        np.array([Kind.of(t) for t in table["security_type"]], dtype=np.int8),
        np.where(np.isnan(table["coupon_pct"]), table["frn_spread_pct"], table["coupon_pct"]),
        table["maturity"],
        table["par_bn"],
        np.nan_to_num(table["inflation_bn"]),
    )


def issuance_on(store: Store, start: np.datetime64, end: np.datetime64, known_on: date) -> Issuance:
    """Return the Treasury's issues from `start` to `end` as they could be foreseen on a day.

    Auctions held by `known_on` are the record; beyond it the regular pattern
    goes on with the sizes of the last quarter that had ended.
    """
    auctions = store.auctions()
    known = (auctions["auction_date"] <= day(known_on)) & (auctions["issue_date"] > day(start))
    sizes = _quarterly_sizes(store, known_on)
    latest = _auction_sizes(store, known_on, sizes)
    record = _issues(auctions.where(known), sizes, latest)
    return issuance.joined(record, issuance.regular(start + 1, end, latest))


def _issues(auctions: Table, sizes: Mapping[tuple[str, str], float], latest: Mapping[str, float]) -> Issuance:
    """Return the issues that were auctioned; see `issuance.from_auctions`."""
    return issuance.from_auctions(
        tuple(auctions["cusip"].tolist()),
        tuple(auctions["type"].tolist()),
        tuple(auctions["term"].tolist()),
        auctions["issue_date"],
        auctions["maturity"],
        sizes,
        latest,
    )


def _quarterly_sizes(store: Store, known_on: date) -> dict[tuple[str, str], float]:
    """Offering amounts by (quarter, tenor) for quarters that had ended."""
    table = store.offerings()
    period = table["period"]
    ended = (table["frequency"] == "Q") & (month_end(period.astype("datetime64[M]") + 2) < day(known_on))
    rows = np.flatnonzero(ended)
    months = period.astype("datetime64[M]").astype(int)
    return {
        (f"{1970 + months[r] // 12}Q{months[r] % 12 // 3 + 1}", str(table["tenor"][r])): float(
            table["offering_bn"][r]
        )
        for r in rows
    }


def _auction_sizes(store: Store, known_on: date, sizes: dict[tuple[str, str], float]) -> dict[str, float]:
    """Size of a single auction by tenor in the last quarter that had ended."""
    last = max(quarter for quarter, _ in sizes)
    first = np.datetime64(f"{last[:4]}-{3 * int(last[-1]) - 2:02d}", "M")
    auctions = store.auctions()
    within = (auctions["issue_date"] >= first.astype("datetime64[D]")) & (
        auctions["issue_date"] <= month_end(first + 2)
    )
    record = _issues(auctions.where(within), {}, {})
    count = {tenor: record.tenor.count(tenor) for tenor in set(record.tenor)}
    regular_bills = [t for t in count if t.endswith("w")]
    bills_bn = sizes.get((last, "bill"), 0.0) - sizes.get((last, "cmb"), 0.0)
    found = dict.fromkeys(regular_bills, bills_bn / max(sum(count[t] for t in regular_bills), 1))
    found |= {t: sizes[last, t] / n for t, n in count.items() if sizes.get((last, t), 0.0) > 0 and n}
    monthly = store.offerings()
    for row in np.flatnonzero(monthly["frequency"] == "M"):
        tenor = _TIPS_TENORS.get(str(monthly["tenor"][row]))
        if tenor and monthly["period"][row] <= day(known_on) and monthly["offering_bn"][row] > 0:
            found[tenor] = float(monthly["offering_bn"][row])
    return found


def reference_index(
    desk: Desk, start: np.datetime64, end: np.datetime64, known_on: date
) -> tuple[NDArray[np.float64], tuple[Message, ...]]:
    """Return the reference CPI of every day, and what was assumed beyond the record.

    Prices rise beyond the last published month at the ten-year breakeven rate
    of that day.
    """
    prices = desk.store.series(PRICE_INDEX, known_on)
    breakeven = desk.store.latest(BREAKEVEN, known_on)
    months = prices.dates.astype("datetime64[M]")
    extended, cpi = extend_cpi(months, prices.values, end.astype("datetime64[M]"), breakeven.value)
    days = np.arange(start, end + 1, dtype="datetime64[D]")
    assumed: tuple[Message, ...] = ()
    if end.astype("datetime64[M]") > months[-1] + LAG_MONTHS - 1:
        text = N_("Prices after {month} rise {rate}% a year, the ten-year breakeven of {when}.")
        assumed = (
            Message(
                text, {"month": str(months[-1]), "rate": Number(breakeven.value, 2), "when": breakeven.date}
            ),
        )
    return reference_cpi(days, extended, cpi), assumed


def project(
    bank: str = "fed",
    start: date | None = None,
    plan: str = AS_ANNOUNCED,
    end: str = "2025-12",
    frequency: Frequency = "monthly",
    *,
    as_of: date | None = None,
    desk: Desk | None = None,
) -> Projection:
    """Project a central bank's balance sheet and income under a plan.

    Parameters
    ----------
    bank
        ``fed`` (security by security), ``ecb``, ``boe`` or ``boj`` (stocks).
    start
        For the Fed a day for which holdings by CUSIP are held, by default the
        last one; for the others a day with a published stock.
    plan
        ``as-announced`` replays history as it was announced, given what rates,
        the Treasury and the public did; ``known:DATE`` uses only what had been
        announced by that day, and of all else only what was known; or the path
        of a plan file.
    end
        Last month, ``YYYY-MM``.
    frequency
        ``monthly`` or ``weekly`` (Wednesdays).
    as_of
        Nothing published later is used; default: all that the store holds.
    desk
        An open desk, to save opening the store again.

    Raises
    ------
    InputError
        One of its kinds, naming what was given and what is allowed.
    """
    from tidegate.bank.income.rates import announced_rates
    from tidegate.bank.portfolio.issuance import with_coupons
    from tidegate.bank.projection.fed import FedBooks, project_fed
    from tidegate.briefing.fed_books import (
        conditions_on,
        opening_days,
        opening_of,
        premium_weights,
        scaled_mbs,
    )
    from tidegate.briefing.fed_inputs import new_coupons

    catalogue_bank(bank)
    where = desk or open_desk(as_of)
    if bank != "fed":
        from tidegate.briefing.abroad import project_bank

        return project_bank(bank, start, plan, end, frequency, where)
    last = last_day_of(parse_month(end, "end"))
    dates = opening_days(where.store) or where.store.holding_dates(bank)
    first = start or (dates[-1] if dates else date.min)
    book = book_on(where, first, bank)
    chosen = plan_from(plan, bank, where.as_of)
    if last <= day(first):
        raise InputError.of(
            N_("end {end}: not after the start {start}; choose a later month"), end=end, start=first
        )
    report_dates(day(first), last, frequency)  # refuses an impossible horizon before anything is read
    known_on = max(chosen.known_on, first + timedelta(days=1)) if chosen.known_on else where.as_of
    reference, about_prices = reference_index(where, day(first), last, known_on)
    issues = issuance_on(where.store, day(first), last, known_on)
    issues = with_coupons(issues, new_coupons(where.store, book, issues, known_on))
    mbs, about_mbs = scaled_mbs(where.store, first)
    mbs_bn = float(mbs.book.face_bn.sum()) + mbs.cmbs_bn
    opening, _ = opening_of(where.store, book.total_bn, mbs_bn, first)
    weight = premium_weights(where.store, book)
    books = FedBooks(book, weight, mbs.book, mbs.cmbs_bn, mbs.commitments_bn, opening)
    conditions, about_world = conditions_on(where.store, books, reference, last, known_on)
    if not any(rule.kind == "policy_rate" for record in chosen.records for rule in record.rules):
        # A plan of purchases and caps alone leaves interest rates as the bank itself announced them.
        own = plan_for(load(bank), f"known:{known_on}")
        conditions = replace(conditions, rates=announced_rates(own, day(first), last))
    said = (*about_mbs, *about_prices, *about_world)
    return project_fed(books, issues, chosen, conditions, last, frequency, said)
