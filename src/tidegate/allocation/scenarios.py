"""What may happen to policy within a year, and how likely each is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tidegate.catalog.loader import unknown
from tidegate.catalog.model import Bilingual
from tidegate.errors import InputError
from tidegate.message import N_, Message


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    title_en: str
    title_zh: str
    line_en: str
    line_zh: str
    like: Literal["no_recession", "held", "cut", "recession"]
    inflation_points: float | None = None
    holdings_bn_per_month: float = 0.0


@dataclass(frozen=True)
class Scenario:
    """One course of policy over a year.

    Attributes
    ----------
    name
        As in the file.
    title, line
        What it is called, and what the central bank does in it; in both languages.
    like
        Kind of year whose record says what bills, jobs and shares do; see `tidegate.allocation.episodes`.
    inflation_points
        Inflation over its usual rate; None: whatever goes with the rest.
    holdings_bn
        Change of holdings over the year against what is planned, $ bn.
    """

    name: str
    title: Bilingual
    line: Bilingual
    like: str
    inflation_points: float | None
    holdings_bn: float


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Return the scenarios by name, in the order of the file."""
    table = tomllib.loads((files(__package__) / "data" / "scenarios.toml").read_text("utf-8"))
    found = {}
    for name, raw in table.items():
        row = _Row.model_validate(raw)
        found[name] = Scenario(
            name,
            Bilingual(row.title_en, row.title_zh),
            Bilingual(row.line_en, row.line_zh),
            row.like,
            row.inflation_points,
            12.0 * row.holdings_bn_per_month,
        )
    return MappingProxyType(found)


def scenario(name: str) -> Scenario:
    """Return one scenario.

    Raises
    ------
    UnknownName
        If there is none of that name.
    """
    found = scenarios().get(name)
    if found is None:
        raise unknown(N_("scenario"), name, scenarios())
    return found


@dataclass(frozen=True)
class Odds:
    """Chances within a year, as the rooms of policy give them.

    Attributes
    ----------
    running
        Whether run-off goes on.
    ends
        Chance that it has ended a year from now; used while it goes on.
    restarts
        Chance that it begins again; used while it does not.
    cuts
        Chance of at least one cut of the policy rate.
    recession
        Chance that a recession begins.
    """

    running: bool
    ends: float
    restarts: float
    cuts: float
    recession: float


def recession_chance(starts: int, months: int, horizon_months: int = 12) -> float:
    """Return the chance that a recession begins, from how often one did.

    Parameters
    ----------
    starts
        Recessions that began.
    months
        Months outside of recessions.

    Notes
    -----
    A constant hazard, with Jeffreys' half event added: ``1 - exp(-h (starts + 1/2) / months)``.
    """
    from math import expm1

    return -expm1(-horizon_months * (starts + 0.5) / max(months, 1))


def chances(odds: Odds) -> dict[str, float]:
    """Return how likely each scenario is; they sum to one.

    A recession comes first, whatever run-off does. While run-off goes on, the
    rest is split between its end within the year and its going on; afterwards
    between its return, cuts, and neither. Cuts that recessions bring are not
    counted twice.

    Raises
    ------
    InputError
        For a chance that is none.
    """
    given = {"ends": odds.ends, "restarts": odds.restarts, "cuts": odds.cuts, "recession": odds.recession}
    text = N_("chance of {name} is {value}; give a number from 0 to 1")
    InputError.check(Message(text, {"name": k, "value": v}) for k, v in given.items() if not 0.0 <= v <= 1.0)
    found = dict.fromkeys(scenarios(), 0.0)
    rest = 1.0 - odds.recession
    found["recession_qe"] = odds.recession
    if odds.running:
        found["qt_ends_early"] = rest * odds.ends
        found["qt_extended"] = rest * (1.0 - odds.ends)
        return found
    found["qt_extended"] = rest * odds.restarts
    still = rest - found["qt_extended"]
    cut = max(odds.cuts - odds.recession, 0.0) / max(rest, 1e-12)
    found["cutting_cycle"] = still * min(cut, 1.0)
    found["rates_held"] = still - found["cutting_cycle"]
    return found
