"""QT2 as announced, the whole balance sheet, against H.4.1 and the audited statements.

Given: realised currency, Treasury account, bill issuance, mortgage rates, price index, and what was lent in
emergencies. Projected: every security, MBS, premiums, other assets and liabilities, the foreign pool, the
split of reserves and ON RRP, income, the deferred asset. No parameter is estimated on what is judged here,
but for the split (2021Q2 to 2023Q2), MBS speeds (to 2023-12) and interest expense, which follows from them.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.briefing.assembly import open_desk, project
from tidegate.briefing.sections.projection import miss_rows
from tidegate.evidence.tracker import Levels

DESK = open_desk(date(2026, 10, 8))
END_2025 = date(2025, 12, 31)


@pytest.fixture(scope="module")
def replay():
    return project("fed", date(2022, 3, 30), "as-announced", "2026-09", "weekly", desk=DESK)


@pytest.fixture(scope="module")
def misses(replay):
    reserves, on_rrp = DESK.levels("WRESBAL"), DESK.levels("RRPONTSYD")
    both = Levels(reserves.dates, reserves.values_bn + np.array([on_rrp.at(d) for d in reserves.dates]))
    records = {
        "total_assets_bn": DESK.levels("WALCL"),
        "mbs_bn": DESK.levels("WSHOMCB"),
        "reserves_bn+on_rrp_bn": both,
        "reserves_bn": reserves,
    }
    rows = miss_rows(replay, records, END_2025)
    assert len(rows) == 15
    return rows


@pytest.mark.parametrize(
    ("line", "limit_pct"),
    [("mbs_bn", 2.0), ("total_assets_bn", 1.0), ("reserves_bn+on_rrp_bn", 3.0), ("reserves_bn", 8.0)],
)
def test_every_quarter_end_of_qt2(misses, line, limit_pct):
    assert max(abs(row[line]) for row in misses) < limit_pct


def test_assets_equal_liabilities_and_capital_to_the_million(replay):
    assert np.abs(replay.series["identity_residual_bn"]).max() == 0.0


def test_subtracting_caps_would_overshoot(replay):
    """Plain caps of QT2 on MBS: 1,417.5 bn to November 2025; what left was 654."""
    at = list(replay.dates).index(np.datetime64("2025-11-26"))
    start = list(replay.dates).index(np.datetime64("2022-06-01"))
    left = replay.series["mbs_bn"][start] - replay.series["mbs_bn"][at]
    assert left == pytest.approx(654, rel=0.03)
    assert 1_417.5 - left > 740


def test_net_income_of_whole_years(replay):
    """Audited: -114.3 (2023), -77.6 (2024), -18.7 (2025); within 5 bn."""
    income = replay.detail.income
    found = income.by_year(income.net_income_bn)
    for year, audited in {2023: -114.3, 2024: -77.6, 2025: -18.7}.items():
        assert float(found[year]) == pytest.approx(audited, abs=5.0), year


def test_deferred_asset(replay):
    """Audited year-ends 16.6, 133.0, 216, 243.5; 233.5 on 2026-08-26; peak on 2025-11-05."""
    income = replay.detail.income.remittances
    grid, path = replay.detail.grid.astype(float), income.deferred_asset_bn
    official = {
        "2022-12-31": 16.6,
        "2023-12-31": 133.0,
        "2024-12-31": 216.0,
        "2025-12-31": 243.5,
        "2026-08-26": 233.518,
    }
    for when, value in official.items():
        found = float(np.interp(float(np.datetime64(when, "D").astype(int)), grid, path))
        assert found == pytest.approx(value, rel=0.03), when
    apart = abs((income.peak_day[()] - np.datetime64("2025-11-05")).astype(int))
    assert apart <= 42


def test_interest_paid_in_sum(replay):
    """Reserves and reverse repos together: 281.1 in 2023, 226.7 in 2024 (audited); their split is the split's."""
    income = replay.detail.income
    total = income.by_year(income.interest_expense_bn)
    assert float(total[2023]) == pytest.approx(281.1, rel=0.03)
    assert float(total[2024]) == pytest.approx(226.7, rel=0.03)


@pytest.mark.parametrize(
    ("year", "reserves", "repos", "within"),
    # Audited: 176.8 and 104.3 (2023), 186.4 and 40.3 (2024). With realised balances both lie within 1%
    # (`test_income.py`); here the split of ON RRP and reserves is projected, and too much of 2024 stays in ON RRP.
    [(2023, 176.8, 104.3, (0.03, 0.04)), (2024, 186.4, 40.3, (0.05, 0.22))],
)
def test_interest_paid_apart_with_projected_balances(replay, year, reserves, repos, within):
    income = replay.detail.income
    on_repos = income.reverse_repo_interest_bn + income.foreign_interest_bn
    assert float(income.by_year(income.reserves_interest_bn)[year]) == pytest.approx(reserves, rel=within[0])
    assert float(income.by_year(on_repos)[year]) == pytest.approx(repos, rel=within[1])


def test_reserves_of_the_model_are_those_of_the_ledger(replay):
    at = np.searchsorted(replay.detail.grid, replay.dates)
    model = replay.detail.liabilities.reserves_bn[at]
    assert np.abs(model - replay.series["reserves_bn"]).max() < 0.04


def test_the_plan_of_may_2022_against_the_forecasts_of_its_time():
    """Total assets at the ends of 2022 to 2024: 8,551, 7,713, 6,886 (H.4.1).

    Board staff, FEDS Notes 2022-06-03: 8,420, 7,400, 6,520. Ours knows only what was announced by 2022-05-04.
    """
    plan = project("fed", date(2022, 3, 30), "known:2022-05-04", "2024-12", "weekly", desk=DESK)
    actual = DESK.levels("WALCL")
    ours, board = [], []
    for when, staff in {"2022-12-28": 8_420.0, "2023-12-27": 7_400.0, "2024-12-25": 6_520.0}.items():
        day = np.datetime64(when)
        at = list(plan.dates).index(day)
        ours.append(abs(plan.series["total_assets_bn"][at] - actual.at(day)))
        board.append(abs(staff - actual.at(day)))
    assert ours[0] < board[0], (ours, board)
    assert ours[1] < board[1], (ours, board)
    # At the end of 2024 neither is closer: both miss by some 370 bn, as the caps were lowered in June 2024.
    assert ours[2] == pytest.approx(board[2], rel=0.05), (ours, board)
