"""The equations of the small monthly model, compiled as they stand in its room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numba

from tidegate.transmission.economy.semi_structural import equations as eq

Equation = Callable[..., float]


def _compiled(equation: Callable[..., Any]) -> Equation:
    return cast(Equation, numba.njit(nogil=True)(equation))


remembered_rate: Equation = _compiled(eq.remembered_rate)
long_rate: Equation = _compiled(eq.long_rate)
financial_conditions: Equation = _compiled(eq.financial_conditions)
felt: Equation = _compiled(eq.felt)
output_gap: Equation = _compiled(eq.output_gap)
unemployment: Equation = _compiled(eq.unemployment)
inflation: Equation = _compiled(eq.inflation)
year_on_year: Equation = _compiled(eq.year_on_year)
expected_inflation: Equation = _compiled(eq.expected_inflation)
reverting: Equation = _compiled(eq.reverting)
