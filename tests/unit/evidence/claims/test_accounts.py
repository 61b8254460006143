"""Accounts of run-offs on figures made by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.phases import phases
from tidegate.bank.programmes.plan import plan_for
from tidegate.evidence.claims.accounts import (
    RunOff,
    bought_late,
    held_a_year,
    months_after,
    per_dollar,
    rate_turns,
    reserves_on_securities,
    run_offs,
    share_of_cap,
    share_that_matured,
)
from tidegate.evidence.claims.figures import over_episodes
from tidegate.evidence.tracker import Levels

WEEKS = np.arange("2017-01-04", "2026-06-03", 7, dtype="datetime64[D]")
QT2 = RunOff("QT2", date(2022, 6, 1), date(2025, 11, 30), True)


def falling(start: float, per_week: float) -> Levels:
    steps = np.clip((WEEKS - np.datetime64("2022-05-25")) / np.timedelta64(7, "D"), 0.0, None)
    return Levels(WEEKS, start - per_week * steps)


def test_run_offs_are_those_announced() -> None:
    found = run_offs(phases(load("fed")), date(2026, 10, 8))
    assert [(e.name, e.start, e.stop, e.ended) for e in found] == [
        ("QT1", date(2017, 10, 1), date(2019, 7, 31), True),
        ("QT2", date(2022, 6, 1), date(2025, 11, 30), True),
    ]
    going_on = run_offs(phases(load("fed"), date(2024, 6, 30)), date(2024, 6, 30))
    assert [(e.name, e.ended) for e in going_on] == [("QT1", True), ("QT2", False)]
    assert len(run_offs(phases(load("fed"), date(2022, 8, 1)), date(2022, 8, 1))) == 1


def test_what_reserves_bear_of_a_dollar() -> None:
    securities, reserves, repos = falling(8_000.0, 10.0), falling(3_000.0, 4.0), falling(2_000.0, 6.0)
    assert per_dollar(securities, [reserves], [QT2])["QT2"] == pytest.approx(0.4)
    assert per_dollar(securities, [reserves, repos], [QT2])["QT2"] == pytest.approx(1.0)


def test_the_slope_of_changes() -> None:
    rng = np.random.default_rng(1)
    steps = rng.normal(-10.0, 5.0, len(WEEKS)).cumsum()
    securities, reserves = Levels(WEEKS, 8_000.0 + steps), Levels(WEEKS, 3_000.0 + 0.5 * steps)
    found = reserves_on_securities(securities, reserves, [QT2])
    assert found.mean == pytest.approx(0.5)
    assert found.n == 14
    assert np.isnan(reserves_on_securities(securities, reserves, []).mean)


def test_shares_of_the_caps() -> None:
    """QT2's Treasury caps add up to 1,640 billion."""
    plan = plan_for(load("fed"))
    weeks = (np.datetime64("2025-11-26") - np.datetime64("2022-05-25")) / np.timedelta64(7, "D")
    held = falling(5_770.0, 0.5 * 1_640.0 / weeks)
    assert share_of_cap(plan, "treasuries", held, [QT2])["QT2"] == pytest.approx(50.0)
    assert share_that_matured(plan, ("treasuries", "mbs"), (held, held), [QT2])["QT2"] == pytest.approx(100.0)


def test_turns_of_the_rate() -> None:
    days = [date(2015, 12, 16), date(2016, 12, 14), date(2019, 7, 31), date(2019, 9, 18), date(2022, 3, 16)]
    cuts, hikes = rate_turns(list(zip(days, [0.5, 0.75, 0.5, 0.25, 0.5], strict=True)))
    assert cuts == (date(2019, 7, 31),)
    assert hikes == (date(2016, 12, 14), date(2022, 3, 16))
    assert rate_turns([]) == ((), ())


def test_months_from_the_nearest_turn() -> None:
    turns = [date(2015, 12, 16), date(2022, 3, 16)]
    found = months_after(turns, [date(2017, 10, 1), date(2022, 2, 14)])
    assert found["2017-10-01"] == pytest.approx(21.5, abs=0.1)
    assert found["2022-02-14"] == pytest.approx(-1.0, abs=0.05)
    assert months_after([], turns) == {}


def test_a_bond_held_for_a_year() -> None:
    assert held_a_year(30.0, np.array(4.0), np.array(4.0)) == pytest.approx(4.0)
    fallen = held_a_year(30.0, np.array(4.0), np.array(3.0))
    rate, periods = 0.015, 58
    price = 2.0 * (1.0 - (1.0 + rate) ** -periods) / rate + 100.0 * (1.0 + rate) ** -periods
    assert fallen == pytest.approx(4.0 + price - 100.0)


def test_bonds_bought_late_need_six_purchases_that_are_over() -> None:
    days = np.arange("2018-01-01", "2020-06-30", dtype="datetime64[D]")
    level = (days, np.full(len(days), 4.0))
    bills = (days, np.full(len(days), 1.5))
    qt1 = RunOff("QT1", date(2017, 10, 1), date(2019, 7, 31), True)
    over, total = bought_late([qt1], {20.0: level, 30.0: level}, bills)
    assert over["QT1"] == pytest.approx(2.5)
    assert total["QT1"] == pytest.approx(4.0)
    cut = days <= np.datetime64("2019-12-31")
    short = bought_late([qt1], {30.0: (days[cut], level[1][cut])}, (days[cut], bills[1][cut]))[0]
    assert np.isnan(short["QT1"])
    going_on = RunOff("QT2", date(2018, 1, 1), date(2019, 7, 31), False)
    assert bought_late([going_on], {30.0: level}, bills) == ({}, {})


def test_episodes_make_a_range() -> None:
    figure = over_episodes({"QT1": 1.0, "QT2": 0.2, "QT3": float("nan")}, "QT1, QT2", "")
    assert (figure.reading.low, figure.reading.high, figure.reading.n) == (0.2, 1.0, 2)
    assert not over_episodes({}, "", "").reading.testable
