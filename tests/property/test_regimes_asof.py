"""Nothing that became known after the day of the question reaches the answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from tidegate.bank.programmes.model import Programme
from tidegate.briefing.assembly import Desk
from tidegate.briefing.regimes import regimes
from tidegate.briefing.sections.regime import evidence, turning_rows, write
from tidegate.data.files import embedded_folder
from tidegate.data.store import Store

TODAY = date(2026, 10, 8)


class CorruptedAfter(Store):
    """A store in which every figure published after a day is noise."""

    day = TODAY

    def _rows(self, series_id: str) -> Any:
        dates, values, known, single = super()._rows(series_id)
        later = known > np.datetime64(self.day)
        noise = np.random.default_rng(1).normal(3.0, 2.0, len(values))
        return dates, np.where(later, values * noise + 7.0, values), known, single


def _other_future(programme: Programme, as_of: date) -> Programme:
    """Return a programme in which everything announced later is announced of another phase and date."""
    rows = tuple(
        r
        if r.announced <= as_of
        else r.model_copy(update={"phase": "QE4", "effective": as_of - timedelta(days=200)})
        for r in programme.record
    )
    return programme.model_copy(update={"record": rows})


@pytest.mark.parametrize(
    "as_of",
    [
        date(2008, 10, 31),
        date(2013, 12, 31),
        date(2019, 7, 31),
        date(2022, 6, 3),
        date(2025, 12, 13),
    ],
)
def test_every_answer_is_unchanged(as_of: date) -> None:
    true = Desk(Store([embedded_folder()], TODAY), as_of)
    store = CorruptedAfter([embedded_folder()], TODAY)
    store.day = as_of
    false = Desk(store, as_of)
    false.__dict__["fed"] = _other_future(true.fed, as_of)
    a, b = regimes(true), regimes(false)
    assert a.sheet == b.sheet
    assert a.rates == b.rates
    assert turning_rows(a) == turning_rows(b)
    assert evidence(a) == evidence(b)
    np.testing.assert_array_equal(a.path.probabilities, b.path.probabilities)
    np.testing.assert_array_equal(a.combined.probabilities, b.combined.probabilities)
    assert write(true).lead == write(false).lead


def test_the_corruption_is_one() -> None:
    store = CorruptedAfter([embedded_folder()], TODAY)
    store.day = date(2019, 7, 31)
    true = Desk(Store([embedded_folder()], TODAY), date(2021, 6, 30))
    false = Desk(store, date(2021, 6, 30))
    assert not np.array_equal(regimes(true).path.probabilities, regimes(false).path.probabilities)
