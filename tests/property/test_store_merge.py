"""What a store holds after any sequence of batches."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.data.gate.checks import History
from tidegate.data.merge import Rows, change, change_of_vintages, informative, joined

EMPTY = Rows(np.array([], "datetime64[D]"), np.array([], "datetime64[D]"), np.array([], np.float64))
FIRST = date(2026, 1, 1)

batches = st.lists(
    st.dictionaries(st.integers(0, 8), st.sampled_from([1.0, 2.0, 3.0]), min_size=1, max_size=6),
    min_size=1,
    max_size=6,
)


def history(batch: dict[int, float]) -> History:
    days = sorted(batch)
    stamps = np.array([FIRST + timedelta(7 * d) for d in days], "datetime64[D]")
    return History(stamps, np.array([batch[d] for d in days]))


@settings(max_examples=60, deadline=None)
@given(batches)
def test_nothing_is_lost_and_nothing_is_told_twice(sent: list[dict[int, float]]) -> None:
    held, truth, seen = EMPTY, {}, []
    for number, batch in enumerate(sent):
        found = change(held.history(), history(batch), FIRST + timedelta(100 + number))
        assert found.new == len(set(batch) - set(truth))
        assert found.revised == sum(d in truth and truth[d] != v for d, v in batch.items())
        assert found.new + found.revised == len(found.rows)
        held = joined(held, found.rows)
        truth |= batch
        seen.append(dict(truth))
        again = change(held.history(), history(batch), FIRST + timedelta(100 + number))
        assert len(again.rows) == 0, "the same batch twice adds nothing"
    now = held.history()
    assert dict(zip(now.dates.tolist(), now.values.tolist(), strict=True)) == {
        FIRST + timedelta(7 * d): v for d, v in truth.items()
    }
    for number, state in enumerate(seen):  # as of each day it is what was known then
        known = held.vintages <= np.datetime64(FIRST + timedelta(100 + number), "D")
        then = Rows(held.dates[known], held.vintages[known], held.values[known]).history()
        assert len(then) == len(state)
        assert then.values.tolist() == [state[d] for d in sorted(state)]
    assert len(informative(held)) == len(held)


@settings(max_examples=60, deadline=None)
@given(batches)
def test_a_history_of_vintages_adds_what_did_not_stand(sent: list[dict[int, float]]) -> None:
    held = EMPTY
    for number, batch in enumerate(sent):
        held = joined(held, change(held.history(), history(batch), FIRST + timedelta(100 + number)).rows)
    assert len(change_of_vintages(held, held).rows) == 0
    whole = change_of_vintages(EMPTY, held)
    assert len(whole.rows) == len(held)
    assert whole.new == len(held.history())
