"""The tracker and the popular account's figures."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.phases import phases
from tidegate.bank.programmes.plan import plan_for
from tidegate.briefing.assembly import open_desk
from tidegate.briefing.sections.history import tracked
from tidegate.evidence.article import check_article
from tidegate.evidence.tracker import Levels, track

DESK = open_desk(date(2026, 10, 8))
DAYS = np.arange(np.datetime64("2022-01-05"), np.datetime64("2026-01-01"), 7)


def test_a_level_is_the_last_of_the_two_weeks_before():
    line = Levels(DAYS, np.arange(len(DAYS), dtype=float))
    assert line.at(np.datetime64("2022-01-12")) == 1.0
    assert line.at(np.datetime64("2022-01-18")) == 1.0
    assert np.isnan(line.at(np.datetime64("2022-01-04")))
    assert np.isnan(line.at(np.datetime64("2026-02-01")))


def test_phases_are_measured_between_their_ends():
    line = Levels(DAYS, 9_000.0 - np.arange(len(DAYS), dtype=float))
    rows = track(phases(load("fed")), {"assets": line}, date(2023, 1, 4))
    assert [r.phase.key for r in rows][-2:] == ["REINVEST", "QT2"]
    assert rows[-1].end == date(2023, 1, 4)
    assert rows[-1].change_bn["assets"] == pytest.approx(-31.0, abs=1)


def test_qt1_and_qt2_as_the_record_has_them():
    """H.4.1, 2017-09-27 to 2019-07-31: -677, -385, -256, -678; from 2022-06-01: -1,582 Treasuries, -654 MBS."""
    rows = {r.phase.key: r for r in tracked(DESK)}
    one, two = rows["QT1"].change_bn, rows["QT2"].change_bn
    assert (one["assets"], one["treasuries"], one["mbs"], one["reserves"]) == pytest.approx(
        (-677, -385, -256, -678), abs=1
    )
    assert (two["treasuries"], two["mbs"], two["on_rrp"]) == pytest.approx((-1_582, -654, -1_963), abs=5)


def test_the_popular_account_is_judged_by_rule():
    plan = plan_for(load("fed"))
    found = {c.id: c for c in check_article(plan, DESK.levels("WALCL"), DESK.levels("WSHOMCB"), DESK.as_of)}
    assert (found["start"].record_bn, found["start"].agrees) == (47.5, True)
    assert (found["full"].record_bn, found["full"].agrees) == (95.0, True)
    assert found["peak"].record_bn == pytest.approx(8965.487)
    assert found["peak"].agrees
    assert found["early-2024"].agrees
    # The caps were no pace for MBS: under half of them was reached.
    assert found["mbs-pace"].record_bn == pytest.approx(15.6, abs=0.1)
    assert not found["mbs-pace"].agrees


def test_a_false_figure_does_not_agree():
    plan = plan_for(load("fed"))
    low = Levels(DAYS, np.full(len(DAYS), 8_000.0))
    found = {c.id: c for c in check_article(plan, low, low, DESK.as_of)}
    assert not found["peak"].agrees
    assert not found["early-2024"].agrees


def test_what_is_not_yet_in_the_record_is_not_judged():
    early = Levels(DAYS[:20], np.full(20, 8_900.0))
    found = {c.id: c for c in check_article(plan_for(load("fed")), early, early, date(2022, 5, 10))}
    assert found["early-2024"].agrees is None
    assert found["mbs-pace"].agrees is None
