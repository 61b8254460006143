"""The gate says yes or no to anything, and to what is held already it says yes."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.catalog import series
from tidegate.data.gate import Case, History, broken, doubts

TODAY = date(2026, 11, 26)
SERIES = ("WALCL", "DGS10", "UNRATE", "GDP", "RRPONTSYD", "RESPPLLOPNWW", "FYFSGDA188S", "USREC", "ICSA")
values = st.floats(allow_nan=False, allow_infinity=False, width=64)
numbers = values | st.sampled_from([0.0, -0.0, 1.0, 1e-300, 1e300, -5.0])


@st.composite
def histories(draw: st.DrawFn, least: int = 0) -> History:
    days = draw(st.lists(st.integers(-90_000, 25_000), unique=True, min_size=least, max_size=40))
    found = draw(st.lists(numbers, min_size=len(days), max_size=len(days)))
    return History(np.array(sorted(days), "datetime64[D]"), np.array(found, dtype=np.float64))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SERIES), histories(), histories(least=1))
def test_any_batch_is_judged(name: str, held: History, read: History) -> None:
    for found in doubts(Case(series(name), held, read, TODAY)):
        assert found.kind
        assert str(found.reason)
    broken({name: read}, lambda _: held)


@settings(max_examples=60, deadline=None)
@given(st.floats(0.5, 5000), st.lists(st.floats(-0.02, 0.02), min_size=30, max_size=80), st.integers(0, 20))
def test_what_is_held_is_believed_again(start: float, steps: list[float], cut: int) -> None:
    path = start * np.cumprod(1 + np.array(steps))
    days = (np.datetime64("2024-01-03") + 7 * np.arange(len(path))).astype("datetime64[D]")
    whole = History(days, path)
    assert doubts(Case(series("WALCL"), whole, whole, TODAY)) == ()
    tail = History(days[cut:], path[cut:])
    assert doubts(Case(series("WALCL"), whole, tail, TODAY)) == ()
