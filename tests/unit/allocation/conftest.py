"""A small market to decide in."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tidegate.allocation.decision import Question
from tidegate.allocation.episodes import Episode
from tidegate.allocation.moments import moments_on
from tidegate.allocation.panel import Panel
from tidegate.allocation.reference import Conditions
from tidegate.allocation.views import Effects
from tidegate.units import month_end

ASSETS = ("cash", "ust_7_10", "us_broad", "us_growth", "gold", "bitcoin")


@pytest.fixture(scope="session")
def returns() -> NDArray[np.float64]:
    """Return fat-tailed scenarios of a year for six assets, shape [800, 6]."""
    rng = np.random.default_rng(3)
    mixing = rng.normal(size=(6, 6)) * 0.02
    spread = np.array([0.002, 0.05, 0.15, 0.2, 0.15, 0.6])
    mean = np.array([0.03, 0.04, 0.08, 0.09, 0.05, 0.12])
    return mean + rng.standard_t(4, size=(800, 6)) @ mixing + rng.normal(size=(800, 6)) * spread


@pytest.fixture(scope="session")
def panel() -> Panel:
    """Return twenty years of made-up months: three assets held, gold from the tenth year on, bitcoin never."""
    rng = np.random.default_rng(5)
    months = np.arange("2000-01", "2020-01", dtype="datetime64[M]")
    t = len(months)
    common = rng.standard_normal((t, 3))
    spread = np.array([0.0, 0.02, 0.045, 0.05, 0.045, 0.0])
    load = np.array([[0, 0, 0], [1, -0.2, 0], [-0.3, 1, 0], [-0.3, 0.9, 0.3], [0.3, 0, 1], [0, 0, 0]])
    mean = np.array([0.0, 0.002, 0.005, 0.006, 0.003, 0.0])
    excess = mean + spread * (common @ load.T)
    excess[:120, 4] = np.nan
    excess[:, 5] = np.nan
    bill = np.full(t, 0.002)
    factors = np.stack(
        [
            -0.2 * common[:, 0] + 0.15 * rng.standard_normal(t),
            -0.25 * common[:, 0] + 0.05 * rng.standard_normal(t),
            -0.1 * common[:, 1] + 0.12 * rng.standard_normal(t),
            0.2 + 0.1 * rng.standard_normal(t),
            0.01 * rng.standard_normal(t),
            0.001 * rng.standard_normal(t),
        ],
        axis=1,
    )
    known = month_end(months) + np.timedelta64(1, "D")
    return Panel(
        months,
        ASSETS,
        excess,
        factors,
        bill,
        ("snapshot",) * 5 + ("moments",),
        np.repeat(known[:, None], 6, axis=1),
        np.repeat(known[:, None] + np.timedelta64(10, "D"), 6, axis=1),
        np.array([True, True, True, True, True, False]),
    )


@pytest.fixture(scope="session")
def conditions() -> Conditions:
    """Return what is paid on a day."""
    return Conditions(3.0, {"ust_1_3": 3.2, "ust_7_10": 4.0, "ust_20_plus": 4.5})


@pytest.fixture(scope="session")
def question(panel: Panel, conditions: Conditions) -> Question:
    """Return a question over the made-up months."""
    years = {
        "no_recession": Episode(0.4, -0.3, 0.03, 100),
        "held": Episode(0.7, -0.4, 0.03, 60),
        "cut": Episode(-0.8, 0.1, 0.01, 40),
        "recession": Episode(-1.2, 0.6, -0.12, 20),
    }
    chances = {
        "rates_held": 0.5,
        "cutting_cycle": 0.3,
        "qt_ends_early": 0.0,
        "qt_extended": 0.1,
        "recession_qe": 0.1,
    }
    effects = {"qt_extended": Effects(0.1, {"ust_7_10": -0.008})}
    return Question(
        panel, moments_on(np.datetime64("2019-12")), conditions, years, chances, effects, draws=600
    )
