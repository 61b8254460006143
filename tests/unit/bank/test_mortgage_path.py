"""The MBS of a plan, day by day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.portfolio.mbs_opening import mbs_opening
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for
from tidegate.bank.projection.mortgages import mbs_path, mbs_rules

D = np.datetime64
FED = plan_for(load("fed"))
OPENING = mbs_opening("2022-06-29")


def path(end="2026-06-30", rate=6.5, plan=FED):
    months = int((D(end, "M") - D("2022-06")).astype(int))
    rates = np.full(months, rate)
    return mbs_path(OPENING.book, OPENING.cmbs_bn, OPENING.commitments_bn, plan, D(end), rates, rates[:3])


def test_levels_are_opening_less_paydowns_plus_deliveries():
    found = path()
    level = found.level_bn[0] + np.cumsum(found.settled_bn - found.paydowns_bn)
    assert np.abs(level - found.level_bn).max() < 1e-9
    assert found.level_bn[0] == pytest.approx(2709.3, abs=0.1)  # H.4.1, 2022-06-29
    assert (found.paydowns_bn >= -1e-9).all()


def test_caps_of_qt2_do_not_bind_at_high_rates_and_principal_goes_to_bills_after_its_end():
    found = path()
    assert set(found.into_bn) == {"treasury_bills"}
    bills = found.into_bn["treasury_bills"]
    days = found.days[1:]
    assert bills[days < D("2025-12-01")].sum() == 0
    month = days.astype("datetime64[M]") == D("2026-03")
    # The Fed planned 14.4 to 16.5 a month.
    assert 10 < bills[month].sum() < 20


def test_rules_follow_the_plan():
    months = np.array(["2018-01", "2019-09", "2021-06", "2023-01", "2026-01"], dtype="datetime64[M]")
    rules, elsewhere = mbs_rules(FED, months, np.array([30.0, 40.0, 90.0, 17.0, 15.0]))
    assert np.asarray(rules.cap_bn).tolist() == [8.0, 0.0, 0.0, 35.0, 0.0]
    # 2019: up to 20 a month into Treasuries, the rest into MBS.
    assert np.asarray(rules.mbs_share).tolist() == [1.0, 0.5, 1.0, 1.0, 0.0]
    assert elsewhere[1] == "treasuries"
    assert elsewhere[4] == "treasury_bills"


def test_lower_mortgage_rates_bring_more_principal():
    assert path("2023-12-31", rate=3.0).level_bn[-1] < path("2023-12-31", rate=6.5).level_bn[-1]


def test_a_plan_known_before_qt2_reinvests_in_mbs():
    kept = path("2023-06-30", plan=plan_for(load("fed"), f"known:{date(2022, 5, 3)}"))
    assert kept.into_bn == {}
    assert abs(kept.level_bn[-1] / kept.level_bn[0] - 1) < 0.02
