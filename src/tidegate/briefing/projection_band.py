"""The balance sheet ahead, with a band: the plan in force, and where the paths of the baseline lead."""

from __future__ import annotations

from datetime import date

from tidegate.bank.projection import Projection
from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Area, Chart, Line, Role
from tidegate.futures.expected import AS_OF, PATHS, fans
from tidegate.message import N_, Message, Number
from tidegate.units import day

RECORD_YEARS = 3
"""How much of the record is drawn before the day of the desk."""
RECORDS = {"total_assets_bn": ("WALCL", Role.ACTUAL), "reserves_bn": ("WRESBAL", Role.RESERVES)}
NAMES = {"total_assets_bn": N_("Total assets"), "reserves_bn": N_("Reserves")}


def band_chart(desk: Desk, found: Projection) -> Chart | None:
    """Return record, plan and 80% band of total assets and reserves; None before the baseline's own day."""
    if desk.as_of < AS_OF:
        return None
    by_variable = {fan.variable: fan for fan in fans()}
    since = date(desk.as_of.year - RECORD_YEARS, 1, 1)
    ahead = found.dates > day(desk.as_of)
    lines, areas = [], []
    for variable, (series, role) in RECORDS.items():
        name, fan, record = Message(NAMES[variable]), by_variable[variable], desk.series(series, since)
        within = fan.dates <= found.dates[-1]
        planned = Message(N_("{name}, plan in force"), {"name": name})
        lines += [
            Line(name, record.dates, record.values, role),
            Line(planned, found.dates[ahead], found.series[variable][ahead], role, dashed=True),
        ]
        band = Message(N_("{name}, four paths of five"), {"name": name})
        areas.append(Area(band, fan.dates[within], fan.bands[0.1][within], fan.bands[0.9][within], role))
    return Chart(
        "projection-band",
        Message(N_("The balance sheet: record, plan in force, and what may come")),
        "bn_usd",
        tuple(lines),
        Message(
            N_("Source: H.4.1, Federal Reserve; plan and band: Tidegate, {paths} paths from {when}."),
            {"paths": Number(PATHS), "when": AS_OF},
        ),
        Message(
            N_(
                "Dashed: if nothing but the plan happened. Shaded: where four paths of five of the coupled model are,"
                " recessions, cuts and new purchases included."
            )
        ),
        areas=tuple(areas),
    )
