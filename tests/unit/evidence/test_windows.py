"""Windows around announcements: clocks, holidays, overlaps."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.evidence.windows import Closes, local_moments, moves_around

MARCH = np.arange("2020-03-02", "2020-04-11", dtype="datetime64[D]")
WEEKDAYS = MARCH[np.is_busday(MARCH)]


def closes(minutes=16 * 60, zone="America/New_York", dates=WEEKDAYS):
    """Closes worth the day of the year, so that values name their dates."""
    return Closes(dates, (dates - np.datetime64("2020-01-01")).astype(float), minutes, zone)


def dates_of(moves):
    start = np.datetime64("2020-01-01")
    return [
        (str(start + np.timedelta64(int(b), "D")), str(start + np.timedelta64(int(a), "D")))
        for b, a in zip(moves.before, moves.after, strict=True)
    ]


WEDNESDAY = datetime(2020, 3, 18, 14, 0)


def test_new_york_answers_the_same_day() -> None:
    assert dates_of(moves_around([WEDNESDAY], closes(), 1)) == [("2020-03-17", "2020-03-18")]
    assert dates_of(moves_around([WEDNESDAY], closes(), 2)) == [("2020-03-17", "2020-03-19")]


@pytest.mark.parametrize(("zone", "minutes"), [("Asia/Taipei", 13 * 60 + 30), ("Asia/Hong_Kong", 16 * 60)])
def test_asia_answers_a_day_later(zone, minutes) -> None:
    assert dates_of(moves_around([WEDNESDAY], closes(minutes, zone), 1)) == [("2020-03-18", "2020-03-19")]


def test_a_rate_taken_at_noon_answers_a_day_later() -> None:
    assert dates_of(moves_around([WEDNESDAY], closes(12 * 60), 1)) == [("2020-03-18", "2020-03-19")]


def test_a_close_half_an_hour_after_has_had_no_time() -> None:
    found = moves_around([WEDNESDAY], closes(14 * 60 + 30), 1)
    assert dates_of(found) == [("2020-03-17", "2020-03-19")]


def test_a_price_that_never_closes_answers_at_midnight_utc() -> None:
    found = moves_around([WEDNESDAY], closes(24 * 60, "UTC", MARCH), 1)
    assert dates_of(found) == [("2020-03-17", "2020-03-18")]


def test_a_sunday_lies_between_friday_and_monday() -> None:
    sunday = datetime(2020, 3, 15, 17, 0)
    assert dates_of(moves_around([sunday], closes(), 1)) == [("2020-03-13", "2020-03-16")]
    taipei = closes(13 * 60 + 30, "Asia/Taipei")
    assert dates_of(moves_around([sunday], taipei, 1)) == [("2020-03-13", "2020-03-16")]


def test_after_the_close_answers_the_next_day() -> None:
    evening = datetime(2020, 3, 18, 17, 0)
    assert dates_of(moves_around([evening], closes(), 1)) == [("2020-03-18", "2020-03-19")]


def test_overlapping_windows_are_one_event() -> None:
    days = [
        datetime(2020, 3, 3, 10),
        datetime(2020, 3, 15, 17),
        datetime(2020, 3, 19, 9),
        datetime(2020, 3, 31, 9),
    ]
    found = moves_around(days, closes(), 5)
    assert [e.members for e in found.episodes] == [(0,), (1, 2), (3,)]
    assert dates_of(found)[1] == ("2020-03-13", "2020-03-25")
    np.testing.assert_array_equal(found.sums(np.array([[1.0], [2.0], [4.0], [8.0]])), [[1], [6], [8]])
    # Windows that only touch are two events.
    assert len(moves_around([datetime(2020, 3, 17, 14), WEDNESDAY], closes(), 1).episodes) == 2


def test_what_is_left_out_does_not_merge() -> None:
    days = [datetime(2020, 3, 15, 17), datetime(2020, 3, 19, 9)]
    found = moves_around(days, closes(), 5, keep=[False, True])
    assert [e.members for e in found.episodes] == [(1,)]


def test_stale_closes_are_none() -> None:
    gap = WEEKDAYS[(np.datetime64("2020-03-09") > WEEKDAYS) | (np.datetime64("2020-03-17") < WEEKDAYS)]
    assert moves_around([WEDNESDAY], closes(dates=gap), 1).episodes == ()
    weekly = WEEKDAYS[np.is_busday(WEEKDAYS, weekmask="Wed")]
    found = moves_around([datetime(2020, 3, 19, 14)], closes(12 * 60, dates=weekly), 1, every_days=7)
    assert dates_of(found) == [("2020-03-18", "2020-03-25")]


def test_before_the_first_and_after_the_last_close() -> None:
    days = [datetime(2020, 2, 3, 14), datetime(2020, 4, 10, 15, 30)]
    assert moves_around(days, closes(), 1).episodes == ()


def test_changes_and_percent() -> None:
    found = moves_around([WEDNESDAY], closes(), 1)
    assert found.change() == pytest.approx([1.0])
    assert found.percent() == pytest.approx([100.0 * 1.0 / 76.0])


def test_clocks_change_with_summer() -> None:
    winter, summer = datetime(2020, 1, 29, 14), datetime(2020, 7, 29, 14)
    found = local_moments([winter, summer], "Asia/Taipei")
    assert [str(m) for m in found] == ["2020-01-30T03:00", "2020-07-30T02:00"]


def test_bad_input() -> None:
    with pytest.raises(InputError, match="at least one"):
        moves_around([WEDNESDAY], closes(), 0)
    with pytest.raises(InputError, match="must rise"):
        moves_around([WEDNESDAY, WEDNESDAY], closes(), 1)
