"""One scenario, or two beside each other, as the page shows them: a fan, tiles and a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.consequences import consequences_on
from tidegate.briefing.consequences_words import sentences, table_of
from tidegate.briefing.document import Area, Chart, Column, Line, Role, Section, Table, Text, Tile
from tidegate.briefing.futures import SEED
from tidegate.briefing.futures_opening import opening_on
from tidegate.briefing.origin import Origin
from tidegate.briefing.sections.futures import UNITS, scenario_title
from tidegate.catalog import Bilingual
from tidegate.futures.library import BASELINE, scenario, scenario_names
from tidegate.futures.scenario import Scenario
from tidegate.futures.simulation import LastMonth, Run
from tidegate.futures.simulation import simulate as run_paths
from tidegate.futures.tasks import varied
from tidegate.futures.variables import PLACE, VARIABLES
from tidegate.message import N_, Message, Number, Quantity
from tidegate.units import MONTHS_PER_YEAR

PATHS = 2_000
OFFERED = (
    "reserves_bn",
    "total_assets_bn",
    "treasuries_bn",
    "mbs_bn",
    "on_rrp_bn",
    "yield_10y_pct",
    "yield_2y_pct",
    "term_premium_pct",
    "mortgage_30y_pct",
    "funds_rate_pct",
    "unemployment_pct",
    "inflation_pct",
    "funding_bp",
    "deferred_asset_bn",
)
"""Variables that a reader can look at, in this order."""
IN_TABLE = (
    "funds_rate_pct",
    "yield_10y_pct",
    "mortgage_30y_pct",
    "unemployment_pct",
    "inflation_pct",
    "reserves_bn",
    "total_assets_bn",
)
EDITS = {
    "treasury_cap_bn": N_("Cap on Treasuries a month"),
    "mbs_cap_bn": N_("Cap on MBS a month"),
    "mbs_sales_bn": N_("MBS sold a month during run-off"),
}
"""What a reader can change of a scenario, $ bn a month."""
_OF = N_("{variable}, {scenario}")
_LOW, _MIDDLE, _HIGH = 0.1, 0.5, 0.9


@dataclass(frozen=True)
class Request:
    """What a reader asks.

    Attributes
    ----------
    first, second
        Names of scenarios; `second` may be "" for none.
    variable
        One of `OFFERED`.
    months
        Horizon.
    edits
        Changes of the first scenario's policy, by name of `EDITS`.
    """

    first: str = "baseline"
    second: str = ""
    variable: str = "reserves_bn"
    months: int = 60
    edits: tuple[tuple[str, float], ...] = ()


def names_on(day: date) -> tuple[str, ...]:
    """Return the scenarios that can be run on a day: one that begins later cannot."""
    return tuple(n for n in scenario_names() if (scenario(n).start.as_of or day) <= day)


def edited(name: str, edits: tuple[tuple[str, float], ...]) -> Scenario:
    """Return a scenario with changes to its policy.

    Raises
    ------
    InputError, UnknownName
        For a scenario that is not there, or values that it does not take.
    """
    told = scenario(name)
    return varied(told, {f"policy.{key}": value for key, value in edits}) if edits else told


def title_of(variable: str) -> Message:
    """Return the title of a variable."""
    return Message(VARIABLES[PLACE[variable]].title)


def unit_of(variable: str) -> str:
    """Return the catalogue's unit of a variable."""
    return UNITS[VARIABLES[PLACE[variable]].unit]


def runs_of(desk: Desk, request: Request) -> tuple[Run, ...]:
    """Run what is asked, on the same chances from the same day; the first scenario says which day."""
    told = [edited(request.first, request.edits)]
    if request.second:
        told.append(scenario(request.second))
    opening = opening_on(desk)
    shown = tuple(dict.fromkeys((request.variable, *IN_TABLE)))
    return tuple(
        run_paths(
            opening,
            each,
            paths=PATHS,
            months=request.months,
            seed=SEED,
            workers=2,
            keep=True,
            summarise=shown,
        )
        for each in told
    )


def _lines(run: Run, variable: str, name: Text, role: Role, *, dashed: bool) -> tuple[Line, Area]:
    low, high = run.at(variable, _LOW), run.at(variable, _HIGH)
    line = Line(name, run.dates, run.at(variable, _MIDDLE), role, dashed=dashed)
    return line, Area(Message(N_("80% of paths: {name}"), {"name": name}), run.dates, low, high, role)


def fan_chart(request: Request, runs: tuple[Run, ...]) -> Chart:
    """Return the medians with the band that holds four fifths of the paths."""
    variable = request.variable
    drawn = [
        _lines(run, variable, _name(request, place), role, dashed=place == 1)
        for place, (run, role) in enumerate(zip(runs, (Role.MODEL, Role.ALTERNATIVE), strict=False))
    ]
    return Chart(
        "scenario-fan",
        title_of(variable),
        unit_of(variable),
        tuple(line for line, _ in drawn),
        _source(),
        Message(N_("Median, and the band that holds four fifths of the paths.")),
        areas=tuple(area for _, area in drawn),
        zero_based=False,
    )


def _source() -> Message:
    return Message(N_("Source: Tidegate's coupled model; {paths} paths."), {"paths": Number(PATHS)})


def _name(request: Request, place: int) -> Text:
    title = scenario_title(request.second if place else request.first)
    if place == 0 and request.edits:
        return Message(N_("{title}, changed"), {"title": title})
    return title


def tiles(request: Request, runs: tuple[Run, ...]) -> tuple[Tile, ...]:
    """Return the variable at the end: the first scenario, the second, and the difference path by path."""
    variable, unit = request.variable, unit_of(request.variable)

    def between(low: float, high: float, *, signed: bool = False) -> Message:
        def written(value: float) -> Number | Quantity:
            money = unit == "bn_usd"
            return Quantity(value, unit, "short", signed) if money else Number(value, 2, signed=signed)

        return Message(N_("80% between {low} and {high}"), {"low": written(low), "high": written(high)})

    found = [
        Tile(
            Message(_OF, {"variable": title_of(variable), "scenario": _name(request, place)}),
            float(run.at(variable, _MIDDLE)[-1]),
            unit,
            when=run.dates[-1].item(),
            note=between(float(run.at(variable, _LOW)[-1]), float(run.at(variable, _HIGH)[-1])),
            term="coupled_model",
        )
        for place, run in enumerate(runs)
    ]
    if len(runs) > 1:
        apart = runs[0].of(variable)[-1] - runs[1].of(variable)[-1]
        low, middle, high = (float(v) for v in np.nanquantile(apart, (_LOW, _MIDDLE, _HIGH)))
        label = Message(N_("Difference on the same path"))
        between_ends = between(low, high, signed=True)
        found.append(Tile(label, middle, unit, note=between_ends, is_difference=True, term="coupled_model"))
    return tuple(found)


def medians(request: Request, runs: tuple[Run, ...]) -> Table:
    """Return medians of the headline variables after one and two years and at the end."""
    months = sorted(
        {m for m in (MONTHS_PER_YEAR, 2 * MONTHS_PER_YEAR, request.months) if m <= request.months}
    )
    rows = [
        {
            "scenario": _name(request, place),
            "when": run.dates[month - 1].item(),
            **{name: float(run.at(name, _MIDDLE)[month - 1]) for name in IN_TABLE},
        }
        for place, run in enumerate(runs)
        for month in months
    ]
    columns = (
        Column("scenario", Message(N_("Scenario"))),
        Column("when", Message(N_("Month")), "month"),
        *(Column(n, title_of(n), "number", unit_of(n), 0 if unit_of(n) == "bn_usd" else 2) for n in IN_TABLE),
    )
    return Table("scenario-medians", Message(N_("Medians")), columns, tuple(rows))


def _reference(desk: Desk, months: int) -> LastMonth:
    """Return where the paths of the baseline end: what a scenario alone is held against; run once for a horizon."""

    def run() -> LastMonth:
        told = scenario(BASELINE)
        found = run_paths(
            opening_on(desk), told, paths=PATHS, months=months, seed=SEED, workers=2, keep=True, summarise=()
        )
        return found.last_month()

    return desk.once(f"ends of {PATHS} paths of the baseline over {months} months", run)


def meaning(
    desk: Desk, request: Request, runs: tuple[Run, ...]
) -> tuple[tuple[Text, ...], tuple[Table, ...]]:
    """Return what it means for people beside the second scenario, or else the baseline, as sentences and table."""
    first = _name(request, 0)
    if request.second:
        second, other = _name(request, 1), runs[1].last_month()
    elif request.first != BASELINE or request.edits:
        second, other = scenario_title(BASELINE), _reference(desk, request.months)
    else:
        hint = N_("Choose another scenario to see what it does to a mortgage and to the Taiwan dollar.")
        return (Message(hint),), ()
    found = consequences_on(desk, runs[0].dates[-1], runs[0].last_month(), other)
    return sentences(found, first, second), (table_of(found, first, second),)


def view(desk: Desk, request: Request) -> Section:
    """Run what is asked and return it as a section.

    Raises
    ------
    InputError, UnknownName
        For a request that cannot be met.
    """
    runs = runs_of(desk, request)
    told = scenario(request.first)
    said, meant = meaning(desk, request, runs)
    story = Message("{story}", {"story": _story(told)})
    failed = sum(len(run.failures) for run in runs)
    residual = max(run.max_identity_residual_bn for run in runs)
    check = Message(
        N_(
            "Assets less liabilities and capital: at most {residual} bn on any path. Paths that stopped: {failed}."
        ),
        {"residual": f"{residual:.0e}", "failed": failed},
    )
    return Section(
        "futures",
        Message(N_("What may happen: scenarios")),
        (story, *said),
        tiles(request, runs),
        (fan_chart(request, runs),),
        (*meant, medians(request, runs)),
        (check,),
        Origin(_source(), desk.newest("WALCL", "DGS10"), desk.as_of, "coupled_model"),
    )


def _story(told: Scenario) -> Text:
    return Bilingual(told.story_en, told.story_zh)
