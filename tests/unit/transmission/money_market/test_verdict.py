"""Words, conflicts, the buffer, spikes and alarms."""

from __future__ import annotations

from datetime import date
from math import inf, nan

import numpy as np
import pytest
from pydantic import ValidationError

from tidegate.bank.liabilities.treasury_cash import CashPlan
from tidegate.errors import InputError
from tidegate.transmission.money_market.alarms import alarm_records, justified
from tidegate.transmission.money_market.buffer import Buffer, Treasury, buffer, weekly_mean
from tidegate.transmission.money_market.inputs import Quotes, Reading
from tidegate.transmission.money_market.parameters import Kink, default_parameters
from tidegate.transmission.money_market.proportions import wilson
from tidegate.transmission.money_market.special_days import DayKind
from tidegate.transmission.money_market.spikes import rises_bp
from tidegate.transmission.money_market.verdict import Verdict, _months, conflict, recent_spread, word
from tidegate.units import day

RULES = default_parameters()


@pytest.mark.parametrize(
    ("p_ample", "months", "expected"),
    [
        (0.0, 0.0, Verdict.SCARCE),
        (0.49, 60.0, Verdict.SCARCE),
        (0.50, 60.0, Verdict.NEAR_EDGE),
        (0.79, inf, Verdict.NEAR_EDGE),
        (0.99, 12.0, Verdict.NEAR_EDGE),
        (0.80, 12.1, Verdict.AMPLE),
        (0.99, 24.0, Verdict.AMPLE),
        (0.95, 24.1, Verdict.ABUNDANT),
        (1.0, inf, Verdict.ABUNDANT),
    ],
)
def test_words_follow_their_numbers(p_ample: float, months: float, expected: Verdict) -> None:
    assert word(p_ample, months, RULES.verdict) is expected


def test_scarcity_while_sofr_trades_under_interest_on_reserves_is_a_conflict() -> None:
    found = conflict(Verdict.SCARCE, -3.0)
    assert found is not None
    assert "3.0 bp under" in str(found)
    assert conflict(Verdict.SCARCE, 3.0) is None
    assert conflict(Verdict.SCARCE, nan) is None
    assert conflict(Verdict.NEAR_EDGE, 5.0) is None
    other = conflict(Verdict.AMPLE, 5.0)
    assert other is not None
    assert "over interest on reserves" in str(other)


def test_old_quotes_say_nothing_about_now() -> None:
    dates = np.arange("2020-01-01", "2020-03-01", dtype="datetime64[D]")
    quoted = Quotes(dates, np.arange(len(dates), dtype=float))
    assert recent_spread(quoted, day("2020-03-04"))[0] == pytest.approx(np.median(quoted.spread_bp[-20:]))
    assert recent_spread(quoted, day("2021-03-04")) == (pytest.approx(nan, nan_ok=True), None)
    assert recent_spread(None, day("2021-03-04"))[1] is None


def weeks(n: int) -> np.ndarray:
    return np.arange(n) * 7 + np.datetime64("2023-01-04")


def test_on_rrp_takes_the_drain_first() -> None:
    when = weeks(80)
    on_rrp = np.maximum(1000.0 - 10.0 * np.arange(80), 0.0)
    found = buffer(when, np.full(80, 3000.0), on_rrp, RULES.verdict, RULES.buffer)
    per_month = 10.0 * 365.25 / 12 / 7
    assert found.drain_bn_per_month == pytest.approx(-per_month)
    assert found.own_pace_bn_per_month == pytest.approx(-per_month)
    assert found.months_to_floor == pytest.approx((found.on_rrp_bn - 25.0) / per_month)
    empty = buffer(when, np.full(80, 3000.0), np.full(80, 5.0), RULES.verdict, RULES.buffer)
    assert (empty.above_floor_bn, empty.months_to_floor) == (0.0, 0.0)
    still = buffer(when, np.full(80, 3000.0), np.full(80, 300.0), RULES.verdict, RULES.buffer)
    assert still.months_to_floor == inf


def test_the_lower_chance_decides_but_for_scarcity() -> None:
    assert word(0.97, 60.0, RULES.verdict, 0.79) is Verdict.NEAR_EDGE
    assert word(0.97, 60.0, RULES.verdict, 0.10) is Verdict.NEAR_EDGE
    assert word(0.97, 60.0, RULES.verdict, 0.90) is Verdict.AMPLE
    assert word(0.79, 60.0, RULES.verdict, 0.99) is Verdict.NEAR_EDGE
    assert word(0.49, 60.0, RULES.verdict, 0.99) is Verdict.SCARCE


def test_what_the_treasury_takes_is_no_trend_and_is_counted_ahead() -> None:
    when = weeks(80)
    account = 900.0 - 5.0 * np.arange(80)
    plan = CashPlan(date(2024, 5, 1), date(2024, 9, 30), 700.0)
    # Reserves grow by what the Treasury spends: nothing drains.
    found = buffer(
        when, 3000.0 - account, np.full(80, 125.0), RULES.verdict, RULES.buffer, Treasury(account, plan)
    )
    assert found.drain_bn_per_month == pytest.approx(0.0, abs=1e-9)
    held = account[-4:].mean()
    assert found.rebuild_bn == pytest.approx(700.0 - held)
    # ON RRP above its floor of 25 goes first.
    assert found.out_of_reserves_bn == pytest.approx(700.0 - held - 100.0)
    assert found.months_to_plan == pytest.approx(
        (np.datetime64("2024-09-30") - when[-1]).astype(int) / 30.4375
    )


def test_an_announced_spending_comes_back_whole() -> None:
    plan = CashPlan(date(2024, 5, 1), date(2024, 9, 30), 500.0)
    found = Buffer(300.0, 25.0, -50.0, 0.0, inf, 800.0, plan, 3.0)
    assert (found.rebuild_bn, found.out_of_reserves_bn) == (-300.0, -300.0)
    silent = Buffer(300.0, 25.0, -50.0, 0.0, inf, 800.0)
    assert (silent.rebuild_bn, silent.out_of_reserves_bn) == (0.0, 0.0)


def test_months_count_the_announced_move_once() -> None:
    plan = CashPlan(date(2024, 5, 1), date(2024, 9, 30), 900.0)
    found = Buffer(75.0, 25.0, -50.0, 0.0, inf, 700.0, plan, 3.0)  # 200 to rebuild, 50 from ON RRP
    assert _months(np.array([650.0, 100.0, 0.0]), found).tolist() == [10.0, 3.0, 0.0]
    rising = Buffer(75.0, 25.0, 10.0, 0.0, inf, 700.0, plan, 3.0)
    assert _months(np.array([650.0, 100.0, 0.0]), rising).tolist() == [inf, 3.0, 0.0]


def test_weekly_means_carry_on_and_begin_at_zero() -> None:
    when = weeks(3)
    dates = np.array(["2023-01-05", "2023-01-11"], dtype="datetime64[D]")
    found = weekly_mean(Reading(dates, np.array([1.0, 3.0]), dates), when)
    assert found.tolist() == [0.0, 2.0, 3.0]
    assert weekly_mean(None, when).tolist() == [0.0, 0.0, 0.0]


def test_a_rise_is_measured_from_the_ordinary_days_before() -> None:
    dates = np.arange("2024-01-02", "2024-04-02", dtype="datetime64[D]")
    dates = dates[np.is_busday(dates)]
    leap = np.datetime64("2024-02-29")
    when, rise, kinds = rises_bp(Quotes(dates, np.where(dates == leap, 20.0, 1.0)), 10)
    assert rise[when == leap] == 19.0
    assert kinds[when == leap] == DayKind.MONTH_END
    assert rise[when != leap].tolist() == [0.0] * (len(when) - 1)


def test_wilson_against_published_values() -> None:
    # Newcombe 1998, table I: 81 of 263 and 1 of 29 at 95%.
    one, two = wilson(81, 263, 0.95), wilson(1, 29, 0.95)
    assert (round(one.low, 4), round(one.high, 4)) == (0.2553, 0.3662)
    assert (round(two.low, 4), round(two.high, 4)) == (0.0061, 0.1718)
    assert np.isnan(wilson(0, 0).share)
    for cases, of, confidence in ((3, 2, 0.8), (-1, 2, 0.8), (1, 2, 1.0)):
        with pytest.raises(InputError, match="impossible"):
            wilson(cases, of, confidence)


def test_alarms_are_judged_by_what_came() -> None:
    months = np.arange("2018-01", "2020-04", dtype="datetime64[M]")
    alarm = (months >= np.datetime64("2018-08")) & (months != np.datetime64("2018-11"))
    words = [Verdict.SCARCE if a else Verdict.AMPLE for a in alarm]
    first, second = alarm_records(months, words, RULES.alarms)
    assert (first.alarms.cases, first.alarms.of) == (4, 12)
    assert first.false.cases == 1  # August 2018 is 13 months before September 2019
    assert (first.runs, first.false_runs) == (2, 0)
    assert (second.alarms.cases, second.runs, second.false_runs) == (3, 1, 1)
    assert justified(np.datetime64("2018-09"), RULES.alarms)
    assert not justified(np.datetime64("2019-09"), RULES.alarms)
    with pytest.raises(InputError, match="one for each month"):
        alarm_records(months, words[:-1], RULES.alarms)


def test_definitions_refuse_unknown_names_and_impossible_values() -> None:
    good = RULES.kink.model_dump()
    with pytest.raises(ValidationError):
        Kink.model_validate(good | {"bend": 1})
    with pytest.raises(ValidationError):
        Kink.model_validate(good | {"lowest_quantile": 0.7})
