"""The choices of this room, read from ``parameters.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PolicyChoices(_Table):
    """Sizes of what policy does."""

    treasury_cap_pct_gdp: float = Field(ge=0.0)
    mbs_cap_pct_gdp: float = Field(ge=0.0)
    slow_factor: float = Field(ge=0.0, le=1.0)
    purchases_pct_gdp: float = Field(ge=0.0)
    purchases_mbs_share: float = Field(ge=0.0, le=1.0)
    purchase_months: float = Field(ge=1.0)
    management_months: float = Field(ge=1.0)
    facility_pct: float = Field(ge=0.0)
    ample_spread_pct: float = Field(ge=0.0)
    scarce_spread_pct: float = Field(ge=0.0)
    runoff_rate_spread_pct: float = Field(ge=0.0)
    taper_spread_pct: float = Field(ge=0.0)
    qe_spread_pct: float = Field(ge=0.0)
    purchases_factor_90: float = Field(ge=1.0)
    crisis_factor: float = Field(ge=1.0)
    act: float = Field(gt=0.0, le=1.0)


class RateChoices(_Table):
    """How yields beside the ten-year one move."""

    expected_weight_2y: float = Field(ge=0.0, le=1.0)
    persistence_2y: float = Field(ge=0.0, le=1.0)
    persistence_30y: float = Field(ge=0.0, le=1.0)
    usual_30y_pct: float
    mortgage_persistence: float = Field(ge=0.0, le=1.0)


class Persistence(_Table):
    """How slowly deviations fade."""

    funding: float = Field(ge=0.0, lt=1.0)
    tga: float = Field(ge=0.0, lt=1.0)
    other: float = Field(ge=0.0, lt=1.0)
    assets: float = Field(ge=0.0, lt=1.0)
    stress: float = Field(ge=0.0, lt=1.0)
    wedge: float = Field(ge=0.0, lt=1.0)
    lending_half_life_months: float = Field(gt=0.0)


class Uncertainty(_Table):
    """How far parameters differ by path."""

    neutral_real_90: float = Field(ge=0.0)
    natural_unemployment_90: float = Field(ge=0.0)
    turnover_factor_90: float = Field(ge=1.0)
    refinancing_factor_90: float = Field(ge=1.0)


class MarketChoices(_Table):
    """What the market room does not say."""

    share_sd_pct: float = Field(ge=0.0)


class Choices(_Table):
    """Everything in ``parameters.toml``."""

    policy: PolicyChoices
    rates: RateChoices
    persistence: Persistence
    uncertainty: Uncertainty
    markets: MarketChoices


@cache
def choices() -> Choices:
    """Return the choices shipped with the package."""
    text = files(__package__).joinpath("parameters.toml").read_text("utf-8")
    return Choices.model_validate(tomllib.loads(text))
