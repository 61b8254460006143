"""Tables of what markets do: cells, overview, one asset, phases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Table, Text
from tidegate.briefing.markets import Markets, Response, stretches_over, title_of
from tidegate.briefing.origin import Origin
from tidegate.catalog.assets import assets
from tidegate.catalog.model import Bilingual
from tidegate.evidence.asset_phases import PhaseReturn
from tidegate.evidence.claims.words import window
from tidegate.message import N_, Message, Number
from tidegate.transmission.markets.effects import Effect
from tidegate.transmission.markets.elasticities import Elasticity
from tidegate.transmission.markets.sensitivities import load_sensitivities

SOURCE = N_(
    "Source: Tidegate's estimates on FOMC announcements; surprises from prices within minutes of them (San"
    " Francisco Fed); prices of many publishers, of which only the estimates are passed on."
)
SURPRISES = {
    "target": N_("this month's funds rate"),
    "path": N_("the path of short rates"),
    "balance_sheet": N_("the balance sheet"),
    "policy": N_("all short rates"),
}
SAMPLES = {
    "all": N_("all announcements"),
    "before_2020": N_("before 2020"),
    "since_2020": N_("since 2020"),
    "lower_bound": N_("at the lower bound"),
    "off_lower_bound": N_("away from the lower bound"),
}
VARIANTS = {
    "scheduled": N_("scheduled meetings alone"),
    "without_2008_crisis": N_("without September 2008 to June 2009"),
    "without_spring_2020": N_("without March and April 2020"),
    "without_both": N_("without both crises"),
    "statements_alone": N_("statements without press conferences"),
    "swanson_2021": N_("factors of Swanson (2021)"),
    "unforeseen": N_("what could not be foreseen"),
}
_PHASES = {
    "BILLS": N_("Bills, 2019-20"),
    "RMP": N_("Reserve purchases, so far"),
}


def amount(value: float, unit: str, decimals: int | None = None) -> Message:
    """Return a response with its unit, signed."""
    if unit == "bp":
        return Message(
            N_("{value} bp"), {"value": Number(value, 1 if decimals is None else decimals, signed=True)}
        )
    return Message(N_("{value}%"), {"value": Number(value, 2 if decimals is None else decimals, signed=True)})


def between(low: float, high: float, unit: str) -> Message:
    """Return an interval."""
    return Message(N_("{low} to {high}"), {"low": amount(low, unit), "high": amount(high, unit)})


def used_interval(found: Elasticity) -> tuple[float, float]:
    """Return the 90% interval of what is used: of the estimate itself, or of the two figures together."""
    if found.shrunk is not None:
        return found.shrunk.interval
    return found.own.low, found.own.high


def with_interval(mean: float, low: float, high: float, unit: str) -> Message:
    """Return a response with its interval behind it."""
    values = {"mean": amount(mean, unit), "low": amount(low, unit), "high": amount(high, unit)}
    return Message(N_("{mean} ({low} to {high})"), values)


def _row(each: Response) -> dict[str, Any]:
    found, own = each.elasticity, each.elasticity.own
    low, high = used_interval(found)
    ranges = [p for p in found.published if p.is_range]
    return {
        "asset": title_of(found.asset),
        "measured": with_interval(own.mean, own.low, own.high, own.unit),
        "n": own.n,
        "dof": own.dof,
        "p_adjusted": each.p_adjusted,
        "published": between(ranges[0].low, ranges[0].high, own.unit) if ranges else None,
        "used": with_interval(found.mean, low, high, found.unit),
        "clash": found.clash if found.published else None,
        "window": window(own.window),
    }


def response_table(found: Markets, surprise: str, ids: Sequence[str] = ()) -> Table:
    """Return the responses to one surprise: measured, published, used; of some assets, or of all."""
    rows = [r for r in found.of(surprise) if not ids or r.elasticity.asset in ids]
    return Table(
        f"markets-{surprise.replace('_', '-')}",
        Message(
            N_("Response to a surprise of +10 bp about {surprise}"),
            {"surprise": Message(SURPRISES[surprise])},
        ),
        (
            Column("asset", Message(N_("Asset"))),
            Column("measured", Message(N_("Measured (90% interval)"))),
            Column("n", Message(N_("Events")), "number", decimals=0),
            Column("dof", Message(N_("Carried by")), "number", decimals=0),
            Column("p_adjusted", Message(N_("p, adjusted")), "number", decimals=3),
            Column("published", Message(N_("Published range"))),
            Column("used", Message(N_("Used (90% interval)"))),
            Column("clash", Message(N_("Clash")), "check"),
            Column("window", Message(N_("Over"))),
        ),
        tuple(_row(r) for r in rows),
        Message(SOURCE),
    )


def half_table(found: Markets, surprise: str, ids: Sequence[str]) -> Table:
    """Return the responses of some assets before and since 2020."""

    def half(part: Effect | None) -> Message | None:
        if part is None:
            return None
        return with_interval(part.mean, part.low, part.high, part.unit)

    rows = [r for r in found.of(surprise) if r.elasticity.asset in ids]
    return Table(
        "markets-halves",
        Message(
            N_("Before and since 2020: surprise of +10 bp about {surprise}"),
            {"surprise": Message(SURPRISES[surprise])},
        ),
        (
            Column("asset", Message(N_("Asset"))),
            Column("before", Message(N_("Before 2020"))),
            Column("since", Message(N_("Since 2020"))),
        ),
        tuple(
            {
                "asset": title_of(r.elasticity.asset),
                "before": half(r.before_2020),
                "since": half(r.since_2020),
            }
            for r in rows
        ),
    )


def phase_table(found: Markets, desk: Desk, ids: Sequence[str] = ()) -> Table:
    """Return what prices did over phases; of some assets, or of all."""
    changes = {(r.phase, r.asset): r for r in found.phases}
    shown = [a for a in ids or assets() if any(r.asset == a for r in found.phases)]
    titles = desk.fed.phases
    rows = []
    for stretch in stretches_over(found.as_of):
        label = titles.get(stretch.key)
        title: Text = (
            Message(_PHASES[stretch.key]) if label is None else Bilingual(label.title_en, label.title_zh)
        )
        row: dict[str, Any] = {"phase": title, "start": stretch.start, "end": stretch.end}
        for asset_id in shown:
            cell = changes.get((stretch.key, asset_id))
            row[asset_id] = None if cell is None else amount(cell.change, cell.unit, 0)
        rows.append(row)
    return Table(
        "markets-phases",
        Message(N_("Illustration, no proof: what prices did over whole phases")),
        (
            Column("phase", Message(N_("Phase"))),
            Column("start", Message(N_("From")), "month"),
            Column("end", Message(N_("Until")), "month"),
            *(Column(a, title_of(a)) for a in shown),
        ),
        tuple(rows),
        Message(
            N_(
                "Source: H.15 and H.10 for oil, dollar and yields; percentages alone from prices of other publishers."
            )
        ),
        Origin(through=max((row["end"] for row in rows), default=None)),
    )


def _measured(each: Effect) -> dict[str, Any]:
    return {
        "surprise": Message(SURPRISES[each.surprise]),
        "window": window(each.window),
        "mean": amount(each.mean, each.unit),
        "interval": between(each.low, each.high, each.unit),
        "n": each.n,
        "dof": each.dof,
        "p_value": each.p_value,
    }


def _asset_table(key: str, title: Message, first: Column, rows: Sequence[dict[str, Any]]) -> Table:
    return Table(
        key,
        title,
        (
            first,
            Column("window", Message(N_("Over"))),
            Column("mean", Message(N_("Measured"))),
            Column("interval", Message(N_("90% interval"))),
            Column("n", Message(N_("Events")), "number", decimals=0),
            Column("dof", Message(N_("Carried by")), "number", decimals=0),
            Column("p_value", Message(N_("p")), "number", decimals=3),
        ),
        tuple(rows),
        Message(SOURCE),
    )


def sensitivities_of(asset_id: str, found: Markets) -> tuple[tuple[str, Effect], ...]:
    """Return an asset's responses under other choices, as far as they were known."""
    return tuple(
        (s.variant, s.effect)
        for s in load_sensitivities()
        if s.effect.asset == asset_id and found.shrunk and s.effect.last <= found.as_of
    )


def asset_tables(asset_id: str, found: Markets, rows: Sequence[Effect]) -> tuple[Table, ...]:
    """Return what was measured on one asset: by window, by sample, under other choices."""
    name = {"asset": title_of(asset_id)}
    sample = "all" if found.shrunk else "before_2020"
    by_window = [_measured(e) for e in rows if e.sample == sample]
    main = next((r.elasticity.own.window for r in found.responses if r.elasticity.asset == asset_id), "")
    by_sample = [
        {**_measured(e), "sample": Message(SAMPLES[e.sample])}
        for e in rows
        if e.window == main and e.surprise in ("balance_sheet", "policy")
    ]
    other = [
        {**_measured(e), "variant": Message(VARIANTS[variant])}
        for variant, e in sensitivities_of(asset_id, found)
        if e.surprise in ("balance_sheet", "policy")
    ]
    told = [
        _asset_table(
            "markets-asset",
            Message(N_("{asset}: response to a surprise of +10 bp"), name),
            Column("surprise", Message(N_("Surprise about"))),
            by_window,
        )
    ]
    for key, title, column, kept in (
        ("markets-samples", N_("{asset}: parts of the record"), N_("Sample"), by_sample),
        ("markets-choices", N_("{asset}: other choices"), N_("Choice"), other),
    ):
        if kept:
            of = "sample" if key == "markets-samples" else "variant"
            table = _asset_table(key, Message(title, name), Column(of, Message(column)), kept)
            surprise = Column("surprise", Message(N_("Surprise about")))
            told.append(Table(table.id, table.title, (surprise, *table.columns), table.rows, table.source))
    return tuple(told)


def phase_json(rows: Sequence[PhaseReturn]) -> list[dict[str, Any]]:
    """Return changes over phases for JSON."""
    return [
        {"phase": r.phase, "asset": r.asset, "unit": r.unit, "change": r.change, "source": r.source}
        for r in rows
    ]
