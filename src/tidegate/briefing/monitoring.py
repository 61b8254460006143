"""From the desk to the monitor: every indicator as known on a day, the pillars and the dial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf, isfinite
from pathlib import Path

import numpy as np

from tidegate.bank.programmes.phases import stance
from tidegate.bank.programmes.plan import Plan, plan_for
from tidegate.briefing.assembly import Desk
from tidegate.briefing.liquidity import reserves, spreads
from tidegate.briefing.reading import STALE_AFTER
from tidegate.catalog import series
from tidegate.catalog.indicators import Indicator, indicators
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.policy.pillars.dial import Dial, dial
from tidegate.policy.pillars.readings import Line, transformed
from tidegate.policy.pillars.signals import Assessed, assessed
from tidegate.units import MONTHS_PER_YEAR, day, month_end

_NONE = Line(np.zeros(0, dtype="datetime64[D]"), np.zeros(0))
_DECIDED_DAYS = 92
"""Steps already announced for the next quarter are part of what the bank has said."""
_AS_NEEDED_BN = 300.0
"""Stands for purchases "as needed": about the pace of spring 2020."""
_INSTRUMENTS = ("treasuries", "treasury_bills", "agency_debt", "mbs")
_CAPPED = ("treasuries", "mbs")
_COMPUTED_STALE = {
    "@reserves": "W",
    "@sofr_over_iorb_bp": "D",
    "@effr_over_iorb_bp": "D",
    "@ism": "M",
    "@statement": "M",
}
_ALWAYS_FRESH = 36_500


@dataclass(frozen=True)
class Monitor:
    """The monitoring framework on a day.

    Attributes
    ----------
    as_of
        Nothing published later is used.
    indicators
        In the order of the catalogue.
    dial
        Pillar scores, overall dial, triggers.
    stand_in
        True where industrial production stands in for ISM.
    """

    as_of: date
    indicators: tuple[Assessed, ...]
    dial: Dial
    stand_in: bool


def read_ism(path: Path) -> Line:
    """Read a user's file of the ISM index.

    Parameters
    ----------
    path
        CSV with the header ``date,value``; ISO dates, of any day of the month.

    Raises
    ------
    InputError
        If it cannot be read, is not such a file, or has values outside 0 to 100.
    """
    from tidegate.data.providers.text import dated_column
    from tidegate.data.providers.user_csv import MOST_BYTES

    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise OSError
        body = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError.of(
            N_("{path}: cannot be read; give a UTF-8 text file with the header date,value"), path=path
        ) from None
    found = dated_column(body, "ism", None)
    wrong = (found.values < 0) | (found.values > 100)
    if wrong.any() or not len(found.dates):
        raise InputError.of(
            N_("{path}: the ISM index lies between 0 and 100; found {value}"),
            path=path,
            value=float(found.values[wrong][0]) if wrong.any() else 0,
        )
    order = np.argsort(found.dates)
    return Line(month_end(found.dates[order].astype("datetime64[M]")), found.values[order])


def read_tone(path: Path, as_of: date) -> tuple[float, date]:
    """Read a user's FOMC statement: its tone, -1 to 1, and its day.

    Parameters
    ----------
    path
        A saved page or plain text.
    as_of
        The day of the question; it also stands for the day of a text without a date.

    Raises
    ------
    InputError
        If it cannot be read, is no statement, or was released after `as_of`.
    """
    from tidegate.data.providers import fed_site
    from tidegate.policy.communication.sentences import read
    from tidegate.policy.communication.tone import score_sentences

    try:
        with path.open("rb") as stream:
            body = stream.read(fed_site.MAX_BYTES + 1)
    except OSError:
        raise InputError.of(
            N_("{path}: cannot be read; give a saved page or the plain text of a statement"), path=path
        ) from None
    text = read(fed_site.parse(body, path.name).text)
    if text.released is not None and text.released > as_of:
        raise InputError.of(
            N_("{path}: released on {released}, after {as_of}; give an earlier statement"),
            path=path,
            released=text.released,
            as_of=as_of,
        )
    return score_sentences(text.body).value, text.released or as_of


def line_of(desk: Desk, series_id: str) -> Line:
    """Return a series by the last days of its periods, as known on the day of the desk; empty if not held."""
    if not desk.has(series_id):
        return _NONE
    found = desk.series(series_id)
    return Line(found.period_ends, found.values)


def sheet_flow_pct(desk: Desk, plan: Plan, when: date) -> float:
    """Return announced run-off less purchases, percent of GDP a year, as a plan has it for a day.

    Purchases count while the bank's own phase is called easing, caps while it is called tightening;
    reserve management and reinvestment count as nothing. NaN without GDP.
    """
    gdp = line_of(desk, "GDP")
    if not len(gdp):
        return float("nan")
    now = stance(plan, when)
    monthly = 0.0
    if now == "easing":
        paces = [plan.purchase_pace_bn(i, when) for i in _INSTRUMENTS]
        monthly = -sum(p if isfinite(p) else _AS_NEEDED_BN for p in paces)
    if now == "tightening":
        month = day(when).astype("datetime64[M]")
        caps = [plan.cap_bn(i, month) for i in _CAPPED]
        monthly = sum(c if c < inf else _AS_NEEDED_BN for c in caps)
    return 100.0 * MONTHS_PER_YEAR * monthly / float(gdp.values[-1])


def midpoint_pct(plan: Plan, when: date) -> float:
    """Return the policy rate in force on a day, the middle of its range; NaN where none is known."""
    found = plan.policy_rate(when)
    if found.upper_pct is None:
        return float("nan")
    lower = found.lower_pct if found.lower_pct is not None else found.upper_pct
    return 0.5 * (found.upper_pct + lower)


def _plan(desk: Desk, on: date) -> Plan | None:
    first = min(r.announced for r in desk.fed.record)
    return plan_for(desk.fed, f"known:{on.isoformat()}") if on >= first else None


def _announced(desk: Desk) -> dict[str, Line]:
    """Return the three readings of the announcements, for the day and for a quarter before."""
    days = (desk.as_of - timedelta(days=91), desk.as_of)
    found: dict[str, list[float]] = {"@rate_change_6m": [], "@sheet_flow": [], "@sheet_turn": []}
    for on in days:
        plan = _plan(desk, on)
        ahead = on + timedelta(days=_DECIDED_DAYS)
        before = on - timedelta(days=182)
        if plan is None:
            for values in found.values():
                values.append(float("nan"))
            continue
        found["@rate_change_6m"].append(
            midpoint_pct(plan, on + timedelta(days=7)) - midpoint_pct(plan, before)
        )
        flow = sheet_flow_pct(desk, plan, ahead)
        found["@sheet_flow"].append(flow)
        found["@sheet_turn"].append(flow - sheet_flow_pct(desk, plan, before))
    dates = np.array(days, dtype="datetime64[D]")
    lines = {}
    for name, values in found.items():
        array = np.array(values)
        lines[name] = Line(dates, array).held(np.isfinite(array))
    return lines


def _computed(desk: Desk, ism: Line | None, tone: tuple[float, date] | None) -> dict[str, Line]:
    """Return the readings that are made of several sources."""
    found = _announced(desk)
    quotes = spreads(desk)
    for name, key in (("@sofr_over_iorb_bp", "sofr"), ("@effr_over_iorb_bp", "effr")):
        if key in quotes:
            spread = quotes[key].spread_bp
            found[name] = Line(quotes[key].dates, spread).held(np.isfinite(spread))
    if desk.has("WRESBAL"):
        weekly = reserves(desk)
        found["@reserves"] = Line(weekly.dates, weekly.values)
    if ism is not None:
        # Published on the first working day of the month after.
        found["@ism"] = ism.held(ism.dates < day(desk.as_of))
    if tone is not None and tone[1] <= desk.as_of:
        found["@statement"] = Line(np.array([tone[1]], dtype="datetime64[D]"), np.array([100.0 * tone[0]]))
    return found


def _stale_after(indicator: Indicator) -> int:
    first = indicator.series[0]
    if first in _COMPUTED_STALE:
        return STALE_AFTER[_COMPUTED_STALE[first]]
    if first.startswith("@"):
        return _ALWAYS_FRESH  # an announcement stands until the next
    return STALE_AFTER[series(first).frequency.value]


def monitor(desk: Desk, *, ism: Line | None = None, tone: tuple[float, date] | None = None) -> Monitor:
    """Return the monitor as of the day of the desk.

    Parameters
    ----------
    desk
        Store and day.
    ism
        The ISM index from a user's file; industrial production stands in for it otherwise.
    tone
        Tone of the latest statement, -1 (dovish) to 1 (hawkish), and its day, if someone has
        read it; a statement of a later day is left out.

    Raises
    ------
    InputError
        For a tone outside -1 to 1.
    """
    if tone is not None and not -1.0 <= tone[0] <= 1.0:
        raise InputError.of(
            N_("statement score {value}: must lie between -1 (dovish) and 1 (hawkish)"), value=tone[0]
        )
    lines: Mapping[str, Line] = _computed(desk, ism, tone)
    with_ism = len(lines.get("@ism", _NONE)) > 0
    found = []
    for one in indicators().values():
        if one.id == "activity" and with_ism:
            continue
        sources = [lines.get(s, _NONE) if s.startswith("@") else line_of(desk, s) for s in one.series]
        made = transformed(one.transform, sources) if all(map(len, sources)) else _NONE
        found.append(assessed(one, made, desk.as_of, _stale_after(one)))

    return Monitor(desk.as_of, tuple(found), dial(found), not with_ism)
