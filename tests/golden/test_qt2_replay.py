"""QT2 replayed from the securities of March 2022, against the official record."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.briefing.assembly import open_desk, project
from tidegate.briefing.sections.replay import quarter_ends, yearly_redemptions
from tidegate.evidence.tracker import Levels

# The whole record, whatever the day on which the tests run.
DESK = open_desk(date(2026, 10, 8))
RECORD = DESK.series("TREAST")
LEVELS = Levels(RECORD.dates, RECORD.values)


@pytest.fixture(scope="module")
def replay():
    return project("fed", date(2022, 3, 30), "as-announced", "2025-12", "weekly", desk=DESK)


def test_treasuries_on_the_last_wednesday_of_every_quarter(replay):
    """H.4.1 `TREAST`, 2022Q2 to 2025Q4: within 0.5% on each of the fifteen Wednesdays."""
    rows = quarter_ends(replay, LEVELS, date(2026, 10, 8))
    assert [str(r["date"]) for r in rows][:1] == ["2022-06-29"]
    assert [str(r["date"]) for r in rows][-1:] == ["2025-12-31"]
    assert len(rows) == 15
    for row in rows:
        assert abs(row["error_pct"]) < 0.5, row


def test_every_wednesday_not_only_the_quarter_ends(replay):
    errors = [
        100 * (v / LEVELS.at(d) - 1)
        for d, v in zip(replay.dates, replay.series["treasuries_bn"], strict=True)
    ]
    assert np.abs(errors).max() < 0.5


def test_a_calendar_month_shortcut_would_miss(replay):
    """Month-end redemptions fall after most quarter-end Wednesdays: the month-end value is not the Wednesday's."""
    monthly = project("fed", date(2022, 3, 30), "as-announced", "2024-03", desk=DESK)
    at = list(monthly.dates.astype("datetime64[M]")).index(np.datetime64("2024-03"))
    shortcut = 100 * (monthly.series["treasuries_bn"][at] / LEVELS.at(np.datetime64("2024-03-27")) - 1)
    assert shortcut < -0.5


def test_redemptions_of_2023_and_2024(replay):
    """Annual Reports 2023 and 2024, table G.1: 719.994 (bills 72.621, coupons 647.373); 474.980 (bills 21.826)."""
    years = {r["year"]: r for r in yearly_redemptions(replay, date(2025, 12, 31))}
    assert years["2023"]["total_bn"] == pytest.approx(720.0, abs=0.05)
    assert years["2023"]["bills_bn"] == pytest.approx(72.621, abs=0.2)
    assert years["2023"]["coupons_bn"] == pytest.approx(647.373, abs=0.2)
    assert years["2024"]["total_bn"] == pytest.approx(475.0, abs=0.05)
    assert years["2024"]["bills_bn"] == pytest.approx(21.826, abs=0.5)


def test_compensation_of_tips_against_the_weekly_summary(replay):
    """NY Fed SOMA summary: TIPS compensation, which the projection derives from the price index alone."""
    official = DESK.series("SOMA_TIPS_COMPENSATION")
    levels = Levels(official.dates, official.values)
    for day in ("2022-12-28", "2023-12-27", "2025-09-24"):
        at = list(replay.dates).index(np.datetime64(day))
        ours = replay.series["inflation_compensation_bn"][at]
        # Securities bought or reopened since carry some too, so ours runs a little low.
        assert ours == pytest.approx(levels.at(np.datetime64(day)), rel=0.05)


def test_known_plan_uses_nothing_later():
    """The plan of May 2022 replayed from a store that ends then, and from the whole one: the same numbers."""
    whole = project("fed", date(2022, 3, 30), "known:2022-05-04", "2025-12", desk=DESK)
    then = project("fed", date(2022, 3, 30), "known:2022-05-04", "2025-12", desk=open_desk(date(2022, 5, 4)))
    assert whole.to_dict() == then.to_dict()
    # Caps of 3 x 30 and 31 x 60 to 2025-03 at most; then reserves reach 8% of GDP, and the plan says run-off stops.
    treasuries = dict(
        zip(whole.dates.astype(str).tolist(), whole.series["treasuries_bn"].tolist(), strict=True)
    )
    assert 5_760 - 90 - 31 * 60 < treasuries["2025-03-31"] < 4_100
    assert treasuries["2025-03-31"] < treasuries["2025-12-31"] < treasuries["2025-03-31"] + 9 * 25


def test_peak_and_trough():
    """H.4.1: peak 8,965.487 on 2022-04-13, trough of QT2 6,535.781 on 2025-12-03."""
    assets = DESK.series("WALCL")
    top = assets.values.argmax()
    assert (str(assets.dates[top]), assets.values[top]) == ("2022-04-13", pytest.approx(8965.487))
    later = assets.dates >= np.datetime64("2022-04-13")
    low = assets.values[later].argmin()
    assert (str(assets.dates[later][low]), assets.values[later][low]) == (
        "2025-12-03",
        pytest.approx(6535.781),
    )
