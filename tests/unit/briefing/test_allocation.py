"""The section on what to own, the files a user brings, and history as known on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

import tidegate
from tidegate.briefing.allocation_history import history, read_holdings, read_prices, with_prices
from tidegate.briefing.allocation_inputs import (
    conditions_on,
    effects_on,
    episodes_on,
    measured_effects,
    odds_on,
    record,
    review_days,
)
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.sections.allocation import write
from tidegate.briefing.wording import wording
from tidegate.errors import InputError


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk(date(2026, 10, 8))


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_section_in_both_languages(desk: Desk, language: str) -> None:
    found, words = write(desk), wording(language)
    text = [words.text(s) for s in found.lead]
    assert len(found.tiles) == 3
    assert {t.id for t in found.tables} == {
        "allocation-last",
        "allocation-chances",
        "ladder-summary",
        "allocation-record",
    }
    assert all(text)
    assert sum(row["weight"] for row in found.tables[0].rows) == pytest.approx(100.0, abs=0.05)


def test_the_section_shows_nothing_of_later_days() -> None:
    then = write(open_desk(date(2015, 6, 1)))
    assert {t.id for t in then.tables} == {"allocation-last", "allocation-chances"}
    assert write(open_desk(date(2008, 6, 1))).tables == ()


def test_history_as_known_on_a_day_is_the_history_of_that_day(desk: Desk) -> None:
    for when in (date(2012, 5, 15), date(2020, 3, 31)):
        then = history(open_desk(when, desk.store)).known_on(np.datetime64(when))
        cut = history(desk).known_on(np.datetime64(when))
        assert np.array_equal(then.months, cut.months)
        assert np.array_equal(then.excess, cut.excess, equal_nan=True)
        assert np.array_equal(then.factors, cut.factors, equal_nan=True)


def test_inputs_as_known_on_a_day_are_those_of_a_desk_of_that_day(desk: Desk) -> None:
    when = date(2019, 3, 31)
    then, now = record(open_desk(when, desk.store)), record(desk)
    panel = history(desk)
    assert conditions_on(then, when) == conditions_on(now, when)
    assert odds_on(then, when) == odds_on(now, when)
    assert effects_on(then, when) == effects_on(now, when)
    assert episodes_on(then, panel, when) == episodes_on(now, panel, when)


def test_no_measured_effect_is_used_before_it_could_be_measured() -> None:
    assert measured_effects(date(2015, 1, 1)) == {}
    assert measured_effects(date(2021, 1, 1))["gold"] < 0.0


def test_the_python_answer(desk: Desk) -> None:
    found = tidegate.allocate(desk, "low")
    assert sum(found.weights.values()) == pytest.approx(1.0)
    assert found.next_review == date(2026, 12, 31)
    assert found.last_day == date(2026, 9, 30)


def test_reviews_fall_on_ends_of_quarters() -> None:
    assert review_days(date(2024, 1, 1), date(2024, 12, 31)) == (
        date(2024, 3, 31),
        date(2024, 6, 30),
        date(2024, 9, 30),
        date(2024, 12, 31),
    )
    assert len(review_days(date(2024, 1, 1), date(2024, 12, 31), 6)) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("day,gold\n2020-01-31,1\n", "header"),
        ("date,silver\n2020-01-31,1\n", "unknown asset 'silver'"),
        ("date,gold,my:gold\n2020-01-31,1,1\n", "two columns"),
        ("date,gold\n2020-01-31,1\n2020-01-30,1\n", "line 3"),
        ("date,gold\n2020-01-31,-1\n", "line 2"),
        ("date,gold\n2020-01-31\n", "line 2"),
    ],
)
def test_prices_that_cannot_be_used(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=words):
        read_prices(path)


def test_too_few_prices_are_refused(tmp_path: Path, desk: Desk) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("date,gold\n2020-01-31,1\n2020-02-29,2\n", "utf-8")
    with pytest.raises(InputError, match="1 months"):
        with_prices(history(desk), read_prices(path))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,amount\ngold,1\n", "header"),
        ("asset,amount\nsilver,1\n", "line 2"),
        ("asset,amount\ngold,-1\n", "line 2"),
        ("asset,amount\ngold,0\n", "nothing is held"),
    ],
)
def test_holdings_that_cannot_be_used(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "holdings.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=words):
        read_holdings(path)


def test_simulated_paths_are_blended_with_history(desk: Desk) -> None:
    found = tidegate.allocate(desk, paths=20, trust=0.3)
    assert sum(found.weights.values()) == pytest.approx(1.0)
    assert len(found.decision.market.returns) == 3_000 + 4 * 20
    assert found.decision.allowed.excess(found.decision.weights) <= 1e-9
    alone = tidegate.allocate(desk, paths=20, scenario_name="qt_ends_early")
    assert [c.scenario.name for c in alone.cards] == ["qt_ends_early"]


def test_paths_that_cannot_be_simulated_are_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match="paths 5"):
        tidegate.allocate(desk, paths=5)
    with pytest.raises(InputError, match="dollars"):
        tidegate.allocate(desk, paths=20, currency="TWD")
    with pytest.raises(InputError, match="trust"):
        tidegate.allocate(desk, paths=20, trust=2.0)
