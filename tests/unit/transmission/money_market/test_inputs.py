"""The panel: medians of weeks, what was public when, special days."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.transmission.money_market.inputs import Quotes, Reading, Steps, panel, quotes
from tidegate.transmission.money_market.special_days import DayKind, coming_days, day_kinds, weekly_kinds
from tidegate.units import day


def days(*text: str) -> np.ndarray:
    return np.array(text, dtype="datetime64[D]")


def test_a_reading_shows_only_what_was_public() -> None:
    gdp = Reading(
        days("2019-01-01", "2019-04-01"), np.array([100.0, 110.0]), days("2019-04-30", "2019-07-30")
    )
    asked = days("2019-04-29", "2019-04-30", "2019-07-29", "2019-07-30")
    np.testing.assert_array_equal(gdp.known_at(asked), [np.nan, 100.0, 100.0, 110.0])


def test_steps_stand_until_they_change() -> None:
    iorb = Steps(days("2018-06-14", "2018-09-27"), np.array([1.95, 2.20]))
    np.testing.assert_array_equal(
        iorb.on(days("2018-06-13", "2018-09-26", "2018-09-27")), [np.nan, 1.95, 2.2]
    )


def test_special_days_have_one_name_each() -> None:
    # 15 September 2019 was a Sunday: taxes and coupons on the Monday, and the Tuesday after belongs to it.
    asked = days(
        "2019-09-13", "2019-09-16", "2019-09-17", "2019-09-18", "2019-09-30", "2019-12-31", "2019-10-15"
    )
    assert [DayKind(k) for k in day_kinds(asked)] == [
        DayKind.ORDINARY,
        DayKind.TAX,
        DayKind.TAX,
        DayKind.ORDINARY,
        DayKind.QUARTER_END,
        DayKind.YEAR_END,
        DayKind.SETTLEMENT,
    ]
    assert day_kinds(days()).size == 0


def test_the_next_days_to_watch_come_in_order() -> None:
    when, kinds = coming_days(day("2019-09-01"), 4)
    assert when.astype(str).tolist() == ["2019-09-03", "2019-09-16", "2019-09-17", "2019-09-30"]
    assert [DayKind(k) for k in kinds] == [DayKind.SETTLEMENT, DayKind.TAX, DayKind.TAX, DayKind.QUARTER_END]


def test_a_week_holds_the_days_that_end_on_its_stamp() -> None:
    held = weekly_kinds(days("2019-09-18", "2019-09-25", "2019-10-02"))
    assert held[:, DayKind.TAX].tolist() == [True, False, False]
    assert held[:, DayKind.QUARTER_END].tolist() == [False, False, True]


def inputs() -> dict[str, object]:
    weeks = np.arange("2019-01-02", "2019-03-01", 7, dtype="datetime64[D]")
    every = np.arange("2019-01-01", "2019-03-01", dtype="datetime64[D]")
    steps = Steps(days("2018-12-20"), np.array([2.40]))
    rate = Reading(every, np.full(len(every), 2.41), every + 1)
    return {
        "frequency": "weekly",
        "start": day("2019-01-01"),
        "reserves": Reading(weeks, np.linspace(1600.0, 1700.0, len(weeks)), weeks + 1),
        "scales": {"gdp": Reading(days("2018-07-01"), np.array([20_000.0]), days("2018-10-30"))},
        "measures": {"effr": quotes(rate, steps)},
        "iorb": steps,
        "floor": Steps(days("2018-12-20"), np.array([2.25])),
    }


def test_the_panel_is_in_basis_points_and_percent() -> None:
    found = panel(**inputs())  # type: ignore[arg-type]
    np.testing.assert_allclose(found.spread_bp["effr"], 1.0, atol=1e-9)
    np.testing.assert_allclose(found.floor_gap_bp, 15.0)
    np.testing.assert_allclose(found.ratio_pct("gdp")[0], 8.0)
    short = found.until(day("2019-01-20"))
    assert short.dates[-1] == day("2019-01-16")


def test_one_wild_day_does_not_move_the_week() -> None:
    given = inputs()
    quoted = given["measures"]["effr"]  # type: ignore[index]
    wild = quoted.spread_bp.copy()
    wild[10] = 300.0
    given["measures"] = {"effr": Quotes(quoted.dates, wild)}
    np.testing.assert_allclose(panel(**given).spread_bp["effr"], 1.0, atol=1e-9)  # type: ignore[arg-type]


def test_daily_days_carry_the_average_of_their_week() -> None:
    given = inputs() | {"frequency": "daily"}
    found = panel(**given)  # type: ignore[arg-type]
    assert (
        found.reserves_bn[found.dates == day("2019-01-03")]
        == found.reserves_bn[found.dates == day("2019-01-09")]
    )


def test_bad_input_is_named_all_at_once() -> None:
    given = inputs() | {"frequency": "hourly", "measures": {}}
    given["reserves"] = Reading(days("2019-01-02"), np.array([-1.0]), days("2019-01-03"))
    with pytest.raises(InputError) as caught:
        panel(**given)  # type: ignore[arg-type]
    text = str(caught.value)
    assert "hourly" in text
    assert "at least one spread" in text
    assert "reserves: every value" in text
