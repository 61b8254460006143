"""The plan in force on a day."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.bank.programmes.loader import load, parse
from tidegate.bank.programmes.plan import AS_ANNOUNCED, Plan, plan_for
from tidegate.errors import DateOutOfRange, PlanError

HEAD = 'bank = "fed"\ncurrency = "USD"\n'
BANKS = ("fed", "ecb", "boe", "boj")


def plan(*rows: tuple[str, str, str], spec: str = AS_ANNOUNCED) -> Plan:
    """Build a plan from (announced, effective, rules)."""
    records = "".join(
        f'[[record]]\nid = "r{n}"\nannounced = {told}\neffective = {held}\nlabel_en = "x"\nlabel_zh = "x"\n'
        f'rules = [{rules}]\nsource = "x"\ncertainty = "read"\n'
        for n, (told, held, rules) in enumerate(rows)
    )
    return plan_for(parse(HEAD + records, "test"), spec)


def cap(amount: object, instrument: str = "treasuries") -> str:
    return f'{{ kind = "redemption_cap", instrument = "{instrument}", bn_per_month = {amount} }}'


def pace(amount: object, sector: str = "") -> str:
    return f'{{ kind = "purchase_pace", instrument = "mbs", bn_per_month = {amount}, sector = "{sector}" }}'


def total(amount: float, until: str, more: str = "") -> str:
    return f'{{ kind = "purchase_total", instrument = "mbs", total_bn = {amount}, until = {until}{more} }}'


def test_a_cap_holds_for_the_month_on_whose_first_day_it_is_in_force() -> None:
    p = plan(("2022-01-01", "2022-06-01", cap(30)), ("2022-01-01", "2022-08-02", cap(60)))
    months = np.arange("2022-05", "2022-10", dtype="datetime64[M]")
    assert p.caps("treasuries", months).tolist() == [0, 30, 30, 30, 60]
    assert p.cap_bn("treasuries", np.datetime64("2022-09")) == 60
    assert p.caps("mbs", months).tolist() == [0] * 5
    assert p.caps("treasuries", months.reshape(5, 1)).shape == (5, 1)


def test_a_cap_of_all_lets_everything_run_off() -> None:
    assert math.isinf(
        plan(("2022-01-01", "2022-06-01", cap('"all"'))).cap_bn("treasuries", np.datetime64("2022-06"))
    )


def test_a_later_announcement_replaces_steps_that_an_earlier_one_had_planned() -> None:
    p = plan(
        ("2019-03-20", "2019-10-01", cap(5)),
        ("2019-07-31", "2019-08-01", cap(0)),
        ("2019-03-20", "2019-05-01", cap(15)),
    )
    months = np.arange("2019-04", "2019-12", dtype="datetime64[M]")
    assert p.caps("treasuries", months).tolist() == [0, 15, 15, 15, 0, 0, 0, 0]


def test_what_is_known_decides_which_steps_stand() -> None:
    rows = (
        ("2019-03-20", "2019-05-01", cap(15)),
        ("2019-03-20", "2019-10-01", cap(0)),
        ("2019-07-31", "2019-08-01", cap(0)),
    )
    assert plan(*rows, spec="known:2019-07-30").cap_bn("treasuries", np.datetime64("2019-09")) == 15
    assert plan(*rows, spec="known:2019-07-31").cap_bn("treasuries", np.datetime64("2019-09")) == 0


def test_a_pace_is_spread_over_the_days_of_each_month() -> None:
    p = plan(("2020-01-01", "2020-02-15", pace(29)), ("2020-01-01", "2020-04-01", pace(0)))
    assert p.purchase_pace_bn("mbs", "2020-02-14") == 0
    assert p.purchase_pace_bn("mbs", date(2020, 2, 15)) == 29
    assert p.purchases_bn("mbs", "2020-02-01", "2020-03-01") == pytest.approx(15)  # 15 of 29 days
    assert p.purchases_bn("mbs", "2020-03-01", "2020-06-01") == pytest.approx(29)
    assert p.purchases_bn("mbs", "2020-03-01", "2020-03-02") == pytest.approx(29 / 31)
    assert p.purchases_bn("treasuries", "2020-03-01", "2020-06-01") == 0


def test_a_total_is_spread_evenly_and_then_stops() -> None:
    p = plan(("2020-01-01", "2020-01-01", total(40, "2020-02-09")))  # 40 days
    assert p.purchases_bn("mbs", "2020-01-11", "2020-01-21") == pytest.approx(10)
    assert p.purchases_bn("mbs", "2019-01-01", "2021-01-01") == pytest.approx(40)
    assert p.purchase_pace_bn("mbs", "2020-01-31") == pytest.approx(31)
    assert p.purchase_pace_bn("mbs", "2020-02-10") == 0


def test_a_widened_total_counts_what_was_bought_before() -> None:
    p = plan(
        ("2020-01-01", "2020-01-01", total(40, "2020-02-09")),
        ("2020-01-11", "2020-01-11", total(100, "2020-03-31", ", since = 2020-01-01")),
    )
    assert p.purchases_bn("mbs", "2020-01-01", "2020-01-11") == pytest.approx(10)
    assert p.purchases_bn("mbs", "2020-01-01", "2021-01-01") == pytest.approx(100)


def test_sectors_add_up_and_replace_each_other_apart() -> None:
    p = plan(
        ("2020-01-01", "2020-01-01", pace(10)),
        ("2020-01-01", "2020-01-01", pace(5, "long")),
        ("2020-02-01", "2020-02-01", pace(0)),
    )
    assert p.purchase_pace_bn("mbs", "2020-01-05") == 15
    assert p.purchase_pace_bn("mbs", "2020-02-05") == 5


def test_purchases_as_needed_have_no_amount() -> None:
    p = plan(("2020-01-01", "2020-01-01", pace('"as needed"')), ("2020-02-01", "2020-02-01", pace(1)))
    assert math.isnan(p.purchase_pace_bn("mbs", "2020-01-05"))
    assert math.isnan(p.purchases_bn("mbs", "2020-01-31", "2020-02-02"))
    assert p.purchases_bn("mbs", "2020-02-01", "2020-03-01") == pytest.approx(1)


def test_gross_purchases_replace_net_ones() -> None:
    gross = '{ kind = "gross_purchase_pace", instrument = "mbs", bn_per_month = 6 }'
    p = plan(("2020-01-01", "2020-01-01", pace(10)), ("2020-02-01", "2020-02-01", gross))
    assert (p.purchase_pace_bn("mbs", "2020-02-05"), p.gross_purchase_pace_bn("mbs", "2020-02-05")) == (0, 6)
    assert (p.buys_gross("mbs", "2020-01-05"), p.buys_gross("mbs", "2020-02-05")) == (False, True)
    assert p.gross_purchases_bn("mbs", "2020-01-01", "2020-04-01") == pytest.approx(12)
    assert p.purchases_bn("mbs", "2020-01-01", "2020-04-01") == pytest.approx(10)


def test_sales_by_pace_and_by_total() -> None:
    p = plan(
        ("2020-01-01", "2020-01-01", '{ kind = "sale_pace", instrument = "mbs", bn_per_month = 3 }'),
        (
            "2020-01-01",
            "2020-03-01",
            '{ kind = "sale_total", instrument = "mbs", total_bn = 31, until = 2020-03-31 }',
        ),
    )
    assert p.sale_pace_bn("mbs", "2020-02-05") == 3
    assert p.sales_bn("mbs", "2020-01-01", "2021-01-01") == pytest.approx(6 + 31)


def test_purchases_day_by_day_add_up() -> None:
    p = plan_for(load("fed"))
    days = np.arange("2020-06-11", "2022-04-01", dtype="datetime64[D]")
    assert p.purchases_by_day("treasuries", days).sum() == pytest.approx(
        p.purchases_bn("treasuries", "2020-06-11", "2022-04-01")
    )


def test_reinvestment_goes_back_into_the_same_instrument_unless_told() -> None:
    rule = (
        '{ kind = "reinvest", instrument = "mbs", into = "treasuries", '
        'up_to_bn_per_month = 20, beyond = "mbs" }'
    )
    p = plan(("2019-07-31", "2019-08-01", rule))
    assert tuple(p.reinvest_into("mbs", "2019-07-31")) == ("mbs", None, None, None)
    assert tuple(p.reinvest_into("mbs", "2019-08-01")) == ("treasuries", 20, "mbs", None)
    assert p.reinvest_into("treasuries", "2020-01-01").into == "treasuries"


def test_policy_rates_are_merged_field_by_field() -> None:
    p = plan(
        ("2020-01-01", "2020-01-02", '{ kind = "policy_rate", lower_pct = 1, upper_pct = 1.25 }'),
        ("2020-02-01", "2020-02-02", '{ kind = "policy_rate", reserves_pct = 1.1 }'),
    )
    assert tuple(p.policy_rate("2020-01-01")) == (None, None, None, None)
    assert tuple(p.policy_rate("2020-01-02")) == (1, 1.25, None, None)
    assert tuple(p.policy_rate("2020-02-02")) == (1, 1.25, 1.1, None)


def test_yield_target_and_its_end() -> None:
    on = '{ kind = "yield_target", tenor_years = 10, target_pct = 0.0, band_pct = 0.5 }'
    off = '{ kind = "yield_target", tenor_years = 10, target_pct = "none" }'
    p = plan(("2020-01-01", "2020-01-01", on), ("2021-01-01", "2021-01-01", off))
    target = p.yield_target("2020-06-01")
    assert target is not None
    assert (target.target_pct, target.band_pct) == (0, 0.5)
    assert p.yield_target("2019-06-01") is None
    assert p.yield_target("2021-06-01") is None


def test_facilities_open_on_a_day() -> None:
    p = plan_for(load("fed"))
    assert "BTFP" not in p.facilities("2023-03-11")
    assert "BTFP" in p.facilities("2023-03-12")
    assert "BTFP" not in p.facilities("2024-03-11")
    assert p.facilities("2024-01-01")["ON RRP"].limit_bn == 160
    assert "SRF" in p.facilities("2026-10-01")


def test_instruments_of_a_plan() -> None:
    assert set(plan_for(load("ecb")).instruments()) == {"app", "pepp"}


@pytest.mark.parametrize(
    "spec",
    ["", "known", "known:", "known:2022", "known:2022-13-01", "known:20220504", "as announced", "KNOWN:x"],
)
def test_an_unknown_kind_of_plan_is_refused(spec: str) -> None:
    with pytest.raises(PlanError, match="write as-announced, or known:YYYY-MM-DD"):
        plan_for(load("fed"), spec)


def test_a_date_before_the_first_announcement_is_refused() -> None:
    with pytest.raises(DateOutOfRange, match="nothing had been announced by then.*2006-06-29"):
        plan_for(load("fed"), "known:1999-01-01")


DAYS = st.dates(date(2010, 10, 6), date(2027, 6, 30))
MONTHS = np.arange("2008-01", "2028-01", dtype="datetime64[M]")


@given(st.sampled_from(BANKS), DAYS)
def test_a_plan_known_on_a_day_uses_nothing_announced_later(bank: str, day: date) -> None:
    p = plan_for(load(bank), f"known:{day.isoformat()}")
    assert all(record.announced <= day for record in p.records)
    assert len(p.records) == sum(record.announced <= day for record in load(bank).record)
    assert p.known_on == day


@given(st.sampled_from(BANKS), DAYS)
def test_caps_are_never_negative_or_missing(bank: str, day: date) -> None:
    p = plan_for(load(bank), f"known:{day.isoformat()}")
    for instrument in p.instruments():
        assert (p.caps(instrument, MONTHS) >= 0).all()


@given(st.sampled_from(BANKS), DAYS, st.integers(0, 900), st.integers(0, 900))
def test_purchases_of_adjoining_stretches_add_up(bank: str, day: date, first: int, second: int) -> None:
    p = plan_for(load(bank))
    middle, end = day + timedelta(first), day + timedelta(first + second)
    for instrument in p.instruments():
        whole = p.purchases_bn(instrument, day, end)
        parts = p.purchases_bn(instrument, day, middle) + p.purchases_bn(instrument, middle, end)
        assert whole >= 0 or math.isnan(whole)
        assert parts == pytest.approx(whole, abs=1e-6, nan_ok=True)


@given(DAYS)
def test_history_up_to_a_day_does_not_depend_on_what_came_later(day: date) -> None:
    known, all_of_it = plan_for(load("fed"), f"known:{day.isoformat()}"), plan_for(load("fed"))
    past = MONTHS[: np.searchsorted(MONTHS, np.datetime64(day, "M"), side="right")]
    for instrument in ("treasuries", "mbs"):
        assert known.caps(instrument, past).tolist() == all_of_it.caps(instrument, past).tolist()
    assert known.policy_rate(day) == all_of_it.policy_rate(day)
    assert known.purchase_pace_bn("treasuries", day) == all_of_it.purchase_pace_bn("treasuries", day)
