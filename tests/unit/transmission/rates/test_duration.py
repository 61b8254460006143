"""Duration and ten-year equivalents of books and aggregates."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.errors import InputError
from tidegate.transmission.rates.duration import (
    book_risk,
    par_note_duration,
    rate_risk,
    ten_year_dv01,
)


def flat(level):
    return lambda years: np.full(np.shape(years), level)


def book(kinds, coupons, maturities, par, inflation=None):
    count = len(kinds)
    return SecurityBook(
        date(2022, 3, 30),
        tuple(f"91282{i:04d}" for i in range(count)),
        np.array(kinds, dtype=np.int8),
        np.array(coupons, dtype=float),
        np.array(maturities, dtype="datetime64[D]"),
        np.array(par, dtype=float),
        np.zeros(count) if inflation is None else np.array(inflation, dtype=float),
    )


def test_a_ten_year_par_note_is_its_own_equivalent():
    one = book([Kind.COUPON], [4.0], ["2032-03-30"], [100.0])
    found = book_risk(one, flat(4.0), flat(1.0))["total"]
    assert found.market_value_bn == pytest.approx(100.0, abs=0.01)
    assert found.ten_year_equivalent_bn == pytest.approx(100.0, rel=1e-3)
    assert found.duration_years == pytest.approx(float(par_note_duration(10, 4.0)), rel=1e-3)


def test_par_note_duration():
    assert par_note_duration(10, 4.0) == pytest.approx(8.17572, abs=1e-5)
    assert par_note_duration([0.25, 10], 0.0) == pytest.approx([0.25, 10])
    assert par_note_duration(0.25, 4.0) == pytest.approx(0.25 / 1.02)


def test_classes_add_up():
    mixed = book(
        [Kind.BILL, Kind.COUPON, Kind.TIPS, Kind.FRN],
        [0.0, 2.0, 0.5, 0.1],
        ["2022-06-30", "2030-02-15", "2031-01-15", "2024-01-31"],
        [10.0, 50.0, 20.0, 5.0],
        [0.0, 0.0, 3.0, 0.0],
    )
    found = book_risk(mixed, flat(3.0), flat(-0.5))
    parts = ("bills", "coupons", "tips", "frn")
    assert found["total"].dv01_bn == pytest.approx(sum(found[p].dv01_bn for p in parts))
    assert found["total"].par_bn == pytest.approx(88.0)
    assert found["bills"].duration_years == pytest.approx(0.25, abs=0.01)
    assert found["frn"].duration_years < 0.03
    assert found["tips"].duration_years > 8


def test_aggregates():
    found = rate_risk([100.0, 50.0], [6.0, 4.0], 4.0)
    assert found.duration_years == pytest.approx(800 / 150)
    assert found.ten_year_equivalent_bn == pytest.approx(0.08 / ten_year_dv01(4.0))
    assert np.isnan(rate_risk([0.0], [5.0], 4.0).duration_years)


def test_refuses_matured_and_unknown():
    one = book([Kind.COUPON], [4.0], ["2023-03-31"], [100.0])
    with pytest.raises(InputError, match="matured by"):
        book_risk(one, flat(4.0), flat(1.0), as_of=date(2024, 1, 1))
    with pytest.raises(InputError, match="no coupon known"):
        book_risk(book([Kind.COUPON], [np.nan], ["2030-03-31"], [1.0]), flat(4.0), flat(1.0))
