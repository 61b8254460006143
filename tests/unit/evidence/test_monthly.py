"""Responses over months: known truth, honest intervals, months without news."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.evidence.local_projections import local_projections
from tidegate.evidence.monthly import LAGS, monthly_sums, projected

HORIZONS = (1, 3, 6, 12, 24)
NAMES = ("target", "path", "balance_sheet")


def economy(rng, months, persistence, unequal):
    news = rng.standard_t(2.5, size=(months, 3)) * (rng.random((months, 1)) < 0.65)
    noise = rng.standard_t(4, size=months) * np.sqrt(1.0 + unequal * news[:, 2] ** 2 / news[:, 2].var())
    change = np.zeros(months)
    for t in range(1, months):
        change[t] = persistence * change[t - 1] + noise[t] + news[t, 2]
    return news, np.cumsum(change)


def truth(horizon, persistence):
    return (1.0 - persistence ** (horizon + 1)) / (1.0 - persistence)


def months_of(count):
    return np.datetime64("1994-01", "M") + np.arange(count)


@pytest.mark.parametrize(
    ("months", "persistence", "unequal", "kept"),
    # All months, persistent growth as of house prices, and the months since 2020 alone.
    [(380, 0.2, 1.0, None), (380, 0.8, 0.0, None), (380, 0.2, 0.5, 80)],
)
def test_intervals_cover_as_often_as_they_say(months, persistence, unequal, kept) -> None:
    rng = np.random.default_rng(months + int(10 * persistence))
    keep = np.arange(months) >= (0 if kept is None else months - kept)
    hits = {h: [] for h in HORIZONS}
    for _ in range(250):
        news, level = economy(rng, months, persistence, unequal)
        found = projected(months_of(months), level, news, NAMES, HORIZONS, keep, np.ones((1, months)))
        for h in HORIZONS:
            mine = next(m for m in found[h] if m.surprise == "balance_sheet")
            hits[h].append(mine.low <= truth(h, persistence) <= mine.high)
    assert 0.85 < np.mean(list(hits.values())) < 0.95
    assert min(np.mean(v) for v in hits.values()) > 0.80


def test_a_long_record_finds_the_truth() -> None:
    news, level = economy(np.random.default_rng(1), 40_000, 0.5, 0.0)
    months = np.arange(np.datetime64("0001-01", "M"), np.datetime64("3334-05", "M"))
    found = projected(months, level, news, NAMES, (1, 3, 6), np.ones(40_000, bool), np.ones((1, 40_000)))
    for h in (1, 3, 6):
        target, path, sheet = found[h]
        assert sheet.mean == pytest.approx(truth(h, 0.5), abs=0.1)
        assert abs(target.mean) < 0.1
        assert abs(path.mean) < 0.1


def test_coefficients_are_those_of_the_local_projections() -> None:
    news, level = economy(np.random.default_rng(2), 300, 0.5, 0.0)
    found = projected(months_of(300), level, news, NAMES, HORIZONS, np.ones(300, bool), np.ones((1, 300)))
    change = np.diff(level, prepend=np.nan)
    lagged = np.column_stack([np.concatenate([np.full(j, np.nan), change[:-j]]) for j in range(1, LAGS + 1)])
    for k, name in enumerate(NAMES):
        controls = np.column_stack([lagged, np.delete(news, k, axis=1)])
        other = local_projections(
            level, news[:, k], 24, lags=0, shock_lags=0, controls=controls, cumulative=True
        )
        for h in HORIZONS:
            mine = next(m for m in found[h] if m.surprise == name)
            assert mine.mean == pytest.approx(other.coefficient[0, 0, h], rel=1e-9)


def test_news_of_a_month_is_added_up() -> None:
    days = np.array(["2020-03-03", "2020-03-15", "2020-06-10"], dtype="datetime64[D]")
    months, sums = monthly_sums(days, np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    assert months.astype(str).tolist() == ["2020-03", "2020-04", "2020-05", "2020-06"]
    np.testing.assert_array_equal(sums, [[4, 6], [0, 0], [0, 0], [5, 6]])


def test_too_short_a_record_gives_nothing() -> None:
    news, level = economy(np.random.default_rng(3), 40, 0.5, 0.0)
    assert projected(months_of(40), level, news, NAMES, HORIZONS, np.ones(40, bool), np.ones((1, 40))) == {}


def test_a_series_that_begins_late_uses_what_it_has() -> None:
    news, level = economy(np.random.default_rng(4), 300, 0.5, 0.0)
    level[:100] = np.nan
    found = projected(months_of(300), level, news, NAMES, (1, 24), np.ones(300, bool), np.ones((1, 300)))
    used = (news[100 + LAGS + 1 : 299, 2] != 0).sum()
    assert next(m for m in found[1] if m.surprise == "balance_sheet").n == used
