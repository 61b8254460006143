"""The definitions of this room as one frozen value, read from ``parameters.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sample(_Table):
    """Which observations count."""

    start: date
    least_weeks: int = Field(ge=52)
    current_weeks: int = Field(ge=1)


class Kink(_Table):
    """What the curve may look like; see the comments of the file."""

    candidates: int = Field(ge=10)
    lowest_quantile: float = Field(ge=0.0, lt=0.5)
    highest_quantile: float = Field(gt=0.5, le=1.0)
    widths: tuple[float, ...]
    drift_bp_per_year: float = Field(gt=0.0)
    drift_steps_per_year: int = Field(ge=1, le=12)
    huber: float = Field(gt=0.0)


class Bootstrap(_Table):
    """How uncertainty is measured."""

    draws: int = Field(ge=50)
    block_weeks: int = Field(ge=1)
    interval: float = Field(gt=0.0, lt=1.0)


class VerdictRules(_Table):
    """Numbers behind the words abundant, ample, near the edge and scarce."""

    scarce_below: float
    ample_from: float
    abundant_from: float
    edge_months: float
    abundant_months: float
    pace_weeks: int


class BufferRules(_Table):
    """When ON RRP counts as empty."""

    floor_bn: float


class SpikeRules(_Table):
    """What a spike is, and into which classes of tightness days fall."""

    spike_bp: float
    ordinary_days: int = Field(ge=3)
    tightness: tuple[float, ...]


class AlarmRules(_Table):
    """How alarms are judged."""

    horizon_months: int
    episodes: tuple[date, ...]
    windows: tuple[tuple[str, str], ...]


class Parameters(_Table):
    """Everything in ``parameters.toml``."""

    sample: Sample
    kink: Kink
    bootstrap: Bootstrap
    verdict: VerdictRules
    buffer: BufferRules
    spikes: SpikeRules
    alarms: AlarmRules


@cache
def default_parameters() -> Parameters:
    """Return the definitions that were fixed before the first estimate."""
    return Parameters.model_validate(
        tomllib.loads((files(__package__) / "parameters.toml").read_text(encoding="utf-8"))
    )
