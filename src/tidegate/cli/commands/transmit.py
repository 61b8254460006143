"""``tidegate transmit``: from a change of holdings to yields, borrowers, jobs and prices."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_


def command(
    change_bn: Annotated[
        float,
        typer.Option(
            "--change-bn", metavar="BN", help=N_("Change of the Fed's holdings, $ bn; QT is negative.")
        ),
    ] = -2_500.0,
    months: Annotated[int, typer.Option(metavar="N", help=N_("Months over which it happens."))] = 36,
    mode: Annotated[
        str, typer.Option(metavar="WORD", help=N_("passive (securities mature) or active (they are sold)."))
    ] = "passive",
    refunding: Annotated[
        str,
        typer.Option(metavar="WORD", help=N_("What the Treasury sells instead: coupons or bills.")),
    ] = "coupons",
    model: Annotated[
        str, typer.Option(metavar="NAME", help=N_("semi-structural, four-equation, or both."))
    ] = "both",
    region: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=N_("Carry it on to Taiwan (tw) or Hong Kong (hk).")),
    ] = None,
    rate_bp: Annotated[
        float | None,
        typer.Option(
            "--rate-bp",
            metavar="BP",
            help=N_("With --region: change of the policy rate beside it, basis points."),
        ),
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Answer for a change of holdings."""
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.regional import transmit_region
    from tidegate.briefing.sections.asia import regional_section
    from tidegate.briefing.sections.transmission import section_of, transmit
    from tidegate.catalog.loader import unknown
    from tidegate.cli.output import emit
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_section
    from tidegate.errors import InputError
    from tidegate.message import Message
    from tidegate.transmission.economy.response import MODELS

    for name, value, allowed in (
        (N_("mode"), mode, ("passive", "active")),
        (N_("refunding"), refunding, ("coupons", "bills")),
        (N_("model"), model, ("both", *MODELS)),
    ):
        if value not in allowed:
            raise unknown(name, value, allowed)
    if region is None and rate_bp is not None:
        raise InputError.of(N_("--rate-bp {value}: only with --region; add --region tw or hk"), value=rate_bp)
    if region is not None and model != "both":
        raise InputError.of(N_("--model {value}: does not go with --region; leave it out"), value=model)
    desk = open_desk(day_or_none(as_of, "as-of"))
    if region is not None:
        carried = transmit_region(desk, region, change_bn, months, mode, refunding, rate_bp or 0.0)  # type: ignore[arg-type]  # checked above
        if as_json:
            emit({"as_of": desk.as_of, **spoken(carried.to_dict(), session().translate)})
        else:
            print_section(regional_section(carried))
        return
    models = MODELS if model == "both" else tuple(m for m in MODELS if m == model)
    found = transmit(desk, change_bn, months, mode, refunding, models)  # type: ignore[arg-type]  # checked above
    if not as_json:
        print_section(section_of(desk, found))
        return
    tr = session().translate
    payload = found.to_dict()
    payload["sources"] = [tr.message(s) if isinstance(s, Message) else s for s in found.sources]
    emit({"as_of": desk.as_of, **payload})


def spoken(value: Any, translate: Any) -> Any:
    """Return plain data with every sentence in the reader's language."""
    from tidegate.message import Message

    if isinstance(value, Message):
        return translate.message(value)
    if isinstance(value, dict):
        return {k: spoken(v, translate) for k, v in value.items()}
    if isinstance(value, list):
        return [spoken(v, translate) for v in value]
    return value
