"""Income: interest on stepping rates, the statement, the deferred asset, valuation, bad inputs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tidegate.bank.income.parameters import expenses_path, income_parameters, interest_deposits
from tidegate.bank.income.rates import RatePath, announced_rates, bill_book_yield, interest, running
from tidegate.bank.income.remittances import remit
from tidegate.bank.income.statement import Balances, income_statement
from tidegate.bank.income.unrealised import Curve, mbs_value, treasury_value, unrealised_gain
from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for
from tidegate.errors import InputError

RULES = income_parameters()
DAYS = np.array(["2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31"], dtype="datetime64[D]")
EVERY = np.arange(DAYS[0], DAYS[-1] + 1, dtype="datetime64[D]")
FLAT = RatePath(EVERY, *(np.full(EVERY.size, r) for r in (5.25, 5.5, 5.4, 5.3)))


def balances(**changed) -> Balances:
    values = dict.fromkeys(Balances.__dataclass_fields__, np.zeros(DAYS.size))
    return Balances(
        **(values | {name: np.asarray(v, dtype=float) + np.zeros(DAYS.size) for name, v in changed.items()})
    )


def statement(opening=0.0, **changed):
    return income_statement(DAYS, balances(**changed), FLAT, 0.0, 0.0, opening)


def test_a_flat_balance_at_a_flat_rate():
    """3,600 bn at 5.4% over 91 days of a 360-day year."""
    found = interest(DAYS, np.full(DAYS.size, 3_600.0), EVERY, FLAT.reserves_pct, 360)
    assert found.sum() == pytest.approx(3_600 * 0.054 * 91 / 360)


def test_a_rate_that_steps_within_an_interval_counts_from_its_day():
    rate = np.where(np.datetime64("2024-01-21") <= EVERY, 5.0, 4.0)
    found = interest(DAYS, np.full(DAYS.size, 1_000.0), EVERY, rate, 365)
    # 1 to 20 January at 4%, 21 to 31 at 5%.
    assert found[0] == pytest.approx(1_000 * (20 * 0.04 + 11 * 0.05) / 365)


def test_a_balance_moves_in_a_straight_line_or_stands_for_a_mean():
    balance = np.array([100.0, 200.0, 200.0, 200.0])
    line = interest(DAYS, balance, EVERY, np.full(EVERY.size, 36.5), 365)
    mean = interest(DAYS, balance, EVERY, np.full(EVERY.size, 36.5), 365, period_means=True)
    assert line[0] == pytest.approx(sum(100 + 100 * k / 31 for k in range(1, 32)) * 0.001)
    assert mean[0] == pytest.approx(200 * 31 * 0.001)


def test_interest_does_not_depend_on_how_the_grid_is_cut():
    rate = np.linspace(4.0, 5.0, EVERY.size)
    fine = interest(EVERY, np.full(EVERY.size, 500.0), EVERY, rate, 360).sum()
    coarse = interest(DAYS, np.full(DAYS.size, 500.0), EVERY, rate, 360).sum()
    assert fine == pytest.approx(coarse)


def test_announced_rates_step_on_the_day_they_take_effect():
    rates = announced_rates(plan_for(load("fed")), np.datetime64("2024-09-01"), np.datetime64("2025-01-31"))
    days = np.array(["2024-09-18", "2024-09-19", "2024-12-18", "2024-12-19"], dtype="datetime64[D]")
    assert rates.on(days, "reserves_pct").tolist() == [5.40, 4.90, 4.65, 4.40]
    assert rates.on(days, "reverse_repo_pct").tolist() == [5.30, 4.80, 4.55, 4.25]
    with pytest.raises(InputError, match="known from"):
        rates.on(np.array(["2025-02-01"], dtype="datetime64[D]"), "reserves_pct")


def test_rates_that_were_never_announced_are_refused():
    with pytest.raises(InputError, match="reserves_pct"):
        announced_rates(plan_for(load("fed")), np.datetime64("2008-01-01"), np.datetime64("2008-02-01"))


def test_every_line_of_the_statement_has_its_sign():
    found = statement(
        treasury_interest_bn=100.0,
        mbs_bn=2_400.0,
        mbs_coupon_pct=2.5,
        reserves_bn=3_300.0,
        on_rrp_bn=500.0,
        foreign_rrp_bn=350.0,
        lending_bn=100.0,
        ten_year_pct=4.0,
    )
    assert found.coupons_bn.sum() == pytest.approx(100 * 91 / 365.25)
    assert found.mbs_bn.sum() == pytest.approx(60 * 91 / 365.25)
    assert found.lending_bn.sum() == pytest.approx(100 * 0.055 * 91 / 360)
    assert found.reserves_interest_bn.sum() == pytest.approx(3_300 * 0.054 * 91 / 360)
    assert found.foreign_interest_bn.sum() == pytest.approx(350 * 0.053 * 91 / 360)
    assert found.dividends_bn.sum() == pytest.approx(RULES.paid_in_capital_bn * 0.04 * 91 / 365.25)
    by_hand = (
        found.coupons_bn
        + found.mbs_bn
        + found.lending_bn
        + found.other_income_bn
        - found.reserves_interest_bn
        - found.reverse_repo_interest_bn
        - found.foreign_interest_bn
        - found.expenses_bn
    )
    np.testing.assert_allclose(found.net_income_bn, by_hand)
    assert np.abs(found.identity_residual_bn).max() < 1e-12


def test_amortisation_and_inflation_and_gains():
    found = income_statement(DAYS, balances(), FLAT, 1.0, 2.0, realised_gains_bn=[0.5, 0.0, -0.5])
    base = statement()
    np.testing.assert_allclose(found.net_income_bn - base.net_income_bn, [-0.5, -1.0, -1.5])


def test_many_paths_at_once_are_those_of_each():
    reserves = np.stack([np.full(DAYS.size, 3_000.0), np.full(DAYS.size, 3_500.0)])
    shared = {"treasury_interest_bn": np.full(DAYS.size, 150.0)}
    values = dict.fromkeys(Balances.__dataclass_fields__, np.zeros(DAYS.size)) | shared
    both = income_statement(DAYS, Balances(**(values | {"reserves_bn": reserves})), FLAT, 0.0, 0.0)
    one = income_statement(DAYS, Balances(**(values | {"reserves_bn": reserves[1]})), FLAT, 0.0, 0.0)
    np.testing.assert_allclose(both.net_income_bn[1], one.net_income_bn)
    np.testing.assert_allclose(both.remittances.deferred_asset_bn[1], one.remittances.deferred_asset_bn)


def test_years_are_divided_by_days():
    days = np.array(["2023-12-21", "2024-01-10"], dtype="datetime64[D]")
    every = np.arange(days[0], days[-1] + 1, dtype="datetime64[D]")
    rates = RatePath(every, *(np.full(every.size, 5.0) for _ in range(4)))
    values = dict.fromkeys(Balances.__dataclass_fields__, np.zeros(2))
    found = income_statement(days, Balances(**values), rates, 20.0, 0.0)
    by_year = found.by_year(found.inflation_bn)
    assert by_year == {2023: pytest.approx(10.0), 2024: pytest.approx(10.0)}


def test_losses_add_up_and_are_made_good_before_anything_is_remitted():
    none = replace(RULES, still_remitting_growth_bn=0.0)
    found = remit(DAYS, [-10.0, 4.0, 9.0], 0.0, none)
    assert found.deferred_asset_bn.tolist() == [0.0, 10.0, 6.0, 0.0]
    assert found.remitted_bn.tolist() == [0.0, 0.0, 3.0]
    assert found.peak_day == DAYS[1]
    assert found.cleared_day == DAYS[3]


def test_banks_without_a_deferred_asset_go_on_remitting():
    found = remit(DAYS, [-10.0, -10.0, -10.0], 0.0, RULES, still_remitting_bn=[0.5, 0.5, 0.5])
    assert found.remitted_bn.tolist() == [0.5, 0.5, 0.5]
    assert found.deferred_asset_bn[-1] == pytest.approx(31.5)
    assert np.isnat(found.cleared_day)


def test_in_good_times_everything_is_remitted():
    found = remit(DAYS, [8.0, 8.0, 8.0], 0.0, RULES)
    assert found.remitted_bn.tolist() == [8.0, 8.0, 8.0]
    assert not found.still_remitting_bn.any()
    assert np.isnat(found.cleared_day)


def test_bad_inputs_are_named_all_at_once():
    bad = balances()
    bad = replace(bad, reserves_bn=np.zeros(2), mbs_bn=np.full(DAYS.size, np.nan))
    with pytest.raises(InputError) as caught:
        income_statement(DAYS, bad, FLAT, np.zeros(2), 0.0)
    for name in ("reserves_bn", "mbs_bn", "inflation_bn"):
        assert name in str(caught.value)


def test_rates_must_cover_every_day():
    with pytest.raises(InputError, match="every calendar day"):
        RatePath(DAYS, *(np.zeros(DAYS.size) for _ in range(4)))
    short = EVERY[:-5]
    rates = RatePath(short, *(np.zeros(short.size) for _ in range(4)))
    with pytest.raises(InputError, match="known from"):
        income_statement(DAYS, balances(), rates, 0.0, 0.0)


def test_parameters_out_of_range_are_named():
    with pytest.raises(InputError) as caught:
        replace(RULES, interest_bearing_share=1.5, expense_year=(2024,), paid_in_capital_bn=-1.0)
    for name in ("interest_bearing_share", "expense_year", "paid_in_capital_bn"):
        assert name in str(caught.value)


def test_expenses_are_the_published_ones_and_grow_beyond():
    days = np.array(["2019-06-30", "2023-06-30", "2024-06-30", "2026-06-30"], dtype="datetime64[D]")
    found = expenses_path(days, RULES)
    np.testing.assert_allclose(found[:3], [6.67, 9.2, 9.9])
    assert found[3] == pytest.approx(9.9 * 1.04**2)


def test_interest_bearing_deposits_are_never_negative():
    assert interest_deposits([-10.0, 100.0], RULES).tolist() == [0.0, RULES.interest_bearing_share * 100]


def test_bills_earn_the_mean_yield_of_the_last_half_year():
    days = np.array(["2024-07-01", "2024-12-31"], dtype="datetime64[D]")
    every = np.arange("2024-01-01", "2025-01-01", dtype="datetime64[D]")
    rising = np.where(every < np.datetime64("2024-07-01"), 4.0, 5.0)
    found = bill_book_yield(days, every, rising)
    assert found[0] == pytest.approx(4.0, abs=0.01)
    assert found[1] == pytest.approx(5.0, abs=0.01)


def test_running_amounts_are_a_year_over_a_year():
    year = np.array(["2023-01-01", "2024-01-01"], dtype="datetime64[D]")
    assert running(year, [100.0, 100.0], 365)[0] == pytest.approx(100.0)


def book() -> SecurityBook:
    return SecurityBook(
        date(2024, 1, 31),
        ("note", "tips", "bill", "frn"),
        np.array([Kind.COUPON, Kind.TIPS, Kind.BILL, Kind.FRN], dtype=np.int8),
        np.array([2.0, 0.5, 0.0, 0.15]),
        np.array(["2034-01-31", "2034-01-31", "2024-07-31", "2025-01-31"], dtype="datetime64[D]"),
        np.array([100.0, 100.0, 50.0, 20.0]),
        np.array([0.0, 20.0, 0.0, 0.0]),
    )


def test_a_note_at_its_coupon_is_worth_par_and_loses_when_yields_rise():
    at_par = Curve(np.array([1.0, 30.0]), np.array([2.0, 2.0]), 0.5)
    value = treasury_value(book(), at_par)
    np.testing.assert_allclose(value[:2], [100.0, 120.0])
    assert 49.4 < value[2] < 49.6
    assert value[3] == 20.0
    later = treasury_value(book(), at_par.moved(1.0))
    # Ten years of 1% less a year, at 3%: about 8.6 of 100.
    assert value[0] - later[0] == pytest.approx(8.58, abs=0.02)
    assert later[1] < value[1]


def test_mbs_at_their_coupon_are_worth_their_face():
    principal = np.full(10, 10.0)
    left = 100.0 - np.concatenate([[0.0], np.cumsum(principal)[:-1]])
    assert mbs_value(principal, left * 0.06 / 12, 6.0) == pytest.approx(100.0)
    assert unrealised_gain(95.0, 100.0, 5.0) == -10.0


def test_bad_curves_are_named():
    with pytest.raises(InputError, match="one yield for each term"):
        Curve(np.array([1.0, 2.0]), np.array([1.0]), 0.0)
    with pytest.raises(InputError, match="must be a number"):
        Curve(np.array([1.0, 2.0]), np.array([1.0, np.nan]), 0.0)
    with pytest.raises(InputError, match="each longer"):
        Curve(np.array([2.0, 1.0]), np.array([1.0, 1.0]), 0.0)
