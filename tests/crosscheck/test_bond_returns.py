"""The value of a bond between two coupons against QuantLib, to 1e-10."""

from __future__ import annotations

import pytest

from tidegate.transmission.markets.bonds import bond_price

ql = pytest.importorskip("QuantLib")

CASES = [
    # half-years, coupon, yield, months since the coupon
    (2, 4.5, 4.5, 0),
    (4, 0.125, 5.1, 1),
    (14, 1.25, 0.4, 1),
    (20, 3.875, 4.3, 1),
    (40, 6.25, 2.1, 3),
    (60, 1.25, 5.0, 1),
    (60, 4.75, -0.2, 2),
]


@pytest.mark.parametrize(("halves", "coupon", "yield_pct", "months"), CASES)
def test_value_with_accrued_interest(halves, coupon, yield_pct, months):
    issued = ql.Date(15, 2, 2025)
    now = issued + ql.Period(months, ql.Months)
    ql.Settings.instance().evaluationDate = now
    basis = ql.Thirty360(ql.Thirty360.USA)  # months of one length, as in the model
    schedule = ql.Schedule(
        issued,
        issued + ql.Period(6 * halves, ql.Months),
        ql.Period(ql.Semiannual),
        ql.NullCalendar(),
        ql.Unadjusted,
        ql.Unadjusted,
        ql.DateGeneration.Backward,
        False,
    )
    bond = ql.FixedRateBond(0, 100.0, schedule, [coupon / 100], basis)
    rate = ql.InterestRate(yield_pct / 100, basis, ql.Compounded, ql.Semiannual)
    dirty = ql.BondFunctions.cleanPrice(bond, rate, now) + bond.accruedAmount(now)
    ours = bond_price(coupon, yield_pct, halves / 2, months / 12)
    assert 100.0 * float(ours) == pytest.approx(dirty, abs=1e-10)
