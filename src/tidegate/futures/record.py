"""The record of shocks: what the equations of the monthly model could not explain in the past, month by month.

Each equation is run over the record one month at a time, with what had
happened up to the month before; what is left is its shock. Runs draw blocks
of consecutive months from the record, so that what came together, and what
followed on it, stays together. Nothing after the opening day is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.liabilities.parameters import liability_parameters
from tidegate.errors import InputError
from tidegate.futures.choices import choices
from tidegate.futures.inputs import FUNDING_SHOCKS, MACRO_SHOCKS
from tidegate.message import N_, Message
from tidegate.policy.reaction.parameters import ReactionParameters
from tidegate.transmission.economy.semi_structural import equations as eq
from tidegate.transmission.economy.semi_structural.equations import Value
from tidegate.transmission.economy.semi_structural.parameters import EconomyParameters

Floats = NDArray[np.float64]

_FIRST_EXPECTED = 3.0
"""Long-run expected inflation at the beginning of the record (1985): surveys of the time (assumption)."""
_AT_BOUND = 0.3
_IN_USE_PCT_GDP = 0.1


@dataclass(frozen=True)
class Record:
    """Shocks by month of the past, mean zero.

    Attributes
    ----------
    macro
        Shape [months, 7], columns `MACRO_SHOCKS`.
    funding
        Shape [months, 6], columns `FUNDING_SHOCKS`.
    first, last, funding_first, funding_last
        First and last month of each.
    block_months
        Length of the blocks that are drawn.
    """

    macro: Floats
    funding: Floats
    first: np.datetime64
    last: np.datetime64
    funding_first: np.datetime64
    funding_last: np.datetime64
    block_months: int = 12

    def __post_init__(self) -> None:
        found: list[Message] = []
        for name, columns in (("macro", MACRO_SHOCKS), ("funding", FUNDING_SHOCKS)):
            values = getattr(self, name)
            if values.ndim != 2 or values.shape[0] < 1 or values.shape[1] != len(columns):
                text = N_("shocks {name}: shape {shape}; give [months, {count}]")
                found.append(Message(text, {"name": name, "shape": values.shape, "count": len(columns)}))
            elif not np.isfinite(values).all():
                at = columns[int(np.argwhere(~np.isfinite(values))[0, 1])]
                text = N_("shocks {name}: not a finite number; give 0 where there is none")
                found.append(Message(text, {"name": at}))
        if not 1 <= self.block_months <= 120:
            text = N_("shocks: blocks of {value} months; choose 1 to 120")
            found.append(Message(text, {"value": self.block_months}))
        InputError.check(found)


def no_shocks() -> Record:
    """Return a record in which nothing happens: the run is the deterministic projection."""
    month = np.datetime64("1970-01", "M")
    zero = np.zeros((1, len(MACRO_SHOCKS))), np.zeros((1, len(FUNDING_SHOCKS)))
    return Record(*zero, month, month, month, month, 1)


@dataclass(frozen=True)
class Panel:
    """The record that shocks are estimated on, monthly, without gaps; every array of shape [months].

    Attributes
    ----------
    months
        ``datetime64[M]``.
    unemployment_pct, natural_pct, output_gap_pct
        Rates and gap.
    inflation_pct
        Core PCE prices, monthly change at a yearly rate.
    funds_rate_pct, yield_2y_pct, yield_10y_pct
        Monthly means.
    neutral_real_pct
        As seen at the time.
    stress
        Financial conditions index.
    """

    months: NDArray[np.datetime64]
    unemployment_pct: Floats
    natural_pct: Floats
    output_gap_pct: Floats
    inflation_pct: Floats
    funds_rate_pct: Floats
    yield_2y_pct: Floats
    yield_10y_pct: Floats
    neutral_real_pct: Floats
    stress: Floats


@dataclass(frozen=True)
class Funding:
    """The record of liquidity, monthly, every array of shape [months]; NaN where nothing is known.

    Attributes
    ----------
    months
        ``datetime64[M]``.
    mortgage_spread_pct
        30-year mortgage rate less the ten-year yield.
    spread_bp
        Overnight rate over interest on reserves.
    tga_pct_gdp, other_pct_gdp
        The Treasury's account, and all other liabilities beside currency, reserves and reverse repos.
    assets_pct_gdp
        Total assets beside securities: loans, repos, swaps, premiums and the rest.
    on_rrp_pct_gdp, liquidity_pct_gdp
        ON RRP, and ON RRP with reserves.
    """

    months: NDArray[np.datetime64]
    mortgage_spread_pct: Floats
    spread_bp: Floats
    tga_pct_gdp: Floats
    other_pct_gdp: Floats
    assets_pct_gdp: Floats
    on_rrp_pct_gdp: Floats
    liquidity_pct_gdp: Floats


@dataclass(frozen=True)
class Standing:
    """States of the monthly model that cannot be read off a table: what the equations make of the record.

    Attributes
    ----------
    inflation_year_pct, expected_inflation_pct, remembered_rate_pct
        Shape [months].
    """

    inflation_year_pct: Floats
    expected_inflation_pct: Floats
    remembered_rate_pct: Floats


def standing(panel: Panel, p: EconomyParameters) -> Standing:
    """Run the memories of the model over the record."""
    n = panel.months.size
    year, expected, remembered = np.empty(n), np.empty(n), np.empty(n)
    last_year: Value = float(panel.inflation_pct[:12].mean())
    last_expected: Value = _FIRST_EXPECTED
    last_rate: Value = float(panel.funds_rate_pct[0])
    for t in range(n):
        last_year = eq.year_on_year(last_year, panel.inflation_pct[t])
        last_expected = eq.expected_inflation(
            last_expected, last_year, p.inflation_target_pct, p.expectation_learning, p.expectation_anchoring
        )
        last_rate = eq.remembered_rate(last_rate, panel.funds_rate_pct[t], p.remembering_speed)
        year[t], expected[t], remembered[t] = last_year, last_expected, last_rate
    return Standing(year, expected, remembered)


def macro_shocks(panel: Panel, p: EconomyParameters, reaction: ReactionParameters) -> Floats:
    """Return what the equations leave unexplained month by month, shape [months - 1, 7], not yet centred.

    The effect of past purchases on the term premium is not taken out: what
    they did counts among the shocks of their time.
    """
    own, rules = choices(), reaction.rate
    s = standing(panel, p)
    neutral = panel.neutral_real_pct + s.expected_inflation_pct
    bare = eq.long_rate(
        neutral, panel.funds_rate_pct, s.remembered_rate_pct, 0.0, p.long_weight_now, p.long_weight_remembered
    )
    premium = panel.yield_10y_pct - bare
    stance = panel.yield_10y_pct - neutral - p.neutral_term_premium_pct
    conditions = np.asarray(
        eq.financial_conditions(
            panel.funds_rate_pct - neutral,
            stance,
            p.breadth * (premium - p.neutral_term_premium_pct),
            p.short_rate_weight,
            p.broad_premium_weight,
        )
    )
    felt = np.empty(conditions.size)
    felt[0] = conditions[0]
    for t in range(1, felt.size):
        felt[t] = eq.felt(felt[t - 1], conditions[t], p.feeling_speed)
    gap = panel.output_gap_pct
    demand = gap[1:] - eq.output_gap(gap[:-1], felt[1:], p.gap_persistence, p.gap_sensitivity)
    wedge = panel.unemployment_pct - (panel.natural_pct - p.okun * gap)
    jobless = wedge[1:] - own.persistence.wedge * wedge[:-1]
    prices = panel.inflation_pct[1:] - eq.inflation(
        s.expected_inflation_pct[:-1],
        s.inflation_year_pct[:-1],
        gap[1:],
        stance[1:],
        p.inflation_inertia,
        p.phillips_slope,
        p.import_weight,
    )
    unemployment_gap = panel.unemployment_pct - panel.natural_pct
    notional = (
        panel.neutral_real_pct
        + s.inflation_year_pct
        + rules.on_inflation * (s.inflation_year_pct - rules.inflation_target_pct)
        - rules.on_unemployment * unemployment_gap
    )
    keep = np.where(
        (_rise(panel.unemployment_pct) >= reaction.triggers.recession_rise_pct)
        & (notional < panel.funds_rate_pct),
        rules.inertia_emergency,
        rules.inertia_monthly,
    )[:-1]
    ruled = keep * panel.funds_rate_pct[:-1] + (1.0 - keep) * notional[:-1]
    rate = panel.funds_rate_pct[1:] - np.maximum(ruled, rules.lower_bound_pct)
    # At the bound the rate says nothing about the rule.
    rate = np.where((panel.funds_rate_pct[1:] <= _AT_BOUND) & (ruled <= rules.lower_bound_pct), 0.0, rate)
    expected_rate = np.maximum(notional, rules.lower_bound_pct)
    rest = panel.yield_2y_pct - panel.funds_rate_pct
    rest = rest - own.rates.expected_weight_2y * (expected_rate - panel.funds_rate_pct)
    two = rest[1:] - own.rates.persistence_2y * rest[:-1]
    slow = premium[1:] - eq.reverting(premium[:-1], p.neutral_term_premium_pct, p.term_premium_persistence)
    stress = panel.stress[1:] - own.persistence.stress * panel.stress[:-1]
    return np.stack([demand, jobless, prices, rate, slow, two, stress], axis=1)


def funding_shocks(panel: Funding) -> Floats:
    """Return the same for liquidity, shape [months - 1, 6]; NaN where a month or the one before is not known."""
    own, split = choices(), liability_parameters().split
    # Where money funds use it they take their share of a change of liquidity; the rest is their own wish.
    in_use = panel.on_rrp_pct_gdp > _IN_USE_PCT_GDP

    def innovation(values: Floats, persistence: float) -> Floats:
        known = np.isfinite(values)
        rest = values - (values[known].mean() if known.any() else 0.0)
        return rest[1:] - persistence * rest[:-1]

    return np.stack(
        [
            innovation(panel.mortgage_spread_pct, own.rates.mortgage_persistence),
            innovation(panel.spread_bp, own.persistence.funding),
            innovation(panel.tga_pct_gdp, own.persistence.tga),
            innovation(panel.other_pct_gdp, own.persistence.other),
            innovation(panel.assets_pct_gdp, own.persistence.assets),
            np.diff(panel.on_rrp_pct_gdp) - split.liquidity * np.diff(panel.liquidity_pct_gdp) * in_use[1:],
        ],
        axis=1,
    )


def record_of(panel: Panel, funding: Funding, p: EconomyParameters, reaction: ReactionParameters) -> Record:
    """Return the record of shocks, each with mean zero."""
    macro, liquid = macro_shocks(panel, p, reaction), funding_shocks(funding)
    # A month in which one column is not known has no shock there, and the others are as large as they were.
    share = np.maximum(np.isfinite(liquid).mean(axis=0), 1e-9)
    known = np.isfinite(liquid)
    mean = np.where(known, liquid, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    liquid = np.nan_to_num(liquid - mean) / np.sqrt(share)
    macro = macro - macro.mean(axis=0)
    return Record(macro, liquid, panel.months[1], panel.months[-1], funding.months[1], funding.months[-1])


def _rise(unemployment: Floats) -> Floats:
    """Return the three-month mean less its lowest in the twelve months before; 0 where not known."""
    mean = np.convolve(unemployment, np.ones(3) / 3.0, mode="full")[: unemployment.size]
    mean[:2] = unemployment[:2]
    found = np.zeros(mean.size)
    for t in range(12, mean.size):
        found[t] = mean[t] - mean[t - 12 : t].min()
    return found
