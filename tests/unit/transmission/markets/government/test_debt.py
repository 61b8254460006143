"""The debt rolled: stocks add up, interest is what a reader can reckon, and bad input is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tidegate.errors import InputError, UnknownName
from tidegate.transmission.markets.government import (
    DebtStock,
    Financing,
    Market,
    government_effect,
    primary_deficits,
    roll_debt,
    stock_from_statement,
)
from tidegate.transmission.markets.government.concepts import concept, concepts
from tidegate.transmission.markets.government.financing import BILL_AGE_WEIGHTS, FRN_SPREAD_PCT, TENORS
from tidegate.transmission.markets.government.official import official, official_points
from tidegate.transmission.markets.government.roll import by_year
from tidegate.transmission.rates.premium.effect import curve_effect

START = date(2026, 5, 31)
TEN_YEARS_ONLY = np.array([float(name == "10y") for name in TENORS])


def day(text: str) -> np.datetime64:
    return np.datetime64(text, "D")


def stock(**amounts: tuple[str, float, float]) -> DebtStock:
    rows = [(name, *row) for name, row in amounts.items()]
    return stock_from_statement(
        START,
        [name.rstrip("_") for name, *_ in rows],
        [day(when) for _, when, _, _ in rows],
        [bn for *_, bn, _ in rows],
        [coupons for *_, coupons in rows],
    )


def market(months: int, level: float = 4.0, index: float = 1.0) -> Market:
    return Market(
        np.full((months, 7), level),
        np.full(months + 12, level),
        np.full(months, level - 2.0),
        np.full(months, index),
    )


def nothing_borrowed(months: int, bill_share: float = 0.0) -> Financing:
    return Financing(TEN_YEARS_ONLY, bill_share, net_borrowing_bn=np.zeros(months))


def test_a_statement_becomes_a_stock_by_month():
    found = stock(
        Bills=("2026-08-01", 100.0, 0.0), Notes=("2026-06-15", 40.0, 1.2), Bonds=("2056-05-15", 60.0, 3.0)
    )
    assert found.marketable_bn == 200.0
    assert found.bill_share == 0.5
    assert found.nominal_due_bn[0] == 40.0
    assert found.nominal_due_bn[359] == 60.0
    assert found.due_within_year_bn == 140.0
    assert found.mean_coupon_pct == pytest.approx(4.2)


def test_notes_pay_their_coupon_until_they_fall_due_and_the_market_rate_after():
    path = roll_debt(stock(Notes=("2026-08-15", 100.0, 1.2)), market(6), nothing_borrowed(6))
    assert path.nominal_interest_bn == pytest.approx([0.1, 0.1, 0.1, 4 / 12, 4 / 12, 4 / 12])
    assert path.sold_bn == pytest.approx([0, 0, 100, 0, 0, 0])
    assert path.marketable_bn == pytest.approx(np.full(6, 100.0))


def test_bills_cost_the_yields_at_which_they_were_sold():
    rising = replace(market(3), bill_pct=np.array([1.0] * 12 + [5.0, 5.0, 5.0]))
    path = roll_debt(stock(Bills=("2026-07-01", 1200.0, 0.0)), rising, nothing_borrowed(3, 1.0))
    new = np.cumsum(BILL_AGE_WEIGHTS)[:3]
    assert path.bills_interest_bn == pytest.approx(1.0 + 4.0 * new)
    assert BILL_AGE_WEIGHTS.sum() == pytest.approx(1.0)


def test_floating_rate_notes_follow_the_bill_at_once():
    path = roll_debt(stock(FRNs=("2027-07-31", 1200.0, 0.0)), market(2, 3.0), nothing_borrowed(2))
    assert path.frn_interest_bn == pytest.approx(np.full(2, 3.0 + FRN_SPREAD_PCT))


def test_linked_principal_rises_with_prices_and_is_repaid_risen():
    priced = market(4, index=1.01)
    financing = Financing(TEN_YEARS_ONLY, 0.0, net_borrowing_bn=np.array([1.0, 1.01, 0.0, 0.0]))
    path = roll_debt(stock(TIPS=("2026-07-15", 100.0, 1.2)), priced, financing)
    assert path.inflation_bn == pytest.approx([1.0, 1.01, 0.0, 0.0])
    assert path.tips_interest_bn == pytest.approx([0.1, 0.101, 0.0, 0.0])
    assert path.tips_bn == pytest.approx([101.0, 0.0, 0.0, 0.0])
    assert path.sold_bn[1] == pytest.approx(102.01)


def test_deficits_are_borrowed_with_their_interest():
    financing = Financing(TEN_YEARS_ONLY, 0.0, primary_deficit_bn=np.full(2, 10.0))
    path = roll_debt(stock(Bonds=("2050-05-15", 120.0, 12.0)), market(2, 6.0), financing)
    assert path.marketable_bn == pytest.approx([131.0, 131.0 + 10 + 1 + 11 * 0.06 / 12])


def test_bills_follow_the_record_where_it_is_given():
    financing = replace(nothing_borrowed(3, 0.5), bills_bn=np.array([20.0, 30.0, np.nan]))
    path = roll_debt(stock(Notes=("2026-06-30", 100.0, 1.0)), market(3), financing)
    assert path.bills_bn == pytest.approx([20.0, 20.0 + 0.0, 20.0]), "sold notes cannot be taken back"
    assert path.marketable_bn == pytest.approx(np.full(3, 100.0))


def test_paths_are_rolled_together_as_one_by_one():
    moved = market(24).shifted(
        np.array([0.0, 1.0])[:, None, None] * np.ones((24, 7)),
        np.array([0.0, 1.0])[:, None] * np.ones(24),
        np.array([0.0, 1.0])[:, None] * np.ones(24),
    )
    own = stock(
        Bills=("2026-07-01", 50.0, 0.0), Notes=("2027-01-31", 40.0, 1.0), TIPS=("2027-05-15", 10.0, 0.1)
    )
    financing = Financing(np.full(9, 1 / 9), 0.3, primary_deficit_bn=np.full(24, 2.0))
    both = roll_debt(own, moved, financing)
    alone = roll_debt(own, market(24, 5.0), replace(financing))
    assert both.interest_bn.shape == (2, 24)
    assert (both.interest_bn[1, 1:] > both.interest_bn[0, 1:]).all()
    # Bills sold before the first month keep their yields, which is all that differs from a market at 5%.
    assert both.nominal_interest_bn[1, :12] == pytest.approx(alone.nominal_interest_bn[:12], rel=2e-3)


def test_years_are_whole_or_left_out():
    found = by_year(np.ones(30), np.datetime64("2026-06"), 10)
    assert found == {2027: 12.0, 2028: 12.0}
    assert list(by_year(np.ones(30), np.datetime64("2026-06"))) == [2027]


def test_primary_deficits_grow_with_the_economy():
    found = primary_deficits(12_000.0, 13, 3.0, 4.0, -24.0)
    assert found[11] == pytest.approx(12_000 * 1.04 * 0.03 / 12 - 2.0)


def test_run_off_costs_and_purchases_save_and_the_interval_is_ordered():
    own = stock(Bills=("2026-07-01", 5_000.0, 0.0), Notes=("2028-01-31", 20_000.0, 600.0))
    financing = Financing(np.full(9, 1 / 9), 0.2, primary_deficit_bn=np.full(124, 100.0))
    for change, sign in ((-1_000.0, 1.0), (1_000.0, -1.0)):
        found = government_effect(own, market(124), financing, curve_effect(change, 12), start=3)
        total = found.total_bn
        assert sign * total.mean > 0
        assert total.p10 < total.mean < total.p90
        wide = found.interval_bn(0.95)
        assert wide[0] < total.p10
        assert wide[1] > total.p90
        assert np.abs(found.monthly_bn[:, :3]).max() < 1e-9, "nothing moves before it is known"
        assert sum(e.mean for e in found.years().values()) == pytest.approx(total.mean, rel=0.05)
    with pytest.raises(InputError, match="confidence"):
        found.interval_bn(90.0)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Shares", "2030-01-01", 1.0, 0.0), "debt class 'Shares'"),
        (("Notes", "2026-04-30", 1.0, 0.0), "2026-04 is past"),
        (("Notes", "2070-01-01", 1.0, 0.0), "2070-01 is past or more than thirty years"),
        (("Notes", "2030-01-01", float("nan"), 0.0), "must be a number"),
    ],
)
def test_impossible_statements_are_refused(row, said):
    kind, when, bn, coupons = row
    with pytest.raises(InputError, match=said):
        stock_from_statement(START, [kind], [day(when)], [bn], [coupons])


def test_impossible_markets_and_financing_are_refused():
    with pytest.raises(InputError, match="bill_pct has 3 values") as caught:
        replace(market(3), bill_pct=np.ones(3), index=np.array([1.0, np.nan, 1.0]))
    assert len(caught.value.problems) == 2
    with pytest.raises(InputError, match="bill share 1.5") as caught:
        Financing(np.ones(9), 1.5)
    assert len(caught.value.problems) == 3
    with pytest.raises(InputError, match="has 2 months, the market 3"):
        roll_debt(stock(Notes=("2026-08-15", 1.0, 0.0)), market(3), nothing_borrowed(2))


def test_concepts_and_official_points_are_complete():
    assert set(concepts()) == {"accounts", "budget"}
    assert concept("budget").first_of_year == 10
    with pytest.raises(UnknownName, match="accounts, budget"):
        concept("cash")
    assert all(p.source for p in official_points())
    found = official("net_interest", 2035, date(2026, 10, 8))
    assert found is not None
    assert found.value == 1783
    assert official("net_interest", 2035, date(2024, 12, 31)) is None, "not out yet"
