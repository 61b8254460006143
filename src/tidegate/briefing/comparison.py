"""Four central banks side by side: how much, how fast, by which instrument, and who was faster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from tidegate.bank.abroad.profiles import as_known, gdp, profile
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.phases import Phase, phases
from tidegate.bank.programmes.plan import plan_for
from tidegate.bank.projection import Projection
from tidegate.briefing.abroad import EURO_SERIES, project_bank
from tidegate.briefing.assembly import Desk
from tidegate.catalog import banks as catalogue_banks
from tidegate.message import N_, Message
from tidegate.units import DAYS_PER_MONTH, MONTHS_PER_YEAR, day, to_date

STALE_DAYS = 92
"""A published stock older than this is carried on by the plan."""
Basis = Literal["published", "planned"]

FED_STOCK = "WSHOSHO"
_FX = {"ecb": ("FX_EURUSD", False), "boe": ("FX_GBPUSD", False), "boj": ("FX_USDJPY", True)}
INSTRUMENTS = {
    "fed": N_("Treasuries and MBS mature under monthly caps"),
    "ecb": N_("APP and PEPP: reinvestment cut, then stopped"),
    "boe": N_("gilts mature and are sold, an envelope a year"),
    "boj": N_("government bonds: purchases tapered below what matures"),
}
NAN = float("nan")


@dataclass(frozen=True)
class Stocks:
    """A bank's portfolio over time, billions of its currency; later dates may be planned."""

    dates: np.ndarray
    values_bn: np.ndarray
    published_until: date | None

    def at(self, when: date) -> tuple[date, float]:
        """Return the last stock on or before a day, with its day; NaN before the first."""
        row = int(np.searchsorted(self.dates, day(when), side="right")) - 1
        return (when, NAN) if row < 0 else (to_date(self.dates[row]), float(self.values_bn[row]))


@dataclass(frozen=True)
class Compared:
    """One bank's run-off in figures. Amounts are billions of its currency; NaN where not known.

    Attributes
    ----------
    bank, currency, instrument
        Whose, in what, and how.
    start, end
        First day of its last run-off, and the day to which it is measured;
        None where there was none.
    ended
        Whether the run-off is over.
    peak_bn, peak_on
        Highest stock.
    opening_bn
        Stock when the run-off began.
    closing_bn
        Stock at `end`.
    now_bn, now_on, basis
        Last stock, its day, and whether it was published or follows from the plan.
    months, pace_bn_per_month, fall_pct, pct_per_year
        Length; average fall a month; fall in percent of the opening stock,
        in all and a year.
    passive_bn, active_bn
        Part of the fall that matured, and part that was sold.
    usd_per_month_bn, usd_fall_bn
        The same in US dollars, at the mean exchange rate of the run-off.
    peak_gdp_pct, now_gdp_pct, fall_gdp_pct, gdp_year, gdp_certainty
        Shares of nominal GDP: of the time of the peak, of the last year held
        (`gdp_year`), of the start of the run-off; how sure the figures are.
    """

    bank: str
    currency: str
    instrument: Message
    start: date | None
    end: date | None
    ended: bool
    peak_bn: float
    peak_on: date | None
    opening_bn: float
    closing_bn: float
    now_bn: float
    now_on: date | None
    basis: Basis
    months: float
    pace_bn_per_month: float
    fall_pct: float
    pct_per_year: float
    passive_bn: float
    active_bn: float
    usd_per_month_bn: float
    usd_fall_bn: float
    peak_gdp_pct: float
    now_gdp_pct: float
    fall_gdp_pct: float
    gdp_year: int | None
    gdp_certainty: str

    @property
    def from_peak_bn(self) -> float:
        """Change of the stock since its peak."""
        return self.now_bn - self.peak_bn

    @property
    def gdp_pct_per_year(self) -> float:
        """Fall a year in percent of a year's GDP."""
        return self.fall_gdp_pct / self.months * MONTHS_PER_YEAR if self.months else NAN


def stocks(desk: Desk, bank: str) -> Stocks | None:
    """Return a bank's portfolio as known on the day of the desk, or None before anything was.

    The published record; for the Bank of England and the Bank of Japan, whose
    stocks are held as single figures, the plan as known on that day carries on
    from the last of them.
    """
    if bank == "fed":
        if not desk.has(FED_STOCK):
            return None
        found = desk.series(FED_STOCK)
        return Stocks(found.dates, found.values, to_date(found.dates[-1]))
    if bank == "ecb":
        return _euro_stocks(desk)
    rows = [r for r in as_known(profile(bank).stock, desk.as_of) if r.until <= desk.as_of]
    if not rows:
        return None
    dates = np.array([r.until for r in rows], dtype="datetime64[D]")
    values = np.array([r.value for r in rows])
    last = rows[-1].until
    planned = _planned(desk, bank)
    if (desk.as_of - last).days > STALE_DAYS and planned is not None:
        # Beyond the last window that the bank has spoken of, the plan says nothing about a stock.
        spoken = (*profile(bank).maturing, *profile(bank).expected_fall)
        until = max(row.until for row in spoken if row.known <= desk.as_of)
        later = (planned.dates > day(last)) & (planned.dates <= day(min(desk.as_of, until)))
        name = "gilts_bn" if bank == "boe" else "jgb_bn"
        dates = np.concatenate([dates, planned.dates[later]])
        values = np.concatenate([values, planned.series[name][later]])
    return Stocks(dates, values, last)


def _euro_stocks(desk: Desk) -> Stocks | None:
    """Add the APP and the PEPP on the month-ends on which both are known; before 2020 there is no PEPP."""
    app, pepp = (names[1] for names in EURO_SERIES.values())
    if not desk.has(app):
        return None
    first = desk.series(app)
    if not desk.has(pepp):
        return Stocks(first.dates, first.values, to_date(first.dates[-1]))
    second = desk.series(pepp)
    held = dict(zip(second.dates, second.values, strict=True))
    keep = first.dates <= second.dates[-1]
    values = first.values[keep] + np.array([held.get(d, 0.0) for d in first.dates[keep]])
    return Stocks(first.dates[keep], values, to_date(first.dates[keep][-1]))


def _planned(desk: Desk, bank: str, start: date | None = None) -> Projection | None:
    """Return the path under the plan as known on the day of the desk; None before its run-off."""
    begin = start or profile(bank).run_off_start
    later = [r.known for r in (*profile(bank).maturing[:1], *profile(bank).expected_fall[:1])]
    if begin >= desk.as_of or any(known > desk.as_of for known in later):
        return None
    return project_bank(bank, begin, f"known:{desk.as_of}", f"{desk.as_of:%Y-%m}", desk=desk)


def compare_banks(desk: Desk) -> tuple[Compared, ...]:
    """Measure the last run-off of every bank as known on the day of the desk; computed once, then kept."""
    return desk.once("compare_banks", lambda: tuple(_compare(desk, bank) for bank in catalogue_banks()))


def _tightening(desk: Desk, bank: str) -> Phase | None:
    programme = load(bank)
    if not any(r.announced <= desk.as_of for r in programme.record):
        return None
    found = [p for p in phases(programme, desk.as_of) if p.stance == "tightening" and p.start <= desk.as_of]
    return found[-1] if found else None


def _compare(desk: Desk, bank: str) -> Compared:
    currency = catalogue_banks()[bank].currency
    held, phase = stocks(desk, bank), _tightening(desk, bank)
    peak, peak_on, now, now_on, basis = NAN, None, NAN, None, "published"
    if held is not None and len(held.dates):
        top = int(np.argmax(held.values_bn))
        peak, peak_on = float(held.values_bn[top]), to_date(held.dates[top])
        now_on, now = held.at(desk.as_of)
        if held.published_until is not None and now_on > held.published_until:
            basis = "planned"
    start = end = None
    opening = closing = months = NAN
    if phase is not None and held is not None:
        start = phase.start
        _, opening = held.at(phase.start)
        end, closing = held.at(min(phase.end or desk.as_of, desk.as_of))
        if end <= start:  # nothing has been published since it began
            end, closing = None, NAN
        else:
            months = (end - start).days / DAYS_PER_MONTH
    fall = opening - closing
    passive, active = _split(desk, bank, start, end, fall)
    rate = _usd(desk, bank, start, end)
    economy = _gdp(desk, bank, peak_on, start, now_on)
    return Compared(
        bank,
        currency,
        Message(INSTRUMENTS[bank]),
        start,
        end,
        phase is not None and phase.end is not None and phase.end <= desk.as_of,
        peak,
        peak_on,
        opening,
        closing,
        now,
        now_on,
        "planned" if basis == "planned" else "published",
        months,
        fall / months,
        100.0 * fall / opening,
        100.0 * fall / opening / months * MONTHS_PER_YEAR,
        passive,
        active,
        fall / months * rate,
        fall * rate,
        100.0 * peak / economy.peak_bn,
        100.0 * now / economy.now_bn,
        100.0 * fall / economy.start_bn,
        economy.year,
        economy.certainty,
    )


def _split(desk: Desk, bank: str, start: date | None, end: date | None, fall: float) -> tuple[float, float]:
    """Return what matured and what was sold of a fall; the plan says what was to be sold."""
    if start is None or end is None:
        return NAN, NAN
    if bank != "boe":
        plan = plan_for(load(bank), f"known:{desk.as_of}")
        names = ("treasuries", "mbs", "app", "pepp")
        active = sum(plan.sales_bn(name, day(start), day(end) + 1) for name in names)
        return fall - active, active
    planned = _planned(desk, bank)
    if planned is None:
        return NAN, NAN
    rows = planned.dates <= day(end)
    active = float(planned.series["gilts_sales_bn"][rows].sum())
    return fall - active, active


def _usd(desk: Desk, bank: str, start: date | None, end: date | None) -> float:
    """Return US dollars per unit of the currency, the mean of the months of a run-off."""
    if bank == "fed":
        return 1.0
    if start is None or end is None or not desk.has(_FX[bank][0]):
        return NAN
    found = desk.series(_FX[bank][0])
    rows = (found.dates >= day(start).astype("datetime64[M]")) & (found.dates <= day(end))
    if not rows.any():
        return float("nan")
    mean = float(np.mean(found.values[rows]))
    return 1.0 / mean if _FX[bank][1] else mean


@dataclass(frozen=True)
class _Gdp:
    """Nominal GDP at three times, the year of the last, and how sure its figure is."""

    peak_bn: float = NAN
    start_bn: float = NAN
    now_bn: float = NAN
    year: int | None = None
    certainty: str = ""


def _gdp(desk: Desk, bank: str, peak_on: date | None, start: date | None, now_on: date | None) -> _Gdp:
    """Return GDP of the peak, of the start of the run-off and of now."""
    if peak_on is None or now_on is None:
        return _Gdp()
    if bank == "fed":
        if not desk.has("GDP"):
            return _Gdp()
        found = desk.series("GDP")

        def quarter(when: date) -> int:
            return max(int(np.searchsorted(found.dates, day(when), side="right")) - 1, 0)

        top, begin, now = (float(found.values[quarter(d)]) for d in (peak_on, start or now_on, now_on))
        return _Gdp(top, begin, now, to_date(found.dates[quarter(now_on)]).year, "published")
    # A year's GDP is out by the spring that follows.
    rows = [g for g in gdp(bank) if date(g.year + 1, 3, 31) <= desk.as_of]
    if not rows:
        return _Gdp()

    def year(when: date) -> float:
        return min(rows, key=lambda g: abs((date(g.year, 7, 1) - when).days)).value_bn

    return _Gdp(year(peak_on), year(start or now_on), rows[-1].value_bn, rows[-1].year, rows[-1].certainty)
