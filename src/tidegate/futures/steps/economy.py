"""The equations of the small monthly model, compiled as they stand in its room."""

from __future__ import annotations

import numba

from tidegate.transmission.economy.semi_structural import equations as eq

_compiled = numba.njit(nogil=True)

remembered_rate = _compiled(eq.remembered_rate)
long_rate = _compiled(eq.long_rate)
financial_conditions = _compiled(eq.financial_conditions)
felt = _compiled(eq.felt)
output_gap = _compiled(eq.output_gap)
unemployment = _compiled(eq.unemployment)
inflation = _compiled(eq.inflation)
year_on_year = _compiled(eq.year_on_year)
expected_inflation = _compiled(eq.expected_inflation)
reverting = _compiled(eq.reverting)
