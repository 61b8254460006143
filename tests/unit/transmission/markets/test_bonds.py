"""Bond returns from yields: exact prices, whole returns, their parts, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.transmission.markets.bonds import (
    bill_return,
    bond_price,
    bucket_return,
    ladder,
    linked_return,
    parts,
    reader,
    seasoned_coupons,
)
from tidegate.transmission.rates.duration import par_note_duration

MATURITIES = np.array([0.25, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 20.0, 30.0])
FLAT = np.full(9, 4.0)
STEEP = np.array([1.0, 1.4, 1.8, 2.2, 2.8, 3.2, 3.6, 4.2, 4.4])


def test_a_par_bond_is_worth_its_face_and_accrues_its_coupon():
    years = np.array([0.5, 2.0, 10.0, 30.0])
    assert bond_price(3.7, 3.7, years) == pytest.approx(np.ones(4), abs=1e-14)
    assert bond_price(3.7, 3.7, years, 0.5) == pytest.approx(np.full(4, 1 + 0.037 / 2), abs=1e-14)


def test_the_price_is_the_sum_of_its_cash_flows_also_at_a_zero_yield():
    for rate in (-0.3, 0.0, 1e-9, 5.0):
        times = np.arange(1, 21) / 2
        growth = 1 + rate / 200
        summed = (2.5 / 2 * growth ** (-2 * times)).sum() / 100 + growth**-20.0
        assert float(bond_price(2.5, rate, 10.0)) == pytest.approx(summed, abs=1e-9)


def test_an_unchanged_flat_curve_earns_the_yield():
    held = bucket_return(MATURITIES, FLAT, FLAT, ladder(7, 10))
    assert float(held) == pytest.approx(1.02 ** (1 / 6) - 1, abs=1e-12)
    assert float(bill_return(4.0)) == pytest.approx(0.04 / 12)


def test_a_rise_of_one_basis_point_costs_the_duration():
    for years in (2.0, 10.0, 30.0):
        found = parts(MATURITIES, FLAT, FLAT + 0.01, years)
        assert float(found.duration) == pytest.approx(
            -par_note_duration(years - 1 / 12, 4.0) * 1e-4, rel=0.01
        )
        assert float(found.total) == pytest.approx(
            float(found.carry + found.roll + found.duration + found.convexity + found.rest)
        )


def test_the_parts_have_the_signs_of_the_story():
    found = parts(MATURITIES, STEEP, STEEP + 0.5, 9.0)
    assert found.carry > 0
    assert found.roll > 0
    assert found.duration < 0
    assert found.convexity > 0
    assert abs(found.rest) < 0.02 * abs(found.duration)


def test_returns_broadcast_over_leading_axes_and_keep_missing_yields_missing():
    start = np.stack([FLAT, STEEP, np.where(MATURITIES > 20, np.nan, STEEP)])[:, None, :]
    end = np.stack([FLAT, FLAT + 1.0])[None, :, :]
    found = bucket_return(MATURITIES, start, end, ladder(20, 30))
    assert found.shape == (3, 2)
    assert np.isnan(found[2]).all()
    assert float(found[1, 1]) == pytest.approx(
        float(bucket_return(MATURITIES, STEEP, FLAT + 1.0, ladder(20, 30)))
    )


@pytest.mark.parametrize(("low", "high"), [(1, 3), (3, 7), (7, 10), (20, 30)])
def test_few_rungs_stand_for_many(low, high):
    moves = np.array([-1.0, -0.25, 0.0, 0.25, 1.0])[:, None]
    full = bucket_return(MATURITIES, STEEP, STEEP + moves, ladder(low, high))
    for rungs, tolerance in ((1, 1.5e-3), (2, 5e-4)):
        few = bucket_return(MATURITIES, STEEP, STEEP + moves, ladder(low, high, rungs))
        assert np.abs(few - full).max() < tolerance


def test_seasoned_bonds_carry_the_coupons_of_their_day_and_are_shorter_after_a_fall_in_yields():
    rungs = ladder(20, 30)
    history = np.linspace(7.0, 2.0, 121)
    coupons = seasoned_coupons(rungs, 30, history)
    assert coupons[-1] == pytest.approx(2.0)
    assert coupons[0] == pytest.approx(7.0)
    low = np.full(9, 2.0)
    new = bucket_return(MATURITIES, low, low + 0.5, rungs)
    old = bucket_return(MATURITIES, low, low + 0.5, rungs, coupons)
    assert new < old < 0


def test_a_linked_bond_gains_the_index_on_top():
    plain = bond_price(1.5, 1.7, 8.0, 1 / 12) - 1
    linked = linked_return(1.5, 1.7, 8.0, 1.004)
    assert float(linked) == pytest.approx(float((1 + plain) * 1.004 - 1))


def test_the_reader_is_a_straight_line_between_and_flat_beyond():
    read = STEEP @ reader(MATURITIES, [0.1, 2.0, 8.5, 40.0])
    assert read == pytest.approx([1.0, 1.8, 3.4, 4.4])
    assert reader([10.0], [2.0, 30.0]) == pytest.approx(np.ones((1, 2)))


@pytest.mark.parametrize(
    ("low", "high", "rungs"), [(0.25, 3, 0), (7, 7, 0), (10, 7, 0), (20, 60, 0), (1, 3, -1)]
)
def test_impossible_buckets_are_refused(low, high, rungs):
    with pytest.raises(InputError):
        ladder(low, high, rungs)


def test_other_bad_input_is_refused():
    with pytest.raises(InputError, match="must rise"):
        bucket_return([1.0, 1.0], [2.0, 2.0], [2.0, 2.0], ladder(1, 3))
    with pytest.raises(InputError, match="at most 0.5"):
        bucket_return(MATURITIES, FLAT, FLAT, ladder(1, 3), elapsed_years=0.75)
    with pytest.raises(InputError, match="needed"):
        seasoned_coupons(ladder(20, 30), 30, np.full(60, 4.0))
