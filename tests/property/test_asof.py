"""What is published later changes no answer about an earlier day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tidegate.catalog import series
from tidegate.data.asof import known_from, latest_known, release_dates

FIRST = date(2020, 1, 1)
IDS = st.sampled_from(["WALCL", "CPIAUCSL", "GDP", "SOFR", "USREC", "GDPPOT", "WM2NS", "ECBDFR", "FYOINT"])


@dataclass(frozen=True)
class Rows:
    dates: np.ndarray
    vintages: np.ndarray
    values: np.ndarray


@st.composite
def rows(draw: st.DrawFn) -> Rows:
    """Draw a sorted set of (date, vintage) rows with values."""
    day = st.integers(0, 900)
    pairs = draw(st.sets(st.tuples(day, day), min_size=1, max_size=30))
    ordered = sorted(pairs)
    at = np.datetime64(FIRST, "D")
    values = draw(st.lists(st.integers(-99, 99), min_size=len(ordered), max_size=len(ordered)))
    return Rows(
        at + np.array([d for d, _ in ordered]).astype("timedelta64[D]"),
        at + np.array([v for _, v in ordered]).astype("timedelta64[D]"),
        np.array(values, dtype=float),
    )


def answer(data: Rows, series_id: str, as_of: np.datetime64) -> tuple[list[date], list[float]]:
    known = known_from(data.dates, data.vintages, series(series_id))
    chosen = latest_known(data.dates, known, as_of)
    return data.dates[chosen].tolist(), data.values[chosen].tolist()


@given(rows(), IDS, st.integers(0, 1500), st.floats(-1e6, 1e6))
def test_corrupting_the_future_changes_nothing(data: Rows, series_id: str, offset: int, junk: float) -> None:
    as_of = np.datetime64(FIRST + timedelta(days=offset), "D")
    known = known_from(data.dates, data.vintages, series(series_id))
    spoilt = Rows(data.dates, data.vintages, np.where(known > as_of, junk, data.values))
    assert answer(spoilt, series_id, as_of) == answer(data, series_id, as_of)


@given(rows(), IDS, st.integers(0, 1500))
def test_a_later_vintage_changes_no_earlier_answer(data: Rows, series_id: str, offset: int) -> None:
    as_of = np.datetime64(FIRST + timedelta(days=offset), "D")
    keep = data.vintages <= as_of
    # Leave out a later vintage only where an earlier one of the same date stays: the
    # first vintage of a date stands in for what was published on its release date.
    first = np.ones(len(data.dates), dtype=bool)
    first[1:] = data.dates[1:] != data.dates[:-1]
    part = keep | first
    cut = Rows(data.dates[part], data.vintages[part], data.values[part])
    assert answer(cut, series_id, as_of) == answer(data, series_id, as_of)


@given(rows(), IDS, st.integers(0, 1500), st.integers(0, 400))
def test_answers_only_grow(data: Rows, series_id: str, offset: int, more: int) -> None:
    as_of = np.datetime64(FIRST + timedelta(days=offset), "D")
    earlier, _ = answer(data, series_id, as_of)
    later, _ = answer(data, series_id, as_of + np.timedelta64(more, "D"))
    assert set(earlier) <= set(later)


@given(rows(), IDS)
def test_nothing_is_public_on_a_weekend_or_before_its_period_ends(data: Rows, series_id: str) -> None:
    entry = series(series_id)
    due = release_dates(data.dates, entry)
    assert (due >= data.dates).all()
    if entry.release_lag_days:
        assert np.is_busday(due).all()
