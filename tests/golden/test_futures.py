"""Scenarios come to what is kept beside them; openings close; the scorecard is what the docs say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.consequences import consequences
from tidegate.briefing.futures import compare_scenarios, simulate
from tidegate.briefing.futures_hindcast import hindcast
from tidegate.briefing.futures_opening import FIRST_START, opening_on
from tidegate.errors import InputError
from tidegate.evidence.hindcast import (
    autoregression,
    crps_normal,
    crps_sample,
    outside,
    random_walk,
    scorecard,
    shipped_scores,
)
from tidegate.futures.expected import AS_OF, MEANT_MONTH, MONTHS, PATHS, SEED, expected, fans, meant
from tidegate.futures.library import scenario_names
from tidegate.policy.reaction.contract import Sheet
from tidegate.transmission.rates.premium.effect import curve_effect

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk(AS_OF)


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_comes_to_what_is_kept_beside_it(name: str, desk: Desk) -> None:
    rows = [r for r in expected() if r.scenario == name]
    found = simulate(name, start=str(rows[0].start), paths=PATHS, months=MONTHS, seed=SEED, desk=desk)
    assert found.max_identity_residual_bn < 1e-6
    assert not found.failures
    for row in rows:
        for level, kept in ((0.1, row.p10), (0.5, row.p50), (0.9, row.p90)):
            mine = float(found.at(row.variable, level)[row.month - 1])
            # Other processors round otherwise, and a few paths then decide otherwise.
            assert mine == pytest.approx(kept, rel=0.02, abs=0.05), (row.variable, row.month, level)


def test_the_fan_is_the_baseline_of_the_table() -> None:
    by_name = {f.variable: f for f in fans()}
    for row in expected():
        if row.scenario == "baseline" and row.variable in by_name:
            assert by_name[row.variable].bands[0.5][row.month - 1] == pytest.approx(row.p50, rel=1e-5)


@pytest.mark.parametrize(
    ("day", "sheet", "cap"),
    [
        ("2012-03-31", Sheet.HOLD, None),
        ("2013-06-30", Sheet.QE, None),
        ("2014-01-31", Sheet.TAPER, None),
        ("2022-05-05", Sheet.HOLD, 30.0),
        ("2024-01-31", Sheet.RUNOFF, 60.0),
        ("2024-06-14", Sheet.RUNOFF, 25.0),
    ],
)
def test_openings_know_what_was_announced(day: str, sheet: Sheet, cap: float | None, desk: Desk) -> None:
    found = opening_on(open_desk(date.fromisoformat(day), desk.store))
    assert found.sheet == sheet
    if cap is not None:
        assert found.announced.treasury_cap_bn[0] == cap
        assert found.announced.sheet[0] == (int(Sheet.RUNOFF) if sheet == Sheet.HOLD else -1)
    owed = found.currency_bn + found.tga_bn + found.foreign_rrp_bn + found.on_rrp_bn + found.other_bn
    assert found.total_assets_bn - owed + found.deferred_asset_bn == pytest.approx(found.reserves_bn)
    assert found.record.last < np.datetime64(found.as_of, "M")


def test_a_day_before_the_record_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match=str(FIRST_START)):
        opening_on(open_desk(date(2009, 6, 30), desk.store))


def test_extended_run_off_raises_the_ten_year_yield_as_the_premium_room_has_it(desk: Desk) -> None:
    found = compare_scenarios(
        "qt-extended", "qt-ends-early", start="2024-01", paths=600, months=30, desk=desk
    )
    o = opening_on(open_desk(date(2024, 1, 31), desk.store))
    pace, share = 75.8, 0.208  # 60 of Treasuries and about 16 of MBS a month
    whole, part = (
        curve_effect(-pace * m, m, gdp_bn=o.gdp_bn, mbs_share=share).ten_year_bp.mean for m in (23, 4)
    )
    assert found.mean["supply_effect_bp"][0] == pytest.approx(whole - part, rel=0.15)
    assert found.mean["yield_10y_pct"][0] == pytest.approx((whole - part) / 100.0, rel=0.15)
    for name, sign in (
        ("yield_10y_pct", 1), ("mortgage_30y_pct", 1), ("funding_bp", 1), ("unemployment_pct", 1),
        ("reserves_bn", -1), ("total_assets_bn", -1), ("inflation_pct", -1), ("output_gap_pct", -1),
    ):  # fmt: skip
        value, error = found.mean[name][23], found.error[name][23]
        assert sign * value > 3.0 * error, name


def test_dearer_money_costs_the_government_more(desk: Desk) -> None:
    from tidegate.briefing.futures import run_government

    runs = {
        n: simulate(n, start=str(AS_OF), paths=50, months=24, keep=True, desk=desk)
        for n in ("sticky-inflation", "cutting-cycle")
    }
    paid = {n: run_government(r, n, str(AS_OF), desk).mean_interest_bn[-1] for n, r in runs.items()}
    assert paid["sticky-inflation"] > paid["cutting-cycle"] > 0.0
    bare = simulate("baseline", paths=10, months=3, desk=desk)
    with pytest.raises(InputError, match="at most 2000"):
        run_government(bare, "baseline", None, desk)


def test_the_scorecard_is_the_one_of_the_docs() -> None:
    page = (ROOT / "docs/explanation/futures.md").read_text("utf-8")
    rows = [r for r in shipped_scores() if r.months == 0]
    assert len(rows) == 8
    for row in rows:
        shares = f"{100 * row.cover_50:.0f}%", f"{100 * row.cover_80:.0f}%"
        assert shares[0] in page, row
        assert shares[1] in page, row
        assert row.crps < row.crps_walk
        assert row.crps < row.crps_var
    assert {r.variable for r in outside(shipped_scores())} == {"funds_rate_pct", "reserves_bn"}


def test_one_start_can_be_judged(desk: Desk) -> None:
    found = hindcast([date(2018, 3, 31)], desk.store, paths=100)
    assert {r.months for r in found} == {3, 6, 12, 24}
    assert all(np.isfinite([r.crps, r.crps_walk, r.crps_var]).all() for r in found)
    assert len(scorecard(found, 3)) == 8


def test_scores_have_their_known_values() -> None:
    assert crps_normal(0.0, 1.0, 0.0) == pytest.approx(0.2336949772551092)  # Gneiting and Raftery (2007)
    sample = np.random.default_rng(1).standard_normal(20_000)
    assert crps_sample(sample, 0.7) == pytest.approx(crps_normal(0.0, 1.0, 0.7), abs=0.01)
    assert crps_sample([2.0], 5.0) == 3.0
    past = np.cumsum(np.tile([1.0, -1.0], 50))
    assert random_walk(past, 4)[1] == pytest.approx(2.0, rel=0.02)
    middle, width = autoregression(np.random.default_rng(2).standard_normal((5, 8)), 3)
    assert np.isnan(middle).all()
    assert np.isnan(width).all()


@pytest.mark.parametrize("name", ["qt-extended", "cutting-cycle", "dollar-squeeze-asia"])
def test_what_a_scenario_means_for_people_is_what_is_kept(name: str) -> None:
    rows = {row.what: row for row in meant() if row.scenario == name}
    start = rows["payment"].start
    apart = compare_scenarios(
        name, "baseline", start=str(start), paths=PATHS, months=MEANT_MONTH, seed=SEED, workers=2
    )
    found = consequences(apart, open_desk(start))
    told = {"payment": found.payment.difference}
    if found.abroad is not None:
        told["usdtwd"] = found.abroad.row("usdtwd").change
    assert set(told) == set(rows)
    for what, interval in told.items():
        for level in ("mean", "p10", "p90"):
            mine, kept = getattr(interval, level), getattr(rows[what], level)
            assert mine == pytest.approx(kept, rel=0.02, abs=0.05), (what, level)
