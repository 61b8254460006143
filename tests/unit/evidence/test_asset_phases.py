"""Changes over phases, and the traps."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from tidegate.catalog.assets import assets
from tidegate.errors import InputError
from tidegate.evidence.asset_phases import (
    STRETCHES,
    PhaseReturn,
    Stretch,
    change_over,
    published_returns,
    sign_traps,
)

DAYS = np.array(["2020-01-03", "2020-01-10", "2020-01-17"], dtype="datetime64[D]")
PHASE = Stretch("QE9", "easing", date(2020, 1, 6), date(2020, 1, 17))


def test_percent_and_basis_points() -> None:
    assert change_over(DAYS, np.array([100.0, 90.0, 120.0]), PHASE, "pct") == pytest.approx(20.0)
    assert change_over(DAYS, np.array([1.0, 9.0, 1.25]), PHASE, "bp") == pytest.approx(25.0)


def test_no_close_near_an_end() -> None:
    late = Stretch("QE9", "easing", date(2020, 1, 6), date(2020, 1, 31))
    early = Stretch("QE9", "easing", date(2020, 1, 1), date(2020, 1, 17))
    for stretch in (late, early):
        assert math.isnan(change_over(DAYS, np.ones(3), stretch, "pct"))


def test_another_unit() -> None:
    with pytest.raises(InputError, match="pct or bp"):
        change_over(DAYS, np.ones(3), PHASE, "points")


def test_traps_are_phases_against_their_news() -> None:
    stretches = (
        PHASE,
        Stretch("QT9", "tightening", PHASE.start, PHASE.end),
        Stretch("HOLD", "holding", PHASE.start, PHASE.end),
    )
    rows = [
        PhaseReturn(phase, asset, "pct", change, "x")
        for phase, asset, change in (
            ("QE9", "us_broad", 5.0),
            ("QE9", "gold", -5.0),
            ("QT9", "us_broad", 5.0),
            ("QT9", "oil", -5.0),
            ("HOLD", "us_broad", 5.0),
        )
    ]
    # Tightening news lowers shares and gold: easing phases should raise them, tightening ones lower them.
    found = sign_traps(rows, {"us_broad": -1.0, "gold": -1.0}, stretches)
    assert [(r.phase, r.asset) for r in found] == [("QE9", "gold"), ("QT9", "us_broad")]


def test_the_shipped_changes_are_of_known_phases_and_assets() -> None:
    assert {r.phase for r in published_returns()} <= {s.key for s in STRETCHES}
    assert all(r.asset in assets() and r.unit == assets()[r.asset].response_unit for r in published_returns())
    assert all(s.start < s.end for s in STRETCHES)
