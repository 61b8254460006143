"""One month of the economy as one pure step, and a run of months.

In a month the policy rate is set on last month's output and inflation; yields,
conditions, output, jobs, prices and expectations follow in this order.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike

from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.transmission.economy.semi_structural import equations as eq
from tidegate.transmission.economy.semi_structural.equations import Floats, Value
from tidegate.transmission.economy.semi_structural.parameters import EconomyParameters

MOST_MONTHS = 1_200


@dataclass(frozen=True)
class EconomyState:
    """The economy at the end of a month; every field of shape [paths] (or []).

    Attributes
    ----------
    output_gap_pct
        Output above potential, percent.
    unemployment_pct
        Unemployment rate.
    inflation_pct
        Core inflation of the month, percent a year.
    inflation_year_pct
        Core inflation over about a year.
    expected_inflation_pct
        Long-run expected inflation.
    funds_rate_pct, remembered_rate_pct
        Policy rate, and the one that markets have got used to.
    term_premium_pct, long_rate_pct
        Of the ten-year Treasury yield, and the yield itself.
    conditions_pct, felt_conditions_pct
        Financial conditions in points of the ten-year yield (0 is neutral), and
        those to which spending reacts.
    """

    output_gap_pct: Value
    unemployment_pct: Value
    inflation_pct: Value
    inflation_year_pct: Value
    expected_inflation_pct: Value
    funds_rate_pct: Value
    remembered_rate_pct: Value
    term_premium_pct: Value
    long_rate_pct: Value
    conditions_pct: Value
    felt_conditions_pct: Value


@dataclass(frozen=True)
class EconomyShocks:
    """What hits the economy in one month; every field of shape [paths] or a number.

    Attributes
    ----------
    demand_pct, unemployment_pct, inflation_pct, funds_rate_pct, term_premium_pct
        Added to the equation of the same name, in percent or points.
    set_funds_rate_pct, set_term_premium_pct
        The value itself, decided elsewhere; NaN: the model's own equation. A set
        rate is taken as it is, also below the lower bound.
    """

    demand_pct: Value = 0.0
    unemployment_pct: Value = 0.0
    inflation_pct: Value = 0.0
    funds_rate_pct: Value = 0.0
    term_premium_pct: Value = 0.0
    set_funds_rate_pct: Value = float("nan")
    set_term_premium_pct: Value = float("nan")


STATE_NAMES = tuple(field.name for field in fields(EconomyState))
SHOCK_NAMES = tuple(field.name for field in fields(EconomyShocks))


def _or_set(given: Value, own: Value) -> Value:
    """Return what was decided elsewhere, or the model's own value where it is NaN."""
    return np.where(np.isnan(given), own, given)


def neutral_state(p: EconomyParameters, paths: int | None = None) -> EconomyState:
    """Return the economy at rest, shape [paths] (or [] if None)."""
    rate, premium = p.neutral_rate_pct, p.neutral_term_premium_pct
    rest = {
        "output_gap_pct": 0.0,
        "unemployment_pct": p.natural_unemployment_pct,
        "inflation_pct": p.inflation_target_pct,
        "inflation_year_pct": p.inflation_target_pct,
        "expected_inflation_pct": p.inflation_target_pct,
        "funds_rate_pct": rate,
        "remembered_rate_pct": rate,
        "term_premium_pct": premium,
        "long_rate_pct": rate + premium,
        "conditions_pct": 0.0,
        "felt_conditions_pct": 0.0,
    }
    shape = () if paths is None else (paths,)
    return EconomyState(
        **{k: np.broadcast_to(np.asarray(v, dtype=float), shape).copy() for k, v in rest.items()}
    )


def on_paths(state: EconomyState, paths: int) -> EconomyState:
    """Return a state of numbers as one of shape [paths], the same on every path."""
    values = {name: np.asarray(getattr(state, name), dtype=float) for name in STATE_NAMES}
    return EconomyState(**{name: np.broadcast_to(value, (paths,)).copy() for name, value in values.items()})


def step(state: EconomyState, shocks: EconomyShocks, parameters: EconomyParameters) -> EconomyState:
    """Return the economy one month later.

    Pure: the same arguments give the same state, and nothing is changed. All
    arrays broadcast against one another, so that parameters may differ by path.
    """
    p = parameters
    neutral = p.neutral_real_rate_pct + state.expected_inflation_pct
    own_rate = eq.rule_rate(
        state.funds_rate_pct,
        state.inflation_year_pct,
        state.output_gap_pct,
        p.neutral_real_rate_pct,
        p.inflation_target_pct,
        p.rule_inertia,
        p.rule_on_inflation,
        p.rule_on_gap,
    )
    rate = _or_set(shocks.set_funds_rate_pct, eq.bounded(own_rate + shocks.funds_rate_pct, p.lower_bound_pct))
    remembered = eq.remembered_rate(state.remembered_rate_pct, rate, p.remembering_speed)
    own_premium = eq.reverting(state.term_premium_pct, p.neutral_term_premium_pct, p.term_premium_persistence)
    premium = _or_set(shocks.set_term_premium_pct, own_premium + shocks.term_premium_pct)
    yield_10y = eq.long_rate(neutral, rate, remembered, premium, p.long_weight_now, p.long_weight_remembered)
    long_stance = yield_10y - neutral - p.neutral_term_premium_pct
    conditions = eq.financial_conditions(
        rate - neutral,
        long_stance,
        p.breadth * (premium - p.neutral_term_premium_pct),
        p.short_rate_weight,
        p.broad_premium_weight,
    )
    felt = eq.felt(state.felt_conditions_pct, conditions, p.feeling_speed)
    gap = eq.output_gap(state.output_gap_pct, felt, p.gap_persistence, p.gap_sensitivity) + shocks.demand_pct
    jobless = eq.unemployment(state.unemployment_pct, gap, p.natural_unemployment_pct, p.okun, p.okun_speed)
    prices = eq.inflation(
        state.expected_inflation_pct,
        state.inflation_year_pct,
        gap,
        long_stance,
        p.inflation_inertia,
        p.phillips_slope,
        p.import_weight,
    )
    prices = prices + shocks.inflation_pct
    year = eq.year_on_year(state.inflation_year_pct, prices)
    expected = eq.expected_inflation(
        state.expected_inflation_pct,
        year,
        p.inflation_target_pct,
        p.expectation_learning,
        p.expectation_anchoring,
    )
    return EconomyState(
        output_gap_pct=gap,
        unemployment_pct=jobless + shocks.unemployment_pct,
        inflation_pct=prices,
        inflation_year_pct=year,
        expected_inflation_pct=expected,
        funds_rate_pct=rate,
        remembered_rate_pct=remembered,
        term_premium_pct=premium,
        long_rate_pct=yield_10y,
        conditions_pct=conditions,
        felt_conditions_pct=felt,
    )


@dataclass(frozen=True)
class EconomyPath:
    """A run of months; every array of shape [months, ...], the opening state not included.

    The fields are those of `EconomyState`.
    """

    months: int
    values: dict[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    def quarterly(self, name: str) -> Floats:
        """Return the means of whole quarters, shape [months // 3, ...]."""
        found = self.values[name]
        whole = found[: len(found) // 3 * 3]
        return np.asarray(whole.reshape(-1, 3, *found.shape[1:]).mean(axis=1))


def simulate(
    state: EconomyState,
    months: int,
    parameters: EconomyParameters,
    shocks: dict[str, ArrayLike] | None = None,
) -> EconomyPath:
    """Run the economy for some months.

    Parameters
    ----------
    state
        Where it begins.
    shocks
        By the names of `EconomyShocks`, shape [months] or [months, paths]; what
        is not given is nil (or left to the model, for the values that are set).

    Raises
    ------
    InputError
        For a horizon outside 1 to 1,200 months, an unknown shock, a shock of
        another length, or one that is not finite where it must be.
    """
    given = checked_shocks(shocks or {}, months)
    if not given:
        run = [state := step(state, EconomyShocks(), parameters) for _ in range(months)]
    else:
        run = []
        for month in range(months):
            state = step(state, EconomyShocks(**{k: v[month] for k, v in given.items()}), parameters)
            run.append(state)
    return EconomyPath(
        months,
        {
            name: np.stack(np.broadcast_arrays(*(np.asarray(getattr(s, name)) for s in run)))
            for name in STATE_NAMES
        },
    )


def checked_shocks(shocks: dict[str, ArrayLike], months: int) -> dict[str, Floats]:
    """Return shocks as arrays, or name every problem with them and with the horizon."""
    problems = []
    if not 1 <= months <= MOST_MONTHS:
        problems.append(
            Message(
                N_("months {value}: give a whole number from 1 to {most}"),
                {"value": months, "most": MOST_MONTHS},
            )
        )
    found = {}
    for name, given in shocks.items():
        values = np.asarray(given, dtype=float)
        if name not in SHOCK_NAMES:
            text = N_("economy shock {name}: is not known; choose from {known}")
            problems.append(Message(text, {"name": name, "known": ", ".join(SHOCK_NAMES)}))
        elif values.ndim == 0 or len(values) != months:
            text = N_(
                "economy shock {name}: shape {shape}; give {months} months, [months] or [months, paths]"
            )
            problems.append(Message(text, {"name": name, "shape": values.shape, "months": months}))
        elif not name.startswith("set_") and not bool(np.isfinite(values).all()):
            text = N_("economy shock {name}: has values that are not finite; give 0 where there is none")
            problems.append(Message(text, {"name": name}))
        else:
            found[name] = values
    InputError.check(problems)
    return found


def differences(path: EconomyPath, baseline: EconomyPath) -> EconomyPath:
    """Return a path less its baseline, variable by variable."""
    return replace(path, values={name: path[name] - baseline[name] for name in STATE_NAMES})
