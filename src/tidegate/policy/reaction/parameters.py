"""The numbers of the reaction function, each with its reason."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class RateRule(_Frozen):
    """The policy rate: a balanced-approach rule with inertia and a lower bound."""

    inflation_target_pct: float = Field(default=2.0, description="FOMC, longer-run goals: 2% PCE.")
    neutral_real_pct: float = Field(
        default=1.0,
        description="Longer-run real rate: 2.25 in the first projections (2012), 0.5 in 2019-22, about 1 since.",
    )
    on_inflation: float = Field(
        default=0.5, ge=0, description="Taylor (1993): half of the miss on top of it."
    )
    on_unemployment: float = Field(
        default=2.0, ge=0, description="Balanced-approach rule of the Monetary Policy Report: twice the gap."
    )
    inertia_monthly: float = Field(
        default=0.947,
        ge=0,
        lt=1,
        description="0.85 a quarter, the Board staff's inertial rule, taken a month.",
    )
    inertia_emergency: float = Field(
        default=0.5,
        ge=0,
        lt=1,
        description="In recession or stress cuts come fast: 125 bp in January 2008, 150 in March 2020.",
    )
    lower_bound_pct: float = Field(default=0.125, description="Middle of the range 0 to 0.25%.")
    at_bound_within_pct: float = Field(
        default=0.25,
        ge=0,
        description="Half a step above the bound is no room to cut: it counts as the bound.",
    )


class TriggerRules(_Frozen):
    """When each of the four triggers is on."""

    inflation_above_pct: float = Field(
        default=0.5, description="Core PCE over target: twice the normal range of the monitor, so no noise."
    )
    output_gap_pct: float = Field(default=1.0, description="Usual revision of a gap estimated in real time.")
    unemployment_gap_pct: float = Field(
        default=-0.5, description="Unemployment under its natural rate by more than that rate is uncertain."
    )
    wages_pct: float = Field(
        default=3.5, description="2% prices and 1 to 1.5% productivity: above, pay adds pressure."
    )
    stability: float = Field(
        default=0.25, description="The monitor's number for easy conditions, leverage and valuations."
    )
    recession_rise_pct: float = Field(
        default=0.5, description="Sahm (2019): three-month mean of unemployment over its low of a year."
    )
    stress_rise: float = Field(
        default=0.4,
        description="Rise of the NFCI over a quarter: two fifths of a standard deviation since 1971.",
    )


class SheetRules(_Frozen):
    """When the balance sheet turns, and how long a decision stands at least."""

    qe_notional_pct: float = Field(
        default=-1.0, description="The rule asks for a rate a point below zero: more than words can give."
    )
    taper_unemployment_gap_pct: float = Field(
        default=2.0,
        description="'Substantial improvement' (June 2013): purchases end as unemployment nears 7%, then 2 over.",
    )
    taper_inflation_pct: float = Field(default=3.0, description="Or inflation a point over target.")
    taper_months: int = Field(default=6, ge=1, description="Ten months in 2014, four in 2021-22.")
    runoff_rate_pct: float = Field(
        default=1.0, description="Normalisation 'well under way' (2017): four steps above the bound."
    )
    runoff_reserves_pct: float = Field(
        default=11.0, description="There must be something to drain: upper end of Waller's 10 to 11% of GDP."
    )
    slow_reserves_pct: float = Field(default=11.0, description="Waller (2023): slow at 10 to 11% of GDP.")
    ample_reserves_pct: float = Field(
        default=10.0, description="Upper end of the range of 8 to 10% of GDP called sustainable."
    )
    scarce_reserves_pct: float = Field(default=8.0, description="Lower end of that range.")
    funding_bp: float = Field(
        default=0.0, description="Overnight rates at or over interest on reserves: cash is no longer ample."
    )
    easy_funding_bp: float = Field(
        default=-5.0, description="Overnight rates clearly under it: reserve purchases can rest."
    )
    least_months_hold: int = Field(default=2, ge=0, description="August to October 2019.")
    least_months_qe: int = Field(default=6, ge=0, description="Shortest programme so far: QE2, eight months.")
    least_months_runoff: int = Field(default=6, ge=0, description="No flip-flop: two quarters of meetings.")
    least_months_management: int = Field(default=4, ge=0, description="October 2019 to March 2020: five.")


class ReactionParameters(_Frozen):
    """Everything that the reaction function uses."""

    rate: RateRule = RateRule()
    triggers: TriggerRules = TriggerRules()
    sheet: SheetRules = SheetRules()
