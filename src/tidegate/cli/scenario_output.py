"""What ``tidegate scenario`` prints, and its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidegate.message import N_

if TYPE_CHECKING:
    from tidegate.briefing.consequences import Consequences
    from tidegate.briefing.futures_government import GovernmentRun
    from tidegate.futures.markets import MarketRun
    from tidegate.futures.scenario import Scenario

SHOWN = (
    "unemployment_pct",
    "inflation_pct",
    "funds_rate_pct",
    "yield_10y_pct",
    "mortgage_30y_pct",
    "total_assets_bn",
    "reserves_bn",
    "reserves_pct_gdp",
    "deferred_asset_bn",
)
"""Variables at the prompt; ``--json`` and ``--out`` give all."""


def payload_of(told: Scenario) -> dict[str, Any]:
    """Return a scenario as JSON has it."""
    return told.model_dump(mode="json")


def _months_shown(months: int) -> list[int]:
    return sorted({0, min(11, months - 1), min(23, months - 1), min(59, months - 1), months - 1})


def government_payload(found: GovernmentRun) -> dict[str, Any]:
    """Return interest and debt as JSON has them, by month."""

    def named(values: Any) -> dict[str, Any]:
        return {f"p{round(100 * level):02d}": values[q] for q, level in enumerate(found.levels)}

    return {"interest_bn": named(found.interest_bn), "debt_bn": named(found.debt_bn)}


def print_government(found: GovernmentRun) -> None:
    """Print what the government pays, at a year's rate: medians with 80% bands."""
    from tidegate.cli.output import say, table
    from tidegate.cli.session import session

    tr, at = session().translate, _months_shown(len(found.dates))
    low, middle, high = (found.levels.index(x) for x in (0.1, 0.5, 0.9))
    rows = []
    for title, q, times in (
        (N_("Federal interest, a year's rate"), found.interest_bn, 12.0),
        (N_("Marketable federal debt"), found.debt_bn, 1.0),
    ):
        cells = [
            f"{times * q[middle][t]:,.0f} ({times * q[low][t]:,.0f} … {times * q[high][t]:,.0f})" for t in at
        ]
        rows.append([tr(title), tr(UNIT_WORDS["bn_usd"]), *cells])
    say("")
    table(["", "", *(str(found.dates[t])[:7] for t in at)], rows)


def print_bands(dates: Any, levels: tuple[float, ...], quantiles: dict[str, Any], signed: bool) -> None:
    """Print medians with 80% bands in some months; `signed` for differences."""
    from tidegate.cli.output import table
    from tidegate.cli.session import session
    from tidegate.futures.variables import PLACE, VARIABLES

    tr = session().translate
    at = _months_shown(len(dates))
    low, middle, high = (levels.index(x) for x in (0.1, 0.5, 0.9))
    rows = []
    for name in SHOWN:
        values, unit = quantiles[name], VARIABLES[PLACE[name]].unit
        form = f"{'+' if signed else ''},.{0 if unit == 'bn_usd' else 2}f"
        cells = [
            f"{format(values[middle][t], form)} ({format(values[low][t], form)} … {format(values[high][t], form)})"
            for t in at
        ]
        rows.append(
            [tr(VARIABLES[PLACE[name]].title), tr(UNIT_WORDS[unit]) if unit != "pct" else "%", *cells]
        )
    table(["", "", *(str(dates[t])[:7] for t in at)], rows)


def market_payload(found: MarketRun) -> dict[str, Any]:
    """Return asset indices as JSON has them: 1 at the opening."""
    return {
        asset: {f"p{round(100 * level):02d}": found.quantiles[i, q] for q, level in enumerate(found.levels)}
        for i, asset in enumerate(found.assets)
    }


def print_markets(found: MarketRun) -> None:
    """Print what 1 becomes in each asset: medians with 80% bands."""
    from tidegate.catalog.assets import asset
    from tidegate.cli.output import say, table
    from tidegate.cli.session import session

    tr = session().translate
    at = _months_shown(len(found.dates))
    low, middle, high = (found.levels.index(x) for x in (0.1, 0.5, 0.9))
    rows = []
    for i, name in enumerate(found.assets):
        title = asset(name).title
        q = found.quantiles[i]
        cells = [f"{q[middle][t]:.2f} ({q[low][t]:.2f} … {q[high][t]:.2f})" for t in at]
        rows.append([title.in_language(session().language), *cells])
    say("")
    table([tr(N_("What 1 becomes")), *(str(found.dates[t])[:7] for t in at)], rows)


UNIT_WORDS = {
    "pct": "%",
    "pct_gdp": N_("% of GDP"),
    "bp": N_("bp"),
    "bn_usd": N_("$ bn"),
    "code": N_("code"),
}


def print_consequences(found: Consequences, first: str, second: str) -> None:
    """Print what the first scenario means for people beside the second."""
    from tidegate.briefing.consequences_words import sentences, table_of
    from tidegate.briefing.document import Section
    from tidegate.cli.sheet import print_section
    from tidegate.message import Message

    title = Message(N_("What it means for people"))
    table = table_of(found, first, second)
    print_section(Section("consequences", title, sentences(found, first, second), tables=(table,)))
