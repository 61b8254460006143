"""Ladders of holdings, and what they were expected to become."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for
from tidegate.errors import DateOutOfRange, InputError
from tidegate.transmission.rates.holdings.expected import (
    GDP_GROWTH_PCT,
    Holdings,
    expectation_on,
    expectations,
    expected_path,
    realised_ladder,
)
from tidegate.transmission.rates.holdings.ladder import (
    BUCKET_MEAN_YEARS,
    BUCKET_YEARS,
    RUNGS,
    YEARS,
    new_issues,
    purchase_mixes,
    snapshots,
    spread,
)

FED = load("fed")
ONES = np.ones((1, RUNGS))


def holdings(day, treasuries=2400.0, bills=0.0, mbs=1700.0, gdp=18_000.0):
    return Holdings(day, spread(0.0, 10.0) * treasuries, bills, mbs, gdp)


def test_shares_sum_to_one_and_means_hold():
    assert new_issues().sum() == pytest.approx(1)
    assert purchase_mixes().sum(axis=1) == pytest.approx(1)
    for (low, high), mean in zip(BUCKET_YEARS, BUCKET_MEAN_YEARS, strict=True):
        shares = spread(low, high, mean)
        assert shares.sum() == pytest.approx(1)
        assert (shares >= 0).all()
        assert float((shares * YEARS).sum()) == pytest.approx(mean, abs=0.05)


def test_snapshots_are_dated_and_add_up():
    found = snapshots()
    assert [s.date for s in found] == sorted(s.date for s in found)
    for one in found:
        assert one.ladder().sum() == pytest.approx(sum(one.coupons_bn))
        assert one.source


def test_everything_is_reinvested_until_the_expected_exit():
    when = date(2015, 12, 31)
    found = expected_path(holdings(when), plan_for(FED, "known:2015-12-31"), ONES)
    pause = expectation_on(when).hold_months
    assert found.treasuries_bn[: pause + 1] == pytest.approx(2400.0)
    assert found.mbs_bn[: pause + 1] == pytest.approx(1700.0)
    assert found.treasuries_bn[pause + 12] < 2400.0
    assert found.weighted_bn[:, 0] == pytest.approx(found.treasuries_bn)


def test_in_the_end_the_portfolio_grows_with_gdp():
    found = expected_path(holdings(date(2017, 12, 31)), plan_for(FED, "known:2017-12-31"), ONES)
    total = found.treasuries_bn + found.bills_bn + found.mbs_bn
    share = total / found.gdp_bn
    assert share[-1] == pytest.approx(expectation_on(date(2017, 12, 31)).normal_pct_gdp / 100, rel=1e-6)
    assert found.gdp_bn[12] / found.gdp_bn[0] == pytest.approx(1 + GDP_GROWTH_PCT / 100)


def test_announced_caps_bind():
    found = expected_path(
        holdings(date(2022, 5, 4), 5400.0, 326.0, 2700.0, 25_000.0), plan_for(FED, "known:2022-05-04"), ONES
    )
    fall = -np.diff((found.treasuries_bn + found.bills_bn)[:13])
    # May still reinvests; then 30 a month for three months, then 60.
    assert fall[:6] == pytest.approx([0, 30, 30, 30, 60, 60])


def test_purchases_follow_the_plan():
    when = date(2010, 11, 3)
    found = expected_path(
        holdings(when, 800.0, 18.0, 1000.0, 15_000.0), plan_for(FED, "known:2010-11-03"), ONES
    )
    grown = found.treasuries_bn[8] - found.treasuries_bn[0]
    reinvested = found.mbs_bn[0] - found.mbs_bn[8]
    assert grown == pytest.approx(600.0 + reinvested, rel=0.01)


def test_an_open_ended_pace_ends_as_expected():
    when = date(2020, 12, 16)
    found = expected_path(
        holdings(when, 4300.0, 326.0, 2000.0, 22_000.0), plan_for(FED, "known:2020-12-16"), ONES
    )
    months = expectation_on(when).purchase_months
    assert found.treasuries_bn[months] - found.treasuries_bn[0] == pytest.approx(80 * months, rel=0.05)
    assert found.treasuries_bn[months + 12] == pytest.approx(found.treasuries_bn[months])


def test_the_twist_lengthens():
    when = date(2011, 9, 21)
    weights = np.stack([np.ones(RUNGS), YEARS])
    twist = expected_path(holdings(when), plan_for(FED, "known:2011-09-21"), weights)
    none = expected_path(holdings(when), plan_for(FED, "known:2011-09-20"), weights)
    assert twist.weighted_bn[9, 1] > 1.2 * none.weighted_bn[9, 1]


def test_between_published_days_shares_are_mixed_and_scaled():
    days = tuple((s.date, s.ladder()) for s in snapshots())
    found = realised_ladder(date(2013, 6, 30), 1900.0, days)
    assert found.sum() == pytest.approx(1900.0)
    assert realised_ladder(days[0][0], 500.0, days).sum() == pytest.approx(500.0)
    later = realised_ladder(date(2022, 6, 30), 5400.0, days, np.array([5430.0, 5430.0, 5400.0]))
    assert later.sum() == pytest.approx(5400.0)
    assert later[-1] < days[-1][1][-1]


def test_assumptions_are_in_order_and_sourced():
    rows = expectations()
    assert [r.since for r in rows] == sorted(r.since for r in rows)
    assert all(r.source and r.normal_pct_gdp > 0 for r in rows)
    with pytest.raises(DateOutOfRange, match="before the first"):
        expectation_on(date(2008, 1, 1))


def test_refuses_impossible_holdings_and_horizons():
    with pytest.raises(InputError, match="360 amounts"):
        Holdings(date(2015, 1, 1), np.zeros(5), 0.0, 0.0, 1.0)
    with pytest.raises(InputError, match="gdp_bn"):
        Holdings(date(2015, 1, 1), np.zeros(RUNGS), 0.0, 0.0, 0.0)
    with pytest.raises(InputError, match="choose 1 to 600"):
        expected_path(holdings(date(2015, 12, 31)), None, ONES, months=0)
