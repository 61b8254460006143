"""What may happen: the baseline's fans, the scenarios beside one another, and how good such futures were.

Everything is read from tables that ship: a run needs its own minute.
"""

from __future__ import annotations

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Area, Chart, Column, Line, Role, Section, Table, Text
from tidegate.briefing.origin import Origin
from tidegate.catalog import Bilingual
from tidegate.evidence.hindcast import WELL_COVERED, Row, outside, shipped_scores
from tidegate.futures.expected import AS_OF, MEANT_MONTH, PATHS, Expected, Fan, Meant, expected, fans, meant
from tidegate.futures.library import BASELINE, scenario, scenario_names
from tidegate.futures.variables import PLACE, VARIABLES
from tidegate.message import N_, Message, Number, Quantity

SHOWN_MONTH = 24
UNITS = {"pct": "percent", "pct_gdp": "percent", "bp": "bp", "bn_usd": "bn_usd", "code": ""}
ROLES = {"reserves_bn": Role.RESERVES, "yield_10y_pct": Role.MODEL, "unemployment_pct": Role.ALTERNATIVE}
SOURCE = N_("Source: Tidegate's coupled model, on official figures of {when}; {paths} paths.")
SUMMARIES = {
    "reserves_bn": N_(
        "Reserves in the baseline: median, and bands that hold half and four fifths of the paths."
    ),
    "yield_10y_pct": N_(
        "The ten-year yield in the baseline: median, and bands that hold half and four fifths of the paths."
    ),
    "unemployment_pct": N_(
        "Unemployment in the baseline: median, and bands that hold half and four fifths of the paths."
    ),
}
TITLE = N_("What may happen: scenarios")
_COLUMNS = (
    "unemployment_pct",
    "inflation_pct",
    "funds_rate_pct",
    "yield_10y_pct",
    "mortgage_30y_pct",
    "reserves_bn",
    "total_assets_bn",
)


def _title(name: str) -> Message:
    return Message(VARIABLES[PLACE[name]].title)


def _unit(name: str) -> str:
    return UNITS[VARIABLES[PLACE[name]].unit]


def fan_chart(fan: Fan) -> Chart:
    """Return the baseline's median with its two bands."""
    role, bands = ROLES[fan.variable], fan.bands

    def area(name: str, low: float, high: float) -> Area:
        return Area(Message(name), fan.dates, bands[low], bands[high], role)

    source = Message(SOURCE, {"when": AS_OF, "paths": f"{PATHS:,}"})
    return Chart(
        f"futures-{fan.variable.replace('_', '-')}",
        _title(fan.variable),
        _unit(fan.variable),
        (Line(Message(N_("Median")), fan.dates, bands[0.5], role),),
        source,
        Message(SUMMARIES[fan.variable]),
        areas=(area(N_("80% of paths"), 0.1, 0.9), area(N_("Half of the paths"), 0.25, 0.75)),
        zero_based=False,
    )


def scenario_title(name: str) -> Text:
    """Return a scenario's title in both languages."""
    told = scenario(name)
    return Bilingual(told.title_en, told.title_zh)


def scenario_table(rows: tuple[Expected, ...]) -> Table:
    """Return medians of every scenario two years ahead."""
    found = []
    for name in dict.fromkeys(r.scenario for r in rows):
        mine = {r.variable: r for r in rows if r.scenario == name and r.month == SHOWN_MONTH}
        start = next(iter(mine.values())).start
        found.append(
            {
                "scenario": scenario_title(name),
                "start": start,
                **{variable: mine[variable].p50 for variable in _COLUMNS},
            }
        )
    return Table(
        "futures-scenarios",
        Message(N_("Medians two years after the start")),
        (
            Column("scenario", Message(N_("Scenario"))),
            Column("start", Message(N_("Starts")), "date"),
            *(
                Column(name, _title(name), "number", _unit(name), 0 if _unit(name) == "bn_usd" else 2)
                for name in _COLUMNS
            ),
        ),
        tuple(found),
        Message(SOURCE, {"when": AS_OF, "paths": f"{PATHS:,}"}),
    )


def meaning_table(rows: tuple[Meant, ...]) -> Table:
    """Return what every scenario means for a mortgage and for the Taiwan dollar, beside the baseline."""
    found = []
    for name in dict.fromkeys(r.scenario for r in rows):
        mine = {r.what: r for r in rows if r.scenario == name}
        cells: dict[str, object] = {
            "scenario": scenario_title(name),
            "start": next(iter(mine.values())).start,
        }
        for what, each in mine.items():
            values = {"low": Number(each.p10, 1, signed=True), "high": Number(each.p90, 1, signed=True)}
            cells |= {what: each.mean, f"{what}_ends": Message(N_("{low} to {high}"), values)}
        found.append(cells)
    ends = Message(N_("80% interval"))
    return Table(
        "futures-consequences",
        Message(
            N_("What it means for people after {months} months, beside the baseline"), {"months": MEANT_MONTH}
        ),
        (
            Column("scenario", Message(N_("Scenario"))),
            Column("start", Message(N_("Starts")), "date"),
            Column(
                "payment",
                Message(N_("Payment on a new $400,000 mortgage, a month")),
                "number",
                "usd",
                0,
                True,
            ),
            Column("payment_ends", ends),
            Column("usdtwd", Message(N_("US dollar in Taiwan dollars")), "number", "pct", 1, True),
            Column("usdtwd_ends", ends),
        ),
        tuple(found),
        Message(
            N_(
                "Tidegate's coupled model, the same paths; Taiwan through yields and the policy rate alone. No number"
                " where a scenario has funding stress of its own: flight into the dollar is not measured."
            )
        ),
    )


def score_table(rows: tuple[Row, ...]) -> Table:
    """Return how often bands held what came, and the error beside the two yardsticks."""
    whole = tuple(r for r in rows if r.months == 0)
    return Table(
        "futures-scores",
        Message(N_("Baselines begun at every quarter-end of 2012 to 2024, held against what came")),
        (
            Column("variable", Message(N_("Variable"))),
            Column("count", Message(N_("Forecasts")), "number", decimals=0),
            Column("half", Message(N_("In the 50% band")), "number", "percent", 0),
            Column("most", Message(N_("In the 80% band")), "number", "percent", 0),
            Column("crps", Message(N_("Error (CRPS)")), "number", decimals=2),
            Column("walk", Message(N_("Of a random walk")), "number", decimals=2),
            Column("var", Message(N_("Of an autoregression")), "number", decimals=2),
        ),
        tuple(
            {
                "variable": _title(r.variable),
                "count": r.count,
                "half": 100.0 * r.cover_50,
                "most": 100.0 * r.cover_80,
                "crps": r.crps,
                "walk": r.crps_walk,
                "var": r.crps_var,
            }
            for r in whole
        ),
        Message(
            N_(
                "Source: Tidegate's coupled model, begun at every quarter-end with what was known then; what came: "
                "official figures. CRPS is in the variable's own unit: less is better."
            )
        ),
    )


def sentences(known: bool, rows: tuple[Row, ...]) -> tuple[Message, ...]:
    """Return what the section says first."""
    if not known:
        return (
            Message(
                N_("On this day only scenarios that begin by then are shown; the newest begin on {when}."),
                {"when": AS_OF},
            ),
        )
    base = {r.variable: r for r in expected() if r.scenario == BASELINE and r.month == SHOWN_MONTH}
    reserves, ten = base["reserves_bn"], base["yield_10y_pct"]
    missed = outside(rows)
    whole = tuple(r for r in rows if r.months == 0)
    low, high = WELL_COVERED
    said = (
        Message(
            N_(
                "In the baseline reserves are {low} to {high} two years on, and the ten-year yield "
                "{ylow} to {yhigh}%: four paths of five end there."
            ),
            {
                "low": Quantity(reserves.p10, "bn_usd", "short"),
                "high": Quantity(reserves.p90, "bn_usd", "short"),
                "ylow": Number(ten.p10, 1),
                "yhigh": Number(ten.p90, 1),
            },
        ),
        Message(
            N_(
                "Begun in the past with what was known then, 80% bands held {low} to {high}% of what came for "
                "{good} of {count} variables."
            ),
            {
                "low": Number(100.0 * low, 0),
                "high": Number(100.0 * high, 0),
                "good": len(whole) - len(missed),
                "count": len(whole),
            },
        ),
    )
    named = tuple(
        Message(
            N_("Not for this one: {name}, of which they held {share}%."),
            {"name": _title(r.variable), "share": Number(100.0 * r.cover_80, 0)},
        )
        for r in missed
    )
    return (*said, *named)


def write(desk: Desk) -> Section:
    """Return the section; on an earlier day only what begins by then."""
    known = desk.as_of >= AS_OF
    rows = tuple(r for r in expected() if r.start <= desk.as_of and r.scenario in scenario_names())
    scores = shipped_scores()
    charts = tuple(fan_chart(f) for f in fans() if f.variable in ROLES) if known else ()
    people = tuple(r for r in meant() if r.start <= desk.as_of and r.scenario in scenario_names())
    tables = (
        *((scenario_table(rows),) if rows else ()),
        *((meaning_table(people),) if people else ()),
        *((score_table(scores),) if known else ()),
    )
    notes = (
        Message(
            N_(
                "A scenario is a list of changes to the baseline; run any of them with: tidegate scenario run NAME"
            )
        ),
        Message(
            N_(
                "Chance is drawn from the record in blocks of a year, parameters from what studies disagree about. "
                "A panic such as March 2020 happens in few paths, as it did in few years."
            )
        ),
    )
    began = AS_OF if known else max((r.start for r in rows), default=None)
    source = Message(SOURCE, {"when": AS_OF, "paths": f"{PATHS:,}"})
    origin = Origin(source, began, AS_OF if known else None, "coupled_model")
    return Section("futures", Message(TITLE), sentences(known, scores), (), charts, tables, notes, origin)
