"""Choices, anchors and the Street's calls, read from the files of this room."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Span = tuple[float, float]
_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Simulation(_Table):
    """Size of the simulation."""

    draws: int = Field(ge=100)
    horizon_months: int = Field(ge=24)


class ThresholdRules(_Table):
    """Where the level at which run-off stops comes from."""

    curve_weight: float = Field(ge=0.0, le=1.0)
    bootstrap_draws: int = Field(ge=20)
    anchor_noise: float = Field(ge=0.0)
    anchor_life_months: int = Field(ge=1)
    margin_above: Span
    bank_assets_over_credit: float = Field(gt=0.0)


class PathRules(_Table):
    """How reserves and ON RRP go on."""

    now_weeks: int = Field(ge=1)
    trend_months: int = Field(ge=6)
    tga_weeks: int = Field(ge=26)
    tga_quantile: float = Field(gt=0.0, lt=1.0)
    tga_target_spread: Span
    tga_speed: Span
    on_rrp_floor_bn: Span
    other_shrink: float = Field(ge=0.0, le=1.0)
    mbs_log_sd: float = Field(ge=0.0)
    mbs_least_share: float = Field(ge=0.0, le=1.0)
    gdp_rate_pct: float
    gdp_sd_pct: float = Field(ge=0.0)


class DecisionRules(_Table):
    """How the Fed slows, then stops."""

    meeting_months: tuple[int, ...]
    act: float = Field(gt=0.0, le=1.0)
    lag_two_months: float = Field(ge=0.0, le=1.0)
    slow_at_months: Span
    slow_factor: float = Field(ge=0.0, le=1.0)
    second_slowing: float = Field(ge=0.0, le=1.0)
    months_between: int = Field(ge=0)
    recession_prior_starts: float = Field(gt=0.0)
    recession_prior_months: float = Field(gt=0.0)
    recession_stops: float = Field(ge=0.0, le=1.0)
    stress_per_month: float = Field(ge=0.0, le=1.0)
    stress_stops: float = Field(ge=0.0, le=1.0)
    plan_moved: float = Field(ge=0.0, le=1.0)
    plan_moved_later_months: int = Field(ge=1)


class AfterRules(_Table):
    """How hazards after the end are estimated."""

    prior_events: float = Field(gt=0.0)
    prior_months: float = Field(gt=0.0)
    horizons: tuple[int, ...]
    interval: float = Field(gt=0.0, lt=1.0)
    bound_pct: float
    first: date


class Parameters(_Table):
    """Everything in ``parameters.toml``."""

    simulation: Simulation
    threshold: ThresholdRules
    path: PathRules
    decision: DecisionRules
    after: AfterRules


class Anchor(_Table):
    """A published level of reserves at which run-off would end."""

    published: date
    who: str
    low: float = Field(gt=0.0)
    high: float = Field(gt=0.0)
    scale: Literal["gdp", "bank_assets", "bn"]
    source: str


class Call(_Table):
    """What someone expected: `expected` is the first month without run-off, or with the next change (``next``)."""

    run_off: Literal["QT1", "QT2", "next"]
    published: date
    who: str
    who_zh: str
    expected: str = Field(pattern=_MONTH)
    said_en: str
    said_zh: str
    source: str


class Judged(_Table):
    """A vintage that is judged beside the call of its time."""

    run_off: Literal["QT1", "QT2"]
    as_of: date
    who: str
    published: date


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


@cache
def default_parameters() -> Parameters:
    """Return the choices of this room."""
    return Parameters.model_validate(_read("parameters.toml"))


@cache
def anchors() -> tuple[Anchor, ...]:
    """Return the published levels, in order of the file."""
    return tuple(Anchor.model_validate(row) for row in _read("anchors.toml")["anchor"])


@cache
def calls() -> tuple[Call, ...]:
    """Return the Street's calls, in order of the file."""
    return tuple(Call.model_validate(row) for row in _read("street.toml")["call"])


@cache
def judged() -> tuple[Judged, ...]:
    """Return the vintages that are judged."""
    return tuple(Judged.model_validate(row) for row in _read("street.toml")["judged"])


def calls_known(as_of: date, run_off: str) -> tuple[Call, ...]:
    """Return each house's last call on a run-off by a day, newest first; calls that time has refuted are left out."""
    last: dict[str, Call] = {}
    for call in sorted(calls(), key=lambda c: c.published):
        if call.run_off == run_off and call.published <= as_of:
            last[call.who] = call
    open_ones = [c for c in last.values() if c.expected >= f"{as_of:%Y-%m}"]
    return tuple(sorted(open_ones, key=lambda c: c.published, reverse=True))


def call_of_the_time(vintage: Judged) -> Call:
    """Return the call beside which a vintage is judged."""
    return next(c for c in calls() if (c.who, c.published) == (vintage.who, vintage.published))
