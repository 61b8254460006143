"""One reading of a plan for every bank."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.abroad.orders import orders_of, periods, spread
from tidegate.bank.abroad.profiles import BANKS, Known, as_known, gdp, profile
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for
from tidegate.errors import InputError
from tidegate.units import day

D = np.datetime64


def read(bank, instrument, start, end, opening=1000.0):
    firsts, _ = periods(D(start), D(end))
    plan = plan_for(load(bank))
    return orders_of(plan, instrument, D(start), D(end), opening, np.full(len(firsts), np.nan))


def test_periods_are_months_the_first_may_be_short():
    firsts, ends = periods(D("2024-07-19"), D("2024-09-10"))
    assert firsts.astype(str).tolist() == ["2024-07-20", "2024-08-01", "2024-09-01"]
    assert ends.astype(str).tolist() == ["2024-07-31", "2024-08-31", "2024-09-30"]
    assert str(periods(D("2024-07-31"), D("2024-09-10"))[0][0]) == "2024-08-01"


def test_the_ecbs_taper_and_caps():
    found = read("ecb", "app", "2022-03-31", "2023-07-31")
    assert found.net_purchases_bn[:4].tolist() == pytest.approx([40, 30, 20, 0])
    assert found.caps_bn[-6:].tolist() == [0, 15, 15, 15, 15, np.inf]
    assert np.isnan(found.gross_purchases_bn).all()
    assert np.isnan(found.falls_bn).all()


def test_the_bank_of_englands_envelopes():
    found = read("boe", "treasuries", "2023-09-30", "2025-09-30", 758.0)
    assert found.falls_bn[:12].sum() == pytest.approx(100)
    assert found.falls_bn[12:].sum() == pytest.approx(100)


def test_an_envelope_under_way_is_met_from_the_stock_at_hand():
    found = read("boe", "treasuries", "2025-06-30", "2025-09-30", 590.0)
    assert found.falls_bn.sum() == pytest.approx(32)


def test_the_bank_of_japan_buys_gross():
    found = read("boj", "treasuries", "2025-12-31", "2026-06-30")
    assert found.gross_purchases_bn.tolist() == pytest.approx([2900] * 3 + [2700] * 3)
    assert not found.net_purchases_bn.any()


def test_purchases_as_needed_are_refused():
    with pytest.raises(InputError, match="as needed from 2022-04-01"):
        read("boj", "treasuries", "2022-03-31", "2022-06-30")


def test_windows_are_spread_over_their_days_and_gaps_stay_unknown():
    row = Known(date(2024, 10, 1), date(2025, 9, 30), 87.0, date(2024, 9, 19), "", "read")
    firsts, ends = periods(D("2024-08-31"), D("2025-10-31"))
    found = spread([row], firsts, ends)
    assert np.isnan(found[[0, -1]]).all()
    assert np.nansum(found) == pytest.approx(87.0)


@pytest.mark.parametrize("bank", BANKS)
def test_every_figure_has_a_source_a_certainty_and_a_day(bank):
    found = profile(bank)
    rows = (*found.stock, *found.maturing, *found.expected_fall, *found.expected)
    assert rows
    for row in rows:
        assert row.source
        assert row.certainty in ("read", "memory", "inferred")
        assert row.since <= row.until
    for row in gdp(bank):
        assert row.source
        assert row.value_bn > 0
    assert all(row.known <= date(2023, 1, 1) for row in as_known(rows, date(2023, 1, 1)))


def test_no_stock_was_known_before_its_day():
    assert as_known(profile("boj").stock, date(2024, 6, 1))[-1].until == date(2022, 3, 31)
    assert day(profile("boe").stock[0].until) == D("2022-02-02")
