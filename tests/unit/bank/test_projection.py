"""The projection of Treasuries: dates, purchases, identities, refusals."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.model import Programme
from tidegate.bank.programmes.plan import plan_for
from tidegate.bank.projection import planned_purchases, report_dates
from tidegate.briefing.assembly import open_desk, project
from tidegate.errors import InputError, TidegateError

D = np.datetime64
FED = plan_for(load("fed"))


def test_report_dates_are_month_ends_or_wednesdays():
    monthly = report_dates(D("2022-03-30"), D("2022-06-30"), "monthly")
    assert monthly.astype(str).tolist() == ["2022-03-31", "2022-04-30", "2022-05-31", "2022-06-30"]
    weekly = report_dates(D("2022-03-30"), D("2022-04-20"), "weekly")
    assert weekly.astype(str).tolist() == ["2022-04-06", "2022-04-13", "2022-04-20"]


@pytest.mark.parametrize(
    ("start", "end", "frequency", "words"),
    [
        ("2022-03-30", "2022-12-31", "daily", "choose one of monthly, weekly"),
        ("2022-03-30", "2082-12-31", "monthly", "at most 600 months"),
        ("2022-03-30", "2022-03-30", "monthly", "choose a later end"),
    ],
)
def test_impossible_horizons_are_refused(start, end, frequency, words):
    with pytest.raises(InputError, match=words):
        report_dates(D(start), D(end), frequency)


def test_reserve_management_purchases_are_spread_over_business_days():
    found = planned_purchases(FED, D("2026-01-31"), D("2026-02-28"))
    assert {str(p.day)[:7] for p in found} == {"2026-02"}
    assert all(np.is_busday(p.day) for p in found)
    assert all(p.bills for p in found)
    # 40 a month, and the MBS principal that was planned into bills.
    assert sum(p.amount_bn for p in found) == pytest.approx(40 + 14.4, abs=2.5)
    assert planned_purchases(FED, D("2023-01-31"), D("2023-02-28")) == []


def test_a_plan_without_amounts_is_refused():
    rule = {"kind": "purchase_pace", "instrument": "treasuries", "bn_per_month": None}
    record = {
        "id": "as-needed",
        "announced": date(2020, 3, 23),
        "effective": date(2020, 3, 23),
        "label_en": "In the amounts needed",
        "label_zh": "視需要買進",
        "rules": [rule],
        "source": "FOMC statement, 2020-03-23",
        "certainty": "memory",
    }
    plan = plan_for(Programme(bank="fed", currency="USD", record=(record,)))
    with pytest.raises(InputError, match="as needed on 2020-03-23"):
        planned_purchases(plan, D("2020-03-20"), D("2020-05-31"))


def test_stocks_and_flows_add_up_monthly_and_weekly():
    desk = open_desk(date(2026, 10, 8))
    for frequency in ("monthly", "weekly"):
        found = project("fed", date(2022, 3, 30), "as-announced", "2031-09", frequency, desk=desk)
        assert np.abs(found.series["identity_residual_bn"]).max() == 0.0
        s = found.series
        parts = s["bills_bn"] + s["coupons_bn"] + s["tips_bn"] + s["frn_bn"]
        assert np.abs(parts - s["treasuries_bn"]).max() < 1e-9
        opening = np.concatenate([[5760.030], s["treasuries_bn"][:-1]])
        flows = s["treasury_purchases_bn"] - s["treasury_redemptions_bn"] + s["inflation_accrual_bn"]
        # Levels are the ledger's, whole millions in each class; flows are not rounded.
        assert np.abs(opening + flows - s["treasuries_bn"]).max() < 0.005
        assert {v.shape for v in s.values()} == {found.dates.shape}


def test_the_json_form_is_stable():
    form = project("fed", date(2022, 3, 30), "as-announced", "2022-06").to_dict()
    assert list(form) == ["bank", "currency", "plan", "frequency", "dates", "series", "assumptions"]
    assert (form["bank"], form["currency"], form["plan"]) == ("fed", "USD", "as-announced")
    assert form["dates"] == ["2022-03-31", "2022-04-30", "2022-05-31", "2022-06-30"]
    assert {"treasuries_bn", "treasury_redemptions_bn", "identity_residual_bn"} <= set(form["series"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"bank": "snb"}, "unknown bank 'snb'"),
        ({"bank": "boj", "end": "1999-01"}, "1999-01"),
        ({"start": date(2022, 4, 1)}, "choose one of 2022-"),
        ({"plan": "known:tomorrow"}, "is not known"),
        ({"plan": "known:2999-01-01"}, "lies in the future"),
        ({"plan": "known:1999-01-01"}, "nothing had been announced"),
        ({"plan": "missing.toml"}, "missing.toml"),
        ({"end": "soon"}, "write it as YYYY-MM"),
        ({"end": "2021-01"}, "not after the start"),
        ({"as_of": date(2999, 1, 1)}, "lies in the future"),
        ({"as_of": date(1999, 1, 1)}, "before the data begin"),
    ],
)
def test_bad_input_is_one_line_that_helps(arguments, words):
    with pytest.raises(TidegateError) as caught:
        project(**{"start": date(2022, 3, 30), **arguments})
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_plan_file_is_projected_like_any_other(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        """
bank = "fed"
currency = "USD"

[[record]]
id = "faster"
announced = 2022-05-01
effective = 2022-06-01
label_en = "Twice as fast"
label_zh = "快一倍"
source = "an idea"
certainty = "memory"
rules = [{ kind = "redemption_cap", instrument = "treasuries", bn_per_month = 120 }]
""",
        "utf-8",
    )
    found = project("fed", date(2022, 3, 30), str(path), "2022-12")
    at = found.dates >= D("2022-06-01")
    redeemed = found.series["treasury_redemptions_bn"][at]
    assert redeemed.max() <= 120 + 1e-9
    assert redeemed.sum() > 7 * 100
