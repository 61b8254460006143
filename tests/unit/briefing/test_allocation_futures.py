"""What simulated scenarios earn: paths that stopped, and changes since the opening."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.futures.openings import opening

from tidegate.briefing.allocation_futures import earned_over_the_year
from tidegate.errors import InputError
from tidegate.futures.contract import Opening
from tidegate.futures.library import scenario
from tidegate.futures.simulation import Run, simulate
from tidegate.futures.variables import PLACE

BASE = scenario("baseline")


@pytest.fixture(scope="module")
def known() -> tuple[Opening, Run, np.ndarray]:
    o = opening()
    run = simulate(o, BASE, paths=40, months=12, keep=True)
    return o, run, np.full((40, 12, 3), 0.01)


def test_changes_are_counted_from_the_opening(known: tuple[Opening, Run, np.ndarray]) -> None:
    o, run, monthly = known
    found = earned_over_the_year(run, o, monthly, 0.4)
    assert found.returns == pytest.approx(np.full((40, 3), 1.01**12 - 1.0))
    assert found.bill_points == pytest.approx(run.mean["funds_rate_pct"][-1] - o.funds_rate_pct)
    assert found.ten_year_points == pytest.approx(run.mean["yield_10y_pct"][-1] - o.yield_10y_pct)
    assert run.opening_effect_bp is not None
    whole = run.mean["supply_effect_bp"][-1] - run.opening_effect_bp.mean()
    assert found.premium_points == pytest.approx(whole / 100.0)


def test_a_path_that_stopped_counts_in_nothing(known: tuple[Opening, Run, np.ndarray]) -> None:
    o, run, monthly = known
    assert run.values is not None
    values, returns = run.values.copy(), monthly.copy()
    values[:, 5:, 7], returns[7, 5:] = np.nan, np.nan
    found = earned_over_the_year(replace(run, values=values), o, returns, 0.4)
    assert found.returns.shape == (39, 3)
    others = np.delete(run.values[PLACE["yield_10y_pct"], -1], 7)
    assert found.ten_year_points == pytest.approx(others.mean() - o.yield_10y_pct)
    assert np.isfinite([found.bill_points, found.premium_points]).all()


def test_where_every_path_stopped_nothing_is_answered(known: tuple[Opening, Run, np.ndarray]) -> None:
    o, run, monthly = known
    with pytest.raises(InputError, match="none of 40 paths"):
        earned_over_the_year(run, o, np.full_like(monthly, np.nan), 0.4)
