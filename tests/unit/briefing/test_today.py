"""What changed since the last quarterly review."""

from datetime import date

import numpy as np
import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.sections.today import changes, last_review


@pytest.mark.parametrize(
    ("asked", "review"),
    [
        (date(2026, 11, 26), date(2026, 9, 30)),
        (date(2026, 1, 1), date(2025, 12, 31)),
        (date(2026, 6, 30), date(2026, 3, 31)),
    ],
)
def test_a_review_is_due_at_the_end_of_each_quarter(asked: date, review: date) -> None:
    assert last_review(asked) == review


def test_changes_are_from_what_was_observed_by_the_review() -> None:
    desk = open_desk(date(2023, 5, 10))
    rows = {str(row["what"]): row for row in changes(desk).rows}
    assets = desk.series("WALCL")
    before = assets.values[np.searchsorted(assets.dates, np.datetime64("2023-03-31"), side="right") - 1]
    # H.4.1: 8,705.9 bn on Wednesday 2023-03-29, two weeks after the Fed's lending to banks had jumped.
    assert rows["Total assets"]["then"] == pytest.approx(before)
    assert rows["Total assets"]["then"] == pytest.approx(8_706, abs=1)
    assert rows["Total assets"]["change"] == pytest.approx(assets.values[-1] - before)
    assert all(row["when"] <= date(2023, 5, 10) for row in rows.values())
