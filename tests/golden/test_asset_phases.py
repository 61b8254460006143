"""What prices did over phases, and the traps in it."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.evidence.asset_phases import STRETCHES, change_over, published_returns

DESK = open_desk(date(2026, 10, 8))
PHASES = ("QE1", "QE2", "MEP", "QE3", "REINVEST", "QT1", "BILLS", "QE4", "QT2", "RMP")
# Percent, from closes of the two days of each phase; worked out apart from this code.
KNOWN = {
    "us_broad": (37.3, 10.2, 18.6, 38.0, 27.1, 18.3, 0.5, 57.8, 64.9, 11.2),
    "gold": (34.7, 11.0, -7.8, -30.7, 4.4, 9.6, 5.4, 29.7, 127.7, 7.7),
    "bitcoin": (None, None, None, None, 1140.5, 142.3, 1.0, 654.6, 171.5, -15.3),
    "taiwan": (90.4, 4.3, 2.8, 17.6, 16.0, 4.8, 3.7, 68.0, 62.7, 61.4),
}
# From the figures that are shipped: percent of oil and dollar, basis points of the ten-year yield.
SHIPPED = {
    ("DCOILWTICO", "pct"): (55.6, 12.8, 5.6, -15.2, -37.2, 13.3, -16.3, 243.0, -48.0),
    ("DTWEXBGS", "pct"): (-8.5, -3.6, 1.3, 6.6, 13.5, 4.9, 0.3, -3.2, 2.8),
    ("DGS10", "bp"): (49, 51, -17, 57, -1, -31, -54, 100, 124),
}


@pytest.mark.parametrize("asset", KNOWN)
def test_shipped_percentages(asset) -> None:
    found = {r.phase: r.change for r in published_returns() if r.asset == asset}
    for phase, known in zip(PHASES, KNOWN[asset], strict=True):
        if known is None:
            assert phase not in found
        else:
            assert found[phase] == pytest.approx(known, abs=0.11), phase


@pytest.mark.parametrize(("series", "unit"), SHIPPED)
def test_percentages_from_shipped_figures(series, unit) -> None:
    data = DESK.series(series)
    for stretch, known in zip(STRETCHES, SHIPPED[series, unit], strict=False):
        found = change_over(data.dates, data.values, stretch, unit)
        # The dollar index was revised, with new weights, after the percentages were worked out.
        assert found == pytest.approx(known, abs=0.4 if series == "DTWEXBGS" else 0.11), stretch.key


def test_the_traps() -> None:
    yields = DESK.series("DGS10")
    moved = {s.key: change_over(yields.dates, yields.values, s, "bp") for s in STRETCHES[:9]}
    # Announcements of purchases lowered it on the day; over the phases it rose, and over QT1 it fell.
    assert all(moved[p] > 0 for p in ("QE1", "QE2", "QE3", "QE4"))
    assert moved["QT1"] < 0 < moved["QT2"]
    found = {(r.phase, r.asset): r.change for r in published_returns()}
    assert all(found[p, "us_broad"] > 0 for p in PHASES)
    assert found["QE3", "gold"] < -30 < 100 < found["QT2", "gold"]
