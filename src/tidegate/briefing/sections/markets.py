"""What markets do when the central bank surprises them, and what phases do not prove."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Area, Chart, Line, Role, Section
from tidegate.briefing.market_tables import (
    SOURCE,
    SURPRISES,
    amount,
    half_table,
    phase_table,
    response_table,
    used_interval,
)
from tidegate.briefing.markets import SHOWN, Markets, Response, markets, title_of
from tidegate.briefing.origin import Origin
from tidegate.message import N_, Message, Number

TITLE = N_("What markets do on surprises")
CLEAR = 0.10
"""Adjusted p-value up to which a response counts as clear."""
_HALVED = ("us_broad", "us_growth", "gold", "bitcoin", "usd_broad")
_NAMED = ("ust_2y_yield", "ust_20_plus", "us_broad", "us_growth", "gold", "usd_broad", "taiwan", "hong_kong")
"""Of many clear responses these are named first; all stand in the table of the command."""
_MOST_NAMES = 8
_TABLED = (
    "ust_7_10",
    "ust_20_plus",
    "ig_credit",
    "us_broad",
    "us_growth",
    "reit",
    "taiwan",
    "hong_kong",
    "em_equity",
    "gold",
    "oil",
    "bitcoin",
    "usd_broad",
    "usdtwd",
    "us_homes",
    "breakeven_10y",
    "mortgage_30y",
)
_CHARTED = ("ust_20_plus", "ig_credit", "us_broad", "us_growth", "taiwan", "hong_kong", "gold", "usd_broad")
_PHASED = ("ust_10y_yield", "us_broad", "gold", "oil", "bitcoin", "usd_broad", "taiwan", "hong_kong")
_NO_DATES = np.array([], dtype="datetime64[D]")


def _names(rows: Sequence[Response]) -> Message:
    """Return names with their responses, one after the other."""
    parts = [
        Message(
            N_("{asset} {response}"),
            {
                "asset": title_of(r.elasticity.asset),
                "response": amount(r.elasticity.own.mean, r.elasticity.unit),
            },
        )
        for r in rows
    ]
    told = parts[0]
    for each in parts[1:]:
        told = Message(N_("{before}, {next}"), {"before": told, "next": each})
    return told


def clear_sentence(found: Markets, surprise: str) -> Message:
    """Return which responses are clear after correction for their number."""
    rows = [r for r in found.of(surprise) if "-" not in r.elasticity.asset]
    clear = sorted(
        (r for r in rows if r.p_adjusted <= CLEAR),
        key=lambda r: _NAMED.index(r.elasticity.asset) if r.elasticity.asset in _NAMED else len(_NAMED),
    )
    values = {
        "surprise": Message(SURPRISES[surprise]),
        "tests": len(found.of(surprise)),
        "clear": len(clear),
    }
    if not clear:
        return Message(
            N_(
                "Surprises about {surprise}: after correction for {tests} tests at once, no response is clear of zero."
            ),
            values,
        )
    return Message(
        N_(
            "Surprises of +10 bp about {surprise}: after correction for {tests} tests at once {clear} responses are"
            " clear of zero, among them {names}."
        ),
        {**values, "names": _names(clear[:_MOST_NAMES])},
    )


def shares_sentence(found: Markets) -> Message | None:
    """Return what shares did on news about the balance sheet."""
    rows = {r.elasticity.asset: r for r in found.of("balance_sheet")}
    if "us_broad" not in rows:
        return None
    own = rows["us_broad"].elasticity.own
    values = {
        "mean": amount(own.mean, own.unit),
        "low": amount(own.low, own.unit),
        "high": amount(own.high, own.unit),
        "dof": Number(own.dof, 0),
    }
    if own.low > 0.0 or own.high < 0.0:
        return Message(
            N_(
                "US shares move {mean} (90%: {low} to {high}) when news about the balance sheet raises yields."
            ),
            values,
        )
    return Message(
        N_(
            "Whether shares fall when news about the balance sheet raises yields cannot be said: {mean}, with 90%"
            " between {low} and {high}; about {dof} announcements carry that figure."
        ),
        values,
    )


def clash_sentence(found: Markets) -> Message | None:
    """Return where measured and published figures do not agree."""
    rows = [r for r in found.responses if r.elasticity.clash and r.elasticity.surprise in SHOWN]
    if not rows:
        return None
    names: Message | None = None
    for r in rows:
        one = Message(
            N_("{asset} ({surprise})"),
            {
                "asset": title_of(r.elasticity.asset),
                "surprise": Message(SURPRISES[r.elasticity.surprise]),
            },
        )
        names = one if names is None else Message(N_("{before}, {next}"), {"before": names, "next": one})
    return Message(
        N_("Measured and published figures clash, or published ones contradict each other, for: {names}."),
        {"names": names},
    )


def bitcoin_sentence(found: Markets) -> Message | None:
    """Return Bitcoin's response before and since 2020."""
    row = next((r for r in found.of("policy") if r.elasticity.asset == "bitcoin"), None)
    if row is None or row.before_2020 is None or row.since_2020 is None:
        return None
    values = {
        f"{name}_{end}": amount(getattr(part, end), part.unit)
        for name, part in (("before", row.before_2020), ("since", row.since_2020))
        for end in ("mean", "low", "high")
    }
    return Message(
        N_(
            "Bitcoin on +10 bp of short rates: {before_mean} before 2020 ({before_low} to {before_high}),"
            " {since_mean} since ({since_low} to {since_high})."
        ),
        values,
    )


def trap_sentence(found: Markets) -> Message | None:
    """Return how often whole phases point the other way than their news."""
    if not found.compared:
        return None
    return Message(
        N_(
            "Whole phases prove nothing: of {all} cases in which the response to news about the balance sheet is clear,"
            " the asset went the other way over the phase in {traps}."
        ),
        {"traps": len(found.traps), "all": found.compared},
    )


def sentences(found: Markets) -> tuple[Message, ...]:
    """Return the answer in sentences."""
    if found.through is None:
        return (
            Message(
                N_("For this day nothing had been measured yet: the first part of the record ends in 2019.")
            ),
        )
    first = Message(
        N_("Measured on announcements up to {through}; a positive surprise tightens."),
        {"through": found.through},
    )
    told = [
        first,
        *(clear_sentence(found, s) for s in SHOWN),
        shares_sentence(found),
        bitcoin_sentence(found),
        clash_sentence(found),
        trap_sentence(found),
    ]
    return tuple(t for t in told if t is not None)


def chart(found: Markets) -> Chart:
    """Return what some prices do on news about short rates, as bars with their intervals."""
    rows = {r.elasticity.asset: r.elasticity for r in found.of("policy") if r.elasticity.asset in _CHARTED}
    shown = [a for a in _CHARTED if a in rows]

    low, high = (np.array([used_interval(rows[a])[end] for a in shown]) for end in (0, 1))
    means = np.array([rows[a].mean for a in shown])
    return Chart(
        "markets-responses",
        Message(N_("What prices do in a day on a surprise of +10 bp about short rates, percent")),
        "percent",
        (Line(Message(N_("Mean")), _NO_DATES, means, Role.MODEL),),
        Message(SOURCE),
        Message(N_("Responses of some assets with their 90% intervals; a positive surprise tightens.")),
        areas=(Area(Message(N_("90% interval")), _NO_DATES, low, high, Role.MODEL),),
        categories=tuple(title_of(a) for a in shown),
    )


def traps_text(found: Markets) -> tuple[Message, ...]:
    """Return why phases and news point different ways, with the cases that were over."""
    why = Message(
        N_(
            "Why phases mislead: they last for years, in which growth, inflation, hikes and crises happen, and"
            " prices had moved on the announcement before the phase began."
        )
    )
    if "QT2" not in {r.phase for r in found.phases}:
        return (why,)
    cases = Message(
        N_(
            "The ten-year yield rose during QE1, QE2, QE3 and QE4 and fell during QT1; shares rose in both QTs; gold"
            " fell in QE3 and more than doubled in QT2."
        )
    )
    return why, cases


def notes(found: Markets) -> tuple[Message, ...]:
    """Return how to read the tables."""
    carried = Message(
        N_(
            "Carried by: how many announcements the estimate rests on; a few large surprises, such as those of"
            " March 2009 and March 2020, carry most of what is known about the balance sheet."
        )
    )
    used = Message(
        N_(
            "Used: the measured response weighted with what is published, by precision; where the two clash, the"
            " interval is widened."
        )
    )
    return (*((carried, used) if found.shrunk else ()), *traps_text(found))


def write(desk: Desk) -> Section:
    """Return the section."""
    found = markets(desk)
    if found.through is None:
        return Section("markets", Message(TITLE), sentences(found))
    tables = [response_table(found, s, _TABLED) for s in SHOWN]
    if found.shrunk:
        tables.append(half_table(found, "policy", _HALVED))
    if found.phases:
        tables.append(phase_table(found, desk, _PHASED))
    return Section(
        "markets",
        Message(TITLE),
        sentences(found),
        (),
        (chart(found),),
        tuple(tables),
        notes(found),
        Origin(Message(SOURCE), found.through, method="surprise"),
    )
