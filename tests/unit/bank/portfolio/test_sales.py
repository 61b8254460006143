"""Active sales by maturity sector."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.bank.portfolio.bonds import CouponSchedule, clean_price
from tidegate.bank.portfolio.sales import SaleBucket, par_bond_price, sell
from tidegate.errors import InputError

BUCKETS = (
    SaleBucket("3-7y", 5.0, 2.0),
    SaleBucket("7-20y", 13.5, 2.0),
    SaleBucket("20y+", 28.0, 2.0),
)


def flat(level):
    return lambda years: level


def test_prices_agree_with_the_arithmetic_of_single_bonds():
    for years in (1.0, 5.0, 13.5, 28.0):
        schedule = CouponSchedule(np.array([round(2 * years)]), np.array([1.0]))
        for coupon, rate in ((2.0, 4.5), (2.0, 2.0), (5.0, 1.0), (0.0, 3.0), (2.0, 0.0)):
            assert par_bond_price(coupon, rate, years) == pytest.approx(
                float(clean_price(schedule, coupon, rate)[0]), rel=1e-9
            )


def test_a_bond_at_par_neither_gains_nor_loses():
    sale = sell(10.0, {}, BUCKETS, flat(2.0))
    assert sale.gain_bn == pytest.approx(0.0, abs=1e-9)
    assert sale.proceeds_bn == pytest.approx(10.0)


def test_higher_yields_cost_the_more_the_longer_the_bond():
    sale = sell(30.0, {}, BUCKETS, flat(4.5))
    losses = [-sale.by_sector_bn[b.sector] for b in BUCKETS]
    assert losses == sorted(losses)
    assert losses[0] > 0.0
    assert sum(losses) == pytest.approx(-sale.gain_bn)


def test_lower_yields_gain():
    assert sell(10.0, {"20y+": 1.0}, BUCKETS, flat(1.0)).gain_bn > 0.0


def test_the_treasury_bears_it_under_an_indemnity():
    alone = sell(10.0, {}, BUCKETS, flat(4.5), "bank")
    covered = sell(10.0, {}, BUCKETS, flat(4.5), "treasury")
    assert alone.indemnity_bn == 0.0
    assert alone.borne_bn == pytest.approx(alone.gain_bn)
    assert covered.indemnity_bn == pytest.approx(-covered.gain_bn)
    assert covered.borne_bn == pytest.approx(0.0, abs=1e-12)


def test_fewer_long_bonds_lose_less():
    """The split of 2025 (40/40/20) against an even one."""
    even = sell(21.0, {}, BUCKETS, flat(4.5)).gain_bn
    fewer = sell(21.0, {"3-7y": 0.4, "7-20y": 0.4, "20y+": 0.2}, BUCKETS, flat(4.5)).gain_bn
    assert fewer > even


def test_what_was_paid_counts():
    dear = (SaleBucket("5y", 5.0, 4.0, 120.0),)
    assert sell(12.0, {}, dear, flat(4.0)).gain_bn == pytest.approx(12.0 * (100.0 / 120.0 - 1.0))


def test_all_problems_are_named_at_once():
    with pytest.raises(InputError) as caught:
        sell(-1.0, {"3-7y": 0.5, "50y": 0.2}, (SaleBucket("3-7y", 0.0, 2.0),), flat(4.0))
    text = str(caught.value)
    assert len(caught.value.problems) == 4
    for words in ("sale: -1.0 bn", "unknown sector '50y'", "add up to 0.7", "0.0 years left"):
        assert words in text


def test_nothing_for_sale_is_refused():
    with pytest.raises(InputError, match="at least one maturity sector"):
        sell(1.0, {}, (), flat(4.0))
