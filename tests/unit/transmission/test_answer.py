"""The joined answer: from holdings to yields, borrowers and the economy."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.sections.transmission import section_of, transmit
from tidegate.errors import InputError
from tidegate.transmission.answer import MONTHS_BEYOND, check_change, premium_draws, premium_path
from tidegate.transmission.economy.response import respond

DESK = open_desk(date(2026, 10, 8))


@pytest.fixture(scope="module")
def run_off():
    return transmit(DESK, -2_500.0, 36)


def test_run_off_raises_yields_and_unemployment_and_lowers_inflation(run_off):
    assert run_off.curve.ten_year_bp.mean > 0
    assert all(each.mean > 0 for each in run_off.borrowers.values())
    for peaks in run_off.peaks.values():
        assert peaks["output_gap_pct"].middle < 0
        assert peaks["unemployment_pct"].middle > 0
        assert peaks["inflation_pct"].middle < 0


def test_everything_has_an_interval_that_holds_its_middle(run_off):
    for peaks in run_off.peaks.values():
        for peak in peaks.values():
            assert peak.low <= peak.middle <= peak.high
    ten = run_off.curve.ten_year_bp
    assert ten.p10 < ten.mean < ten.p90


def test_buying_is_the_mirror_of_running_off(run_off):
    bought = transmit(DESK, 2_500.0, 36)
    assert bought.curve.ten_year_bp.mean == pytest.approx(-run_off.curve.ten_year_bp.mean)
    for model, peaks in run_off.peaks.items():
        assert bought.peaks[model]["unemployment_pct"].middle == pytest.approx(
            -peaks["unemployment_pct"].middle
        )


def test_active_sales_move_yields_more_than_run_off_and_bills_less_than_coupons(run_off):
    assert transmit(DESK, -2_500.0, 36, "active").curve.ten_year_bp.mean > run_off.curve.ten_year_bp.mean
    bills = transmit(DESK, -2_500.0, 36, "passive", "bills")
    assert bills.curve.ten_year_bp.mean < run_off.curve.ten_year_bp.mean


def test_the_answer_is_the_economy_rooms_own_at_the_mean_premium(run_off):
    path = premium_path(run_off.curve, 36 + MONTHS_BEYOND)
    direct = respond(path, 0.0, len(path), "semi-structural", draws=2)
    ours = run_off.economy["semi-structural"]["unemployment_pct"].middle
    assert np.abs(direct.draws["unemployment_pct"][0] - ours).max() < 1e-9


def test_the_premium_comes_at_once_and_fades_after_the_change_is_done(run_off):
    path = run_off.premium_pct
    assert np.ptp(path[:36]) == pytest.approx(0.0)
    assert (np.diff(path[36:]) < 0).all()
    assert path[0] * 100 == pytest.approx(run_off.curve.ten_year_bp.mean)


def test_draws_of_the_premium_follow_the_mixture(run_off):
    sizes = premium_draws(run_off.curve, 199)
    assert (np.diff(sizes) >= 0).all()
    assert np.median(sizes) * 100 == pytest.approx(run_off.curve.ten_year_bp.mean, rel=0.25)


def test_json_names_units_and_sources(run_off):
    form = run_off.to_dict()
    assert form["change_bn"] == -2_500.0
    assert set(form["economy"]) == {"semi-structural", "four-equation"}
    assert {"years", "mean_bp", "p10_bp", "p90_bp"} == set(form["curve"][0])
    assert form["sources"]
    assert {row["loan"] for row in form["payments"]} >= {"thirty_year_mortgage", "taiwan_mortgage"}


def test_the_section_shows_the_payment_of_a_household(run_off):
    section = section_of(DESK, run_off)
    assert any("dollars a month" in str(tile.note) for tile in section.tiles)
    assert section.charts[0].categories


@pytest.mark.parametrize(
    ("change", "months", "count"), [(0.0, 36, 1), (float("nan"), 0, 2), (1e6, 500, 2), (-100.0, 121, 1)]
)
def test_what_cannot_be_answered_is_refused_with_every_problem(change, months, count):
    with pytest.raises(InputError) as caught:
        check_change(change, months)
    assert len(caught.value.problems) == count
