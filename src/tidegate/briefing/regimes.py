"""From the desk to the regime: weekly holdings, policy rates and announcements as known on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.programmes.model import Record
from tidegate.bank.programmes.phases import Phase, phase_at, phases
from tidegate.bank.programmes.rate_regimes import rate_regimes
from tidegate.briefing.assembly import Desk
from tidegate.policy.regime.announced import announced_rates, announced_sheet, weight
from tidegate.policy.regime.flows import Holdings
from tidegate.policy.regime.labels import (
    PHASE_SHEET,
    RATES_RECORD,
    SHEET_RECORD,
    Path,
    TrackRecord,
    Turn,
    turns,
)
from tidegate.policy.regime.markov import MarkovFit, fit_markov, monthly_growth, monthly_moves
from tidegate.policy.regime.rates import RateRecord, label_rates, pooled
from tidegate.policy.regime.rules import label_sheet
from tidegate.units import Days, day, to_date

HISTORY_FROM = date(2005, 1, 1)
_BILLS_OLD_DAYS = 7
_EARLY_DAYS = 60
_MARKOV_FROM = np.datetime64("2007-01", "M")
_NEAR_DAYS = 92


def _carried(dates: Days, values: NDArray[np.float64], on: Days) -> NDArray[np.float64]:
    """Return the last value on or before each day; the first value before that."""
    rows = np.searchsorted(dates, on, side="right") - 1
    found: NDArray[np.float64] = values[np.maximum(rows, 0)]
    return found


def _bills(desk: Desk, on: Days) -> NDArray[np.float64]:
    """Return bills where published within a week, else NaN."""
    dates, values = [], []
    for name in ("SOMA_BILLS", "TREASBILLS_H41"):
        if desk.has(name):
            found = desk.series(name)
            dates.append(found.dates)
            values.append(found.values)
    if not dates:
        return np.full(on.shape, np.nan)
    days, first = np.unique(np.concatenate(dates), return_index=True)
    bills = np.concatenate(values)[first]
    age = (on - days[np.maximum(np.searchsorted(days, on, side="right") - 1, 0)]).astype(int)
    return np.where((age >= 0) & (age <= _BILLS_OLD_DAYS), _carried(days, bills, on), np.nan)


def holdings(desk: Desk) -> Holdings:
    """Return the Fed's weekly securities as known on the day of the desk.

    What lags (MBS, agency debt, inflation compensation) is carried forward to the last
    week of Treasuries.
    """
    treasuries = desk.series("TREAST")
    kept = treasuries.dates >= day(HISTORY_FROM)
    on = np.arange(treasuries.dates[kept][0], treasuries.dates[-1] + 1, 7)
    treasuries_bn = _carried(treasuries.dates, treasuries.values, on)
    mbs_series = desk.series("WSHOMCB")
    mbs = _carried(mbs_series.dates, mbs_series.values, on)
    every = desk.series("WSHOSHO")
    agency = _carried(every.dates, every.values, on) - treasuries_bn - mbs
    last = min(every.dates[-1], mbs_series.dates[-1])
    agency = np.where(on <= last, agency, agency[np.searchsorted(on, last, side="right") - 1])
    compensation = 0.0 * treasuries_bn
    if desk.has("SOMA_TIPS_COMPENSATION"):
        index = desk.series("SOMA_TIPS_COMPENSATION")
        compensation = _carried(index.dates, index.values, on)
    currency, gdp = desk.series("WCURCIR"), desk.series("GDP")
    return Holdings(
        on,
        treasuries_bn - compensation,
        _bills(desk, on),
        mbs,
        agency,
        _carried(currency.dates, currency.values, on),
        _carried(np.sort(gdp.known_on), gdp.values, on),
    )


def rate_record(desk: Desk) -> RateRecord:
    """Return the middle of the federal funds target day by day, as known on the day of the desk."""
    target = desk.series("DFEDTAR")
    dates, level = target.dates, target.values
    if desk.has("DFEDTARU") and desk.has("DFEDTARL"):
        upper, lower = desk.series("DFEDTARU"), desk.series("DFEDTARL")
        after = upper.dates > dates[-1]
        middle = (upper.values + _carried(lower.dates, lower.values, upper.dates)) / 2
        dates, level = np.concatenate([dates, upper.dates[after]]), np.concatenate([level, middle[after]])
    kept = dates >= day(HISTORY_FROM)
    return RateRecord(dates[kept], level[kept])


@dataclass(frozen=True)
class Answer:
    """One label, from everything known and from figures alone.

    Attributes
    ----------
    label, since
        The most probable one, and the first day of its unbroken run.
    probabilities
        By label; they sum to 1, and none is surer than the record of such labels.
    data_label, data_since, data_probabilities
        The same from figures alone, which end earlier.
    announced
        What the announcements alone say, ``""`` if nothing.
    """

    label: str
    since: date
    probabilities: Mapping[str, float]
    data_label: str
    data_since: date
    data_probabilities: Mapping[str, float]
    announced: str


@dataclass(frozen=True)
class TurnFound:
    """A turning point of the balance sheet that the figures show.

    Attributes
    ----------
    turn
        As dated in hindsight from figures alone.
    seen_on
        When the figures alone showed it at the time; None if they did not.
    phase
        Announced phase of the same label that began nearest, within a quarter; None if none did.
    """

    turn: Turn
    seen_on: date | None
    phase: Phase | None


@dataclass(frozen=True)
class Regimes:
    """Which regime holds on a day, and how one knows.

    Attributes
    ----------
    as_of, data_through
        Day of the question, and last week of holdings.
    sheet, rates
        The two labels.
    measures
        Last readings of :func:`tidegate.policy.regime.flows.measure`.
    history
        All of them, by week; the dates of `path`.
    path
        Probabilities of the balance-sheet labels in real time, from figures alone.
    combined
        The same with announcements.
    turning_points
        In order of time.
    phase, record
        Announced phase in force, and the announcement that began it; None before the first.
    level_pct, last_move_bp, moved_on
        Middle of the policy-rate target, and its last move.
    """

    as_of: date
    data_through: date
    sheet: Answer
    rates: Answer
    measures: Mapping[str, float]
    history: Mapping[str, NDArray[np.float64]]
    path: Path
    combined: Path
    turning_points: tuple[TurnFound, ...]
    phase: Phase | None
    record: Record | None
    level_pct: float
    last_move_bp: float
    moved_on: date | None


def _since(path: Path) -> date:
    best = path.best
    other = np.flatnonzero(best != best[-1])
    return to_date(path.dates[other[-1] + 1 if other.size else 0])


def _answer(combined: Path, data: Path, announced: str, begun: date | None, record: TrackRecord) -> Answer:
    label = str(combined.best[-1])
    since = begun if begun is not None and label == announced else _since(combined)
    return Answer(
        label,
        since,
        combined.last(record.announced),
        str(data.best[-1]),
        _since(data),
        data.last(record.alone),
        announced,
    )


def _found(
    path: Path, hindsight: Path, measures: Mapping[str, NDArray[np.float64]], known: tuple[Phase, ...]
) -> tuple[TurnFound, ...]:
    rows = turns(hindsight, measures)
    found = []
    for row, turn in enumerate(rows):
        if turn.date < day("2008-01-01"):
            continue
        until = rows[row + 1].date if row + 1 < len(rows) else path.dates[-1]
        entered = (path.best == turn.after) & (np.roll(path.best, 1) != turn.after)
        seen = np.flatnonzero(entered & (path.dates >= turn.date - _EARLY_DAYS) & (path.dates <= until))
        near = [
            p
            for p in known
            if str(PHASE_SHEET[p.key]) == turn.after
            and abs((day(p.start) - turn.date).astype(int)) <= _NEAR_DAYS
        ]
        near.sort(key=lambda p: abs((day(p.start) - turn.date).astype(int)))
        found.append(
            TurnFound(turn, to_date(path.dates[seen[0]]) if seen.size else None, near[0] if near else None)
        )
    return tuple(found)


def regimes(desk: Desk) -> Regimes:
    """Return which regime holds on the day of the desk; computed once, then kept."""
    return desk.once("regimes", lambda: _regimes(desk))


def _regimes(desk: Desk) -> Regimes:
    held, record, today = holdings(desk), rate_record(desk), day(desk.as_of)
    data, history = label_sheet(held)
    combined, _ = label_sheet(
        held, until=today, announced=lambda on: weight(announced_sheet(desk.fed, on), data.labels)
    )
    hindsight, around = label_sheet(held, hindsight=True)
    known = phases(desk.fed, desk.as_of)
    now = phase_at(known, today)
    said = announced_sheet(desk.fed, combined.dates[-1:])[0]
    beginning = None if now is None else next(r for r in desk.fed.record if r.id == now.records[0])

    days = combined.dates
    rates_alone = label_rates(record, days)
    told = announced_rates(desk.fed, days)
    begun = [r.start for r in rate_regimes(desk.fed, desk.as_of) if day(r.start) <= today]
    both = pooled(rates_alone, weight(told, rates_alone.labels))
    moves = np.flatnonzero(np.abs(np.diff(record.level_pct)) > 1e-9) + 1
    last = int(moves[-1]) if moves.size else None
    return Regimes(
        desk.as_of,
        to_date(held.dates[-1]),
        _answer(combined, data, said, _begun(known, today), SHEET_RECORD),
        _answer(both, rates_alone, told[-1], begun[-1] if begun else None, RATES_RECORD),
        {name: float(values[-1]) for name, values in history.items()},
        history,
        data,
        combined,
        _found(data, hindsight, around, known),
        now,
        beginning,
        float(record.level_pct[-1]),
        0.0 if last is None else float(100 * (record.level_pct[last] - record.level_pct[last - 1])),
        None if last is None else to_date(record.dates[last]),
    )


def _begun(known: tuple[Phase, ...], today: np.datetime64) -> date | None:
    """Return when the phases with today's label began, without a break between them."""
    past = [p for p in known if day(p.start) <= today]
    if not past:
        return None
    label, begun = PHASE_SHEET[past[-1].key], past[-1].start
    for phase in reversed(past):
        if PHASE_SHEET[phase.key] != label:
            break
        begun = phase.start
    return begun


def markov_fits(desk: Desk) -> Mapping[str, MarkovFit]:
    """Return Markov-switching fits of securities over GDP and of the policy rate, as known on the desk's day.

    Seconds, not milliseconds: for questions asked on their own, not for the briefing.
    """
    held = holdings(desk)
    months, growth = monthly_growth(held)
    kept = months >= _MARKOV_FROM
    months, growth = months[kept], growth[kept]
    rate_months, moves = monthly_moves(rate_record(desk), months[0])
    return {
        "balance_sheet": fit_markov(months, growth),
        "rates": fit_markov(rate_months, moves, own_variance=False),
    }
