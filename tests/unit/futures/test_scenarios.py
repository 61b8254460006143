"""Scenario files: what ships can be read and run, and nonsense is refused with every problem named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.unit.futures.openings import MONTHS, opening, plan_with

from tidegate.errors import InputError, UnknownName
from tidegate.futures.calendar import OPEN_ENDED, overlaid
from tidegate.futures.inputs import SHOCKS
from tidegate.futures.library import scenario, scenario_names
from tidegate.futures.scenario import read_scenario
from tidegate.futures.simulation import simulate
from tidegate.futures.tasks import tasks_of, varied
from tidegate.policy.reaction.contract import Sheet

ASKED = (
    "baseline", "qt-ends-early", "qt-extended", "sticky-inflation", "soft-landing", "recession-qe-restart",
    "reserve-scarcity", "active-mbs-sales", "qt-restart", "faster-reserve-management", "boj-normalises",
    "dollar-squeeze-asia", "2022-05", "2024-01", "2024-06",
)  # fmt: skip
WORDS = {"name": "x", "title_en": "X", "title_zh": "某", "story_en": "x", "story_zh": "某", "sources": ["s"]}


def test_every_scenario_that_was_asked_for_is_there() -> None:
    assert set(ASKED) <= set(scenario_names())
    assert scenario_names()[0] == "baseline"


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_says_what_it_is_in_both_languages_and_runs(name: str) -> None:
    told = scenario(name)
    assert told.title_en
    assert told.story_en.endswith(".")
    assert any("一" <= c <= "鿿" for c in told.title_zh)
    assert told.story_zh.endswith("。")
    assert told.sources
    found = simulate(opening(), told, paths=40, months=36)
    assert found.max_identity_residual_bn < 1e-6
    assert not found.failures


def test_a_child_overrides_its_parent_key_by_key(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'name = "mine"\nparent = "qt-restart"\ntitle_en = "M"\ntitle_zh = "我"\nstory_en = "m"\n'
        'story_zh = "我"\nsources = ["s"]\n[policy]\nmbs_cap_bn = 10.0\n',
        encoding="utf-8",
    )
    told = scenario(file)
    assert told.policy.mbs_cap_bn == 10.0
    assert told.policy.runoff_start_month == scenario("qt-restart").policy.runoff_start_month
    assert told.name == "mine"


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"policy": {"runoff_end_month": 3, "runoff_least_months": 9}}, ["exclude each other"]),
        (
            {"policy": {"runoff_start_month": 9, "runoff_end_month": 4, "qe_start_month": 2}},
            ["not after runoff_start_month", "lies within the run-off"],
        ),
        ({"policy": {"qe_start_month": 3, "management_start_month": 5}}, ["overlap"]),
        ({"policy": {"funds_rate_pct": 3.0}}, ["belong together"]),
        ({"policy": {"treasury_cap_bn": -1.0}}, ["policy.treasury_cap_bn = -1.0", "at least 0"]),
        ({"policy": {"runoff_end_month": 601}}, ["policy.runoff_end_month = 601", "at most 600"]),
        ({"nonsense": 1}, ["nonsense is not a key here", "story_en"]),
        ({"shocks": [{"name": "moon", "each": 1.0}]}, ["'moon' is not known", "demand_pct"]),
        ({"shocks": [{"name": "stress", "each": float("nan")}]}, ["shocks#1.each = nan", "finite"]),
        ({"economy": {"okun": 99.0, "moon": 1.0}}, ["okun: 99.0 is outside", "'moon' is not known"]),
        ({"reaction": {"ample_reserves_pct": 5.0}}, ["is above ample_reserves_pct"]),
        (
            {"reaction": {"moon": 5.0}, "sources": []},
            ["sources is empty; give at least 1", "reaction 'moon' is not known"],
        ),
    ],
)
def test_nonsense_is_refused(table: dict[str, object], words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        read_scenario({**WORDS, **table}, "x.toml")
    said = str(caught.value)
    assert "x.toml" in said
    for word in words:
        assert word in said


def test_unknown_names_and_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="baseline"):
        scenario("moon")
    with pytest.raises(InputError, match="cannot be read"):
        scenario(tmp_path / "none.toml")
    file = tmp_path / "orphan.toml"
    file.write_text('name = "o"\nparent = "moon"\n', encoding="utf-8")
    with pytest.raises(UnknownName, match="parent 'moon'"):
        scenario(file)


def test_what_lies_beyond_the_horizon_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        simulate(opening(), scenario("recession-qe-restart"), paths=1, months=2)
    assert "shock demand_pct is month 3" in str(caught.value)
    assert "shock stress is month 3" in str(caught.value)


def test_overlays_write_what_they_say() -> None:
    early = overlaid(opening(sheet=Sheet.RUNOFF), scenario("qt-ends-early"), 30)
    assert (early.sheet[:5] == int(Sheet.RUNOFF)).all()
    assert (early.sheet[5:23] == int(Sheet.HOLD)).all()
    assert early.runoff_end[0] == 5
    late = overlaid(opening(sheet=Sheet.RUNOFF), scenario("qt-extended"), 30)
    assert (late.sheet[:24] == int(Sheet.RUNOFF)).all()
    assert late.sheet[24] == -1
    assert late.runoff_end[25] == OPEN_ENDED
    shocks = overlaid(opening(), scenario("soft-landing"), 30).added
    assert shocks[:, SHOCKS.index("inflation_pct")].sum() == pytest.approx(-7.2)


def test_announced_caps_are_carried_on() -> None:
    caps = np.full(MONTHS, np.nan)
    caps[:3], caps[3:9] = 30.0, 60.0
    plan = plan_with(treasury_cap_bn=caps)
    found = overlaid(opening(sheet=Sheet.RUNOFF, announced=plan), scenario("baseline"), 24)
    assert found.treasury_cap_bn.tolist() == [30.0] * 3 + [60.0] * 21


def test_early_and_extended_run_off_differ_as_the_transmission_room_has_it() -> None:
    caps = plan_with(treasury_cap_bn=np.full(MONTHS, 60.0), mbs_cap_bn=np.full(MONTHS, 35.0))
    o = opening(sheet=Sheet.RUNOFF, announced=caps)
    early, late = (
        simulate(o, scenario(n), paths=200, months=36, keep=True) for n in ("qt-ends-early", "qt-extended")
    )

    def apart(name: str) -> np.ndarray:
        return np.asarray((late.of(name) - early.of(name)).mean(axis=1))

    assert (apart("reserves_bn")[12:24] < -100.0).all()
    assert (apart("total_assets_bn")[12:24] < -300.0).all()
    assert (apart("supply_effect_bp")[:24] > 0.0).all()
    assert apart("yield_10y_pct")[0] == pytest.approx(apart("supply_effect_bp")[0] / 100.0, abs=1e-6)
    assert apart("mortgage_30y_pct")[0] > 0.0
    assert apart("unemployment_pct")[24] > 0.0
    assert apart("funding_bp")[20] > 0.0


def test_tasks_are_every_combination_in_order() -> None:
    told = [(scenario("baseline"), "today"), (scenario("qt-restart"), "today")]
    found = tasks_of(told, {"economy.okun": [0.3, 0.4], "reaction.neutral_real_pct": [1.0]}, [1, 2], 10, 12)
    assert len(found) == 8
    assert [t.seed for t in found[:4]] == [1, 2, 1, 2]
    assert found[2].scenario.economy == {"okun": 0.4}
    assert len({t.key for t in found}) == 8
    with pytest.raises(InputError) as caught:
        varied(scenario("baseline"), {"economy.okun": 99.0, "moon": 1.0})
    assert "okun: 99.0" in str(caught.value)
    assert "vary moon" in str(caught.value)
    with pytest.raises(InputError, match="0 runs"):
        tasks_of([], {}, [1], 10, 12)
