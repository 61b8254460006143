"""Where the balance sheet stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite

import numpy as np

from tidegate.bank.programmes.phases import phase_at, phases
from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Section, Table, Text, Tile
from tidegate.briefing.origin import Origin
from tidegate.briefing.reading import year_ago
from tidegate.catalog import Bilingual
from tidegate.catalog import series as catalogue_series
from tidegate.data.asof import SeriesData
from tidegate.message import N_, Message, Number, Quantity
from tidegate.units import day

_LINES = (
    (("WALCL",), N_("Total assets")),
    (("TREAST",), N_("Treasuries held")),
    (("WSHOMCB",), N_("MBS held")),
    (("WRESBAL", "WRBWFRBL"), N_("Reserve balances")),
    (("RRPONTSYD",), N_("ON RRP")),
    (("WTREGEN", "WDTGAL"), N_("Treasury General Account")),
)
_RATES = ((("DFEDTARU",), N_("Policy rate, top of the range")), (("DGS10",), N_("10-year Treasury yield")))
SOURCE = N_("Source: Board of Governors, H.4.1 and H.15; Federal Reserve Bank of New York (ON RRP).")
ANNOUNCED = N_("Source: the Federal Reserve's announcements, each with its address in the programme files.")
ABOUT_GATE = N_(
    "Whether the central bank lets liquidity in, lets it out or holds it, by the dated steps that it announced;"
    " the day is that on which the phase began."
)
_ANNOUNCEMENTS = 6
_NEAR_REVIEW = np.timedelta64(14, "D")
_STANCE = {
    "easing": N_("Letting water in (QE)"),
    "tightening": N_("Letting water out (QT)"),
    "holding": N_("Holding"),
    "reserve-management": N_("Holding the level (reserve management)"),
}


@dataclass(frozen=True)
class Standing:
    """The state of the gate in one value, for the headline."""

    stance: str
    phase: Text
    since: date
    assets_bn: float
    when: date
    from_peak_bn: float
    peak_on: date


def standing(desk: Desk) -> Standing:
    """Return where the gate stands on the day of the desk."""
    assets = desk.series("WALCL")
    top = int(assets.values.argmax())
    current = phase_at(phases(desk.fed, desk.as_of), day(desk.as_of))
    if current is None:
        raise LookupError(f"no phase holds on {desk.as_of}")
    last = assets.dates[-1].item()
    return Standing(
        current.stance,
        current.title,
        current.start,
        float(assets.values[-1]),
        last,
        float(assets.values[-1] - assets.values[top]),
        assets.dates[top].item(),
    )


def headline(state: Standing) -> Message:
    """Return the sentence that stands above everything."""
    return Message(
        N_("{stance} since {since}: the Fed's assets are {assets}, {below} below their peak of {peak}."),
        {
            "stance": Message(_STANCE[state.stance]),
            "since": state.since,
            "assets": Quantity(state.assets_bn, "bn_usd", "short"),
            "below": Quantity(-state.from_peak_bn, "bn_usd", "short"),
            "peak": state.peak_on,
        },
    )


def _freshest(desk: Desk, names: tuple[str, ...]) -> SeriesData | None:
    """Return the series observed last among those that tell the same, the first where they tie."""
    held = [desk.series(n) for n in names if desk.has(n)]
    return max(held, key=lambda s: s.dates[-1]) if held else None


def _tile(found: SeriesData, label: str) -> Tile:
    last = found.dates[-1].item()
    before = year_ago(found)
    entry = catalogue_series(found.series.id)
    return Tile(
        Message(label),
        float(found.values[-1]),
        entry.unit,
        when=last,
        change=float(found.values[-1]) - before if isfinite(before) else None,
        change_label=Message(N_("over a year")),
        series=entry.id,
        note=entry.note if entry.note.en else None,
    )


def write(desk: Desk) -> Section:
    """Return the section."""
    state = standing(desk)
    tiles = [
        Tile(
            Message(N_("The gate")),
            text=Message(_STANCE[state.stance]),
            when=state.since,
            note=state.phase,
            about=Message(ABOUT_GATE),
            origin=Origin(Message(ANNOUNCED), _last_announced(desk)),
        ),
        *(_tile(s, label) for names, label in _LINES + _RATES if (s := _freshest(desk, names)) is not None),
    ]
    lead: list[Text] = []
    if desk.has("GDP"):
        gdp, reserves = desk.series("GDP"), desk.series("WRESBAL")
        lead.append(
            Message(
                N_("The Fed's assets are {assets}% of a year's GDP, reserves {reserves}%."),
                {
                    "assets": Number(100.0 * state.assets_bn / float(gdp.values[-1]), 1),
                    "reserves": Number(100.0 * float(reserves.values[-1]) / float(gdp.values[-1]), 1),
                },
            )
        )
    rates = desk.plan.policy_rate(day(desk.as_of))
    if rates.upper_pct is not None and rates.lower_pct is not None:
        text = N_(
            "Policy rates announced by {when}: federal funds {lower} to {upper}%, interest on reserves {iorb}%."
        )
        lead.append(
            Message(
                text,
                {
                    "when": desk.as_of,
                    "lower": Number(rates.lower_pct, 2),
                    "upper": Number(rates.upper_pct, 2),
                    "iorb": Number(rates.reserves_pct if rates.reserves_pct is not None else float("nan"), 2),
                },
            )
        )
    lead.append(_age(desk, state))
    return Section(
        "today",
        Message(N_("Where the balance sheet stands")),
        tuple(lead),
        tuple(tiles),
        tables=(changes(desk), announcements(desk)),
        origin=Origin(
            Message(SOURCE), desk.newest(*(n for names, _ in _LINES + _RATES for n in names)), desk.as_of
        ),
    )


def _last_announced(desk: Desk) -> date:
    """Return the day of the last announcement made by the day of the desk."""
    return max(r.announced for r in desk.fed.record if r.announced <= desk.as_of)


def _age(desk: Desk, state: Standing) -> Message:
    text = N_("The newest balance sheet in this copy is of {when}, {days} days before {as_of}.")
    return Message(text, {"when": state.when, "days": (desk.as_of - state.when).days, "as_of": desk.as_of})


def last_review(day_asked: date) -> date:
    """Return the last end of a quarter before a day: when a quarterly review was due."""
    first_of_quarter = date(day_asked.year, 3 * ((day_asked.month - 1) // 3) + 1, 1)
    return first_of_quarter - timedelta(days=1)


def changes(desk: Desk) -> Table:
    """Return what the headline figures have done since the last quarterly review, as they were known then."""
    review = last_review(desk.as_of)
    rows = []
    for names, label in _LINES + _RATES:
        found = _freshest(desk, names)
        if found is None:
            continue
        place = int(np.searchsorted(found.dates, day(review), side="right")) - 1
        if place < 0 or place == len(found.dates) - 1:  # not observed before, or not since
            continue
        if day(review) - found.dates[place] > _NEAR_REVIEW:  # what was known then was old already
            continue
        before = float(found.values[place])
        unit = catalogue_series(found.series.id).unit
        rows.append(
            {
                "what": Message(label),
                "then": before,
                "now": float(found.values[-1]),
                "change": float(found.values[-1]) - before,
                "when": found.dates[-1].item(),
                "unit": unit,
            }
        )
    return Table(
        "since-review",
        Message(N_("What changed since the last quarterly review, {day}"), {"day": review}),
        (
            Column("what", Message(N_("Figure"))),
            Column("then", Message(N_("Then")), "amount"),
            Column("now", Message(N_("Now")), "amount"),
            Column("change", Message(N_("Change")), "amount", signed=True),
            Column("when", Message(N_("Observed")), "date"),
        ),
        tuple(rows),
    )


def announcements(desk: Desk) -> Table:
    """Return the last announcements made by the day of the desk, newest first."""
    made = sorted((r for r in desk.fed.record if r.announced <= desk.as_of), key=lambda r: r.announced)
    rows = tuple(
        {
            "announced": r.announced,
            "effective": r.effective,
            "what": Bilingual(r.label_en, r.label_zh),
            "source": r.source,
        }
        for r in reversed(made[-_ANNOUNCEMENTS:])
    )
    columns = (
        Column("announced", Message(N_("Announced")), "date"),
        Column("effective", Message(N_("In force from")), "date"),
        Column("what", Message(N_("What"))),
        Column("source", Message(N_("Source"))),
    )
    return Table(
        "announcements",
        Message(N_("Latest announcements")),
        columns,
        rows,
        Message(ANNOUNCED),
        Origin(through=_last_announced(desk)),
    )
