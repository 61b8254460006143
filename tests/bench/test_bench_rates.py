"""How long curves and supply effects take."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.curves import term_premium, yield_table
from tidegate.transmission.rates.fit import fit_par_yields
from tidegate.transmission.rates.premium.effect import curve_effect

WEEKS = 1200


def test_1200_weekly_curves(benchmark: Any) -> None:
    table = yield_table(open_desk(date(2026, 8, 5)))
    weekly = table.dates[-5 * WEEKS :: 5]
    par = table.par_pct[-5 * WEEKS :: 5]
    fit_par_yields(weekly[:2], table.maturities_years, par[:2])
    found = benchmark.pedantic(
        fit_par_yields, args=(weekly, table.maturities_years, par), rounds=5, iterations=1
    )
    assert len(found.dates) == WEEKS
    assert np.nanmedian(found.rmse_bp) < 5
    assert benchmark.stats.stats.median < 1.0


def test_one_answer(benchmark: Any) -> None:
    curve_effect(-2500, 36)
    benchmark(curve_effect, -2500, 36)


def test_the_term_premium_since_2008(benchmark: Any) -> None:
    desk = open_desk(date(2026, 10, 8))
    term_premium(desk)
    benchmark.pedantic(term_premium, args=(desk,), rounds=3, iterations=1)
