"""``tidegate markets``: what prices do when the central bank surprises them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_

if TYPE_CHECKING:
    from tidegate.briefing.markets import Markets, Response
    from tidegate.transmission.markets.effects import Effect

PHASES = "phases"
_Asset = Annotated[
    str | None,
    typer.Argument(
        metavar="[ASSET]",
        help=N_("An asset (gold, us_broad, usdtwd, ...) or phases; default: all assets on one day."),
    ),
]


def effect_json(each: Effect) -> dict[str, Any]:
    """Return one measured row."""
    keys = "surprise method sample window unit mean se low high p_value n dof first last source"
    return {key: getattr(each, key) for key in keys.split()}


def response_json(each: Response) -> dict[str, Any]:
    """Return a response: used, measured and published."""
    from tidegate.briefing.market_tables import used_interval

    found = each.elasticity
    low, high = used_interval(found)
    return {
        "asset": found.asset,
        "surprise": found.surprise,
        "unit": found.unit,
        "mean": found.mean,
        "se": found.se,
        "low": low,
        "high": high,
        "rule": found.rule,
        "clash": found.clash,
        "p_adjusted": each.p_adjusted,
        "measured": effect_json(found.own),
        "before_2020": None if each.before_2020 is None else effect_json(each.before_2020),
        "since_2020": None if each.since_2020 is None else effect_json(each.since_2020),
        "published": found.published,
    }


def _head(found: Markets) -> dict[str, Any]:
    return {"as_of": found.as_of, "through": found.through, "surprise_bp": 10}


def command(asset: _Asset = None, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Say what prices do when the central bank surprises them."""
    from tidegate.briefing import market_tables as tables
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.markets import SHOWN, effects_of, markets, stretches_over, title_of
    from tidegate.briefing.sections import markets as section
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table
    from tidegate.message import say as in_words

    desk = open_desk(day_or_none(as_of, "as-of"))
    found = markets(desk)
    tr = session().translate
    if asset == PHASES:
        trap = section.trap_sentence(found)
        told = [*([trap] if trap else []), *section.traps_text(found)]
        if as_json:
            emit(
                {
                    "as_of": found.as_of,
                    "proves_anything": False,
                    "sentences": told,
                    "phases": stretches_over(found.as_of),
                    "changes": tables.phase_json(found.phases),
                    "against_their_news": tables.phase_json(found.traps),
                }
            )
            return
        for each in told:
            say(paragraphs(tr.message(each)))
        say("")
        print_table(tables.phase_table(found, desk))
        return
    if asset is not None:
        rows = effects_of(asset, found.as_of)
        mine = [r for r in found.responses if r.elasticity.asset == asset]
        if as_json:
            emit(
                {
                    **_head(found),
                    "asset": asset,
                    "title": in_words(title_of(asset), tr),
                    "responses": [response_json(r) for r in mine],
                    "effects": [effect_json(e) for e in rows],
                    "sensitivities": [
                        {"variant": variant, **effect_json(e)}
                        for variant, e in tables.sensitivities_of(asset, found)
                    ],
                }
            )
            return
        for table in tables.asset_tables(asset, found, rows):
            print_table(table)
            say("")
        return
    told = list(section.sentences(found))
    if as_json:
        emit({**_head(found), "sentences": told, "responses": [response_json(r) for r in found.responses]})
        return
    for each in told:
        say(paragraphs(tr.message(each)))
    for surprise in SHOWN if found.responses else ():
        say("")
        print_table(tables.response_table(found, surprise))
