"""How much the dial says of the policy rate half a year later: the figures of docs/explanation/monitor.md."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for
from tidegate.briefing.assembly import open_desk
from tidegate.briefing.monitoring import midpoint_pct, monitor
from tidegate.data import open_store
from tidegate.data.files import embedded_folder
from tidegate.units import month_end, to_date

MONTHS = np.arange(np.datetime64("2008-01"), np.datetime64("2026-04"))
AHEAD = 6


def test_the_dial_sums_up_and_hardly_foresees() -> None:
    store, plan = open_store(embedded_folder(), today=date(2026, 10, 8)), plan_for(load("fed"))
    every = np.arange(MONTHS[0] - AHEAD, MONTHS[-1] + AHEAD + 1)
    rate = np.array([midpoint_pct(plan, to_date(end)) for end in month_end(every)])
    coming, past = rate[2 * AHEAD :] - rate[AHEAD:-AHEAD], rate[AHEAD:-AHEAD] - rate[: -2 * AHEAD]
    dial = np.array([monitor(open_desk(to_date(end), store)).dial.score for end in month_end(MONTHS)])

    def correlation(values: np.ndarray) -> float:
        return float(np.corrcoef(values, coming)[0, 1])

    assert len(dial) == 219
    assert correlation(dial) == pytest.approx(0.41, abs=0.02)
    assert correlation(past) == pytest.approx(0.54, abs=0.02)
    assert correlation(dial) < correlation(past)  # inertia foresees better: said in the documentation
    strong = dial >= 60
    assert strong.sum() == 8
    assert (coming[strong] > 0).all()
