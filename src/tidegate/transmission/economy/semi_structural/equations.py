"""The monthly equations, one function each; they read like the table in the explanation page.

Rates and inflation are percent a year, the output gap percent of potential
output, unemployment percent of the labour force. All arguments may be numbers
or arrays of shape [paths]. The structure is that of small semi-structural
models of central banks: Rudebusch and Svensson (1999) for output and inflation,
an inertial Taylor (1999) rule, and long rates as expected short rates plus a
term premium, as in the Federal Reserve Board's FRB/US.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Value = float | Floats


def rule_rate(
    last: Value,
    inflation_year: Value,
    gap: Value,
    neutral_real: Value,
    target: Value,
    inertia: Value,
    on_inflation: Value,
    on_gap: Value,
) -> Value:
    """Return the policy rate that the inertial rule asks for, before any lower bound."""
    wanted = neutral_real + inflation_year + on_inflation * (inflation_year - target) + on_gap * gap
    return inertia * last + (1.0 - inertia) * wanted


def bounded(rate: Value, lower_bound: Value) -> Value:
    """Return the policy rate, not below its lower bound."""
    return np.maximum(rate, lower_bound)


def remembered_rate(last: Value, rate: Value, speed: Value) -> Value:
    """Return the rate that markets have got used to: it follows the policy rate slowly."""
    return last + speed * (rate - last)


def long_rate(
    neutral: Value,
    rate: Value,
    remembered: Value,
    term_premium: Value,
    weight_now: Value,
    weight_remembered: Value,
) -> Value:
    """Return the ten-year yield: expected short rates plus the term premium."""
    expected = neutral + weight_now * (rate - neutral) + weight_remembered * (remembered - neutral)
    return expected + term_premium


def financial_conditions(
    short_stance: Value,
    long_stance: Value,
    broad_premium: Value,
    weight_short: Value,
    weight_broad: Value,
) -> Value:
    """Return how tight conditions are, in points of the ten-year yield; 0 is neutral.

    `broad_premium` is the part of the term premium that shares and
    middle maturities feel too.
    """
    return long_stance + weight_short * short_stance + weight_broad * broad_premium


def felt(last: Value, conditions: Value, speed: Value) -> Value:
    """Return the conditions that spending reacts to: decisions take time."""
    return last + speed * (conditions - last)


def output_gap(last: Value, felt_conditions: Value, persistence: Value, sensitivity: Value) -> Value:
    """Return the output gap (IS curve)."""
    return persistence * last - sensitivity * felt_conditions


def unemployment(last: Value, gap: Value, natural: Value, okun: Value, speed: Value) -> Value:
    """Return the unemployment rate: Okun's law, reached gradually."""
    return last + speed * (natural - okun * gap - last)


def inflation(
    expected: Value,
    inflation_year: Value,
    gap: Value,
    long_stance: Value,
    inertia: Value,
    slope: Value,
    import_weight: Value,
) -> Value:
    """Return core inflation (Phillips curve): expectations, inertia, the gap, and import prices.

    High long rates lift the currency and so lower import prices.
    """
    return (1.0 - inertia) * expected + inertia * inflation_year + slope * gap - import_weight * long_stance


def year_on_year(last: Value, inflation_now: Value) -> Value:
    """Return inflation over a year, as a running mean with the mean age of twelve months."""
    return last + (inflation_now - last) / 6.5


def expected_inflation(
    last: Value, inflation_year: Value, target: Value, learning: Value, anchoring: Value
) -> Value:
    """Return long-run expected inflation: it learns from the past and is pulled to the target."""
    return last + learning * (inflation_year - last) + anchoring * (target - last)


def reverting(last: Value, middle: Value, persistence: Value) -> Value:
    """Return a value on its way back to its middle."""
    return middle + persistence * (last - middle)
