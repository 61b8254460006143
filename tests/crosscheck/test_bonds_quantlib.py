"""Bond arithmetic against QuantLib, to 1e-8."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.portfolio import bonds

ql = pytest.importorskip("QuantLib")

CASES = [
    # settlement, maturity, coupon, yield: mid-month, month-end, leap day, short last period, long bond
    (date(2022, 3, 30), date(2052, 2, 15), 2.25, 2.47),
    (date(2022, 3, 30), date(2024, 3, 31), 2.25, 2.31),
    (date(2022, 2, 28), date(2027, 8, 31), 3.125, 1.9),
    (date(2024, 2, 29), date(2031, 2, 28), 1.125, 4.2),
    (date(2023, 7, 14), date(2023, 8, 15), 2.5, 5.3),
    (date(2023, 8, 15), date(2033, 8, 15), 3.875, 4.18),
    (date(2020, 5, 6), date(2050, 5, 15), 1.25, 1e-9),
    (date(2020, 12, 31), date(2027, 12, 31), 0.625, -0.2),
    (date(2021, 1, 30), date(2028, 7, 31), 1.0, 0.95),
]


def quantlib_bond(settlement: date, maturity: date, coupon: float):
    def d(x: date):
        return ql.Date(x.day, x.month, x.year)

    ql.Settings.instance().evaluationDate = d(settlement)
    end_of_month = ql.Date.isEndOfMonth(d(maturity))
    schedule = ql.Schedule(
        d(settlement) - ql.Period(2, ql.Years),
        d(maturity),
        ql.Period(ql.Semiannual),
        ql.NullCalendar(),
        ql.Unadjusted,
        ql.Unadjusted,
        ql.DateGeneration.Backward,
        end_of_month,
    )
    return ql.FixedRateBond(
        0, 100.0, schedule, [coupon / 100], ql.ActualActual(ql.ActualActual.ISMA, schedule)
    ), d(settlement)


@pytest.mark.parametrize(("settlement", "maturity", "coupon", "yield_pct"), CASES)
def test_price_accrued_duration_convexity(settlement, maturity, coupon, yield_pct):
    bond, when = quantlib_bond(settlement, maturity, coupon)
    basis = bond.dayCounter()
    schedule = bonds.coupon_schedule(np.datetime64(settlement), [np.datetime64(maturity)])
    rate = ql.InterestRate(yield_pct / 100, basis, ql.Compounded, ql.Semiannual)
    ours = bonds.sensitivity(schedule, coupon, yield_pct)
    assert bonds.accrued_interest(schedule, coupon)[0] == pytest.approx(bond.accruedAmount(when), abs=1e-8)
    clean = ql.BondFunctions.cleanPrice(bond, rate, when)
    assert bonds.clean_price(schedule, coupon, yield_pct)[0] == pytest.approx(clean, abs=1e-8)
    duration = ql.BondFunctions.duration(bond, rate, ql.Duration.Modified, when)
    assert ours.modified_duration_years[0] == pytest.approx(duration, abs=1e-8)
    assert ours.convexity_years2[0] == pytest.approx(ql.BondFunctions.convexity(bond, rate, when), abs=1e-7)
    back = bonds.yield_from_clean(schedule, coupon, bonds.clean_price(schedule, coupon, yield_pct))
    assert back[0] == pytest.approx(yield_pct, abs=1e-8)


def test_whole_book_at_once():
    rng = np.random.default_rng(7)
    settlement = np.datetime64("2022-03-30")
    maturity = settlement + rng.integers(1, 10_950, 400)
    coupon = rng.integers(1, 60, 400) / 8
    yields = rng.uniform(-0.3, 9.0, 400)
    ours = bonds.clean_price(bonds.coupon_schedule(settlement, maturity), coupon, yields)
    for m, c, y, price in zip(maturity, coupon, yields, ours, strict=True):
        bond, when = quantlib_bond(settlement.item(), m.item(), float(c))
        rate = ql.InterestRate(float(y) / 100, bond.dayCounter(), ql.Compounded, ql.Semiannual)
        assert price == pytest.approx(ql.BondFunctions.cleanPrice(bond, rate, when), abs=1e-8), (m, c, y)


def test_bill_discount():
    # A bill of 91 days at a discount of 5.25%: 100 x (1 - 0.0525 x 91 / 360).
    assert bonds.bill_price(5.25, 91) == pytest.approx(98.6729166667, abs=1e-9)
    assert bonds.bill_discount(bonds.bill_price(5.25, 91), 91) == pytest.approx(5.25, abs=1e-12)
