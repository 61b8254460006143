"""What markets do when the central bank surprises them, as far as it was known on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from tidegate.briefing.assembly import Desk, open_desk
from tidegate.catalog.assets import asset, assets
from tidegate.catalog.model import Bilingual
from tidegate.evidence.asset_phases import (
    STRETCHES,
    PhaseReturn,
    Stretch,
    change_over,
    published_returns,
    sign_traps,
)
from tidegate.evidence.multiple_testing import benjamini_hochberg
from tidegate.message import N_, Message
from tidegate.transmission.markets.effects import Effect, find_or_none, load_effects, measured_assets
from tidegate.transmission.markets.elasticities import Elasticity, load_elasticities
from tidegate.transmission.markets.shrinkage import NORMAL_90
from tidegate.units import last_day_of, to_date

SHOWN = ("balance_sheet", "policy")
"""Surprises of the overview: the balance sheet's, and all of short rates together."""
_HALVES = date(2020, 1, 1)
_FROM_SHIPPED = (
    ("oil", "pct", "DCOILWTICO", "EIA, WTI spot"),
    ("usd_broad", "pct", "DTWEXBGS", "H.10 broad dollar index"),
    ("ust_10y_yield", "bp", "DGS10", "H.15 ten-year yield"),
)
_EXTRA = {
    "cpi": N_("Consumer prices"),
    "industrial_production": N_("Industrial production"),
}


@dataclass(frozen=True)
class Response:
    """The response of one asset to one surprise of +10 bp.

    Attributes
    ----------
    elasticity
        Measured, published, and the two together.
    p_adjusted
        Chance of so large a measured response under none, adjusted for all
        assets asked about this surprise (Benjamini and Hochberg).
    before_2020, since_2020
        Measured on the two halves of the record; None where the data do not allow it.
    """

    elasticity: Elasticity
    p_adjusted: float
    before_2020: Effect | None
    since_2020: Effect | None


@dataclass(frozen=True)
class Markets:
    """What markets do.

    Attributes
    ----------
    as_of
        Day of the question.
    through
        Last announcement measured; None where nothing was measured by that day.
    shrunk
        Whether published ranges are taken in; only where the whole record was known.
    responses
        By asset, in the order of the catalogue, and surprise.
    phases
        What prices did over phases that were over: illustration.
    traps
        Those of them that went against the response to the same kind of news,
        of the assets whose response to news about the balance sheet is clear of zero.
    compared
        How many phases of such assets there were.
    """

    as_of: date
    through: date | None
    shrunk: bool
    responses: tuple[Response, ...]
    phases: tuple[PhaseReturn, ...]
    traps: tuple[PhaseReturn, ...]
    compared: int

    def of(self, surprise: str) -> tuple[Response, ...]:
        """Return the responses to one surprise."""
        return tuple(r for r in self.responses if r.elasticity.surprise == surprise)


def title_of(asset_id: str) -> Bilingual | Message:
    """Return the name of an asset, or of a difference ``a-b`` of two.

    Raises
    ------
    UnknownName
        If the catalogue has no such asset.
    """
    if "-" in asset_id:
        one, other = asset_id.split("-")
        return Message(N_("{one} less {other}"), {"one": title_of(one), "other": title_of(other)})
    return Message(_EXTRA[asset_id]) if asset_id in _EXTRA else asset(asset_id).title


def reached(effect: Effect) -> date:
    """Return the day on which the last outcome behind an estimate was known."""
    return _reached(effect.last, effect.window)


@lru_cache(maxsize=1_000)
def _reached(last: date, window: str) -> date:
    count, unit = int(window[:-1]), window[-1]
    if unit == "d":
        return last + timedelta(days=2 * count + 1)
    if unit == "w":
        return last  # the last week itself
    return to_date(last_day_of(np.datetime64(last, "M") + count))


def known_elasticities(as_of: date) -> tuple[Mapping[tuple[str, str], Elasticity], date | None, bool]:
    """Return the responses known on a day, the last announcement behind them, and whether all were known.

    Before the whole record was over, only the part before 2020 is used,
    unshrunk, as far as its outcomes were known; before 2020, nothing.
    """
    whole = load_elasticities()
    if as_of >= max(reached(e.own) for e in whole.values()):
        return whole, max(e.own.last for e in whole.values()), True
    early = load_elasticities("before_2020", published=False) if as_of >= _HALVES else {}
    known = {key: e for key, e in early.items() if reached(e.own) <= as_of}
    return known, max((e.own.last for e in known.values()), default=None), False


def phase_returns(desk: Desk) -> tuple[PhaseReturn, ...]:
    """Return what prices did over the phases that were over on the day of the desk."""
    over = [s for s in STRETCHES if s.end <= desk.as_of]
    keys = {s.key for s in over}
    found = [r for r in published_returns() if r.phase in keys]
    for asset_id, unit, code, source in _FROM_SHIPPED:
        if desk.has(code):
            data = desk.series(code)
            changes = [(s, change_over(data.dates, data.values, s, unit)) for s in over]
            found += [
                PhaseReturn(s.key, asset_id, unit, change, source)
                for s, change in changes
                if np.isfinite(change)
            ]
    order = list(assets())
    return tuple(sorted(found, key=lambda r: (order.index(r.asset), [s.key for s in over].index(r.phase))))


def _responses(known: Mapping[tuple[str, str], Elasticity], halves: bool) -> tuple[Response, ...]:
    found = []
    for surprise in dict.fromkeys(s for _, s in known):
        mine = [e for (_, s), e in known.items() if s == surprise]
        adjusted = benjamini_hochberg([e.own.p_value for e in mine])
        for each, p in zip(mine, adjusted, strict=True):
            parts = [
                find_or_none(each.asset, surprise, sample, each.own.window) if halves else None
                for sample in ("before_2020", "since_2020")
            ]
            found.append(Response(each, float(p), *parts))
    order = {name: i for i, name in enumerate([*assets(), *measured_assets()][::-1])}
    return tuple(sorted(found, key=lambda r: -order[r.elasticity.asset]))


def markets(desk: Desk | None = None) -> Markets:
    """Return what markets do when the central bank surprises them.

    Parameters
    ----------
    desk
        Store and day; default: the last day of the store.

    Returns
    -------
    Markets
        Nothing in it rests on an announcement after the desk's day.
    """
    at = desk or open_desk()
    known, through, whole = known_elasticities(at.as_of)
    phases = phase_returns(at)
    news = {
        a: e.mean for (a, s), e in known.items() if s == "balance_sheet" and abs(e.mean) > NORMAL_90 * e.se
    }
    traps = sign_traps(phases, news)
    agreeing = sign_traps(phases, {a: -value for a, value in news.items()})
    compared = len(traps) + len(agreeing)
    return Markets(at.as_of, through, whole, _responses(known, whole), phases, traps, compared)


def effects_of(asset_id: str, as_of: date) -> tuple[Effect, ...]:
    """Return every measured row of an asset that rests on announcements up to a day.

    Raises
    ------
    UnknownName
        If nothing was measured on such an asset; the message lists the nearest.
    """
    if asset_id not in measured_assets():
        from tidegate.catalog.loader import unknown

        raise unknown(N_("asset"), asset_id, measured_assets())
    return tuple(e for e in load_effects() if e.asset == asset_id and reached(e) <= as_of)


def stretches_over(as_of: date) -> tuple[Stretch, ...]:
    """Return the phases that were over on a day."""
    return tuple(s for s in STRETCHES if s.end <= as_of)
