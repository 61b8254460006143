"""Projections abroad from the store: defaults, refusals, what is used."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.abroad.projection import project_abroad
from tidegate.bank.programmes.loader import load
from tidegate.bank.programmes.plan import plan_for
from tidegate.briefing.abroad import project_bank
from tidegate.briefing.assembly import open_desk
from tidegate.errors import InputError, TidegateError

DESK = open_desk(date(2026, 10, 8))


@pytest.mark.parametrize(
    ("bank", "currency", "stock", "start"),
    [
        ("ecb", "EUR", "app_bn", "2022-07-31"),
        ("boe", "GBP", "gilts_bn", "2022-02-28"),
        ("boj", "JPY", "jgb_bn", "2024-07-31"),
    ],
)
def test_defaults_tell_the_run_off_and_a_year_more(bank, currency, stock, start):
    found = project_bank(bank, desk=DESK)
    assert (found.bank, found.currency, found.plan) == (bank, currency, "as-announced")
    assert (str(found.dates[0]), str(found.dates[-1])) == (start, "2027-10-31")
    assert next(iter(found.series)) == stock
    assert found.series[stock][-1] < found.series[stock][0]
    assert found.assumptions
    assert {v.shape for v in found.series.values()} == {found.dates.shape}
    assert np.abs(found.series["identity_residual_bn"]).max() < 1e-6


@pytest.mark.parametrize("bank", ["ecb", "boe", "boj"])
def test_weekly_and_monthly_agree(bank):
    monthly = project_bank(bank, end="2026-12", desk=DESK)
    weekly = project_bank(bank, end="2026-12", frequency="weekly", desk=DESK)
    both = np.intersect1d(monthly.dates, weekly.dates)
    assert len(both)
    for when in both:
        one = monthly.series["total_bn"][monthly.dates == when]
        other = weekly.series["total_bn"][weekly.dates == when]
        assert one == pytest.approx(other)
    assert np.abs(weekly.series["identity_residual_bn"]).max() < 1e-6


def test_the_json_form_is_that_of_every_projection():
    form = project_bank("ecb", end="2022-12", desk=DESK).to_dict()
    assert list(form) == ["bank", "currency", "plan", "frequency", "dates", "series", "assumptions"]
    assert {"app_bn", "pepp_bn", "redemptions_bn", "purchases_bn", "sales_bn", "realised_loss_bn"} <= set(
        form["series"]
    )


@pytest.mark.parametrize(
    ("bank", "arguments", "words"),
    [
        ("fed", {}, "unknown bank 'fed'; known are: boe, boj, ecb"),
        ("ecb", {"start": date(2022, 7, 15)}, "published for month-ends"),
        ("ecb", {"start": date(2010, 1, 31)}, "choose one from 2014-10-31"),
        ("ecb", {"start": date(2027, 1, 31)}, "not yet known on 2026-10-08"),
        ("boe", {"start": date(2022, 2, 1)}, "choose one of 2022-02-02, 2022-08-03"),
        ("boe", {"plan": "known:2022-03-01"}, "nothing had been published on what matures"),
        ("boj", {"plan": "known:2024-04-01"}, "choose a plan known on 2024-07-31 or later"),
        ("boj", {"start": date(2024, 5, 31)}, "nothing had been published on what matures"),
        ("ecb", {"plan": "known:2999-01-01"}, "lies in the future"),
        ("ecb", {"plan": "known:tomorrow"}, "is not known"),
        ("ecb", {"end": "soon"}, "write it as YYYY-MM"),
        ("ecb", {"end": "2022-06"}, "not after the start 2022-06-30"),
        ("ecb", {"end": "2099-01"}, "choose at most 600 months"),
        ("ecb", {"frequency": "daily"}, "choose one of monthly, weekly"),
        ("boj", {"plan": "missing.toml"}, "missing.toml"),
    ],
)
def test_bad_input_is_one_line_that_helps(bank, arguments, words):
    with pytest.raises(TidegateError) as caught:
        project_bank(bank, **arguments, desk=DESK)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_portfolio_is_refused():
    with pytest.raises(InputError, match="no portfolio to project"):
        project_abroad(
            "ecb", plan_for(load("ecb")), np.datetime64("2024-01-31"), np.datetime64("2024-12-31"), ()
        )


def plan_file(tmp_path, bank, currency, rules):
    path = tmp_path / f"{bank}.toml"
    path.write_text(
        f"""
bank = "{bank}"
currency = "{currency}"

[[record]]
id = "mine"
announced = 2023-01-01
effective = 2023-01-01
label_en = "Mine"
label_zh = "自訂"
rules = [{rules}]
source = "own plan"
certainty = "inferred"
""",
        encoding="utf-8",
    )
    return str(path)


def test_a_plan_of_ones_own_drives_the_ecb(tmp_path):
    rule = '{ kind = "redemption_cap", instrument = "app", bn_per_month = 5 }'
    mine = project_bank(
        "ecb", date(2022, 12, 31), plan_file(tmp_path, "ecb", "EUR", rule), "2023-12", desk=DESK
    )
    let_go = mine.series["app_redemptions_bn"] - mine.series["app_reinvested_bn"]
    assert let_go == pytest.approx(np.full(12, 5.0))
    assert mine.series["pepp_reinvested_bn"] == pytest.approx(mine.series["pepp_redemptions_bn"])


def test_sales_above_holdings_are_refused(tmp_path):
    rule = '{ kind = "sale_pace", instrument = "treasuries", bn_per_month = 200 }'
    with pytest.raises(TidegateError, match="but only"):
        project_bank("boe", date(2023, 9, 30), plan_file(tmp_path, "boe", "GBP", rule), "2024-09", desk=DESK)


def test_a_plan_that_sells_japanese_bonds_needs_terms_of_sale(tmp_path):
    rule = '{ kind = "sale_pace", instrument = "treasuries", bn_per_month = 100 }'
    with pytest.raises(TidegateError, match="no curve to price them"):
        project_bank("boj", None, plan_file(tmp_path, "boj", "JPY", rule), "2025-09", desk=DESK)


def test_a_later_day_changes_nothing_in_a_known_plan():
    early = project_bank(
        "ecb", date(2023, 5, 31), "known:2023-06-15", "2024-12", desk=open_desk(date(2023, 8, 1))
    )
    late = project_bank("ecb", date(2023, 5, 31), "known:2023-06-15", "2024-12", desk=DESK)
    for name, values in early.series.items():
        assert values == pytest.approx(late.series[name], abs=1e-9), name


def test_an_estimate_made_after_the_plan_is_told():
    found = project_bank("ecb", date(2019, 12, 31), "known:2020-01-31", "2020-12", desk=DESK)
    assert any("after the plan" in str(a) for a in found.assumptions)
    assert any("PEPP had not begun" in str(a) for a in found.assumptions)
    assert not found.series["pepp_bn"].any()


def test_a_replay_through_the_pandemic_buys_the_pepp():
    """The ECB bought 1,718bn of the 1,850 it had allowed itself; the plan knows only the ceiling."""
    found = project_bank("ecb", date(2019, 12, 31), "as-announced", "2022-06", desk=DESK)
    assert found.series["pepp_bn"][-1] == pytest.approx(1850.0)
    record = DESK.series("APP_HOLDINGS")
    held = float(record.values[record.dates == np.datetime64("2022-06-30")][0])
    assert found.series["app_bn"][-1] == pytest.approx(held, rel=0.01)
