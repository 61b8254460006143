"""Scenarios as the page shows them: run, changed, and beside each other on the same chances."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tidegate.briefing import scenario_view
from tidegate.briefing.assembly import open_desk
from tidegate.briefing.scenario_view import Request, edited, fan_chart, names_on, runs_of, view
from tidegate.errors import InputError, UnknownName

DESK = open_desk(date(2026, 10, 8))
ASKED = Request("qt-extended", "baseline", "reserves_bn", 24)


@pytest.fixture(autouse=True)
def _few_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenario_view, "PATHS", 200)


def test_two_scenarios_stand_beside_each_other_with_their_difference() -> None:
    section = view(DESK, ASKED)
    first, second, apart = section.tiles
    assert first.value is not None
    assert second.value is not None
    assert apart.value is not None
    assert apart.value < 0.0  # more run-off leaves fewer reserves
    assert [line.dashed for line in section.charts[0].lines] == [False, True]
    meant, medians = section.tables
    assert meant.id == "scenario-consequences"
    assert len(medians.rows) == 4  # one and two years, twice; the horizon is the second year
    assert "Paths that stopped: 0" in section.notes[0].text()  # type: ignore[union-attr]


def test_a_changed_scenario_says_so_and_a_cap_of_nothing_keeps_more_reserves() -> None:
    alone = replace(ASKED, second="")
    (told,) = runs_of(DESK, alone)
    changed = replace(alone, edits=(("treasury_cap_bn", 0.0), ("mbs_cap_bn", 0.0)))
    (kept,) = runs_of(DESK, changed)
    assert np.median(kept.of("reserves_bn")[-1]) > np.median(told.of("reserves_bn")[-1])
    assert "changed" in fan_chart(changed, (kept,)).lines[0].name.text()  # type: ignore[union-attr]


def test_what_cannot_be_run_is_refused_or_not_offered() -> None:
    with pytest.raises(UnknownName):
        edited("no-such", ())
    with pytest.raises(InputError, match="policy.treasury_cap_bn = -1.0"):
        edited("baseline", (("treasury_cap_bn", -1.0),))
    early = open_desk(date(2023, 6, 30))
    assert "2024-01" not in names_on(early.as_of)
    assert "2022-05" in names_on(early.as_of)


def test_a_scenario_alone_is_held_against_the_baseline_and_the_baseline_asks_for_another() -> None:
    alone = view(DESK, replace(ASKED, second=""))
    beside = view(DESK, ASKED)
    assert alone.tables[0].rows == beside.tables[0].rows
    base = view(DESK, Request("baseline", "", "reserves_bn", 24))
    assert [table.id for table in base.tables] == ["scenario-medians"]
    assert "Choose another scenario" in base.lead[1].text()  # type: ignore[union-attr]
