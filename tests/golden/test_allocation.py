"""Published values of the methods, the shipped tables made anew, and the live answer inside the walk."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from tidegate.allocation.decision import Risk
from tidegate.allocation.limits import DEFAULT
from tidegate.allocation.panel import Panel
from tidegate.allocation.pooling import View, entropy_pooling
from tidegate.allocation.risk import (
    expected_shortfall,
    normal_expected_shortfall,
    normal_value_at_risk,
    value_at_risk,
)
from tidegate.briefing.allocation_backtest import Walker, backtest, own_assets
from tidegate.briefing.allocation_history import history
from tidegate.briefing.allocation_inputs import record
from tidegate.briefing.allocation_record import shipped
from tidegate.briefing.allocation_reviews import review_rows, reviews
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.long_bonds import ladder, summary_rows
from tidegate.units import last_day_of

TODAY = date(2026, 10, 8)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk(TODAY)


@pytest.mark.parametrize(
    ("level", "var", "cvar"),
    [(0.95, 1.644854, 2.062713), (0.975, 1.959964, 2.337803), (0.99, 2.326348, 2.665214)],
)
def test_the_standard_normal(level: float, var: float, cvar: float) -> None:
    """Rockafellar and Uryasev (2000): value at risk and expected shortfall of N(0, 1)."""
    assert normal_value_at_risk(level) == pytest.approx(var, abs=5e-7)
    assert normal_expected_shortfall(level) == pytest.approx(cvar, abs=5e-7)
    x = np.linspace(-9, 9, 400_001)
    p = np.exp(-(x**2) / 2)
    p /= p.sum()
    assert value_at_risk(x, p, level) == pytest.approx(var, abs=5e-5)
    assert expected_shortfall(x, p, level) == pytest.approx(cvar, abs=1e-6)


@pytest.mark.parametrize(("mean", "sd", "view"), [(0.0, 1.0, 0.5), (1.0, 2.0, -1.0)])
def test_a_view_on_the_mean_of_a_normal(mean: float, sd: float, view: float) -> None:
    """Meucci (2008): the posterior is N(view, sd^2), and the divergence (view - mean)^2 / (2 sd^2)."""
    x = np.linspace(mean - 12 * sd, mean + 12 * sd, 100_001)
    q = np.exp(-(((x - mean) / sd) ** 2) / 2)
    q /= q.sum()
    found = entropy_pooling(q, [View("x", x, view)])
    exact = np.exp(-(((x - view) / sd) ** 2) / 2)
    assert found.probability == pytest.approx(exact / exact.sum(), abs=1e-10)
    assert found.divergence == pytest.approx((view - mean) ** 2 / (2 * sd**2), abs=1e-9)
    assert entropy_pooling(q, []).effective_scenarios <= x.size


def test_shipped_estimates_are_those_of_the_prices(shared: Path) -> None:
    from estimate_moments import VINTAGES, estimates

    text = (files("tidegate.allocation") / "data" / "moments.csv").read_text("utf-8")
    kept = [row for row in csv.DictReader(text.splitlines()) if row["vintage"] == VINTAGES[-1]]
    made = [{k: str(v) for k, v in row.items()} for row in estimates(shared, VINTAGES[-1])]
    assert made == kept


def test_shipped_reviews_are_decided_again(desk: Desk) -> None:
    days = (reviews()[-1].day, date(2019, 3, 31))
    kept = [r for r in reviews() if r.day in days]
    for row in review_rows(desk, days):
        found = next(r for r in kept if r.day.isoformat() == row["day"])
        tables = {
            "weight": found.weights,
            "chance": found.chances,
            "return": found.returns,
            "figure": found.figures,
        }
        assert tables[row["kind"]][row["name"]] == pytest.approx(float(row["value"]), abs=0.05)


def spoilt(panel: Panel, after: np.datetime64) -> Panel:
    """Return a panel whose months after one are shuffled, turned around and partly missing."""
    rng = np.random.default_rng(0)
    late = panel.months > after
    excess, factors = panel.excess.copy(), panel.factors.copy()
    excess[late] = -3.0 * rng.permutation(excess[late])
    factors[late] = rng.permutation(factors[late]) * 10.0
    return replace(panel, excess=excess, factors=factors)


def test_the_live_signal_is_the_walk_s_and_the_future_changes_nothing(desk: Desk) -> None:
    months = np.array(["2012-03", "2019-06", "2022-09"], dtype="datetime64[M]")
    panel = own_assets(history(desk))
    for month in months:
        when = last_day_of(month).item()
        told = Walker(record(desk), panel).decide(month, None, Risk.MEDIUM, DEFAULT)
        then = open_desk(when, desk.store)  # a desk of that day, which has read nothing later
        live = Walker(record(then), own_assets(history(then))).decide(month, None, Risk.MEDIUM, DEFAULT)
        shuffled = spoilt(panel, np.datetime64(when, "M"))
        blind = Walker(record(desk), shuffled).decide(month, None, Risk.MEDIUM, DEFAULT)
        assert live == pytest.approx(told, abs=1e-8)  # the same arrays at other addresses sum to the last bit
        assert blind == pytest.approx(told, abs=1e-8)


def test_shuffling_the_future_changes_no_decision_of_a_walk(desk: Desk) -> None:
    first, last = np.datetime64("2016-12"), np.datetime64("2017-12")
    panel = own_assets(history(desk))
    kept = backtest(desk, panel, first=first, last=last).walks["views_medium"]
    other = backtest(desk, spoilt(panel, last), first=first, last=last).walks["views_medium"]
    assert dict(kept.decisions) == dict(other.decisions)


def test_the_shipped_record_says_what_it_is() -> None:
    for which in ("own_months", "all_assets"):
        by_name = {r["strategy"]: r for r in shipped(which)}
        assert len(by_name) == 10
        assert by_name["views_medium"]["months"] >= 250
        assert all(0.1 < r["sharpe_se"] < 0.4 for r in by_name.values())


def test_long_bonds_late_in_run_off_paid_once_and_lost_once(desk: Desk) -> None:
    """C40 from published yields: QT1 ended before the fall of 2020, QT2 did not."""
    found = ladder(desk)
    assert {n: len(p.months) for n, p in found.by_run_off.items()} == {"QT1": 22, "QT2": 42}
    late = {(r["run_off"], r["horizon_months"]): r for r in summary_rows(found) if r["part"] == "second_half"}
    assert late["QT1", 12]["mean_pct"] == pytest.approx(21.2, abs=0.3)
    assert late["QT1", 12]["above_bills"] == 1.0
    assert late["QT2", 12]["mean_pct"] == pytest.approx(-2.8, abs=0.3)
    assert late["QT2", 12]["above_bills"] < 0.2
