"""Liabilities: rules one by one, user paths, bad inputs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tidegate.bank.liabilities.absorption import absorb, on_rrp_change
from tidegate.bank.liabilities.estimation import decay_estimate, least_squares, split_estimate
from tidegate.bank.liabilities.grid import grown, quarterly_to_intervals
from tidegate.bank.liabilities.lines import (
    implied_lending,
    other_assets_path,
    pool_left,
    premium_left,
    premium_path,
    share_left,
    total_assets,
)
from tidegate.bank.liabilities.parameters import SplitRule, liability_parameters, parameter_table
from tidegate.bank.liabilities.paths import currency_path, foreign_pool_path, tga_path
from tidegate.bank.liabilities.projection import OpeningLiabilities, project_liabilities
from tidegate.errors import InputError

RULES = liability_parameters()
DAYS = np.array(["2024-01-03", "2024-01-31", "2024-02-07", "2024-03-27", "2024-06-26"], dtype="datetime64[D]")
GDP = np.full(DAYS.size, 28_000.0)
RATE = np.full(DAYS.size, 5.3)
OPENING = OpeningLiabilities(currency_bn=2_340, tga_bn=730, foreign_rrp_bn=350, on_rrp_bn=700, other_bn=200)
ASSETS = np.array([7_700.0, 7_640.0, 7_630.0, 7_480.0, 7_230.0])


def test_liabilities_close_to_the_assets_and_reserves_take_the_rest():
    found = project_liabilities(DAYS, ASSETS, OPENING, GDP, RATE, [50.0, 10.0, 100.0, -200.0], 133.0)
    assert np.abs(found.identity_residual_bn).max() < 1e-9
    assert found.on_rrp_bn[0] == 700
    first = 7_700 + 133 - (2_340 + 730 + 350 + 200) - 700
    assert found.reserves_bn[0] == pytest.approx(first)


def test_every_user_path_takes_the_place_of_its_rule():
    flat = np.full(DAYS.size, 100.0)
    for name in ("currency_bn", "tga_bn", "foreign_rrp_bn", "other_bn", "on_rrp_bn", "reserves_bn"):
        found = project_liabilities(DAYS, ASSETS, OPENING, GDP, RATE, overrides={name: flat})
        assert (getattr(found, name) == 100.0).all(), name
        assert np.abs(found.identity_residual_bn).max() < 1e-9


def test_paths_of_many_scenarios_at_once_are_those_of_each():
    assets = np.stack([ASSETS, ASSETS + 300.0])
    together = project_liabilities(DAYS, assets, OPENING, GDP, RATE)
    alone = project_liabilities(DAYS, assets[1], OPENING, GDP, RATE)
    np.testing.assert_allclose(together.reserves_bn[1], alone.reserves_bn)
    assert together.on_rrp_bn.shape == (2, DAYS.size)


def test_bad_inputs_are_named_all_at_once():
    with pytest.raises(InputError) as caught:
        project_liabilities(
            DAYS,
            ASSETS[:-1],
            OPENING,
            np.zeros(DAYS.size),
            np.full(DAYS.size, np.nan),
            np.zeros(DAYS.size),
            -1.0,
            overrides={
                "tga_bn": np.full(DAYS.size, -5.0),
                "gold_bn": ASSETS,
                "on_rrp_bn": ASSETS,
                "reserves_bn": ASSETS,
            },
        )
    text = str(caught.value)
    for word in (
        "total_assets_bn",
        "gdp_bn",
        "on_rrp_rate_pct",
        "net_bills_bn",
        "deferred_asset_bn",
        "tga_bn",
        "gold_bn",
    ):
        assert word in text, word
    assert "give one of them" in text


def test_days_must_increase():
    with pytest.raises(InputError, match="later than the one before"):
        project_liabilities(DAYS[::-1], ASSETS, OPENING, GDP, RATE)
    with pytest.raises(InputError, match="at least two"):
        project_liabilities(DAYS[:1], ASSETS[:1], OPENING, GDP[:1], RATE[:1])


def test_negative_opening_balances_are_named():
    with pytest.raises(InputError) as caught:
        OpeningLiabilities(currency_bn=-1, tga_bn=-2, foreign_rrp_bn=0, on_rrp_bn=0, other_bn=-5)
    assert "currency_bn" in str(caught.value)
    assert "tga_bn" in str(caught.value)
    assert "other_bn" not in str(caught.value)


def test_bills_draw_money_out_of_on_rrp_and_rate_rises_bring_it_in():
    rule = RULES.split
    assert on_rrp_change(100.0, 0.0, 0.0, rule) == pytest.approx(100 * rule.bills)
    assert rule.bills < 0 < rule.rate_bn_per_point
    assert on_rrp_change(0.0, -100.0, 0.0, rule) == pytest.approx(-100 * rule.liquidity)


def test_on_rrp_stops_at_its_floor_and_then_the_drain_falls_on_reserves():
    total = np.array([3_100.0, 2_900.0, 2_700.0])
    on_rrp, reserves = absorb(
        total, 100.0, [600.0, 600.0], np.full(3, 4.0), np.full(3, 30_000.0), RULES.split
    )
    assert on_rrp.tolist() == [100.0, RULES.split.floor_bn, RULES.split.floor_bn]
    assert reserves[-1] == pytest.approx(2_700 - RULES.split.floor_bn)


def test_nothing_new_reaches_on_rrp_while_banks_want_reserves():
    total, rate = np.array([2_800.0, 3_000.0]), np.full(2, 3.5)
    scarce, _ = absorb(total, 5.0, [-300.0], rate, np.full(2, 32_000.0), RULES.split)
    ample, _ = absorb(total, 5.0, [-300.0], rate, np.full(2, 20_000.0), RULES.split)
    assert scarce[-1] == 5.0
    assert ample[-1] > 100.0


def test_currency_share_falls_when_rates_are_high():
    days = np.arange("2024-01", "2029-01", dtype="datetime64[M]").astype("datetime64[D]")
    gdp = grown(days, 28_000.0, 5.0)
    high = currency_path(days, 2_340.0, gdp, np.full(days.size, 5.3), RULES.currency)
    low = currency_path(days, 2_340.0, gdp, np.zeros(days.size), RULES.currency)
    assert high[0] == low[0] == pytest.approx(2_340)
    assert high[-1] / gdp[-1] < high[0] / gdp[0]
    assert low[-1] > high[-1]


def test_currency_path_does_not_depend_on_the_grid():
    fine = np.arange("2024-01-01", "2026-01-01", dtype="datetime64[D]")
    coarse = fine[[0, -1]]
    paths = [
        currency_path(d, 2_340.0, np.full(d.size, 28_000.0), np.full(d.size, 4.0), RULES.currency)
        for d in (fine, coarse)
    ]
    assert paths[0][-1] == pytest.approx(paths[1][-1], rel=1e-9)


def test_tga_stays_or_moves_to_its_target_in_a_quarter():
    assert (tga_path(DAYS, 700.0) == 700.0).all()
    moved = tga_path(DAYS, 700.0, 850.0)
    assert moved[0] == 700.0
    assert moved[-1] == 850.0
    assert 700 < moved[1] < moved[2] < 850


def test_foreign_pool_grows_with_gdp_and_its_rate():
    days = np.arange("2024-01", "2034-01", dtype="datetime64[M]").astype("datetime64[D]")
    gdp = np.full(days.size, 30_000.0)
    high = foreign_pool_path(days, 350.0, gdp, np.full(days.size, 5.0), RULES.foreign_pool)
    low = foreign_pool_path(days, 350.0, gdp, np.zeros(days.size), RULES.foreign_pool)
    assert high[0] == low[0] == 350.0
    assert high[-1] > low[-1] > 300.0


def test_quarterly_flows_are_spread_over_their_days():
    days = np.array(["2023-12-31", "2024-01-31", "2024-03-31", "2024-04-15"], dtype="datetime64[D]")
    found = quarterly_to_intervals(days, np.array(["2024-01"], dtype="datetime64[M]"), [91.0])
    np.testing.assert_allclose(found, [31.0, 60.0, 0.0])


def test_premiums_are_written_off_and_nothing_is_lost():
    rule = RULES.lines
    found = premium_path(DAYS, 280.0, 25.0, rule, added_bn=[2.0, -1.0, 0.0, 0.0])
    moved = (found.premiums_bn - found.discounts_bn)[-1] - 255.0
    assert moved == pytest.approx(1.0 - found.amortisation_bn.sum())
    assert (found.amortisation_bn > 0).all()


def test_premiums_by_security_end_with_the_security():
    maturity = np.array(["2024-02-07", "2034-01-03"], dtype="datetime64[D]")
    left = share_left(DAYS, maturity, [1.0, 1.0])
    assert left[0] == 1.0
    assert 0.4 < left[2] < 0.5
    pools = pool_left([100.0, 90.0], [10.0, 9.0])
    np.testing.assert_allclose(pools, [1.0, 0.9, 0.81])
    rule = replace(RULES.lines, mbs_premium_share=0.5)
    assert premium_left([1.0, 0.8], [1.0, 0.6], rule)[1] == pytest.approx(0.7)


def test_lending_is_what_total_assets_hold_beside_the_other_lines():
    rule = RULES.lines
    premiums = premium_path(DAYS, 280.0, 25.0, rule)
    other = other_assets_path(DAYS, ASSETS - 500.0, 100.0, rule)
    assets = total_assets(ASSETS - 500.0, premiums, 40.0, other)
    np.testing.assert_allclose(implied_lending(assets, ASSETS - 500.0, premiums, other), 40.0)


def test_impossible_split_rules_are_named():
    with pytest.raises(InputError) as caught:
        SplitRule(bills=0.5, liquidity=2.0, rate_bn_per_point=-1.0, floor_bn=5.0, satiation_pct_of_gdp=10.0)
    for name in ("bills", "liquidity", "rate_bn_per_point"):
        assert name in str(caught.value)
    assert "floor_bn" not in str(caught.value)


def test_estimates_recover_a_known_rule():
    rng = np.random.default_rng(7)
    bills, total, rate = (
        rng.normal(0, 300, 40),
        rng.normal(0, 200, 41).cumsum() + 5_000,
        rng.normal(0, 0.5, 41).cumsum(),
    )
    change = -0.6 * bills + 0.3 * np.diff(total) + 120 * np.diff(rate)
    on_rrp = np.concatenate([[1_000.0], 1_000.0 + change.cumsum()])
    found = split_estimate(on_rrp, total - on_rrp, bills, rate)
    np.testing.assert_allclose(found.value, [-0.6, 0.3, 120.0], rtol=1e-8)
    assert found.observations == 40
    assert least_squares([1.0, np.nan, 3.0], 1.0).value[0] == pytest.approx(2.0)
    assert decay_estimate(100.0, 100.0 * np.exp(-0.2), 2.0) == pytest.approx(0.1)


def test_every_estimate_names_its_window():
    table = parameter_table()
    for name in ("currency", "foreign_pool", "split"):
        assert table[name]["window"]
